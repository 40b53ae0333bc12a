import { type Database, inTransaction } from '../../../core/database.ts'
import { lockLedger } from '../queries/ledger.ts'
import { listEventsToSettle } from '../queries/offers.ts'
import { expireAddresses, expireCodes, expireOffers } from './expiry.ts'
import { settle } from './places.ts'

/**
 * What time alone changes: offers and codes that ended, addresses nobody confirmed, and lists that are no longer frozen.
 * Afterwards nobody waits for what is free. May run any number of times, in several processes at once.
 */
export async function passMinute(db: Database): Promise<void> {
  await expireOffers(db)
  await expireAddresses(db)
  await expireCodes(db)
  for (const eventId of await listEventsToSettle(db)) {
    await inTransaction(db, async trx => settle(trx, await lockLedger(trx, eventId)))
  }
}
