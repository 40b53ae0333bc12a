import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Translate } from '../../../core/messages.ts'
import type { EventLine } from './home.ts'

export interface SeriesModel {
  readonly head: Head
  readonly name: string
  readonly description: string
  readonly planned: number | undefined
  /** undefined: there is nothing to follow yet. */
  readonly calendar: CalendarWays | undefined
  readonly events: readonly (EventLine & { readonly edition: number | undefined })[]
}

export const seriesPage = page<SeriesModel>('portal/series')

/** The feed of a page of several events, for programs that look for one. */
export function calendarFeeds(t: Translate, href: string): NonNullable<Head['feeds']> {
  return [{ href, type: 'text/calendar', title: t('portal.feed.calendar') }]
}
