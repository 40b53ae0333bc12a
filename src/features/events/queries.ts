import { countryName } from '../../core/countries.ts'
import { asLocked, type Database, firstRow, type Locked, only, rows, type Transaction } from '../../core/database.ts'
import { type LocalisedText, type Locale, readText } from '../../core/localised-text.ts'
import { type Instant, isSameTime, type LocalDate, parseTimeZone, realigned } from '../../core/time.ts'
import { effectiveRole } from '../accounts/permissions.ts'
import type { Role, SignedInUser } from '../accounts/types.ts'
import { checkPublication } from './rules.ts'
import type {
  EventAccess,
  EventHost,
  EventLinkRow,
  EventRow,
  FundingFacts,
  PublicationChecklist,
  SeriesRow,
} from './types.ts'
import './tables.ts'

/** An event by its slug, in whatever phase. */
export async function findEventBySlug(db: Database | Transaction, slug: string): Promise<EventRow | undefined> {
  return db('events').where({ slug }).first()
}

/** An event by its number. */
export async function findEvent(db: Database | Transaction, id: number): Promise<EventRow | undefined> {
  return db('events').where({ id }).first()
}

/** Every zone that some event is in. */
export async function listTimeZones(db: Database): Promise<string[]> {
  return (await db('events').distinct('timeZone')).map(({ timeZone }) => timeZone)
}

/**
 * The events to come whose instants are not what their wall times mean by the tables of zones of today, and those in a
 * zone that these do not know. One query.
 */
export async function listMisaligned(db: Database, at: Instant): Promise<EventRow[]> {
  const ahead = await db('events').where('endsAt', '>', at).orderBy('id')
  return ahead.filter(event => {
    const zone = parseTimeZone(event.timeZone)
    return zone === undefined || !isSameTime(event, realigned(event, zone))
  })
}

/** Locks an event against every other change until the transaction ends. */
export async function lockEvent(trx: Transaction, id: number): Promise<Locked<EventRow>> {
  return asLocked(only(await trx('events').where({ id }).forUpdate()))
}

interface AccessRow extends EventRow {
  readonly atOrganisation: Role | null
  readonly atEvent: Role | null
}

const rolesOfUser = `
  (select role from organisation_roles where organisation_id = e.organisation_id and user_id = :user) as at_organisation,
  (select role from event_roles where event_id = e.id and user_id = :user) as at_event`

/** The event within what a user may enter, with the role there; undefined for a stranger. One query. */
export async function findEventAccess(
  db: Database,
  user: SignedInUser,
  slug: string,
): Promise<EventAccess | undefined> {
  const sql = `select e.*, ${rolesOfUser} from events e where e.slug = :slug`
  const found = await firstRow<AccessRow>(db, sql, { slug, user: user.id })
  return found && accessOf(found, user)
}

/** Every event a user may enter, newest first. One query. */
export async function listEventAccesses(db: Database, user: SignedInUser): Promise<EventAccess[]> {
  const sql = `select e.*, ${rolesOfUser} from events e order by e.starts_at desc, e.id desc`
  const found = await rows<AccessRow>(db, sql, { user: user.id })
  return found.flatMap(row => accessOf(row, user) ?? [])
}

function accessOf({ atOrganisation, atEvent, ...event }: AccessRow, user: SignedInUser): EventAccess | undefined {
  const role = user.isAdministrator ? 'owner' : effectiveRole(atOrganisation ?? undefined, atEvent ?? undefined)
  return role && { event, role }
}

/** The organisations beside an event, in the order of the organiser. */
export async function listEventHosts(db: Database | Transaction, eventId: number): Promise<EventHost[]> {
  return (await listHostsOfEvents(db, [eventId])).get(eventId) ?? []
}

/** The organisations beside several events, by event. One query. */
export async function listHostsOfEvents(
  db: Database | Transaction,
  eventIds: readonly number[],
): Promise<Map<number, EventHost[]>> {
  const found = await rows<EventHost>(
    db,
    `select h.*, o.slug, o.name, o.web from event_hosts h join organisations o on o.id = h.organisation_id
     where h.event_id = any(?) order by h.event_id, h.position`,
    [[...eventIds]],
  )
  const byEvent = new Map<number, EventHost[]>()
  for (const host of found) byEvent.set(host.eventId, [...(byEvent.get(host.eventId) ?? []), host])
  return byEvent
}

