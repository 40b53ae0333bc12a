import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { formatDay, formatLocalTime, type LocalDate, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { filterSessions } from '../rules/filters.ts'
import type { Grid } from '../rules/grid.ts'
import { overlapsOf } from '../rules/overlaps.ts'
import type { OutlineSession, ReleaseOutline } from '../types.ts'
import type { ProgrammeChoice } from './choice.ts'
import { gridOf, type ItemSource, meetingOf, type ProgrammeSlot, slotsOf } from './programme-items.ts'
import type { Link, LinkTo } from './programme-links.ts'
import { pageLinks, roomPagesOf, sessionsOfPage } from './room-pages.ts'

/** A day of the programme as it is drawn: rooms as columns, or a list. */
export interface ProgrammeDay {
  readonly title: string
  readonly grid: ProgrammeGrid | undefined
  readonly slots: readonly ProgrammeSlot[]
  /** Leads of a long day: its hours, each to the first slot that begins in it. */
  readonly hours: readonly { readonly href: string; readonly label: string }[]
  readonly cancelled: readonly CancelledLine[]
}

export interface ProgrammeGrid {
  readonly classes: string
  readonly scrolls: boolean
  readonly heads: readonly { readonly name: string; readonly note: string }[]
}

interface CancelledLine {
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly time: string
}

interface DayParts {
  readonly parts: readonly ProgrammeDay[]
  readonly roomPages: readonly Link[]
  readonly found: number
  /** How many more sessions than those drawn. */
  readonly more: number
}

/** A search that finds more than that is none. */
const mostFound = 200

/** What the page shows: the chosen day on one page of rooms; or what a search or the stars leave of all days. */
export function dayParts(context: FrameContext, source: ItemSource, choice: ProgrammeChoice, to: LinkTo): DayParts {
  const { content } = source
  const filtered = filterSessions(content, content.sessions, choice.filter).filter(
    session => choice.stars?.has(session.reference) ?? true,
  )
  if (choice.isSearch) return listed(context, source, choice, filtered)
  const ofDay = filtered.filter(session => choice.dayOf(session) === choice.day)
  const active = ofDay.filter(session => !session.isCancelled)
  const pages = roomPagesOf(content, active)
  const page = Math.min(choice.page, pages.length)
  const sessions = sessionsOfPage(content, active, pages, page)
  const grid = gridOf(content, sessions)
  const slots = slotsOf(context, source, sessions, { day: choice.day, grid })
  const part = {
    title: choice.day === '' ? '' : formatDay(choice.day, context.locale),
    grid: sessions.length === 0 ? undefined : gridModel(context, content, grid),
    slots,
    hours: hoursOf(slots),
    cancelled: cancelledOf(
      context,
      source.event,
      ofDay.filter(session => session.isCancelled),
    ),
  }
  return { parts: [part], roomPages: pageLinks(context, content, pages, page, to), found: active.length, more: 0 }
}

/** A day with fewer slots is soon scrolled through. */
const leastSlots = 12

function hoursOf(slots: readonly ProgrammeSlot[]): ProgrammeDay['hours'] {
  if (slots.length < leastSlots) return []
  const hourOf = (slot: ProgrammeSlot) => slot.time.text.split(/[.:]/)[0] ?? ''
  return slots
    .filter((slot, index) => index === 0 || hourOf(slot) !== hourOf(slots[index - 1] ?? slot))
    .map(slot => ({ href: `#${slot.id}`, label: hourOf(slot) }))
}

/** Several days as lists, cancelled sessions in a line of their own. */
function listed(
  context: FrameContext,
  source: ItemSource,
  choice: ProgrammeChoice,
  filtered: readonly OutlineSession[],
): DayParts {
  const active = filtered.filter(session => !session.isCancelled)
  const shown = active.slice(0, mostFound)
  const clashes = choice.stars && clashesAmong(context, shown)
  const byDay = new Map<LocalDate, OutlineSession[]>(choice.days.map(day => [day, []]))
  for (const session of shown) byDay.get(choice.dayOf(session))?.push(session)
  const cancelled = (day: LocalDate) =>
    filtered.filter(session => session.isCancelled && choice.dayOf(session) === day).slice(0, mostFound)
  const parts = [...byDay].map(([day, sessions], index) => ({
    title: formatDay(day, context.locale),
    grid: undefined,
    slots: slotsOf(context, source, sessions, { day, clashes, prefix: `d${index + 1}-` }),
    hours: [],
    cancelled: cancelledOf(context, source.event, cancelled(day)),
  }))
  const filled = parts.filter(part => part.slots.length + part.cancelled.length > 0)
  return { parts: filled, roomPages: [], found: active.length, more: active.length - shown.length }
}

/** Whoever stars everything need not read of everything each time. */
const mostClashes = 3

function clashesAmong({ t, locale }: FrameContext, sessions: readonly OutlineSession[]): ReadonlyMap<string, string> {
  const meetings = sessions
    .filter(session => session.kind !== 'break')
    .map(session => ({ ...meetingOf(session), title: readText(session.title, locale) }))
  const said = [...overlapsOf(meetings)].map(([key, others]) => {
    const titles = others.slice(0, mostClashes).map(({ title }) => t('agenda.mine.quoted', { title }))
    const more = others.length - titles.length
    return [key, t('agenda.mine.clash', { titles: titles.join(', '), more })] as const
  })
  return new Map(said)
}

/** Up to that many rooms share the width of the page; more scroll. */
const mostAbreast = 8
/** From that many lines on rows are drawn as low as their text allows. */
const fineLines = 40

/** The heads of the columns; a room of several columns is named over its first. */
function gridModel({ t, locale }: FrameContext, content: ReleaseOutline, grid: Grid): ProgrammeGrid | undefined {
  if (!grid.fits) return undefined
  const rooms = new Map(content.rooms.map(room => [room.reference, room]))
  const heads = grid.columns.map(({ room, isFirst }) => {
    const found = rooms.get(room ?? '')
    if (!isFirst) return { name: '', note: '' }
    if (!found) return { name: t('agenda.noRoom'), note: '' }
    const seats = found.capacity === null ? '' : t('agenda.seats', { n: found.capacity })
    const notes = [seats, readText(found.note, locale)].filter(text => text !== '')
    return { name: readText(found.name, locale), note: notes.join(', ') }
  })
  const classes = `agenda rooms-${Math.max(1, heads.length)}${grid.lines > fineLines ? ' fine' : ''}`
  return { classes, scrolls: heads.length > mostAbreast, heads }
}

/** The cancelled sessions of a day: who looks for one must learn of it. */
function cancelledOf(
  { locale }: FrameContext,
  event: EventRow,
  sessions: readonly OutlineSession[],
): readonly CancelledLine[] {
  return sessions.map(session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    const href = urls.session(locale, event.slug, session.reference)
    return { title: text, lang, href, time: formatLocalTime(timeOf(session.startsLocal), locale) }
  })
}
