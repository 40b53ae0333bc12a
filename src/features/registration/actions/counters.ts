import { rows, type Transaction } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import { addMinutes, type Instant } from '../../../core/time.ts'
import { together } from '../../../core/together.ts'
import { standingsChanged } from '../jobs.ts'
import type { Ledger, Tally } from '../rules/ledger.ts'
import '../tables.ts'

/** Writes the counters that a decision changed, and announces whose standing it changed. */
export async function saveLedger(trx: Transaction, { quotas, before, touched }: Ledger): Promise<void> {
  const registrationIds = [...touched]
  touched.clear()
  const changed = quotas.filter(quota => {
    const was = before.get(quota.id)
    return was && (was.taken !== quota.taken || was.waiting !== quota.waiting || was.capacity !== quota.capacity)
  })
  await together(
    trx,
    async () => registrationIds.length > 0 && enqueue(trx, standingsChanged, { registrationIds }),
    async () => changed.length > 0 && writeCounters(trx, changed),
  )
}

async function writeCounters(trx: Transaction, changed: readonly Tally[]): Promise<void> {
  await rows(
    trx,
    `update quotas q set capacity = v.capacity, taken = v.taken, waiting = v.waiting
     from unnest(?::bigint[], ?::int[], ?::int[], ?::int[]) as v(id, capacity, taken, waiting) where q.id = v.id`,
    [
      changed.map(({ id }) => id),
      changed.map(({ capacity }) => capacity),
      changed.map(({ taken }) => taken),
      changed.map(({ waiting }) => waiting),
    ],
  )
}

/** Numbers in the queue for so many, in the order of their coming; to be drawn under the lock of the ledger. */
export async function drawNumbers(trx: Transaction, count: number): Promise<number[]> {
  if (count === 0) return []
  const drawn = await rows<{ number: number }>(
    trx,
    "select nextval('queue_numbers') as number from generate_series(1, ?)",
    [count],
  )
  return drawn.map(({ number }) => number).toSorted((a, b) => a - b)
}

/** When an offer made now ends. */
export function offerEnd({ settings, event }: Ledger, moment: Instant): Instant {
  const end = addMinutes(moment, settings.offerHours * 60)
  return end < event.endsAt ? end : event.endsAt
}
