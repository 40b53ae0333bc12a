import type { Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type {
  Admission,
  CategoryOffer,
  CategoryRow,
  CategoryWindow,
  Counters,
  EventOffer,
  EventWindow,
  GivenConsent,
  Granted,
  RegistrationOffer,
} from './types.ts'

/** When registering begins and ends: the category's own times win over the event's, and the end of the event ends all. */
export function windowOf(
  category: Pick<CategoryWindow, 'opensAt' | 'closesAt'>,
  event: EventWindow,
): { opensAt: Instant | undefined; closesAt: Instant } {
  const closesAt = category.closesAt ?? event.registrationClosesAt ?? event.endsAt
  return {
    opensAt: category.opensAt ?? event.registrationOpensAt ?? undefined,
    closesAt: closesAt < event.endsAt ? closesAt : event.endsAt,
  }
}

/**
 * What somebody who asks for a place now gets. Pure: the caller holds the lock on the counters, so the answer is as
 * true as they are. Both ends are half-open: at the very moment of closing it is closed.
 */
export function decideAdmission(
  category: CategoryWindow,
  quota: Counters,
  event: EventWindow,
  now: Instant,
): Admission {
  if (event.cancelledAt !== null) return { kind: 'cancelled' }
  const { opensAt, closesAt } = windowOf(category, event)
  if (event.archivedAt !== null || now >= closesAt) return { kind: 'closed' }
  if (opensAt !== undefined && now < opensAt) return { kind: 'not-yet', opensAt }
  if (category.needsApproval) return { kind: 'approval' }
  return decidePlace(category, quota)
}

/**
 * A place, a place in the queue, or neither; for those whom the opening times do not bind (an organiser adding by
 * hand, an approved application). A newcomer never passes somebody who waits.
 */
export function decidePlace(
  category: Pick<CategoryWindow, 'hasWaitingList'>,
  quota: Counters,
): Granted | { kind: 'full' } {
  if (hasFreePlace(quota) && quota.waiting === 0) return { kind: 'place' }
  return category.hasWaitingList ? { kind: 'waiting', position: quota.waiting + 1 } : { kind: 'full' }
}

/** The decision for an organiser's own entry: only a cancelled event or a full category stands in the way. */
export function decideByHand(
  category: Pick<CategoryWindow, 'hasWaitingList'>,
  quota: Counters,
  event: EventWindow,
): Admission {
  return event.cancelledAt === null ? decidePlace(category, quota) : { kind: 'cancelled' }
}

/** True when somebody may be admitted right now. */
export function hasFreePlace(quota: Pick<Counters, 'capacity' | 'taken'>): boolean {
  return quota.capacity === null || quota.taken < quota.capacity
}

/**
 * How many of those who wait, in the order of their numbers, a quota promotes now. Nobody is promoted to an event
 * that is cancelled or over.
 */
export function promotionsDue(quota: Counters, event: EventWindow, now: Instant): number {
  if (event.cancelledAt !== null || now >= event.endsAt) return 0
  const free = quota.capacity === null ? quota.waiting : Math.max(0, quota.capacity - quota.taken)
  return Math.min(free, quota.waiting)
}

/** Minutes within which the same form sent again is a double click, not a second wish. */
export const doubleSubmissionMinutes = 15

/** Whether two submissions are one that was sent twice. */
export function isDoubleSubmission(
  first: { readonly submissionDigest: string; readonly createdAt: Instant },
  second: { readonly submissionDigest: string },
  now: Instant,
): boolean {
  const age = now.getTime() - first.createdAt.getTime()
  return first.submissionDigest === second.submissionDigest && age <= doubleSubmissionMinutes * 60_000
}

/** One category as it is offered now. */
export function offerOfCategory(
  category: CategoryRow,
  quota: Counters,
  event: EventWindow,
  now: Instant,
): CategoryOffer {
  return {
    category,
    capacity: quota.capacity ?? undefined,
    taken: quota.taken,
    waiting: quota.waiting,
    left: quota.capacity === null ? undefined : Math.max(0, quota.capacity - quota.taken),
    closesAt: windowOf(category, event).closesAt,
    admission: decideAdmission(category, quota, event, now),
  }
}

/** The whole offer of an event: the best that any of its categories has. */
export function offerOfEvent(event: EventWindow, categories: readonly CategoryOffer[], now: Instant): EventOffer {
  return { event: summarise(event, categories, now), categories }
}

function summarise(event: EventWindow, categories: readonly CategoryOffer[], now: Instant): RegistrationOffer {
  if (event.cancelledAt !== null) return { kind: 'cancelled' }
  if (now >= event.endsAt || event.archivedAt !== null) return { kind: 'over' }
  if (categories.length === 0) return { kind: 'none' }
  const open = categories.filter(({ admission }) => admission.kind === 'place' || admission.kind === 'approval')
  if (open.length > 0) return openOffer(event, open)
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

function openOffer(event: EventWindow, open: readonly CategoryOffer[]): RegistrationOffer {
  const limited = open.flatMap(({ left, capacity }) => (left === undefined ? [] : [{ left, capacity: capacity ?? 0 }]))
  const closesAt = shownClosing(event, open)
  if (limited.length < open.length) return { kind: 'open', closesAt }
  return {
    kind: 'open',
    closesAt,
    left: sum(limited.map(places => places.left)),
    capacity: sum(limited.map(places => places.capacity)),
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

/** What somebody agrees to by sending the form, in the very words of the page. */
export function consentsOf(t: (key: string) => string, locale: Locale, newsletter: boolean): GivenConsent[] {
  const participation: GivenConsent = {
    purpose: 'participation',
    textShown: t('registration.consents.participation'),
    locale,
  }
  const textShown = t('registration.consents.newsletter')
  return newsletter ? [participation, { purpose: 'newsletter', textShown, locale }] : [participation]
}
