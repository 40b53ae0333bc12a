import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { rawText, readText } from '../../../core/localised-text.ts'
import { dateOf, formatDateRange, formatLongDate, type LocalDate, partsOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventToCopy } from '../queries/my-events.ts'
import { proposedSlug } from '../rules/copies.ts'

export interface CopyModel {
  readonly head: Head
  readonly form: FormModel
  readonly events: readonly { readonly value: string; readonly label: string }[]
  /** When the chosen original begins: `Původní akce začíná ve středu…` */
  readonly originalStart: string | undefined
  readonly backHref: string
  readonly newHref: string
}

export const copyPage = page<CopyModel>('desk/organiser/copy')

/** The events to choose from, with their dates, because names repeat from year to year. */
export function eventOptions({ locale }: FrameContext, events: readonly EventToCopy[]): CopyModel['events'] {
  return events.map(event => {
    const dates = formatDateRange(dateOf(event.startsLocal), dateOf(event.startsLocal), locale)
    return { value: event.slug, label: `${readText(event.title, locale)}, ${dates}` }
  })
}

/** When the original begins, for the hint of the date. */
export function originalStart({ t, locale }: FrameContext, event: EventToCopy | undefined): string | undefined {
  return event && t('desk.copy.originalStart', { day: formatLongDate(dateOf(event.startsLocal), locale) })
}

/** What stands in the form before anybody types, when the original is known. */
export function copyValues(event: EventToCopy, today: LocalDate): Record<string, string> {
  const year = Math.max(partsOf(today).year, partsOf(dateOf(event.startsLocal)).year + 1)
  return {
    from: event.slug,
    'title.cs': rawText(event.title, 'cs'),
    'title.en': rawText(event.title, 'en'),
    slug: proposedSlug(event.slug, year),
    ...(event.hasSatellites && { withSatellites: 'yes' }),
  }
}
