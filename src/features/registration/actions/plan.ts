import { type Instant, now } from '../../../core/time.ts'
import { digest, newReference } from '../../../core/tokens.ts'
import type { Allotment, ExistingRegistration } from '../queries/locks.ts'
import { decideAdmission, decideByHand, isDoubleSubmission } from '../rules.ts'
import type { Admission, Granted, QuotaRow, RegisterRequest } from '../types.ts'

/** One wish to register, and by which rules it is decided. */
export interface Claim {
  readonly request: RegisterRequest
  /** The public is bound by the opening times and by approval, an organiser only by the places. */
  readonly rule: 'public' | 'by-hand'
}

/** What became of a claim. Only `admission` may reach the public: the rest tells who is registered. */
export interface ClaimAnswer {
  readonly admission: Admission
  readonly reference?: string | undefined
  readonly existed: boolean
}

/** A registration to write. */
export interface Planned {
  readonly request: RegisterRequest
  readonly reference: string
  readonly submissionDigest: string
  readonly createdAt: Instant
  readonly admission: Granted
  readonly queueNumber: number | undefined
}

type Tally = { -readonly [Key in keyof QuotaRow]: QuotaRow[Key] }

/** What follows from some claims: their answers in order, and what to write. */
export interface Plan {
  readonly answers: ClaimAnswer[]
  readonly fresh: Planned[]
  readonly repeated: Map<string, ExistingRegistration>
  readonly tallies: Map<number, Tally>
}

/** Decides claims one after the other on counters that are locked; nothing is written. */
export function decide(
  claims: readonly Claim[],
  allotments: ReadonlyMap<number, Allotment>,
  existing: ReadonlyMap<string, ExistingRegistration>,
): Plan {
  const tallies = new Map([...allotments].map(([id, { quota }]): [number, Tally] => [id, { ...quota }]))
  const plan: Plan = { answers: [], fresh: [], repeated: new Map(), tallies }
  for (const claim of claims) plan.answers.push(decideOne(plan, claim, allotments, existing))
  return plan
}

function decideOne(
  plan: Plan,
  { request, rule }: Claim,
  allotments: ReadonlyMap<number, Allotment>,
  existing: ReadonlyMap<string, ExistingRegistration>,
): ClaimAnswer {
  const moment = now()
  const allotment = allotments.get(request.categoryId)
  const tally = plan.tallies.get(request.categoryId)
  if (allotment === undefined || tally === undefined) return { admission: { kind: 'closed' }, existed: false }
  const submission = { submissionDigest: submissionDigest(request) }
  const known = existing.get(request.email)
  const earlier = plan.fresh.find(one => one.request.email.toLowerCase() === request.email.toLowerCase())
  const twin = [known, earlier].find(one => one !== undefined && isDoubleSubmission(one, submission, moment))
  if (twin !== undefined) return { admission: answerOf(twin), reference: twin.reference, existed: true }
  const { category, event } = allotment
  const admission =
    rule === 'public' ? decideAdmission(category, tally, event, moment) : decideByHand(category, tally, event)
  if (!isGranted(admission)) return { admission, existed: false }
  if (known !== undefined) plan.repeated.set(known.reference, known)
  const first = known ?? earlier
  if (first !== undefined) return { admission, reference: first.reference, existed: true }
  const planned = { ...submission, request, reference: newReference(), createdAt: moment, admission }
  plan.fresh.push({ ...planned, queueNumber: take(tally, admission) })
  return { admission, reference: planned.reference, existed: false }
}

function isGranted(admission: Admission): admission is Granted {
  return admission.kind === 'place' || admission.kind === 'waiting' || admission.kind === 'approval'
}

/** Counts a granted claim; the number in the queue for one that waits. */
function take(tally: Tally, admission: Granted): number | undefined {
  if (admission.kind === 'place') tally.taken += 1
  if (admission.kind !== 'waiting') return undefined
  tally.waiting += 1
  return tally.nextQueueNumber++
}

/** What the first of two equal submissions was told. */
function answerOf(first: ExistingRegistration | Planned): Admission {
  if ('admission' in first) return first.admission
  if (first.status === 'waiting') return { kind: 'waiting', position: first.position }
  return first.status === 'applied' ? { kind: 'approval' } : { kind: 'place' }
}

function submissionDigest(request: RegisterRequest): string {
  const { eventId, categoryId, email, titleBefore, givenName, familyName, titleAfter } = request
  const { organisation, country, locale, needs, consents } = request
  const person = [titleBefore, givenName, familyName, titleAfter, organisation, country, locale]
  const purposes = consents.map(consent => consent.purpose).toSorted()
  return digest(`${eventId}`, `${categoryId}`, email.toLowerCase(), ...person, needs.dietary, needs.access, ...purposes)
}
