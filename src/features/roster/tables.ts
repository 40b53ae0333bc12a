import type { Table } from '../../core/database.ts'
import type {
  BulkItemRow,
  BulkRunRow,
  ExportChunkRow,
  ExportRunRow,
  RegistrationTallyRow,
  RegistrationViewRow,
} from './types.ts'

/** The tables only this feature writes. */
export const owns = [
  'registrationViews',
  'bulkRuns',
  'bulkItems',
  'exportRuns',
  'exportChunks',
  'registrationTallies',
] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    registrationViews: Table<RegistrationViewRow, 'id' | 'createdBy' | 'createdAt'>
    bulkRuns: Table<BulkRunRow, 'id' | 'details' | 'createdAt' | 'finishedAt'>
    bulkItems: Table<BulkItemRow, 'outcome'>
    exportRuns: Table<ExportRunRow, 'id' | 'done' | 'createdAt' | 'finishedAt' | 'failedAt'>
    exportChunks: Table<ExportChunkRow>
    registrationTallies: Table<RegistrationTallyRow>
  }
}
