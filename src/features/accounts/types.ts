import type { Locale, LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'

/** What somebody may do at an organisation or at one event, from the most to the least. */
export const roles = ['owner', 'organiser', 'door_staff', 'viewer'] as const
export type Role = (typeof roles)[number]

/** A predicate on a role, as `permissions.ts` names them. */
export type Permission = (role: Role) => boolean

/** Somebody with an account. */
export interface UserRow {
  readonly id: number
  readonly reference: string
  readonly email: string
  readonly name: string
  readonly locale: Locale
  /** argon2id in PHC form; null until the invitation is answered. */
  readonly passwordHash: string | null
  readonly isAdministrator: boolean
  readonly disabledAt: Instant | null
  readonly createdAt: Instant
}

/** Who is signed in. */
export type SignedInUser = Pick<UserRow, 'id' | 'reference' | 'email' | 'name' | 'locale' | 'isAdministrator'>

/** A link to set a password: for one who forgot it, or was invited. */
export interface PasswordResetRow {
  readonly id: number
  readonly reference: string
  readonly userId: number
  readonly requestedAt: Instant
  readonly expiresAt: Instant
  readonly usedAt: Instant | null
}

export interface OrganisationRoleRow {
  readonly organisationId: number
  readonly userId: number
  readonly role: Role
  readonly grantedAt: Instant
}

export interface EventRoleRow {
  readonly eventId: number
  readonly userId: number
  readonly role: Role
  readonly grantedAt: Instant
}

/** An organisation with the role that somebody has there. */
export interface OrganisationAccess {
  readonly id: number
  readonly slug: string
  readonly name: LocalisedText
  readonly role: Role
}

/** Somebody with a role, as the page of a team lists them. */
export interface TeamMember {
  readonly id: number
  readonly reference: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly grantedAt: Instant
  /** Has not set a password yet. */
  readonly isInvited: boolean
}

/** Whom to give a role; an address without an account is invited by mail. */
export interface Invitee {
  readonly email: string
  /** Empty: the part of the address before the @, until they write it themselves. */
  readonly name: string
  readonly locale: Locale
}

export type GrantOutcome =
  | { readonly kind: 'granted'; readonly userId: number }
  | { readonly kind: 'invited'; readonly userId: number }

export type RoleChangeOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'last-owner' }
  | { readonly kind: 'no-member' }

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly user: SignedInUser }
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled' }
