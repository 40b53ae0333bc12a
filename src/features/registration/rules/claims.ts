import type { Instant } from '../../../core/time.ts'
import type { AccessCodeRow, Attendance, CategoryRow } from '../types/places.ts'
import type { Admission, Granted, Refusal } from '../types/offers.ts'
import type { RegisterRequest } from '../types.ts'
import { clashesAmong, closedBecause, decidePlace, isPartFor, isPartOpen, waitingIn } from './admission.ts'
import { normaliseCode } from './codes.ts'
import {
  type CodeTally,
  isCodeAlive,
  type Item,
  keepsPlaces,
  type Ledger,
  quotasOf,
  take,
  usualAttendance,
  wait,
} from './ledger.ts'

/**
 * By which rules a claim is decided: the public is bound by everything; one who is invited and an organiser's own entry
 * by the places alone.
 */
export type ClaimRule = 'public' | 'invited' | 'by-hand'

/** One wish to register, and by which rules it is decided. */
export interface Claim {
  readonly request: RegisterRequest
  readonly rule: ClaimRule
  readonly delegationId?: number | undefined
}

/** A sign-up to write. */
export interface PlannedSignUp {
  readonly partId: number | null
  readonly optionId: number | null
  readonly status: 'confirmed' | 'waiting' | 'wished'
}

/** What was read under lock and a claim is decided on. */
export interface ClaimFacts {
  readonly ledger: Ledger
  readonly codes: ReadonlyMap<string, CodeTally>
  /** Key of an organisation as it was typed. */
  readonly organisationKeys: ReadonlyMap<string, string>
  /** Active registrations by `category:key`; counted up as claims are granted. */
  readonly perOrganisation: Map<string, number>
}

/** What a claim gets that is granted; it is counted. */
export interface Grant {
  readonly kind: 'granted'
  readonly admission: Granted
  readonly attendance: Attendance
  readonly placeHeld: boolean
  readonly signUps: readonly PlannedSignUp[]
  readonly code: CodeTally | undefined
}

export type Decision = { readonly kind: 'refused'; readonly refusal: Refusal } | Grant

const refused = (refusal: Refusal): Decision => ({ kind: 'refused', refusal })

/**
 * Decides one claim of somebody who is not registered yet; places are counted on the ledger, and the caller goes back to
 * its snapshot when the claim is refused.
 * @param mustWait a member of a delegation that waits together
 */
export function decideNew(
  claim: Claim,
  category: CategoryRow,
  facts: ClaimFacts,
  moment: Instant,
  mustWait: boolean,
): Decision {
  const { request, rule } = claim
  const { ledger } = facts
  const attendance = request.attendance ?? usualAttendance(ledger.event.mode)
  const closed = rule === 'public' ? closedBecause(category, ledger.event, moment) : calledOff(ledger)
  if (closed) return refused(closed)
  const code = codeFor(claim, category, facts, moment)
  if (code !== undefined && 'kind' in code) return refused(code)
  const crowd = organisationRefusal(request, category, facts)
  if (crowd && rule !== 'by-hand') return refused(crowd)
  const wished = { attendance, placeHeld: false, code, signUps: wishesOf(request) }
  if (rule === 'public' && ledger.settings.confirmsAddress) {
    // The use of a code counts with the place: when the address is confirmed.
    return { kind: 'granted', ...wished, admission: { kind: 'address' } }
  }
  return decideMain(ledger, { claim, category, wished, moment, mustWait })
}

interface MainMatter {
  readonly claim: Claim
  readonly category: CategoryRow
  readonly wished: Omit<Grant, 'kind' | 'admission'>
  readonly moment: Instant
  readonly mustWait: boolean
}

function decideMain(ledger: Ledger, { claim, category, wished, moment, mustWait }: MainMatter): Decision {
  const { rule } = claim
  const { attendance, code } = wished
  const quotas = placesFor(ledger, { categoryId: category.id, attendance }, code)
  const isKept = code !== undefined && keepsPlaces(code)
  const place = mustWait ? waitingOr(category) : decidePlace(ledger, quotas, category, moment)
  // Who has a place kept for them does not wait for one; only the way of coming can be full.
  if (isKept && place !== 'place') return refused({ kind: 'full' })
  if (rule === 'public' && category.needsApproval) {
    const placeHeld = (category.approvalHoldsPlace || isKept) && place === 'place'
    if (category.approvalHoldsPlace && place === 'full') return refused({ kind: 'full' })
    if (placeHeld) take(quotas)
    return { kind: 'granted', ...wished, placeHeld, admission: { kind: 'approval' } }
  }
  if (place === 'full') return refused({ kind: 'full' })
  if (place === 'waiting') {
    wait(quotasOf(ledger, { categoryId: category.id, attendance }))
    return { kind: 'granted', ...wished, admission: { kind: 'waiting', position: waitingIn(ledger, category.id) } }
  }
  take(quotas)
  const signUps = decideSignUps(ledger, claim, attendance, moment)
  if ('kind' in signUps) return refused(signUps)
  return { kind: 'granted', ...wished, placeHeld: true, signUps, admission: { kind: 'place' } }
}

