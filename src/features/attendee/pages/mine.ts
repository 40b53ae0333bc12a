import type { CalendarWays } from '../../../core/http/calendar-ways.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatDateTime, formatZone, now } from '../../../core/time.ts'
import type { QrDrawing } from '../../../core/qr.ts'
import type { OutlinedAgenda } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import { mayCancel, mayChange } from '../../registration/permissions.ts'
import type { ConsentRow } from '../../registration/types.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { isOnline, joiningOf, mayReplace } from '../rules.ts'
import type { Own, OwnDelegation } from '../types.ts'
import type { OwnInvitation } from '../../calendar/queries/invitations.ts'
import { type AttendanceModel, attendanceModel } from './attendance.ts'
import { type InvitationsModel, invitationsModel } from './invitations.ts'
import { openParts } from './parts.ts'
import { daysOf, type ProgrammeDay } from './programme.ts'
import { type SignUpModel, signUpModel } from './sign-ups.ts'
import { type Standing, standingOf } from './standing.ts'
import { type TicketModel, ticketOf } from './ticket.ts'

/** A deed with what it means; the words depend on where the registration stands. */
export interface Deed {
  readonly label: string
  readonly text: string
  readonly href: string
}

export interface JoiningModel {
  readonly href: string | undefined
  readonly text: string
}

export interface MyRegistrationModel extends Standing {
  readonly head: Head
  readonly notice: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined
  readonly confirmAction: string | undefined
  readonly offer: { readonly action: string; readonly declineHref: string } | undefined
  readonly joining: JoiningModel | undefined
  readonly ticket: TicketModel | undefined
  readonly parts: PartsModel | undefined
  readonly attendance: AttendanceModel | undefined
  readonly days: readonly ProgrammeDay[]
  readonly agendaHref: string
  readonly planHref: string
  readonly calendar: { readonly ways: CalendarWays; readonly rotateAction: string } | undefined
  readonly invitations: InvitationsModel | undefined
  readonly editHref: string | undefined
  readonly replaceHref: string | undefined
  readonly cancel: Deed | undefined
  readonly dataHref: string
  readonly newsletterAction: string | undefined
  readonly registerHref: string | undefined
}

/** What somebody signed up for, and until when that can be changed. */
export interface PartsModel {
  readonly signUps: readonly SignUpModel[]
  readonly offerAction: string
  readonly changeHref: string | undefined
  readonly note: string
}

export const myRegistrationPage = page<MyRegistrationModel>('attendee/registration')

/** What was just done, as the address of the page says it; anything else is ignored. */
export const notices = {
  changed: 'good',
  cancelled: 'good',
  calendar: 'good',
  consent: 'good',
  confirmed: 'good',
  accepted: 'good',
  declined: 'good',
  parts: 'good',
  partsSaved: 'good',
  attendance: 'good',
  attendanceFull: 'warn',
  offerGone: 'warn',
  notConfirmed: 'warn',
  addressFull: 'warn',
  invitations: 'good',
  invitationsSent: 'good',
  invitationsNotSent: 'warn',
} as const
export type Notice = keyof typeof notices

function isNotice(text: string): text is Notice {
  return Object.hasOwn(notices, text)
}

interface MyData {
  readonly own: Own
  readonly offer: EventOffer
  readonly signUps: readonly SignUpOfRegistration[]
  readonly delegation: OwnDelegation | undefined
  readonly release: OutlinedAgenda | undefined
  readonly consents: readonly ConsentRow[]
  readonly venue: { readonly city: string; readonly country: string } | undefined
  readonly code: string
  readonly qr: QrDrawing
  readonly ways: CalendarWays
  readonly invitation: OwnInvitation
  readonly notice: string
}

