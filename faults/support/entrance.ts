import type { Database } from '../../src/core/database.ts'
import type { Instant } from '../../src/core/time.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import type { CategoryRow } from '../../src/features/registration/types/places.ts'
import type { People } from '../../tests/factories/accounts.ts'
import { createPublished } from '../../tests/factories/events.ts'
import { createCategory } from '../../tests/factories/registration.ts'

/** A published event with one category, whose form virtual users send. */
export interface Entrance {
  readonly event: EventRow
  readonly category: CategoryRow
  /** Where the form is, and goes to. */
  readonly path: string
}

/** What an experiment says of the event it needs. */
export interface EntrancePlan {
  readonly slug?: string
  /** Usual: 40; null: no limit. */
  readonly capacity?: number | null
  /** Usual: there is one. */
  readonly hasWaitingList?: boolean
  readonly opensAt?: Instant | null
}

let count = 0

/** Publishes an event and opens its registration. */
export async function openEntrance(
  db: Database,
  { organisation }: People,
  { slug = `zkouska-${++count}`, capacity = 40, hasWaitingList = true, opensAt = null }: EntrancePlan = {},
): Promise<Entrance> {
  const event = await createPublished(db, { organisation, slug, title: { cs: slug, en: slug } })
  const category = await createCategory(db, event, { capacity, hasWaitingList, opensAt })
  return { event, category, path: `/cs/events/${event.slug}/registration` }
}
