import type { Table } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'
import type { ImportPlan, ScheduleDocument, ScheduleSource } from './types.ts'
import type { StoredTable } from './types/table.ts'

/** The tables this feature alone may write. */
export const owns = ['scheduleImports'] as const

/** A document that somebody gave for an event's programme, read and shown; carried out once it is confirmed. */
export interface ScheduleImportRow {
  readonly id: number
  readonly reference: string
  readonly eventId: number
  readonly userId: number | null
  readonly source: ScheduleSource
  readonly fileName: string
  readonly document: ScheduleDocument
  /** Of a table: its cells until it is imported, and which column is what; empty for other sources. */
  readonly mapping: StoredTable | { readonly lines?: undefined }
  readonly createdAt: Instant
  readonly confirmedAt: Instant | null
  /** The counts of what was carried out. */
  readonly result: ScheduleImportResult | null
}

export interface ScheduleImportResult {
  readonly counts: ImportPlan['counts']
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly roomsAdded: number
  readonly tracksAdded: number
  readonly peopleAdded: number
}

declare module 'knex/types/tables.js' {
  interface Tables {
    scheduleImports: Table<
      ScheduleImportRow,
      'id' | 'userId' | 'fileName' | 'mapping' | 'createdAt' | 'confirmedAt' | 'result'
    >
  }
}
