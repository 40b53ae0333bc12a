import { rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { lockSignUps } from '../queries/locks.ts'
import { clashesAmong, isPartFor } from '../rules/admission.ts'
import type { Ledger, LedgerPart } from '../rules/ledger.ts'
import { signUpStandsBetter } from '../rules/merging.ts'
import type { RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'
import '../tables.ts'

interface Merging {
  readonly kept: RegistrationRow
  readonly dropId: number
  /** Whose answers moved, and their chosen options with them. */
  readonly questionIds: readonly number[]
}

/**
 * Gives a registration the sign-ups of another one: for the same thing whichever stands better, for other things those
 * that do not clash with its own. The rest stays where it is and ends with its registration. What is counted does not
 * change. Returns the references of the parts in which the registration now has a place instead of waiting.
 */
export async function mergeSignUps(trx: Transaction, ledger: Ledger, merging: Merging): Promise<string[]> {
  const { kept, dropId } = merging
  const own = await lockSignUps(trx, kept.id)
  const options = await optionsThatMove(trx, merging.questionIds)
  const parts = own.flatMap(({ partId }) => ledger.parts.get(partId ?? 0) ?? [])
  const promoted: string[] = []
  for (const theirs of await lockSignUps(trx, dropId)) {
    const same = own.find(one => one.partId === theirs.partId && one.optionId === theirs.optionId)
    const part = theirs.partId === null ? undefined : ledger.parts.get(theirs.partId)
    if (same !== undefined) {
      if (!signUpStandsBetter(theirs, same)) continue
      await swapSignUps(trx, same, theirs)
      if (part && theirs.status === 'confirmed' && same.status === 'waiting') promoted.push(part.reference)
      continue
    }
    const moves = theirs.optionId === null ? part && fitsIn(part, parts, kept) : options.has(theirs.optionId)
    if (!moves) continue
    await trx('signUps').where({ id: theirs.id }).update({ registrationId: kept.id, contentUpdatedAt: now() })
    if (part) parts.push(part)
  }
  return promoted
}

function fitsIn(part: LedgerPart, others: readonly LedgerPart[], person: RegistrationRow): boolean {
  return isPartFor(part, person) && clashesAmong([...others, part]) === undefined
}

async function optionsThatMove(trx: Transaction, questionIds: readonly number[]): Promise<Set<number>> {
  if (questionIds.length === 0) return new Set()
  const found = await rows<{ id: number }>(trx, 'select id from question_options where question_id = any(?)', [
    [...questionIds],
  ])
  return new Set(found.map(({ id }) => id))
}

const placeColumns = ['confirmed_at', 'waitlisted_at', 'offered_at', 'offer_expires_at', 'queue_number']

/** Exchanges what two sign-ups for the same thing hold. */
async function swapSignUps(trx: Transaction, one: SignUpRow, other: SignUpRow): Promise<void> {
  const columns = placeColumns.map(column => `${column} = o.${column}`).join(', ')
  await trx.raw(
    `update sign_ups s set ${columns}, content_updated_at = :moment, calendar_sequence = s.calendar_sequence + 1
     from sign_ups o
     where s.id in (:one, :other) and o.id = case s.id when :one then :other else :one end::bigint`,
    { one: one.id, other: other.id, moment: now() },
  )
}
