import type { CategoryOffer, EventOffer } from '../types/offers.ts'

/** What a code opens in a form. */
export interface Opened {
  readonly categoryIds: readonly number[]
  /** Places its category keeps for those who have it. */
  readonly placesKept: number
}

/**
 * The offer as those see it who have a code: a category that keeps places for them is open although it is full for
 * everybody else.
 */
export function withPlacesKept(offer: EventOffer, { categoryIds, placesKept }: Opened): EventOffer {
  if (placesKept < 1) return offer
  const categories = offer.categories.map(category =>
    categoryIds.includes(category.category.id) ? keepingPlaces(category, placesKept) : category,
  )
  const opened = categories.find(({ admission }, index) => admission !== offer.categories[index]?.admission)
  const isShut = offer.event.kind !== 'open'
  return { ...offer, categories, event: opened && isShut ? { kind: 'open', closesAt: opened.closesAt } : offer.event }
}

function keepingPlaces(offer: CategoryOffer, left: number): CategoryOffer {
  const isFull = offer.admission.kind === 'full' || offer.admission.kind === 'waiting'
  return isFull ? { ...offer, left, admission: { kind: offer.category.needsApproval ? 'approval' : 'place' } } : offer
}
