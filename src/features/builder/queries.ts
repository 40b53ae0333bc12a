import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { LocalDateTime } from '../../core/time.ts'

/** Places of the options of an event that are counted, by id of the option; null: counted without a limit. One query. */
export async function listOptionCapacities(
  db: Database | Transaction,
  eventId: number,
): Promise<Map<number, number | null>> {
  const found = await db('quotas')
    .where({ eventId, scope: 'own' })
    .whereNotNull('optionId')
    .select('optionId', 'capacity')
  return new Map(found.flatMap(({ optionId, capacity }) => (optionId === null ? [] : [[optionId, capacity] as const])))
}

/** How many registrations of an event stand: not cancelled, not declined. */
export async function countRegistrations(db: Database, eventId: number): Promise<number> {
  const found = await firstRow<{ count: number }>(
    db,
    `select count(*)::int as count from registrations
     where event_id = ? and cancelled_at is null and declined_at is null`,
    [eventId],
  )
  return found?.count ?? 0
}

/** An event with a form that can be copied. */
export interface EventWithForm {
  readonly id: number
  readonly slug: string
  readonly title: LocalisedText
  readonly startsLocal: LocalDateTime
  readonly questions: number
}

/** The other events of some organisations whose form has questions, newest first. One query. */
export async function listEventsWithForms(
  db: Database,
  organisationIds: readonly number[],
  besides: { readonly id: number },
): Promise<EventWithForm[]> {
  return rows<EventWithForm>(
    db,
    `select e.id, e.slug, e.title, e.starts_local, count(*)::int as questions
     from events e join questions q on q.event_id = e.id and q.archived_at is null
     where e.organisation_id = any(?::bigint[]) and e.id <> ?
     group by e.id order by e.starts_at desc, e.id desc`,
    [[...organisationIds], besides.id],
  )
}
