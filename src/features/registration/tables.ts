import type { Table } from '../../core/database.ts'
import type { CategoryRow, ConsentRow, QuotaRow, RegistrationNeedsRow, RegistrationRow } from './types.ts'

/** The tables only this feature writes. */
export const owns = ['categories', 'quotas', 'registrations', 'registrationNeeds', 'consents'] as const

type RegistrationDefaults =
  | 'id'
  | 'calendarUid'
  | 'titleBefore'
  | 'titleAfter'
  | 'organisation'
  | 'createdAt'
  | 'appliedAt'
  | 'confirmedAt'
  | 'waitlistedAt'
  | 'promotedAt'
  | 'declinedAt'
  | 'cancelledAt'
  | 'queueNumber'
  | 'tokenVersion'
  | 'calendarTokenVersion'
  | 'calendarSequence'
  | 'contentUpdatedAt'
  | 'status'

declare module 'knex/types/tables.js' {
  interface Tables {
    categories: Table<
      CategoryRow,
      'id' | 'description' | 'opensAt' | 'closesAt' | 'needsApproval' | 'hasWaitingList' | 'createdAt'
    >
    quotas: Table<QuotaRow, 'id' | 'capacity' | 'taken' | 'waiting' | 'nextQueueNumber'>
    registrations: Table<RegistrationRow, RegistrationDefaults>
    registrationNeeds: Table<RegistrationNeedsRow, 'dietary' | 'access'>
    consents: Table<ConsentRow, 'id' | 'givenAt' | 'withdrawnAt'>
  }
}
