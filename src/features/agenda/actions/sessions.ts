import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft, findLatestRelease } from '../queries.ts'
import { decideSession, inputOf, type PlacedSession } from '../rules/sessions.ts'
import type { Draft, DraftSession, Move, SessionInput, SessionOutcome, SessionSpeaker } from '../types.ts'
import '../tables.ts'

/** The session a form was opened for; `lockVersion` as it was then. */
export type OpenedSession = Pick<DraftSession, 'reference' | 'lockVersion'>

/** Puts a session into the draft, or says why it cannot stand there. */
export async function addSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: SessionInput },
): Promise<SessionOutcome> {
  return placing(db, event, session, '', async (trx, placed) => {
    const row = { ...columnsOf(session, placed), eventId: event.id, reference: newReference(), createdAt: now() }
    const added = only(await trx('agendaSessions').insert(row).returning(['id', 'reference']))
    await insertSpeakers(trx, added.id, placed)
    const subject = { kind: 'session', id: added.id }
    await recordAudit(trx, actor, 'agenda.session-added', { eventId: event.id, subject })
    return added
  })
}

/** Changes a session of the draft; what readers see changes with the next release. */
export async function editSession(
  db: Database,
  actor: Actor,
  { event, session, changes }: { event: EventRow; session: OpenedSession; changes: SessionInput },
): Promise<SessionOutcome> {
  return changing(db, actor, { event, session, action: 'agenda.session-edited', change: () => changes })
}

/** Moves a session to other times or another room (`null`: none). */
export async function moveSession(
  db: Database,
  actor: Actor,
  { event, session, to }: { event: EventRow; session: OpenedSession; to: Move },
): Promise<SessionOutcome> {
  const change = (now: DraftSession, draft: Draft): SessionInput => ({
    ...inputOf(now, draft.timeZone),
    ...to,
    room: to.room === undefined ? (now.room ?? undefined) : (to.room ?? undefined),
    startsOccurrence: to.startsOccurrence,
    endsOccurrence: to.endsOccurrence,
  })
  return changing(db, actor, { event, session, action: 'agenda.session-moved', change })
}

/** Says who appears in a session, in this order; everybody left out is taken off it. */
export async function setSessionSpeakers(
  db: Database,
  actor: Actor,
  { event, session, speakers }: { event: EventRow; session: OpenedSession; speakers: readonly SessionSpeaker[] },
): Promise<SessionOutcome> {
  const change = (now: DraftSession, draft: Draft) => ({ ...inputOf(now, draft.timeZone), speakers })
  return changing(db, actor, { event, session, action: 'agenda.session-edited', change })
}

/** Brings back a session that was taken off after a release: the same one, for calendars too. */
export async function reinstateSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: OpenedSession },
): Promise<SessionOutcome> {
  const change = (now: DraftSession, draft: Draft) => inputOf(now, draft.timeZone)
  return changing(db, actor, { event, session, action: 'agenda.session-reinstated', change })
}

/** Takes a session off the draft: for good when nobody has seen it, else so that the next release shows it cancelled. */
export async function removeSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: Pick<DraftSession, 'reference'> },
): Promise<{ readonly kind: 'deleted' | 'cancelled' | 'gone' }> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const { reference } = session
    const row = await trx('agendaSessions')
      .where({ eventId: event.id, reference })
      .whereNull('cancelledAt')
      .first('id', 'lockVersion')
    if (!row) return { kind: 'gone' as const }
    const release = await findLatestRelease(trx, event.id)
    const isKnown = release?.content.sessions.some(one => one.reference === reference) ?? false
    const stored = trx('agendaSessions').where({ id: row.id })
    const at = now()
    if (isKnown) await stored.update({ cancelledAt: at, updatedAt: at, lockVersion: row.lockVersion + 1 })
    else await stored.delete()
    const subject = { kind: 'session', id: row.id }
    await recordAudit(trx, actor, 'agenda.session-removed', { eventId: event.id, subject })
    return { kind: isKnown ? ('cancelled' as const) : ('deleted' as const) }
  })
}

