import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../core/database.ts'
import { recordAudit } from '../audit/actions.ts'
import { replaceAnswers } from '../registration/actions/answers.ts'
import { changeRegistration } from '../registration/actions/changes.ts'
import { type OrganisationFull, organisationRefusal } from '../registration/actions/organisations.ts'
import { renewConsents } from '../registration/actions/consents.ts'
import { changeSignUps } from '../registration/actions/sign-ups.ts'
import { lockLedger } from '../registration/queries/ledger.ts'
import { organisationProblem } from '../registration/rules/organisations.ts'
import type { GivenAnswer, GivenConsent, Needs, PersonalDetails } from '../registration/types.ts'
import type { Own } from './types.ts'

/** Everything the form of one's own registration says. */
export interface OwnChange {
  readonly details: PersonalDetails
  /** undefined: the form does not ask. */
  readonly needs: Needs | undefined
  readonly answers: readonly GivenAnswer[]
  /** Options with counted places to be held afterwards; undefined: none are counted. */
  readonly optionIds: readonly number[] | undefined
  /** Ids of the consents the form asked for, and those that were given. */
  readonly asked: readonly number[]
  readonly consents: readonly GivenConsent[]
}

export type OwnChangeOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'not-active' }
  | { readonly kind: 'option-full'; readonly optionId: number }
  | OrganisationFull
  | { readonly kind: 'organisation-needed' }

/** Saves what somebody changed in their own registration, all of it or nothing. The log keeps what changed, not to what. */
export async function changeOwn(
  db: Database,
  actor: Actor,
  { event, registration }: Pick<Own, 'event' | 'registration'>,
  { details, needs, answers, optionIds, asked, consents }: OwnChange,
): Promise<OwnChangeOutcome> {
  return inTransaction(db, async trx => {
    // The counters first: it is the order in which everybody locks.
    const crowd = await crowdOf(trx, registration, details)
    if (crowd) return crowd
    const options = optionIds && (await changeSignUps(trx, actor, { registration, optionIds }))
    if (options && options.kind !== 'saved') return options.kind === 'option-full' ? options : { kind: 'not-active' }
    const outcome = await changeRegistration(trx, actor, { registration, event, details, ...(needs && { needs }) })
    if (outcome.kind !== 'saved') return { kind: 'not-active' }
    const questions = await replaceAnswers(trx, { registrationId: registration.id, answers })
    await renewConsents(trx, { registrationId: registration.id, asked, given: consents })
    if (questions.length > 0) {
      const subject = { kind: 'registration', id: registration.id }
      await recordAudit(trx, actor, 'registration.answers-changed', {
        eventId: event.id,
        subject,
        details: { questions },
      })
    }
    return { kind: 'saved' }
  })
}

/** Whoever corrects where they come from takes a place of the other organisation, if places are counted by it. */
async function crowdOf(
  trx: Transaction,
  registration: Own['registration'],
  details: PersonalDetails,
): Promise<Extract<OwnChangeOutcome, { kind: 'organisation-full' | 'organisation-needed' }> | undefined> {
  if (details.organisation === registration.organisation) return undefined
  const ledger = await lockLedger(trx, registration.eventId)
  const lacking = organisationProblem(ledger.categories.get(registration.categoryId), details.organisation)
  return lacking ? { kind: 'organisation-needed' } : organisationRefusal(trx, ledger, registration, details)
}
