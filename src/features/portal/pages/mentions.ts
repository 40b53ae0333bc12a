import { urls } from '../../../core/http/urls.ts'
import { type Locale, textWithLanguage } from '../../../core/localised-text.ts'
import { dateOf, formatDate, formatDateRange } from '../../../core/time.ts'
import type { DirectoryEvent } from '../../directory/types.ts'
import type { Passage } from './event.ts'

/** An event named on a page of the directory. */
export interface EventMention {
  readonly title: Passage
  readonly href: string
  readonly dates: string
  readonly datetime: string
  readonly hue: number
  readonly isCancelled: boolean
}

/** How a page of the directory names an event. */
export function mention(event: DirectoryEvent, locale: Locale): EventMention {
  const [first, last] = [dateOf(event.startsLocal), dateOf(event.endsLocal)]
  return {
    title: textWithLanguage(event.title, locale),
    href: urls.event(locale, event.slug),
    dates: first === last ? formatDate(first, locale) : formatDateRange(first, last, locale),
    datetime: first,
    hue: event.hue,
    isCancelled: event.isCancelled,
  }
}
