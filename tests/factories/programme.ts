import { system } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import { addMinutes, type Instant, localDateTime, timeZone, toInstant, toLocal } from '../../src/core/time.ts'
import { newReference } from '../../src/core/tokens.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import type { EventRow } from '../../src/features/events/types.ts'

/** How large a programme is, and how it lies in its days. */
export interface ProgrammeShape {
  readonly slug: string
  readonly sessions: number
  readonly rooms: number
  readonly days: number
  /** When the first sessions of a day begin, and when the last may: past midnight is the night of the same day. */
  readonly opens: string
  readonly hours: number
}

/** As the largest conferences are: two days of many parallel rooms; four days and nights. */
export const largeProgrammes = {
  twoDays: { slug: 'velka-konference', sessions: 883, rooms: 30, days: 2, opens: '09:30', hours: 9 },
  fourDays: { slug: 'velky-kongres', sessions: 1_351, rooms: 92, days: 4, opens: '10:00', hours: 17 },
} as const satisfies Record<string, ProgrammeShape>

const zone = timeZone('Europe/Brussels')
/** The first day of every large programme. */
export const firstDay = '2027-02-06'
const words = (
  'otevřený přístup k datům meziregionální spolupráce klastrů vodíková doprava a energetika šetrná k přírodě ' +
  'inovační ekosystém kraje digitální dvojčata výroby přenos technologií kybernetická bezpečnost úřadů'
).split(' ')
const long = 'Podrobně o tom, co se podařilo, co stálo za to zkusit znovu a komu se ozvat. '.repeat(12)

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/**
 * Inserts an event with a programme of that shape: parallel rooms, overlaps in some of them, sessions past midnight,
 * long titles and texts, some cancelled ones. It is released when `release` is left out.
 */
export async function createLargeProgramme(
  db: Database,
  organisationId: number,
  shape: ProgrammeShape,
  { release = true }: { readonly release?: boolean } = {},
): Promise<EventRow> {
  const { event, rooms } = await createGround(db, organisationId, shape)
  const pick = numbers(shape.sessions)
  const tracks = await insertTracks(db, event)
  const speakers = await insertSpeakers(db, event, shape.sessions, pick)
  const sessions = layOut(shape, rooms, pick).map((place, index) => ({
    ...place,
    eventId: event.id,
    reference: newReference(),
    kind: (['talk', 'talk', 'talk', 'workshop', 'panel', 'keynote'] as const)[index % 6] ?? 'talk',
    title: { cs: titleOf(index, pick) },
    abstract: { cs: long },
    description: { cs: index % 3 === 0 ? long + long : '' },
    language: index % 4 === 0 ? 'cs' : 'en',
    trackId: tracks[index % tracks.length] ?? null,
    roomIsExclusive: false,
    clashAccepted: true,
  }))
  const inserted = await inParts(sessions, part =>
    db('agendaSessions').insert(part).returning(['id', 'startsAt', 'endsAt', 'isCancelled']),
  )
  const appearing = inserted.flatMap(({ id, startsAt, endsAt, isCancelled }, index) =>
    Array.from({ length: 1 + (index % 3 === 0 ? 1 : 0) }, (_, position) => ({
      sessionId: id,
      speakerId: speakers[(index + position * 401) % speakers.length] ?? 0,
      role: 'speaker' as const,
      position: position + 1,
      startsAt,
      endsAt,
      isCollective: false,
      isCancelled,
      clashAccepted: true,
    })),
  )
  await inParts(appearing, part => db('sessionSpeakers').insert(part).returning(['sessionId']))
  if (release) await releaseAgenda(db, system, { event, note: {} })
  return event
}

async function createGround(db: Database, organisationId: number, shape: ProgrammeShape) {
  const place = { name: { cs: 'Výstaviště' }, city: 'Brusel', country: 'BE' }
  const venue = only(
    await db('venues')
      .insert({ ...place, reference: newReference(), organisationId })
      .returning('id'),
  )
  const rooms = Array.from({ length: shape.rooms }, (_, index) => ({
    venueId: venue.id,
    reference: newReference(),
    name: { cs: `Sál ${String.fromCharCode(65 + (index % 12))}.${101 + index}` },
    capacity: 40 + index,
    isExclusive: false,
    position: index + 1,
  }))
  const inserted = await db('rooms').insert(rooms).returning('id')
  const startsLocal = localDateTime(firstDay, shape.opens)
  const startsAt = at(startsLocal)
  const endsAt = addMinutes(startsAt, (shape.days - 1) * 24 * 60 + shape.hours * 60)
  const event = {
    slug: shape.slug,
    title: { cs: 'Velká konference', en: 'A large conference' },
    publishedAt: startsAt,
    organisationId,
    venueId: venue.id,
    timeZone: zone,
    startsLocal,
    endsLocal: toLocal(endsAt, zone),
    startsAt,
    endsAt,
  }
  return { event: only(await db('events').insert(event, '*')), rooms: inserted.map(({ id }) => id) }
}

