import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import { findEvent } from '../../events/queries.ts'
import type { ConsentRow, Dietary, Needs, RegistrationInEvent, RegistrationRow, RegistrationStatus } from '../types.ts'
import '../tables.ts'

const withCategory = `select r.*, c.name as category_name, c.reference as category_reference,
  case when r.status = 'waiting' then (select count(*)::int from registrations w
    where w.category_id = r.category_id and w.status = 'waiting' and w.queue_number <= r.queue_number)
  else 0 end as position
  from registrations r join categories c on c.id = r.category_id`

/** A registration by its public reference, whatever its event; for private links. One query. */
export async function findRegistrationByReference(
  db: Database | Transaction,
  reference: string,
): Promise<RegistrationInEvent | undefined> {
  return firstRow<RegistrationInEvent>(db, `${withCategory} where r.reference = ?`, [reference])
}

/** A registration of one event by its public reference. One query. */
export async function findRegistrationOfEvent(
  db: Database,
  eventId: number,
  reference: string,
): Promise<RegistrationInEvent | undefined> {
  const where = 'where r.event_id = ? and r.reference = ?'
  return firstRow<RegistrationInEvent>(db, `${withCategory} ${where}`, [eventId, reference])
}

/** The rank of a waiting registration: 1 is next; 0 when it does not wait. */
export async function waitingPosition(
  db: Database | Transaction,
  registration: Pick<RegistrationRow, 'categoryId' | 'queueNumber' | 'status'>,
): Promise<number> {
  if (registration.status !== 'waiting') return 0
  const [row] = await db('registrations')
    .where({ categoryId: registration.categoryId, status: 'waiting' })
    .where('queueNumber', '<=', registration.queueNumber)
    .count({ count: '*' })
  return Number(row?.['count'] ?? 0)
}

/** A registration with its event, for the mails about it. Two queries. */
export async function registrationForMail(
  db: Database,
  id: number,
): Promise<{ registration: RegistrationInEvent; event: EventRow } | undefined> {
  const registration = await firstRow<RegistrationInEvent>(db, `${withCategory} where r.id = ?`, [id])
  const event = registration && (await findEvent(db, registration.eventId))
  return registration && event && { registration, event }
}

/** Diet and access of one person; asked only where they may be seen. */
export async function findNeeds(db: Database, registrationId: number): Promise<Needs> {
  const row = await db('registrationNeeds').where({ registrationId }).first()
  return { dietary: row?.dietary ?? '', access: row?.access ?? '' }
}

/** Everything somebody agreed to and withdrew, in order. */
export async function listConsents(db: Database, registrationId: number): Promise<ConsentRow[]> {
  return db('consents').where({ registrationId }).orderBy('id')
}

/** How many people of an event have which diet, and how many want something prepared; confirmed ones only. One query. */
export async function countNeeds(
  db: Database,
  eventId: number,
): Promise<{ dietary: { choice: Dietary; count: number }[]; access: string[] }> {
  const found = await rows<{ dietary: Dietary; access: string; count: number }>(
    db,
    `select n.dietary, n.access, count(*)::int as count from registration_needs n
     join registrations r on r.id = n.registration_id
     where r.event_id = ? and r.status = 'confirmed' group by n.dietary, n.access order by n.dietary, n.access`,
    [eventId],
  )
  const counts = new Map<Dietary, number>()
  for (const { dietary, count } of found) if (dietary) counts.set(dietary, (counts.get(dietary) ?? 0) + count)
  return {
    dietary: [...counts].map(([choice, count]) => ({ choice, count })),
    access: found.flatMap(({ access, count }) => (access === '' ? [] : Array.from({ length: count }, () => access))),
  }
}

/** How many registrations of an event stand where. One query. */
export async function countByStatus(db: Database, eventId: number): Promise<Record<RegistrationStatus, number>> {
  const found = await rows<{ status: RegistrationStatus; count: number }>(
    db,
    'select status, count(*)::int as count from registrations where event_id = ? group by status',
    [eventId],
  )
  const counts = { confirmed: 0, offered: 0, waiting: 0, applied: 0, unconfirmed: 0, declined: 0, cancelled: 0 }
  for (const { status, count } of found) counts[status] = count
  return counts
}
