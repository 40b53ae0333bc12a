import { absolute, urls, withQuery } from '../../core/http/urls.ts'

/** Where a personal feed can be subscribed to or taken as a file. */
export interface CalendarLinks {
  /** Apple, Thunderbird, Evolution, DAVx5: asks again by itself, about every hour. */
  readonly webcal: string
  /** Asks again by itself, within a day. */
  readonly google: string
  /** Asks again by itself, within a few hours. */
  readonly outlook: string
  /** A copy that never changes. */
  readonly file: string
}

/** The ways into a calendar for the personal feed of a registration. */
export function calendarLinks(baseUrl: string, calendarToken: string, name: string): CalendarLinks {
  const feed = absolute(baseUrl, urls.calendarMine(calendarToken))
  const webcal = feed.replace(/^https?:/, 'webcal:')
  return {
    webcal,
    google: withQuery('https://calendar.google.com/calendar/r', { cid: webcal }),
    outlook: withQuery('https://outlook.live.com/calendar/0/addfromweb', { url: feed, name }),
    file: urls.calendarMine(calendarToken),
  }
}
