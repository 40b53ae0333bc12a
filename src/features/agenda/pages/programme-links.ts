import { urls } from '../../../core/http/urls.ts'
import { type Locale, type LocalisedText, textWithLanguage } from '../../../core/localised-text.ts'
import { formatDay, formatDayRangeShort, formatWeekday, type LocalDate } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { typeOf } from '../rules/filters.ts'
import { type ReleaseOutline, sessionKinds } from '../types.ts'
import type { ProgrammeChoice } from './choice.ts'
import { languageName } from './session-form.ts'

export interface Link {
  readonly href: string
  readonly label: string
  readonly current: boolean
}

export interface DayLink extends Link {
  readonly weekday: string
}

export interface FilterLink extends Link {
  readonly lang?: Locale | undefined
  readonly classes?: string
}

export interface FilterGroup {
  readonly name: 'track' | 'room' | 'language' | 'type'
  readonly heading: string
  readonly links: readonly FilterLink[]
  /** More than a line of links: folded until it is asked for. */
  readonly isLong: boolean
  /** What is chosen, said on the folded group. */
  readonly chosen: string
}

type Change = Partial<
  Readonly<Record<'day' | 'track' | 'room' | 'language' | 'type' | 'q' | 'my' | 'zone' | 'rooms', string>>
>

/** Makes addresses of the programme: what is chosen, changed; a change that is '' takes the choice back. */
export type LinkTo = (change: Change) => string

/** Links that keep everything chosen but the page of rooms. */
export function linkTo(locale: Locale, event: EventRow, choice: ProgrammeChoice): LinkTo {
  const { track, room, language, type, words } = choice.filter
  const my = choice.stars && [...choice.stars].join('.')
  const now = { day: choice.isSearch ? undefined : choice.day, track, room, language, type, q: words, my }
  return change => urls.agenda(locale, event.slug, { ...now, zone: choice.zone, ...change })
}

/** Day links and filters, each keeping the others. A day ends a search: it is a place to look, not a filter. */
export function filterGroups(context: FrameContext, content: ReleaseOutline, choice: ProgrammeChoice, to: LinkTo) {
  const { locale } = context
  const { days, day, isSearch } = choice
  const toDay = (one: LocalDate) => to({ day: one, q: '', my: '' })
  const following = days[days.indexOf(day) + 1]
  const groups = () => [
    tracksOf(context, content, choice, to),
    roomsOf(context, content, choice, to),
    languagesOf(context, content, choice, to),
    typesOf(context, content, choice, to),
  ]
  const cleared = { track: '', room: '', language: '', type: '' }
  return {
    dayLinks: days.map(one => ({
      href: toDay(one),
      label: dayLabel(one, locale),
      weekday: formatWeekday(one, locale),
      current: one === day && !isSearch,
    })),
    // Of one's own programme there is little to filter, and every link would carry all its stars.
    filters: (choice.stars ? [] : groups()).filter(group => group.links.length > 2),
    allHref: to({ ...cleared, day, q: '', my: '' }),
    next:
      following === undefined || isSearch
        ? undefined
        : { href: toDay(following), label: formatDay(following, locale), current: false },
  }
}

function dayLabel(day: LocalDate, locale: Locale): string {
  const { days, month } = formatDayRangeShort(day, day, locale)
  return `${days} ${month.replace(/\s\d+$/, '')}`
}

function tracksOf(context: FrameContext, content: ReleaseOutline, choice: ProgrammeChoice, to: LinkTo): FilterGroup {
  const links = content.tracks.map(({ slug, name, colour }) => ({
    ...named(name, context.locale),
    classes: `track track-${colour}`,
    href: to({ track: slug }),
    current: choice.filter.track === slug,
  }))
  return group(context, 'track', links, to)
}

function roomsOf(context: FrameContext, content: ReleaseOutline, choice: ProgrammeChoice, to: LinkTo): FilterGroup {
  const used = new Set(content.sessions.map(session => session.room))
  const links = content.rooms
    .filter(({ reference }) => used.has(reference))
    .map(({ reference, name }) => ({
      ...named(name, context.locale),
      href: to({ room: reference }),
      current: choice.filter.room === reference,
    }))
  return group(context, 'room', links, to)
}

function languagesOf(context: FrameContext, content: ReleaseOutline, choice: ProgrammeChoice, to: LinkTo): FilterGroup {
  const spoken = new Set(content.sessions.flatMap(({ language }) => language ?? []))
  const links = [...spoken]
    .map(code => ({
      label: languageName(code, context.locale),
      href: to({ language: code }),
      current: choice.filter.language === code,
    }))
    .toSorted((a, b) => a.label.localeCompare(b.label, context.locale))
  return group(context, 'language', links, to)
}

function typesOf(context: FrameContext, content: ReleaseOutline, choice: ProgrammeChoice, to: LinkTo): FilterGroup {
  const types = new Set(content.sessions.filter(({ kind }) => kind !== 'break').map(typeOf))
  const links = [...types].map(type => {
    const kind = sessionKinds.find(one => one === type)
    return {
      label: kind ? context.t(`agenda.kind.${kind}`) : type,
      href: to({ type }),
      current: choice.filter.type === type,
    }
  })
  return group(context, 'type', links, to)
}

function named(name: LocalisedText, locale: Locale) {
  const { text, lang } = textWithLanguage(name, locale)
  return { label: text, lang }
}

/** Twelve links are a line or two; more are a wall. */
const mostInSight = 12

function group({ t }: FrameContext, name: FilterGroup['name'], links: readonly FilterLink[], to: LinkTo): FilterGroup {
  const current = links.find(link => link.current)
  const all = { label: t('agenda.filter.all'), href: to({ [name]: '' }), current: current === undefined }
  return {
    name,
    heading: t(`agenda.filter.${name}`),
    links: [all, ...links],
    isLong: links.length > mostInSight,
    chosen: current?.label ?? t('agenda.filter.allOf', { n: links.length }),
  }
}
