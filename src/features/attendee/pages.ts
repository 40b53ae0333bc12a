import { countryOptions } from '../../core/countries.ts'
import type { FormModel } from '../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../core/http/pages.ts'
import { urls } from '../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../core/localised-text.ts'
import type { QrDrawing } from '../../core/qr.ts'
import { dateOf, formatDay, formatLocalTime, instant, isoWithOffset, now, timeOf } from '../../core/time.ts'
import type { ReleasedAgenda, ReleaseContent, ReleasedSession } from '../agenda/types.ts'
import type { CalendarLinks } from '../calendar/frame.ts'
import { eventWhen, type FrameContext } from '../events/frame.ts'
import { mayCancel, mayChange } from '../registration/permissions.ts'
import { printedName } from '../registration/queries/names.ts'
import type { ConsentRow, Needs, RegistrationRow } from '../registration/types.ts'
import type { Own } from './types.ts'

interface Passage {
  readonly text: string
  readonly lang: Locale | undefined
}

/** The ticket of somebody who has a place. */
export interface TicketModel {
  readonly title: Passage
  readonly voice: string
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly qr: QrDrawing
  /** Short, to read aloud when the camera fails. */
  readonly reference: string
  readonly code: string
  readonly codeLabel: string
}

export interface ProgrammeDay {
  readonly label: string
  readonly items: readonly {
    readonly time: string
    readonly datetime: string
    readonly title: Passage
    readonly href: string
    readonly room: string
  }[]
}

export interface MyRegistrationModel {
  readonly head: Head
  readonly notice: string | undefined
  readonly title: string
  readonly lead: string
  readonly ticket: TicketModel | undefined
  readonly days: readonly ProgrammeDay[]
  readonly agendaHref: string
  readonly calendar: (CalendarLinks & { readonly rotateAction: string }) | undefined
  readonly editHref: string | undefined
  readonly cancelHref: string | undefined
  readonly dataHref: string
  readonly newsletterAction: string | undefined
  readonly registerHref: string | undefined
}

export const myRegistrationPage = page<MyRegistrationModel>('attendee/registration')

/** What was just done, as the address of the page says it; anything else is ignored. */
export const notices = ['changed', 'cancelled', 'calendar', 'consent'] as const

interface MyData {
  readonly own: Own
  readonly release: ReleasedAgenda | undefined
  readonly consents: readonly ConsentRow[]
  readonly venue: { readonly city: string; readonly country: string } | undefined
  readonly code: string
  readonly qr: QrDrawing
  readonly links: CalendarLinks
  readonly notice: string
}

/** The page of one registration without its head. */
export function myRegistration(context: FrameContext, data: MyData): Omit<MyRegistrationModel, 'head'> {
  const { t, locale } = context
  const { event, registration, token } = data.own
  const done = notices.find(notice => notice === data.notice)
  const isStanding = mayCancel(registration.status, event, now())
  const hasNewsletter = data.consents.some(one => one.purpose === 'newsletter' && one.withdrawnAt === null)
  const isComing = registration.status === 'confirmed' && event.cancelledAt === null
  return {
    notice: done && t(`attendee.notice.${done}`),
    ...sentencesOf(context, data.own),
    ticket: isComing ? ticketOf(context, data) : undefined,
    days: isComing && data.release ? daysOf(context, data.own, data.release.content) : [],
    agendaHref: urls.agenda(locale, event.slug),
    calendar: isStanding ? { ...data.links, rotateAction: urls.mineCalendar(locale, token) } : undefined,
    editHref: mayChange(registration.status, event, now()) ? urls.mineEdit(locale, token) : undefined,
    cancelHref: isStanding ? urls.mineCancel(locale, token) : undefined,
    dataHref: urls.mineData(locale, token),
    newsletterAction: hasNewsletter ? urls.mineConsent(locale, token) : undefined,
    registerHref: registration.status === 'cancelled' ? urls.registration(locale, event.slug) : undefined,
  }
}

