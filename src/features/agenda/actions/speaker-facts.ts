import type { Locked, Transaction } from '../../../core/database.ts'
import type { Locale, LocalisedText } from '../../../core/localised-text.ts'
import { type Instant, now } from '../../../core/time.ts'
import type { Availability, NamedLink } from '../types.ts'
import { forgetInChanges } from './forget.ts'
import { sortNameOf } from './speakers.ts'
import '../tables.ts'

/** What speakers say of themselves, and what became of asking them. Left out: it stays as it was. */
export interface SpeakerFacts {
  readonly name?: LocalisedText
  readonly titleBefore?: string
  readonly titleAfter?: string
  readonly affiliation?: LocalisedText
  readonly biography?: LocalisedText
  readonly links?: readonly NamedLink[]
  readonly locale?: Locale
  readonly photographId?: number | null
  readonly availability?: readonly Availability[]
  readonly technicalNeeds?: string
  readonly confirmedAt?: Instant | null
  readonly declinedAt?: Instant | null
  readonly declineReason?: string
  readonly consentedAt?: Instant | null
  readonly consentSource?: 'speaker' | null
  readonly tokenVersion?: number
}

/** A speaker as `contributions` reads one under the lock of the event. */
export interface KnownSpeaker {
  readonly id: number
  readonly name: LocalisedText
  readonly sortName: string
  readonly isCollective: boolean
  readonly lockVersion: number
}

/**
 * Writes facts of one speaker; the version rises, so that a form which somebody has open notices. A name that changes
 * takes its place in the order of names with it, unless the organisers gave it another.
 */
export async function changeSpeaker(
  trx: Transaction,
  speaker: Locked<KnownSpeaker>,
  facts: SpeakerFacts,
): Promise<void> {
  const { links, availability, name } = facts
  const isOrdered = speaker.sortName === sortNameOf(speaker.name, speaker.isCollective)
  const written = {
    ...facts,
    sortName: name && isOrdered ? sortNameOf(name, speaker.isCollective) : undefined,
    // knex would write an array as one of PostgreSQL's own.
    links: links && JSON.stringify(links),
    availability: availability && JSON.stringify(availability),
  }
  await trx('speakers')
    .where({ id: speaker.id })
    .update({
      ...(Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) as object),
      lockVersion: speaker.lockVersion + 1,
      updatedAt: now(),
    })
  if (facts.consentedAt !== null) return
  const hidden = await trx('speakers').where({ id: speaker.id, isPublic: false }).first('eventId', 'reference')
  if (hidden) await forgetInChanges(trx, hidden)
}

/** Notes that mails went out that ask speakers for an answer. */
export async function markAsked(
  trx: Transaction,
  ids: readonly number[],
  column: 'invitedAt' | 'remindedAt',
): Promise<void> {
  await trx('speakers')
    .whereIn('id', [...ids])
    .update(column === 'invitedAt' ? { invitedAt: now() } : { remindedAt: now() })
}
