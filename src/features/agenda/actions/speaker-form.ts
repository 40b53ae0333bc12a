import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findSpeakerDetails, type SpeakerDetails } from '../queries/speakers.ts'
import type { SpeakerInput } from '../types/changes.ts'
import type { DraftSpeaker } from '../types.ts'
import { saveSpeaker, type SpeakerOutcome } from './speakers.ts'

export type EditSpeakerOutcome =
  | SpeakerOutcome
  /** The speaker or another organiser saved since the form was opened; the version to name when it is meant anyway. */
  | { readonly kind: 'stale'; readonly lockVersion: number }

interface SpeakerEdit {
  readonly event: EventRow
  readonly speaker: Pick<DraftSpeaker, 'id' | 'reference'>
  /** As it was when the form was opened. */
  readonly lockVersion: number
  readonly input: SpeakerInput
}

/**
 * Changes a speaker out of the organisers’ form, unless somebody else did since it was opened. A consent that the
 * person gave stays: only the person withdraws it, and nobody else gives it again; one that stands keeps its day.
 */
export async function editSpeaker(db: Database, actor: Actor, edit: SpeakerEdit): Promise<EditSpeakerOutcome> {
  const { event, speaker, lockVersion, input } = edit
  return inTransaction<EditSpeakerOutcome>(db, async trx => {
    await lockEvent(trx, event.id)
    const stored = await findSpeakerDetails(trx, event.id, speaker.id)
    if (!stored) return { kind: 'gone' }
    if (stored.lockVersion !== lockVersion) return { kind: 'stale', lockVersion: stored.lockVersion }
    const isConsented = newConsent(stored, input.isConsented)
    return saveSpeaker(trx, actor, { event, speaker, input: { ...input, isConsented } })
  })
}

function newConsent(stored: SpeakerDetails, isConsented: boolean | undefined): boolean | undefined {
  if (stored.consentSource === 'speaker') return undefined
  return isConsented === (stored.consentedAt !== null) ? undefined : isConsented
}
