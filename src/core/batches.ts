import { Busy } from './errors.ts'

/** Writes claims that arrived together, all or none of them; answers in their order. */
export type Commit<Claim, Answer> = (key: number, claims: readonly Claim[]) => Promise<readonly Answer[]>

/** Hands in one claim and waits for its answer. */
export type Claimant<Claim, Answer> = (key: number, claim: Claim) => Promise<Answer>

interface Waiting<Claim, Answer> {
  readonly claim: Claim
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
}

/** Claims written together at most: one statement stays small, and the last of a batch waits little. */
export const largestBatch = 64
/** Claims that may wait for one key; more are told to come back in a moment. */
export const longestQueue = 2_000

/**
 * Group commit: claims for one key are queued in this process and written together, one batch in flight per key, so
 * that a rush costs one transaction for many instead of one each. Other keys go on meanwhile. Correctness never rests
 * on it: other processes write too, so `commit` locks what it decides on.
 *
 * When a batch fails, each of its claims is tried alone, so that one bad claim spoils nobody else's. Contention
 * (`Busy`) is not: what waited in vain for a lock would wait again, 64 times.
 */
export function createBatches<Claim, Answer>(commit: Commit<Claim, Answer>): Claimant<Claim, Answer> {
  const queues = new Map<number, Waiting<Claim, Answer>[]>()

  async function drain(key: number, queue: Waiting<Claim, Answer>[]): Promise<void> {
    while (queue.length > 0) await settle(commit, key, queue.splice(0, largestBatch))
    queues.delete(key)
  }

  return (key, claim) =>
    new Promise((resolve, reject) => {
      const waiting = { claim, resolve, reject }
      const queue = queues.get(key)
      if (queue === undefined) {
        const fresh = [waiting]
        queues.set(key, fresh)
        // Those that arrive within this turn of the event loop join the first batch.
        setImmediate(() => void drain(key, fresh))
      } else if (queue.length >= longestQueue) reject(new Busy('too many claims wait'))
      else queue.push(waiting)
    })
}

async function settle<Claim, Answer>(
  commit: Commit<Claim, Answer>,
  key: number,
  batch: readonly Waiting<Claim, Answer>[],
): Promise<void> {
  try {
    const answers = await commit(
      key,
      batch.map(({ claim }) => claim),
    )
    for (const [index, waiting] of batch.entries()) answerOne(waiting, answers[index])
  } catch (error) {
    const [only, ...others] = batch
    if (error instanceof Busy || only === undefined) for (const { reject } of batch) reject(error)
    else if (others.length === 0) only.reject(error)
    else for (const waiting of batch) await settle(commit, key, [waiting])
  }
}

function answerOne<Claim, Answer>({ resolve, reject }: Waiting<Claim, Answer>, answer: Answer | undefined): void {
  if (answer === undefined) reject(new Error('a batch gave fewer answers than claims'))
  else resolve(answer)
}
