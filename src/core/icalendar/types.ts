import type { Instant, LocalDate, TimeZone } from '../time.ts'

export type EntryStatus = 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'

/** What the stream is for (RFC 5546); a subscription or a download has no method. */
export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL'

/** One VEVENT. Texts are plain text of one language; they may hold anything. */
export interface CalendarEntry {
  /** Stored at creation and never derived: the same in every feed, download and mail. */
  readonly uid: string
  /** Rises by one whenever start, end, zone, place or status changes; never falls. */
  readonly sequence: number
  /** When the content last changed; DTSTAMP and LAST-MODIFIED. Never the present moment. */
  readonly stampedAt: Instant
  readonly createdAt: Instant
  readonly start: Instant
  readonly end: Instant
  readonly zone: TimeZone
  /** Whole days, both included, instead of times; `start` and `end` then only order the entries. */
  readonly allDay?: { readonly start: LocalDate; readonly end: LocalDate } | undefined
  readonly summary: string
  readonly description?: string | undefined
  /** The language of the texts, BCP 47. */
  readonly language?: string | undefined
  readonly status: EntryStatus
  /** True where the entry should not block the reader's time. */
  readonly transparent: boolean
  /** `room, venue, street, city`. */
  readonly location?: string | undefined
  readonly geo?: CalendarPosition | undefined
  /** http, https, mailto or tel; any other address is left out. */
  readonly url?: string | undefined
  readonly categories?: readonly string[] | undefined
  /** Written only where the feed has a method. */
  readonly organizer?: { readonly name: string; readonly email: string } | undefined
  /** The one recipient of a REQUEST or CANCEL; never written elsewhere. */
  readonly attendee?: CalendarAttendee | undefined
  readonly alarm?: { readonly minutesBefore: number } | undefined
}

export interface CalendarPosition {
  /** Degrees, WGS 84. */
  readonly latitude: number
  readonly longitude: number
  readonly title: string
  readonly address: string
}

export interface CalendarAttendee {
  readonly name: string
  readonly email: string
  readonly status: 'ACCEPTED' | 'TENTATIVE' | 'NEEDS-ACTION' | 'DECLINED'
}

/** One VCALENDAR. */
export interface CalendarFeed {
  readonly method?: CalendarMethod | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** The zone in which a reader should see the feed. */
  readonly zone?: TimeZone | undefined
  readonly refreshMinutes?: number | undefined
  /** Where the feed itself is fetched; leave out where it holds a secret. */
  readonly sourceUrl?: string | undefined
  /** The page about what is in the feed. */
  readonly pageUrl?: string | undefined
  /** A CSS3 colour name (RFC 7986) and the same as `#RRGGBB` for Apple. */
  readonly colour?: { readonly name: string; readonly hex: string } | undefined
  readonly entries: readonly CalendarEntry[]
}
