import type { Table } from '../../core/database.ts'
import type { InboundMailRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['inboundMails'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    inboundMails: Table<InboundMailRow, 'id' | 'mailId' | 'registrationId' | 'details' | 'receivedAt'>
  }
}
