import { insertRows, rows, type Transaction } from '../../../core/database.ts'
import { digest } from '../../../core/tokens.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { Granted } from '../types/offers.ts'
import { drawNumbers } from './counters.ts'
import type { Keys, Planned } from './plan.ts'
import '../tables.ts'

/**
 * Draws keys for so many, in the order of their coming; to be drawn under the lock of the ledger. Before it is known who
 * gets one, so that everything that follows can be sent at once; those left over are lost, as with any sequence.
 */
export async function drawKeys(trx: Transaction, count: number): Promise<Keys[]> {
  const drawn = await rows<Keys>(
    trx,
    `select nextval('registrations_id_seq') as id, nextval('queue_numbers') as queue_number
     from generate_series(1, ?)`,
    [count],
  )
  return drawn.toSorted((a, b) => a.queueNumber - b.queueNumber)
}

/** Writes registrations under their ids. */
export async function insertRegistrations(
  trx: Transaction,
  fresh: readonly Planned[],
  keys: readonly Keys[],
): Promise<void> {
  await insertRows(
    trx,
    'registrations',
    fresh.map((planned, index) => rowOf(planned, keyAt(keys, index))),
  )
}

/** Ids of new registrations by their references. */
export type Ids = ReadonlyMap<string, number>

/** The ids that new registrations get, in their order. */
export function idsOf(fresh: readonly Planned[], keys: readonly Keys[]): Ids {
  return new Map(fresh.map(({ reference }, index) => [reference, keyAt(keys, index).id]))
}

function keyAt(keys: readonly Keys[], index: number): Keys {
  const key = keys[index]
  if (key === undefined) throw new Error('fewer keys were drawn than people registered')
  return key
}

function rowOf({ request, admission, createdAt, code, ...planned }: Planned, { id, queueNumber }: Keys) {
  const { eventId, categoryId, titleBefore, givenName, familyName, titleAfter } = request
  const { email, organisation, country, locale } = request
  const at = (kind: Granted['kind']) => (admission.kind === kind ? createdAt : null)
  return {
    id,
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
    queueNumber: admission.kind === 'waiting' ? queueNumber : null,
  }
}

/** Writes what they sign up for. */
export async function insertSignUps(
  trx: Transaction,
  { event }: Ledger,
  fresh: readonly Planned[],
  ids: Ids,
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
export async function insertNeeds(trx: Transaction, fresh: readonly Planned[], ids: Ids): Promise<void> {
  const needs = fresh
    .filter(({ request }) => request.needs.dietary !== '' || request.needs.access !== '')
    .map(({ request, reference }) => ({ registrationId: idOf(ids, reference), ...request.needs }))
  await insertRows(trx, 'registrationNeeds', needs)
}

/** Writes what they agreed to, in the words they saw. */
export async function insertConsents(trx: Transaction, fresh: readonly Planned[], ids: Ids): Promise<void> {
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
export function idOf(ids: Ids, reference: string): number {
  const id = ids.get(reference)
  if (id !== undefined) return id
  throw new Error('a registration was not inserted')
}
