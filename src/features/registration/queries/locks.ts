import { asLocked, type Locked, rows, type Transaction } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { Item } from '../rules/ledger.ts'
import type { Servable } from '../rules/servable.ts'
import type { Attendance, SignUpRow } from '../types/places.ts'
import type { RegistrationRow } from '../types.ts'
import '../tables.ts'

/** Locks one registration; call it after `lockLedger`. */
export async function lockRegistration(trx: Transaction, id: number): Promise<Locked<RegistrationRow>> {
  const row = await trx('registrations').where({ id }).forUpdate().first()
  if (row === undefined) throw new Error(`registration ${id} is gone`)
  return asLocked(row)
}

/** The sign-ups of a registration that were not given up, locked; call it after the lock on the registration. */
export async function lockSignUps(trx: Transaction, registrationId: number): Promise<Locked<SignUpRow>[]> {
  const found = await trx('signUps').where({ registrationId }).whereNull('cancelledAt').orderBy('id').forUpdate()
  return found.map(row => asLocked<SignUpRow>(row))
}

/** Who waits in a category, in order, locked. */
export async function listQueue(
  trx: Transaction,
  categoryId: number,
): Promise<{ readonly id: number; readonly queueNumber: number }[]> {
  return rows(
    trx,
    `select id, queue_number from registrations where category_id = ? and status = 'waiting'
     order by queue_number for update`,
    [categoryId],
  )
}

/** Somebody who waits: for an event, or, having a place there, for a part or an option. */
export interface Waiting {
  readonly kind: 'registration' | 'sign-up'
  readonly id: number
  readonly registrationId: number
  readonly queueNumber: number
  /** The delegation that wants places for all of it or none. */
  readonly unitId: number | null
  readonly item: Item
}

interface WaitingRow {
  kind: 'registration' | 'sign-up'
  id: number
  registrationId: number
  queueNumber: number
  unitId: number | null
  categoryId: number | null
  attendance: Attendance | null
  partId: number | null
  optionId: number | null
}

const waitingRegistrations = `
  select 'registration' as kind, r.id, r.id as registration_id, r.queue_number, r.category_id, r.attendance,
    null::bigint as part_id, null::bigint as option_id, case when d.waits_together then d.id end as unit_id
  from registrations r left join delegations d on d.id = r.delegation_id where r.status = 'waiting'`

/**
 * Those who wait at an event for what there is room for, in the order of their numbers; the lock on the quotas guards
 * them. One query.
 */
export async function listWaiting(
  trx: Transaction,
  eventId: number,
  { mains, partIds, optionIds }: Servable,
  { after, limit }: { after: number; limit: number },
): Promise<Waiting[]> {
  const found = await rows<WaitingRow>(
    trx,
    `select * from (
       ${waitingRegistrations} and r.event_id = :eventId and r.queue_number > :after
         and (r.category_id, r.attendance) in (select * from unnest(:categoryIds::bigint[], :attendances::text[]))
       union all
       select 'sign-up', s.id, s.registration_id, s.queue_number, null, null, s.part_id, s.option_id, null
       from sign_ups s where s.status = 'waiting' and s.event_id = :eventId and s.queue_number > :after
         and (s.part_id = any(:partIds) or s.option_id = any(:optionIds))
     ) w order by queue_number limit :limit`,
    {
      eventId,
      after,
      limit,
      categoryIds: mains.map(({ categoryId }) => categoryId),
      attendances: mains.map(({ attendance }) => attendance),
      partIds: [...partIds],
      optionIds: [...optionIds],
    },
  )
  return found.map(waitingOf)
}

/** All who wait of the delegations that wait together and that some of these belong to. At most one query. */
export async function listWaitingOfUnits(
  trx: Transaction,
  waiting: readonly Waiting[],
): Promise<Map<number, Waiting[]>> {
  const unitIds = [...new Set(waiting.flatMap(({ unitId }) => (unitId === null ? [] : [unitId])))]
  const units = new Map<number, Waiting[]>(unitIds.map(id => [id, []]))
  if (unitIds.length === 0) return units
  const query = `${waitingRegistrations} and r.delegation_id = any(?) order by r.queue_number`
  for (const row of await rows<WaitingRow>(trx, query, [unitIds])) units.get(row.unitId ?? 0)?.push(waitingOf(row))
  return units
}

function waitingOf({ kind, id, registrationId, queueNumber, unitId, ...row }: WaitingRow): Waiting {
  return { kind, id, registrationId, queueNumber, unitId, item: itemOfRow(row) }
}

function itemOfRow(row: Pick<WaitingRow, 'categoryId' | 'attendance' | 'partId' | 'optionId'>): Item {
  if (row.categoryId !== null) return { categoryId: row.categoryId, attendance: row.attendance ?? undefined }
  return row.partId === null ? { optionId: row.optionId ?? 0 } : { partId: row.partId }
}

/** What stands for an address already: enough to answer a second wish. */
export interface ExistingRegistration {
  readonly id: number
  readonly reference: string
  /** As it was asked for. */
  readonly address: string
  readonly submissionDigest: string
  readonly status: RegistrationRow['status']
  readonly createdAt: Instant
  readonly email: string
  readonly givenName: string
  readonly familyName: string
  readonly locale: RegistrationRow['locale']
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
}

/**
 * What is registered at an event for some addresses, by the address as it was given; case does not matter. Active
 * registrations only. One statement. Its conditions are written so that only the index of addresses answers them: a
 * planner without figures of a table that was empty a minute ago takes the partial indexes of the event for empty too,
 * and would read them whole for each address.
 */
export async function findExisting(
  trx: Transaction,
  eventId: number,
  addresses: readonly string[],
): Promise<Map<string, ExistingRegistration>> {
  const found = await rows<ExistingRegistration>(
    trx,
    `select a.address, r.id, r.reference, r.submission_digest, r.status, r.created_at, r.email, r.given_name,
       r.family_name, r.locale,
       case when r.status = 'waiting' then (select count(*)::int from registrations w
         where w.category_id = r.category_id and w.status = 'waiting' and w.queue_number <= r.queue_number)
       else 0 end as position
     from unnest(?::text[]) as a(address) cross join lateral (
       select * from registrations r where lower(r.email) = lower(a.address) and r.event_id + 0 = ?
         and coalesce(r.cancelled_at, r.declined_at) is null limit 1) r`,
    [[...new Set(addresses)], eventId],
  )
  return new Map(found.map(row => [row.address, row]))
}

/** The key of each organisation as it was typed: without case, diacritics and spaces around it. One statement. */
export async function findOrganisationKeys(
  trx: Transaction,
  organisations: readonly string[],
): Promise<Map<string, string>> {
  const typed = [...new Set(organisations)]
  const found = await rows<{ organisation: string; key: string }>(
    trx,
    'select o.name as organisation, search_text(btrim(o.name)) as key from unnest(?::text[]) as o(name)',
    [typed],
  )
  return new Map(found.map(({ organisation, key }) => [organisation, key]))
}

/** Active registrations by `category:organisation key`, for some categories and keys. One statement. */
export async function countPerOrganisation(
  trx: Transaction,
  categoryIds: readonly number[],
  keys: readonly string[],
): Promise<Map<string, number>> {
  const found = await rows<{ categoryId: number; key: string; count: number }>(
    trx,
    `select category_id, organisation_key as key, count(*)::int as count from registrations
     where category_id = any(?) and organisation_key = any(?) and cancelled_at is null and declined_at is null
     group by category_id, organisation_key`,
    [[...categoryIds], [...keys]],
  )
  return new Map(found.map(({ categoryId, key, count }) => [`${categoryId}:${key}`, count]))
}
