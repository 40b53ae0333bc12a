import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { replaceAnswers } from '../../registration/actions/answers.ts'
import { changeRegistration } from '../../registration/actions/changes.ts'
import { changeSignUps } from '../../registration/actions/sign-ups.ts'
import type { GivenAnswer, PersonalDetails, RegistrationRow } from '../../registration/types.ts'

/** Everything an organiser's form about somebody says. */
export interface WholeChange {
  readonly registration: RegistrationRow
  readonly event: EventRow
  readonly details: PersonalDetails & { readonly email: string }
  readonly answers: readonly GivenAnswer[]
  /** Options with counted places to be held afterwards; undefined: none are counted. */
  readonly optionIds: readonly number[] | undefined
}

export type WholeChangeOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'not-active' }
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'option-full'; readonly optionId: number }

/** Rolls back what was written before the refusal. */
class Refused extends Error {
  readonly outcome: WholeChangeOutcome

  constructor(outcome: WholeChangeOutcome) {
    super(outcome.kind)
    this.outcome = outcome
  }
}

/** Saves what an organiser changed of somebody, all of it or nothing. The log keeps what changed, not to what. */
export async function changeWhole(db: Database, actor: Actor, change: WholeChange): Promise<WholeChangeOutcome> {
  const { registration, event, details, answers, optionIds } = change
  try {
    return await inTransaction(db, async trx => {
      // The counters first: it is the order in which everybody locks.
      const options = optionIds && (await changeSignUps(trx, actor, { registration, optionIds }))
      if (options && options.kind !== 'saved')
        throw new Refused(options.kind === 'option-full' ? options : { kind: 'not-active' })
      const outcome = await changeRegistration(trx, actor, { registration, event, details })
      if (outcome.kind !== 'saved') throw new Refused(outcome)
      const questions = await replaceAnswers(trx, { registrationId: registration.id, answers })
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
  } catch (error) {
    if (error instanceof Refused) return error.outcome
    throw error
  }
}
