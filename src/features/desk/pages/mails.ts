import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import { formatDateTime, formatShortDateTime, type Instant, isoWithOffset, type TimeZone } from '../../../core/time.ts'
import type { MailNav } from '../../announcements/frame.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { deliveryReason } from '../../mail/rules/reasons.ts'
import { type MailRow, type MailState, type MailSummary, namedMailKinds } from '../../mail/types.ts'
import { type SuppressionReason } from '../../mail/types/standing.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { paragraphsOf, withoutSecretLinks } from '../rules/mails.ts'
import type { ActivityLine } from './activity.ts'
import type { StateModel } from './my-events.ts'

/** One mail of the outbox. */
export interface MailLine {
  readonly href: string
  readonly what: string
  readonly to: string
  readonly address: string
  readonly state: StateModel
  readonly time: string
  readonly datetime: string
  /** What the mail server said, where a mail did not arrive. */
  readonly reason: string
}

export interface MailListModel {
  readonly head: Head
  readonly nav: MailNav
  readonly flash: string | undefined
  readonly filters: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly mails: readonly MailLine[]
  readonly isFiltered: boolean
  readonly pager: Pager
}

export const mailListPage = page<MailListModel>('desk/organiser/mails')

export interface MailModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly title: string
  readonly lang: Locale
  readonly state: StateModel
  readonly facts: readonly { readonly label: string; readonly value: string; readonly href?: string | undefined }[]
  /** What was sent, without its secret links; empty before the first try. */
  readonly paragraphs: readonly (readonly string[])[]
  readonly history: readonly ActivityLine[]
  /** Only for a mail that did not arrive, and for those who may. */
  readonly retryAction: string | undefined
  /** Nothing is sent to the address; sending again means lifting that. */
  readonly suppression: { readonly reason: SuppressionReason; readonly liftAction: string | undefined } | undefined
  readonly address: FormModel | undefined
  readonly backHref: string
}

export const mailPage = page<MailModel>('desk/organiser/mail')

/** What a mail says, in a few words. */
export function kindText({ t }: FrameContext, kind: string): string {
  const named = namedMailKinds.find(known => known === kind)
  return named === undefined ? kind : t(`mail.kinds.${named}`)
}

const stateKinds = {
  queued: 'warn',
  retrying: 'warn',
  sent: 'good',
  bounced: 'bad',
  failed: 'bad',
  dropped: 'off',
} as const

/** How a mail stands. */
export function mailState({ t }: FrameContext, state: MailState): StateModel {
  return { kind: stateKinds[state], label: t(`mail.states.${state}`) }
}

/** The mails of a page of the outbox. */
export function mailLines(context: FrameContext, event: EventRow, mails: readonly MailSummary[]): MailLine[] {
  const { locale } = context
  return mails.map(mail => {
    const at = mail.bouncedAt ?? mail.sentAt ?? mail.failedAt ?? mail.createdAt
    return {
      href: mailHref(locale, event, mail),
      what: mail.subject ?? kindText(context, mail.kind),
      to: mail.toName || mail.toAddress,
      address: mail.toAddress,
      state: mailState(context, mail.state),
      time: formatShortDateTime(at, event.timeZone, locale),
      datetime: isoWithOffset(at, event.timeZone),
      reason: mail.state === 'sent' ? '' : reasonText(context, mail.smtpResponse),
    }
  })
}

/** Why a mail did not arrive: in our words, or in those of the mail server. */
export function reasonText({ t }: FrameContext, response: string | null): string {
  const reason = deliveryReason(response)
  return reason === undefined ? (response ?? '') : t(`mail.reasons.${reason}`)
}

/** The states one may narrow the outbox to, as links. */
export function mailFilters(
  { t, locale }: FrameContext,
  event: EventRow,
  chosen: MailState | undefined,
): MailListModel['filters'] {
  const link = (state: MailState | undefined, label: string) => ({
    label,
    href: urls.organiserEventPart(locale, event.slug, 'mails', { state }),
    current: state === chosen,
  })
  const offered = ['failed', 'bounced', 'retrying', 'queued', 'sent'] as const
  return [link(undefined, t('desk.mails.all')), ...offered.map(state => link(state, t(`mail.states.${state}`)))]
}

/** Where one mail is shown. */
export function mailHref(locale: Locale, event: EventRow, mail: { readonly reference: string }): string {
  return urls.organiserEventPart(locale, event.slug, `mails/${mail.reference}`)
}

/** How a mail stands, from its row. */
export function stateOfMail(mail: MailRow): MailState {
  if (mail.sentAt !== null) return mail.bouncedAt === null ? 'sent' : 'bounced'
  if (mail.failedAt !== null) return 'failed'
  if (mail.droppedAt !== null) return 'dropped'
  return mail.attempts > 0 ? 'retrying' : 'queued'
}

/** Whom, when and how often, and what the mail server said. */
export function mailFacts(
  context: FrameContext,
  event: EventRow,
  mail: MailRow,
  registration: RegistrationRow | undefined,
): MailModel['facts'] {
  const { t, locale } = context
  const address = mail.toName === '' ? mail.toAddress : `${mail.toName}, ${mail.toAddress}`
  const facts = [
    { label: t('desk.mail.to'), value: address },
    { label: t('desk.mail.kind'), value: kindText(context, mail.kind) },
    { label: t('desk.mail.queued'), value: moment(context, event.timeZone, mail.createdAt) },
    { label: t('desk.mail.sent'), value: moment(context, event.timeZone, mail.sentAt) },
    { label: t('desk.mail.failed'), value: moment(context, event.timeZone, mail.failedAt) },
    { label: t('desk.mail.bounced'), value: moment(context, event.timeZone, mail.bouncedAt) },
    { label: t('desk.mail.dropped'), value: moment(context, event.timeZone, mail.droppedAt) },
    { label: t('desk.mail.attempts'), value: mail.attempts > 0 ? String(mail.attempts) : '' },
    { label: responseLabel(context, mail), value: reasonText(context, mail.smtpResponse) },
    {
      label: t('desk.mail.registration'),
      value: registration?.reference ?? '',
      href: personHref(locale, event, registration),
    },
  ]
  return facts.filter(fact => fact.value !== '')
}

function responseLabel({ t }: FrameContext, { smtpResponse }: MailRow): string {
  return deliveryReason(smtpResponse) === undefined ? t('desk.mail.response') : t('desk.mail.why')
}

function moment({ locale }: FrameContext, zone: TimeZone, at: Instant | null): string {
  return at === null ? '' : formatDateTime(at, zone, locale)
}

function personHref(locale: Locale, event: EventRow, registration: RegistrationRow | undefined): string | undefined {
  return registration && urls.organiserEventPart(locale, event.slug, `registrations/${registration.reference}`)
}

/** What was sent, as its recipient read it, without the secrets of its links. */
export function mailText(mail: MailRow): string[][] {
  return mail.content === null ? [] : paragraphsOf(withoutSecretLinks(mail.content.text))
}
