import type { Table } from '../../core/database.ts'
import type { InvitationRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['invitations'] as const

type InvitationDefaults =
  | 'id'
  | 'categoryId'
  | 'titleBefore'
  | 'titleAfter'
  | 'organisation'
  | 'country'
  | 'message'
  | 'tokenVersion'
  | 'createdAt'
  | 'sentAt'
  | 'openedAt'
  | 'remindedAt'
  | 'answeredAt'
  | 'answer'
  | 'withdrawnAt'
  | 'registrationId'

declare module 'knex/types/tables.js' {
  interface Tables {
    invitations: Table<InvitationRow, InvitationDefaults>
  }
}
