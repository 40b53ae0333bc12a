import { Busy } from './errors.ts'
import { faultPoint } from './fault-points.ts'
import { histogram } from './metrics.ts'
import { isUnavailable } from './outages.ts'

/** Writes claims that arrived together, all or none of them; answers in their order. */
export type Commit<Claim, Answer> = (key: number, claims: readonly Claim[]) => Promise<readonly Answer[]>

/** Hands in one claim and waits for its answer. */
export type Claimant<Claim, Answer> = (key: number, claim: Claim) => Promise<Answer>

interface Waiting<Claim, Answer> {
  readonly claim: Claim
  readonly since: number
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/** Claims written together at most: statements stay small, and the last of a batch waits little. */
export const largestBatch = 128
/** Claims that may wait for one key; more are told to come back in a moment. */
export const longestQueue = 2_000
/** Batches written at the same time, each of another key: their pool has a connection more, for what they wait on. */
export const mostBatches = 3

const sizes = histogram('claim_batch_claims', 'Claims that were written together', {
  labels: ['of'],
  buckets: [1, 2, 4, 8, 16, 32, 64, 128],
})
const waits = histogram('claim_wait_seconds', 'Time for which a claim waited until its batch was begun', {
  labels: ['of'],
})

/**
 * Group commit: claims for one key are queued in this process and written together, one batch in flight per key, so
 * that a rush costs one transaction for many instead of one each. Keys take turns, a few are served at the same time;
 * a rush on many events makes their batches larger, not more. Correctness never rests on it: other processes write too,
 * so `commit` locks what it decides on.
 *
 * When a batch fails, its halves are tried, so that one bad claim spoils nobody else's. Contention (`Busy`) is not:
 * what waited in vain for a lock would wait again, many times.
 * @param of what is written, for the metrics
 */
export function createBatches<Claim, Answer>(commit: Commit<Claim, Answer>, of = 'claims'): Claimant<Claim, Answer> {
  const queues = new Map<number, Waiting<Claim, Answer>[]>()
  /** Keys that have claims and no batch in flight, in their turn. */
  const ready: number[] = []
  let running = 0

  function begin(): void {
    while (running < mostBatches) {
      const key = ready.shift()
      if (key === undefined) return
      running++
      void serve(key)
    }
  }

  async function serve(key: number): Promise<void> {
    const queue = queues.get(key) ?? []
    const batch = queue.splice(0, largestBatch)
    const at = performance.now()
    sizes.observe({ of }, batch.length)
    for (const { since } of batch) waits.observe({ of }, (at - since) / 1_000)
    await settle(commit, key, batch)
    running--
    if (queue.length > 0) ready.push(key)
    else queues.delete(key)
    begin()
  }

  return (key, claim) =>
    new Promise((resolve, reject) => {
      const waiting = { claim, since: performance.now(), resolve, reject }
      const queue = queues.get(key)
      if (queue === undefined) {
        queues.set(key, [waiting])
        ready.push(key)
        // Those that arrive within this turn of the event loop join the first batch.
        setImmediate(begin)
      } else if (queue.length >= longestQueue) reject(new Busy('too many claims wait'))
      else queue.push(waiting)
    })
}

/** Never fails: every claim of the batch has its answer or its error afterwards. */
async function settle<Claim, Answer>(
  commit: Commit<Claim, Answer>,
  key: number,
  batch: readonly Waiting<Claim, Answer>[],
  isSecond = false,
): Promise<void> {
  try {
    const answers = await commit(
      key,
      batch.map(({ claim }) => claim),
    )
    await faultPoint('booking.committed')
    for (const [index, waiting] of batch.entries()) answerOne(waiting, answers[index])
  } catch (error) {
    // Lost with the connection, perhaps after the commit: who was written already is found by what they sent.
    if (isUnavailable(error) && !isSecond) return settle(commit, key, batch, true)
    if (error instanceof Busy || isUnavailable(error) || batch.length === 1) {
      for (const { reject } of batch) reject(error)
      return
    }
    const middle = batch.length >> 1
    await settle(commit, key, batch.slice(0, middle))
    await settle(commit, key, batch.slice(middle))
  }
}

function answerOne<Claim, Answer>({ resolve, reject }: Waiting<Claim, Answer>, answer: Answer | undefined): void {
  if (answer === undefined) reject(new Error('a batch gave fewer answers than claims'))
  else resolve(answer)
}
