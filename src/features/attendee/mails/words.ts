import { absolute, urls } from '../../../core/http/urls.ts'
import { listNames, type Locale, readText } from '../../../core/localised-text.ts'
import { normaliseLine, typeset } from '../../../core/typography.ts'
import { formatDateTime, now } from '../../../core/time.ts'
import type { MailLink, MailParagraph } from '../../mail/frame.ts'
import { hoursToConfirm } from '../../registration/rules.ts'
import type { RegistrationStatus } from '../../registration/types.ts'
import { deadlineOf } from '../pages/sign-ups.ts'
import { joiningOf, reasonWord } from '../rules.ts'
import { namesOf } from './facts.ts'
import { contextOf, datesOf, isToFormer, linkOf, type Matter, positionOf } from './matter.ts'

const ends = ['registration-cancelled', 'registration-declined', 'registration-offer-expired', 'event-cancelled']

/** Whether the mail tells of an end: nobody is expected, there is nothing left to cancel. */
export function isOff({ kind, registration }: Matter): boolean {
  return ends.includes(kind) || registration.status === 'cancelled' || registration.status === 'declined'
}

interface Lead {
  readonly subject: string
  readonly preheader: string
  readonly heading: string
  readonly text: string
}

/** What is new: in the subject, beside it in the mailbox, and below the perforation. */
export function leadOf(matter: Matter): Lead {
  const { t, kind } = matter
  const values = valuesOf(matter)
  const usual: Lead = {
    subject: t(`attendee.mail.${kind}.subject`, values),
    preheader: t(`attendee.mail.${kind}.preheader`, values),
    heading: t(`attendee.mail.${kind}.heading`, values),
    text: t(`attendee.mail.${kind}.lead`, values),
  }
  return kind === 'registration-parts' ? { ...usual, ...goodNews(matter, values) } : usual
}

/** A place that became free is the news, whatever else changed. */
function goodNews(matter: Matter, values: ReturnType<typeof valuesOf>): Partial<Lead> {
  const { t, mail, payload, signUps, event } = matter
  const [offered, promoted] = [payload.offered, payload.promoted]
  const what = listNames(namesOf(matter, offered.length > 0 ? offered : promoted), mail.locale)
  if (what === '') return {}
  const told = { ...values, what }
  if (offered.length === 0) {
    return {
      subject: t('attendee.mail.registration-parts.promotedSubject', told),
      heading: t('attendee.mail.registration-parts.promotedHeading', told),
      text: t('attendee.mail.registration-parts.promotedLead', told),
    }
  }
  const until = signUps.find(
    ({ partReference, offerExpiresAt }) => offered.includes(partReference ?? '') && offerExpiresAt !== null,
  )
  const at = until?.offerExpiresAt
  if (!at) return {}
  const short = formatDateTime(at, event.timeZone, mail.locale)
  return {
    subject: t('attendee.mail.registration-parts.offeredSubject', { ...told, deadline: short }),
    heading: t('attendee.mail.registration-parts.offeredHeading', told),
    text: t('attendee.mail.registration-parts.offeredLead', { deadline: deadlineOf(contextOf(matter), event, at) }),
  }
}

function valuesOf(matter: Matter) {
  const { mail, event, registration, settings, payload } = matter
  const { offerExpiresAt, offeredAt, status, attendance, reference } = registration
  return {
    title: readText(event.title, mail.locale),
    dates: datesOf(matter),
    position: positionOf(matter),
    reference,
    file: matter.invitation.mode === 'off' ? 'no' : 'yes',
    status,
    attendance: event.mode === 'online' ? 'online' : attendance,
    reason: reasonWord(registration.closingReason),
    promotion: settings.promotion,
    hours: matter.kind === 'registration-address' ? hoursToConfirm : settings.offerHours,
    offered: offeredAt === null ? 'no' : 'yes',
    deadline: offerExpiresAt === null ? '' : formatDateTime(offerExpiresAt, event.timeZone, mail.locale),
    to: payload.to ?? 'new',
    subject: normaliseLine(payload.subject).slice(0, 150),
  }
}

