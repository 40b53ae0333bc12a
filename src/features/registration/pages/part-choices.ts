import { listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateIn, formatDateTimeRange, formatDay, formatTimeRange } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { inTime } from '../rules/form-parts.ts'
import type { CategoryRow } from '../types/places.ts'
import type { PartOffer } from '../types/offers.ts'
import type { Promotion, StateWord } from './choices.ts'

/** A part to tick, as `registration/part-fields` draws it. */
export interface PartChoice {
  /** The first has the id of the field, so that an error can lead to it. */
  readonly id: string
  readonly value: string
  readonly label: string
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly places: StateWord
  readonly disabled: boolean
}

/** The parts of one day. */
export interface PartDay {
  readonly id: string
  readonly heading: string
  readonly parts: readonly PartChoice[]
}

/** What the choices are drawn with. */
export interface PartChoiceOptions {
  /** Named where a part is open to some of them only; empty: the choice is for one category anyway. */
  readonly categories: readonly Pick<CategoryRow, 'id' | 'name'>[]
  /** Parts that are held already may be kept although they are full. */
  readonly heldIds?: ReadonlySet<number> | undefined
}

/** Parts grouped by the day on which they begin, in the clock of the event; those without a time come last. */
export function partDays(
  context: FrameContext,
  event: Pick<EventRow, 'timeZone' | 'mode'>,
  offers: readonly PartOffer[],
  options: PartChoiceOptions,
): PartDay[] {
  const days = new Map<string, PartChoice[]>()
  for (const [index, offer] of inTime(offers).entries()) {
    const { startsAt, reference } = offer.part
    const day = startsAt === null ? '' : dateIn(startsAt, event.timeZone)
    const id = index === 0 ? 'parts' : `parts-${reference}`
    days.set(day, [...(days.get(day) ?? []), { id, ...choiceOf(context, event, offer, options) }])
  }
  const undated = context.t('registration.parts.undated')
  return [...days].map(([day, parts], index) => ({
    id: `parts-day-${index + 1}`,
    heading: day === '' ? undated : formatDay(day, context.locale),
    parts,
  }))
}

function choiceOf(
  context: FrameContext,
  event: Pick<EventRow, 'timeZone' | 'mode'>,
  offer: PartOffer,
  { categories, heldIds }: PartChoiceOptions,
): Omit<PartChoice, 'id'> {
  const { part } = offer
  const { text, lang } = textWithLanguage(part.title, context.locale)
  const isHeld = heldIds?.has(part.id) === true
  const { places, note, isShut } = placesOf(context, offer)
  const hint = [whenAndWhere(context, event, offer), ...wordsOf(context, offer, categories), isHeld ? '' : note]
  return {
    value: part.reference,
    label: text,
    lang,
    hint: hint.filter(words => words !== '').join(' ') || undefined,
    places,
    disabled: isShut && !isHeld,
  }
}

/** `9.30–12.30, Sál B, jen na místě.`; the time first, so that times stand under each other. */
function whenAndWhere(
  { t, locale }: FrameContext,
  { timeZone, mode }: Pick<EventRow, 'timeZone' | 'mode'>,
  { part }: PartOffer,
) {
  const { startsAt, endsAt } = part
  const isOneDay = startsAt && endsAt && dateIn(startsAt, timeZone) === dateIn(endsAt, timeZone)
  const range = isOneDay ? formatTimeRange : formatDateTimeRange
  const when = startsAt && endsAt ? range(startsAt, endsAt, timeZone, locale) : ''
  const isSaid = mode === 'hybrid' && part.attendance !== 'any'
  const attendance = isSaid ? t(`registration.parts.attendance.${part.attendance}`) : ''
  const facts = [when, readText(part.placeNote, locale), attendance].filter(fact => fact !== '').join(', ')
  return facts === '' ? '' : `${facts.charAt(0).toLocaleUpperCase(locale)}${facts.slice(1)}.`
}

/** What it is, who may come, and how. */
function wordsOf(
  { t, locale }: FrameContext,
  { part, categoryIds }: PartOffer,
  categories: PartChoiceOptions['categories'],
): string[] {
  const names = categories.filter(({ id }) => categoryIds.includes(id)).map(({ name }) => readText(name, locale))
  return [
    kindOf({ t, locale }, part),
    readText(part.description, locale),
    names.length > 0 ? t('registration.parts.only', { categories: listNames(names, locale) }) : '',
  ]
}

/** `Dílna.`; nothing where the title says it, as that of a meal does. */
function kindOf({ t, locale }: Pick<FrameContext, 't' | 'locale'>, { kind, title }: PartOffer['part']): string {
  if (kind === 'other' || kind === 'meal') return ''
  const word = t(`registration.parts.kinds.${kind}`)
  const isSaid = readText(title, locale).toLocaleLowerCase(locale).includes(word.toLocaleLowerCase(locale))
  return isSaid ? '' : `${word}.`
}

/** What becomes of places that fall free, once above the parts of which some are full. */
export function queueHint(
  { t }: FrameContext,
  offers: readonly PartOffer[],
  { promotion }: Promotion,
): string | undefined {
  return offers.some(({ admission }) => admission === 'waiting')
    ? t('registration.parts.queueHint', { promotion })
    : undefined
}

function placesOf(
  { t }: FrameContext,
  { admission, left, waiting }: PartOffer,
): { places: StateWord; note: string; isShut: boolean } {
  switch (admission) {
    case 'place': {
      if (left === undefined)
        return { places: { kind: 'good', label: t('registration.places.free') }, note: '', isShut: false }
      const label = t('core.places.left', { count: left })
      return { places: { kind: left <= 3 ? 'warn' : 'good', label }, note: '', isShut: false }
    }
    case 'waiting': {
      const note = t('registration.parts.queueNote', { position: waiting + 1 })
      return { places: { kind: 'bad', label: t('core.places.full') }, note, isShut: false }
    }
    case 'full':
      return { places: { kind: 'bad', label: t('core.places.full') }, note: '', isShut: true }
    default:
      return { places: { kind: 'off', label: t('registration.places.closed') }, note: '', isShut: true }
  }
}