/** Where it stands, in a sentence, and what that means. */
function sentencesOf({ t }: FrameContext, { event, registration }: Own): { title: string; lead: string } {
  const { status, position, email } = registration
  if (event.cancelledAt !== null && status !== 'cancelled' && status !== 'declined') {
    return { title: t('attendee.title.eventCancelled'), lead: t('attendee.lead.eventCancelled') }
  }
  return { title: t(`attendee.title.${status}`, { position }), lead: t(`attendee.lead.${status}`, { email }) }
}

function ticketOf(context: FrameContext, { own, venue, code, qr }: MyData): TicketModel {
  const { t, locale } = context
  const { event, registration } = own
  const { dates, place } = eventWhen(context, event, venue)
  const { reference } = registration
  return {
    title: textWithLanguage(event.title, locale),
    voice: t('attendee.ticket.voice'),
    facts: [
      { label: t('attendee.ticket.when'), value: dates },
      { label: t('attendee.ticket.where'), value: place || t('attendee.ticket.online') },
      { label: t('attendee.ticket.who'), value: printedName(registration) },
      ...(registration.organisation === ''
        ? []
        : [{ label: t('registration.fields.organisation'), value: registration.organisation }]),
      { label: t('registration.fields.category'), value: readText(registration.categoryName, locale) },
    ],
    qr,
    reference,
    code,
    codeLabel: t('attendee.ticket.qr', { code: reference }),
  }
}

function daysOf({ locale }: FrameContext, { event }: Own, content: ReleaseContent): ProgrammeDay[] {
  const sessions = content.sessions.filter(session => !session.isCancelled && session.kind !== 'break')
  const days = new Map<string, ReleasedSession[]>()
  for (const session of sessions) {
    const day = dateOf(session.startsLocal)
    days.set(day, [...(days.get(day) ?? []), session])
  }
  return [...days].map(([day, ofDay]) => ({
    label: formatDay(day, locale),
    items: ofDay.map(session => ({
      time: formatLocalTime(timeOf(session.startsLocal), locale),
      datetime: isoWithOffset(instant(session.startsAt), event.timeZone),
      title: textWithLanguage(session.title, locale),
      href: urls.session(locale, event.slug, session.reference),
      room: readText(content.rooms.find(({ reference }) => reference === session.room)?.name, locale),
    })),
  }))
}

export interface MyEditModel {
  readonly head: Head
  readonly form: FormModel
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly email: string
  readonly backHref: string
}

export const myEditPage = page<MyEditModel>('attendee/edit')

/** The form of the answers, without head and form. */
export function myEdit({ t, locale }: FrameContext, own: Own): Omit<MyEditModel, 'head' | 'form'> {
  const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'organisation', 'country', 'access'] as const
  return {
    countries: countryOptions(locale),
    labels: Object.fromEntries(fields.map(field => [field, t(`registration.fields.${field}`)])),
    email: own.registration.email,
    backHref: urls.mine(locale, own.token),
  }
}

/** What stands in that form before anybody types. */
export function answers(registration: RegistrationRow, needs: Needs): Record<string, string> {
  const { titleBefore, givenName, familyName, titleAfter, organisation, country, locale } = registration
  return { titleBefore, givenName, familyName, titleAfter, organisation, country, locale, ...needs }
}

export const myCancelPage = page<ConfirmModel>('attendee/cancel')

/** The question before a registration is given up. */
export function myCancel({ t, locale }: FrameContext, { event, token }: Own): Omit<ConfirmModel, 'head'> {
  return {
    question: t('attendee.cancel.question', { event: readText(event.title, locale) }),
    consequences: [t('attendee.cancel.place'), t('attendee.cancel.mail'), t('attendee.cancel.again')],
    action: urls.mineCancel(locale, token),
    submit: t('attendee.cancel.submit'),
    back: { href: urls.mine(locale, token), label: t('attendee.cancel.keep') },
  }
}
