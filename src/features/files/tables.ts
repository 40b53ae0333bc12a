import type { Table } from '../../core/database.ts'
import type { FileRow, StoredObjectRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['files', 'storedObjects'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    files: Table<FileRow, 'id' | 'width' | 'height' | 'objectKey' | 'createdAt'>
    storedObjects: Table<StoredObjectRow, 'createdAt'>
  }
}
