import type { Table } from '../../core/database.ts'
import type {
  AccessCodeRow,
  CategoryRow,
  PartCategoryRow,
  PartRow,
  QuotaMemberRow,
  QuotaRow,
  RegistrationSettingsRow,
  SignUpRow,
} from './types/places.ts'
import type {
  AnswerFileRow,
  AnswerRow,
  ConsentRow,
  DelegationRow,
  RegistrationNeedsRow,
  RegistrationNoteRow,
  RegistrationRow,
} from './types.ts'

/** The tables only this feature writes. */
export const owns = [
  'categories',
  'parts',
  'partCategories',
  'quotas',
  'quotaMembers',
  'registrationSettings',
  'registrations',
  'signUps',
  'answers',
  'sensitiveAnswers',
  'answerFiles',
  'registrationNeeds',
  'registrationNotes',
  'consents',
  'delegations',
  'accessCodes',
] as const

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
  | 'attendance'
  | 'placeHeld'
  | 'addressAskedAt'
  | 'addressConfirmedAt'
  | 'offeredAt'
  | 'offerExpiresAt'
  | 'closingReason'
  | 'delegationId'
  | 'accessCodeId'
  | 'personVersion'
  | 'arrivedAt'
  | 'tags'
  | 'organisationKey'
  | 'nameKey'
  | 'searchKey'
  | 'queueNumber'
  | 'tokenVersion'
  | 'calendarTokenVersion'
  | 'calendarSequence'
  | 'contentUpdatedAt'
  | 'status'

type CategoryDefaults =
  | 'id'
  | 'description'
  | 'opensAt'
  | 'closesAt'
  | 'needsApproval'
  | 'approvalHoldsPlace'
  | 'hasWaitingList'
  | 'isHidden'
  | 'mostPerOrganisation'
  | 'createdAt'

type PartDefaults =
  | 'id'
  | 'description'
  | 'placeNote'
  | 'startsLocal'
  | 'endsLocal'
  | 'startsAt'
  | 'endsAt'
  | 'satelliteEventId'
  | 'sessionReference'
  | 'attendance'
  | 'hasWaitingList'
  | 'closesAt'
  | 'cancelledAt'
  | 'calendarUid'
  | 'calendarSequence'
  | 'contentUpdatedAt'
  | 'createdAt'

type SignUpDefaults =
  | 'id'
  | 'partId'
  | 'optionId'
  | 'createdAt'
  | 'confirmedAt'
  | 'waitlistedAt'
  | 'offeredAt'
  | 'offerExpiresAt'
  | 'cancelledAt'
  | 'queueNumber'
  | 'calendarSequence'
  | 'contentUpdatedAt'
  | 'status'

type QuotaDefaults = 'id' | 'scope' | 'name' | 'categoryId' | 'partId' | 'optionId' | 'capacity' | 'taken' | 'waiting'

type AccessCodeDefaults =
  | 'id'
  | 'note'
  | 'categoryId'
  | 'mostUses'
  | 'used'
  | 'reserves'
  | 'expiresAt'
  | 'releasedAt'
  | 'disabledAt'
  | 'createdAt'

declare module 'knex/types/tables.js' {
  interface Tables {
    categories: Table<CategoryRow, CategoryDefaults>
    parts: Table<PartRow, PartDefaults>
    partCategories: Table<PartCategoryRow>
    quotas: Table<QuotaRow, QuotaDefaults>
    quotaMembers: Table<QuotaMemberRow, 'categoryId' | 'partId' | 'optionId'>
    registrationSettings: Table<RegistrationSettingsRow, Exclude<keyof RegistrationSettingsRow, 'eventId'>>
    registrations: Table<RegistrationRow, RegistrationDefaults>
    signUps: Table<SignUpRow, SignUpDefaults>
    answers: Table<AnswerRow>
    sensitiveAnswers: Table<AnswerRow>
    answerFiles: Table<AnswerFileRow, 'id' | 'registrationId' | 'objectKey' | 'createdAt'>
    registrationNeeds: Table<RegistrationNeedsRow, 'dietary' | 'access'>
    registrationNotes: Table<RegistrationNoteRow, 'id' | 'createdAt'>
    consents: Table<ConsentRow, 'id' | 'questionId' | 'textVersion' | 'givenAt' | 'withdrawnAt'>
    delegations: Table<DelegationRow, 'id' | 'waitsTogether' | 'tokenVersion' | 'createdAt'>
    accessCodes: Table<AccessCodeRow, AccessCodeDefaults>
  }
}
