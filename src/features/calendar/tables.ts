import type { Table } from '../../core/database.ts'
import type { CalendarInvitationRow } from './types/invitations.ts'

/** The tables this feature alone may write. */
export const owns = ['calendarInvitations'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    calendarInvitations: Table<
      CalendarInvitationRow,
      Exclude<keyof CalendarInvitationRow, 'registrationId' | 'calendarUid'>
    >
  }
}
