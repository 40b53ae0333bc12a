import { addDays, addMinutes, dateIn, type Instant, type LocalDate, type TimeZone } from '../time.ts'
import { cleanText } from '../icalendar/text.ts'
import { absolute } from './urls.ts'

/** A calendar on the web that asks again by itself; `webcal` is every program of one's own computer or phone. */
export type FollowWay = 'webcal' | 'google' | 'outlook' | 'office'

/** A calendar that takes the entry as it is now and never looks again. */
export type CopyWay = 'google' | 'outlook' | 'office' | 'file'

interface Way<Name> {
  readonly name: Name
  readonly href: string
}

/** The choices a page offers for what is on it. */
export interface CalendarWays {
  /** Subscriptions; none where there is nothing to follow. */
  readonly follow: readonly Way<FollowWay>[]
  /** The feed itself, for any other program. */
  readonly address: string | undefined
  readonly copy: readonly Way<CopyWay>[]
  /** To subscribe is the one thing to do on this page. */
  readonly isMain?: boolean
}

/** One entry, for the links that copy it. Texts are plain. */
export interface CopiedEntry {
  readonly title: string
  readonly start: Instant
  readonly end: Instant
  readonly zone: TimeZone
  /** Whole days, both included, instead of times. */
  readonly days?: { readonly first: LocalDate; readonly last: LocalDate } | undefined
  readonly details: string
  readonly location: string
}

/**
 * Nobody documents these addresses and their owners may change them: they stand here alone, and the manual matrix in
 * docs/mail.md goes through them before a release.
 */
const addresses = {
  google: { follow: 'https://calendar.google.com/calendar/r', copy: 'https://calendar.google.com/calendar/render' },
  outlook: {
    follow: 'https://outlook.live.com/calendar/0/addfromweb',
    copy: 'https://outlook.live.com/calendar/action/compose',
  },
  office: {
    follow: 'https://outlook.office.com/calendar/0/addfromweb',
    copy: 'https://outlook.cloud.microsoft/calendar/deeplink/compose',
  },
} as const

/** Longest description a copying link carries, in characters; with Czech letters encoded it is six times as long. */
const longestDetails = 1_000

/** What one may choose for a feed of ours: to follow it, or its file as it is now. */
export function feedWays(baseUrl: string, path: string, name: string): CalendarWays {
  const feed = absolute(baseUrl, path)
  const webcal = feed.replace(/^https?:/, 'webcal:')
  const outlook = { url: feed, name }
  return {
    follow: [
      { name: 'webcal', href: webcal },
      { name: 'google', href: encoded(addresses.google.follow, { cid: webcal }) },
      // Outlook knows no webcal: it wants https.
      { name: 'outlook', href: encoded(addresses.outlook.follow, outlook) },
      { name: 'office', href: encoded(addresses.office.follow, outlook) },
    ],
    address: feed,
    copy: [{ name: 'file', href: path }],
  }
}

/** What one may choose for a single entry, `path` its file: each of them a copy. */
export function copyWays(path: string, entry: CopiedEntry): CalendarWays['copy'] {
  return [
    { name: 'google', href: googleCopy(entry) },
    { name: 'outlook', href: outlookCopy(addresses.outlook.copy, entry) },
    { name: 'office', href: outlookCopy(addresses.office.copy, entry) },
    { name: 'file', href: path },
  ]
}

function googleCopy({ title, start, end, zone, days, details, location }: CopiedEntry): string {
  const dates = days ? [days.first, addDays(days.last, 1)] : [utc(start), utc(end)]
  return encoded(addresses.google.copy, {
    action: 'TEMPLATE',
    text: title,
    dates: dates.map(date => date.replaceAll(/[-:]/g, '')).join('/'),
    ctz: zone,
    details: shortened(details),
    location,
  })
}

function outlookCopy(address: string, { title, start, end, days, details, location }: CopiedEntry): string {
  const times = days
    ? { startdt: days.first, enddt: addDays(days.last, 1), allday: 'true' }
    : { startdt: utc(start), enddt: utc(end) }
  const words = { subject: title, body: shortened(details), location }
  return encoded(address, { path: '/calendar/action/compose', rru: 'addevent', ...times, ...words })
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length > longestDetails ? `${characters.slice(0, longestDetails - 1).join('')}…` : text
}

function utc(at: Instant): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

/** Spaces as %20: Outlook shows a plus sign as one. */
function encoded(address: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== '')
  return `${address}?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(cleanText(value))}`).join('&')}`
}

/** The days of what has no times: the last one is the day before its end. */
export function wholeDays(start: Instant, end: Instant, zone: TimeZone): NonNullable<CopiedEntry['days']> {
  return { first: dateIn(start, zone), last: dateIn(addMinutes(end, -1), zone) }
}
