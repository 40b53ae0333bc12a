import { type Actor, visitor } from '../../../core/actor.ts'
import { type Claimant, createBatches } from '../../../core/batches.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import type { RegisterOutcome, RegisterRequest } from '../types.ts'
import { commitClaims } from './claims.ts'
import type { Claim, ClaimAnswer } from './plan.ts'

/** One set of queues per pool: two applications in one process do not share them, as two processes would not. */
const queues = new WeakMap<Database, Claimant<Claim, ClaimAnswer>>()

/**
 * Takes a place, or a place in the queue; exact under any concurrency, in this process and across processes. Claims
 * of visitors that arrive together for one event are written together. An address that is registered already gets
 * the answer a new one would get, and a mail that tells (SEC-20).
 * @throws Busy when the lock cannot be had in time
 */
export async function register(
  db: Database | Transaction,
  actor: Actor,
  request: RegisterRequest,
): Promise<RegisterOutcome> {
  const claim: Claim = { request, rule: 'public' }
  if (db.isTransaction || actor.kind !== 'visitor') return (await commitAlone(db, actor, claim)).admission
  const { admission } = await queueOf(db)(request.eventId, claim)
  return admission
}

/** What an organiser learns who adds somebody: also whether that address was registered already. */
export type AddedByHand =
  | { readonly kind: 'already-registered'; readonly reference: string }
  | (Exclude<RegisterOutcome, { kind: 'not-yet' }> & { readonly reference?: string | undefined })

/**
 * Adds somebody by hand: opening times and approval do not bind the organiser, the capacity does.
 * @throws Busy when the lock cannot be had in time
 */
export async function registerByHand(
  db: Database | Transaction,
  actor: Actor,
  request: RegisterRequest,
): Promise<AddedByHand> {
  const { admission, reference, existed } = await commitAlone(db, actor, { request, rule: 'by-hand' })
  if (existed && reference !== undefined) return { kind: 'already-registered', reference }
  return admission.kind === 'not-yet' ? { kind: 'closed' } : { ...admission, reference }
}

/** Several wishes of one event in one transaction, decided in their order; for seeds and imports. */
export async function registerTogether(
  trx: Transaction,
  actor: Actor,
  { eventId, requests }: { eventId: number; requests: readonly RegisterRequest[] },
): Promise<RegisterOutcome[]> {
  const claims = requests.map((request): Claim => ({ request, rule: 'public' }))
  return (await commitClaims(trx, actor, eventId, claims)).map(({ admission }) => admission)
}

function queueOf(db: Database): Claimant<Claim, ClaimAnswer> {
  const known = queues.get(db)
  if (known !== undefined) return known
  const made = createBatches<Claim, ClaimAnswer>((eventId, claims) =>
    oneAtATime(claims, () => inTransaction(db, trx => commitClaims(trx, visitor, eventId, claims))),
  )
  queues.set(db, made)
  return made
}

async function commitAlone(db: Database | Transaction, actor: Actor, claim: Claim): Promise<ClaimAnswer> {
  const { eventId } = claim.request
  const [answer] = await oneAtATime([claim], () => inTransaction(db, trx => commitClaims(trx, actor, eventId, [claim])))
  if (answer === undefined) throw new Error('a claim had no answer')
  return answer
}

/**
 * Another process registered the same address between our look and our insert: a lone claim looks again, and finds
 * it. A batch is left to fail, for its claims are then tried alone.
 */
async function oneAtATime<Answers>(claims: readonly Claim[], commit: () => Promise<Answers>): Promise<Answers> {
  try {
    return await commit()
  } catch (error) {
    if (claims.length > 1 || violatedConstraint(error) !== 'one_active_registration_per_address') throw error
    return commit()
  }
}
