import type { Table } from '../../core/database.ts'
import type { SelfCheckRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['selfChecks'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    selfChecks: Table<SelfCheckRow, 'id'>
  }
}
