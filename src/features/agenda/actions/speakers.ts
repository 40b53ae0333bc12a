import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only } from '../../../core/database.ts'
import { locales } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft } from '../queries.ts'
import { clashesIn } from '../rules/clashes.ts'
import { daysOf } from '../rules/times.ts'
import type { Clash, DraftSpeaker, SpeakerInput } from '../types.ts'
import '../tables.ts'

export type SpeakerOutcome =
  | { readonly kind: 'saved'; readonly speaker: { readonly id: number; readonly reference: string } }
  /** One person cannot be where an institution could: in two sessions at once. */
  | { readonly kind: 'clash'; readonly clashes: readonly Clash[] }
  | { readonly kind: 'gone' }

/** Adds a speaker to an event, or changes one. Sessions name speakers; a speaker without a session is not public. */
export async function saveSpeaker(
  db: Database,
  actor: Actor,
  { event, speaker, input }: { event: EventRow; speaker?: Pick<DraftSpeaker, 'reference'>; input: SpeakerInput },
): Promise<SpeakerOutcome> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const columns = { ...columnsOf(input), updatedAt: now() }
    if (!speaker) {
      const row = { ...columns, eventId: event.id, reference: newReference(), createdAt: now() }
      const added = only(await trx('speakers').insert(row).returning(['id', 'reference']))
      const subject = { kind: 'speaker', id: added.id }
      await recordAudit(trx, actor, 'agenda.speaker-added', { eventId: event.id, subject })
      return { kind: 'saved', speaker: added }
    }
    const draft = await findDraft(trx, event.id)
    const current = draft.speakers.find(one => one.reference === speaker.reference)
    if (!current) return { kind: 'gone' }
    const speakers = [{ ...current, isCollective: input.isCollective }]
    const clashes = clashesIn({ ...draft, speakers, rooms: [] }, daysOf(draft)).filter(one => one.kind === 'speaker')
    if (clashes.length > 0) return { kind: 'clash', clashes }
    await trx('speakers').where({ id: current.id }).update(columns)
    const subject = { kind: 'speaker', id: current.id }
    await recordAudit(trx, actor, 'agenda.speaker-edited', { eventId: event.id, subject })
    return { kind: 'saved', speaker: { id: current.id, reference: current.reference } }
  })
}

/** Removes a speaker, from every session too. */
export async function removeSpeaker(
  db: Database,
  actor: Actor,
  { event, speaker }: { event: EventRow; speaker: Pick<DraftSpeaker, 'id'> },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await trx('speakers').where({ id: speaker.id, eventId: event.id }).delete()
    const subject = { kind: 'speaker', id: speaker.id }
    await recordAudit(trx, actor, 'agenda.speaker-removed', { eventId: event.id, subject })
  })
}

function columnsOf({ name, sortName, affiliation, biography, isCollective }: SpeakerInput) {
  return {
    name,
    sortName: sortName || sortNameOf(name, isCollective),
    affiliation: affiliation ?? {},
    biography: biography ?? {},
    isCollective,
  }
}

/** The last word of a person's name, then the rest: a list of people goes by family names. */
function sortNameOf(name: SpeakerInput['name'], isCollective: boolean): string {
  const written = locales.map(locale => name[locale]?.trim() ?? '').find(text => text !== '') ?? ''
  if (isCollective) return written
  // Titles after the name (“, Ph.D.”) do not order anybody.
  const words = (written.split(',')[0] ?? '').trim().split(/\s+/)
  return [words.at(-1), ...words.slice(0, -1)].join(' ')
}
