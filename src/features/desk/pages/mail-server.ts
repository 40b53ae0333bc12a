import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { SendResult } from '../../../core/mailer.ts'
import { formatDateTime, timeZone } from '../../../core/time.ts'
import type { FrameContext } from '../../accounts/frame.ts'
import { drawMail } from '../../mail/frame.ts'
import { type MailServerRow, mailSecurities } from '../../mail/types/standing.ts'

export interface MailServerModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly problem: string | undefined
  readonly organisation: string
  /** Nothing but the test leaves this installation. */
  readonly isDemonstration: boolean
  readonly form: FormModel
  readonly securities: readonly { readonly value: string; readonly label: string }[]
  readonly passwordHint: string
  /** Once a server is kept. */
  readonly test: { readonly action: string; readonly address: string; readonly last: string | undefined } | undefined
  readonly removeAction: string | undefined
  readonly backHref: string
}

export const mailServerPage = page<MailServerModel>('desk/organiser/mail-server')

/** Where the mail server of an organisation is set up. */
export function mailServerPath(locale: Locale, { slug }: { readonly slug: string }): string {
  return urls.organiserPart(locale, `organisations/${slug}/mail-server`)
}

/** What stands in the form before anybody types; never a password. */
export function serverValues(server: MailServerRow | undefined): Record<string, string> {
  if (server === undefined) return { port: '465', security: 'tls', version: '0' }
  const { host, port, security, userName, fromName, fromAddress, enabledAt, lockVersion } = server
  const words = { host, security, userName, fromName, fromAddress, isEnabled: enabledAt === null ? '' : 'yes' }
  return { ...words, port: String(port), version: String(lockVersion) }
}

/** The ways to a server that one may choose from. */
export function securityChoices({ t }: FrameContext): MailServerModel['securities'] {
  return mailSecurities.map(value => ({ value, label: t(`desk.mailServer.securities.${value}`) }))
}

/** The operator's zone: the page belongs to no event. */
const homeZone = timeZone('Europe/Prague')

/** When the server was last tried, and what it said. */
export function lastTest({ t, locale }: FrameContext, server: MailServerRow): string | undefined {
  if (server.testedAt === null) return undefined
  const when = formatDateTime(server.testedAt, homeZone, locale)
  return t('desk.mailServer.lastTest', { when, said: server.testResponse })
}

/** What the test brought, in words. */
export function testOutcome({ t }: FrameContext, result: SendResult, address: string): string {
  if (result.kind === 'accepted') return t('desk.mailServer.accepted', { address })
  const reason = result.kind === 'unreachable' ? result.reason : result.response
  return t('desk.mailServer.refused', { reason })
}

/** The mail of the test, in the language of who asks for it. */
export function testMail({ t, locale }: FrameContext, server: MailServerRow, organisation: string) {
  return drawMail(locale, {
    subject: t('desk.mailServer.mail.subject'),
    preheader: t('desk.mailServer.mail.preheader'),
    title: organisation,
    lead: { heading: t('desk.mailServer.mail.heading'), text: t('desk.mailServer.mail.text') },
    facts: [
      { label: t('desk.mailServer.mail.server'), value: `${server.host}:${server.port}` },
      { label: t('desk.mailServer.mail.from'), value: server.fromAddress },
    ],
    paragraphs: [],
    footer: [t('desk.mailServer.mail.footer')],
  })
}
