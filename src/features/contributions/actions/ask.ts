import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { changeSpeaker, markAsked } from '../../agenda/actions/speaker-facts.ts'
import { speakerName } from '../../agenda/rules/names.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { lockAsked, lockSpeaker } from '../queries/speakers.ts'
import { answerOf, lastMailBefore, mayAnswer } from '../rules/states.ts'
import type { AskKind, Speaker } from '../types.ts'

export type AskOutcome =
  | { readonly kind: 'asked'; readonly count: number }
  /** Somebody answered, or was asked by somebody else, since the count was shown. */
  | { readonly kind: 'count-changed'; readonly count: number }
  /** The event is cancelled or over. */
  | { readonly kind: 'closed' }

/**
 * Writes to everybody who was never asked, or to everybody who has not answered and heard nothing for a day: exactly as
 * many as the organiser was told, or nobody. Two organisers at once write to each person once.
 */
export async function askSpeakers(
  db: Database,
  actor: Actor,
  { event, kind, expected }: { event: EventRow; kind: AskKind; expected: number },
): Promise<AskOutcome> {
  const at = now()
  if (!mayAnswer(event, at)) return { kind: 'closed' }
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const speakers = await lockAsked(trx, event.id, kind === 'invite' ? { kind } : { kind, before: lastMailBefore(at) })
    if (speakers.length !== expected) return { kind: 'count-changed', count: speakers.length }
    await queueAsking(trx, event, speakers, kind, at.toISOString())
    await recordAudit(trx, actor, kind === 'invite' ? 'speaker.invited' : 'speaker.reminded', {
      eventId: event.id,
      details: { count: speakers.length },
    })
    return { kind: 'asked', count: speakers.length }
  })
}

export type AskOneOutcome = { readonly kind: 'asked' } | { readonly kind: 'not-asked' }

/** Writes to one speaker, for the first time or again; clicking twice within a minute sends one mail. */
export async function askSpeaker(
  db: Database,
  actor: Actor,
  { event, speaker }: { event: EventRow; speaker: Pick<Speaker, 'id'> },
): Promise<AskOneOutcome> {
  return inTransaction(db, async trx => {
    const at = now()
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || locked.email === null || !mayAnswer(event, at)) return { kind: 'not-asked' }
    const answer = answerOf(locked)
    if (answer === 'confirmed' || answer === 'declined') return { kind: 'not-asked' }
    const kind = answer === 'none' ? 'invite' : 'remind'
    const queued = await queueAsking(trx, event, [locked], kind, String(Math.floor(at.getTime() / 60_000)))
    const fact = kind === 'invite' ? 'speaker.invited' : 'speaker.reminded'
    if (queued > 0) await recordAudit(trx, actor, fact, { ...about(event, locked), details: { count: 1 } })
    return { kind: 'asked' }
  })
}

/** Gives a speaker a new private link; those given before open nothing any more. Nobody is written to. */
export async function renewLink(
  db: Database,
  actor: Actor,
  { event, speaker }: { event: EventRow; speaker: Pick<Speaker, 'id'> },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked) return
    await changeSpeaker(trx, locked, { tokenVersion: locked.tokenVersion + 1 })
    await recordAudit(trx, actor, 'speaker.link-renewed', about(event, locked))
  })
}

/** @param key tells apart mails of one kind to one person */
async function queueAsking(
  trx: Transaction,
  event: EventRow,
  speakers: readonly Speaker[],
  kind: AskKind,
  key: string,
): Promise<number> {
  const mails = speakers.flatMap(speaker =>
    mailTo(event, speaker, kind === 'invite' ? 'speaker-invited' : 'speaker-reminded', key),
  )
  await markAsked(
    trx,
    speakers.map(({ id }) => id),
    kind === 'invite' ? 'invitedAt' : 'remindedAt',
  )
  return queueMails(trx, mails)
}

/** A mail to a speaker who has an address; the texts are written when it is sent. */
export function mailTo(
  event: Pick<EventRow, 'id' | 'organisationId'>,
  speaker: Pick<Speaker, 'reference' | 'name' | 'titleBefore' | 'titleAfter' | 'email' | 'locale'>,
  kind: 'speaker-invited' | 'speaker-reminded' | 'session-changed',
  key: string,
  payload: Readonly<Record<string, unknown>> = {},
): MailToQueue[] {
  const { email, reference, locale } = speaker
  if (email === null) return []
  return [
    {
      kind,
      idempotencyKey: `${kind}:${reference}:${key}`,
      to: { name: speakerName(speaker, locale), address: email },
      locale,
      organisationId: event.organisationId,
      eventId: event.id,
      payload: { ...payload, speaker: reference },
    },
  ]
}

/** What the log says an entry about a speaker is about. */
export function about(event: Pick<EventRow, 'id'>, speaker: Pick<Speaker, 'id'>) {
  return { eventId: event.id, subject: { kind: 'speaker', id: speaker.id } }
}
