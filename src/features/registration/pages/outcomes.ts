import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { formatDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { hoursToConfirm } from '../rules.ts'
import type { RegistrationOffer } from '../types/offers.ts'
import type { Promotion } from './choices.ts'
import type { CodeModel, ParentLink } from './public.ts'

/** What a page says when there is nothing to fill in. */
export interface RegistrationClosedModel {
  readonly head: Head
  readonly title: string
  readonly text: string
  readonly code: CodeModel | undefined
  readonly parent: ParentLink | undefined
  readonly eventHref: string
  readonly linkHref: string | undefined
}

export const registrationClosedPage = page<RegistrationClosedModel>('registration/closed')

/** The friendly page of an event where nobody can register now, or only in another form or with a code. */
export function registrationClosed(
  { t, locale }: FrameContext,
  event: EventRow,
  offer: RegistrationOffer,
  { code, parent }: { code: CodeModel | undefined; parent: ParentLink | undefined },
): Omit<RegistrationClosedModel, 'head'> {
  const kind = offer.kind === 'open' || offer.kind === 'waiting-list' ? 'closed' : offer.kind
  const isElsewhere = parent !== undefined && kind !== 'cancelled' && kind !== 'over'
  const words = isElsewhere ? 'parent' : kind === 'none' && code ? 'code' : kind
  const when = offer.kind === 'not-yet' ? formatDateTime(offer.opensAt, event.timeZone, locale) : ''
  const hasLinks = kind === 'full' || kind === 'closed' || kind === 'cancelled'
  return {
    title: t(`registration.closed.${words}.title`),
    text: t(`registration.closed.${words}.text`, { when, event: parent?.title ?? '' }),
    code: kind === 'cancelled' || kind === 'over' ? undefined : code,
    parent: isElsewhere ? parent : undefined,
    eventHref: urls.event(locale, event.slug),
    linkHref: hasLinks ? urls.registrationLink(locale, event.slug) : undefined,
  }
}

export interface RegistrationDoneModel {
  readonly head: Head
  readonly title: string
  readonly text: string
  readonly steps: readonly string[]
  readonly eventHref: string
  readonly agendaHref: string
  readonly linkHref: string
}

export const registrationDonePage = page<RegistrationDoneModel>('registration/done')

/** What a claim can have become, as the address of the page tells it. */
export const outcomes = ['place', 'waiting', 'approval', 'address'] as const
export type Outcome = (typeof outcomes)[number]

/** What happens next; nothing of it names anybody. */
export function registrationDone(
  { t, locale }: FrameContext,
  event: EventRow,
  outcome: Outcome,
  { position, promotion }: { position: number; promotion: Promotion['promotion'] },
): Omit<RegistrationDoneModel, 'head'> {
  return {
    title: t(`registration.done.${outcome}.title`, { position }),
    text: t(`registration.done.${outcome}.text`),
    steps: [
      t(`registration.done.${outcome}.next`, { promotion, hours: hoursToConfirm }),
      outcome === 'address' ? t('registration.done.address.until') : t('registration.done.change'),
      t('registration.done.spam'),
    ],
    eventHref: urls.event(locale, event.slug),
    agendaHref: urls.agenda(locale, event.slug),
    linkHref: urls.registrationLink(locale, event.slug),
  }
}

export interface RegistrationLinkModel {
  readonly head: Head
  readonly form: FormModel
  readonly isSent: boolean
  readonly eventHref: string
}

export const registrationLinkPage = page<RegistrationLinkModel>('registration/link')
