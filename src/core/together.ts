import { type Database, postgresCode, type Transaction } from './database.ts'

type Steps<Answers extends readonly unknown[]> = { readonly [Index in keyof Answers]: () => Promise<Answers[Index]> }

/**
 * Runs steps of a transaction of which none needs another's answer. PostgreSQL executes the first statement of each in
 * the order of the steps: where the pool pipelines they are sent at once, in one way there and back; elsewhere one step
 * begins when the one before it is over. What a step sends after its first answer may come later than other steps, and
 * what it awaits before its first statement lets others pass.
 * @throws what went wrong first, when everything sent has been answered
 */
export async function together<Answers extends readonly unknown[]>(
  trx: Transaction,
  ...steps: Steps<Answers>
): Promise<Answers> {
  const all: readonly (() => Promise<unknown>)[] = steps
  const answers: unknown[] = []
  if (!pipelines(trx)) for (const step of all) answers.push(await step())
  else {
    const settled = await Promise.allSettled(all.map(async step => step()))
    const errors: unknown[] = settled.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
    if (errors.length > 0) throw errors.find(error => postgresCode(error) !== inFailedTransaction) ?? errors[0]
    answers.push(...settled.map(one => one.status === 'fulfilled' && one.value))
  }
  return answers as unknown as Answers
}

/** What PostgreSQL says to every statement after the one that failed. */
const inFailedTransaction = '25P02'

function pipelines(db: Database): boolean {
  const { config } = db.client as { readonly config: { readonly connection?: { readonly pipeline?: boolean } } }
  return config.connection?.pipeline === true
}
