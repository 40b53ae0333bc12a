import type { Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'

/** The kinds that readers know by a name, `mail.kinds.…`. */
export const namedMailKinds = [
  'registration-confirmed',
  'registration-waiting',
  'registration-promoted',
  'registration-cancelled',
  'registration-exists',
  'registration-link',
  'registration-applied',
  'registration-declined',
  'registration-offered',
  'registration-offer-expired',
  'registration-address',
  'registration-parts',
  'registration-replaced',
  'registration-message',
  'delegation-registered',
  'event-cancelled',
  'event-moved',
  'event-reinstated',
  'invitation',
  'invitation-reminder',
  'speaker-invited',
  'speaker-reminded',
  'session-changed',
  'account-invitation',
  'password-reset',
  'calendar-request',
  'calendar-cancel',
  'registration-release-asked',
  'plan-changed',
  'announcement',
  'mail-test',
] as const

/** A file of a mail. With `contentId` it is a picture that the html shows by `cid:<contentId>`. */
export interface MailAttachment {
  readonly fileName: string
  readonly contentType: string
  readonly content: Buffer | string
  readonly contentId?: string | undefined
}

/** A calendar message (iMIP, RFC 6047): the last alternative of the mail, and the same bytes as `invite.ics`. */
export interface CalendarMessage {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly sequence: number
  readonly content: string
}

/** A mail as it is read: written once, at the first try, and kept for every further one. */
export interface MailContent {
  readonly subject: string
  /** What mailboxes show beside the subject. */
  readonly preheader: string
  readonly html: string
  readonly text: string
  readonly attachments: readonly MailAttachment[]
  /** The name before the sender's address; without it the event's title, else that of MAIL_FROM. */
  readonly fromName?: string | undefined
  /** Where answers go; without it to MAIL_FROM. */
  readonly replyTo?: { readonly name: string; readonly address: string } | undefined
  /** Instead of the address of MAIL_FROM: a calendar message comes from its ORGANIZER. */
  readonly fromAddress?: string | undefined
  /** Only where `calendarUid` was given when the mail was queued. */
  readonly calendar?: CalendarMessage | undefined
}

/** A mail to put into the outbox. */
export interface MailToQueue {
  /** What the mail says, in kebab-case: `registration-confirmed`. Some `MailDefinition` has this kind. */
  readonly kind: string
  /** The same key twice is the same mail: the second is not queued. */
  readonly idempotencyKey: string
  readonly to: { readonly name: string; readonly address: string }
  readonly locale: Locale
  readonly organisationId?: number | undefined
  readonly eventId?: number | undefined
  readonly registrationId?: number | undefined
  /** Written to many at once: goes after all others and carries a one-click unsubscription (RFC 8058). Usual: false. */
  readonly isBulk?: boolean | undefined
  readonly announcementId?: number | undefined
  /** Not before then. Usual: at once. */
  readonly notBefore?: Instant | undefined
  /** Later the mail makes no sense and is dropped. */
  readonly expiresAt?: Instant | undefined
  /** UID of the VEVENT of a calendar message: its mails go one at a time, and no older sequence after a newer one. */
  readonly calendarUid?: string | undefined
  /** What the definition needs besides; ids and references, no texts about people. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined
}

/** What a definition gets to write from. */
export interface QueuedMail {
  readonly reference: string
  readonly kind: string
  readonly locale: Locale
  readonly toName: string
  readonly toAddress: string
  readonly eventId: number | null
  readonly registrationId: number | null
  readonly payload: Readonly<Record<string, unknown>>
}

/** How mails of one kind are written; `Tools` is what the application is made of (`Services`). */
export interface MailDefinition<Tools> {
  readonly kind: string
  /** The mail holds a secret that opens an account: what was sent is not kept after a mail server has taken it. */
  readonly isSecret?: boolean
  /** Writes the mail; undefined when it no longer makes sense (the registration was cancelled meanwhile). */
  write(tools: Tools, mail: QueuedMail): Promise<MailContent | undefined>
}

/** `MailContent` as the table keeps it; files in base64. */
export interface FrozenContent {
  readonly preheader: string
  readonly html: string
  readonly text: string
  readonly fromName: string | null
  readonly replyTo: { readonly name: string; readonly address: string } | null
  readonly attachments: readonly FrozenAttachment[]
  /** Absent in mails written before there were any. */
  readonly fromAddress?: string | null
  readonly calendar?: CalendarMessage | null
  /** Message-ID of the first mail about the same registration, for In-Reply-To and References. */
  readonly inReplyTo?: string | null
}

export interface FrozenAttachment {
  readonly fileName: string
  readonly contentType: string
  readonly contentId: string | null
  readonly base64: string
}

/** A mail in the outbox, which is also the permanent log of what was sent. */
export interface MailRow extends QueuedMail {
  readonly id: number
  readonly idempotencyKey: string
  /** With angle brackets. Complete from the first try on, then never changed. */
  readonly messageId: string
  readonly organisationId: number | null
  readonly subject: string | null
  readonly content: FrozenContent | null
  readonly createdAt: Instant
  /** Where the patience of two days begins: when it was queued, or tried anew by an organiser. */
  readonly tryingSince: Instant
  readonly nextTryAt: Instant
  /** Somebody is sending it until then; later the sender is dead. */
  readonly leaseUntil: Instant | null
  readonly attempts: number
  readonly sentAt: Instant | null
  readonly failedAt: Instant | null
  /** When it turned out that nobody needs this mail any more. */
  readonly droppedAt: Instant | null
  /** What the mail server said last, or why the mail was given up. */
  readonly smtpResponse: string | null
  readonly isBulk: boolean
  readonly announcementId: number | null
  readonly expiresAt: Instant | null
  /** The receiving domain, in lower case. */
  readonly toDomain: string
  readonly calendarUid: string | null
  /** What was written into the calendar message, at the first try. */
  readonly calendarSequence: number | null
  /** A server that had taken the mail gave it back. */
  readonly bouncedAt: Instant | null
  /** RFC 3463: `5.1.1`. */
  readonly bounceStatus: string | null
}

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

export const mailStates = ['queued', 'retrying', 'sent', 'failed', 'dropped'] as const
/** `retrying`: tried, and it will be tried again. `dropped`: no longer needed when its turn came. */
export type MailState = (typeof mailStates)[number]

/** A mail as lists show it. */
export interface MailSummary
  extends Pick<
    MailRow,
    | 'reference'
    | 'kind'
    | 'locale'
    | 'toName'
    | 'toAddress'
    | 'subject'
    | 'createdAt'
    | 'nextTryAt'
    | 'attempts'
    | 'sentAt'
    | 'failedAt'
    | 'smtpResponse'
  > {
  readonly state: MailState
  readonly registrationReference: string | null
}
