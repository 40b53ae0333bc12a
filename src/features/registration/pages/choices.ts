import { textWithLanguage } from '../../../core/localised-text.ts'
import { formatDateTime, formatZone } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { attendances, type RegistrationSettingsRow } from '../types/places.ts'
import { type CategoryOffer, type EventOffer, type RegistrationOffer } from '../types/offers.ts'

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** A category or way of taking part to choose from, as `partials/form/options` draws it. */
export interface OptionChoice {
  readonly value: string
  readonly label: string
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly places: StateWord | undefined
  readonly disabled: boolean
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
  const { left } = offer
  if (left === undefined) return { state: { kind: 'good', label: t('registration.places.free') }, until }
  return { state: { kind: scarcity(left), label: t('core.places.left', { count: left }) }, until }
}

function scarcity(left: number): 'good' | 'warn' {
  return left <= 3 ? 'warn' : 'good'
}

/** What becomes of a freed place: whoever is next gets it, or is asked. */
export type Promotion = Pick<RegistrationSettingsRow, 'promotion'>

/** A category with its places as they are now. */
export function categoryChoice(
  context: FrameContext,
  event: EventRow,
  offer: CategoryOffer,
  settings: Promotion,
): OptionChoice {
  const { text, lang } = textWithLanguage(offer.category.name, context.locale)
  const description = textWithLanguage(offer.category.description, context.locale).text
  const { places, note, disabled } = placesOf(context, event, offer, settings)
  const hint = [description, note].filter(part => part !== '').join(' ')
  return { value: offer.category.reference, label: text, lang, hint: hint || undefined, places, disabled }
}

function placesOf(
  { t, locale }: FrameContext,
  event: EventRow,
  { admission, left, category }: CategoryOffer,
  { promotion }: Promotion,
): { places: StateWord; note: string; disabled: boolean } {
  const state = (kind: StateWord['kind'], label: string, note = '', disabled = false) => {
    return { places: { kind, label }, note, disabled }
  }
  const isDescribed = textWithLanguage(category.description, locale).text !== ''
  switch (admission.kind) {
    case 'place':
      return left === undefined
        ? state('good', t('registration.places.free'))
        : state(scarcity(left), t('core.places.left', { count: left }))
    case 'approval':
      // The organiser's own words come instead of ours.
      return state('off', t('registration.places.approval'), isDescribed ? '' : t('registration.places.approvalNote'))
    case 'waiting':
      return state(
        'bad',
        t('core.places.full'),
        t('registration.places.queueNote', { position: admission.position, promotion }),
      )
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

/** Being there or joining from afar, each with its places where they are counted apart. */
export function attendanceChoices({ t }: FrameContext, offer: EventOffer): OptionChoice[] {
  const hasQueue = offer.categories.some(({ category }) => category.hasWaitingList)
  return attendances.map(value => {
    const { admission, left } = offer.attendances[value] ?? { admission: 'place', left: undefined }
    const isFull = admission !== 'place'
    const hints = [
      t(`registration.attendance.${value}Hint`),
      isFull && hasQueue ? t('registration.attendance.queue') : '',
    ]
    const hint = hints.filter(words => words !== '').join(' ')
    const plain = { value, label: t(`registration.attendance.${value}`), lang: undefined, hint }
    if (isFull) return { ...plain, places: { kind: 'bad', label: t('core.places.full') }, disabled: !hasQueue }
    if (left === undefined) return { ...plain, places: undefined, disabled: false }
    return {
      ...plain,
      places: { kind: scarcity(left), label: t('core.places.left', { count: left }) },
      disabled: false,
    }
  })
}
