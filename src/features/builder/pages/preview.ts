import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { withQuery } from '../../../core/http/urls.ts'
import { type Locale, locales, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { NewlyAsked, QuestionField } from '../../questions/frame.ts'
import type { CategoryRow } from '../../registration/types/places.ts'
import { formHref } from './list.ts'

interface Tab {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

export interface PreviewModel {
  readonly head: Head
  readonly form: FormModel
  readonly questions: readonly QuestionField[]
  readonly labels: Readonly<Record<string, string>>
  readonly newlyAsked: NewlyAsked | undefined
  /** The answers would be taken as they are. */
  readonly isAccepted: boolean
  readonly languages: readonly (Tab & { readonly lang: Locale })[]
  /** Empty when there is one category: it is not a choice. */
  readonly categories: readonly Tab[]
  readonly backHref: string
}

export const previewPage = page<PreviewModel>('builder/organiser/preview')

/** The address of the preview for a category; undefined: before one is chosen. */
export function previewHref(locale: Locale, event: EventRow, category: string | undefined): string {
  return withQuery(formHref({ locale }, event, 'preview'), { category })
}

/** The links between the languages and the categories of a preview. */
export function previewTabs(
  { t, locale }: FrameContext,
  event: EventRow,
  categories: readonly CategoryRow[],
  category: CategoryRow | undefined,
): Pick<PreviewModel, 'languages' | 'categories' | 'backHref'> {
  return {
    languages: locales.map(lang => ({
      lang,
      href: previewHref(lang, event, category?.reference),
      label: t(`core.languageName.${lang}`),
      current: lang === locale,
    })),
    categories:
      categories.length < 2
        ? []
        : categories.map(one => ({
            href: previewHref(locale, event, one.reference),
            label: readText(one.name, locale),
            current: one.id === category?.id,
          })),
    backHref: formHref({ locale }, event),
  }
}
