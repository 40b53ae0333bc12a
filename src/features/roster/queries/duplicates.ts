import { type Database, firstRow, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { RegistrationStatus } from '../../registration/types.ts'

/** One of two that are perhaps one person. */
export interface Twin {
  readonly reference: string
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly email: string
  readonly organisation: string
  readonly status: RegistrationStatus
  readonly createdAt: Instant
}

/** Two registrations of probably one person, the older first, and what speaks for it. */
export interface Duplicate {
  readonly first: Twin
  readonly second: Twin
  readonly sameOrganisation: boolean
  readonly sameLocalPart: boolean
  readonly samePhone: boolean
}

/** Pairs shown and counted at most; whoever has more begins with these. */
export const mostDuplicates = 200

const pairsBy = (key: string, condition = 'true') => `
    (select a.id as first_id, b.id as second_id from standing a
     join standing b on b.name_key = a.name_key and b.${key} = a.${key} and b.id > a.id
     where ${condition} limit :most)`

// Names that occur twice come from an index alone; only their rows are looked at. Each of the three reasons is a join of
// its own: of people of one name everybody with everybody would be too many.
const twins = `
  with names as materialized (
    select name_key from registrations
    where event_id = :eventId and cancelled_at is null and declined_at is null group by name_key having count(*) > 1),
  phones as materialized (
    select distinct on (a.registration_id) a.registration_id, a.value
    from questions q join answers a on a.question_id = q.id
    where q.event_id = :eventId and q.kind = 'phone' order by a.registration_id, q.position, q.id),
  standing as materialized (
    select r.id, r.name_key, r.organisation_key, split_part(lower(r.email), '@', 1) as local_part, p.value as phone
    from registrations r join names n on n.name_key = r.name_key left join phones p on p.registration_id = r.id
    where r.event_id = :eventId and r.cancelled_at is null and r.declined_at is null),
  alike as (
    ${pairsBy('organisation_key', "a.organisation_key <> ''")} union ${pairsBy('local_part')} union ${pairsBy('phone')}
    limit :most),
  pairs as (
    select first_id, second_id, a.organisation_key <> '' and a.organisation_key = b.organisation_key as same_organisation,
      a.local_part = b.local_part as same_local_part, coalesce(a.phone = b.phone, false) as same_phone
    from alike join standing a on a.id = first_id join standing b on b.id = second_id)`

/** How many pairs of registrations of an event are probably one person each; `mostDuplicates` at most. One query. */
export async function countDuplicates(db: Database, eventId: number): Promise<number> {
  const query = `${twins} select count(*)::int as count from pairs`
  const found = await firstRow<{ count: number }>(db, query, { eventId, most: mostDuplicates })
  return found?.count ?? 0
}

const columnsOf = (row: string) =>
  `json_build_object('reference', ${row}.reference, 'titleBefore', ${row}.title_before, 'givenName', ${row}.given_name,
     'familyName', ${row}.family_name, 'titleAfter', ${row}.title_after, 'email', ${row}.email,
     'organisation', ${row}.organisation, 'status', ${row}.status)`

/** Pairs of registrations of an event that are probably one person each, by name. One query. */
export async function listDuplicates(db: Database, eventId: number): Promise<Duplicate[]> {
  const found = await rows<
    Omit<Duplicate, 'first' | 'second'> & Record<'first' | 'second', Omit<Twin, 'createdAt'>> & Times
  >(
    db,
    `${twins} select ${columnsOf('f')} as first, ${columnsOf('s')} as second, f.created_at as first_at,
       s.created_at as second_at, p.same_organisation, p.same_local_part, p.same_phone
     from pairs p join registrations f on f.id = p.first_id join registrations s on s.id = p.second_id
     order by f.family_name collate "cs-CZ-x-icu", f.given_name collate "cs-CZ-x-icu", f.id, s.id`,
    { eventId, most: mostDuplicates },
  )
  return found.map(({ first, second, firstAt, secondAt, ...why }) => ({
    ...why,
    first: { ...first, createdAt: firstAt },
    second: { ...second, createdAt: secondAt },
  }))
}

interface Times {
  readonly firstAt: Instant
  readonly secondAt: Instant
}
