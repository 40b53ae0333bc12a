import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { listEventLinks, lockEvent } from '../queries.ts'
import type { EventLinkRow, EventRow, LinkInput } from '../types.ts'
import '../tables.ts'

/** Adds a document or link at the end of an event's list, or changes one. */
export async function saveEventLink(
  db: Database,
  actor: Actor,
  { event, link, input }: { event: EventRow; link?: EventLinkRow | undefined; input: LinkInput },
): Promise<EventLinkRow> {
  return inTransaction(db, async trx => {
    // The event row orders its links: two added at once get two positions.
    await lockEvent(trx, event.id)
    const saved = link
      ? only(await trx('eventLinks').where({ id: link.id, eventId: event.id }).update(input, '*'))
      : only(await trx('eventLinks').insert({ ...input, ...(await lastPlace(trx, event)) }, '*'))
    await recordLinkChange(trx, actor, link ? 'event.link-edited' : 'event.link-added', event, saved)
    return saved
  })
}

async function lastPlace(trx: Transaction, event: EventRow) {
  const links = await listEventLinks(trx, event.id)
  return { eventId: event.id, reference: newReference(), position: (links.at(-1)?.position ?? 0) + 1 }
}

/** Moves a link one place up or down; at the end of the list nothing happens. */
export async function moveEventLink(
  db: Database,
  actor: Actor,
  { event, link, direction }: { event: EventRow; link: EventLinkRow; direction: 'up' | 'down' },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    const links = await listEventLinks(trx, event.id)
    const index = links.findIndex(candidate => candidate.id === link.id)
    const here = links[index]
    const neighbour = links[index + (direction === 'up' ? -1 : 1)]
    if (here === undefined || neighbour === undefined) return
    await trx('eventLinks').where({ id: here.id }).update({ position: neighbour.position })
    await trx('eventLinks').where({ id: neighbour.id }).update({ position: here.position })
    await recordLinkChange(trx, actor, 'event.link-moved', event, here)
  })
}

/** Removes a link from an event. */
export async function removeEventLink(
  db: Database,
  actor: Actor,
  { event, link }: { event: EventRow; link: EventLinkRow },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await trx('eventLinks').where({ id: link.id, eventId: event.id }).delete()
    await recordLinkChange(trx, actor, 'event.link-removed', event, link)
  })
}

async function recordLinkChange(
  trx: Transaction,
  actor: Actor,
  action: string,
  event: EventRow,
  link: EventLinkRow,
): Promise<void> {
  await trx('events').where({ id: event.id }).update({ contentUpdatedAt: now() })
  await recordAudit(trx, actor, action, {
    eventId: event.id,
    organisationId: event.organisationId,
    subject: { kind: 'event-link', id: link.id },
    details: { kind: link.kind },
  })
}
