import { insertRows, type Transaction } from '../../../core/database.ts'
import { digest } from '../../../core/tokens.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { Granted } from '../types/offers.ts'
import { drawNumbers } from './counters.ts'
import type { Planned } from './plan.ts'
import '../tables.ts'

/** Writes registrations and their numbers in the queue; their ids by reference. */
export async function insertRegistrations(trx: Transaction, fresh: readonly Planned[]): Promise<Map<string, number>> {
  if (fresh.length === 0) return new Map()
  const numbers = await drawNumbers(trx, fresh.filter(({ admission }) => admission.kind === 'waiting').length)
  const inserted = await insertRows<'registrations', { id: number; reference: string }>(
    trx,
    'registrations',
    fresh.map(planned => rowOf(planned, planned.admission.kind === 'waiting' ? numbers.shift() : undefined)),
    'returning id, reference',
  )
  return new Map(inserted.map(({ id, reference }) => [reference, id]))
}

function rowOf({ request, admission, createdAt, code, ...planned }: Planned, queueNumber: number | undefined) {
  const { eventId, categoryId, titleBefore, givenName, familyName, titleAfter } = request
  const { email, organisation, country, locale } = request
  const at = (kind: Granted['kind']) => (admission.kind === kind ? createdAt : null)
  return {
    eventId,
    categoryId,
    titleBefore,
    givenName,
    familyName,
    titleAfter,
    email,
    organisation,
    country,
    locale,
    reference: planned.reference,
    submissionDigest: planned.submissionDigest,
    attendance: planned.attendance,
    placeHeld: planned.placeHeld,
    delegationId: planned.delegationId ?? null,
    accessCodeId: code?.id ?? null,
    createdAt,
    contentUpdatedAt: createdAt,
    confirmedAt: at('place'),
    waitlistedAt: at('waiting'),
    appliedAt: at('approval'),
    addressAskedAt: at('address'),
    queueNumber: queueNumber ?? null,
  }
}

/** Writes what they sign up for. */
export async function insertSignUps(
  trx: Transaction,
  { event }: Ledger,
  fresh: readonly Planned[],
  ids: Map<string, number>,
): Promise<void> {
  const planned = fresh.flatMap(one => one.signUps.map(signUp => ({ ...signUp, one })))
  if (planned.length === 0) return
  const numbers = await drawNumbers(trx, planned.filter(({ status }) => status === 'waiting').length)
  await insertRows(
    trx,
    'signUps',
    planned.map(({ partId, optionId, status, one: { reference, createdAt } }) => ({
      partId,
      optionId,
      createdAt,
      eventId: event.id,
      registrationId: idOf(ids, reference),
      contentUpdatedAt: createdAt,
      confirmedAt: status === 'confirmed' ? createdAt : null,
      waitlistedAt: status === 'waiting' ? createdAt : null,
      queueNumber: status === 'waiting' ? (numbers.shift() ?? null) : null,
    })),
  )
}

/** Writes diet and access of those who said any. */
export async function insertNeeds(
  trx: Transaction,
  fresh: readonly Planned[],
  ids: Map<string, number>,
): Promise<void> {
  const needs = fresh
    .filter(({ request }) => request.needs.dietary !== '' || request.needs.access !== '')
    .map(({ request, reference }) => ({ registrationId: idOf(ids, reference), ...request.needs }))
  await insertRows(trx, 'registrationNeeds', needs)
}

/** Writes what they agreed to, in the words they saw. */
export async function insertConsents(
  trx: Transaction,
  fresh: readonly Planned[],
  ids: Map<string, number>,
): Promise<void> {
  const consents = fresh.flatMap(({ request, reference, createdAt }) =>
    request.consents.map(({ questionId, textVersion, ...consent }) => ({
      ...consent,
      questionId: questionId ?? null,
      textVersion: textVersion ?? 1,
      registrationId: idOf(ids, reference),
      textDigest: digest(consent.textShown),
      givenAt: createdAt,
    })),
  )
  await insertRows(trx, 'consents', consents)
}

/** The id of a registration that was just written. */
export function idOf(ids: ReadonlyMap<string, number>, reference: string): number {
  const id = ids.get(reference)
  if (id !== undefined) return id
  throw new Error('a registration was not inserted')
}
