import type { Table } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'

/** The tables this feature alone may write. */
export const owns = ['sessionFeedback'] as const

export interface SessionFeedbackRow {
  readonly id: number
  readonly sessionId: number
  /** 1–5; null: words only. */
  readonly rating: number | null
  readonly comment: string
  readonly givenAt: Instant
}

declare module 'knex/types/tables.js' {
  interface Tables {
    sessionFeedback: Table<SessionFeedbackRow, 'id' | 'comment' | 'givenAt'>
  }
}
