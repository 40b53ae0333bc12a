import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  formatDay,
  formatLocalTime,
  formatTime,
  type Instant,
  instant,
  isoWithOffset,
  timeOf,
} from '../../../core/time.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import type { OutlineSession, ReleasedRoom, ReleaseOutline } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { type ScreenDay, screenDay } from '../rules.ts'

/** A session as it stands on a wall. */
export interface ScreenEntry {
  readonly state: 'now' | 'next' | 'later'
  readonly start: string
  readonly end: string
  readonly startsAt: string
  readonly endsAt: string
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly who: string
  readonly track: string
}

export interface ScreenRoom {
  readonly name: string
  readonly entries: readonly ScreenEntry[]
}

export interface ScreenModel {
  readonly head: Head
  readonly kind: 'foyer' | 'room'
  readonly eventTitle: string
  readonly heading: string
  readonly note: string
  readonly clock: string
  readonly zone: string
  /** Said instead of a programme, or above that of another day. */
  readonly message: string | undefined
  readonly rooms: readonly ScreenRoom[]
  readonly locale: Locale
}

export const screenPage = page<ScreenModel>('screens/screen')

interface ScreenMatter {
  readonly event: EventRow
  readonly content: ReleaseOutline
  /** undefined: the foyer, where every room is told of. */
  readonly room: ReleasedRoom | undefined
  readonly at: Instant
}

/** What a screen says at a moment. */
export function screenModel(context: FrameContext, matter: ScreenMatter): Omit<ScreenModel, 'head'> {
  const { locale } = context
  const { event, content, room, at } = matter
  const concerned = content.sessions.filter(session => !room || session.room === room.reference || spans(session))
  const day = screenDay(concerned, event.timeZone, at)
  const eventTitle = readText(event.title, locale)
  return {
    kind: room ? 'room' : 'foyer',
    eventTitle,
    heading: room ? readText(room.name, locale) : eventTitle,
    note: room ? readText(room.note, locale) : '',
    clock: formatTime(at, event.timeZone, locale),
    zone: event.timeZone,
    message: messageOf(context, event, day),
    rooms: room ? [roomOf(context, matter, '', day.sessions)] : roomsOf(context, matter, day.sessions),
    locale,
  }
}

function messageOf({ t, locale }: FrameContext, event: EventRow, { kind, date }: ScreenDay): string | undefined {
  if (event.cancelledAt !== null) return t('screens.cancelled')
  if (kind === 'over') return t('screens.over')
  return kind === 'ahead' ? t('screens.ahead', { day: formatDay(date, locale) }) : undefined
}

/** What is for everybody, wherever they sit. */
function spans(session: OutlineSession): boolean {
  return session.room === null && (session.kind === 'break' || session.kind === 'social')
}

/** The rooms in the order of the programme, then what has none. */
function roomsOf(context: FrameContext, matter: ScreenMatter, sessions: readonly OutlineSession[]): ScreenRoom[] {
  const { content } = matter
  const rooms = content.rooms.flatMap(({ reference, name }) => {
    const own = sessions.filter(session => session.room === reference)
    return own.length === 0 ? [] : [roomOf(context, matter, readText(name, context.locale), own)]
  })
  const elsewhere = sessions.filter(session => session.room === null)
  return elsewhere.length === 0
    ? rooms
    : [...rooms, roomOf(context, matter, context.t('screens.everywhere'), elsewhere)]
}

function roomOf(
  { locale }: FrameContext,
  { event, content, at }: ScreenMatter,
  name: string,
  sessions: readonly OutlineSession[],
): ScreenRoom {
  let isNextTaken = false
  const entries = sessions.map((session): ScreenEntry => {
    const isRunning = instant(session.startsAt) <= at
    const state = isRunning ? 'now' : isNextTaken ? 'later' : 'next'
    if (!isRunning) isNextTaken = true
    return {
      state,
      start: formatLocalTime(timeOf(session.startsLocal), locale),
      end: formatLocalTime(timeOf(session.endsLocal), locale),
      startsAt: isoWithOffset(instant(session.startsAt), event.timeZone),
      endsAt: isoWithOffset(instant(session.endsAt), event.timeZone),
      title: textWithLanguage(session.title, locale),
      who: whoOf(content, session, locale),
      track: readText(content.tracks.find(({ slug }) => slug === session.track)?.name, locale),
    }
  })
  return { name, entries }
}

/** Everybody whose name fits a wall; the page of the session has the rest. */
const mostNames = 4

function whoOf({ speakers }: ReleaseOutline, session: OutlineSession, locale: Locale): string {
  const names = session.speakers.flatMap(({ reference }) => {
    const speaker = speakers.find(one => one.reference === reference)
    return speaker ? [speakerName(speaker, locale)] : []
  })
  return names.slice(0, mostNames).join(', ') + (names.length > mostNames ? ' …' : '')
}
