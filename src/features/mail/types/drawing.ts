/** A link inside a mail: absolute, with words that say where it leads. */
export interface MailLink {
  readonly href: string
  readonly label: string
}

/** A paragraph: words (a `\n` breaks the line), words around one link, or words and links as they come. */
export type MailParagraph =
  | string
  | { readonly before: string; readonly link: MailLink; readonly after: string }
  | readonly (string | MailLink)[]

/** What the funder of a project demands to be said (CZ-01). */
export interface MailPublicity {
  readonly statement: string
  readonly disclaimer?: string | undefined
  readonly emblem?: boolean | undefined
  readonly logos?: readonly unknown[] | undefined
  readonly lang?: string | undefined
}

/** What a mail says, in the order in which it is read; texts are plain and already in the reader's language. */
export interface MailDrawing {
  /** At most 60 characters, the fact first. */
  readonly subject: string
  /** One sentence that mailboxes show beside the subject. */
  readonly preheader: string
  /** Of the event; absent: that of the system. */
  readonly hue?: number | undefined
  /** Who invites, as on the cover of the event. */
  readonly hosts?: string | undefined
  /** The words between the hosts and the title: `se na vás těší na konferenci`. */
  readonly voice?: string | undefined
  /** The event, or what the mail is about. */
  readonly title: string
  /** Below the perforation: the one thing that is new, and a line about it. */
  readonly lead: { readonly heading: string; readonly text?: string | undefined }
  /** When, where, category…; a value may have several lines (`\n`). Without a label it goes on with the one above. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly action?: MailLink | undefined
  /**
   * The code of the ticket with its picture, an attachment with this `contentId`; on white in every scheme. Plain text
   * has no picture: there `label` says what the code is.
   */
  readonly code?:
    | { readonly label: string; readonly text: string; readonly contentId: string; readonly alt: string }
    | undefined
  /** What it means; the organiser may write these anew. */
  readonly paragraphs: readonly MailParagraph[]
  /** What stays whatever the organiser writes: a reason given, how to join, the way out. */
  readonly ways?: readonly MailParagraph[] | undefined
  /** Smaller: whom to ask, why one gets this mail. */
  readonly footer: readonly MailParagraph[]
  readonly publicity?: readonly MailPublicity[] | undefined
  /** For mail programs that show a reservation as a card (schema.org EventReservation). */
  readonly reservation?: MailReservation | undefined
}

/** A place at an event, as schema.org has it. */
export interface MailReservation {
  /** The code that people know the registration by. */
  readonly number: string
  readonly isCancelled: boolean
  readonly event: {
    readonly name: string
    /** With the offset of the zone. */
    readonly startDate: string
    readonly endDate: string
    readonly url: string
    readonly place: string
    readonly address: string
  }
  /** What the QR code of the ticket says; undefined: there is no ticket. */
  readonly ticket: string | undefined
  /** The private page. */
  readonly manageUrl: string | undefined
}
