import { type Actor, visitor } from '../../../core/actor.ts'
import { type Claimant, createBatches } from '../../../core/batches.ts'
import {
  type Database,
  inTransaction,
  mostTries,
  type Transaction,
  violatedConstraint,
} from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { rememberRules } from '../queries/ledger.ts'
import type { Claim, ClaimRule } from '../rules/claims.ts'
import type { DelegationRow, RegisterRequest } from '../types.ts'
import type { Refusal, RegisterOutcome } from '../types/offers.ts'
import { commitClaims, commitTogether } from './claims.ts'
import type { ClaimAnswer } from './plan.ts'

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
  | (Exclude<RegisterOutcome, { kind: 'not-yet' | 'address' }> & { readonly reference?: string | undefined })

/**
 * Adds somebody by hand: opening times and approval do not bind the organiser, the capacity does.
 * @throws Busy when the lock cannot be had in time
 */
export async function registerByHand(
  db: Database | Transaction,
  actor: Actor,
  request: RegisterRequest,
): Promise<AddedByHand> {
  return addedBy(await commitAlone(db, actor, { request, rule: 'by-hand' }))
}

/**
 * Registers somebody who was invited in person: opening times, approval and hidden categories do not bind them, the
 * places and the limit of an organisation do.
 * @throws Busy when the lock cannot be had in time
 */
export async function registerInvited(
  db: Database | Transaction,
  actor: Actor,
  request: RegisterRequest,
): Promise<AddedByHand> {
  return addedBy(await commitAlone(db, actor, { request, rule: 'invited' }))
}

function addedBy({ admission, reference, existed }: ClaimAnswer): AddedByHand {
  if (existed && reference !== undefined) return { kind: 'already-registered', reference }
  return admission.kind === 'not-yet' || admission.kind === 'address' ? { kind: 'closed' } : { ...admission, reference }
}

/** Claims written by one statement at most: PostgreSQL takes 65,535 values. */
const claimsAtOnce = 500

interface Together {
  readonly eventId: number
  readonly requests: readonly RegisterRequest[]
  /** Usual: `public`. */
  readonly rule?: ClaimRule
  /** Nobody gets a mail. */
  readonly isSilent?: boolean
}

/**
 * Several wishes of one event in one transaction, decided in their order: who comes first waits first. For seeds and
 * imports.
 */
export async function registerTogether(
  trx: Transaction,
  actor: Actor,
  { eventId, requests, rule = 'public', isSilent = false }: Together,
): Promise<ClaimAnswer[]> {
  const answers: ClaimAnswer[] = []
  for (let from = 0; from < requests.length; from += claimsAtOnce) {
    const claims = requests.slice(from, from + claimsAtOnce).map((request): Claim => ({ request, rule }))
    answers.push(...(await commitClaims(trx, actor, eventId, claims, { isSilent })))
  }
  return answers
}

/** Who registers several people of one organisation, and how they wait. */
export type NewDelegation = Pick<
  DelegationRow,
  'eventId' | 'contactName' | 'contactEmail' | 'organisation' | 'locale' | 'waitsTogether' | 'submissionDigest'
>

export type DelegationOutcome =
  | { readonly kind: 'registered'; readonly delegation: DelegationRow; readonly answers: readonly ClaimAnswer[] }
  /** Nobody was registered because this one could not be. */
  | { readonly kind: 'refused'; readonly index: number; readonly refusal: Refusal }

/**
 * Registers a delegation, everybody or nobody. Those of them whose address is registered already are left as they are.
 * @throws Busy when the lock cannot be had in time
 */
export async function registerDelegation(
  db: Database | Transaction,
  actor: Actor,
  { delegation, requests }: { delegation: NewDelegation; requests: readonly RegisterRequest[] },
): Promise<DelegationOutcome> {
  return inTransaction(db, async trx => {
    const [row] = await trx('delegations')
      .insert({ ...delegation, reference: newReference(), createdAt: now() })
      .returning('*')
    if (row === undefined) throw new Error('the delegation was not inserted')
    const outcome = await joinDelegation(trx, actor, { delegation: row, requests })
    if (outcome.kind === 'refused') await trx('delegations').where({ id: row.id }).delete()
    return outcome
  })
}

/** Adds people to a delegation, all of them or nobody; in a transaction of the caller's. */
export async function joinDelegation(
  trx: Transaction,
  actor: Actor,
  { delegation, requests }: { delegation: DelegationRow; requests: readonly RegisterRequest[] },
): Promise<DelegationOutcome> {
  const { id: delegationId, eventId, waitsTogether } = delegation
  const claims = requests.map((request): Claim => ({ request, rule: 'public', delegationId }))
  const outcome = await commitTogether(trx, actor, eventId, { claims, waitsTogether })
  return 'kind' in outcome ? outcome : { kind: 'registered', delegation, answers: outcome }
}

function queueOf(db: Database): Claimant<Claim, ClaimAnswer> {
  const known = queues.get(db)
  if (known !== undefined) return known
  const rules = rememberRules()
  const write = (eventId: number, claims: readonly Claim[]) =>
    oneAtATime(claims, () =>
      inTransaction(db, trx => commitClaims(trx, visitor, eventId, claims, { rules }), { tries: mostTries }),
    )
  const made = createBatches<Claim, ClaimAnswer>(write, 'registrations')
  queues.set(db, made)
  return made
}

async function commitAlone(db: Database | Transaction, actor: Actor, claim: Claim): Promise<ClaimAnswer> {
  const { eventId } = claim.request
  const [answer] = await oneAtATime([claim], () =>
    inTransaction(db, trx => commitClaims(trx, actor, eventId, [claim]), { tries: mostTries }),
  )
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
