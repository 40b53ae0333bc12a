import type { Actor } from '../../../core/actor.ts'
import type { Database, Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import { lockLedger } from '../queries/ledger.ts'
import { organisationProblem } from '../rules/organisations.ts'
import type { ChangeRefusal } from '../rules/refusals.ts'
import type { GivenAnswer, GivenConsent, Needs, PersonalDetails, RegistrationRow } from '../types.ts'
import { replaceAnswers } from './answers.ts'
import { changeRegistration } from './changes.ts'
import { renewConsents } from './consents.ts'
import { auditRegistration } from './facts.ts'
import { type OrganisationFull, organisationRefusal } from './organisations.ts'
import { allOrNothing } from './savepoints.ts'
import { changeSignUps } from './sign-ups.ts'

/** Everything a form about a registration says. */
export interface WholeChange {
  readonly registration: RegistrationRow
  readonly event: Pick<EventRow, 'id' | 'organisationId'>
  /** Only an organiser changes the address. */
  readonly details: PersonalDetails & { readonly email?: string }
  /** undefined: the form does not ask. */
  readonly needs?: Needs | undefined
  readonly answers: readonly GivenAnswer[]
  /** Options with counted places to be held afterwards; undefined: none are counted. */
  readonly optionIds: readonly number[] | undefined
  /** Ids of the consents the form asked for, and those that were given; undefined: only the person themselves may. */
  readonly consents?: { readonly asked: readonly number[]; readonly given: readonly GivenConsent[] } | undefined
}

export type WholeChangeOutcome = { readonly kind: 'saved' } | { readonly kind: 'not-active' } | ChangeRefusal

/**
 * Saves what a person changed in their own registration, or an organiser in somebody's, all of it or nothing. The limit
 * of an organisation binds the person, not the organiser. The log keeps what changed, not to what.
 */
export async function changeWhole(db: Database, actor: Actor, change: WholeChange): Promise<WholeChangeOutcome> {
  return allOrNothing(db, trx => changeAll(trx, actor, change))
}

async function changeAll(trx: Transaction, actor: Actor, change: WholeChange): Promise<WholeChangeOutcome> {
  const { registration, event, details, needs, answers, optionIds, consents } = change
  // The counters first: it is the order in which everybody locks.
  const crowd = actor.kind === 'user' ? undefined : await crowdOf(trx, registration, details)
  if (crowd) return crowd
  const options = optionIds && (await changeSignUps(trx, actor, { registration, optionIds }))
  if (options && options.kind !== 'saved') return options.kind === 'option-full' ? options : { kind: 'not-active' }
  const outcome = await changeRegistration(trx, actor, { registration, event, details, ...(needs && { needs }) })
  if (outcome.kind !== 'saved') return outcome
  const questions = await replaceAnswers(trx, { registrationId: registration.id, answers })
  if (consents) await renewConsents(trx, { registrationId: registration.id, ...consents })
  if (questions.length > 0) await auditRegistration(trx, actor, 'answers-changed', registration, { questions })
  return { kind: 'saved' }
}

/** Whoever corrects where they come from takes a place of the other organisation, if places are counted by it. */
async function crowdOf(
  trx: Transaction,
  registration: RegistrationRow,
  details: PersonalDetails,
): Promise<OrganisationFull | { readonly kind: 'organisation-needed' } | undefined> {
  if (details.organisation === registration.organisation) return undefined
  const ledger = await lockLedger(trx, registration.eventId)
  const lacking = organisationProblem(ledger.categories.get(registration.categoryId), details.organisation)
  return lacking ? { kind: 'organisation-needed' } : organisationRefusal(trx, ledger, registration, details)
}
