import { type Head, page } from '../../core/http/pages.ts'
import type { Pager } from '../../core/http/pagination.ts'
import { urls } from '../../core/http/urls.ts'
import { type Locale, locales } from '../../core/localised-text.ts'
import type { Translate } from '../../core/messages.ts'
import { formatDateTime, formatShortDateTime, isoWithOffset, timeZone } from '../../core/time.ts'
import { senderOf } from './mails.ts'
import type { InboxEntry } from './queries.ts'
import { type FrozenContent, type MailRow, namedMailKinds } from './types.ts'

/** The inbox is read at the operator's desk. */
const homeZone = timeZone('Europe/Prague')

interface Context {
  readonly t: Translate
  readonly locale: Locale
  /** The language asked for in the address; it stays in the links. */
  readonly lang?: Locale | undefined
}

/** The same page in the other language. */
interface OtherLanguage {
  readonly lang: Locale
  readonly href: string
  readonly label: string
}

/** One line of the demo inbox. */
export interface InboxLine {
  readonly href: string
  readonly subject: string
  readonly to: string
  readonly kind: string
  readonly datetime: string
  readonly time: string
}

/** The model of the list of mails. */
export interface InboxModel {
  readonly head: Head
  readonly action: string
  readonly to: string
  readonly kind: string
  readonly kinds: readonly { readonly value: string; readonly label: string }[]
  readonly lang: Locale | undefined
  readonly other: OtherLanguage
  readonly mails: readonly InboxLine[]
  readonly pager: Pager
  readonly clearHref: string
}
export const inboxPage = page<InboxModel>('mail/inbox')

/** A piece of the text of a mail; one with an address is a link. */
export interface TextPart {
  readonly text: string
  readonly href: string | undefined
}

/** The model of one mail. */
export interface InboxMailModel {
  readonly head: Head
  readonly inboxHref: string
  readonly subject: string
  readonly lang: Locale
  readonly to: string
  readonly kind: string
  readonly time: string
  readonly datetime: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly other: OtherLanguage
  /** Pages of ours that the mail leads to. */
  readonly links: readonly { readonly href: string; readonly label: string }[]
  readonly bodyHref: string
  /** How much room the html needs, in steps of 4 rem. */
  readonly tall: number
  readonly sourceHref: string
  readonly text: readonly TextPart[]
  readonly attachments: readonly {
    readonly href: string
    readonly name: string
    readonly type: string
    readonly size: string
  }[]
}
export const inboxMailPage = page<InboxMailModel>('mail/mail')

/** The lines of the list. */
export function inboxLines({ t, locale, lang }: Context, mails: readonly InboxEntry[]): InboxLine[] {
  return mails.map(({ reference, subject, toName, toAddress, kind, createdAt }) => ({
    href: urls.demoMail(reference, { lang }),
    subject,
    to: toName === '' ? toAddress : `${toName}, ${toAddress}`,
    kind: kindName(t, kind),
    datetime: isoWithOffset(createdAt, homeZone),
    time: formatShortDateTime(createdAt, homeZone, locale),
  }))
}

/** The mail as its page shows it. */
export function inboxMail(
  context: Context,
  mail: MailRow,
  content: FrozenContent,
  { baseUrl, mailFrom }: { baseUrl: string; mailFrom: string },
): Omit<InboxMailModel, 'head'> {
  const { t, locale, lang } = context
  const sender = senderOf(mailFrom)
  const facts = [
    {
      label: t('mail.inbox.from'),
      value: `${content.fromName ?? sender.name} <${content.fromAddress ?? sender.address}>`,
    },
    { label: t('mail.inbox.to'), value: `${mail.toName} <${mail.toAddress}>`.trim() },
    { label: t('mail.inbox.messageId'), value: mail.messageId },
    { label: t('mail.inbox.state'), value: stateOf(t, mail) },
  ]
  return {
    inboxHref: urls.demoInbox({ lang }),
    to: mail.toName === '' ? mail.toAddress : mail.toName,
    kind: kindName(t, mail.kind),
    time: formatDateTime(mail.createdAt, homeZone, locale),
    datetime: isoWithOffset(mail.createdAt, homeZone),
    other: otherLanguage(context, language => urls.demoMail(mail.reference, { lang: language })),
    links: ownLinks(content.text, baseUrl),
    tall: frameSteps(content),
    subject: mail.subject ?? '',
    lang: mail.locale,
    facts,
    bodyHref: `${urls.demoMail(mail.reference)}/body`,
    sourceHref: urls.demoMailSource(mail.reference),
    text: linkedText(content.text, baseUrl),
    attachments: content.attachments.map(({ fileName, contentType, base64 }, index) => ({
      href: `${urls.demoMail(mail.reference)}/attachments/${index + 1}`,
      name: fileName,
      type: contentType.split(';')[0] ?? contentType,
      size: t('mail.inbox.size', { n: Math.max(1, Math.round((base64.length * 3) / 4 / 1024)) }),
    })),
  }
}

/** What a mail is about, in the reader's language; a kind without a name stays as it is. */
export function kindName(t: Translate, kind: string): string {
  const named = namedMailKinds.find(known => known === kind)
  return named === undefined ? kind : t(`mail.kinds.${named}`)
}

/** The same address in the other language. */
export function otherLanguage({ t, locale }: Context, link: (lang: Locale) => string): OtherLanguage {
  const lang = locales.find(other => other !== locale) ?? locale
  return { lang, href: link(lang), label: t(`core.languageName.${lang}`) }
}

/** Lines of a text that are addresses of this installation, named by the words before them in their paragraph. */
export function ownLinks(text: string, baseUrl: string): { href: string; label: string }[] {
  const links = text.split(/\n\s*\n/).flatMap(paragraph => {
    const lines = paragraph.split('\n').map(line => line.trim())
    const at = lines.findIndex(line => linkedText(line, baseUrl)[0]?.href === line)
    const href = lines[at]
    if (href === undefined) return []
    return [{ href, label: lines.slice(0, at).join(' ').replace(/:$/, '') || href }]
  })
  return links.filter(({ href }, index) => links.findIndex(other => other.href === href) === index)
}

/** The frame cannot measure what is in it (its origin is not ours), so its height is counted from the text. */
function frameSteps({ text, attachments }: FrozenContent): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 62)), 0)
  const picture = attachments.some(({ contentId }) => contentId !== null) ? 240 : 0
  return Math.min(30, Math.max(8, Math.ceil((240 + 21 * lines + picture) / 64)))
}

function stateOf(t: Translate, { sentAt, failedAt, droppedAt, attempts, bouncedAt }: MailRow): string {
  if (sentAt && bouncedAt) return t('mail.states.bounced')
  if (sentAt) return t('mail.states.sent')
  if (failedAt) return t('mail.states.failed')
  if (droppedAt) return t('mail.states.dropped')
  return attempts > 0 ? t('mail.states.retrying') : t('mail.states.queued')
}

/** Cuts a text so that addresses of this installation become links; nobody else's do (SEC-35). */
export function linkedText(text: string, baseUrl: string): TextPart[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/).flatMap(part => {
    if (part === '') return []
    const isOwn = URL.canParse(part) && new URL(part).origin === new URL(baseUrl).origin
    return [{ text: part, href: isOwn ? part : undefined }]
  })
}
