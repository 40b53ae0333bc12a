import type { Table } from '../../core/database.ts'
import type { MailRow } from './types.ts'
import type { MailDomainRow, MailOptOutRow, MailServerRow, SuppressedAddressRow } from './types/standing.ts'

/** The tables this feature alone may write. */
export const owns = ['mails', 'mailDomains', 'mailServers', 'suppressedAddresses', 'mailOptOuts'] as const

/** What the database fills, or what comes later in the life of a mail. */
type Later =
  | 'id'
  | 'subject'
  | 'content'
  | 'leaseUntil'
  | 'attempts'
  | 'sentAt'
  | 'failedAt'
  | 'droppedAt'
  | 'smtpResponse'
  | 'isBulk'
  | 'announcementId'
  | 'expiresAt'
  | 'toDomain'
  | 'calendarUid'
  | 'calendarSequence'
  | 'doubtful'
  | 'bouncedAt'
  | 'bounceStatus'

declare module 'knex/types/tables.js' {
  interface Tables {
    mails: Table<MailRow, Later>
    mailDomains: Table<MailDomainRow, 'freeAt' | 'windowStartedAt' | 'tries' | 'deferrals' | 'pausedUntil'>
    mailServers: Table<MailServerRow, 'lockVersion' | 'updatedAt' | 'testedAt' | 'testResponse' | 'enabledAt'>
    suppressedAddresses: Table<SuppressedAddressRow, 'status' | 'mailId' | 'suppressedAt'>
    mailOptOuts: Table<MailOptOutRow, 'optedOutAt'>
  }
}