/** The page of one registration without its head. */
export function myRegistration(context: FrameContext, data: MyData): Omit<MyRegistrationModel, 'head'> {
  const { t, locale } = context
  const { own, offer } = data
  const { event, registration, token } = own
  const { status } = registration
  const isStanding = mayCancel(status, event, now())
  const isChangeable = mayChange(status, event, now())
  const hasNewsletter = data.consents.some(one => one.purpose === 'newsletter' && one.withdrawnAt === null)
  const isComing = status === 'confirmed' && event.cancelledAt === null
  const isOver = status === 'cancelled' && registration.closingReason !== 'merged' && event.cancelledAt === null
  return {
    ...standingOf(context, { own, settings: offer.settings, delegation: data.delegation }),
    notice: isNotice(data.notice)
      ? { kind: notices[data.notice], text: t(`attendee.notice.${data.notice}`) }
      : undefined,
    confirmAction: status === 'unconfirmed' && isChangeable ? urls.mineConfirm(locale, token) : undefined,
    offer:
      status === 'offered' && isChangeable
        ? { action: urls.mineOffer(locale, token), declineHref: urls.mineOffer(locale, token) }
        : undefined,
    joining: joiningModel(context, data),
    ticket: isComing && !isOnline(event, registration) ? ticketOf(context, data) : undefined,
    parts: partsModel(context, data),
    attendance: isChangeable ? attendanceModel(context, own, offer) : undefined,
    days: isComing && data.release ? daysOf(context, event, data.release.content, isOpenTo(data)) : [],
    agendaHref: urls.agenda(locale, event.slug),
    planHref: urls.minePlan(locale, token),
    calendar: isStanding && status !== 'unconfirmed' ? calendarModel(context, data) : undefined,
    invitations: invitationsModel(context, own, data.invitation),
    editHref: isChangeable ? urls.mineEdit(locale, token) : undefined,
    replaceHref: isChangeable && mayReplace(registration) ? urls.mineReplace(locale, token) : undefined,
    cancel: isStanding && status !== 'offered' ? cancelDeed(context, own) : undefined,
    dataHref: urls.mineData(locale, token),
    newsletterAction: hasNewsletter ? urls.mineConsent(locale, token) : undefined,
    registerHref: isOver ? urls.registration(locale, event.slug) : undefined,
  }
}

/** There is one thing to do at a time: the calendar steps back while a place is offered or the meeting is open. */
function calendarModel({ locale }: FrameContext, data: MyData): NonNullable<MyRegistrationModel['calendar']> {
  const { own, offer, signUps, ways } = data
  const { event, registration, token } = own
  const isOffered = registration.status === 'offered' || signUps.some(({ status }) => status === 'offered')
  const isMeeting = joiningOf(event, registration, offer.settings, now()).kind === 'open'
  return { ways: { ...ways, isMain: !isOffered && !isMeeting }, rotateAction: urls.mineCalendar(locale, token) }
}

function joiningModel({ t, locale }: FrameContext, { own, offer }: MyData): JoiningModel | undefined {
  const { event, registration } = own
  const joining = joiningOf(event, registration, offer.settings, now())
  if (joining.kind === 'none') return undefined
  if (joining.kind === 'open') return { href: joining.url, text: t('attendee.join.hint') }
  if (joining.from === null) return { href: undefined, text: t('attendee.join.later') }
  const when = formatDateTime(joining.from, event.timeZone, locale)
  const zone = formatZone(joining.from, event.timeZone, locale)
  return { href: undefined, text: t('attendee.join.from', { when, zone }) }
}

/** Sessions that are parts are in the programme only of those who have a place in them. */
function isOpenTo({ offer, signUps }: MyData): (session: string) => boolean {
  const signedUpFor = new Set(offer.parts.map(({ part }) => part.sessionReference))
  const own = new Set(signUps.filter(({ status }) => status === 'confirmed').map(signUp => signUp.sessionReference))
  return session => !signedUpFor.has(session) || own.has(session)
}

function partsModel(context: FrameContext, { own, offer, signUps }: MyData): PartsModel | undefined {
  const { t, locale } = context
  const { event, registration, token } = own
  const isStanding = mayChange(registration.status, event, now())
  const open = openParts(own, offer)
  if (signUps.length === 0 && (open.length === 0 || !isStanding)) return undefined
  const isChangeable = isStanding && open.length > 0
  const until = offer.settings.partsCloseAt
  const deadline = until && formatDateTime(until, event.timeZone, locale)
  const untilNote = deadline ? t('attendee.parts.until', { deadline }) : ''
  return {
    signUps: signUps.map(signUp => signUpModel(context, own, signUp)),
    offerAction: urls.mineOffer(locale, token),
    changeHref: isChangeable ? urls.mineParts(locale, token) : undefined,
    note: isChangeable ? untilNote : t('attendee.parts.closed'),
  }
}

/** Giving up is called by what is given up. */
function cancelDeed({ t, locale }: FrameContext, { registration, token }: Own): Deed {
  const href = urls.mineCancel(locale, token)
  if (registration.status === 'waiting')
    return { href, label: t('attendee.manage.leave'), text: t('attendee.manage.leaveText') }
  if (registration.status === 'applied')
    return { href, label: t('attendee.manage.withdrawApplication'), text: t('attendee.manage.withdrawText') }
  return { href, label: t('attendee.manage.cancel'), text: t('attendee.manage.cancelText') }
}
