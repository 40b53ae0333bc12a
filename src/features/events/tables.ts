import type { Table } from '../../core/database.ts'
import type { EventHostRow, EventLinkRow, EventRow, SeriesRow } from './types.ts'

/** The tables this feature alone may write (event_roles belongs to accounts). */
export const owns = ['eventSeries', 'events', 'eventHosts', 'eventLinks'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    eventSeries: Table<SeriesRow, 'id' | 'description' | 'plannedEditions' | 'createdAt'>
    events: Table<
      EventRow,
      Exclude<
        keyof EventRow,
        'slug' | 'organisationId' | 'title' | 'timeZone' | 'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt'
      >
    >
    eventHosts: Table<EventHostRow>
    eventLinks: Table<EventLinkRow, 'id'>
  }
}
