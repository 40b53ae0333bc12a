import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { faultPoint } from '../../../core/fault-points.ts'
import { now } from '../../../core/time.ts'
import { together } from '../../../core/together.ts'
import { recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { lockCodes, lockLedger, lockRememberedLedger, type RulesMemory } from '../queries/ledger.ts'
import { countPerOrganisation, findExisting, findOrganisationKeys } from '../queries/locks.ts'
import { mailName } from '../queries/names.ts'
import type { Claim } from '../rules/claims.ts'
import { normaliseCode } from '../rules/codes.ts'
import type { CodeTally, Ledger } from '../rules/ledger.ts'
import type { Granted, Refusal } from '../types/offers.ts'
import type { RegistrationMailKind } from '../types.ts'
import { saveAnswers } from './answers.ts'
import {
  drawKeys,
  idOf,
  type Ids,
  idsOf,
  insertConsents,
  insertNeeds,
  insertRegistrations,
  insertSignUps,
} from './claim-rows.ts'
import { saveLedger } from './counters.ts'
import { mayPromote, settle } from './places.ts'
import { type ClaimAnswer, decide, decideTogether, type Facts, type Plan, type Planned } from './plan.ts'
import '../tables.ts'

/**
 * Decides claims for one event in the order in which they came and writes what follows from them, in a number of
 * statements that does not grow with them. Exact under any concurrency: everything is decided on locked counters.
 * @param isSilent nobody gets a mail: whoever imports a list has told them already
 * @param rules what this process remembers of the rules of events, for a rush
 */
export async function commitClaims(
  trx: Transaction,
  actor: Actor,
  eventId: number,
  claims: readonly Claim[],
  { isSilent = false, rules }: { isSilent?: boolean; rules?: RulesMemory } = {},
): Promise<ClaimAnswer[]> {
  const facts = await lockFacts(trx, eventId, claims, rules)
  await faultPoint('booking.locked')
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

async function lockFacts(
  trx: Transaction,
  eventId: number,
  claims: readonly Claim[],
  rules?: RulesMemory,
): Promise<Facts> {
  const requests = claims.map(({ request }) => request)
  const addresses = requests.map(({ email }) => email)
  const lookUp = async () => findExisting(trx, eventId, addresses)
  const [ledger, found, keys] = await together(
    trx,
    async () => (rules ? lockRememberedLedger(trx, eventId, rules) : lockLedger(trx, eventId)),
    lookUp,
    async () => drawKeys(trx, claims.length),
  )
  // Whoever could be served is served first (a list that was frozen and no longer is): nobody passes them.
  const isSettled = mayPromote(ledger)
  if (isSettled) await settle(trx, ledger)
  const existing = isSettled ? await lookUp() : found
  const typed = requests.map(({ code }) => normaliseCode(code ?? '')).filter(code => code !== '')
  const codes = await lockCodes(trx, eventId, [...new Set(typed)])
  return { ledger, codes, existing, keys, ...(await countOrganisations(trx, ledger, claims)) }
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

/**
 * Everything at once: ids were drawn before, so that no statement waits for another's answer. The registrations come
 * first, since all the rest refers to them.
 */
async function writePlan(trx: Transaction, actor: Actor, facts: Facts, plan: Plan, isSilent = false): Promise<void> {
  const { ledger, keys, codes } = facts
  const { fresh } = plan
  const ids = idsOf(fresh, keys)
  if (!isSilent) touch(ledger, fresh, ids)
  await together(
    trx,
    async () => {
      await insertRegistrations(trx, fresh, keys)
      await faultPoint('booking.inserted')
    },
    async () => insertSignUps(trx, ledger, fresh, ids),
    async () => insertNeeds(trx, fresh, ids),
    async () => insertConsents(trx, fresh, ids),
    async () => saveAnswersOf(trx, fresh, ids),
    async () => {
      await auditFresh(trx, actor, ledger, fresh, ids)
      await faultPoint('booking.audited')
    },
    async () => {
      if (!isSilent) await queueMailsOf(trx, ledger, plan, ids)
      await faultPoint('booking.mailed')
    },
    async () => saveCodes(trx, codes),
    async () => saveLedger(trx, ledger),
  )
  await faultPoint('booking.written')
}

async function saveAnswersOf(trx: Transaction, fresh: readonly Planned[], ids: Ids): Promise<void> {
  const answered = fresh.filter(({ request }) => (request.answers ?? []).length > 0)
  const given = answered.map(({ request, reference }) => ({
    registrationId: idOf(ids, reference),
    answers: request.answers ?? [],
  }))
  if (given.length > 0) await saveAnswers(trx, given)
}

async function auditFresh(
  trx: Transaction,
  actor: Actor,
  { event }: Ledger,
  fresh: readonly Planned[],
  ids: Ids,
): Promise<void> {
  await recordAudits(
    trx,
    actor,
    'registration.created',
    fresh.map(({ reference, admission, request }) => ({
      eventId: event.id,
      subject: { kind: 'registration', id: idOf(ids, reference) },
      details: { ...admission, categoryId: request.categoryId },
    })),
  )
}

async function queueMailsOf(trx: Transaction, { event }: Ledger, plan: Plan, ids: Ids): Promise<void> {
  const { id: eventId, organisationId } = event
  await queueMails(
    trx,
    mailsOf(plan, ids).map(mail => ({ ...mail, eventId, organisationId })),
  )
}

function touch({ touched }: Ledger, fresh: readonly Planned[], ids: Ids): void {
  for (const { admission, reference } of fresh)
    if (admission.kind === 'place' || admission.kind === 'waiting') touched.add(idOf(ids, reference))
}

const kindOf: Record<Granted['kind'], RegistrationMailKind> = {
  place: 'registration-confirmed',
  waiting: 'registration-waiting',
  approval: 'registration-applied',
  address: 'registration-address',
}

function mailsOf({ fresh, repeated }: Plan, ids: Ids): MailToQueue[] {
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
