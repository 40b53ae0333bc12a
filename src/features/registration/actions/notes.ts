import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import type { RegistrationRow } from '../types.ts'
import { auditRegistration, auditRegistrations } from './facts.ts'
import '../tables.ts'

/** Minutes within which the same note of the same person is one that was sent twice. */
const doubleNoteMinutes = 1

/** Writes a note of the organisers beside a registration; the log keeps that, not what it says. */
export async function addNote(
  db: Database,
  actor: Actor,
  { registration, body }: { registration: Pick<RegistrationRow, 'id' | 'eventId'>; body: string },
): Promise<void> {
  await inTransaction(db, async trx => {
    const note = { registrationId: registration.id, userId: actor.kind === 'user' ? actor.userId : null, body }
    await trx('registrations').where({ id: registration.id }).forNoKeyUpdate().select('id')
    const earliest = addMinutes(now(), -doubleNoteMinutes)
    if (await trx('registrationNotes').where(note).where('createdAt', '>', earliest).first('id')) return
    await trx('registrationNotes').insert({ ...note, createdAt: now() })
    await auditRegistration(trx, actor, 'noted', registration)
  })
}

/** As `addNote`, beside many registrations of one event in two statements. */
export async function addNotes(
  trx: Transaction,
  actor: Actor,
  { eventId, notes }: { eventId: number; notes: readonly { readonly registrationId: number; readonly body: string }[] },
): Promise<void> {
  if (notes.length === 0) return
  const by = { userId: actor.kind === 'user' ? actor.userId : null, createdAt: now() }
  await trx('registrationNotes').insert(notes.map(note => ({ ...note, ...by })))
  const ids = notes.map(({ registrationId }) => registrationId)
  await auditRegistrations(trx, actor, 'noted', eventId, ids)
}
