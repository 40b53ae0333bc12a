import type { Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { Wording } from '../mail/types/wording.ts'
import type { RegistrationStatus } from '../registration/types.ts'

/** The organiser's words for the mails of one kind in one language; after a reset all three are empty. */
export interface MailTemplateRow extends Wording {
  readonly eventId: number
  readonly kind: string
  readonly locale: Locale
  readonly lockVersion: number
  readonly updatedAt: Instant
  readonly updatedByUserId: number | null
}

/** What names a template within its event. */
export type TemplateName = Pick<MailTemplateRow, 'kind' | 'locale'>

/** A registration that a preview can be made of. */
export interface Example {
  readonly id: number
  readonly reference: string
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly calendarUid: string
  readonly status: RegistrationStatus
}
