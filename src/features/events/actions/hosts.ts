import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { lockEvent } from '../queries.ts'
import type { EventRow, HostInput } from '../types.ts'
import '../tables.ts'

/** Replaces the organisations beside an event; their order is the order on its pages. */
export async function setEventHosts(
  db: Database,
  actor: Actor,
  { event, hosts }: { event: EventRow; hosts: readonly HostInput[] },
): Promise<void> {
  await inTransaction(db, async trx => {
    await lockEvent(trx, event.id)
    await writeHosts(trx, event.id, hosts)
    await trx('events').where({ id: event.id }).update({ contentUpdatedAt: now() })
    const about = { eventId: event.id, organisationId: event.organisationId, subject: { kind: 'event', id: event.id } }
    await recordAudit(trx, actor, 'event.edited', { ...about, details: { fields: ['hosts'] } })
  })
}

/** Writes the hosts of a locked or new event; an organisation named twice keeps its first place. */
export async function writeHosts(trx: Transaction, eventId: number, hosts: readonly HostInput[]): Promise<void> {
  await trx('eventHosts').where({ eventId }).delete()
  const first = hosts.filter(
    (host, index) => hosts.findIndex(same => same.organisationId === host.organisationId) === index,
  )
  if (first.length === 0) return
  await trx('eventHosts').insert(
    first.map(({ organisationId, role }, index) => ({ eventId, organisationId, role, position: index + 1 })),
  )
}
