import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { locales } from '../../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../../core/slugs.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import type { TrackInput } from '../types/changes.ts'
import type { DraftTrack } from '../types.ts'
import '../tables.ts'

/** Adds a track at the end of the event's list, or changes one; its slug, which links carry, stays. */
export async function saveTrack(
  db: Database,
  actor: Actor,
  { event, track, input }: { event: EventRow; track?: Pick<DraftTrack, 'id' | 'slug'>; input: TrackInput },
): Promise<{ readonly id: number; readonly slug: string }> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    if (track) {
      await trx('tracks').where({ id: track.id, eventId: event.id }).update(input)
      const subject = { kind: 'track', id: track.id }
      await recordAudit(trx, actor, 'agenda.track-edited', { eventId: event.id, subject })
      return { id: track.id, slug: track.slug }
    }
    const others = await trx('tracks').where({ eventId: event.id }).select('slug', 'position')
    const slug = freeSlug(input, new Set(others.map(one => one.slug)))
    const position = Math.max(0, ...others.map(one => one.position)) + 1
    const row = { ...input, eventId: event.id, slug, position }
    const added = only(await trx('tracks').insert(row).returning(['id', 'slug']))
    const subject = { kind: 'track', id: added.id }
    await recordAudit(trx, actor, 'agenda.track-added', { eventId: event.id, subject })
    return added
  })
}

/**
 * Adds many tracks at the end of the event's list; whoever calls it holds the event's lock. Returns their slugs in the
 * order given.
 */
export async function addTracks(
  trx: Transaction,
  actor: Actor,
  { event, tracks }: { event: EventRow; tracks: readonly TrackInput[] },
): Promise<string[]> {
  if (tracks.length === 0) return []
  const others = await trx('tracks').where({ eventId: event.id }).select('slug', 'position')
  const taken = new Set(others.map(one => one.slug))
  const last = Math.max(0, ...others.map(one => one.position))
  const added = tracks.map((input, index) => {
    const slug = freeSlug(input, taken)
    taken.add(slug)
    return { ...input, eventId: event.id, slug, position: last + index + 1 }
  })
  await trx('tracks').insert(added)
  const details = { count: added.length }
  const subject = { kind: 'event', id: event.id }
  await recordAudit(trx, actor, 'agenda.tracks-listed', { eventId: event.id, subject, details })
  return added.map(({ slug }) => slug)
}

/** Removes a track; its sessions stay, without one. */
export async function removeTrack(
  db: Database,
  actor: Actor,
  { event, track }: { event: EventRow; track: Pick<DraftTrack, 'id'> },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await trx('agendaSessions').where({ eventId: event.id, trackId: track.id }).update({ trackId: null })
    await trx('tracks').where({ id: track.id, eventId: event.id }).delete()
    const subject = { kind: 'track', id: track.id }
    await recordAudit(trx, actor, 'agenda.track-removed', { eventId: event.id, subject })
  })
}

/** Puts the tracks into this order; those not named follow as they were. */
export async function orderTracks(
  db: Database,
  actor: Actor,
  { event, slugs }: { event: EventRow; slugs: readonly string[] },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const tracks = await trx('tracks').where({ eventId: event.id }).orderBy(['position', 'id']).select('id', 'slug')
    const rank = (slug: string) => (slugs.includes(slug) ? slugs.indexOf(slug) : slugs.length)
    const ordered = tracks.toSorted((a, b) => rank(a.slug) - rank(b.slug)).map(({ id }) => id)
    await trx.raw(
      `update tracks set position = wanted.position
       from unnest(?::bigint[]) with ordinality as wanted (id, position) where tracks.id = wanted.id`,
      [ordered],
    )
    await recordAudit(trx, actor, 'agenda.tracks-ordered', { eventId: event.id })
  })
}

function freeSlug({ name }: TrackInput, taken: ReadonlySet<string>): string {
  const written = locales.map(locale => name[locale]?.trim() ?? '').find(text => text !== '') ?? ''
  for (const slug of slugCandidates(slugFrom(written) || 'track')) if (!taken.has(slug)) return slug
  throw new Error('a hundred tracks of one name')
}
