import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'
import { findSettings } from '../queries/settings.ts'
import type { RegistrationSettingsRow } from '../types/places.ts'
import { changeCapacities } from './places.ts'
import '../tables.ts'

/** What an organiser says of how registration works. */
export type SettingsInput = Omit<RegistrationSettingsRow, 'eventId'>

/**
 * Changes how the registration of an event works. When the waiting list is no longer frozen, free places go at once to
 * those who wait; returns how many were promoted.
 */
export async function saveSettings(
  db: Database | Transaction,
  actor: Actor,
  { event, input }: { event: { readonly id: number }; input: SettingsInput },
): Promise<{ readonly promoted: number }> {
  return inTransaction(db, async trx => {
    const before = await findSettings(trx, event.id)
    await trx('registrationSettings')
      .insert({ ...input, eventId: event.id })
      .onConflict('eventId')
      .merge()
    // What was said, never what stands in the link: whoever reads the log may not be among those it is for.
    const changed = differing(before, input)
    const details = { fields: changed }
    if (changed.length > 0) {
      const subject = { kind: 'event', id: event.id }
      await recordAudit(trx, actor, 'registration.settings-changed', { eventId: event.id, subject, details })
    }
    const outcome = await changeCapacities(trx, actor, { eventId: event.id, capacities: new Map() })
    return { promoted: outcome.kind === 'saved' ? outcome.promoted : 0 }
  })
}

function differing(before: RegistrationSettingsRow, input: SettingsInput): string[] {
  const was = new Map<string, unknown>(Object.entries(before))
  return Object.entries(input)
    .filter(([name, value]) => plain(was.get(name)) !== plain(value))
    .map(([name]) => name)
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value
}
