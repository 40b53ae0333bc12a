import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { newReference } from '../../../core/tokens.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findProgramme, findReleasedReferences } from '../queries.ts'
import { findLastEdit, findLastUndone, listLastChanges } from '../queries/edits.ts'
import { refusalsOf, type Wanted } from '../rules/sessions.ts'
import { applyChange, isSameState, sessionsIn, stateOf, takenOff } from '../rules/states.ts'
import type { EditEntry } from '../tables.ts'
import type {
  ChangeRefusal,
  ChangesOutcome,
  EditDeed,
  SessionChange,
  SessionConflict,
  SessionState,
} from '../types/changes.ts'
import type { Draft } from '../types.ts'
import { recordEdit, takeBack } from './edits.ts'
import { writeSessions } from './writing.ts'
import '../tables.ts'

/** What several changes are made for and by. */
export interface Changing {
  readonly event: EventRow
  readonly changes: readonly SessionChange[]
  readonly deed: EditDeed
}

/**
 * Changes sessions of the draft, all or none: judged together, so that two can change places. Refused with the reasons
 * where times do not exist, names are unknown, or a room or a person would be taken twice; `stale` where somebody else
 * changed one of them since. The programme of the public changes with the next release.
 */
export async function changeSessions(
  db: Database | Transaction,
  actor: Actor,
  changing: Changing,
): Promise<ChangesOutcome> {
  const attempt = () => inTransaction(db, trx => changeInside(trx, actor, changing))
  try {
    return await attempt()
  } catch (error) {
    // Something wrote past the lock and was first (the room is the venue's): read again and say what the rules say now.
    if (!laterWalls.has(violatedConstraint(error) ?? '')) throw error
    return attempt()
  }
}

const laterWalls = new Set([
  'room_holds_one_session_at_a_time',
  'speaker_is_in_one_place_at_a_time',
  'session_room_exclusiveness_is_the_rooms',
])

async function changeInside(
  trx: Transaction,
  actor: Actor,
  { event, changes, deed }: Changing,
): Promise<ChangesOutcome> {
  await lockEvent(trx, event.id)
  const named = changes.flatMap(change => ('reference' in change ? [change.reference] : []))
  const draft = await findProgramme(trx, event.id, named)
  const stale = staleOnes(draft, changes)
  if (stale.length > 0) return { kind: 'stale', conflicts: await conflictsOf(trx, draft, stale) }
  const known = changes.some(({ kind }) => kind === 'remove')
    ? await findReleasedReferences(trx, event.id)
    : new Set<string>()
  const applied = applyAll(draft, changes, known)
  if (applied.refusals.length > 0) return { kind: 'refused', refusals: applied.refusals }
  return settle(trx, actor, { event, draft, deed, wanted: applied.wanted, order: applied.order })
}

/** The references of sessions that are not as the organiser saw them. */
function staleOnes(draft: Draft, changes: readonly SessionChange[]): string[] {
  const versions = new Map(sessionsIn(draft).map(({ reference, lockVersion }) => [reference, lockVersion]))
  return changes.flatMap(change => {
    if (change.kind === 'add') return []
    const now = versions.get(change.reference)
    const isFresh = now !== undefined && (change.lockVersion === undefined || change.lockVersion === now)
    return isFresh ? [] : [change.reference]
  })
}

async function conflictsOf(trx: Transaction, draft: Draft, references: readonly string[]): Promise<SessionConflict[]> {
  const last = await listLastChanges(trx, draft.eventId, references)
  return [...new Set(references)].map(reference => {
    const session = sessionsIn(draft).find(one => one.reference === reference)
    const { by = null, at = null } = last.get(reference) ?? {}
    const now = session ? stateOf(session) : null
    return { reference, title: session?.title ?? {}, by, at, now, lockVersion: session?.lockVersion ?? 0 }
  })
}

interface AppliedAll {
  readonly wanted: readonly Wanted[]
  /** Which change speaks of which reference. */
  readonly order: readonly string[]
  readonly refusals: readonly ChangeRefusal[]
}

