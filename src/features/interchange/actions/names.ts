import type { Actor } from '../../../core/actor.ts'
import type { Locked, Transaction } from '../../../core/database.ts'
import { readText } from '../../../core/localised-text.ts'
import { saveSpeakers } from '../../agenda/actions/speakers.ts'
import { addTracks } from '../../agenda/actions/tracks.ts'
import type { Draft } from '../../agenda/types.ts'
import { giveVenue } from '../../events/actions/edit.ts'
import type { EventRow } from '../../events/types.ts'
import { addRooms, addVenue } from '../../venues/actions.ts'
import { findVenue } from '../../venues/queries.ts'
import type { VenueRow } from '../../venues/types.ts'
import { changedPeople, newPeople } from '../rules/people.ts'
import type { PreparedImport } from '../rules/plan.ts'
import type { ScheduleDocument } from '../types.ts'

/** The hues of tracks go round. */
const trackColours = 8

/** Adds the rooms, tracks and people a plan found missing, and what the document newly says of people who are here. */
export async function addNames(
  trx: Transaction,
  actor: Actor,
  event: Locked<EventRow>,
  document: ScheduleDocument,
  { prepared, draft }: { prepared: PreparedImport; draft: Draft },
): Promise<EventRow> {
  const { plan, names } = prepared
  const placed = await addMissingRooms(trx, actor, event, document, plan.rooms)
  const tracks = plan.tracks.added.map((name, index) => ({
    name: { [document.locale]: name },
    colour: ((draft.tracks.length + index) % trackColours) + 1,
  }))
  await addTracks(trx, actor, { event: placed, tracks })
  const added = newPeople(document, names).map(({ person, input }) => ({ ...input, importKey: person.key }))
  const changed = changedPeople(draft, document, names).map(({ speaker, input }) => ({
    ...input,
    reference: speaker?.reference,
    importKey: speaker?.importKey ?? undefined,
  }))
  await saveSpeakers(trx, actor, { event: placed, speakers: [...added, ...changed] })
  return placed
}

async function addMissingRooms(
  trx: Transaction,
  actor: Actor,
  event: Locked<EventRow>,
  document: ScheduleDocument,
  { added, shared }: PreparedImport['plan']['rooms'],
): Promise<EventRow> {
  if (added.length === 0) return event
  const known = event.venueId === null ? undefined : await findVenue(trx, event.venueId)
  const venue = known ?? (await addVenue(trx, actor, { organisationId: event.organisationId, venue: venueFor(event) }))
  const capacities = new Map(document.rooms.map(({ name, capacity }) => [name, capacity]))
  const rooms = added.map(name => ({
    name: { [document.locale]: name },
    note: {},
    capacity: capacities.get(name) ?? null,
    // Where the document has several things at once, several things may happen.
    isExclusive: !shared.includes(name),
  }))
  await addRooms(trx, actor, { venue, rooms })
  return known ? event : giveVenue(trx, actor, { event, venueId: venue.id })
}

/** A document says of its place next to nothing: the organisers complete what the event does not know. */
function venueFor({
  city,
  country,
  title,
}: EventRow): Omit<VenueRow, 'id' | 'reference' | 'organisationId' | 'createdAt' | 'updatedAt'> {
  const town = readText(city, 'cs')
  return {
    name: title,
    street: null,
    city: town === '' ? readText(title, 'cs') : town,
    postalCode: null,
    country: country ?? 'CZ',
    latitude: null,
    longitude: null,
    accessibility: {},
  }
}
