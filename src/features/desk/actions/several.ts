import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { Conflict } from '../../../core/errors.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../../core/slugs.ts'
import type { LocalDate, TimeZone } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import type { VenueRow } from '../../venues/types.ts'
import { copyEvent } from '../actions.ts'
import { findTakenSlugs } from '../queries/several.ts'
import { distributeSlugs, titleAt } from '../rules/several.ts'
import type { PlannedPlace } from '../types.ts'

/** Where and when the same event is held once more. */
export interface PlaceInput {
  readonly city: LocalisedText
  readonly country: string | null
  readonly startsOn: LocalDate
  readonly timeZone: TimeZone
  /** One the organiser may use; its city and country stand in for those left out. */
  readonly venue: Pick<VenueRow, 'id' | 'city' | 'country'> | undefined
  /** Languages left out are made of the original's title and the city. */
  readonly title: LocalisedText
  /** '' when it is to be made out of the title. */
  readonly slug: string
}

export type SeveralPlan =
  | { readonly kind: 'possible'; readonly places: readonly PlannedPlace[] }
  /** The typed addresses of these places, counted from 0, belong to other events, or to two of them. */
  | { readonly kind: 'taken'; readonly numbers: readonly number[] }

/** What would come of the places, without writing anything. One query. */
export async function planSeveral(
  db: Database | Transaction,
  { from, places }: { from: EventRow; places: readonly PlaceInput[] },
): Promise<SeveralPlan> {
  const whole = places.map(place => {
    const city = hasText(place.city) || !place.venue ? place.city : { cs: place.venue.city, en: place.venue.city }
    return { ...place, city, title: titleAt(from.title, { city, title: place.title }) }
  })
  const wishes = whole.map(place => slugsFor(place.title, place))
  const slugs = distributeSlugs(wishes, await findTakenSlugs(db, wishes.flat()))
  const numbers = slugs.flatMap((slug, number) => (slug === undefined ? [number] : []))
  if (numbers.length > 0) return { kind: 'taken', numbers }
  const planned = whole.map(({ title, startsOn, city, country, timeZone, venue }, number) => {
    const land = country ?? venue?.country ?? null
    return { title, slug: slugs[number] ?? '', startsOn, city, country: land, timeZone, venueId: venue?.id ?? null }
  })
  return { kind: 'possible', places: planned }
}

/** How many endings (`-2`, `-3`…) of an address made out of a title are tried. */
const tries = 20

/** The addresses that a place may come to have, the wished one first; one that was typed has no other. */
export function slugsFor(title: LocalisedText, { slug }: Pick<PlaceInput, 'slug'>): string[] {
  if (slug !== '') return [slug]
  const made = slugFrom(title.cs || title.en || '') || 'event'
  return [...slugCandidates(made)].slice(0, tries)
}

function hasText(text: LocalisedText): boolean {
  return (text.cs ?? '') !== '' || (text.en ?? '') !== ''
}

export type SeveralOutcome =
  | { readonly kind: 'created'; readonly events: readonly EventRow[]; readonly skippedTimes: number }
  | Extract<SeveralPlan, { kind: 'taken' }>

/**
 * Makes an event in each place out of one, all of them or none: its words, programme, form and categories, without its
 * satellites. They are drafts.
 * @throws Conflict when somebody takes one of the addresses in the same moment
 */
export async function createSeveral(
  db: Database,
  actor: Actor,
  { from, places }: { from: EventRow; places: readonly PlaceInput[] },
): Promise<SeveralOutcome> {
  return inTransaction<SeveralOutcome>(db, async trx => {
    const plan = await planSeveral(trx, { from, places })
    if (plan.kind === 'taken') return plan
    const events: EventRow[] = []
    let skippedTimes = 0
    for (const { title, slug, startsOn, ...place } of plan.places) {
      const outcome = await copyEvent(trx, actor, { from, slug, title, startsOn, place, withSatellites: false })
      if (outcome.kind === 'slug-taken') throw new Conflict(`the address ${slug} was taken meanwhile`)
      events.push(outcome.event)
      skippedTimes += outcome.skippedTimes
    }
    return { kind: 'created', events, skippedTimes }
  })
}
