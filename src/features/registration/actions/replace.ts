import { randomUUID } from 'node:crypto'
import type { Actor } from '../../../core/actor.ts'
import { type Database, rows, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { Conflict } from '../../../core/errors.ts'
import { now } from '../../../core/time.ts'
import { digest, newReference } from '../../../core/tokens.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import { isActive } from '../permissions.ts'
import { findExisting, lockSignUps } from '../queries/locks.ts'
import type { Ledger } from '../rules/ledger.ts'
import type { GivenAnswer, GivenConsent, Needs, PersonalDetails, RegistrationRow } from '../types.ts'
import { saveAnswers } from './answers.ts'
import { underLock } from './decisions.ts'
import { countOut } from './endings.ts'
import { auditRegistration, mailAbout } from './facts.ts'
import { organisationRefusal } from './organisations.ts'
import { settle } from './places.ts'
import '../tables.ts'

/** Who comes instead, and what they said already. */
export interface Replacement {
  readonly registration: Pick<RegistrationRow, 'id' | 'eventId'>
  readonly event: Pick<EventRow, 'id' | 'organisationId'>
  readonly person: PersonalDetails & { readonly email: string }
  readonly needs?: Needs | undefined
  /** Not to questions whose options have counted places: what was chosen there goes with the place. */
  readonly answers?: readonly GivenAnswer[] | undefined
  readonly consents?: readonly GivenConsent[] | undefined
  /** `personVersion` of the registration that was seen when this was decided. */
  readonly version?: number | undefined
}

export type ReplaceOutcome =
  | { readonly kind: 'replaced' }
  /** The address has a registration of its own at this event. */
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'not-active' }
  /** The category takes no further person of the new organisation. */
  | { readonly kind: 'organisation-full'; readonly most: number }

/**
 * Hands a registration over to somebody else: the row, the place, the rank and the parts stay; links, tickets and the
 * calendar of the former person end, what they said of themselves is forgotten. Both get a mail.
 * @throws Conflict when somebody else was put in this place meanwhile
 */
export async function replacePerson(
  db: Database | Transaction,
  actor: Actor,
  replacement: Replacement,
): Promise<ReplaceOutcome> {
  try {
    return await underLock(db, replacement.registration, (trx, ledger, before) =>
      replaceLocked(trx, actor, ledger, { ...replacement, before }),
    )
  } catch (error) {
    if (violatedConstraint(error) === 'one_active_registration_per_address') return { kind: 'address-taken' }
    throw error
  }
}

type Locked = Replacement & { readonly before: RegistrationRow }

async function replaceLocked(
  trx: Transaction,
  actor: Actor,
  ledger: Ledger,
  replacement: Locked,
): Promise<ReplaceOutcome> {
  const { before, person, event, version } = replacement
  if (!isActive(before.status)) return { kind: 'not-active' }
  if (version !== undefined && version !== before.personVersion) {
    // The same form sent twice is one wish.
    if (isSamePerson(before, person)) return { kind: 'replaced' }
    throw new Conflict('somebody else was put in this place meanwhile')
  }
  if ((await findExisting(trx, before.eventId, [person.email])).size > 0) return { kind: 'address-taken' }
  const crowd = await organisationRefusal(trx, ledger, before, person)
  if (crowd) return crowd
  const after = await writePerson(trx, replacement)
  await forgetFormer(trx, ledger, before)
  await writeWords(trx, ledger, replacement)
  await auditRegistration(trx, actor, 'replaced', before, { personVersion: after.personVersion })
  const key = `${after.personVersion}`
  const news = before.status === 'unconfirmed' ? 'registration-address' : 'registration-replaced'
  await queueMails(trx, [
    mailAbout('registration-replaced', before, event, { key: `${key}:former`, payload: { to: 'former' } }),
    mailAbout(news, after, event, { key, payload: { to: 'new' } }),
  ])
  ledger.touched.add(before.id)
  await settle(trx, ledger)
  return { kind: 'replaced' }
}

