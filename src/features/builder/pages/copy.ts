import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import { dateOf, formatDate } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventWithForm } from '../queries.ts'

export interface CopyFormModel {
  readonly head: Head
  readonly form: FormModel
  readonly events: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const copyFormPage = page<CopyFormModel>('builder/organiser/copy')

/** The events to copy from, with their day, because names repeat from year to year. */
export function formChoices({ t, locale }: FrameContext, events: readonly EventWithForm[]): CopyFormModel['events'] {
  return events.map(({ slug, title, startsLocal, questions }) => {
    const values = { title: readText(title, locale), date: formatDate(dateOf(startsLocal), locale), count: questions }
    return { value: slug, label: t('builder.copy.choice', values) }
  })
}
