import type { Instant } from '../../../core/time.ts'

/** How fast a receiving domain may be sent to, and whether it wants a pause. */
export interface MailDomainRow {
  readonly domain: string
  /** When the next mail may go. */
  readonly freeAt: Instant
  readonly windowStartedAt: Instant
  readonly tries: number
  readonly deferrals: number
  readonly pausedUntil: Instant | null
}

export const mailSecurities = ['tls', 'starttls', 'none'] as const
export type MailSecurity = (typeof mailSecurities)[number]

/** A mail server of an organisation's own. */
export interface MailServerRow {
  readonly organisationId: number
  readonly host: string
  readonly port: number
  readonly security: MailSecurity
  readonly userName: string
  /** AES-256-GCM with a key derived from the installation's secret; null: the server asks for no password. */
  readonly passwordSealed: string | null
  readonly fromName: string
  readonly fromAddress: string
  /** null: mails go through the installation's server. */
  readonly enabledAt: Instant | null
  readonly testedAt: Instant | null
  readonly testResponse: string
  readonly lockVersion: number
  readonly updatedAt: Instant
}

export const suppressionReasons = ['hard-bounce', 'soft-bounces', 'complaint', 'organiser'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

/** An address that nothing is sent to; after a complaint only nothing in bulk. */
export interface SuppressedAddressRow {
  /** In lower case. */
  readonly address: string
  readonly reason: SuppressionReason
  readonly status: string
  readonly mailId: number | null
  readonly suppressedAt: Instant
}

/** Who wants no more bulk mail of an organisation. */
export interface MailOptOutRow {
  readonly organisationId: number
  /** In lower case. */
  readonly address: string
  readonly optedOutAt: Instant
}
