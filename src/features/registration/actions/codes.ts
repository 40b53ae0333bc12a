import { randomInt } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { addMinutes, type Instant, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit, recordAudits } from '../../audit/actions.ts'
import { lockCode, lockLedger } from '../queries/ledger.ts'
import { mostCodesAtOnce, newCode, normaliseCode, placesKept } from '../rules/codes.ts'
import type { AccessCodeRow } from '../types/places.ts'
import { releasePlaces, reservePlaces } from './places.ts'
import '../tables.ts'

/** What codes do, besides their letters. */
export interface CodeTerms {
  readonly note: string
  /** null: opens every hidden category. */
  readonly categoryId: number | null
  /** Registrations that may use one code; null: any number. */
  readonly mostUses: number | null
  /** Places of the category are kept for every use; needs a category and a number of uses. */
  readonly reserves: boolean
  readonly expiresAt: Instant | null
}

interface NewCodes {
  readonly event: { readonly id: number }
  readonly terms: CodeTerms
}

/** The category has not so many places left to keep; `free` says how many it has. */
export interface NothingToReserve {
  readonly kind: 'full'
  readonly free: number
}

export type IssueCodeOutcome =
  | { readonly kind: 'issued'; readonly code: AccessCodeRow }
  /** The event has this code already, perhaps disabled: a code means one thing for ever. */
  | { readonly kind: 'taken' }
  | NothingToReserve

/** Issues one code with the letters an organiser chose. */
export async function issueCode(
  db: Database,
  actor: Actor,
  { event, code, terms }: NewCodes & { code: string },
): Promise<IssueCodeOutcome> {
  try {
    return await inTransaction(db, async trx => {
      const full = await reserve(trx, event.id, terms, 1)
      if (full) return full
      const issued = only(await trx('accessCodes').insert(rowOf(event.id, normaliseCode(code), terms), '*'))
      await auditIssue(trx, actor, [issued])
      return { kind: 'issued', code: issued }
    })
  } catch (error) {
    // With the exception the reservation is rolled back too.
    if (violatedConstraint(error) === 'access_code_is_unique_at_the_event') return { kind: 'taken' }
    throw error
  }
}

export type IssueCodesOutcome = { readonly kind: 'issued'; readonly codes: readonly AccessCodeRow[] } | NothingToReserve

/** Seconds within which as many codes of the same terms are one form that was sent twice. */
const doubleIssueSeconds = 20

/**
 * Issues many codes that nobody guesses, all of them or none. `count` is at most `mostCodesAtOnce`. The same form sent
 * twice issues them once.
 */
export async function issueCodes(
  db: Database | Transaction,
  actor: Actor,
  { event, prefix, count, terms }: NewCodes & { prefix: string; count: number },
): Promise<IssueCodesOutcome> {
  if (count > mostCodesAtOnce) throw new RangeError(`${count} codes are too many at once`)
  return inTransaction(db, async trx => {
    await lockLedger(trx, event.id)
    const before = await findIssued(trx, event.id, terms, prefix)
    if (before.length === count) return { kind: 'issued', codes: before }
    const full = await reserve(trx, event.id, terms, count)
    if (full) return full
    const codes: AccessCodeRow[] = []
    const issuedAt = now()
    // A code that exists is passed over and another one drawn: with 39 random bits hardly ever a second round.
    for (let round = 0; codes.length < count; round++) {
      if (round === 10) throw new Error('random codes collide again and again')
      const missing = Array.from({ length: count - codes.length }, () => newCode(normaliseCode(prefix), randomInt))
      const drawn = [...new Set(missing)].map(code => ({ ...rowOf(event.id, code, terms), createdAt: issuedAt }))
      codes.push(...(await trx('accessCodes').insert(drawn, '*').onConflict(['eventId', 'code']).ignore()))
    }
    await auditIssue(trx, actor, codes)
    return { kind: 'issued', codes }
  })
}

/** The codes issued last, if it was a moment ago and with these terms. */
async function findIssued(
  trx: Transaction,
  eventId: number,
  { note, categoryId, mostUses, reserves, expiresAt }: CodeTerms,
  prefix: string,
): Promise<AccessCodeRow[]> {
  return trx('accessCodes')
    .where({ eventId, note, categoryId, mostUses, reserves, expiresAt, disabledAt: null })
    .whereRaw('starts_with(code, ?)', [normaliseCode(prefix)])
    .where('createdAt', '>', addMinutes(now(), -doubleIssueSeconds / 60))
    .where('createdAt', trx('accessCodes').where({ eventId }).max('createdAt'))
    .orderBy('id')
}

async function reserve(
  trx: Transaction,
  eventId: number,
  { reserves, categoryId, mostUses }: CodeTerms,
  count: number,
): Promise<NothingToReserve | undefined> {
  if (!reserves || categoryId === null || mostUses === null) return undefined
  const ledger = await lockLedger(trx, eventId)
  const outcome = await reservePlaces(trx, ledger, { categoryId, count: mostUses * count })
  return outcome.kind === 'full' ? outcome : undefined
}

function rowOf(eventId: number, code: string, { note, categoryId, mostUses, reserves, expiresAt }: CodeTerms) {
  const row = { eventId, code, note, categoryId, mostUses, reserves, expiresAt }
  return { ...row, reference: newReference(), createdAt: now() }
}

async function auditIssue(trx: Transaction, actor: Actor, codes: readonly AccessCodeRow[]): Promise<void> {
  const abouts = codes.map(({ id, eventId, categoryId, mostUses, reserves }) => ({
    eventId,
    subject: { kind: 'code', id },
    details: { categoryId, mostUses, reserves },
  }))
  await recordAudits(trx, actor, 'code.issued', abouts)
}

export type DisableCodeOutcome =
  /** How many places it kept were given back. */
  { readonly kind: 'disabled'; readonly released: number } | { readonly kind: 'already-disabled' }

/**
 * Makes a code open nothing more. Registrations made with it stay; the places it still kept go at once to those who
 * wait.
 */
export async function disableCode(
  db: Database | Transaction,
  actor: Actor,
  { code }: { code: Pick<AccessCodeRow, 'id' | 'eventId'> },
): Promise<DisableCodeOutcome> {
  return inTransaction(db, async trx => {
    // Registrations use codes under the same lock, so nobody takes a kept place while it is given back.
    const ledger = await lockLedger(trx, code.eventId)
    const locked = await lockCode(trx, code.id)
    if (locked === undefined || locked.disabledAt !== null) return { kind: 'already-disabled' }
    const released = placesKept(locked)
    const at = now()
    const facts = { disabledAt: at, releasedAt: locked.reserves ? (locked.releasedAt ?? at) : null }
    await trx('accessCodes').where({ id: locked.id }).update(facts)
    await recordAudit(trx, actor, 'code.disabled', {
      eventId: locked.eventId,
      subject: { kind: 'code', id: locked.id },
      details: { released },
    })
    if (released > 0 && locked.categoryId !== null)
      await releasePlaces(trx, actor, ledger, { categoryId: locked.categoryId, count: released })
    return { kind: 'disabled', released }
  })
}

/** Writes down that somebody took the codes of an event away, before they are handed over. */
export async function recordCodesExport(
  db: Database,
  actor: Actor,
  { event, rows }: { event: { readonly id: number }; rows: number },
): Promise<void> {
  await inTransaction(db, trx => recordAudit(trx, actor, 'code.exported', { eventId: event.id, details: { rows } }))
}
