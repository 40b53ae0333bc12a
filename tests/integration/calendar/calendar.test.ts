import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { timeZone, toInstant } from '../../../src/core/time.ts'
import { addSession, editSession, removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { SessionInput } from '../../../src/features/agenda/types/changes.ts'
import { createEvent } from '../../../src/features/events/actions/create.ts'
import { cancelEvent, publishEvent, reinstateEvent } from '../../../src/features/events/actions/phases.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { writeRegistrationFile } from '../../../src/features/calendar/actions.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import { cancelPart, changeSignUps } from '../../../src/features/registration/actions/sign-ups.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { addRoom, addVenue } from '../../../src/features/venues/actions.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const sofia = timeZone('Europe/Sofia')
const hostile = 'Sál; „B“, \\ konec\r\nATTACH:http://evil.example\u2028\u0007'

function at(local: string) {
  const meaning = toInstant(local, sofia)
  if (meaning.kind !== 'instant') throw new Error(`${local} is no time in Sofia`)
  return meaning.instant
}

const opening: SessionInput = {
  kind: 'keynote',
  title: { cs: 'Zahájení', en: 'Opening' },
  when: { startsLocal: '2023-09-13T09:00:00', endsLocal: '2023-09-13T09:30:00' },
}

/** A published event in Burgas with a venue on the map and one room. */
async function burgas(title = 'Clusters meet Regions Burgas'): Promise<{ event: EventRow; room: string }> {
  const { organisation } = await world.people()
  const venue = await addVenue(world.db, system, {
    organisationId: organisation.id,
    venue: {
      name: { cs: 'Kulturní dům', en: 'House of Culture' },
      street: 'ul. Aleksandrovska 1',
      city: 'Burgas',
      postalCode: '8000',
      country: 'BG',
      latitude: 42.5048,
      longitude: 0,
      accessibility: {},
    },
  })
  const room = await addRoom(world.db, system, {
    venue,
    room: { name: { cs: hostile, en: 'Room B' }, note: {}, capacity: 40, isExclusive: true },
  })
  const [startsLocal, endsLocal] = ['2023-09-13T08:30:00', '2023-09-15T13:00:00']
  const created = await createEvent(world.db, system, {
    organisationId: organisation.id,
    input: {
      slug: 'burgas',
      title: { cs: title, en: title },
      timeZone: sofia,
      startsLocal,
      endsLocal,
      startsAt: at(startsLocal),
      endsAt: at(endsLocal),
      hasTimes: true,
      venueId: venue.id,
    },
  })
  if (created.kind !== 'created') throw new Error(created.kind)
  const published = await publishEvent(world.db, system, { event: created.event })
  if (published.kind !== 'published') throw new Error(published.kind)
  return { event: published.event, room: room.reference }
}

async function add(event: EventRow, session: SessionInput): Promise<string> {
  const outcome = await addSession(world.db, system, { event, session })
  if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome))
  return outcome.session.reference
}

async function opened(event: EventRow, reference: string) {
  const draft = await findDraft(world.db, event.id)
  const session = draft.sessions.find(one => one.reference === reference)
  if (!session) throw new Error(`no session ${reference}`)
  return session
}

async function release(event: EventRow) {
  const outcome = await releaseAgenda(world.db, system, { event, note: {} })
  if (outcome.kind !== 'released') throw new Error(outcome.kind)
}

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await supertest(world.app).get(path).set(headers).buffer(true)
  const bytes = Buffer.from(answer.text ?? '', 'utf8')
  return { status: answer.status, headers: answer.headers, text: answer.text ?? '', bytes }
}

/** The unfolded lines of a stream. */
const linesOf = (text: string) => text.replace(/\r\n /g, '').split('\r\n')
const valueOf = (text: string, name: string) =>
  linesOf(text)
    .find(line => line.startsWith(name))
    ?.slice(name.length + 1)

