import type { Database, Transaction } from '../../../core/database.ts'
import type { RegistrationSettingsRow } from '../types/places.ts'
import '../tables.ts'

/** How the registration of an event works while its organiser has said nothing. */
export function usualSettings(eventId: number): RegistrationSettingsRow {
  return {
    eventId,
    promotion: 'at_once',
    offerHours: 48,
    waitingFrozenAt: null,
    partsCloseAt: null,
    confirmsAddress: false,
    takesDelegations: false,
    largestDelegation: 10,
    asksNeeds: true,
    asksNewsletter: true,
    joinUrl: '',
    joinFrom: null,
  }
}

/** How the registration of an event works; the usual way where nothing else was said. One query. */
export async function findSettings(db: Database | Transaction, eventId: number): Promise<RegistrationSettingsRow> {
  return (await db('registrationSettings').where({ eventId }).first()) ?? usualSettings(eventId)
}
