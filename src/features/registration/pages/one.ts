import { countryName, countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDateTime, formatShortDateTime, now } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import type { ActivityRow } from '../../audit/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess } from '../../events/types.ts'
import type { MailSummary } from '../../mail/types.ts'
import { isActive, mayCancel } from '../permissions.ts'
import { printedName } from '../queries/names.ts'
import type { ConsentRow, Needs, RegistrationInEvent, RegistrationRow } from '../types.ts'
import { fieldLabels, type StateWord } from './public.ts'
import { type HistoryLine, historyOf, statusWord } from './words.ts'

export interface MailLine {
  readonly subject: string
  readonly when: string
  readonly datetime: string
  readonly state: StateWord
}

export interface RegistrationModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly name: string
  readonly state: StateWord
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly needs: readonly { readonly label: string; readonly value: string }[] | undefined
  readonly consents: readonly string[]
  readonly history: readonly HistoryLine[]
  readonly mails: readonly MailLine[]
  /** Deeds that are done at once. */
  readonly posts: readonly { readonly action: string; readonly label: string }[]
  /** Deeds with a page of their own. */
  readonly links: readonly { readonly href: string; readonly label: string; readonly danger: boolean }[]
  readonly backHref: string
}

export const registrationPage = page<RegistrationModel>('registration/organiser/one')

interface OneData {
  readonly access: EventAccess
  readonly registration: RegistrationInEvent
  readonly needs: Needs | undefined
  readonly consents: readonly ConsentRow[]
  readonly history: readonly ActivityRow[]
  readonly mails: readonly MailSummary[]
}

/** One registration with all that happened to it. */
export function registrationModel(context: FrameContext, data: OneData): Omit<RegistrationModel, 'head' | 'flash'> {
  const { t, locale } = context
  const { access, registration, needs } = data
  const { event } = access
  const label = fieldLabels(context)
  const at = (moment: Date) => formatDateTime(moment, event.timeZone, locale)
  return {
    name: printedName(registration),
    state: statusWord(context, registration.status, registration.position),
    facts: [
      { label: t('registration.fields.reference'), value: registration.reference },
      { label: label['email'] ?? '', value: registration.email },
      { label: label['organisation'] ?? '', value: registration.organisation || t('core.unknown') },
      { label: label['country'] ?? '', value: countryName(registration.country, locale) },
      { label: label['category'] ?? '', value: readText(registration.categoryName, locale) },
      { label: label['locale'] ?? '', value: t(`core.languageName.${registration.locale}`) },
      { label: t('registration.one.created'), value: at(registration.createdAt) },
    ],
    needs: needs && needLines(context, needs),
    consents: data.consents.map(consent => consentLine(context, access, consent)),
    history: historyOf(context, event, data.history),
    mails: data.mails.map(mail => mailLine(context, access, mail)),
    ...deedsOf(context, access, registration),
    backHref: urls.organiserEventPart(locale, event.slug, 'registrations'),
  }
}

/** Diet and access in words; nothing when nothing was asked for. */
export function needLines({ t }: FrameContext, needs: Needs): { label: string; value: string }[] {
  const diet = needs.dietary === '' ? [] : [t(`registration.dietary.${needs.dietary}`)]
  const lines = diet.map(value => ({ label: t('registration.fields.dietary'), value }))
  return needs.access === '' ? lines : [...lines, { label: t('registration.fields.access'), value: needs.access }]
}

function consentLine({ t, locale }: FrameContext, { event }: EventAccess, consent: ConsentRow): string {
  const when = formatDateTime(consent.withdrawnAt ?? consent.givenAt, event.timeZone, locale)
  const purpose = t(`registration.purposes.${consent.purpose}`)
  const key = consent.withdrawnAt === null ? 'given' : 'withdrawn'
  return t(`registration.one.consent.${key}`, { purpose, when })
}

const mailKinds = { dropped: 'off', queued: 'off', retrying: 'warn', sent: 'good', failed: 'bad' } as const

function mailLine({ t, locale }: FrameContext, { event }: EventAccess, mail: MailSummary): MailLine {
  return {
    subject: mail.subject ?? t('registration.one.mailBeingWritten'),
    when: formatShortDateTime(mail.createdAt, event.timeZone, locale),
    datetime: mail.createdAt.toISOString(),
    state: { kind: mailKinds[mail.state], label: t(`registration.mailState.${mail.state}`) },
  }
}

function deedsOf({ t, locale }: FrameContext, { event, role }: EventAccess, registration: RegistrationRow) {
  if (!mayOrganise(role)) return { posts: [], links: [] }
  const { status, reference } = registration
  const base = urls.organiserEventPart(locale, event.slug, `registrations/${reference}`)
  const post = (deed: 'approve' | 'promote' | 'resend') => {
    return { action: `${base}/${deed}`, label: t(`registration.one.${deed}`) }
  }
  const link = (deed: 'edit' | 'cancel' | 'decline') => {
    return { href: `${base}/${deed}`, label: t(`registration.one.${deed}`), danger: deed !== 'edit' }
  }
  const isApplied = status === 'applied'
  return {
    posts: [
      ...(isApplied ? [post('approve')] : []),
      ...(status === 'waiting' ? [post('promote')] : []),
      post('resend'),
    ],
    links: [
      ...(isActive(status) ? [link('edit')] : []),
      ...(isApplied ? [link('decline')] : []),
      ...(mayCancel(status, event, now()) ? [link('cancel')] : []),
    ],
  }
}

export interface RegistrationEditModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  /** Only when somebody is added: with the places of each. */
  readonly categories: readonly { readonly value: string; readonly label: string }[] | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const registrationEditPage = page<RegistrationEditModel>('registration/organiser/edit')

/** The values of the form of a registration that is changed. */
export function personalValues(registration: RegistrationRow): Record<string, string> {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = registration
  return { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale }
}

/** What both organiser forms about a person have. */
export function editModel(context: FrameContext): Pick<RegistrationEditModel, 'countries' | 'labels'> {
  return { countries: countryOptions(context.locale), labels: fieldLabels(context) }
}

export const registrationConfirmPage = page<ConfirmModel>('registration/organiser/confirm')

export interface NeedsModel {
  readonly head: Head
  readonly dietary: readonly { readonly label: string; readonly count: number }[]
  readonly access: readonly string[]
  readonly backHref: string
}

export const needsPage = page<NeedsModel>('registration/organiser/needs')
