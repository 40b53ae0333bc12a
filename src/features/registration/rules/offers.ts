import type { Instant } from '../../../core/time.ts'
import type {
  Admission,
  CategoryOffer,
  EventOffer,
  OptionOffer,
  PartOffer,
  PlacesOffer,
  RegistrationOffer,
} from '../types/offers.ts'
import type { CategoryRow, EventWindow } from '../types/places.ts'
import { attendances } from '../types/places.ts'
import { closedBecause, decidePlace, isPartOpen, waitingIn, windowOf } from './admission.ts'
import { type Ledger, type LedgerPart, quotasOf, roomIn, type Tally, usualAttendance } from './ledger.ts'

/**
 * All that an event offers at a moment.
 * @param opened ids of hidden categories that may be seen
 */
export function offerOf(ledger: Ledger, now: Instant, opened: readonly number[]): EventOffer {
  const categories = categoriesOf(ledger, now).filter(
    ({ category: { id, isHidden } }) => !isHidden || opened.includes(id),
  )
  return {
    event: summarise(ledger, categories, now),
    categories,
    parts: [...ledger.parts.values()].map(part => offerOfPart(ledger, part, now)),
    options: [...ledger.options.values()].map((option): OptionOffer => {
      const quotas = quotasOf(ledger, { optionId: option.id })
      return { optionId: option.id, ...placesOf(quotas), admission: decidePlace(ledger, quotas, option, now) }
    }),
    attendances: attendancesOf(ledger, now),
    settings: ledger.settings,
  }
}

/** All categories as they are offered now, the hidden ones too: what an organiser sees. */
export function categoriesOf(ledger: Ledger, now: Instant): CategoryOffer[] {
  return [...ledger.categories.values()].map(category => offerOfCategory(ledger, category, now))
}

/** Places of the event as a whole, besides those of its categories; undefined: without a limit. */
export function wholeLimit({ event, quotas }: Ledger): number | undefined {
  const limitOf = (scope: Tally['scope']) => quotas.find(quota => quota.scope === scope)?.capacity ?? Infinity
  const ways = event.mode === 'hybrid' ? attendances : [usualAttendance(event.mode)]
  const limit = Math.min(limitOf('event'), sum(ways.map(limitOf)))
  return limit === Infinity ? undefined : limit
}

/** One category as it is offered now; to a hybrid event in whatever way there is room. */
function offerOfCategory(ledger: Ledger, category: CategoryRow, now: Instant): CategoryOffer {
  const own = quotasOf(ledger, { categoryId: category.id }).find(quota => quota.categoryId === category.id)
  const quotas = quotasOf(ledger, { categoryId: category.id, ...usualWay(ledger) })
  return {
    category,
    capacity: own?.capacity ?? undefined,
    taken: own?.taken ?? 0,
    waiting: own?.waiting ?? 0,
    left: roomIn(quotas),
    closesAt: windowOf(category, ledger.event).closesAt,
    admission: closedBecause(category, ledger.event, now) ?? admissionTo(ledger, category, now),
  }
}

/** A hybrid event has its own choice of the way of coming; others count their one way with the category. */
function usualWay({ event }: Ledger): { attendance?: 'on_site' | 'online' } {
  return event.mode === 'hybrid' ? {} : { attendance: usualAttendance(event.mode) }
}

function admissionTo(ledger: Ledger, category: CategoryRow, now: Instant): Admission {
  const ways = ledger.event.mode === 'hybrid' ? attendances : [usualAttendance(ledger.event.mode)]
  const places = ways.map(attendance =>
    decidePlace(ledger, quotasOf(ledger, { categoryId: category.id, attendance }), category, now),
  )
  if (category.needsApproval && !(category.approvalHoldsPlace && places.every(place => place === 'full')))
    return { kind: 'approval' }
  if (places.includes('place')) return { kind: 'place' }
  if (!places.includes('waiting')) return { kind: 'full' }
  return { kind: 'waiting', position: waitingIn(ledger, category.id) + 1 }
}

function offerOfPart(ledger: Ledger, part: LedgerPart, now: Instant): PartOffer {
  const quotas = quotasOf(ledger, { partId: part.id })
  const { categoryIds, ...row } = part
  const admission = isPartOpen(part, ledger.settings, now) ? decidePlace(ledger, quotas, part, now) : 'closed'
  return { part: row, categoryIds, ...placesOf(quotas), admission }
}

function attendancesOf(ledger: Ledger, now: Instant): EventOffer['attendances'] {
  if (ledger.event.mode !== 'hybrid') return {}
  const offers = attendances.flatMap(attendance => {
    const quotas = ledger.quotas.filter(({ scope }) => scope === attendance)
    const admission = decidePlace(ledger, quotas, { hasWaitingList: true }, now)
    return [[attendance, { ...placesOf(quotas), admission }] as const]
  })
  return Object.fromEntries(offers)
}

/** The places of what draws on these quotas: its own count, and what the scarcest leaves. */
function placesOf(quotas: readonly Tally[]): Omit<PlacesOffer, 'admission'> {
  const own = quotas.find(({ scope }) => scope !== 'shared')
  return {
    capacity: own?.capacity ?? undefined,
    taken: own?.taken ?? 0,
    waiting: own?.waiting ?? 0,
    left: roomIn(quotas),
  }
}

function summarise(ledger: Ledger, categories: readonly CategoryOffer[], now: Instant): RegistrationOffer {
  const { event } = ledger
  if (event.cancelledAt !== null) return { kind: 'cancelled' }
  if (now >= event.endsAt || event.archivedAt !== null) return { kind: 'over' }
  if (categories.length === 0) return { kind: 'none' }
  const open = categories.filter(({ admission }) => admission.kind === 'place' || admission.kind === 'approval')
  if (open.length > 0) return openOffer(ledger, open)
  const queues = categories.filter(({ admission }) => admission.kind === 'waiting')
  if (queues.length > 0) {
    const waiting = sum(queues.map(queue => queue.waiting))
    return { kind: 'waiting-list', closesAt: shownClosing(event, queues), waiting }
  }
  const openings = categories.flatMap(({ admission }) => (admission.kind === 'not-yet' ? [admission.opensAt] : []))
  const [first] = openings.toSorted((a, b) => a.getTime() - b.getTime())
  if (first !== undefined) return { kind: 'not-yet', opensAt: first }
  return { kind: categories.some(({ admission }) => admission.kind === 'full') ? 'full' : 'closed' }
}

function openOffer({ event, quotas }: Ledger, open: readonly CategoryOffer[]): RegistrationOffer {
  const limits = open.flatMap(({ left, capacity }) =>
    left === undefined ? [] : [{ left, capacity: capacity ?? left }],
  )
  const closesAt = shownClosing(event, open)
  if (limits.length < open.length) return { kind: 'open', closesAt }
  const whole = quotas.find(({ scope }) => scope === 'event')
  const mostLeft = roomIn(whole ? [whole] : []) ?? Infinity
  return {
    kind: 'open',
    closesAt,
    left: Math.min(mostLeft, sum(limits.map(places => places.left))),
    capacity: Math.min(whole?.capacity ?? Infinity, sum(limits.map(places => places.capacity))),
  }
}

/** The last closing; that the end of the event ends everything need not be said. */
function shownClosing(event: EventWindow, offers: readonly CategoryOffer[]): Instant | undefined {
  const closings = offers.flatMap(({ closesAt }) => (closesAt && closesAt < event.endsAt ? [closesAt] : []))
  if (closings.length < offers.length) return undefined
  return closings.toSorted((a, b) => b.getTime() - a.getTime())[0]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
