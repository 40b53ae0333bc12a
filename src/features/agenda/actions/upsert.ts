import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft } from '../queries.ts'
import type { ChangesOutcome, EditDeed, SessionState } from '../types/changes.ts'
import { settle } from './changes.ts'

/**
 * Puts whole states of sessions into the draft, over those with the same reference: what imports, templates and older
 * releases bring. All or nothing, in a constant number of statements. States with `clashAccepted` may stand in each
 * other's way; the others are refused as by `changeSessions`.
 * @param remove references that go; those a release knows have to come as cancelled states instead
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
  const gone = remove.map(reference => ({ reference, state: null }))
  const wanted = [...gone, ...states.map(state => ({ reference: state.reference, state }))]
  if (wanted.length === 0) return { kind: 'saved', editId: 0, sessions: [] }
  const order = wanted.map(({ reference }) => reference)
  return settle(trx, actor, { event, draft, deed, wanted, order })
}
