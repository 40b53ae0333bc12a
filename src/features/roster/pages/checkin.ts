import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import type { ArrivalCounts } from '../queries/arrivals.ts'
import type { RosterPage } from '../queries/list.ts'
import { cursorAt } from '../rules/cursor.ts'
import { type StateWord, statusWord } from '../rules/words.ts'
import type { RosterLine } from '../types.ts'
import type { Choice } from './filters.ts'

/** Somebody at the door. */
export interface DoorLine {
  readonly name: string
  readonly about: string
  /** Only of those without a place. */
  readonly state: StateWord | undefined
  /** When they came: `9.02`. */
  readonly arrived: string | undefined
  readonly datetime: string | undefined
  /** undefined: there is nothing to record. */
  readonly deed: { readonly action: string; readonly label: string; readonly isUndo: boolean } | undefined
}

export interface CheckinModel {
  readonly head: Head
  readonly action: string
  readonly search: string
  readonly counts: string
  readonly arrived: number
  readonly expected: number
  readonly filters: readonly (Choice & { readonly href: string })[]
  /** The one whose arrival was just recorded or taken back, in a sentence. */
  readonly just:
    | { readonly kind: 'good' | 'warn'; readonly text: string; readonly undo: string | undefined }
    | undefined
  readonly lines: readonly DoorLine[]
  /** What each button sends besides, to come back to the same place. */
  readonly kept: readonly { readonly name: string; readonly value: string }[]
  readonly previous: string | undefined
  readonly next: string | undefined
  readonly clearHref: string | undefined
}

export const checkinPage = page<CheckinModel>('roster/checkin')

export const arrivals = ['all', 'no', 'yes'] as const
/** Whom the door list shows. */
export type ArrivalShown = (typeof arrivals)[number]

/** Where on the door list somebody is. */
export interface DoorPlace {
  readonly search: string
  readonly show: ArrivalShown
  readonly after: string
  readonly before: string
}

export interface CheckinData {
  readonly event: EventRow
  readonly place: DoorPlace
  readonly counts: ArrivalCounts
  readonly page: RosterPage
  readonly just: RegistrationInEvent | undefined
}

/** The address of the door list, or of a deed on it. */
export function checkinHref(
  { locale }: Pick<FrameContext, 'locale'>,
  event: Pick<EventRow, 'slug'>,
  { part = '', ...query }: Partial<Record<'part' | 'q' | 'show' | 'after' | 'before' | 'just', string>> = {},
): string {
  return urls.organiserEventPart(locale, event.slug, `checkin${part}`, query)
}

/** The door list without its head. */
export function checkinModel(context: FrameContext, data: CheckinData): Omit<CheckinModel, 'head'> {
  const { t } = context
  const { event, place, counts, page: found } = data
  const { search, show } = place
  const [first, last] = [found.lines[0], found.lines.at(-1)]
  const shown = { ...(search !== '' && { q: search }), ...(show !== 'all' && { show }) }
  const turn = (side: 'after' | 'before', line: RosterLine) =>
    checkinHref(context, event, { ...shown, [side]: cursorAt(line) })
  return {
    action: checkinHref(context, event),
    search,
    counts: t('roster.checkin.counts', { ...counts }),
    ...counts,
    filters: arrivals.map(value => ({
      value,
      label: t(`roster.checkin.show.${value}`, { n: countOf(counts, value) }),
      chosen: value === show,
      href: checkinHref(context, event, { ...shown, show: value === 'all' ? '' : value }),
    })),
    just: data.just && justDone(context, event, data.just),
    lines: found.lines.map(line => doorLine(context, event, line)),
    kept: keptOf(place),
    previous: found.hasPrevious && first ? turn('before', first) : undefined,
    next: found.hasNext && last ? turn('after', last) : undefined,
    clearHref: search === '' ? undefined : checkinHref(context, event, show === 'all' ? {} : { show }),
  }
}

function countOf({ arrived, expected }: ArrivalCounts, value: ArrivalShown): number {
  if (value === 'all') return expected
  return value === 'yes' ? arrived : expected - arrived
}

/** Whoever was found by a search is done with: the next one is looked for from the beginning. */
function keptOf({ search, show, after, before }: DoorPlace): { name: string; value: string }[] {
  const place = search === '' ? { show, after, before } : { show }
  return Object.entries(place).flatMap(([name, value]) => (value === '' || value === 'all' ? [] : [{ name, value }]))
}

function doorLine(context: FrameContext, event: EventRow, line: RosterLine): DoorLine {
  const { t, locale } = context
  const { arrivedAt, status, reference } = line
  const hasPlace = status === 'confirmed'
  const isUndo = arrivedAt !== null
  const deed = {
    action: checkinHref(context, event, { part: isUndo ? `/${reference}/undo` : `/${reference}` }),
    label: t(isUndo ? 'roster.checkin.undo' : 'roster.checkin.record'),
    isUndo,
  }
  return {
    name: printedName(line),
    about: [line.organisation, readText(line.categoryName, locale)].filter(part => part !== '').join(' · '),
    state: hasPlace ? undefined : statusWord(context, status, line.position),
    arrived: isUndo ? formatTime(arrivedAt, event.timeZone, locale) : undefined,
    datetime: arrivedAt?.toISOString(),
    deed: hasPlace || isUndo ? deed : undefined,
  }
}

function justDone(context: FrameContext, event: EventRow, one: RegistrationInEvent): CheckinModel['just'] {
  const { t, locale } = context
  const name = printedName(one)
  if (one.arrivedAt !== null) {
    const time = formatTime(one.arrivedAt, event.timeZone, locale)
    const undo = checkinHref(context, event, { part: `/${one.reference}/undo` })
    return { kind: 'good', text: t('roster.checkin.recorded', { name, time }), undo }
  }
  const key = one.status === 'confirmed' ? 'roster.checkin.undone' : 'roster.checkin.noPlace'
  return { kind: 'warn', text: t(key, { name }), undo: undefined }
}
