import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import type { LocalisedText, Locale } from '../../../core/localised-text.ts'
import { notify } from '../../../core/notifications.ts'
import { now } from '../../../core/time.ts'
import { changeSpeaker } from '../../agenda/actions/speaker-facts.ts'
import type { Availability, NamedLink } from '../../agenda/types.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import { lockSpeaker } from '../queries/speakers.ts'
import { mayContribute } from '../rules/states.ts'
import type { OfSpeaker } from './answer.ts'
import { about } from './ask.ts'

/** What speakers say of themselves for the programme. */
export interface Entry {
  readonly name: LocalisedText
  readonly titleBefore: string
  readonly titleAfter: string
  readonly affiliation: LocalisedText
  readonly biography: LocalisedText
  readonly links: readonly NamedLink[]
  readonly locale: Locale
}

export type EntryOutcome =
  | { readonly kind: 'saved' }
  /** Somebody else, mostly an organiser, saved it since the form was opened. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'closed' }

/** Saves how a speaker wants to be introduced. Readers see it with the next release. */
export async function saveEntry(
  db: Database,
  actor: Actor,
  { event, speaker, entry, lockVersion }: OfSpeaker & { entry: Entry; lockVersion: number },
): Promise<EntryOutcome> {
  return inTransaction(db, async trx => {
    const current = await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || !mayContribute(current, now())) return { kind: 'closed' }
    if (locked.lockVersion !== lockVersion) return { kind: 'stale' }
    await changeSpeaker(trx, locked, entry)
    await recordAudit(trx, actor, 'speaker.entry-changed', about(event, locked))
    return { kind: 'saved' }
  })
}

/** When somebody can come, and what they need there. */
export interface Needs {
  readonly availability: readonly Availability[]
  readonly technicalNeeds: string
}

/** Saves when a speaker can come and what they need; the last one to say it counts. The editor warns at once. */
export async function saveNeeds(
  db: Database,
  actor: Actor,
  { event, speaker, needs }: OfSpeaker & { needs: Needs },
): Promise<Exclude<EntryOutcome, { kind: 'stale' }>> {
  return inTransaction(db, async trx => {
    const current = await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || !mayContribute(current, now())) return { kind: 'closed' }
    await changeSpeaker(trx, locked, needs)
    await recordAudit(trx, actor, 'speaker.needs-changed', about(event, locked))
    await notify(trx, 'agenda', { eventId: event.id })
    return { kind: 'saved' }
  })
}
