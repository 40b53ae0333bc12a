import { parseTimeZone } from '../../../core/time.ts'
import { sessionsIn, stateOf } from '../../agenda/rules/states.ts'
import type { SessionState } from '../../agenda/types/changes.ts'
import type { Draft } from '../../agenda/types.ts'
import type { DocumentSession, ScheduleDocument, SessionField } from '../types.ts'
import type { AnomalyLog } from './anomalies.ts'
import { differingFields, keeping } from './differences.ts'
import { matchNames, type Names, notYet, spellings } from './matching.ts'
import { newState, cleared, type StateFrame, stateFor, timesFor } from './states.ts'

/** What becomes of one session of a document. */
export interface Decided {
  readonly session: DocumentSession
  /** As it is here; undefined: it is not. */
  readonly now: SessionState | undefined
  /** As the document would have it, but for what only we changed. */
  readonly said: SessionState
  /** As it will be: `said`, with what is kept of ours. */
  readonly state: SessionState
  /** Where `now` and `said` differ. */
  readonly fields: readonly SessionField[]
  /** Those of them that we changed too since the last import. */
  readonly disputed: readonly SessionField[]
  /** Something here differs from the document and stays. */
  readonly isKeptHere: boolean
  readonly isWritten: boolean
}

interface Choices {
  readonly base?: ScheduleDocument | undefined
  readonly keep?: ReadonlySet<string> | undefined
}

/** How the sessions of this document are read beside this draft. */
export function frameOf(draft: Draft, document: ScheduleDocument, names: Names): StateFrame {
  const hidden = draft.speakers.filter(({ isPublic }) => !isPublic).map(({ reference }) => reference)
  const documentZone = parseTimeZone(document.timeZone ?? '') ?? draft.timeZone
  return {
    timeZone: draft.timeZone,
    documentZone,
    names,
    called: new Map([
      ...draft.rooms.map(({ reference, name }) => [reference, spellings(name)] as const),
      ...draft.tracks.map(({ slug, name }) => [slug, spellings(name)] as const),
    ]),
    hidden: new Set(hidden),
  }
}

/** Decides every session of the document: new, as it is, changed, or changed on both sides. */
export function decideSessions(
  draft: Draft,
  document: ScheduleDocument,
  names: Names,
  choices: Choices,
  anomalies: AnomalyLog,
): Decided[] {
  const { base, keep } = choices
  const frame = frameOf(draft, document, names)
  // The former document named rooms and people that this one may not.
  const formerFrame = base && frameOf(draft, base, matchNames(draft, base))
  const find = finder(draft)
  const before = new Map(base?.sessions.map(session => [session.key, session]))
  return document.sessions.map(session => {
    if (timesFor(session, frame)?.isOnClock === false) anomalies.note('time-not-on-clock', session.title)
    const now = find(session)
    if (now) {
      // Our own export knows a session by another name than the document it once came from.
      const former = before.get(session.key) ?? before.get(now.importKey ?? '')
      const then = former && formerFrame && { session: former, frame: formerFrame }
      return compared(session, now, frame, then, {
        keepsOurs: keep?.has(session.key) === true,
        silent: document.silent ?? [],
      })
    }
    const said = stateFor(session, newState(notYet(session.key), session), frame)
    return { session, now, said, state: said, fields: [], disputed: [], isKeptHere: false, isWritten: true }
  })
}

/** Sessions by the key of an earlier import, else by the identifier our exports and calendars give them. */
function finder(draft: Draft): (session: DocumentSession) => SessionState | undefined {
  const states = sessionsIn(draft).map(stateOf)
  const byKey = new Map(states.map(state => [state.importKey ?? '', state]))
  const byUid = new Map(states.map(state => [state.calendarUid ?? '', state]))
  const taken = new Set<string>()
  return ({ key, guid }) => {
    const found = byKey.get(key) ?? (guid === null ? undefined : byUid.get(guid))
    if (!found || taken.has(found.reference)) return undefined
    taken.add(found.reference)
    return found
  }
}

function compared(
  session: DocumentSession,
  now: SessionState,
  frame: StateFrame,
  then: { readonly session: DocumentSession; readonly frame: StateFrame } | undefined,
  { keepsOurs, silent }: { readonly keepsOurs: boolean; readonly silent: readonly SessionField[] },
): Decided {
  const unchanged = { session, now, said: now, state: now, fields: [], disputed: [], isWritten: false }
  // It came with the last import and was taken off here.
  if (now.isCancelled && then) return { ...unchanged, isKeptHere: true }
  const wanted = keeping(stateFor(session, now, frame), now, silent, frame.timeZone)
  if (!then) {
    const fields = differingFields(now, wanted)
    const isWritten = fields.length > 0
    return { ...unchanged, said: wanted, state: wanted, fields, isKeptHere: false, isWritten }
  }
  const former = stateFor(then.session, now, then.frame)
  const target = keeping(cleared(wanted, session, then.session), now, silent, frame.timeZone)
  const differing = differingFields(now, target)
  const news = new Set(differingFields(former, target))
  // Where the document says what it said before, the difference was made here, and stays.
  const ours = differing.filter(field => !news.has(field))
  const fields = differing.filter(field => news.has(field))
  const changedHere = new Set(differingFields(former, now))
  const disputed = fields.filter(field => changedHere.has(field))
  const said = keeping(target, now, ours, frame.timeZone)
  const state = keepsOurs ? keeping(said, now, disputed, frame.timeZone) : said
  const isKeptHere = ours.length > 0 || (keepsOurs && disputed.length > 0)
  return { session, now, said, state, fields, disputed, isKeptHere, isWritten: differingFields(now, state).length > 0 }
}
