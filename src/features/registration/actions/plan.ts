import { type Instant, now } from '../../../core/time.ts'
import { digest, newReference } from '../../../core/tokens.ts'
import type { ExistingRegistration } from '../queries/locks.ts'
import { isDoubleSubmission } from '../rules.ts'
import { type Claim, type ClaimFacts, decideNew, type Grant, isGranted, organisationKey } from '../rules/claims.ts'
import { normaliseCode } from '../rules/codes.ts'
import { type CodeTally, snapshot } from '../rules/ledger.ts'
import type { Admission, Refusal } from '../types/offers.ts'
import type { RegisterRequest } from '../types.ts'

/** What became of a claim. Only `admission` may reach the public: the rest tells who is registered. */
export interface ClaimAnswer {
  readonly admission: Admission
  readonly reference?: string | undefined
  readonly existed: boolean
}

/** A registration to write. */
export interface Planned extends Omit<Grant, 'kind'> {
  readonly request: RegisterRequest
  readonly reference: string
  readonly submissionDigest: string
  readonly createdAt: Instant
  readonly delegationId: number | undefined
}

/** What follows from some claims: their answers in order, and what to write. */
export interface Plan {
  readonly answers: ClaimAnswer[]
  readonly fresh: Planned[]
  /** The fresh ones by their addresses in lower case. */
  readonly byAddress: Map<string, Planned>
  readonly repeated: Map<string, ExistingRegistration>
}

/** What a new registration is called in the database, and its place in the queue, should it wait. */
export interface Keys {
  readonly id: number
  readonly queueNumber: number
}

/** What was read and drawn under lock for some claims. */
export interface Facts extends ClaimFacts {
  /** What stands for their addresses already. */
  readonly existing: ReadonlyMap<string, ExistingRegistration>
  /** One for each claim, whether it gets one or not. */
  readonly keys: readonly Keys[]
}

function emptyPlan(): Plan {
  return { answers: [], fresh: [], byAddress: new Map(), repeated: new Map() }
}

/** Decides claims one after the other on counters that are locked; they are counted, nothing is written. */
export function decide(claims: readonly Claim[], facts: Facts): Plan {
  const plan = emptyPlan()
  for (const claim of claims) plan.answers.push(decideOne(plan, claim, facts, false))
  return plan
}

/**
 * Decides the claims of a delegation, all of them or none. Those who wait together all queue up as soon as there is no
 * place for one of them.
 */
export function decideTogether(
  claims: readonly Claim[],
  facts: Facts,
  waitsTogether: boolean,
):
  | { readonly kind: 'granted'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly index: number; readonly refusal: Refusal } {
  const undo = snapshot(facts.ledger)
  let plan = decide(claims, facts)
  if (waitsTogether && plan.fresh.some(({ admission }) => admission.kind === 'waiting')) {
    undo()
    for (const { request, code } of plan.fresh) uncount(facts, request, code)
    plan = emptyPlan()
    for (const claim of claims) plan.answers.push(decideOne(plan, claim, facts, true))
  }
  const index = plan.answers.findIndex(({ admission }) => !isGranted(admission))
  const refusal = plan.answers[index]?.admission
  if (refusal === undefined || isGranted(refusal)) return { kind: 'granted', plan }
  return { kind: 'refused', index, refusal }
}

function uncount(
  { organisationKeys, perOrganisation }: Facts,
  request: RegisterRequest,
  code: CodeTally | undefined,
): void {
  if (code) code.used -= 1
  const key = organisationKey(request, organisationKeys)
  perOrganisation.set(key, (perOrganisation.get(key) ?? 0) - 1)
}

function decideOne(plan: Plan, claim: Claim, facts: Facts, mustWait: boolean): ClaimAnswer {
  const { request } = claim
  const moment = now()
  const category = facts.ledger.categories.get(request.categoryId)
  if (category === undefined) return { admission: { kind: 'closed' }, existed: false }
  const submission = { submissionDigest: submissionDigest(request) }
  const known = facts.existing.get(request.email)
  const address = request.email.toLowerCase()
  const earlier = plan.byAddress.get(address)
  const twin = [known, earlier].find(one => one !== undefined && isDoubleSubmission(one, submission, moment))
  if (twin !== undefined) return { admission: answerOf(twin), reference: twin.reference, existed: true }
  const undo = snapshot(facts.ledger)
  const decision = decideNew(claim, category, facts, moment, mustWait)
  if (decision.kind === 'refused') {
    undo()
    return { admission: decision.refusal, existed: false }
  }
  const first = known ?? earlier
  if (first !== undefined) {
    undo()
    if (known !== undefined) plan.repeated.set(known.reference, known)
    return { admission: decision.admission, reference: first.reference, existed: true }
  }
  count(facts, request, decision.admission.kind === 'address' ? undefined : decision.code)
  const { kind: _, ...granted } = decision
  const reference = newReference()
  const { delegationId } = claim
  const planned = { ...submission, ...granted, request, reference, createdAt: moment, delegationId }
  plan.fresh.push(planned)
  plan.byAddress.set(address, planned)
  return { admission: decision.admission, reference, existed: false }
}

function count(
  { organisationKeys, perOrganisation }: Facts,
  request: RegisterRequest,
  code: CodeTally | undefined,
): void {
  if (code) code.used += 1
  const key = organisationKey(request, organisationKeys)
  perOrganisation.set(key, (perOrganisation.get(key) ?? 0) + 1)
}

/** What the first of two equal submissions was told. */
function answerOf(first: ExistingRegistration | Planned): Admission {
  if ('admission' in first) return first.admission
  if (first.status === 'waiting') return { kind: 'waiting', position: first.position }
  if (first.status === 'unconfirmed') return { kind: 'address' }
  return first.status === 'applied' ? { kind: 'approval' } : { kind: 'place' }
}

function submissionDigest(request: RegisterRequest): string {
  const { eventId, categoryId, email, titleBefore, givenName, familyName, titleAfter } = request
  const { organisation, country, locale, needs, consents } = request
  const person = [titleBefore, givenName, familyName, titleAfter, organisation, country, locale]
  const purposes = consents.map(consent => `${consent.purpose}${consent.questionId ?? ''}`).toSorted()
  const answers = (request.answers ?? []).map(({ questionId, value }) => `${questionId}=${JSON.stringify(value)}`)
  const wishes = [...(request.partIds ?? []), '/', ...(request.optionIds ?? []), '/', request.attendance ?? '']
  return digest(
    `${eventId}`,
    `${categoryId}`,
    email.toLowerCase(),
    ...person,
    needs.dietary,
    needs.access,
    ...purposes,
    ...answers.toSorted(),
    ...wishes.map(String),
    normaliseCode(request.code ?? ''),
  )
}
