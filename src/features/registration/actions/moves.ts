import type { Actor } from '../../../core/actor.ts'
import type { Database, Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { isActive } from '../permissions.ts'
import { lockSignUps } from '../queries/locks.ts'
import { isFree, isPartFor, itemOf } from '../rules/admission.ts'
import { hasRoom, type Ledger, quotasOf, take, wait } from '../rules/ledger.ts'
import type { Attendance, SignUpRow } from '../types/places.ts'
import type { RegistrationRow } from '../types.ts'
import { underLock } from './decisions.ts'
import { countOut, freeMain } from './endings.ts'
import { auditRegistration } from './facts.ts'
import { noNews, partsIn, referencesOf, tellOfParts } from './grants.ts'
import { mayPromote, settle } from './places.ts'
import { endSignUps } from './sign-ups.ts'
import '../tables.ts'

interface About {
  readonly registration: Pick<RegistrationRow, 'id' | 'eventId'>
}

export type SwitchOutcome = { readonly kind: 'switched' | 'full' | 'same' | 'not-active' }

/** Changes how somebody comes to a hybrid event, as long as there is room; who waits goes on waiting, for the other way. */
export async function switchAttendance(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, attendance }: About & { attendance: Attendance },
): Promise<SwitchOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    // As of newcomers: whoever waits and could be served goes first; who waits for something else stands in no way.
    if (registration.placeHeld && mayPromote(ledger)) await settle(trx, ledger)
    const moved = moveClaim(ledger, registration, { ...registration, attendance })
    if (moved !== 'switched') return { kind: moved }
    await trx('registrations')
      .where({ id: registration.id })
      .update({ attendance, contentUpdatedAt: now() })
      .increment('calendarSequence', 1)
    ledger.touched.add(registration.id)
    await leaveUnfitParts(trx, ledger, { ...registration, attendance })
    await auditRegistration(trx, actor, 'attendance-switched', registration, { attendance })
    await settle(trx, ledger)
    return { kind: 'switched' }
  })
}

export type ChangeCategoryOutcome = { readonly kind: 'changed' | 'full' | 'same' | 'not-active' }

/** Puts somebody into another category, as long as there is room; an organiser's decision. The use of a code is free again. */
export async function changeCategory(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, categoryId }: About & { categoryId: number },
): Promise<ChangeCategoryOutcome> {
  return underLock(db, about, async (trx, ledger, registration) => {
    if (!isActive(registration.status) || !ledger.categories.has(categoryId)) return { kind: 'not-active' }
    if (registration.categoryId === categoryId) return { kind: 'same' }
    const next = { ...registration, categoryId }
    await freeMain(trx, ledger, registration)
    if (registration.placeHeld && !hasRoom(quotasOf(ledger, next))) return undone(trx, registration)
    if (registration.placeHeld) take(quotasOf(ledger, next))
    if (registration.status === 'waiting') wait(quotasOf(ledger, next))
    await trx('registrations')
      .where({ id: registration.id })
      .update({ categoryId, accessCodeId: null, contentUpdatedAt: now() })
    await leaveUnfitParts(trx, ledger, next)
    await auditRegistration(trx, actor, 'category-changed', registration, {
      from: registration.categoryId,
      to: categoryId,
    })
    await settle(trx, ledger)
    return { kind: 'changed' }
  })
}

/** The one write before the refusal (the use of a code) is taken back; the counters were only changed in memory. */
async function undone(trx: Transaction, { accessCodeId, status }: RegistrationRow): Promise<{ readonly kind: 'full' }> {
  if (accessCodeId !== null && status !== 'unconfirmed')
    await trx('accessCodes').where({ id: accessCodeId }).increment('used', 1)
  return { kind: 'full' }
}

/** Counts a claim in other quotas; nothing changes when there is no room. */
function moveClaim(
  ledger: Ledger,
  registration: RegistrationRow,
  next: Pick<RegistrationRow, 'categoryId' | 'attendance'>,
): SwitchOutcome['kind'] {
  if (!isActive(registration.status)) return 'not-active'
  const [from, to] = [quotasOf(ledger, registration), quotasOf(ledger, next)]
  if (registration.attendance === next.attendance) return 'same'
  const [left, entered] = [from.filter(quota => !to.includes(quota)), to.filter(quota => !from.includes(quota))]
  if (registration.placeHeld && !isFree(ledger, entered, now())) return 'full'
  if (registration.placeHeld) {
    take(left, -1)
    take(entered)
  }
  if (registration.status === 'waiting') {
    wait(left, -1)
    wait(entered)
  }
  return 'switched'
}

/** Gives up parts that are not for somebody who comes in another category or another way now, and tells them. */
async function leaveUnfitParts(trx: Transaction, ledger: Ledger, registration: RegistrationRow): Promise<void> {
  const signUps = await lockSignUps(trx, registration.id)
  const unfit = signUps.filter(({ partId }) => {
    const part = partId === null ? undefined : ledger.parts.get(partId)
    return part !== undefined && !isPartFor(part, registration)
  })
  if (unfit.length === 0) return
  for (const signUp of unfit) countOut(ledger, signUp)
  await endSignUps(
    trx,
    unfit.map(({ id }) => id),
    now(),
  )
  await tellOfParts(trx, ledger, new Map([[registration.id, { ...noNews(), left: referencesOf(ledger, unfit) }]]))
}

/** Gives a free place in a part or an option to somebody who waits for it, out of order; logged with its reason. */
export async function promoteSignUp(
  db: Database | Transaction,
  actor: Actor,
  { registration: about, signUp: { id }, reason }: About & { signUp: Pick<SignUpRow, 'id'>; reason: string },
): Promise<{ readonly kind: 'promoted' | 'not-waiting' | 'full' }> {
  return underLock(db, about, async (trx, ledger, registration) => {
    const signUp = (await lockSignUps(trx, registration.id)).find(one => one.id === id)
    if (signUp?.status !== 'waiting') return { kind: 'not-waiting' }
    const quotas = quotasOf(ledger, itemOf(signUp))
    if (!hasRoom(quotas)) return { kind: 'full' }
    take(quotas)
    wait(quotas, -1)
    const moment = now()
    await trx('signUps')
      .where({ id })
      .update({ confirmedAt: moment, contentUpdatedAt: moment })
      .increment('calendarSequence', 1)
    await auditRegistration(trx, actor, 'part-promoted', registration, { reason, ...partsIn(ledger, signUp) })
    const part = signUp.partId === null ? undefined : ledger.parts.get(signUp.partId)
    const promoted = part ? [part.reference] : []
    await tellOfParts(trx, ledger, new Map([[registration.id, { ...noNews(), promoted }]]))
    await settle(trx, ledger)
    return { kind: 'promoted' }
  })
}
