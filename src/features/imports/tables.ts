import type { Table } from '../../core/database.ts'
import type { ImportRunRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['importRuns'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    importRuns: Table<ImportRunRow, 'id' | 'mapping' | 'createdAt' | 'finishedAt' | 'result'>
  }
}
