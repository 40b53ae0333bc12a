import { type Database, inTransaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import type { Subscription } from '../queries/circumstances.ts'
import '../tables.ts'

type Subscriber = Pick<Subscription, 'organisationId' | 'address'>

/** No more bulk mail of the organisation to the address, from now on: what is in the outbox is dropped. Bears repetition. */
export async function optOut(db: Database, { organisationId, address }: Subscriber): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('mailOptOuts').insert({ organisationId, address, optedOutAt: now() }).onConflict().ignore()
  })
}

/** Bulk mail of the organisation may come again. */
export async function optIn(db: Database, { organisationId, address }: Subscriber): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('mailOptOuts').where({ organisationId, address }).delete()
  })
}
