import type { Table } from '../../core/database.ts'
import type { FileRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['files'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    files: Table<FileRow, 'id' | 'width' | 'height' | 'createdAt'>
  }
}
