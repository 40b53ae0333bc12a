import type { Database } from '../../../core/database.ts'
import type { SignedInUser } from '../../accounts/types.ts'
import { findDraft, findLatestRelease, listClashes, unreleasedChanges } from '../../agenda/queries.ts'
import type { Clash } from '../../agenda/types/clashes.ts'
import { findPublicationChecklist } from '../../events/queries.ts'
import type { EventRow, PublicationChecklist } from '../../events/types.ts'
import { type EventPlaces, findEventPlaces } from '../../registration/queries/event-places.ts'
import { noOffer } from '../../registration/queries/offers.ts'
import { countDuplicates } from '../../roster/queries/duplicates.ts'
import type { Activity, AttentionFacts, DayOfPlaces, SatelliteOfEvent } from '../types.ts'
import { findAttentionFacts, listDaysOfPlaces, listRecentActivity, listSatellitesFor } from './overview.ts'

/** How many places there are and are taken, at an event and its satellites. */
export interface PlacesFacts {
  /** Of the event itself. */
  readonly own: EventPlaces
  readonly satellites: readonly SatelliteOfEvent[]
  /** By event id. */
  readonly places: ReadonlyMap<number, EventPlaces>
}

/** Everything the overview of an event is drawn from. */
export interface OverviewFacts extends PlacesFacts {
  readonly days: readonly DayOfPlaces[]
  readonly attention: AttentionFacts
  /** Pairs that are perhaps one person. */
  readonly duplicates: number
  readonly doings: readonly Activity[]
  readonly clashes: readonly Clash[]
  readonly unreleased: number
  readonly isReleased: boolean
  readonly checklist: PublicationChecklist
}

/** How many of the latest doings the overview tells. */
const toldDoings = 8
/** Registrations up to which the overview looks for people who are there twice; the table of them always does. */
const mostCompared = 5_000

/** The counts of an event and its satellites: all that door staff see. Two queries. */
export async function findPlaces(db: Database, user: SignedInUser, event: EventRow): Promise<PlacesFacts> {
  const satellites = await listSatellitesFor(db, user, event.id)
  const places = await findEventPlaces(db, [event.id, ...satellites.map(satellite => satellite.id)])
  const nothing = { offer: noOffer(event.id), categories: [], limit: undefined, shared: [] }
  return { satellites, places, own: places.get(event.id) ?? nothing }
}

/**
 * The whole overview in nine queries, whatever the size of the event; one more where a project funds it. One after the
 * other: a page that took eight connections at once would make registrations wait.
 */
export async function findOverview(db: Database, user: SignedInUser, event: EventRow): Promise<OverviewFacts> {
  const places = await findPlaces(db, user, event)
  const days = await listDaysOfPlaces(db, event)
  const attention = await findAttentionFacts(db, event)
  const duplicates = attention.standing > mostCompared ? 0 : await countDuplicates(db, event.id)
  const doings = await listRecentActivity(db, event.id, toldDoings)
  const clashes = await listClashes(db, event.id)
  const draft = await findDraft(db, event.id)
  const release = await findLatestRelease(db, event.id)
  const checklist = await findPublicationChecklist(db, event)
  const unreleased = unreleasedChanges(draft, release?.content).length
  return {
    ...places,
    days,
    attention,
    duplicates,
    doings,
    clashes,
    unreleased,
    isReleased: release !== undefined,
    checklist,
  }
}
