import type { Actor } from '../../../core/actor.ts'
import { type Transaction } from '../../../core/database.ts'
import { notify } from '../../../core/notifications.ts'
import { dateOf, daysBetween, now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft } from '../queries.ts'
import { sessionsIn } from '../rules/states.ts'
import { shiftedTimes } from '../rules/times.ts'
import type { Draft, DraftSession, PooledSession } from '../types.ts'
import '../tables.ts'

/**
 * Gives an event the draft of another: tracks, speakers and sessions, moved by the days between the two, at the same
 * times on the wall. Everything gets references and calendar UIDs of its own; cancelled sessions stay behind; rooms
 * are kept when both events have the same venue. Returns the references of the copies by those of the originals.
 * @param satellites from a satellite event of `from` to its copy, by id
 */
export async function copyAgenda(
  trx: Transaction,
  actor: Actor,
  { from, to, satellites = new Map() }: { from: EventRow; to: EventRow; satellites?: ReadonlyMap<number, number> },
): Promise<ReadonlyMap<string, string>> {
  const draft = await findDraft(trx, from.id)
  const sessions = sessionsIn(draft).filter(session => !session.isCancelled)
  const tracks = await copyTracks(trx, draft, to)
  const speakers = await copySpeakers(trx, draft, from, to)
  const rows = sessions.map(session => sessionRow(session, draft, { from, to, tracks, satellites }))
  if (rows.length > 0) {
    const inserted = await trx('agendaSessions').insert(rows).returning(['id', 'reference'])
    const ids = new Map(inserted.map(({ id, reference }) => [reference, id]))
    const appearances = sessions.flatMap((session, index) => {
      const row = rows[index]
      const sessionId = row && ids.get(row.reference)
      return row && sessionId ? appearancesOf(session, draft, speakers, { ...row, sessionId }) : []
    })
    if (appearances.length > 0) await trx('sessionSpeakers').insert(appearances)
  }
  const details = { from: from.id, sessions: rows.length }
  await notify(trx, 'agenda', { eventId: to.id })
  await recordAudit(trx, actor, 'agenda.copied', { eventId: to.id, subject: { kind: 'event', id: to.id }, details })
  return new Map(sessions.map(({ reference }, index) => [reference, rows[index]?.reference ?? '']))
}

async function copyTracks(trx: Transaction, draft: Draft, to: EventRow): Promise<Map<string, number>> {
  if (draft.tracks.length === 0) return new Map()
  const rows = draft.tracks.map(({ slug, name, colour }, index) => {
    return { slug, name, colour, eventId: to.id, position: index + 1 }
  })
  const inserted = await trx('tracks').insert(rows).returning(['id', 'slug'])
  return new Map(inserted.map(({ id, slug }) => [slug, id]))
}

/** From the reference of a speaker to the id of the copy. */
async function copySpeakers(
  trx: Transaction,
  draft: Draft,
  from: EventRow,
  to: EventRow,
): Promise<Map<string, number>> {
  if (draft.speakers.length === 0) return new Map()
  const stored = await trx('speakers').where({ eventId: from.id })
  const byReference = new Map(stored.map(row => [row.reference, row]))
  // Who consented to last year's programme has not consented to this one; an organiser's word stays an organiser's.
  const rows = draft.speakers.map(({ reference, name, sortName, affiliation, biography, isCollective }) => {
    const row = byReference.get(reference)
    return {
      name,
      sortName,
      affiliation,
      biography,
      isCollective,
      titleBefore: row?.titleBefore ?? '',
      titleAfter: row?.titleAfter ?? '',
      email: row?.email ?? null,
      locale: row?.locale ?? 'cs',
      ...(row?.consentSource === 'organiser' ? { consentedAt: now(), consentSource: 'organiser' as const } : {}),
      eventId: to.id,
      reference: newReference(),
    }
  })
  const inserted = await trx('speakers').insert(rows).returning(['id', 'reference'])
  const ids = new Map(inserted.map(({ id, reference }) => [reference, id]))
  return new Map(draft.speakers.map(({ reference }, index) => [reference, ids.get(rows[index]?.reference ?? '') ?? 0]))
}

const noTimes = { startsLocal: null, endsLocal: null, startsAt: null, endsAt: null, minutes: null }

interface Target {
  readonly from: EventRow
  readonly to: EventRow
  readonly tracks: ReadonlyMap<string, number>
  readonly satellites: ReadonlyMap<number, number>
}

function sessionRow(session: DraftSession | PooledSession, draft: Draft, { from, to, tracks, satellites }: Target) {
  const days = daysBetween(dateOf(from.startsLocal), dateOf(to.startsLocal))
  const room = from.venueId === to.venueId ? draft.rooms.find(one => one.reference === session.room) : undefined
  const satellite = draft.satellites.find(one => one.slug === session.satellite)
  const { kind, title, subtitle, abstract, description, placeNote, language, capacity, doNotRecord, typeLabel } =
    session
  const times = 'startsAt' in session ? shiftedTimes(session, days, to.timeZone) : { minutes: session.minutes }
  return {
    kind,
    title,
    subtitle,
    abstract,
    description,
    placeNote,
    language,
    capacity,
    doNotRecord,
    typeLabel,
    clashAccepted: session.clashAccepted,
    ...noTimes,
    ...times,
    eventId: to.id,
    reference: newReference(),
    trackId: (session.track && tracks.get(session.track)) || null,
    roomId: room?.id ?? null,
    roomIsExclusive: room?.isExclusive ?? null,
    satelliteEventId: (satellite && satellites.get(satellite.id)) ?? null,
    createdAt: now(),
    updatedAt: now(),
  }
}

type Copied = Pick<ReturnType<typeof sessionRow>, 'startsAt' | 'endsAt' | 'clashAccepted'> & {
  readonly sessionId: number
}

function appearancesOf(
  session: DraftSession | PooledSession,
  draft: Draft,
  speakers: ReadonlyMap<string, number>,
  { sessionId, startsAt, endsAt, clashAccepted }: Copied,
) {
  return session.speakers.map(({ reference, role }, index) => ({
    sessionId,
    speakerId: speakers.get(reference) ?? 0,
    role,
    position: index + 1,
    startsAt,
    endsAt,
    clashAccepted,
    isCollective: draft.speakers.find(one => one.reference === reference)?.isCollective ?? false,
  }))
}
