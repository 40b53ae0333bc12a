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
  /** What an organiser may write anew, for the page where they do so; not kept. */
  readonly words?: { readonly heading: string; readonly paragraphs: readonly string[] } | undefined
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
  /** Only to look at: the registration need not be in the state that the mail tells of. */
  readonly isPreview?: boolean
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
  /** Tries after which nobody knows whether the server has the mail: an answer was lost, a sender died (REL-11). */
  readonly doubtful: number
  /** A server gave the mail back, or refused it for good. */
  readonly bouncedAt: Instant | null
  /** RFC 3463: `5.1.1`. */
  readonly bounceStatus: string | null
}

export const mailStates = ['queued', 'retrying', 'sent', 'bounced', 'failed', 'dropped'] as const
/**
 * `retrying`: tried, and it will be tried again. `bounced`: a server took it and gave it back. `dropped`: not to be sent
 * any more when its turn came.
 */
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
    | 'bouncedAt'
  > {
  readonly state: MailState
  readonly registrationReference: string | null
}
