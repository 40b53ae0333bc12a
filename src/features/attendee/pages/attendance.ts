import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { isPartFor } from '../../registration/rules/admission.ts'
import type { Attendance } from '../../registration/types/places.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { Own } from '../types.ts'
import type { AskModel } from './asks.ts'

/** How somebody takes part in a hybrid event, and the way to the other way. */
export interface AttendanceModel {
  readonly now: string
  /** undefined: there is no room. */
  readonly change: { readonly href: string; readonly label: string; readonly left: string } | undefined
  readonly full: string | undefined
}

/** The other way of taking part. */
export function otherAttendance({ registration }: Own): Attendance {
  return registration.attendance === 'online' ? 'on_site' : 'online'
}

/** Whether there is room in the other way, as for a newcomer; who has no place yet just waits for it. */
export function mayChangeAttendance(own: Own, { attendances }: EventOffer): boolean {
  const places = attendances[otherAttendance(own)]
  if (own.registration.status === 'waiting' || places === undefined) return true
  return places.admission === 'place'
}

/** Of a hybrid event; nothing to choose at others. */
export function attendanceModel({ t, locale }: FrameContext, own: Own, offer: EventOffer): AttendanceModel | undefined {
  const { event, registration, token } = own
  if (event.mode !== 'hybrid' || registration.status === 'offered') return undefined
  const other = otherAttendance(own)
  const now = t(`attendee.attendance.now.${registration.attendance}`)
  if (!mayChangeAttendance(own, offer)) return { now, change: undefined, full: t(`attendee.attendance.full.${other}`) }
  const left = registration.status === 'waiting' ? undefined : offer.attendances[other]?.left
  return {
    now,
    change: {
      href: urls.mineAttendance(locale, token),
      label: t(`attendee.attendance.switch.${other}`),
      left: left === undefined ? '' : t('core.places.left', { count: left }),
    },
    full: undefined,
  }
}

/** The question before somebody comes another way: what they lose, and that there may be no way back. */
export function myAttendance(
  { t, locale }: FrameContext,
  own: Own,
  offer: EventOffer,
  signUps: readonly SignUpOfRegistration[],
): Omit<AskModel, 'head'> {
  const other = otherAttendance(own)
  const unfit = offer.parts
    .filter(({ part, categoryIds }) => !isPartFor({ ...part, categoryIds }, { ...own.registration, attendance: other }))
    .map(({ part }) => part.id)
  const lost = signUps.filter(({ partId }) => partId !== null && unfit.includes(partId))
  const parts = listNames(
    lost.map(({ title }) => readText(title, locale)),
    locale,
  )
  return {
    question: t(`attendee.attendance.question.${other}`),
    consequences: [
      ...(parts === '' ? [] : [t('attendee.attendance.lost', { parts })]),
      ...(own.registration.status === 'confirmed' ? [t('attendee.attendance.freed')] : []),
      t('attendee.attendance.back'),
    ],
    action: urls.mineAttendance(locale, own.token),
    submit: t(`attendee.attendance.switch.${other}`),
    danger: false,
    hidden: { attendance: other },
    back: { href: urls.mine(locale, own.token), label: t('attendee.attendance.keep') },
  }
}
