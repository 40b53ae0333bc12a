import type { EventMode } from '../../events/types.ts'
import type {
  AccessCodeRow,
  Attendance,
  CategoryRow,
  EventWindow,
  PartRow,
  QuotaMemberRow,
  QuotaRow,
  RegistrationSettingsRow,
} from '../types/places.ts'

/** The counters of a quota, to change in memory before they are written. */
export type Tally = { -readonly [Key in keyof QuotaRow]: QuotaRow[Key] }
/** An access code whose uses are counted in memory before they are written. */
export type CodeTally = { -readonly [Key in keyof AccessCodeRow]: AccessCodeRow[Key] }

export interface LedgerPart extends PartRow {
  /** Categories it is open to; empty: all. */
  readonly categoryIds: readonly number[]
}

/** An option of a question with counted places. */
export interface LedgerOption {
  readonly id: number
  readonly reference: string
  readonly hasWaitingList: boolean
}

/**
 * Everything a decision about places at one event needs: its rules, and the counters of all its quotas. Read under lock
 * (`lockLedger`) it may be changed and written; read without one it only tells.
 */
export interface Ledger {
  readonly event: EventWindow & { readonly id: number; readonly organisationId: number; readonly mode: EventMode }
  readonly settings: RegistrationSettingsRow
  readonly categories: ReadonlyMap<number, CategoryRow>
  readonly parts: ReadonlyMap<number, LedgerPart>
  readonly options: ReadonlyMap<number, LedgerOption>
  readonly quotas: readonly Tally[]
  readonly members: readonly QuotaMemberRow[]
  /** Counters as they were read: what differs is written. */
  readonly before: ReadonlyMap<number, Pick<QuotaRow, 'capacity' | 'taken' | 'waiting'>>
  /** The registrations whose standing was changed under this lock: announced when the counters are written. */
  readonly touched: Set<number>
}

/** Something that draws on quotas: coming (in a category, in one way), taking part in a part, choosing an option. */
export type Item =
  | { readonly categoryId: number; readonly attendance?: Attendance | undefined }
  | { readonly partId: number }
  | { readonly optionId: number }

/** The quotas an item draws on, all of them together or none, in the order of their ids. */
export function quotasOf(ledger: Ledger, item: Item): Tally[] {
  return ledger.quotas.filter(quota => drawsOn(ledger, item, quota))
}

function drawsOn(ledger: Ledger, item: Item, quota: Tally): boolean {
  if (quota.scope === 'own') return isOwner(item, quota)
  if (quota.scope === 'shared') return ledger.members.some(one => one.quotaId === quota.id && isOwner(item, one))
  return 'categoryId' in item && (quota.scope === 'event' || quota.scope === item.attendance)
}

function isOwner(item: Item, of: Pick<QuotaMemberRow, 'categoryId' | 'partId' | 'optionId'>): boolean {
  if ('categoryId' in item) return of.categoryId === item.categoryId
  return 'partId' in item ? of.partId === item.partId : of.optionId === item.optionId
}

/** Whether each of these has that many places free. */
export function hasRoom(quotas: readonly Tally[], places = 1): boolean {
  return quotas.every(({ capacity, taken }) => capacity === null || taken + places <= capacity)
}

/** Places left in the scarcest of these; undefined: without a limit. */
export function roomIn(quotas: readonly Pick<Tally, 'capacity' | 'taken'>[]): number | undefined {
  const limits = quotas.flatMap(({ capacity, taken }) => (capacity === null ? [] : [Math.max(0, capacity - taken)]))
  return limits.length === 0 ? undefined : Math.min(...limits)
}

/** Counts places as taken (negative: gives them back). */
export function take(quotas: readonly Tally[], places = 1): void {
  for (const quota of quotas) quota.taken += places
}

/** Counts somebody as waiting (negative: no longer). */
export function wait(quotas: readonly Tally[], people = 1): void {
  for (const quota of quotas) quota.waiting += people
}

/** The counters as they stand, to go back to when something is refused half-way. */
export function snapshot({ quotas }: Ledger): () => void {
  const stand = quotas.map(({ taken, waiting }) => ({ taken, waiting }))
  return () => {
    for (const [index, quota] of quotas.entries()) Object.assign(quota, stand[index])
  }
}

/** How one takes part if nobody says: as the event takes place; a hybrid one on site. */
export function usualAttendance(mode: EventMode): Attendance {
  return mode === 'online' ? 'online' : 'on_site'
}

/** Whether a code still opens something. */
export function isCodeAlive(code: Pick<AccessCodeRow, 'disabledAt' | 'expiresAt'>, now: Date): boolean {
  return code.disabledAt === null && (code.expiresAt === null || now < code.expiresAt)
}

/** Whether a code keeps places now: those of its uses that nobody made. */
export function keepsPlaces(code: Pick<AccessCodeRow, 'reserves' | 'releasedAt'>): boolean {
  return code.reserves && code.releasedAt === null
}
