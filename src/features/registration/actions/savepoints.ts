import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'

/**
 * Runs the work in a savepoint that any outcome but `saved` or `added` rolls back: what was written on the way to the
 * refusal never was, and the caller's transaction goes on.
 */
export async function allOrNothing<Outcome extends { readonly kind: string }>(
  db: Database | Transaction,
  work: (trx: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  return inTransaction(db, async outer => {
    let refusal: Outcome | undefined
    try {
      return await outer.transaction(async trx => {
        const outcome = await work(trx)
        if (outcome.kind === 'saved' || outcome.kind === 'added') return outcome
        refusal = outcome
        throw new Error('rolled back')
      })
    } catch (error) {
      if (refusal !== undefined) return refusal
      throw error
    }
  })
}