interface Changing {
  readonly event: EventRow
  readonly session: OpenedSession
  readonly action: string
  readonly change: (now: DraftSession, draft: Draft) => SessionInput
}

async function changing(
  db: Database,
  actor: Actor,
  { event, session, action, change }: Changing,
): Promise<SessionOutcome> {
  const input = (draft: Draft) => {
    const current = draft.sessions.find(one => one.reference === session.reference)
    return current?.lockVersion === session.lockVersion ? change(current, draft) : undefined
  }
  return placing(db, event, input, session.reference, async (trx, placed, row, written) => {
    const id = row?.id ?? 0
    const changes = { ...columnsOf(written, placed), cancelledAt: null, lockVersion: session.lockVersion + 1 }
    // Speakers go first: those who stay are put back with the new times.
    await trx('sessionSpeakers').where({ sessionId: id }).delete()
    await trx('agendaSessions').where({ id }).update(changes)
    await insertSpeakers(trx, id, placed)
    await recordAudit(trx, actor, action, { eventId: event.id, subject: { kind: 'session', id } })
    return { id, reference: session.reference }
  })
}

type Write = (
  trx: Transaction,
  placed: PlacedSession,
  row: DraftSession | undefined,
  input: SessionInput,
) => Promise<{ id: number; reference: string }>

/** Lock the event, read its draft, decide, write: one editor of a programme at a time, and the rules see everything. */
async function placing(
  db: Database,
  event: EventRow,
  wanted: SessionInput | ((draft: Draft) => SessionInput | undefined),
  reference: string,
  write: Write,
): Promise<SessionOutcome> {
  const inputFor = (draft: Draft) => (typeof wanted === 'function' ? wanted(draft) : wanted)
  const attempt = () =>
    inTransaction<SessionOutcome>(db, async trx => {
      await lockEvent(trx, event.id)
      const draft = await findDraft(trx, event.id)
      const input = inputFor(draft)
      if (!input) return { kind: 'stale' }
      const decision = decideSession(draft, input, reference)
      if (decision.kind === 'refused') return decision
      const row = draft.sessions.find(one => one.reference === reference)
      return { kind: 'saved', session: await write(trx, decision.session, row, input) }
    })
  try {
    return await attempt()
  } catch (error) {
    const violated = violatedConstraint(error) ?? ''
    // The room is the venue's, outside our lock: it was removed or changed since we read it. Read again.
    if (violated === 'session_room_exclusiveness_is_the_rooms') return attempt()
    if (!clashConstraints.has(violated)) throw error
    // Something wrote past the lock and was first: tell what the rules now say about it.
    const draft = await findDraft(db, event.id)
    const input = inputFor(draft)
    const decision = input && decideSession(draft, input, reference)
    if (decision?.kind === 'refused') return decision
    throw error
  }
}

const clashConstraints = new Set(['room_holds_one_session_at_a_time', 'speaker_is_in_one_place_at_a_time'])

function columnsOf(input: SessionInput, { times, trackId, room, satelliteEventId }: PlacedSession) {
  return {
    ...times,
    kind: input.kind,
    title: input.title,
    abstract: input.abstract ?? {},
    placeNote: input.placeNote ?? {},
    language: input.language ?? null,
    capacity: input.capacity ?? null,
    trackId,
    roomId: room?.id ?? null,
    roomIsExclusive: room?.isExclusive ?? null,
    satelliteEventId,
    updatedAt: now(),
  }
}

async function insertSpeakers(trx: Transaction, sessionId: number, { times, speakers }: PlacedSession): Promise<void> {
  if (speakers.length === 0) return
  const { startsAt, endsAt } = times
  await trx('sessionSpeakers').insert(
    speakers.map(({ id, role, isCollective }, index) => {
      return { sessionId, speakerId: id, role, isCollective, position: index + 1, startsAt, endsAt }
    }),
  )
}
