import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { EventRow } from '../events/types.ts'
import type { DelegationRow, RegistrationStatus } from '../registration/types.ts'

/** A delegation in the hands of its contact. */
export interface OwnDelegation {
  readonly event: EventRow
  readonly delegation: DelegationRow
  /** The link itself, for the addresses of its pages. */
  readonly token: string
}

/** Somebody of a delegation, as the contact and the organiser see them. */
export interface DelegationPerson {
  readonly id: number
  readonly reference: string
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
  readonly email: string
  readonly status: RegistrationStatus
  readonly categoryId: number
  readonly categoryName: LocalisedText
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
  readonly personVersion: number
}

/** A delegation with how many of its people stand where. */
export interface DelegationLine {
  readonly reference: string
  readonly organisation: string
  readonly contactName: string
  readonly contactEmail: string
  readonly waitsTogether: boolean
  readonly createdAt: Instant
  /** Registered and not cancelled. */
  readonly people: number
  readonly confirmed: number
  readonly waiting: number
}