/** One after another in every room and day, now and then two at once. */
function layOut(shape: ProgrammeShape, rooms: readonly number[], pick: (below: number) => number) {
  const lanes = rooms.flatMap(roomId =>
    Array.from({ length: shape.days }, (_, day) => ({
      roomId,
      next: addMinutes(at(localDateTime(firstDay, shape.opens)), day * 1_440),
    })),
  )
  const latest = (day: Instant) => addMinutes(day, shape.hours * 60)
  const opening = lanes.map(lane => lane.next)
  return Array.from({ length: shape.sessions }, (_, index) => {
    const lane = lanes[index % lanes.length]
    const opens = opening[index % lanes.length]
    if (!lane || !opens) throw new Error('a programme needs rooms and days')
    const minutes = [15, 25, 30, 50, 60][pick(5)] ?? 30
    const overlap = index % 40 === 39 ? -10 : ([0, 5, 10][pick(3)] ?? 0)
    const wanted = addMinutes(lane.next, overlap)
    const startsAt = wanted < latest(opens) ? wanted : addMinutes(opens, 5 * pick(60))
    const endsAt = addMinutes(startsAt, minutes)
    const spread = Math.floor((shape.hours * 60 * lanes.length) / shape.sessions)
    lane.next = addMinutes(startsAt, Math.max(minutes, spread - (spread % 5)))
    const times = { startsLocal: toLocal(startsAt, zone), endsLocal: toLocal(endsAt, zone), startsAt, endsAt }
    return { ...times, roomId: lane.roomId, cancelledAt: index % 211 === 210 ? endsAt : null }
  })
}

async function insertTracks(db: Database, { id: eventId }: EventRow): Promise<number[]> {
  const tracks = Array.from({ length: 30 }, (_, index) => ({
    eventId,
    slug: `sekce-${index + 1}`,
    name: { cs: `Sekce ${index + 1}: ${words[index % words.length]}`, en: `Track ${index + 1}` },
    colour: 1 + (index % 8),
    position: index + 1,
  }))
  return (await db('tracks').insert(tracks).returning('id')).map(({ id }) => id)
}

async function insertSpeakers(db: Database, event: EventRow, count: number, pick: (below: number) => number) {
  const given = ['Jana', 'Žofie', 'Čeněk', 'Řehoř', 'Ondřej', 'Šárka']
  const family = ['Nováková', 'Dvořák', 'Šťastná', 'Růžička', 'Žák', 'Král']
  const speakers = Array.from({ length: count }, (_, index) => {
    const name = `${given[pick(6)]} ${family[pick(6)]} ${index + 1}`
    return {
      eventId: event.id,
      reference: newReference(),
      name: { cs: name },
      sortName: name,
      biography: { cs: long },
      affiliation: { cs: `Klastr č. ${index % 97}` },
      consentedAt: event.startsAt,
      consentSource: 'organiser' as const,
    }
  })
  return (await inParts(speakers, part => db('speakers').insert(part).returning(['id']))).map(({ id }) => id)
}

/** PostgreSQL takes 65,535 values a statement. */
async function inParts<Row, Inserted>(list: readonly Row[], insert: (part: Row[]) => Promise<Inserted[]>) {
  const inserted: Inserted[] = []
  for (let from = 0; from < list.length; from += 500) inserted.push(...(await insert(list.slice(from, from + 500))))
  return inserted
}

function titleOf(index: number, pick: (below: number) => number): string {
  const length = index % 50 === 49 ? 24 : 5 + pick(4)
  const from = pick(words.length)
  const title = Array.from({ length }, (_, word) => words[(from + word) % words.length]).join(' ')
  return `${title.charAt(0).toUpperCase()}${title.slice(1)} (${index + 1})`
}

function at(local: string): Instant {
  const meaning = toInstant(local, zone, 'earlier')
  if (meaning.kind !== 'instant') throw new Error(`${local} is no one instant`)
  return meaning.instant
}
