import { dateOf, datesBetween, type LocalDate, parseTimeZone, type TimeZone } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import { dayFinder } from '../rules/days.ts'
import { type ProgrammeFilter, typeOf } from '../rules/filters.ts'
import type { OutlineSession, ReleaseOutline } from '../types.ts'

/** The parameters of the programme's address, in the order in which links write them. */
export const askedNames = ['day', 'track', 'room', 'language', 'type', 'q', 'my', 'zone', 'rooms'] as const
export type Asked = Readonly<Record<(typeof askedNames)[number], string>>

/** Nothing asked for: the first day, whole. */
export const askedNothing: Asked = {
  day: '',
  track: '',
  room: '',
  language: '',
  type: '',
  q: '',
  my: '',
  zone: '',
  rooms: '',
}

/** What the address asks for; what this programme does not know is left out, and `isUnknown` says so. */
export interface ProgrammeChoice {
  readonly days: readonly LocalDate[]
  /** The day shown; '' when there is none. */
  readonly day: LocalDate
  readonly dayOf: (session: OutlineSession) => LocalDate
  readonly filter: ProgrammeFilter
  /** References of starred sessions; undefined: not only those. */
  readonly stars: ReadonlySet<string> | undefined
  /** The zone of the reader; undefined: the times on the wall. */
  readonly zone: TimeZone | undefined
  /** From 1: which page of rooms of a day that has too many for one. */
  readonly page: number
  readonly isFiltered: boolean
  /** Found across all days rather than shown day by day. */
  readonly isSearch: boolean
  readonly isUnknown: boolean
}

/** More stars than this no address carries. */
const mostStars = 150

/** Reads the address against the programme; without a day the first one. */
export function chosen(event: EventRow, content: ReleaseOutline, asked: Asked): ProgrammeChoice {
  const dayOf = dayFinder(content.sessions.filter(session => !session.isCancelled))
  const days = programmeDays(event, content, dayOf)
  const known = {
    day: days.find(one => one === asked.day),
    track: content.tracks.find(one => one.slug === asked.track)?.slug,
    room: content.rooms.find(one => one.reference === asked.room)?.reference,
    language: content.sessions.find(one => one.language === asked.language)?.language ?? undefined,
    type: content.sessions.map(typeOf).find(type => type === asked.type),
    zone: parseTimeZone(asked.zone),
  }
  const { track, room, language, type } = known
  const words = asked.q.length > 0 ? asked.q : undefined
  const stars = asked.my === '' ? undefined : new Set(asked.my.split('.').slice(0, mostStars))
  const names = ['day', 'track', 'room', 'language', 'type', 'zone'] as const
  return {
    days,
    day: known.day ?? days[0] ?? '',
    dayOf,
    filter: { track, room, language, type, words },
    stars,
    zone: known.zone === event.timeZone ? undefined : known.zone,
    page: /^\d{1,3}$/.test(asked.rooms) ? Math.max(1, Number(asked.rooms)) : 1,
    isFiltered: [track, room, language, type, words, stars].some(one => one !== undefined),
    isSearch: words !== undefined || stars !== undefined,
    isUnknown: names.some(name => asked[name] !== '' && known[name] === undefined),
  }
}

/** The days with sessions; those of the event when there is none yet. */
export function programmeDays(
  event: EventRow,
  content: ReleaseOutline,
  dayOf = dayFinder(content.sessions.filter(session => !session.isCancelled)),
): LocalDate[] {
  const used = content.sessions.filter(session => !session.isCancelled).map(dayOf)
  if (used.length === 0) return datesBetween(dateOf(event.startsLocal), dateOf(event.endsLocal))
  return [...new Set(used)].sort()
}
