import type { Actor } from '../../../core/actor.ts'
import type { Locked, Transaction } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import { digest, newReference } from '../../../core/tokens.ts'
import { recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { type Allotment, type ExistingRegistration, findExisting, lockAllotments } from '../queries/locks.ts'
import { mailName } from '../queries/names.ts'
import { decideAdmission, decideByHand, isDoubleSubmission } from '../rules.ts'
import type { Admission, Granted, QuotaRow, RegisterRequest, RegistrationMailKind } from '../types.ts'

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

interface Planned {
  readonly request: RegisterRequest
  readonly reference: string
  readonly submissionDigest: string
  readonly createdAt: Instant
  readonly admission: Granted
  readonly queueNumber: number | undefined
}

type Tally = { -readonly [Key in keyof QuotaRow]: QuotaRow[Key] }

interface Plan {
  readonly answers: ClaimAnswer[]
  readonly fresh: Planned[]
  readonly repeated: Map<string, ExistingRegistration>
  readonly tallies: Map<number, Tally>
}

/**
 * Decides claims for one event in the order in which they came and writes what follows from them, in a number of
 * statements that does not grow with them. Exact under any concurrency: everything is decided on locked counters.
 */
export async function commitClaims(
  trx: Transaction,
  actor: Actor,
  eventId: number,
  claims: readonly Claim[],
): Promise<ClaimAnswer[]> {
  const categories = new Set(claims.map(({ request }) => request.categoryId))
  const allotments = await lockAllotments(trx, [...categories])
  const addresses = claims.map(({ request }) => request.email)
  const plan = decide(claims, allotments, await findExisting(trx, eventId, addresses))
  const ids = await insertRegistrations(trx, plan.fresh)
  await insertNeeds(trx, plan.fresh, ids)
  await insertConsents(trx, plan.fresh, ids)
  await recordAudits(
    trx,
    actor,
    'registration.created',
    plan.fresh.map(({ reference, admission, request }) => ({
      eventId,
      subject: { kind: 'registration', id: idOf(ids, reference) },
      details: { ...admission, categoryId: request.categoryId },
    })),
  )
  const organisationId = [...allotments.values()][0]?.event.organisationId
  await queueMails(
    trx,
    mailsOf(plan, ids).map(mail => ({ ...mail, eventId, organisationId })),
  )
  await saveCounters(trx, allotments, plan)
  return plan.answers
}

function decide(
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

async function insertRegistrations(trx: Transaction, fresh: readonly Planned[]): Promise<Map<string, number>> {
  if (fresh.length === 0) return new Map()
  const inserted = await trx('registrations')
    .insert(
      fresh.map(({ request, reference, submissionDigest, createdAt, admission, queueNumber }) => {
        const { needs: _needs, consents: _consents, ...person } = request
        return {
          ...person,
          reference,
          submissionDigest,
          createdAt,
          contentUpdatedAt: createdAt,
          confirmedAt: admission.kind === 'place' ? createdAt : null,
          waitlistedAt: admission.kind === 'waiting' ? createdAt : null,
          appliedAt: admission.kind === 'approval' ? createdAt : null,
          queueNumber: queueNumber ?? null,
        }
      }),
    )
    .returning(['id', 'reference'])
  return new Map(inserted.map(({ id, reference }) => [reference, id]))
}

async function insertNeeds(trx: Transaction, fresh: readonly Planned[], ids: Map<string, number>): Promise<void> {
  const needs = fresh
    .filter(({ request }) => request.needs.dietary !== '' || request.needs.access !== '')
    .map(({ request, reference }) => ({ registrationId: idOf(ids, reference), ...request.needs }))
  if (needs.length > 0) await trx('registrationNeeds').insert(needs)
}

async function insertConsents(trx: Transaction, fresh: readonly Planned[], ids: Map<string, number>): Promise<void> {
  const consents = fresh.flatMap(({ request, reference, createdAt }) =>
    request.consents.map(consent => ({
      ...consent,
      registrationId: idOf(ids, reference),
      textDigest: digest(consent.textShown),
      givenAt: createdAt,
    })),
  )
  if (consents.length > 0) await trx('consents').insert(consents)
}

const kindOf: Record<Granted['kind'], RegistrationMailKind> = {
  place: 'registration-confirmed',
  waiting: 'registration-waiting',
  approval: 'registration-applied',
}

function mailsOf({ fresh, repeated }: Plan, ids: Map<string, number>): MailToQueue[] {
  const first = fresh.map(({ request, reference, admission }) => ({
    kind: kindOf[admission.kind],
    idempotencyKey: `${kindOf[admission.kind]}:${reference}`,
    to: { name: mailName(request), address: request.email },
    locale: request.locale,
    registrationId: idOf(ids, reference),
    payload: admission.kind === 'waiting' ? { position: admission.position } : {},
  }))
  // Once an hour at most, whatever somebody types into the form (SEC-35).
  const hour = Math.floor(now().getTime() / 3_600_000)
  const again = [...repeated.values()].map(known => ({
    kind: 'registration-exists',
    idempotencyKey: `registration-exists:${known.reference}:${hour}`,
    to: { name: mailName(known), address: known.email },
    locale: known.locale,
    registrationId: known.id,
  }))
  return [...first, ...again]
}

async function saveCounters(trx: Transaction, allotments: ReadonlyMap<number, Allotment>, plan: Plan): Promise<void> {
  if (plan.fresh.length === 0) return
  const quotas: Locked<QuotaRow>[] = [...allotments.values()].map(({ quota }) => quota)
  const next = quotas.map(quota => plan.tallies.get(quota.categoryId) ?? quota)
  await trx.raw(
    `update quotas q set taken = v.taken, waiting = v.waiting, next_queue_number = v.next
     from unnest(?::bigint[], ?::int[], ?::int[], ?::bigint[]) as v(id, taken, waiting, next) where q.id = v.id`,
    [
      next.map(tally => tally.id),
      next.map(tally => tally.taken),
      next.map(tally => tally.waiting),
      next.map(tally => tally.nextQueueNumber),
    ],
  )
}

function idOf(ids: ReadonlyMap<string, number>, reference: string): number {
  const id = ids.get(reference)
  if (id === undefined) throw new Error('a registration was not inserted')
  return id
}