describe('the feed of an event', () => {
  it('is clean to the byte, whatever was typed, in both languages', async () => {
    const { event, room } = await burgas(`Klastry ${hostile} příliš žluťoučký kůň ${'x'.repeat(100)}`)
    await saveTrack(world.db, system, { event, input: { name: { cs: `ICT ${hostile}\\` }, colour: 3 } })
    const [track] = (await findDraft(world.db, event.id)).tracks
    const title = { cs: `Zahájení ${hostile}`, en: hostile }
    await add(event, { ...opening, title, room, track: track?.slug, abstract: { cs: hostile } })
    await add(event, { ...opening, when: { startsLocal: '2023-09-14T23:30:00', endsLocal: '2023-09-15T00:30:00' } })
    await release(event)
    for (const path of [
      '/calendar/events/burgas.ics',
      '/calendar/en/events/burgas.ics',
      '/calendar/events/burgas/overview.ics',
    ]) {
      const { status, headers, bytes, text } = await get(path)
      expect(status).toBe(200)
      expect(lintCalendar(bytes)).toEqual([])
      expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
      expect(headers['set-cookie']).toBeUndefined()
      expect(text).not.toMatch(/^(?:ATTACH|METHOD)/m)
    }
  })

  it('gives the same bytes again, answers 304, and something else after a release', async () => {
    const { event, room } = await burgas()
    const session = await add(event, { ...opening, room })
    await release(event)
    const first = await get('/calendar/events/burgas.ics')
    const again = await get('/calendar/events/burgas.ics')
    expect(again.bytes.equals(first.bytes)).toBe(true)
    const etag = first.headers['etag'] ?? ''
    expect(etag).toMatch(/^"[\w-]+"$/)
    for (const validator of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const cached = await get('/calendar/events/burgas.ics', { 'If-None-Match': validator })
      expect([cached.status, cached.headers['etag'], cached.headers['cache-control'], cached.text]).toEqual([
        304,
        etag,
        'public, max-age=300',
        '',
      ])
    }
    // A draft changes nothing that subscribers see.
    const changes = { ...opening, room, title: { cs: 'Jiný název' } }
    await editSession(world.db, system, { event, session: await opened(event, session), changes })
    expect((await get('/calendar/events/burgas.ics', { 'If-None-Match': etag })).status).toBe(304)
    await release(event)
    const changed = await get('/calendar/events/burgas.ics', { 'If-None-Match': etag })
    expect(changed.status).toBe(200)
    expect(changed.text).toContain('Jiný název')
  })

  it('keeps UIDs and raises SEQUENCE through the life of a session: 0, 0, 1, 2', async () => {
    const { event, room } = await burgas()
    const reference = await add(event, { ...opening, room })
    const seen: (readonly [string | undefined, string | undefined, string | undefined])[] = []
    const look = async () => {
      const { text } = await get('/calendar/events/burgas.ics')
      seen.push([valueOf(text, 'UID'), valueOf(text, 'SEQUENCE'), valueOf(text, 'STATUS')])
    }
    const base = event.calendarSequence
    await release(event)
    await look()
    const renamed = { ...opening, room, title: { cs: 'Slavnostní zahájení' } }
    await editSession(world.db, system, { event, session: await opened(event, reference), changes: renamed })
    await release(event)
    await look()
    const moved = { ...renamed, when: { startsLocal: '2023-09-13T10:00:00', endsLocal: '2023-09-13T10:30:00' } }
    await editSession(world.db, system, { event, session: await opened(event, reference), changes: moved })
    await release(event)
    await look()
    await removeSession(world.db, system, { event, session: await opened(event, reference) })
    await release(event)
    await look()
    expect(seen.map(([, sequence]) => Number(sequence) - base)).toEqual([0, 0, 1, 2])
    expect(seen.map(([, , status]) => status)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED', 'CANCELLED'])
    expect(new Set(seen.map(([uid]) => uid)).size).toBe(1)
  })

  it('says CANCELLED with a higher SEQUENCE when the event is cancelled, and CONFIRMED with a higher one when it is not', async () => {
    const { event } = await burgas()
    await add(event, opening)
    await release(event)
    const look = async () => {
      const { text } = await get('/calendar/events/burgas.ics')
      return { sequence: Number(valueOf(text, 'SEQUENCE')), status: valueOf(text, 'STATUS') }
    }
    const before = await look()
    await cancelEvent(world.db, system, { event, note: {} })
    const cancelled = await look()
    await reinstateEvent(world.db, system, { event: (await findEvent(world.db, event.id)) ?? event })
    const after = await look()
    expect([before.status, cancelled.status, after.status]).toEqual(['CONFIRMED', 'CANCELLED', 'CONFIRMED'])
    expect(cancelled.sequence).toBeGreaterThan(before.sequence)
    expect(after.sequence).toBeGreaterThan(cancelled.sequence)
  })

  it('is stamped to the second, also when the event changes moments after its agenda', async () => {
    world.at('2023-09-01T10:00:00Z')
    const { event } = await burgas()
    await add(event, opening)
    await release(event)
    world.at('2023-09-01T10:00:20Z')
    await cancelEvent(world.db, system, { event, note: {} })
    expect(valueOf((await get('/calendar/events/burgas.ics')).text, 'DTSTAMP')).toBe('20230901T100020Z')
  })

  it('holds the same entry as the download of the session and the feed of its track', async () => {
    const { event, room } = await burgas()
    await saveTrack(world.db, system, { event, input: { name: { cs: 'Klastry', en: 'Clusters' }, colour: 1 } })
    const [track] = (await findDraft(world.db, event.id)).tracks
    const reference = await add(event, { ...opening, room, track: track?.slug })
    await add(event, { ...opening, kind: 'talk', title: { cs: 'Jinde' } })
    await release(event)
    const entry = (text: string) => /BEGIN:VEVENT[\s\S]*?END:VEVENT/.exec(text)?.[0]
    const one = await get(`/calendar/events/burgas/sessions/${reference}.ics`)
    const ofTrack = await get(`/calendar/events/burgas/tracks/${track?.slug}.ics`)
    const feed = await get('/calendar/events/burgas.ics')
    expect(one.headers['content-disposition']).toContain('attachment')
    expect(entry(ofTrack.text)).toBe(entry(one.text))
    expect(feed.text).toContain(entry(one.text) ?? 'nothing')
    expect(linesOf(feed.text).filter(line => line === 'BEGIN:VEVENT')).toHaveLength(2)
    expect(linesOf(ofTrack.text).filter(line => line === 'BEGIN:VEVENT')).toHaveLength(1)
  })

  it('tells the time of the event in its own zone', async () => {
    const { event } = await burgas()
    await add(event, opening)
    await release(event)
    const { text } = await get('/calendar/events/burgas.ics')
    expect(text).toContain('DTSTART;TZID=Europe/Sofia:20230913T090000')
    expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Sofia')
    const overview = await get('/calendar/events/burgas/overview.ics')
    expect(overview.text).toContain('DTSTART;VALUE=DATE:20230913')
    expect(overview.text).toContain('DTEND;VALUE=DATE:20230916')
    expect(overview.text).toContain('TRANSP:TRANSPARENT')
  })

  it('is there for published events alone, and knows nothing it should not', async () => {
    const { event } = await burgas()
    const reference = await add(event, opening)
    // Added to the draft, not released: no feed may know it.
    expect((await get(`/calendar/events/burgas/sessions/${reference}.ics`)).status).toBe(404)
    expect((await get('/calendar/events/burgas.ics')).text).not.toContain('VEVENT')
    expect((await get('/calendar/events/burgas/tracks/zadny.ics')).status).toBe(404)
    expect((await get('/calendar/events/jiny.ics')).status).toBe(404)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    for (const path of ['burgas.ics', 'burgas/overview.ics']) {
      expect((await get(`/calendar/events/${path}`)).status).toBe(404)
    }
  })

  it('takes a constant number of queries', async () => {
    const { event } = await burgas()
    await add(event, opening)
    await release(event)
    const one = await world.queries(() => get('/calendar/events/burgas.ics'))
    for (let minute = 0; minute < 40; minute += 1) {
      const startsLocal = `2023-09-14T09:${String(minute).padStart(2, '0')}:00`
      await add(event, { ...opening, when: { startsLocal, endsLocal: '2023-09-14T10:00:00' } })
    }
    await release(event)
    const many = await world.queries(() => get('/calendar/events/burgas.ics'))
    expect([one.count, many.count]).toEqual([3, 3])
  })
})

describe('the personal feed', () => {
  it('says what the registration says, with a SEQUENCE that rises with every change of status', async () => {
    const { event } = await burgas()
    await add(event, opening)
    await release(event)
    const category = await createCategory(world.db, event, { capacity: 1 })
    world.at('2023-09-01T10:00:00Z')
    const first = await createRegistration(world.db, category, 'prvni')
    const { registration } = await createRegistration(world.db, category, 'druhy')
    const token = world.services.tokens.issue('calendar', registration.reference, registration.calendarTokenVersion)
    const look = async () => {
      const { status, bytes, text, headers } = await get(`/calendar/my/${token}.ics`)
      expect([status, lintCalendar(bytes), headers['cache-control']]).toEqual([200, [], 'private, max-age=300'])
      const own = text.split('BEGIN:VEVENT').find(entry => entry.includes(`reg-${registration.calendarUid}`)) ?? ''
      const sessions = linesOf(text).filter(line => line.startsWith('UID:session-')).length
      return [valueOf(own, 'STATUS'), Number(valueOf(own, 'SEQUENCE')) - event.calendarSequence, sessions]
    }
    expect(await look()).toEqual(['TENTATIVE', 0, 0])
    await cancelRegistration(world.db, system, { registration: first.registration })
    expect(await look()).toEqual(['CONFIRMED', 1, 1])
    const promoted = await findByEmail(world.db, event.id, registration.email)
    await cancelRegistration(world.db, system, { registration: promoted })
    expect(await look()).toEqual(['CANCELLED', 2, 0])
  })

  it('is gone at its old address once it was renewed, and nowhere for a forged one', async () => {
    const { event } = await burgas()
    const category = await createCategory(world.db, event)
    world.at('2023-09-01T10:00:00Z')
    const { registration } = await createRegistration(world.db, category, 'prvni')
    const tokenOf = (version: number) => world.services.tokens.issue('calendar', registration.reference, version)
    await world.db('registrations').where({ id: registration.id }).update({ calendarTokenVersion: 1 })
    expect((await get(`/calendar/my/${tokenOf(0)}.ics`)).status).toBe(410)
    expect((await get(`/calendar/my/${tokenOf(1)}.ics`)).status).toBe(200)
    expect((await get(`/calendar/my/${tokenOf(2)}.ics`)).status).toBe(404)
    const link = world.services.tokens.issue('registration', registration.reference, 0)
    expect((await get(`/calendar/my/${link}.ics`)).status).toBe(404)
  })
})

describe('parts in the personal calendar', () => {
  const workshop: SessionInput = {
    kind: 'workshop',
    title: { cs: `Dílna ${hostile}`, en: 'Workshop' },
    when: { startsLocal: '2023-09-14T09:00:00', endsLocal: '2023-09-14T10:00:00' },
  }
  const times = { from: '2023-09-13T16:00:00Z', to: '2023-09-13T19:00:00Z' }

  async function ground() {
    const { event } = await burgas()
    world.at('2023-09-01T10:00:00Z')
    await add(event, opening)
    const reference = await add(event, workshop)
    await release(event)
    const category = await createCategory(world.db, event)
    const { startsLocal: _s, endsLocal: _e, ...draft } = await opened(event, reference)
    const session = await createPart(world.db, event, {
      title: 'Dílna',
      from: '2023-09-14T06:00:00Z',
      to: '2023-09-14T07:00:00Z',
      source: { sessionReference: reference },
    })
    const dinner = await createPart(world.db, event, { title: `Večeře ${hostile}`, capacity: 1, ...times })
    return { event, category, session, dinner, sessionUid: draft.calendarUid, reference }
  }

  /** Status and SEQUENCE of each entry of somebody's feed, by the beginning of its UID. */
  async function feedOf(registration: RegistrationRow) {
    const token = world.services.tokens.issue('calendar', registration.reference, registration.calendarTokenVersion)
    const { bytes, text } = await get(`/calendar/my/${token}.ics`)
    expect(lintCalendar(bytes)).toEqual([])
    const entries = text.split('BEGIN:VEVENT').slice(1)
    return new Map(
      entries.map(entry => {
        const facts = [valueOf(entry, 'STATUS'), Number(valueOf(entry, 'SEQUENCE')), valueOf(entry, 'TRANSP')]
        return [valueOf(entry, 'UID')?.split('@')[0], facts]
      }),
    )
  }

  it('are entries of their own: with a place, waiting, left, taken again; the SEQUENCE never falls', async () => {
    const { event, category, session, dinner, sessionUid } = await ground()
    const first = (await createRegistration(world.db, category, 'prvni', { partIds: [dinner.id] })).registration
    const jana = (await createRegistration(world.db, category, 'jana', { partIds: [dinner.id] })).registration
    const [asSession, asPart] = [`session-${sessionUid}`, `part-${dinner.calendarUid}`]
    const base = event.calendarSequence
    const before = await feedOf(jana)
    expect(before.get(asPart)).toEqual(['TENTATIVE', base, 'OPAQUE'])
    // A session that one signs up for is not in the calendar of those who did not.
    expect(before.has(asSession)).toBe(false)
    expect(before.size).toBe(3)
    await changeSignUps(world.db, system, { registration: jana, partIds: [dinner.id, session.id] })
    expect((await feedOf(jana)).get(asSession)).toEqual(['CONFIRMED', base, 'OPAQUE'])
    await cancelRegistration(world.db, system, { registration: first })
    expect((await feedOf(jana)).get(asPart)).toEqual(['CONFIRMED', base + 1, 'OPAQUE'])
    await changeSignUps(world.db, system, { registration: jana, partIds: [] })
    const left = await feedOf(jana)
    expect(left.get(asPart)).toEqual(['CANCELLED', base + 2, 'TRANSPARENT'])
    expect(left.get(asSession)).toEqual(['CANCELLED', base + 1, 'TRANSPARENT'])
    await changeSignUps(world.db, system, { registration: jana, partIds: [session.id, dinner.id] })
    const again = await feedOf(jana)
    expect(again.get(asPart)).toEqual(['CONFIRMED', base + 3, 'OPAQUE'])
    expect(again.get(asSession)).toEqual(['CONFIRMED', base + 2, 'OPAQUE'])
    await cancelRegistration(world.db, system, { registration: jana })
    const over = await feedOf(jana)
    expect([over.get(asPart)?.[0], over.get(asSession)?.[0]]).toEqual(['CANCELLED', 'CANCELLED'])
    expect(over.size).toBe(3)
  })

  it('follow the release of the agenda and the calling off of a part', async () => {
    const { event, category, session, dinner, sessionUid, reference } = await ground()
    const partIds = [session.id, dinner.id]
    const jana = (await createRegistration(world.db, category, 'jana', { partIds })).registration
    const before = await feedOf(jana)
    const draft = await opened(event, reference)
    const changes = { ...workshop, when: { startsLocal: '2023-09-14T11:00:00', endsLocal: '2023-09-14T12:00:00' } }
    const moved = await editSession(world.db, system, { event, session: draft, changes })
    expect(moved.kind).toBe('saved')
    await release(event)
    await inTransaction(world.db, trx => cancelPart(trx, system, { part: dinner }))
    await world.runJobs()
    const after = await feedOf(jana)
    const uid = `session-${sessionUid}`
    expect(Number(after.get(uid)?.[1])).toBeGreaterThan(Number(before.get(uid)?.[1]))
    expect(after.get(uid)?.[0]).toBe('CONFIRMED')
    expect(after.get(`part-${dinner.calendarUid}`)?.[0]).toBe('CANCELLED')
  })

  it('stand in the file of the mail, one entry each, with the same UIDs', async () => {
    const { event, category, session, dinner, sessionUid } = await ground()
    const partIds = [session.id, dinner.id]
    const jana = (await createRegistration(world.db, category, 'jana', { partIds })).registration
    const organizer = { name: 'Hostitel', email: 'pozvanka@example.org' }
    const file = await writeRegistrationFile(world.services, event, jana, organizer)
    expect(lintCalendar(Buffer.from(file))).toEqual([])
    const uids = linesOf(file).filter(line => line.startsWith('UID:'))
    expect(uids.toSorted()).toEqual(
      [`UID:part-${dinner.calendarUid}`, `UID:reg-${jana.calendarUid}`, `UID:session-${sessionUid}`].map(
        uid => `${uid}@pozvanka`,
      ),
    )
  })

  it('tell whoever took over a place nothing of what the former person left', async () => {
    const { event, category, dinner } = await ground()
    const jana = (await createRegistration(world.db, category, 'jana', { partIds: [dinner.id] })).registration
    await changeSignUps(world.db, system, { registration: jana, partIds: [] })
    const { titleBefore, familyName, titleAfter, organisation, country, locale } = jana
    const person = { titleBefore, givenName: 'Eva', familyName, titleAfter, organisation, country, locale }
    await replacePerson(world.db, system, {
      registration: jana,
      event,
      person: { ...person, email: 'eva@example.org' },
    })
    const eva = await findByEmail(world.db, event.id, 'eva@example.org')
    expect([...(await feedOf(eva)).keys()].some(uid => uid?.startsWith('part-'))).toBe(false)
  })

  it('take the same number of queries, one or twenty', async () => {
    const { event, category, dinner } = await ground()
    const one = (await createRegistration(world.db, category, 'one', { partIds: [dinner.id] })).registration
    const tokenOf = (row: RegistrationRow) => world.services.tokens.issue('calendar', row.reference, 0)
    const few = await world.queries(() => get(`/calendar/my/${tokenOf(one)}.ics`))
    const partIds: number[] = []
    for (let hour = 0; hour < 20; hour++) {
      const [from, to] = [hour, hour + 1].map(at => `2023-09-15T${String(at).padStart(2, '0')}:00:00Z`)
      partIds.push((await createPart(world.db, event, { title: `Část ${hour}`, from: from ?? '', to: to ?? '' })).id)
    }
    const two = (await createRegistration(world.db, category, 'two', { partIds })).registration
    const many = await world.queries(() => get(`/calendar/my/${tokenOf(two)}.ics`))
    expect([few.count, many.count]).toEqual([7, 7])
  })
})