/** The one thing to do. Who has no registration any more is led to the event. */
export function actionOf(matter: Matter): MailLink {
  const { t, kind, event, mail, services, registration } = matter
  if (isOff(matter) || isToFormer(matter)) {
    const href = absolute(services.config.baseUrl, urls.event(mail.locale, event.slug))
    return { href, label: t('attendee.mail.event') }
  }
  if (kind === 'registration-release-asked' && isLeavable(registration.status)) {
    return { href: linkOf(matter, leaving[registration.status]), label: t('attendee.mail.release', valuesOf(matter)) }
  }
  const label = {
    'registration-address': t('attendee.mail.confirm'),
    'registration-offered': t('attendee.mail.decide'),
    'registration-parts': t('attendee.mail.showParts'),
  }
  return {
    href: linkOf(matter, urls.mine),
    label: Object.entries(label).find(([one]) => one === kind)?.[1] ?? t('attendee.mail.open'),
  }
}

/** What is below the facts: what it means, or what the organiser wrote to this person. */
export function paragraphsOf(matter: Matter): MailParagraph[] {
  const { t, kind, mail, payload } = matter
  if (kind === 'registration-message') return linesOf(payload.text, mail.locale)
  return [t(`attendee.mail.${kind}.text`, valuesOf(matter))].filter(text => text !== '')
}

/** What stays whatever words an organiser has for the rest: why it is called off, how to join, the way out. */
export function waysOf(matter: Matter): MailParagraph[] {
  const { kind, event, mail } = matter
  const note = kind === 'event-cancelled' ? readText(event.cancellationNote, mail.locale) : ''
  const joining = kind === 'registration-message' ? '' : joiningIn(matter)
  return [...[note, joining].filter(text => text !== ''), ...wayOut(matter)]
}

/** The organiser's words, line by line. They are text: nothing in them becomes a link or a tag of ours. */
function linesOf(text: string, locale: Locale): string[] {
  return text
    .split('\n')
    .map(line => typeset(line.trim(), locale))
    .filter(line => line !== '')
}

/** The link itself is never in a mail: it is for those who may see it, when they may. */
function joiningIn({ t, event, registration, settings, mail }: Matter): string {
  if (registration.status !== 'confirmed' || settings.joinUrl === '') return ''
  const joining = joiningOf(event, registration, settings, now())
  if (joining.kind === 'none') return ''
  const from = joining.kind === 'later' ? joining.from : null
  return t('attendee.mail.join', { when: from === null ? 'none' : formatDateTime(from, event.timeZone, mail.locale) })
}

const leaving = {
  confirmed: urls.mineCancel,
  waiting: urls.mineCancel,
  applied: urls.mineCancel,
  offered: urls.mineOffer,
}

function isLeavable(status: RegistrationStatus): status is keyof typeof leaving {
  return status in leaving
}

function wayOut(matter: Matter): MailParagraph[] {
  const { t, kind, registration } = matter
  const { status } = registration
  // Where the whole mail asks whether to leave, its button does.
  if (isOff(matter) || isToFormer(matter) || !isLeavable(status) || kind === 'registration-release-asked') return []
  const before = t(`attendee.mail.leave.${status}.before`)
  const label = t(`attendee.mail.leave.${status}.link`)
  const after = t(`attendee.mail.leave.${status}.after`)
  return [{ before: `${before} `, link: { href: linkOf(matter, leaving[status]), label }, after }]
}

/** Whose the link is, and why one gets the mail. */
export function footerOf(matter: Matter): MailParagraph[] {
  const { t, kind, registration } = matter
  if (isToFormer(matter)) return [t('attendee.mail.whyFormer')]
  const ownLink = isOff(matter) ? [] : [t('attendee.mail.yours')]
  if (kind === 'registration-message') return [...ownLink, t('attendee.mail.whyMessage')]
  if (kind === 'registration-replaced') return [...ownLink, t('attendee.mail.whyReplaced')]
  return [...ownLink, t(registration.delegationId === null ? 'attendee.mail.why' : 'attendee.mail.whyDelegation')]
}