function waitingOr({ hasWaitingList }: CategoryRow): 'waiting' | 'full' {
  return hasWaitingList ? 'waiting' : 'full'
}

/**
 * The quotas in which a claim needs a place of its own. A code that keeps places has them counted already in those of its
 * category; only the way of coming is still to be taken.
 */
export function placesFor(
  ledger: Ledger,
  item: { readonly categoryId: number; readonly attendance: Attendance },
  code: Pick<AccessCodeRow, 'reserves' | 'releasedAt'> | undefined,
) {
  const quotas = quotasOf(ledger, item)
  return code && keepsPlaces(code) ? quotas.filter(({ scope }) => scope === item.attendance) : quotas
}

function calledOff({ event }: Ledger): Refusal | undefined {
  return event.cancelledAt === null ? undefined : { kind: 'cancelled' }
}

/** The code a claim uses up; none where it opens nothing that is shut. */
function codeFor(
  { request, rule }: Claim,
  category: CategoryRow,
  { codes }: ClaimFacts,
  moment: Instant,
): CodeTally | Refusal | undefined {
  if (rule !== 'public') return undefined
  const typed = normaliseCode(request.code ?? '')
  if (typed === '') return category.isHidden ? { kind: 'code-unknown' } : undefined
  const code = codes.get(typed)
  if (code === undefined || !isCodeAlive(code, moment)) return { kind: 'code-unknown' }
  const isMeant = code.categoryId === null || code.categoryId === category.id
  if (!isMeant) return category.isHidden ? { kind: 'code-unknown' } : undefined
  return code.mostUses !== null && code.used >= code.mostUses ? { kind: 'code-used-up' } : code
}

function organisationRefusal(request: RegisterRequest, category: CategoryRow, facts: ClaimFacts): Refusal | undefined {
  const most = category.mostPerOrganisation
  if (most === null) return undefined
  const so = facts.perOrganisation.get(organisationKey(request, facts.organisationKeys)) ?? 0
  return so >= most ? { kind: 'organisation-full', most } : undefined
}

/** The organisation of a claim within its category, as its limit counts. */
export function organisationKey(
  { categoryId, organisation }: RegisterRequest,
  keys: ReadonlyMap<string, string>,
): string {
  return `${categoryId}:${keys.get(organisation) ?? organisation}`
}

function wishesOf({ partIds = [], optionIds = [] }: RegisterRequest): PlannedSignUp[] {
  const parts = [...new Set(partIds)].map(partId => ({ partId, optionId: null, status: 'wished' as const }))
  return [...parts, ...[...new Set(optionIds)].map(optionId => ({ partId: null, optionId, status: 'wished' as const }))]
}

function decideSignUps(
  ledger: Ledger,
  { request, rule }: Claim,
  attendance: Attendance,
  moment: Instant,
): PlannedSignUp[] | Refusal {
  const wishes = wishesOf(request)
  const parts = wishes.flatMap(({ partId }) => (partId === null ? [] : (ledger.parts.get(partId) ?? [])))
  const [first] = clashesAmong(parts) ?? []
  if (first !== undefined) return { kind: 'part-full', partId: first }
  const decided: PlannedSignUp[] = []
  for (const wish of wishes) {
    const person = { categoryId: request.categoryId, attendance, isBound: rule !== 'by-hand' }
    const status = decideSignUp(ledger, wish, person, moment)
    if (status === 'full')
      return wish.partId === null
        ? { kind: 'option-full', optionId: wish.optionId ?? 0 }
        : { kind: 'part-full', partId: wish.partId }
    decided.push({ ...wish, status })
  }
  return decided
}

/** What a sign-up of somebody who has a place gets; it is counted. */
export function decideSignUp(
  ledger: Ledger,
  wish: Pick<PlannedSignUp, 'partId' | 'optionId'>,
  person: { readonly categoryId: number; readonly attendance: Attendance; readonly isBound: boolean },
  moment: Instant,
): 'confirmed' | 'waiting' | 'full' {
  const part = wish.partId === null ? undefined : ledger.parts.get(wish.partId)
  const rules = wish.partId === null ? ledger.options.get(wish.optionId ?? 0) : part
  if (rules === undefined) return 'full'
  if (part && (!isPartFor(part, person) || part.cancelledAt !== null)) return 'full'
  if (part && person.isBound && !isPartOpen(part, ledger.settings, moment)) return 'full'
  const item: Item = wish.partId === null ? { optionId: wish.optionId ?? 0 } : { partId: wish.partId }
  const quotas = quotasOf(ledger, item)
  const place = decidePlace(ledger, quotas, rules, moment)
  if (place === 'place') take(quotas)
  if (place === 'waiting') wait(quotas)
  return place === 'place' ? 'confirmed' : place
}

/** Whether a claim got something: a place, a rank, a decision to come, a link to follow. */
export function isGranted(admission: Admission): admission is Granted {
  return ['place', 'waiting', 'approval', 'address'].includes(admission.kind)
}
