import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { digest } from '../../../core/tokens.ts'
import { recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { lockCodes, lockLedger } from '../queries/ledger.ts'
import { countPerOrganisation, findExisting, findOrganisationKeys } from '../queries/locks.ts'
import { mailName } from '../queries/names.ts'
import type { Claim } from '../rules/claims.ts'
import { normaliseCode } from '../rules/codes.ts'
import type { CodeTally, Ledger } from '../rules/ledger.ts'
import type { Granted, Refusal } from '../types/offers.ts'
import type { RegistrationMailKind } from '../types.ts'
import { saveAnswers } from './answers.ts'
import { drawNumbers, saveLedger } from './counters.ts'
import { mayPromote, settle } from './places.ts'
import { type ClaimAnswer, decide, decideTogether, type Facts, type Plan, type Planned } from './plan.ts'
import '../tables.ts'

/**
 * Decides claims for one event in the order in which they came and writes what follows from them, in a number of
 * statements that does not grow with them. Exact under any concurrency: everything is decided on locked counters.
 * @param isSilent nobody gets a mail: whoever imports a list has told them already
 */
export async function commitClaims(
  trx: Transaction,
  actor: Actor,
  eventId: number,
  claims: readonly Claim[],
  { isSilent = false }: { isSilent?: boolean } = {},
): Promise<ClaimAnswer[]> {
  const facts = await lockFacts(trx, eventId, claims)
  const plan = decide(claims, facts)
  await writePlan(trx, actor, facts, plan, isSilent)
  return plan.answers
}

/** As `commitClaims`, all of them or none: the first that is refused refuses all, and nothing is written. */
export async function commitTogether(
  trx: Transaction,
  actor: Actor,
  eventId: number,
  { claims, waitsTogether }: { claims: readonly Claim[]; waitsTogether: boolean },
): Promise<ClaimAnswer[] | { readonly kind: 'refused'; readonly index: number; readonly refusal: Refusal }> {
  const facts = await lockFacts(trx, eventId, claims)
  const outcome = decideTogether(claims, facts, waitsTogether)
  if (outcome.kind === 'refused') return outcome
  await writePlan(trx, actor, facts, outcome.plan)
  return outcome.plan.answers
}

async function lockFacts(trx: Transaction, eventId: number, claims: readonly Claim[]): Promise<Facts> {
  const ledger = await lockLedger(trx, eventId)
  // Whoever could be served is served first (a list that was frozen and no longer is): nobody passes them.
  if (mayPromote(ledger)) await settle(trx, ledger)
  const requests = claims.map(({ request }) => request)
  const typed = requests.map(({ code }) => normaliseCode(code ?? '')).filter(code => code !== '')
  const codes = await lockCodes(trx, eventId, [...new Set(typed)])
  const addresses = requests.map(({ email }) => email)
  const existing = await findExisting(trx, eventId, addresses)
  return { ledger, codes, existing, ...(await countOrganisations(trx, ledger, claims)) }
}

async function countOrganisations(
  trx: Transaction,
  { categories }: Ledger,
  claims: readonly Claim[],
): Promise<Pick<Facts, 'organisationKeys' | 'perOrganisation'>> {
  const limited = [...categories.values()].filter(({ mostPerOrganisation }) => mostPerOrganisation !== null)
  const isLimited = new Set(limited.map(({ id }) => id))
  const concerned = claims.filter(({ request }) => isLimited.has(request.categoryId))
  if (concerned.length === 0) return { organisationKeys: new Map(), perOrganisation: new Map() }
  const organisationKeys = await findOrganisationKeys(
    trx,
    concerned.map(({ request }) => request.organisation),
  )
  const perOrganisation = await countPerOrganisation(trx, [...isLimited], [...organisationKeys.values()])
  return { organisationKeys, perOrganisation }
}

async function writePlan(trx: Transaction, actor: Actor, facts: Facts, plan: Plan, isSilent = false): Promise<void> {
  const { ledger } = facts
  const ids = await insertRegistrations(trx, plan.fresh)
  if (!isSilent) touch(ledger, plan.fresh, ids)
  await insertSignUps(trx, ledger, plan.fresh, ids)
  await insertNeeds(trx, plan.fresh, ids)
  await insertConsents(trx, plan.fresh, ids)
  const answered = plan.fresh.filter(({ request }) => (request.answers ?? []).length > 0)
  const given = answered.map(({ request, reference }) => ({
    registrationId: idOf(ids, reference),
    answers: request.answers ?? [],
  }))
  if (given.length > 0) await saveAnswers(trx, given)
  await recordAudits(
    trx,
    actor,
    'registration.created',
    plan.fresh.map(({ reference, admission, request }) => ({
      eventId: ledger.event.id,
      subject: { kind: 'registration', id: idOf(ids, reference) },
      details: { ...admission, categoryId: request.categoryId },
    })),
  )
  const { id: eventId, organisationId } = ledger.event
  const mails = isSilent ? [] : mailsOf(plan, ids)
  await queueMails(
    trx,
    mails.map(mail => ({ ...mail, eventId, organisationId })),
  )
  await saveCodes(trx, facts.codes)
  await saveLedger(trx, ledger)
}

function touch({ touched }: Ledger, fresh: readonly Planned[], ids: ReadonlyMap<string, number>): void {
  for (const { admission, reference } of fresh)
    if (admission.kind === 'place' || admission.kind === 'waiting') touched.add(idOf(ids, reference))
}

async function insertRegistrations(trx: Transaction, fresh: readonly Planned[]): Promise<Map<string, number>> {
  if (fresh.length === 0) return new Map()
  const numbers = await drawNumbers(trx, fresh.filter(({ admission }) => admission.kind === 'waiting').length)
  const inserted = await trx('registrations')
    .insert(fresh.map(planned => rowOf(planned, planned.admission.kind === 'waiting' ? numbers.shift() : undefined)))
    .returning(['id', 'reference'])
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

async function insertSignUps(
  trx: Transaction,
  { event }: Ledger,
  fresh: readonly Planned[],
  ids: Map<string, number>,
): Promise<void> {
  const planned = fresh.flatMap(one => one.signUps.map(signUp => ({ ...signUp, one })))
  if (planned.length === 0) return
  const numbers = await drawNumbers(trx, planned.filter(({ status }) => status === 'waiting').length)
  await trx('signUps').insert(
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

async function insertNeeds(trx: Transaction, fresh: readonly Planned[], ids: Map<string, number>): Promise<void> {
  const needs = fresh
    .filter(({ request }) => request.needs.dietary !== '' || request.needs.access !== '')
    .map(({ request, reference }) => ({ registrationId: idOf(ids, reference), ...request.needs }))
  if (needs.length > 0) await trx('registrationNeeds').insert(needs)
}

async function insertConsents(trx: Transaction, fresh: readonly Planned[], ids: Map<string, number>): Promise<void> {
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
  if (consents.length > 0) await trx('consents').insert(consents)
}

const kindOf: Record<Granted['kind'], RegistrationMailKind> = {
  place: 'registration-confirmed',
  waiting: 'registration-waiting',
  approval: 'registration-applied',
  address: 'registration-address',
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
  const again = [...repeated.values()].map(known => {
    const kind = known.status === 'unconfirmed' ? 'registration-address' : 'registration-exists'
    const to = { name: mailName(known), address: known.email }
    const idempotencyKey = `${kind}:${known.reference}:${hour}`
    return { kind, idempotencyKey, to, locale: known.locale, registrationId: known.id }
  })
  return [...first, ...again]
}

async function saveCodes(trx: Transaction, codes: ReadonlyMap<string, CodeTally>): Promise<void> {
  if (codes.size === 0) return
  const used = [...codes.values()]
  await trx.raw(
    `update access_codes c set used = v.used from unnest(?::bigint[], ?::int[]) as v(id, used)
     where c.id = v.id and c.used <> v.used`,
    [used.map(({ id }) => id), used.map(code => code.used)],
  )
}

function idOf(ids: ReadonlyMap<string, number>, reference: string): number {
  const id = ids.get(reference)
  if (id !== undefined) return id
  throw new Error('a registration was not inserted')
}
