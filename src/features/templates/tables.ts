import type { Table } from '../../core/database.ts'
import type { MailTemplateRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['mailTemplates'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    mailTemplates: Table<MailTemplateRow, 'subject' | 'heading' | 'body' | 'lockVersion' | 'updatedByUserId'>
  }
}
