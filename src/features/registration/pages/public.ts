import { countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { textWithLanguage } from '../../../core/localised-text.ts'
import { formatDateTime, formatZone } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CategoryOffer, EventOffer, RegistrationOffer } from '../types.ts'

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** A category to choose from, as `partials/form/options` draws it. */
export interface CategoryChoice {
  readonly value: string
  readonly label: string
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly places: StateWord
  readonly disabled: boolean
}

export interface RegistrationFormModel {
  readonly head: Head
  readonly form: FormModel
  readonly state: StateWord | undefined
  readonly until: string | undefined
  /** One category is not a choice: it is stated. */
  readonly categories: readonly CategoryChoice[]
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly privacyHref: string
  readonly linkHref: string
}

export const registrationFormPage = page<RegistrationFormModel>('registration/form')

/** Everything of the form but its head. */
export function registrationForm(
  context: FrameContext,
  event: EventRow,
  offer: EventOffer,
  form: FormModel,
): Omit<RegistrationFormModel, 'head'> {
  const { locale } = context
  return {
    form,
    ...stateOfOffer(context, event, offer.event),
    categories: offer.categories.map(category => choiceOf(context, event, category)),
    countries: countryOptions(locale),
    labels: fieldLabels(context),
    privacyHref: urls.privacy(locale),
    linkHref: urls.registrationLink(locale, event.slug),
  }
}

/** What stands before a message in the error summary. */
export function fieldLabels({ t }: FrameContext): Readonly<Record<string, string>> {
  const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'email', 'organisation'] as const
  const others = ['country', 'locale', 'category', 'dietary', 'access', 'participation'] as const
  return Object.fromEntries([...fields, ...others].map(field => [field, t(`registration.fields.${field}`)]))
}

/** The places of an offer in a word, and until when. */
export function stateOfOffer(
  { t, locale }: FrameContext,
  event: EventRow,
  offer: RegistrationOffer,
): { state: StateWord | undefined; until: string | undefined } {
  if (offer.kind !== 'open' && offer.kind !== 'waiting-list') return { state: undefined, until: undefined }
  const when = offer.closesAt && formatDateTime(offer.closesAt, event.timeZone, locale)
  const zone = offer.closesAt && formatZone(offer.closesAt, event.timeZone, locale)
  const until = when && zone ? t('registration.form.until', { when, zone }) : undefined
  if (offer.kind === 'waiting-list')
    return { state: { kind: 'bad', label: t('registration.places.waitingList') }, until }
  const { left, capacity } = offer
  if (left === undefined || capacity === undefined) {
    return { state: { kind: 'good', label: t('registration.places.free') }, until }
  }
  const label = t('registration.places.leftOf', { left, capacity })
  return { state: { kind: scarcity(left), label }, until }
}

function scarcity(left: number): 'good' | 'warn' {
  return left <= 3 ? 'warn' : 'good'
}

function choiceOf(context: FrameContext, event: EventRow, offer: CategoryOffer): CategoryChoice {
  const { text, lang } = textWithLanguage(offer.category.name, context.locale)
  const description = textWithLanguage(offer.category.description, context.locale).text
  const { places, note, disabled } = placesOf(context, event, offer)
  const hint = [description, note].filter(part => part !== '').join(' ')
  return { value: offer.category.reference, label: text, lang, hint: hint || undefined, places, disabled }
}

function placesOf(
  { t, locale }: FrameContext,
  event: EventRow,
  { admission, left }: CategoryOffer,
): { places: StateWord; note: string; disabled: boolean } {
  const state = (kind: StateWord['kind'], label: string, note = '', disabled = false) => {
    return { places: { kind, label }, note, disabled }
  }
  switch (admission.kind) {
    case 'place':
      return left === undefined
        ? state('good', t('registration.places.free'))
        : state(scarcity(left), t('core.places.left', { count: left }))
    case 'approval':
      return state('off', t('registration.places.approval'), t('registration.places.approvalNote'))
    case 'waiting':
      return state('bad', t('core.places.full'), t('registration.places.queueNote', { position: admission.position }))
    case 'full':
      return state('bad', t('core.places.full'), '', true)
    case 'not-yet': {
      const when = formatDateTime(admission.opensAt, event.timeZone, locale)
      return state('off', t('registration.places.notYet', { when }), '', true)
    }
    default:
      return state('off', t('registration.places.closed'), '', true)
  }
}

/** What a page says when there is nothing to fill in. */
export interface RegistrationClosedModel {
  readonly head: Head
  readonly title: string
  readonly text: string
  readonly eventHref: string
  readonly linkHref: string | undefined
}

export const registrationClosedPage = page<RegistrationClosedModel>('registration/closed')

/** The friendly page of an event where nobody can register now. */
export function registrationClosed(
  { t, locale }: FrameContext,
  event: EventRow,
  offer: RegistrationOffer,
): Omit<RegistrationClosedModel, 'head'> {
  const kind = offer.kind === 'open' || offer.kind === 'waiting-list' ? 'closed' : offer.kind
  const when = offer.kind === 'not-yet' ? formatDateTime(offer.opensAt, event.timeZone, locale) : ''
  const hasLinks = kind === 'full' || kind === 'closed' || kind === 'cancelled'
  return {
    title: t(`registration.closed.${kind}.title`),
    text: t(`registration.closed.${kind}.text`, { when }),
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
export const outcomes = ['place', 'waiting', 'approval'] as const
export type Outcome = (typeof outcomes)[number]

/** What happens next; nothing of it names anybody. */
export function registrationDone(
  { t, locale }: FrameContext,
  event: EventRow,
  outcome: Outcome,
  position: number,
): Omit<RegistrationDoneModel, 'head'> {
  return {
    title: t(`registration.done.${outcome}.title`, { position }),
    text: t(`registration.done.${outcome}.text`),
    steps: [t(`registration.done.${outcome}.next`), t('registration.done.change'), t('registration.done.spam')],
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
