import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { lockEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { findDraft, findRelease } from '../queries.ts'
import { restoring } from '../rules/restoring.ts'
import type { SessionState } from '../types/changes.ts'
import type { ReleasedTrack } from '../types.ts'
import { saveTrack } from './tracks.ts'
import { replaceOrAddSessions } from './upsert.ts'

export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly sessions: number }
  /** The draft says it already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'unknown' }

/**
 * Brings the draft back to what a release said; the public sees it after the next release. One edit, which can be
 * undone. Sessions that came later wait without a time. What stood in each other's way in the release may do so again.
 */
export async function restoreRelease(
  db: Database,
  actor: Actor,
  { event, number }: { event: EventRow; number: number },
): Promise<RestoreOutcome> {
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const release = await findRelease(trx, event.id, number)
    if (!release) return { kind: 'unknown' }
    const { states, tracks } = restoring(await findDraft(trx, event.id), release.content)
    if (states.length === 0) return { kind: 'unchanged' }
    const slugs = await addTracks(trx, actor, event, tracks)
    const named = states.map(state => ({ ...state, track: slugs.get(state.track ?? '') ?? state.track }))
    await write(trx, actor, event, named)
    return { kind: 'restored', sessions: states.length }
  })
}

/** The tracks that were deleted since, once more; from their former slugs to those they have now. */
async function addTracks(
  trx: Transaction,
  actor: Actor,
  event: EventRow,
  tracks: readonly ReleasedTrack[],
): Promise<ReadonlyMap<string, string>> {
  const slugs = new Map<string, string>()
  for (const { slug, name, colour } of tracks) {
    const added = await saveTrack(trx, actor, { event, input: { name, colour } })
    slugs.set(slug, added.slug)
  }
  return slugs
}

async function write(trx: Transaction, actor: Actor, event: EventRow, states: readonly SessionState[]): Promise<void> {
  const outcome = await replaceOrAddSessions(trx, actor, { event, states, deed: 'restored' })
  if (outcome.kind === 'saved') return
  // A hall that holds one thing only since then: the public has seen the two together, so they may stand so again.
  const clashing = new Set(outcome.kind === 'refused' ? outcome.refusals.map(({ reference }) => reference) : [])
  const accepted = states.map(state => (clashing.has(state.reference) ? { ...state, clashAccepted: true } : state))
  const again = await replaceOrAddSessions(trx, actor, { event, states: accepted, deed: 'restored' })
  if (again.kind !== 'saved') throw new Error(`release could not be restored: ${again.kind}`)
}
