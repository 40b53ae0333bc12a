import type { Actor } from '../../../core/actor.ts'
import type { Locked, Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { digest } from '../../../core/tokens.ts'
import { recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { type Allotment, findExisting, lockAllotments } from '../queries/locks.ts'
import { mailName } from '../queries/names.ts'
import type { Granted, QuotaRow, RegistrationMailKind } from '../types.ts'
import { type Claim, type ClaimAnswer, decide, type Plan, type Planned } from './plan.ts'
import '../tables.ts'

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
