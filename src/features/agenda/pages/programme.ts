import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { dateIn, formatDate, formatZone, offeredTimeZones, zoneCity } from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { OutlinedAgenda } from '../types.ts'
import { type Asked, chosen, type ProgrammeChoice } from './choice.ts'
import { type ProgrammeDay, dayParts } from './programme-day.ts'
import { type DayLink, type FilterGroup, filterGroups, type Link, linkTo } from './programme-links.ts'
import type { ItemSource } from './programme-items.ts'
import { type ChangeList, changeList } from './releases.ts'

/** The public programme: one day of it, what a search found, a reader's own, or the page before the first release. */
export interface ProgrammeModel {
  readonly head: Head
  readonly eventTitle: string
  readonly when: string
  readonly release: ReleaseLine | undefined
  readonly search: SearchForm
  readonly dayLinks: readonly DayLink[]
  readonly filters: readonly FilterGroup[]
  readonly printHref: string
  readonly calendar: CalendarWays
  readonly nowHref: string
  /** A filter of the address that this programme does not know. */
  readonly hasUnknownFilter: boolean
  /** How many sessions the filters leave; undefined without filters. */
  readonly found: number | undefined
  /** How many more than the page shows. */
  readonly more: number
  /** The same day without filters. */
  readonly allHref: string
  readonly isMine: boolean
  /** Where somebody registered has their private link sent again. */
  readonly linkHref: string
  readonly days: readonly ProgrammeDay[]
  /** Pages of rooms of a day that has too many for one; empty on others. */
  readonly roomPages: readonly Link[]
  readonly next: Link | undefined
  readonly scripts: ScriptWords
}

export interface ReleaseLine {
  readonly number: number
  readonly date: string
  readonly note: string
  readonly zoneNote: string | undefined
  /** undefined in the first release. */
  readonly changes: ChangeList | undefined
  readonly historyHref: string
}

export interface SearchForm {
  readonly action: string
  readonly words: string
  readonly zone: string
  /** It narrows what the page shows, or tells its times: not to be folded away. */
  readonly isUsed: boolean
  readonly zones: readonly { readonly value: string; readonly label: string }[]
  /** What the form keeps of the address. */
  readonly kept: readonly { readonly name: string; readonly value: string }[]
}

/** What the scripts of the page go by: stars are kept in the browser under the event's slug. */
export interface ScriptWords {
  readonly event: string
  readonly zone: string
  readonly zoneHref: string
  readonly mineHref: string
}

export const programmePage = page<ProgrammeModel>('agenda/programme')

/** The page of the programme as its address asks for it. */
export function programmeModel(
  context: FrameContext,
  source: ItemSource,
  release: OutlinedAgenda | undefined,
  asked: Asked,
): Omit<ProgrammeModel, 'head' | 'calendar'> {
  const { locale } = context
  const { event, content } = source
  const choice = chosen(event, content, asked)
  const to = linkTo(locale, event, choice)
  const { parts, roomPages, found, more } = dayParts(context, { ...source, zone: choice.zone }, choice, to)
  return {
    ...headWords(context, event),
    ...filterGroups(context, content, choice, to),
    release: release && releaseLine(context, event, release, choice.zone),
    search: searchForm(context, event, choice),
    hasUnknownFilter: choice.isUnknown,
    found: choice.isFiltered ? found : undefined,
    more,
    isMine: choice.stars !== undefined,
    linkHref: urls.registrationLink(locale, event.slug),
    days: parts,
    roomPages,
    scripts: {
      event: event.slug,
      zone: choice.zone ?? event.timeZone,
      zoneHref: to({ zone: 'ZONE' }),
      mineHref: urls.agenda(locale, event.slug, { zone: choice.zone, my: 'MINE' }),
    },
  }
}

function headWords(context: FrameContext, event: EventRow) {
  const { locale } = context
  const when = eventWhen(context, event)
  return {
    eventTitle: readText(event.title, locale),
    when: [when.dates, when.place].filter(text => text !== '').join(', '),
    printHref: urls.agendaPrint(locale, event.slug),
    nowHref: urls.agendaNow(locale, event.slug),
  }
}

/** The page says only what is new at a glance; the history has all of it. */
const mostChanges = 10

/** `Vydání 3 z 24. srpna 2023`, and what the readers of the last one should know. */
export function releaseLine(
  context: FrameContext,
  event: EventRow,
  release: OutlinedAgenda,
  zone?: ProgrammeChoice['zone'],
): ReleaseLine {
  const { t, locale } = context
  return {
    number: release.number,
    date: formatDate(dateIn(release.releasedAt, event.timeZone), locale),
    note: readText(release.note, locale),
    zoneNote: zone
      ? t('agenda.zone.shown', { zone: formatZone(event.startsAt, zone, locale) })
      : eventWhen(context, event).zoneNote,
    changes: release.number === 1 ? undefined : changeList(release.changes, context, mostChanges),
    historyHref: urls.agendaReleases(locale, event.slug),
  }
}

function searchForm({ t, locale }: FrameContext, event: EventRow, choice: ProgrammeChoice): SearchForm {
  const { track, room, language, type, words = '' } = choice.filter
  const my = choice.stars && [...choice.stars].join('.')
  const kept = { day: choice.day, track, room, language, type, my }
  const zones = offeredTimeZones
    .map(zone => ({ value: String(zone), label: zoneCity(zone, locale) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale))
  return {
    action: urls.agenda(locale, event.slug),
    words,
    zone: choice.zone ?? '',
    isUsed: choice.zone !== undefined || (choice.isFiltered && choice.stars === undefined),
    zones: [
      { value: '', label: t('agenda.zone.local', { city: zoneCity(event.timeZone, locale) }) },
      ...zones.filter(zone => zone.value !== event.timeZone),
    ],
    kept: Object.entries(kept).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
  }
}
