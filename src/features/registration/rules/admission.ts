import type { Instant } from '../../../core/time.ts'
import type { CategoryRow, CategoryWindow, EventWindow, PartRow, RegistrationSettingsRow } from '../types/places.ts'
import type { Refusal } from '../types/offers.ts'
import { hasRoom, type Item, type Ledger, type LedgerPart, quotasOf, type Tally } from './ledger.ts'

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

/** Why nobody may register now, whatever the places. Both ends are half-open: at the moment of closing it is closed. */
export function closedBecause(
  category: Pick<CategoryWindow, 'opensAt' | 'closesAt'>,
  event: EventWindow,
  now: Instant,
): Refusal | undefined {
  if (event.cancelledAt !== null) return { kind: 'cancelled' }
  const { opensAt, closesAt } = windowOf(category, event)
  if (event.archivedAt !== null || now >= closesAt) return { kind: 'closed' }
  return opensAt !== undefined && now < opensAt ? { kind: 'not-yet', opensAt } : undefined
}

/**
 * Whether a newcomer gets places now. Nobody passes somebody who waits and could be served: whoever could was promoted
 * before (`settle`), unless the list is frozen; then everybody queues up behind those who wait already.
 */
export function isFree(ledger: Ledger, quotas: readonly Tally[], now: Instant): boolean {
  return hasRoom(quotas) && (!isFrozen(ledger.settings, now) || quotas.every(({ waiting }) => waiting === 0))
}

/** Whether nobody is promoted any more but by hand. */
export function isFrozen({ waitingFrozenAt }: Pick<RegistrationSettingsRow, 'waitingFrozenAt'>, now: Instant): boolean {
  return waitingFrozenAt !== null && now >= waitingFrozenAt
}

/** Whether freed places go to those who wait: not when the list is frozen, nor for what will not be or is over. */
export function promotes({ event, settings }: Pick<Ledger, 'event' | 'settings'>, now: Instant): boolean {
  return event.cancelledAt === null && now < event.endsAt && !isFrozen(settings, now)
}

/** What somebody who asks for one thing now gets. */
export type Place = 'place' | 'waiting' | 'full'

/** A place, a place in the queue, or neither; the caller counts it. */
export function decidePlace(
  ledger: Ledger,
  quotas: readonly Tally[],
  { hasWaitingList }: { readonly hasWaitingList: boolean },
  now: Instant,
): Place {
  if (isFree(ledger, quotas, now)) return 'place'
  return hasWaitingList ? 'waiting' : 'full'
}

/** How many wait for a category: the rank of whoever was counted as waiting last. */
export function waitingIn(ledger: Ledger, categoryId: number): number {
  return quotasOf(ledger, { categoryId }).find(quota => quota.categoryId === categoryId)?.waiting ?? 0
}

/** Whether one may sign up for a part, and leave it, now; the deadline of the organiser, else its own beginning. */
export function isPartOpen(
  part: Pick<PartRow, 'closesAt' | 'startsAt' | 'cancelledAt'>,
  settings: Pick<RegistrationSettingsRow, 'partsCloseAt'>,
  now: Instant,
): boolean {
  if (part.cancelledAt !== null) return false
  const closesAt = part.closesAt ?? settings.partsCloseAt ?? part.startsAt
  return closesAt === null || now < closesAt
}

/** Whether a part is meant for somebody who comes in this category and this way. */
export function isPartFor(
  part: Pick<LedgerPart, 'attendance' | 'categoryIds'>,
  { categoryId, attendance }: { readonly categoryId: number; readonly attendance: string },
): boolean {
  const isForCategory = part.categoryIds.length === 0 || part.categoryIds.includes(categoryId)
  return isForCategory && (part.attendance === 'any' || part.attendance === attendance)
}

interface Timed {
  readonly id: number
  readonly startsAt: Instant | null
  readonly endsAt: Instant | null
}

/** The first two that happen at the same time; one that begins as another ends is no clash. */
export function clashesAmong(parts: readonly Timed[]): [number, number] | undefined {
  for (const [index, one] of parts.entries()) {
    for (const other of parts.slice(index + 1)) if (overlaps(one, other)) return [one.id, other.id]
  }
  return undefined
}

function overlaps(one: Timed, other: Timed): boolean {
  if (!one.startsAt || !one.endsAt || !other.startsAt || !other.endsAt) return false
  return one.startsAt < other.endsAt && other.startsAt < one.endsAt
}

/** Quotas of a sign-up's part or option. */
export function itemOf(signUp: { readonly partId: number | null; readonly optionId: number | null }): Item {
  if (signUp.partId !== null) return { partId: signUp.partId }
  if (signUp.optionId !== null) return { optionId: signUp.optionId }
  throw new Error('a sign-up for nothing')
}

/** Whether a category's application counts as a place while it waits for the decision. */
export function holdsWhileApplied(category: Pick<CategoryRow, 'needsApproval' | 'approvalHoldsPlace'>): boolean {
  return category.needsApproval && category.approvalHoldsPlace
}
