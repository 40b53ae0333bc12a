import { hexOf } from '../../core/colour.ts'
import { draw } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import type { Locale } from '../../core/localised-text.ts'
import { translator } from '../../core/messages.ts'
import type { Tokens } from '../../core/tokens.ts'
import { withGoodLineEnds } from './rules/line-ends.ts'
import { plainText } from './rules/plain-text.ts'
import { reservationJson } from './rules/reservation.ts'
import { fittedSubject } from './rules/subject.ts'
import type { MailContent, QueuedMail } from './types.ts'
import type { MailDrawing, MailParagraph } from './types/drawing.ts'

export { inert } from './rules/inert.ts'
export type { MailDrawing, MailLink, MailParagraph } from './types/drawing.ts'

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
  /** For mail programs that show the reservation as a card; `<` is written so that it ends no script. */
  readonly reservationHtml: string | undefined
  readonly light: MailColours
  readonly dark: MailColours
}

/**
 * Draws a mail in the frame that all mails share, with the colours of its event, and writes its plain text with the same
 * facts in the same order. A definition adds the attachments: `{ ...drawMail(locale, …), attachments }`.
 */
export function drawMail(locale: Locale, mail: MailDrawing): Omit<MailContent, 'attachments'> {
  const { light, dark } = mailColours(mail.hue ?? 250)
  const shown = { ...mail, subject: fittedSubject(mail.subject, mail.title) }
  const reservationHtml = mail.reservation && reservationJson(mail.reservation)
  const model = { mail: withGoodLineEnds(shown), reservationHtml, light, dark }
  const html = draw<MailFrameModel>('mails/frame', locale, translator(locale), model).trimStart()
  const words = { heading: mail.lead.heading, paragraphs: mail.paragraphs.map(wordsOf) }
  return { subject: shown.subject, preheader: mail.preheader, html, text: plainText(shown), words }
}

function wordsOf(paragraph: MailParagraph): string {
  if (typeof paragraph === 'string') return paragraph
  if ('link' in paragraph) return `${paragraph.before}${paragraph.link.label}${paragraph.after}`
  return paragraph.map(piece => (typeof piece === 'string' ? piece : piece.label)).join('')
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

interface Tools {
  readonly config: { readonly baseUrl: string }
  readonly tokens: Tokens
}

/** Where the reader of a mail to many says that no more of them are wanted (RFC 8058); for its footer and its headers. */
export function unsubscribeUrl(
  { config, tokens }: Tools,
  { reference, locale }: Pick<QueuedMail, 'reference' | 'locale'>,
): string {
  return `${config.baseUrl}${urls.unsubscribe(locale, tokens.issue('unsubscribe', reference, 0))}`
}

/** The last line of a mail to many: how to have no more of them. */
export function unsubscribeParagraph(tools: Tools, mail: Pick<QueuedMail, 'reference' | 'locale'>): MailParagraph {
  const t = translator(mail.locale)
  const link = { href: unsubscribeUrl(tools, mail), label: t('mail.unsubscribe.link') }
  return { before: `${t('mail.unsubscribe.footer')} `, link, after: '.' }
}