/** The documents and links of an event, in their order. */
export async function listEventLinks(db: Database | Transaction, eventId: number): Promise<EventLinkRow[]> {
  return db('eventLinks').where({ eventId }).orderBy('position')
}

/** One link of an event. */
export async function findEventLink(
  db: Database,
  eventId: number,
  reference: string,
): Promise<EventLinkRow | undefined> {
  return db('eventLinks').where({ eventId, reference }).first()
}

/** The satellites of an event in any phase, in the order of their start; the public ones are those with `publishedAt`. */
export async function listSatellites(db: Database | Transaction, eventId: number): Promise<EventRow[]> {
  return db('events').where({ parentEventId: eventId }).orderBy(['startsAt', 'id'])
}

/** A series by its slug. */
export async function findSeries(db: Database, slug: string): Promise<SeriesRow | undefined> {
  return db('eventSeries').where({ slug }).first()
}

/** The series an event belongs to. */
export async function findSeriesOf(
  db: Database | Transaction,
  event: Pick<EventRow, 'seriesId'>,
): Promise<SeriesRow | undefined> {
  return event.seriesId === null ? undefined : db('eventSeries').where({ id: event.seriesId }).first()
}

/** The series of some organisations by name, and one more that was chosen already. */
export async function listSeriesOf(
  db: Database,
  organisationIds: readonly number[],
  alsoId?: number | null,
): Promise<SeriesRow[]> {
  return db('eventSeries')
    .where(mine => mine.whereIn('organisationId', organisationIds).orWhere('id', alsoId ?? 0))
    .orderByRaw(`coalesce(nullif(name->>'cs', ''), name->>'en') collate "cs-CZ-x-icu"`)
}

/** The published events of a series, by edition. */
export async function listEventsOfSeries(db: Database, seriesId: number): Promise<EventRow[]> {
  return db('events').where({ seriesId }).whereNotNull('publishedAt').orderBy(['edition', 'startsAt', 'id'])
}

/** The events of some organisations that may be a parent (no satellites), and one chosen already. Newest first. */
export async function listPossibleParents(
  db: Database,
  organisationIds: readonly number[],
  alsoId?: number | null,
): Promise<EventRow[]> {
  return db('events')
    .where(mine => mine.whereIn('organisationId', organisationIds).whereNull('parentEventId'))
    .orWhere('id', alsoId ?? 0)
    .orderBy([
      { column: 'startsAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
}

/** What publishing asks about a project; undefined for an event without one. */
export async function findFundingFacts(
  db: Database | Transaction,
  event: Pick<EventRow, 'projectId'>,
): Promise<FundingFacts | undefined> {
  if (event.projectId === null) return undefined
  return firstRow<{
    hasProgramme: boolean
    hasStatement: boolean
    registrationNumber: string | null
    evidenceUntil: LocalDate | null
  }>(
    db,
    `select p.programme_id is not null as has_programme,
       coalesce(g.statement->>'cs', '') <> '' or coalesce(g.statement->>'en', '') <> '' as has_statement,
       p.registration_number, p.evidence_until
     from projects p left join programmes g on g.id = p.programme_id where p.id = ?`,
    [event.projectId],
  )
}

/** What stands between an event and its publication, and what its funder still misses. One query, none without a project. */
export async function findPublicationChecklist(
  db: Database | Transaction,
  event: EventRow,
): Promise<PublicationChecklist> {
  return checkPublication(event, await findFundingFacts(db, event))
}

/**
 * Where an event is, in a line: `Burgas, Bulharsko`. The event's own words about its city come first, then the venue's;
 * '' when nothing is known (an online event).
 */
export function placeOf(
  event: { readonly city: LocalisedText; readonly country: string | null },
  venue: { readonly city: string; readonly country: string } | null | undefined,
  locale: Locale,
): string {
  const city = readText(event.city, locale) || (venue?.city ?? '')
  const country = event.country ?? venue?.country
  return [city, country ? countryName(country, locale) : ''].filter(part => part !== '').join(', ')
}
