import type { Actor } from '../../../core/actor.ts'
import type { Database } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import { findProgramme } from '../queries.ts'
import { inputOf, sessionsIn } from '../rules/states.ts'
import type { Move, SessionChange, SessionInput, SessionOutcome } from '../types/changes.ts'
import type { DraftSession, SessionSpeaker } from '../types.ts'
import { changeSessions } from './changes.ts'

/** The session a form was opened for; `lockVersion` as it was then. */
export type OpenedSession = Pick<DraftSession, 'reference' | 'lockVersion'>

/** Puts a session into the draft, or says why it cannot stand there. */
export async function addSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: SessionInput },
): Promise<SessionOutcome> {
  return changingOne(db, actor, event, { kind: 'add', session }, 'added')
}

/** Changes a session of the draft; what readers see changes with the next release. */
export async function editSession(
  db: Database,
  actor: Actor,
  { event, session, changes }: { event: EventRow; session: OpenedSession; changes: SessionInput },
): Promise<SessionOutcome> {
  return changingOne(db, actor, event, { kind: 'edit', ...opened(session), session: changes }, 'edited')
}

/** Moves a session to other times or another room (`null`: none). */
export async function moveSession(
  db: Database,
  actor: Actor,
  { event, session, to }: { event: EventRow; session: OpenedSession; to: Move },
): Promise<SessionOutcome> {
  return changingOne(db, actor, event, { kind: 'place', ...opened(session), to }, 'moved')
}

/** Says who appears in a session, in this order; everybody left out is taken off it. */
export async function setSessionSpeakers(
  db: Database,
  actor: Actor,
  { event, session, speakers }: { event: EventRow; session: OpenedSession; speakers: readonly SessionSpeaker[] },
): Promise<SessionOutcome> {
  const draft = await findProgramme(db, event.id, [session.reference])
  const now = sessionsIn(draft).find(({ reference }) => reference === session.reference)
  if (!now) return { kind: 'stale', conflicts: [] }
  return editSession(db, actor, { event, session, changes: { ...inputOf(now, draft.timeZone), speakers } })
}

/** Brings back a session that was taken off after a release: the same one, for calendars too. */
export async function reinstateSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: OpenedSession },
): Promise<SessionOutcome> {
  return changingOne(db, actor, event, { kind: 'reinstate', ...opened(session) }, 'reinstated')
}

/** Takes a session off the draft: for good when nobody has seen it, else so that the next release shows it cancelled. */
export async function removeSession(
  db: Database,
  actor: Actor,
  { event, session }: { event: EventRow; session: Pick<DraftSession, 'reference'> },
): Promise<{ readonly kind: 'deleted' | 'cancelled' | 'gone' }> {
  const { reference } = session
  const draft = await findProgramme(db, event.id, [])
  if (!sessionsIn(draft).some(one => one.reference === reference && !one.isCancelled)) return { kind: 'gone' }
  const outcome = await changeSessions(db, actor, { event, changes: [{ kind: 'remove', reference }], deed: 'removed' })
  if (outcome.kind !== 'saved') return { kind: 'gone' }
  return { kind: outcome.sessions.length === 0 ? 'deleted' : 'cancelled' }
}

function opened({ reference, lockVersion }: OpenedSession) {
  return { reference, lockVersion }
}

async function changingOne(
  db: Database,
  actor: Actor,
  event: EventRow,
  change: SessionChange,
  deed: 'added' | 'edited' | 'moved' | 'reinstated',
): Promise<SessionOutcome> {
  const outcome = await changeSessions(db, actor, { event, changes: [change], deed })
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'refused', problems: outcome.refusals.flatMap(({ problems }) => problems) }
    case 'stale':
      return outcome
    case 'saved': {
      const [session] = outcome.sessions
      if (!session) throw new Error('a session was saved and is not there')
      return { kind: 'saved', session: { id: session.id, reference: session.reference } }
    }
  }
}
