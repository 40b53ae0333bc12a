import type { Table } from '../../core/database.ts'
import type { AnnouncementRow, AnnouncementRuleRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['announcements', 'announcementRules'] as const

/** What comes later in the life of an announcement, or what the database fills. */
type Later =
  | 'id'
  | 'ruleId'
  | 'occasion'
  | 'perMinute'
  | 'plannedFor'
  | 'expiresAt'
  | 'agreedCount'
  | 'agreedAt'
  | 'createdByUserId'
  | 'queuedAt'
  | 'stoppedAt'
  | 'skippedAt'
  | 'skipReason'
  | 'recipients'
  | 'lockVersion'

declare module 'knex/types/tables.js' {
  interface Tables {
    announcements: Table<AnnouncementRow, Later>
    announcementRules: Table<AnnouncementRuleRow, 'id' | 'enabledAt' | 'lockVersion'>
  }
}
