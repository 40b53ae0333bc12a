import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft, findReleasedReferences } from '../queries.ts'
import { sessionsIn, stateOf, takenOff } from '../rules/states.ts'
import type { ChangesOutcome, EditDeed, SessionState } from '../types/changes.ts'
import { settle } from './changes.ts'

/**
 * Puts whole states of sessions into the draft, over those with the same reference: what imports, templates and older
 * releases bring. All or nothing, in a constant number of statements. States with `clashAccepted` may stand in each
 * other's way; the others are refused as by `changeSessions`.
 * @param remove references that go; those a release knows stay, taken off
 */
export async function replaceOrAddSessions(
  trx: Transaction,
  actor: Actor,
  {
    event,
    states,
    deed,
    remove = [],
  }: { event: EventRow; states: readonly SessionState[]; deed: EditDeed; remove?: readonly string[] },
): Promise<ChangesOutcome> {
  await lockEvent(trx, event.id)
  const draft = await findDraft(trx, event.id)
  const released = remove.length === 0 ? new Set<string>() : await findReleasedReferences(trx, event.id)
  const now = new Map(sessionsIn(draft).map(session => [session.reference, session]))
  const gone = remove.map(reference => {
    const session = now.get(reference)
    return { reference, state: takenOff(session && stateOf(session), released) }
  })
  const wanted = [...gone, ...states.map(state => ({ reference: state.reference, state }))]
  if (wanted.length === 0) return { kind: 'saved', editId: 0, sessions: [] }
  const order = wanted.map(({ reference }) => reference)
  return settle(trx, actor, { event, draft, deed, wanted, order })
}