/** What the changes, one after the other, make of the sessions. */
function applyAll(draft: Draft, changes: readonly SessionChange[], known: ReadonlySet<string>): AppliedAll {
  const states = new Map(sessionsIn(draft).map(session => [session.reference, stateOf(session)]))
  const wanted = new Map<string, SessionState | null>()
  const refusals: ChangeRefusal[] = []
  const order = changes.map((change, index) => {
    const reference = change.kind === 'add' ? newReference() : change.reference
    const now = wanted.has(reference) ? (wanted.get(reference) ?? undefined) : states.get(reference)
    const applied = applyChange(draft, change, now, reference)
    if (applied.kind === 'refused')
      refusals.push({ index, reference, title: titleOf(change, now), problems: applied.problems })
    else wanted.set(reference, change.kind === 'remove' ? takenOff(now, known) : applied.state)
    return reference
  })
  return { wanted: [...wanted].map(([reference, state]) => ({ reference, state })), order, refusals }
}

function titleOf(change: SessionChange, now: SessionState | undefined) {
  return 'session' in change ? change.session.title : (now?.title ?? {})
}

interface Settling {
  readonly event: EventRow
  readonly draft: Draft
  readonly deed: EditDeed
  readonly wanted: readonly Wanted[]
  readonly order: readonly string[]
}

/** Judges what is wanted over the whole programme, writes it, and keeps it for undo. The caller holds the event's lock. */
export async function settle(
  trx: Transaction,
  actor: Actor,
  { event, draft, deed, wanted, order }: Settling,
): Promise<ChangesOutcome> {
  const refused = refusalsOf(draft, wanted)
  if (refused.length > 0) {
    const titles = new Map(wanted.map(({ reference, state }) => [reference, state?.title ?? {}]))
    const refusals = refused.map(({ reference, problems }) => {
      return { index: order.lastIndexOf(reference), reference, title: titles.get(reference) ?? {}, problems }
    })
    return { kind: 'refused', refusals }
  }
  const userId = actor.kind === 'user' ? actor.userId : null
  const written = await writeSessions(trx, { eventId: event.id, wanted, userId })
  const versions = new Map(written.map(({ reference, lockVersion }) => [reference, lockVersion]))
  const before = new Map(sessionsIn(draft).map(session => [session.reference, stateOf(session)]))
  const entries = wanted.map(({ reference, state }): EditEntry => {
    const lockVersion = versions.get(reference) ?? 0
    return { reference, before: before.get(reference) ?? null, after: state, lockVersion }
  })
  const editId = await recordEdit(trx, actor, { event, deed, entries, written })
  return { kind: 'saved', editId, sessions: written }
}

export type UndoOutcome = ChangesOutcome | { readonly kind: 'nothing' }

/** Takes back the last thing this user did to the programme; `stale` where somebody changed it since. */
export async function undoEdit(db: Database, actor: Actor, { event }: { event: EventRow }): Promise<UndoOutcome> {
  return stepping(db, actor, event, 'undone')
}

/** Does again what this user took back last. */
export async function redoEdit(db: Database, actor: Actor, { event }: { event: EventRow }): Promise<UndoOutcome> {
  return stepping(db, actor, event, 'redone')
}

async function stepping(db: Database, actor: Actor, event: EventRow, deed: 'undone' | 'redone'): Promise<UndoOutcome> {
  if (actor.kind !== 'user') return { kind: 'nothing' }
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const edit = await (deed === 'undone' ? findLastEdit : findLastUndone)(trx, event.id, actor.userId)
    if (!edit) return { kind: 'nothing' }
    const [from, to] = deed === 'undone' ? (['after', 'before'] as const) : (['before', 'after'] as const)
    const references = edit.entries.map(({ reference }) => reference)
    const draft = await findProgramme(trx, event.id, references)
    const states = new Map(sessionsIn(draft).map(session => [session.reference, stateOf(session)]))
    const stale = edit.entries.filter(entry => !isSameState(states.get(entry.reference) ?? null, entry[from]))
    if (stale.length > 0) {
      const names = stale.map(({ reference }) => reference)
      return { kind: 'stale', conflicts: await conflictsOf(trx, draft, names) }
    }
    const known = await findReleasedReferences(trx, event.id)
    const wanted = edit.entries.map(entry => ({
      reference: entry.reference,
      state: entry[to] ?? takenOff(states.get(entry.reference), known),
    }))
    const outcome = await settle(trx, actor, { event, draft, deed, wanted, order: references })
    if (outcome.kind === 'saved') await takeBack(trx, edit.id, deed)
    return outcome
  })
}
