import type { Attendance } from '../types/places.ts'
import type { PartOffer } from '../types/offers.ts'
import { clashesAmong, isPartFor } from './admission.ts'

/** Why somebody may not sign up for what they ticked; `part` is the one it is about. */
export type PartProblem =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'closed' | 'category' | 'attendance'; readonly part: PartOffer }
  | { readonly kind: 'clash'; readonly part: PartOffer; readonly other: PartOffer }

/** Whether somebody of a category may sign up for a part at all; before a category is chosen, whether anybody may. */
export function isOfferedTo({ categoryIds }: Pick<PartOffer, 'categoryIds'>, categoryId: number | undefined): boolean {
  return categoryId === undefined || categoryIds.length === 0 || categoryIds.includes(categoryId)
}

/**
 * The parts that were ticked, by reference, and what is wrong with the choice. That a part is full is left to the
 * engine: who took its last place and sends the form again is to hear the same answer again.
 */
export function readParts(
  offers: readonly PartOffer[],
  references: readonly string[],
  person: { readonly categoryId: number; readonly attendance: Attendance },
): { readonly parts: readonly PartOffer[]; readonly problem: PartProblem | undefined } {
  const wanted = new Set(references)
  const parts = inTime(offers.filter(({ part }) => wanted.has(part.reference)))
  if (wanted.size > parts.length) return { parts, problem: { kind: 'unknown' } }
  return { parts, problem: problemOf(parts, person) }
}

function problemOf(
  parts: readonly PartOffer[],
  { categoryId, attendance }: { readonly categoryId: number; readonly attendance: Attendance },
): PartProblem | undefined {
  for (const offer of parts) {
    if (!isOfferedTo(offer, categoryId)) return { kind: 'category', part: offer }
    const { part, categoryIds } = offer
    if (!isPartFor({ attendance: part.attendance, categoryIds }, { categoryId, attendance }))
      return { kind: 'attendance', part: offer }
    if (offer.admission === 'closed') return { kind: 'closed', part: offer }
  }
  const clash = clashesAmong(parts.map(({ part }) => part))
  const [part, other] = (clash ?? []).map(id => parts.find(offer => offer.part.id === id))
  return part && other && { kind: 'clash', part, other }
}

/** Parts in the order in which they happen; those without a time come last, in the organiser's order. */
export function inTime(offers: readonly PartOffer[]): PartOffer[] {
  const late = Number.MAX_SAFE_INTEGER
  const time = ({ part }: PartOffer) => part.startsAt?.getTime() ?? late
  return offers.toSorted((a, b) => time(a) - time(b) || a.part.position - b.part.position || a.part.id - b.part.id)
}
