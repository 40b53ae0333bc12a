import type { Table } from '../../core/database.ts'
import type { EventRoleRow, OrganisationRoleRow, PasswordResetRow, UserRow } from './types.ts'

/** The tables this feature alone may write. */
export const owns = ['users', 'passwordResets', 'organisationRoles', 'eventRoles'] as const

declare module 'knex/types/tables.js' {
  interface Tables {
    users: Table<UserRow, 'id' | 'locale' | 'passwordHash' | 'isAdministrator' | 'disabledAt' | 'createdAt'>
    passwordResets: Table<PasswordResetRow, 'id' | 'requestedAt' | 'usedAt'>
    organisationRoles: Table<OrganisationRoleRow, 'grantedAt'>
    eventRoles: Table<EventRoleRow, 'grantedAt'>
  }
}
