import { urls } from '../../../core/http/urls.ts'
import { readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateIn,
  formatDateTime,
  formatDateTimeRange,
  formatDay,
  formatTimeRange,
  formatZone,
  type Instant,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { Own } from '../types.ts'

type Zoned = Pick<EventRow, 'timeZone'>
type Span = Pick<SignUpOfRegistration, 'startsAt' | 'endsAt'>

/** `5. září 2027, 18.00, Praha (SELČ, UTC+2)`: a deadline, in the zone of the event. */
export function deadlineOf({ locale }: FrameContext, { timeZone }: Zoned, at: Instant): string {
  return `${formatDateTime(at, timeZone, locale)}, ${formatZone(at, timeZone, locale)}`
}

/** `Středa 13. září, 14.00–16.00`, in the zone of the event; '' where it is not known yet. */
export function whenOfPart({ locale }: FrameContext, { timeZone }: Zoned, { startsAt, endsAt }: Span): string {
  if (startsAt === null || endsAt === null) return ''
  const day = dateIn(startsAt, timeZone)
  if (dateIn(endsAt, timeZone) !== day) return formatDateTimeRange(startsAt, endsAt, timeZone, locale)
  return `${formatDay(day, locale)}, ${formatTimeRange(startsAt, endsAt, timeZone, locale)}`
}

/** `Workshop: klastry`, or for an option `Doprava: autobusem`. */
export function nameOfSignUp(
  { locale }: FrameContext,
  signUp: Pick<SignUpOfRegistration, 'title' | 'questionLabel'>,
): string {
  const title = readText(signUp.title, locale)
  return signUp.questionLabel === null ? title : `${readText(signUp.questionLabel, locale)}: ${title}`
}

/** Where a sign-up stands, in words. */
export function stateOfSignUp(context: FrameContext, event: Zoned, signUp: SignUpOfRegistration): string {
  const { t } = context
  const { status, position, offerExpiresAt } = signUp
  const deadline = offerExpiresAt === null ? '' : formatDateTime(offerExpiresAt, event.timeZone, context.locale)
  return t(`attendee.parts.state.${status}`, { position, deadline })
}

/** One line of a mail: `Středa 13. září, 14.00–16.00 · Workshop: klastry · máte místo`. */
export function lineOfSignUp(context: FrameContext, event: Zoned, signUp: SignUpOfRegistration): string {
  const parts = [
    whenOfPart(context, event, signUp),
    nameOfSignUp(context, signUp),
    // Of what is decided together with the registration the mail says enough in its heading.
    signUp.status === 'wished' ? '' : stateOfSignUp(context, event, signUp),
  ]
  return parts.filter(part => part !== '').join(' · ')
}

const kinds = { confirmed: 'good', offered: 'warn', waiting: 'warn', wished: 'off', cancelled: 'bad' } as const

/** One sign-up on the page. */
export interface SignUpModel {
  readonly title: { readonly text: string; readonly lang: string | undefined }
  /** Of an option: what it answers. */
  readonly question: string
  readonly when: string
  readonly place: string
  readonly state: { readonly kind: 'good' | 'warn' | 'bad' | 'off'; readonly label: string }
  /** To accept or decline what is offered; undefined: nothing is. */
  readonly offer: { readonly reference: string; readonly declineHref: string } | undefined
}

/** A sign-up as the page of its owner shows it. */
export function signUpModel(context: FrameContext, { event, token }: Own, signUp: SignUpOfRegistration): SignUpModel {
  const { locale, t } = context
  const reference = signUp.partReference ?? signUp.optionReference ?? ''
  return {
    title: textWithLanguage(signUp.title, locale),
    question: readText(signUp.questionLabel, locale),
    when: whenOfPart(context, event, signUp) || (signUp.partId === null ? '' : t('attendee.parts.noTime')),
    place: readText(signUp.placeNote, locale),
    state: { kind: kinds[signUp.status], label: stateOfSignUp(context, event, signUp) },
    offer:
      signUp.status === 'offered'
        ? { reference, declineHref: urls.mineOffer(locale, token, { reference }) }
        : undefined,
  }
}
