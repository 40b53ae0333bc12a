import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDateTime, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { type PartDay, partDays, queueHint } from '../../registration/frame.ts'
import { mayChange } from '../../registration/permissions.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import { isPartFor } from '../../registration/rules/admission.ts'
import type { EventOffer, PartOffer } from '../../registration/types/offers.ts'
import type { Own } from '../types.ts'
import { type SignUpModel, signUpModel } from './sign-ups.ts'

export interface MyPartsModel {
  readonly head: Head
  readonly form: FormModel
  readonly days: readonly PartDay[]
  readonly hint: string | undefined
  /** What is held and can no longer be left. */
  readonly fixed: readonly SignUpModel[]
  readonly until: string | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const myPartsPage = page<MyPartsModel>('attendee/parts')

/** The parts that somebody of this category who comes this way may join or leave now; none once nothing may be changed. */
export function openParts({ event, registration }: Own, { parts }: EventOffer): PartOffer[] {
  if (!mayChange(registration.status, event, now())) return []
  return parts.filter(
    ({ part, categoryIds, admission }) =>
      admission !== 'closed' && isPartFor({ attendance: part.attendance, categoryIds }, registration),
  )
}

/** Ids of the parts somebody holds or waits for. */
export function heldIds(signUps: readonly SignUpOfRegistration[]): Set<number> {
  return new Set(signUps.flatMap(({ partId }) => partId ?? []))
}

/** The choice of parts, drawn as in the public form, without head and form. */
export function myParts(
  context: FrameContext,
  own: Own,
  offer: EventOffer,
  signUps: readonly SignUpOfRegistration[],
): Omit<MyPartsModel, 'head' | 'form'> {
  const { t, locale } = context
  const open = openParts(own, offer)
  const openIds = new Set(open.map(({ part }) => part.id))
  const held = heldIds(signUps)
  const fixed = signUps.filter(({ partId }) => partId !== null && !openIds.has(partId))
  const until = offer.settings.partsCloseAt
  const deadline = until && formatDateTime(until, own.event.timeZone, locale)
  return {
    days: withOwnState(context, own, signUps, partDays(context, own.event, open, { categories: [], heldIds: held })),
    hint: queueHint(
      context,
      open.filter(({ part }) => !held.has(part.id)),
      offer.settings,
    ),
    fixed: fixed.map(signUp => ({ ...signUpModel(context, own, signUp), offer: undefined })),
    until: deadline ? t('attendee.parts.until', { deadline }) : undefined,
    labels: { parts: t('attendee.parts.field') },
    backHref: urls.mine(locale, own.token),
  }
}

/** Who holds a part or waits for it wants to know that, not how many places are left. */
function withOwnState(
  context: FrameContext,
  own: Own,
  signUps: readonly SignUpOfRegistration[],
  days: readonly PartDay[],
): PartDay[] {
  const states = new Map(signUps.map(signUp => [signUp.partReference, signUpModel(context, own, signUp).state]))
  return days.map(day => ({
    ...day,
    parts: day.parts.map(part => ({ ...part, places: states.get(part.value) ?? part.places })),
  }))
}

/** The two parts of a clash, or the one that is full, by their titles. */
export function titleOf({ locale }: FrameContext, { parts }: EventOffer, partId: number): string {
  return readText(parts.find(({ part }) => part.id === partId)?.part.title, locale)
}
