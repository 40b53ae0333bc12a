import { rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { canonical } from '../rules/changes.ts'
import { changesWithoutPeople, withoutPeople } from '../rules/releases.ts'
import type { AgendaChange, ReleaseContent, ReleaseOutline } from '../types.ts'
import '../tables.ts'

interface Remembering {
  readonly id: number
  readonly changes: readonly AgendaChange[]
  readonly names: readonly LocalisedText[]
}

/**
 * Takes a person who may not be named any more out of what releases say that they changed, under every name a release
 * knew them by: queries hide people by the name they have now. The content is hidden when it is read, because a consent
 * may come back.
 */
export async function forgetInChanges(
  trx: Transaction,
  { eventId, reference }: { readonly eventId: number; readonly reference: string },
): Promise<void> {
  const releases = await rows<Remembering>(
    trx,
    `select a.id, a.changes, (select coalesce(json_agg(one->'name'), '[]')
       from jsonb_array_elements(a.outline->'speakers') one where one->>'reference' = :reference) as names
     from agenda_releases a where a.event_id = :eventId order by a.id for update`,
    { eventId, reference },
  )
  const names = releases.flatMap(release => release.names)
  for (const { id, changes } of releases) {
    const kept = changesWithoutPeople(changes, names)
    if (canonical(kept) === canonical(changes)) continue
    await trx.raw('update agenda_releases set changes = ?::jsonb where id = ?', [JSON.stringify(kept), id])
  }
}

/**
 * Takes somebody without consent out of all releases for good: who is removed from the event is hidden by no row any
 * more. Releases that change get another id, for theirs is what processes remember contents by.
 */
export async function forgetInReleases(
  trx: Transaction,
  { eventId, reference }: { readonly eventId: number; readonly reference: string },
): Promise<void> {
  await forgetInChanges(trx, { eventId, reference })
  const releases = await rows<{ id: number; content: ReleaseContent; outline: ReleaseOutline }>(
    trx,
    `select id, content, outline from agenda_releases
     where event_id = :eventId and outline->'speakers' @> jsonb_build_array(jsonb_build_object('reference', :reference::text))
     order by id`,
    { eventId, reference },
  )
  const person = new Set([reference])
  for (const { id, content, outline } of releases) {
    await trx.raw(
      'update agenda_releases set id = default, content = ?::jsonb, outline = ?::jsonb where id = ?',
      [content, outline].map(part => JSON.stringify(withoutPeople<ReleaseOutline>(part, person))).concat(String(id)),
    )
  }
}
