import type { Instant } from '../../core/time.ts'

export const inboundKinds = ['bounce', 'answer', 'complaint', 'other'] as const
export type InboundKind = (typeof inboundKinds)[number]

/** What became of a mail that came in. */
export const inboundOutcomes = [
  // A bounce, as feature mail judged it; `known` came back before, `delivered` is no failure.
  'hard',
  'soft',
  'suppressed',
  'delayed',
  'known',
  'delivered',
  // A complaint: no more bulk mail.
  'stopped',
  // An answer to a calendar invitation, as feature calendar took it.
  'noted',
  'declined',
  'older',
  'not-active',
  'asked-again',
  'too-soon',
  // Nothing changed, and why.
  'automatic',
  'foreign-attendee',
  'foreign-entry',
  'foreign-recipient',
  'forged',
  'no-answer',
  'by-hand',
  'nobody',
  'too-large',
  'unreadable',
] as const
export type InboundOutcome = (typeof inboundOutcomes)[number]

/** A mail as it came. */
export interface IncomingMail {
  /** undefined: too long, and not read. */
  readonly source: Buffer | undefined
  /** Distinguishes mails that were not read. */
  readonly name?: string | undefined
  /** What the sending server told: of MAIL FROM, `''` for none, and RCPT TO. Absent: the headers tell. */
  readonly envelope?: { readonly sender: string; readonly recipient: string } | undefined
}

/** What is kept of a mail that came in: what it was, never what it said. */
export interface InboundMailRow {
  readonly id: number
  /** The same mail twice is one. */
  readonly digest: string
  readonly kind: InboundKind
  readonly outcome: InboundOutcome
  readonly mailId: number | null
  readonly registrationId: number | null
  readonly details: InboundDetails
  readonly receivedAt: Instant
}

/** No addresses, no texts: codes and sizes. */
export interface InboundDetails {
  readonly bytes?: number | undefined
  /** Of a bounce, RFC 3463. */
  readonly status?: string | undefined
  /** Of a calendar message: REPLY, COUNTER, REFRESH… */
  readonly method?: string | undefined
  readonly sequence?: number | undefined
  /** What a server before ours found out about the sender (RFC 8601): `dkim=pass spf=fail`. Told, never relied on. */
  readonly authentication?: string | undefined
}
