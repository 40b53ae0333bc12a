import type { Table } from '../../core/database.ts'
import type { AuditEntryRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['auditEntries'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    auditEntries: Table<AuditEntryRow, 'id'>
  }
}
