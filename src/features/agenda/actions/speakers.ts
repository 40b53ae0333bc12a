import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { locales } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft } from '../queries.ts'
import { clashesIn } from '../rules/clashes.ts'
import type { SpeakerInput } from '../types/changes.ts'
import type { Clash } from '../types/clashes.ts'
import type { DraftSpeaker } from '../types.ts'
import { forgetInChanges, forgetInReleases } from './forget.ts'
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
    const clashes = clashesIn({ ...draft, speakers, rooms: [] }).filter(one => one.kind === 'speaker')
    if (clashes.length > 0) return { kind: 'clash', clashes }
    await trx('speakers').where({ id: current.id }).update(columns)
    await trx('speakers').where({ id: current.id }).increment('lockVersion')
    if (current.isPublic && input.isConsented === false)
      await forgetInChanges(trx, { eventId: event.id, reference: current.reference })
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
    const gone = await trx('speakers').where({ id: speaker.id, eventId: event.id }).first('reference', 'isPublic')
    if (gone?.isPublic === false) await forgetInReleases(trx, { eventId: event.id, reference: gone.reference })
    await trx('speakers').where({ id: speaker.id, eventId: event.id }).delete()
    const subject = { kind: 'speaker', id: speaker.id }
    await recordAudit(trx, actor, 'agenda.speaker-removed', { eventId: event.id, subject })
  })
}

/** What is left out of the newer fields stays as it was: `undefined` is no column to write. */
function columnsOf(input: SpeakerInput) {
  const { name, sortName, affiliation, biography, isCollective, titleBefore, titleAfter, email, locale } = input
  const links = input.links && JSON.stringify(input.links)
  const written = { titleBefore, titleAfter, email, locale, links }
  return {
    name,
    sortName: sortName || sortNameOf(name, isCollective),
    affiliation: affiliation ?? {},
    biography: biography ?? {},
    isCollective,
    ...consentOf(input),
    ...(Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) as object),
  }
}

/** What the organisers say of the consent; a person's own answer is not theirs to change. */
function consentOf({ isConsented }: SpeakerInput) {
  if (isConsented === undefined) return {}
  return isConsented
    ? { consentedAt: now(), consentSource: 'organiser' as const }
    : { consentedAt: null, consentSource: null }
}

/** A speaker of many that come at once; with a reference it is one of the event's. */
export interface ListedSpeaker extends SpeakerInput {
  readonly reference?: string | undefined
  readonly importKey?: string | undefined
}

/**
 * Adds or changes many speakers of an event in two statements; whoever calls it holds the event's lock. Returns their
 * references in the order given. Consent is set only where the input says it.
 */
export async function saveSpeakers(
  trx: Transaction,
  actor: Actor,
  { event, speakers }: { event: EventRow; speakers: readonly ListedSpeaker[] },
): Promise<string[]> {
  if (speakers.length === 0) return []
  const rows = speakers.map(speaker => ({
    reference: speaker.reference ?? newReference(),
    name: speaker.name,
    sort_name: speaker.sortName || sortNameOf(speaker.name, speaker.isCollective),
    affiliation: speaker.affiliation ?? {},
    biography: speaker.biography ?? {},
    is_collective: speaker.isCollective,
    title_before: speaker.titleBefore ?? '',
    title_after: speaker.titleAfter ?? '',
    links: speaker.links ?? [],
    import_key: speaker.importKey ?? null,
    is_consented: speaker.isConsented ?? false,
  }))
  await trx.raw(
    `insert into speakers as s (event_id, reference, name, sort_name, affiliation, biography, is_collective, title_before,
       title_after, links, import_key, consented_at, consent_source, created_at, updated_at)
     select ?, w.reference, w.name, w.sort_name, w.affiliation, w.biography, w.is_collective, w.title_before,
       w.title_after, w.links, w.import_key, case when w.is_consented then ?::timestamptz end,
       case when w.is_consented then 'organiser' end, ?, ?
     from jsonb_to_recordset(?::jsonb) as w (reference text, name jsonb, sort_name text, affiliation jsonb,
       biography jsonb, is_collective boolean, title_before text, title_after text, links jsonb, import_key text,
       is_consented boolean)
     on conflict (reference) do update set name = excluded.name, sort_name = excluded.sort_name,
       affiliation = excluded.affiliation, biography = excluded.biography, title_before = excluded.title_before,
       title_after = excluded.title_after, links = excluded.links, import_key = excluded.import_key,
       lock_version = s.lock_version + 1, updated_at = excluded.updated_at
       where s.event_id = excluded.event_id`,
    [event.id, now(), now(), now(), JSON.stringify(rows)],
  )
  const details = { count: rows.length }
  const subject = { kind: 'event', id: event.id }
  await recordAudit(trx, actor, 'agenda.speakers-listed', { eventId: event.id, subject, details })
  return rows.map(({ reference }) => reference)
}

/** The last word of a person's name, then the rest: a list of people goes by family names. */
export function sortNameOf(name: SpeakerInput['name'], isCollective: boolean): string {
  const written = locales.map(locale => name[locale]?.trim() ?? '').find(text => text !== '') ?? ''
  if (isCollective) return written
  // Titles after the name (“, Ph.D.”) do not order anybody.
  const words = (written.split(',')[0] ?? '').trim().split(/\s+/)
  return [words.at(-1), ...words.slice(0, -1)].join(' ')
}
