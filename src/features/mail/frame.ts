import { hexOf } from '../../core/colour.ts'
import { draw, type PublicityStrip } from '../../core/http/pages.ts'
import type { Locale } from '../../core/localised-text.ts'
import { translator } from '../../core/messages.ts'
import { plainText } from './rules/plain-text.ts'
import type { MailContent } from './types.ts'

/** A link inside a mail: absolute, with words that say where it leads. */
export interface MailLink {
  readonly href: string
  readonly label: string
}

/** A paragraph: words, or words around one link. */
export type MailParagraph = string | { readonly before: string; readonly link: MailLink; readonly after: string }

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
  readonly paragraphs: readonly MailParagraph[]
  /** Smaller: whom to ask, why one gets this mail. */
  readonly footer: readonly MailParagraph[]
  readonly publicity?: readonly PublicityStrip[] | undefined
}

/** The colours of one scheme, by role. */
export interface MailColours {
  readonly page: string
  readonly card: string
  readonly ink: string
  readonly quiet: string
  readonly rule: string
  readonly brand: string
  readonly onBrand: string
  readonly cover: string
  readonly onCover: string
  readonly onCoverQuiet: string
}

/** The model of `views/mails/frame.ejs`. */
export interface MailFrameModel {
  readonly mail: MailDrawing
  readonly light: MailColours
  readonly dark: MailColours
}

/**
 * Draws a mail in the frame that all mails share, with the colours of its event, and writes its plain text with the same
 * facts in the same order. A definition adds the attachments: `{ ...drawMail(locale, …), attachments }`.
 */
export function drawMail(locale: Locale, mail: MailDrawing): Omit<MailContent, 'attachments'> {
  const { light, dark } = mailColours(mail.hue ?? 250)
  const html = draw<MailFrameModel>('mails/frame', locale, translator(locale), { mail, light, dark }).trimStart()
  return { subject: mail.subject, preheader: mail.preheader, html, text: plainText(mail) }
}

/** The roles of tokens.css for a hue, as mail programs understand colours: lightness is fixed, so contrast holds. */
export function mailColours(hue: number): { light: MailColours; dark: MailColours } {
  const colour = (l: number, c: number) => hexOf({ l, c, h: hue })
  const cover = { onCover: colour(0.985, 0.008), onCoverQuiet: colour(0.87, 0.035) }
  return {
    light: {
      page: colour(0.966, 0.008),
      card: '#ffffff',
      ink: colour(0.21, 0.018),
      quiet: colour(0.43, 0.02),
      rule: colour(0.88, 0.012),
      brand: colour(0.43, 0.105),
      onBrand: colour(0.99, 0.008),
      cover: colour(0.315, 0.068),
      ...cover,
    },
    dark: {
      page: colour(0.19, 0.01),
      card: colour(0.232, 0.008),
      ink: colour(0.95, 0.018),
      quiet: colour(0.79, 0.02),
      rule: colour(0.34, 0.012),
      brand: colour(0.82, 0.085),
      onBrand: colour(0.17, 0.008),
      cover: colour(0.27, 0.055),
      ...cover,
    },
  }
}

const wordJoiner = '\u2060'

/**
 * What somebody typed (a name, an organisation) made harmless for a mail: at most 100 characters, and with an invisible
 * joiner inside whatever a mail program would turn into a link, so that our mails carry nobody's advertisement (SEC-35).
 */
export function inert(typed: string): string {
  const short = typed.length > 100 ? `${typed.slice(0, 99)}…` : typed
  return short
    .replace(/:(?=\/)/g, `:${wordJoiner}`)
    .replace(/@/g, `@${wordJoiner}`)
    .replace(/(?<=[\p{L}\p{N}-]{2})\.(?=\p{L}{2})/gu, `.${wordJoiner}`)
}
