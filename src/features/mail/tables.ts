import type { Table } from '../../core/database.ts'
import type { MailRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['mails'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    mails: Table<
      MailRow,
      'id' | 'subject' | 'content' | 'leaseUntil' | 'attempts' | 'sentAt' | 'failedAt' | 'droppedAt' | 'smtpResponse'
    >
  }
}
