import type { Database, Transaction } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import type { RoomRow, VenueRow } from './types.ts'
import './tables.ts'

/** A venue as a list shows it. */
export interface VenueSummary extends VenueRow {
  readonly organisationName: LocalisedText
  readonly roomCount: number
}

/** The venues of some organisations, by city and name. One query. */
export async function listVenuesOf(db: Database, organisationIds: readonly number[]): Promise<VenueSummary[]> {
  return db('venues')
    .join('organisations', 'organisations.id', 'venues.organisationId')
    .leftJoin('rooms', 'rooms.venueId', 'venues.id')
    .whereIn('venues.organisationId', organisationIds)
    .groupBy('venues.id', 'organisations.id')
    .orderByRaw(`venues.city collate "cs-CZ-x-icu", venues.name->>'cs' collate "cs-CZ-x-icu"`)
    .select<VenueSummary[]>(
      'venues.*',
      { organisationName: 'organisations.name' },
      db.raw('count(rooms.id)::integer as room_count'),
    )
}

/** A venue by its number, wherever it belongs. */
export async function findVenue(db: Database | Transaction, id: number): Promise<VenueRow | undefined> {
  return db('venues').where({ id }).first()
}

/** A venue by its public reference, within the organisations named. */
export async function findVenueOf(
  db: Database,
  organisationIds: readonly number[],
  reference: string,
): Promise<VenueRow | undefined> {
  return db('venues').where({ reference }).whereIn('organisationId', organisationIds).first()
}

/** The rooms of a venue in their order. */
export async function listRooms(db: Database | Transaction, venueId: number): Promise<RoomRow[]> {
  return db('rooms').where({ venueId }).orderBy('position')
}

/** One room of a venue. */
export async function findRoom(db: Database, venueId: number, reference: string): Promise<RoomRow | undefined> {
  return db('rooms').where({ venueId, reference }).first()
}
