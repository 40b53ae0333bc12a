import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction } from '../../../core/database.ts'
import { type PictureRefusal, squarePhotograph } from '../../../core/pictures.ts'
import { now } from '../../../core/time.ts'
import { changeSpeaker } from '../../agenda/actions/speaker-facts.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../../events/queries.ts'
import { deleteFiles, storeFile } from '../../files/actions.ts'
import { listPhotographsOf, photographName } from '../queries/materials.ts'
import { lockSpeaker } from '../queries/speakers.ts'
import { mayContribute } from '../rules/states.ts'
import type { OfSpeaker } from './answer.ts'
import { about } from './ask.ts'

export type PhotographOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly reason: PictureRefusal }
  | { readonly kind: 'closed' }

/**
 * Draws the photograph anew and keeps it in place of the former one, which `dropLostFiles` deletes, unless a release
 * still shows it: what was released changes with the next release only.
 */
export async function setPhotograph(
  db: Database,
  actor: Actor,
  { event, speaker, content }: OfSpeaker & { content: Buffer },
): Promise<PhotographOutcome> {
  if (!mayContribute(event, now())) return { kind: 'closed' }
  const drawn = await squarePhotograph(content)
  if (drawn.kind !== 'picture') return { kind: 'refused', reason: drawn.kind }
  return inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked) return { kind: 'closed' }
    const fileName = photographName(locked)
    const file = await storeFile(trx, { ...drawn.picture, eventId: event.id, purpose: 'photograph', fileName })
    await changeSpeaker(trx, locked, { photographId: file.id })
    await recordAudit(trx, actor, 'speaker.photograph-changed', about(event, locked))
    return { kind: 'saved' }
  })
}

/** Removes the photograph for good, at once and from releases too: nobody has to be seen. */
export async function removePhotograph(db: Database, actor: Actor, { event, speaker }: OfSpeaker): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const locked = await lockSpeaker(trx, speaker.id)
    if (!locked || locked.photographId === null) return
    await deleteFiles(trx, await listPhotographsOf(trx, locked))
    await changeSpeaker(trx, locked, { photographId: null })
    await recordAudit(trx, actor, 'speaker.photograph-removed', about(event, locked))
  })
}
