import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Locked, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { changeSpeaker, type SpeakerFacts } from '../../agenda/actions/speaker-facts.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { lockSpeaker } from '../queries/speakers.ts'
import { answerOf, mayAnswer } from '../rules/states.ts'
import type { Speaker } from '../types.ts'
import { about } from './ask.ts'

/** A speaker and the event they speak at. */
export interface OfSpeaker {
  readonly event: EventRow
  readonly speaker: Pick<Speaker, 'id'>
}

export type AnswerOutcome =
  | { readonly kind: 'answered' }
  /** The event is cancelled or over, or the speaker was removed. */
  | { readonly kind: 'closed' }

/**
 * Says yes; said twice, it is said once. Whoever agrees in the same step to be named publicly is named from the next
 * release on. A no before is taken back with it.
 */
export async function confirmPart(
  db: Database,
  actor: Actor,
  { event, speaker, isConsented }: OfSpeaker & { isConsented: boolean },
): Promise<AnswerOutcome> {
  return answer(db, event, speaker, async (trx, locked) => {
    if (answerOf(locked) !== 'confirmed') {
      await changeSpeaker(trx, locked, { confirmedAt: now(), declinedAt: null, declineReason: '' })
      await recordAudit(trx, actor, 'speaker.confirmed', about(event, locked))
    }
    if (isConsented && locked.consentedAt === null) await consent(trx, actor, event, locked)
  })
}

/** Says no, with a reason if there is one to give. What is public of the speaker stays for the organisers to take off. */
export async function declinePart(
  db: Database,
  actor: Actor,
  { event, speaker, reason }: OfSpeaker & { reason: string },
): Promise<AnswerOutcome> {
  return answer(db, event, speaker, async (trx, locked) => {
    const isNews = answerOf(locked) !== 'declined'
    const declinedAt = isNews ? now() : locked.declinedAt
    await changeSpeaker(trx, locked, { declinedAt, confirmedAt: null, declineReason: reason })
    if (isNews) await recordAudit(trx, actor, 'speaker.declined', about(event, locked))
  })
}

/** Takes an answer back: the question stands again. */
export async function reopenPart(db: Database, actor: Actor, { event, speaker }: OfSpeaker): Promise<AnswerOutcome> {
  return answer(db, event, speaker, async (trx, locked) => {
    if (locked.confirmedAt === null && locked.declinedAt === null) return
    const facts: SpeakerFacts = { confirmedAt: null, declinedAt: null, declineReason: '' }
    await changeSpeaker(trx, locked, facts)
    await recordAudit(trx, actor, 'speaker.reopened', about(event, locked))
  })
}

async function answer(
  db: Database,
  event: EventRow,
  speaker: Pick<Speaker, 'id'>,
  work: (trx: Transaction, locked: Locked<Speaker>) => Promise<void>,
): Promise<AnswerOutcome> {
  return inTransaction(db, async trx => {
    const current = await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || !mayAnswer(current, now())) return { kind: 'closed' }
    await work(trx, locked)
    return { kind: 'answered' }
  })
}

/** Agrees to be named publicly; who did already, however it came, agrees no more than once. */
export async function giveConsent(db: Database, actor: Actor, { event, speaker }: OfSpeaker): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (locked && locked.consentedAt === null) await consent(trx, actor, event, locked)
  })
}

/** Takes the consent back: every public page leaves the person out from this moment, releases of the past too. */
export async function withdrawConsent(db: Database, actor: Actor, { event, speaker }: OfSpeaker): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || locked.consentedAt === null) return
    // Whose word it was stays: what a person took back, no organiser gives again.
    await changeSpeaker(trx, locked, { consentedAt: null, consentSource: 'speaker' })
    await recordAudit(trx, actor, 'speaker.consent-withdrawn', about(event, locked))
  })
}

async function consent(trx: Transaction, actor: Actor, event: EventRow, locked: Locked<Speaker>): Promise<void> {
  await changeSpeaker(trx, locked, { consentedAt: now(), consentSource: 'speaker' })
  await recordAudit(trx, actor, 'speaker.consented', about(event, locked))
}
