import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, only, postgresCode, type Transaction } from '../../core/database.ts'
import { now } from '../../core/time.ts'
import { newReference } from '../../core/tokens.ts'
import { recordAudit, recordAudits } from '../audit/actions.ts'
import type { RemoveRoomOutcome, RoomInput, RoomRow, VenueInput, VenueRow } from './types.ts'
import './tables.ts'

/** Makes a venue of an organisation the actor may organise for. */
export async function addVenue(
  db: Database,
  actor: Actor,
  { organisationId, venue }: { organisationId: number; venue: VenueInput },
): Promise<VenueRow> {
  return inTransaction(db, async trx => {
    const added = only(await trx('venues').insert({ ...venue, organisationId, reference: newReference() }, '*'))
    await recordAudit(trx, actor, 'venue.added', { organisationId, subject: { kind: 'venue', id: added.id } })
    return added
  })
}

/** Changes what is said of a venue. */
export async function editVenue(
  db: Database,
  actor: Actor,
  { venue, changes }: { venue: VenueRow; changes: VenueInput },
): Promise<VenueRow> {
  return inTransaction(db, async trx => {
    const edited = only(
      await trx('venues')
        .where({ id: venue.id })
        .update({ ...changes, updatedAt: now() }, '*'),
    )
    await recordAudit(trx, actor, 'venue.edited', {
      organisationId: venue.organisationId,
      subject: { kind: 'venue', id: venue.id },
    })
    return edited
  })
}

/** Adds a room at the end of a venue's list. */
export async function addRoom(
  db: Database,
  actor: Actor,
  { venue, room }: { venue: VenueRow; room: RoomInput },
): Promise<RoomRow> {
  return inTransaction(db, async trx => {
    // The venue row orders the rooms: two rooms added at once get two positions.
    await trx('venues').where({ id: venue.id }).forUpdate().first('id')
    const last = await trx('rooms').where({ venueId: venue.id }).max<{ max: number | null }>('position as max').first()
    const position = (last?.max ?? 0) + 1
    const added = only(
      await trx('rooms').insert({ ...room, venueId: venue.id, position, reference: newReference() }, '*'),
    )
    await recordAudit(trx, actor, 'room.added', {
      organisationId: venue.organisationId,
      subject: { kind: 'room', id: added.id },
    })
    return added
  })
}

/** Adds rooms at the end of a venue's list, in the order given; whoever calls it is in the transaction that needs them. */
export async function addRooms(
  trx: Transaction,
  actor: Actor,
  { venue, rooms }: { venue: VenueRow; rooms: readonly RoomInput[] },
): Promise<RoomRow[]> {
  if (rooms.length === 0) return []
  await trx('venues').where({ id: venue.id }).forUpdate().first('id')
  const last = await trx('rooms').where({ venueId: venue.id }).max<{ max: number | null }>('position as max').first()
  const from = (last?.max ?? 0) + 1
  const added = await trx('rooms').insert(
    rooms.map((room, index) => ({ ...room, venueId: venue.id, position: from + index, reference: newReference() })),
    '*',
  )
  const abouts = added.map(({ id }) => ({ organisationId: venue.organisationId, subject: { kind: 'room', id } }))
  await recordAudits(trx, actor, 'room.added', abouts)
  return added
}

/** Changes a room. Making it exclusive is refused by the database when its agenda already overlaps. */
export async function editRoom(
  db: Database,
  actor: Actor,
  { venue, room, changes }: { venue: VenueRow; room: RoomRow; changes: RoomInput },
): Promise<{ readonly kind: 'saved'; readonly room: RoomRow } | { readonly kind: 'overlapping-sessions' }> {
  try {
    return await inTransaction(db, async trx => {
      const edited = only(await trx('rooms').where({ id: room.id }).update(changes, '*'))
      await recordAudit(trx, actor, 'room.edited', {
        organisationId: venue.organisationId,
        subject: { kind: 'room', id: room.id },
      })
      return { kind: 'saved' as const, room: edited }
    })
  } catch (error) {
    if (postgresCode(error) === exclusionViolation) return { kind: 'overlapping-sessions' }
    throw error
  }
}

/** Removes a room that no agenda names. */
export async function removeRoom(
  db: Database,
  actor: Actor,
  { venue, room }: { venue: VenueRow; room: RoomRow },
): Promise<RemoveRoomOutcome> {
  try {
    return await inTransaction(db, async trx => {
      await trx('rooms').where({ id: room.id }).delete()
      await recordAudit(trx, actor, 'room.removed', {
        organisationId: venue.organisationId,
        subject: { kind: 'room', id: room.id },
      })
      return { kind: 'removed' as const }
    })
  } catch (error) {
    if (postgresCode(error) === foreignKeyViolation) return { kind: 'in-agenda' }
    throw error
  }
}

const foreignKeyViolation = '23503'
const exclusionViolation = '23P01'
