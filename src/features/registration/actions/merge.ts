import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { queueMails } from '../../mail/actions.ts'
import { isActive } from '../permissions.ts'
import { lockLedger } from '../queries/ledger.ts'
import { lockRegistration } from '../queries/locks.ts'
import type { Ledger } from '../rules/ledger.ts'
import { standsBetter } from '../rules/merging.ts'
import type { RegistrationMailKind, RegistrationRow } from '../types.ts'
import { endRegistration } from './endings.ts'
import { auditRegistration, mailAbout } from './facts.ts'
import { grantWishes, noNews, tellOfParts } from './grants.ts'
import { moveBelongings } from './merge-belongings.ts'
import { mergeSignUps } from './merge-sign-ups.ts'
import { settle } from './places.ts'
import '../tables.ts'

export type MergeOutcome =
  /** `improved`: the registration that stays now stands better than before. */
  | { readonly kind: 'merged'; readonly improved: boolean }
  /** One of them does not stand any more, or they are one, or of two events. */
  | { readonly kind: 'not-active' }

/**
 * Makes one registration out of two of the same person. The one that stays gets whatever stands better of the two: the
 * place or the earlier rank, the sign-ups, and answers, diet, notes and tags it lacks. The other one ends without a mail.
 * The counters change only by what nobody holds any more.
 */
export async function mergeRegistrations(
  db: Database | Transaction,
  actor: Actor,
  { keep, drop }: { keep: Pick<RegistrationRow, 'id' | 'eventId'>; drop: Pick<RegistrationRow, 'id' | 'eventId'> },
): Promise<MergeOutcome> {
  if (keep.id === drop.id || keep.eventId !== drop.eventId) return { kind: 'not-active' }
  return inTransaction(db, async trx => {
    const ledger = await lockLedger(trx, keep.eventId)
    const { kept: before, dropped } = await lockBoth(trx, keep.id, drop.id)
    if (!isActive(before.status) || !isActive(dropped.status)) return { kind: 'not-active' }
    if (standsBetter(dropped, before)) await swapPlaces(trx, before.id, dropped.id)
    const kept = await lockRegistration(trx, before.id)
    const questionIds = await moveBelongings(trx, { keepId: kept.id, dropId: dropped.id })
    const promoted = await mergeSignUps(trx, ledger, { kept, dropId: dropped.id, questionIds })
    const ending = await lockRegistration(trx, dropped.id)
    await endRegistration(trx, ledger, ending, { kind: 'cancelled', reason: 'merged' })
    if (kept.status === 'confirmed') await grantWishes(trx, ledger, [kept.id])
    const improved = kept.status !== before.status
    await auditRegistration(trx, actor, 'merged', kept, { other: dropped.id, improved })
    await auditRegistration(trx, actor, 'cancelled', dropped, { was: dropped.status, reason: 'merged' })
    ledger.touched.add(kept.id)
    if (improved) await tellOfPlace(trx, ledger, before, kept, dropped)
    await tellOfParts(trx, ledger, new Map([[kept.id, { ...noNews(), promoted }]]))
    await settle(trx, ledger)
    return { kind: 'merged', improved }
  })
}

async function lockBoth(trx: Transaction, keepId: number, dropId: number) {
  const first = await lockRegistration(trx, Math.min(keepId, dropId))
  const second = await lockRegistration(trx, Math.max(keepId, dropId))
  return keepId < dropId ? { kept: first, dropped: second } : { kept: second, dropped: first }
}

const placeColumns = [
  'category_id',
  'attendance',
  'place_held',
  'address_asked_at',
  'address_confirmed_at',
  'applied_at',
  'confirmed_at',
  'arrived_at',
  'waitlisted_at',
  'promoted_at',
  'offered_at',
  'offer_expires_at',
  'queue_number',
  'access_code_id',
]

/** Exchanges what two registrations hold or wait for. What is counted is the same afterwards. */
async function swapPlaces(trx: Transaction, keepId: number, dropId: number): Promise<void> {
  const columns = placeColumns.map(column => `${column} = o.${column}`).join(', ')
  await trx.raw(
    `update registrations r set ${columns}, content_updated_at = :moment,
       calendar_sequence = r.calendar_sequence + 1
     from registrations o
     where r.id in (:keepId, :dropId) and o.id = case r.id when :keepId then :dropId else :keepId end::bigint`,
    { keepId, dropId, moment: now() },
  )
}

async function tellOfPlace(
  trx: Transaction,
  { event }: Ledger,
  before: RegistrationRow,
  kept: RegistrationRow,
  dropped: RegistrationRow,
): Promise<void> {
  const kind = mailOf(before, kept)
  if (kind === undefined) return
  await queueMails(trx, [mailAbout(kind, kept, event, { key: `merged:${dropped.reference}` })])
}

function mailOf(before: RegistrationRow, { status }: RegistrationRow): RegistrationMailKind | undefined {
  if (status === 'confirmed') return before.status === 'waiting' ? 'registration-promoted' : 'registration-confirmed'
  if (status === 'offered') return 'registration-offered'
  if (status === 'applied') return 'registration-applied'
  return status === 'waiting' ? 'registration-waiting' : undefined
}
