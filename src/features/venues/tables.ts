import type { Table } from '../../core/database.ts'
import type { RoomRow, VenueRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['venues', 'rooms'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    venues: Table<
      VenueRow,
      'id' | 'street' | 'postalCode' | 'latitude' | 'longitude' | 'accessibility' | 'createdAt' | 'updatedAt'
    >
    rooms: Table<RoomRow, 'id' | 'note' | 'capacity' | 'isExclusive'>
  }
}
