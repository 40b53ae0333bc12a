import type { Database } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { categoriesOf, offerOf, wholeLimit } from '../rules/offers.ts'
import type { CategoryOffer, EventOffer } from '../types/offers.ts'
import type { QuotaRow } from '../types/places.ts'
import { readLedgers } from './ledger.ts'

/** What an organiser sees of the places of an event. */
export interface EventPlaces {
  /** As the public sees it. */
  readonly offer: EventOffer
  /** The hidden ones too. */
  readonly categories: readonly CategoryOffer[]
  /** Of the event as a whole, whatever its categories would hold; undefined: without a limit. */
  readonly limit: number | undefined
  /** Quotas that limit several things, or one way of coming. */
  readonly shared: readonly QuotaRow[]
}

/** The places of some events as their organisers see them, by event id; one query. */
export async function findEventPlaces(db: Database, eventIds: readonly number[]): Promise<Map<number, EventPlaces>> {
  const moment = now()
  const ledgers = await readLedgers(db, eventIds)
  return new Map(
    [...ledgers].map(([id, ledger]) => {
      const shared = ledger.quotas.filter(
        ({ scope, capacity }) => !['own', 'event'].includes(scope) && capacity !== null,
      )
      const categories = categoriesOf(ledger, moment)
      return [id, { offer: offerOf(ledger, moment, []), categories, limit: wholeLimit(ledger), shared }]
    }),
  )
}
