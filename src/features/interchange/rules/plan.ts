import { daysOf } from '../../agenda/rules/times.ts'
import { sessionsIn, stateOf } from '../../agenda/rules/states.ts'
import { dateOf } from '../../../core/time.ts'
import type { SessionState } from '../../agenda/types/changes.ts'
import type { Draft } from '../../agenda/types.ts'
import type { ImportPlan, PlannedConflict, PlannedRemoval, ScheduleDocument } from '../types.ts'
import { type AnomalyLog, startAnomalies, withAnomalies } from './anomalies.ts'
import { describe } from './differences.ts'
import { isNotYet, matchNames, type Names } from './matching.ts'
import { findOverlaps, type Overlaps } from './overlaps.ts'
import { changedPeople } from './people.ts'
import { type Decided, decideSessions, frameOf } from './sessions.ts'

/** How an import is to be done. */
export interface ImportChoices {
  /** The document that was imported last: tells what changed here from what changed there. */
  readonly base?: ScheduleDocument | undefined
  /** Keys of conflicts where ours stays, and references of sessions not to be removed. */
  readonly keep?: ReadonlySet<string> | undefined
}

/** A plan with what carrying it out writes. */
export interface PreparedImport {
  readonly plan: ImportPlan
  readonly names: Names
  /** States to write; new ones have the reference `new:<key>`. */
  readonly states: readonly SessionState[]
  readonly removed: readonly PlannedRemoval[]
  /** References of the rooms (or names that stand for new ones) where sessions of the document overlap. */
  readonly overlaps: Overlaps
}

/** What an import of the document would do to the draft; nothing is written. */
export function planImport(draft: Draft, document: ScheduleDocument, choices: ImportChoices = {}): ImportPlan {
  return prepareImport(draft, document, choices).plan
}

/** As `planImport`, with the states. */
export function prepareImport(draft: Draft, document: ScheduleDocument, choices: ImportChoices = {}): PreparedImport {
  const anomalies = startAnomalies()
  const names = matchNames(draft, document)
  const decided = decideSessions(draft, document, names, choices, anomalies)
  const removed = removals(draft, document, decided, choices)
  const overlaps = overlapsAfter(draft, decided, removed)
  noteOverlaps(draft, decided, overlaps, anomalies)
  noteFrame(draft, document, decided, anomalies)
  const states = decided.filter(({ isWritten }) => isWritten).map(one => accepting(one, draft, overlaps))
  const plan = { ...planOf(draft, document, { names, decided, removed, overlaps }), ...listed(document, anomalies) }
  return { plan: { ...plan, isEmpty: isNothing(plan, states) }, names, states, removed, overlaps }
}

function listed(document: ScheduleDocument, anomalies: AnomalyLog) {
  return { anomalies: withAnomalies(document.anomalies, anomalies.list()) }
}

interface Parts {
  readonly names: Names
  readonly decided: readonly Decided[]
  readonly removed: readonly PlannedRemoval[]
  readonly overlaps: Overlaps
}

function planOf(draft: Draft, document: ScheduleDocument, { names, decided, removed, overlaps }: Parts) {
  const added = decided.filter(({ now }) => now === undefined)
  const differing = decided.flatMap(one => (one.now && one.fields.length > 0 ? [conflictOf(draft, document, one)] : []))
  const addedRooms = document.rooms.map(({ name }) => name).filter(name => isNotYet(names.rooms.get(name) ?? ''))
  return {
    counts: countsOf(draft, document, decided, removed),
    added: added.map(({ session, state }) => {
      return {
        key: session.key,
        title: session.title,
        startsLocal: state.times?.startsLocal ?? null,
        room: session.room,
      }
    }),
    changed: differing
      .filter(({ disputed }) => disputed.length === 0)
      .map(({ disputed: _disputed, ...change }) => change),
    conflicts: differing.filter(({ disputed }) => disputed.length > 0),
    removed,
    rooms: {
      added: addedRooms,
      shared: addedRooms.filter(name => overlaps.rooms.has(names.rooms.get(name) ?? '')),
    },
    tracks: { added: document.tracks.map(({ name }) => name).filter(name => isNotYet(names.tracks.get(name) ?? '')) },
    people: {
      added: document.people.filter(({ key }) => isNotYet(names.people.get(key) ?? '')).map(({ name }) => name),
      changed: changedPeople(draft, document, names).map(({ person }) => person.name),
    },
  }
}