function isSamePerson(before: RegistrationRow, person: Replacement['person']): boolean {
  return (
    before.email.toLowerCase() === person.email.toLowerCase() &&
    before.givenName === person.givenName &&
    before.familyName === person.familyName
  )
}

async function writePerson(trx: Transaction, { before, person }: Locked): Promise<RegistrationRow> {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = person
  const [after] = await trx('registrations')
    .where({ id: before.id })
    .update({
      titleBefore,
      givenName,
      familyName,
      titleAfter,
      email,
      organisation,
      country,
      locale,
      submissionDigest: digest('replaced', newReference(16)),
      addressConfirmedAt: null,
      arrivedAt: null,
      contentUpdatedAt: now(),
      calendarUid: randomUUID(),
      calendarSequence: 0,
      tokenVersion: before.tokenVersion + 1,
      calendarTokenVersion: before.calendarTokenVersion + 1,
      personVersion: before.personVersion + 1,
    })
    .returning('*')
  if (after === undefined) throw new Error(`registration ${before.id} is gone`)
  await trx('signUps').where({ registrationId: before.id }).whereNull('cancelledAt').update({ calendarSequence: 0 })
  return after
}

/** The questions whose options have counted places: the answer goes with the place, unless it is sensitive. */
async function countedQuestions(trx: Transaction, ledger: Ledger) {
  return rows<{ optionId: number; questionId: number; isSensitive: boolean }>(
    trx,
    `select o.id as option_id, o.question_id, q.is_sensitive from question_options o
     join questions q on q.id = o.question_id where o.id = any(?)`,
    [[...ledger.options.keys()]],
  )
}

/** Diet, access, answers, files and consents are the former person's; consents stay on record as withdrawn. */
async function forgetFormer(trx: Transaction, ledger: Ledger, { id }: RegistrationRow): Promise<void> {
  const moment = now()
  const counted = await countedQuestions(trx, ledger)
  const kept = counted.filter(({ isSensitive }) => !isSensitive).map(({ questionId }) => questionId)
  const sensitive = new Set(counted.filter(({ isSensitive }) => isSensitive).map(({ optionId }) => optionId))
  await trx('registrationNeeds').where({ registrationId: id }).delete()
  await trx('sensitiveAnswers').where({ registrationId: id }).delete()
  await trx('answers').where({ registrationId: id }).whereNotIn('questionId', kept).delete()
  await trx('answerFiles').where({ registrationId: id }).delete()
  await trx('consents').where({ registrationId: id }).whereNull('withdrawnAt').update({ withdrawnAt: moment })
  for (const signUp of await lockSignUps(trx, id)) {
    if (signUp.optionId === null || !sensitive.has(signUp.optionId)) continue
    countOut(ledger, signUp)
    await trx('signUps').where({ id: signUp.id }).update({ cancelledAt: moment, contentUpdatedAt: moment })
  }
}

/** What the new person said, or what was said for them. */
async function writeWords(trx: Transaction, ledger: Ledger, replacement: Locked): Promise<void> {
  const { before, needs, answers = [], consents = [] } = replacement
  const registrationId = before.id
  if (needs && (needs.dietary !== '' || needs.access !== ''))
    await trx('registrationNeeds').insert({ registrationId, ...needs })
  if (answers.length > 0) {
    const counted = new Set((await countedQuestions(trx, ledger)).map(({ questionId }) => questionId))
    await saveAnswers(trx, [{ registrationId, answers: answers.filter(({ questionId }) => !counted.has(questionId)) }])
  }
  if (consents.length === 0) return
  await trx('consents').insert(
    consents.map(({ questionId, textVersion, ...consent }) => ({
      ...consent,
      registrationId,
      questionId: questionId ?? null,
      textVersion: textVersion ?? 1,
      textDigest: digest(consent.textShown),
      givenAt: now(),
    })),
  )
}
