import { type Database, only } from '../../src/core/database.ts'
import { system } from '../../src/core/actor.ts'
import { localDateTime, timeZone, toInstant } from '../../src/core/time.ts'
import { newReference } from '../../src/core/tokens.ts'
import { saveSpeaker } from '../../src/features/agenda/actions/speakers.ts'
import { addSession } from '../../src/features/agenda/actions/sessions.ts'
import type { SessionInput } from '../../src/features/agenda/types/changes.ts'
import type { EventRow } from '../../src/features/events/types.ts'

/** An event to build a programme in, and the rooms of its venue. */
export interface Stage {
  readonly event: EventRow
  readonly hall: string
  readonly foyer: string
}

/** Inserts a published event of three days in Prague, with a hall for one thing and a foyer for several. */
export async function createStage(
  db: Database,
  organisationId: number,
  rest: Partial<EventRow> & { readonly slug?: string } = {},
): Promise<Stage> {
  const reference = newReference()
  const venue = only(
    await db('venues')
      .insert({ reference, organisationId, name: { cs: 'Dům kultury' }, city: 'Ústí nad Labem', country: 'CZ' })
      .returning('id'),
  )
  const room = (name: string, isExclusive: boolean, position: number) => {
    return {
      venueId: venue.id,
      reference: newReference(),
      name: { cs: name, en: `${name} (en)` },
      isExclusive,
      position,
    }
  }
  const [hall, foyer] = [room('Sál B', true, 1), { ...room('Foyer', false, 2), note: { cs: 'výstava' } }]
  await db('rooms').insert([{ ...hall, capacity: 40 }, foyer])
  const zone = rest.timeZone ?? timeZone('Europe/Prague')
  const startsLocal = rest.startsLocal ?? localDateTime('2026-10-24', '09:00')
  const endsLocal = rest.endsLocal ?? localDateTime('2026-10-26', '17:00')
  const event = {
    slug: 'klastry',
    title: { cs: 'Klastry v regionu', en: 'Clusters in the region' },
    publishedAt: at(startsLocal, zone),
    ...rest,
    organisationId,
    venueId: venue.id,
    timeZone: zone,
    startsLocal,
    endsLocal,
    startsAt: at(startsLocal, zone),
    endsAt: at(endsLocal, zone),
  }
  return { event: only(await db('events').insert(event, '*')), hall: hall.reference, foyer: foyer.reference }
}

function at(local: string, zone: EventRow['timeZone']) {
  const meaning = toInstant(local, zone, 'earlier')
  if (meaning.kind !== 'instant') throw new Error(`${local} is no one instant`)
  return meaning.instant
}

/** A talk on the first day of the stage, for an hour unless said otherwise. */
export function talk(title: string, start: string, end: string, rest: Partial<SessionInput> = {}): SessionInput {
  const day = '2026-10-24'
  const when = { startsLocal: localDateTime(day, start), endsLocal: localDateTime(day, end) }
  return { kind: 'talk', title: { cs: title, en: `${title} (en)` }, when, ...rest }
}

/** Adds a session that nothing may refuse; its reference. */
export async function createSession(db: Database, event: EventRow, session: SessionInput): Promise<string> {
  const outcome = await addSession(db, system, { event, session })
  if (outcome.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(outcome)}`)
  return outcome.session.reference
}

/** Adds a speaker who may be named; the reference. */
export async function createSpeaker(
  db: Database,
  event: EventRow,
  name: string,
  isCollective = false,
): Promise<string> {
  const outcome = await saveSpeaker(db, system, {
    event,
    input: { name: { cs: name }, isCollective, isConsented: !isCollective },
  })
  if (outcome.kind !== 'saved') throw new Error('not saved')
  return outcome.speaker.reference
}

/** Inserts many sessions of ten minutes, spread over the three days and `rooms`, past the rules: only their number counts. */
export async function createManySessions(db: Database, { event }: Stage, count: number): Promise<void> {
  const sessions = Array.from({ length: count }, (_, index) => {
    const day = ['2026-10-24', '2026-10-25', '2026-10-26'][index % 3] ?? ''
    const hour = 8 + (Math.floor(index / 3) % 10)
    const startsLocal = localDateTime(day, `${String(hour).padStart(2, '0')}:00`)
    const endsLocal = localDateTime(day, `${String(hour).padStart(2, '0')}:10`)
    const zone = event.timeZone
    const times = { startsLocal, endsLocal, startsAt: at(startsLocal, zone), endsAt: at(endsLocal, zone) }
    return {
      ...times,
      eventId: event.id,
      reference: newReference(),
      kind: 'talk' as const,
      title: { cs: `Bod ${index}` },
    }
  })
  const inserted = await db('agendaSessions').insert(sessions).returning(['id', 'startsAt', 'endsAt'])
  const people = inserted.map((_, index) => {
    return {
      eventId: event.id,
      reference: newReference(),
      name: { cs: `Řečník ${index}` },
      sortName: `Řečník ${index}`,
      consentedAt: event.startsAt,
      consentSource: 'organiser' as const,
    }
  })
  const speakers = await db('speakers').insert(people).returning('id')
  await db('sessionSpeakers').insert(
    inserted.map(({ id, startsAt, endsAt }, index) => {
      const speakerId = speakers[index]?.id ?? 0
      return { sessionId: id, speakerId, role: 'speaker' as const, position: 1, startsAt, endsAt, isCollective: false }
    }),
  )
}