function conflictOf(draft: Draft, document: ScheduleDocument, one: Decided): PlannedConflict {
  const { session, now, said, fields, disputed } = one
  const differences = now ? describe(now, said, fields, draft, document.locale) : []
  return { key: session.key, title: session.title, reference: said.reference, differences, disputed }
}

function countsOf(
  draft: Draft,
  document: ScheduleDocument,
  decided: readonly Decided[],
  removed: readonly PlannedRemoval[],
): ImportPlan['counts'] {
  const gone = new Set([...removed, ...decided.map(({ said }) => said)].map(({ reference }) => reference))
  const isStanding = ({ isCancelled }: { readonly isCancelled: boolean }) => !isCancelled
  return {
    sessions: document.sessions.length,
    rooms: document.rooms.length,
    tracks: document.tracks.length,
    people: document.people.length,
    appearances: document.sessions.reduce((sum, { people }) => sum + people.length, 0),
    same: decided.filter(({ now, fields, isKeptHere }) => now && fields.length === 0 && !isKeptHere).length,
    untouched: sessionsIn(draft).filter(session => isStanding(session) && !gone.has(session.reference)).length,
    keptHere: decided.filter(({ isKeptHere }) => isKeptHere).length,
  }
}

/** Sessions of the last import that the document no longer has. */
function removals(
  draft: Draft,
  document: ScheduleDocument,
  decided: readonly Decided[],
  { base, keep }: ImportChoices,
): PlannedRemoval[] {
  const present = new Set(document.sessions.map(({ key }) => key))
  const matched = new Set(decided.map(({ now }) => now?.reference))
  const before = new Set(base?.sessions.map(({ key }) => key))
  return sessionsIn(draft).flatMap(session => {
    const { importKey, isCancelled, reference, title } = session
    if (importKey === null || isCancelled || present.has(importKey) || !before.has(importKey)) return []
    if (keep?.has(reference) || matched.has(reference)) return []
    return [{ reference, title, startsLocal: 'startsLocal' in session ? session.startsLocal : null }]
  })
}

function overlapsAfter(draft: Draft, decided: readonly Decided[], removed: readonly PlannedRemoval[]): Overlaps {
  const touched = new Set([...removed, ...decided.map(({ said }) => said)].map(({ reference }) => reference))
  const others = sessionsIn(draft).filter(({ reference }) => !touched.has(reference))
  const collectives = draft.speakers.filter(({ isCollective }) => isCollective).map(({ reference }) => reference)
  return findOverlaps([...decided.map(({ state }) => state), ...others.map(stateOf)], new Set(collectives))
}

/** Overlaps of rooms that hold one thing at a time, and of people, are taken over from the document as they are. */
function accepting({ state }: Decided, draft: Draft, { rooms, people }: Overlaps): SessionState {
  const room = draft.rooms.find(({ reference }) => reference === state.room)
  const isInTheWay = room?.isExclusive === true && rooms.get(room.reference)?.has(state.reference) === true
  return { ...state, clashAccepted: state.clashAccepted || isInTheWay || people.has(state.reference) }
}

function noteOverlaps(
  draft: Draft,
  decided: readonly Decided[],
  { rooms, people }: Overlaps,
  anomalies: AnomalyLog,
): void {
  const shared = new Set(draft.rooms.filter(({ isExclusive }) => !isExclusive).map(({ reference }) => reference))
  for (const { session, state } of decided) {
    const room = state.room ?? ''
    if (!shared.has(room) && rooms.get(room)?.has(state.reference))
      anomalies.note('room-overlap', `${session.title} (${session.room ?? ''})`)
    if (people.has(state.reference)) anomalies.note('speaker-overlap', session.title)
  }
}

function noteFrame(draft: Draft, document: ScheduleDocument, decided: readonly Decided[], anomalies: AnomalyLog): void {
  const days = new Set(daysOf(draft))
  for (const { session, state } of decided)
    if (state.times && !days.has(dateOf(state.times.startsLocal))) anomalies.note('outside-event', session.title)
  const { documentZone, timeZone } = frameOf(draft, document, {
    rooms: new Map(),
    tracks: new Map(),
    people: new Map(),
  })
  if (documentZone !== timeZone) anomalies.note('zone-differs', `${documentZone} → ${timeZone}`)
}

function isNothing(plan: Omit<ImportPlan, 'isEmpty'>, states: readonly SessionState[]): boolean {
  const lists = [states, plan.removed, plan.rooms.added, plan.tracks.added, plan.people.added, plan.people.changed]
  return lists.every(list => list.length === 0)
}
