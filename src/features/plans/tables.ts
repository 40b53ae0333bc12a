import type { Table } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'

/** The tables this feature alone may write. */
export const owns = ['starredSessions'] as const

export interface StarredSessionRow {
  readonly registrationId: number
  /** Whose it is: a place may pass to another person. */
  readonly personVersion: number
  readonly sessionReference: string
  readonly starredAt: Instant
}

declare module 'knex/types/tables.js' {
  interface Tables {
    starredSessions: Table<StarredSessionRow, 'starredAt'>
  }
}
