import { beforeEach, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { type LocalisedText } from '../../../src/core/localised-text.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { editSession, reinstateSession, removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { writeRegistrationFile } from '../../../src/features/calendar/actions.ts'
import { editEvent } from '../../../src/features/events/actions/edit.ts'
import { cancelEvent, publishEvent, reinstateEvent } from '../../../src/features/events/actions/phases.ts'
import { saveSeries } from '../../../src/features/events/actions/series.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { entriesOf, type ReadEntry } from '../../support/ical-read.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { useWorld, type World } from '../../support/world.ts'

const world = useWorld()
const hostile = 'Sál; „B“, \\ <b>x</b>\r\nATTACH:http://evil.example\r\nBcc: x@evil.example\u2028BEGIN:VEVENT\u0007'

beforeEach(() => world.at('2026-09-01T10:00:00Z'))

async function get(path: string, headers: Record<string, string> = {}, of: World = world) {
  const answer = await supertest(of.app).get(path).set(headers).buffer(true)
  const text = answer.text ?? ''
  if (answer.status === 200 && path.endsWith('.ics')) expect(lintCalendar(Buffer.from(text))).toEqual([])
  return { status: answer.status, headers: answer.headers, text }
}

const feedOf = async (path: string) => entriesOf((await get(path)).text)
const one = (entries: readonly ReadEntry[], uid: string) => entries.find(entry => entry.uid.startsWith(uid))

function tokenOf({ reference, calendarTokenVersion }: RegistrationRow, of: World = world): string {
  return of.services.tokens.issue('calendar', reference, calendarTokenVersion)
}

const release = (event: EventRow) => releaseAgenda(world.db, system, { event, note: {} })

async function opened(event: EventRow, reference: string) {
  const draft = await findDraft(world.db, event.id)
  const session = draft.sessions.find(each => each.reference === reference)
  if (!session) throw new Error(`no session ${reference}`)
  return session
}

/** A series with an event of it, and one that was only drafted. */
async function aSeries(name: LocalisedText = { cs: 'Klastry a regiony', en: 'Clusters and regions' }) {
  const { organisation } = await world.people()
  const input = { slug: 'klastry-a-regiony', name, description: {}, plannedEditions: 3 }
  await saveSeries(world.db, system, { organisationId: organisation.id, input })
  const series = await world.db('eventSeries').where({ slug: input.slug }).first()
  if (!series) throw new Error('no series')
  const common = {
    organisation,
    seriesId: series.id,
    hosts: [{ organisationId: organisation.id, role: 'host' as const }],
  }
  const first = await createPublished(world.db, {
    ...common,
    slug: 'prvni',
    edition: 1,
    startDate: '2027-05-03',
    endDate: '2027-05-03',
  })
  const draft = await createDraft(world.db, { ...common, slug: 'druha', edition: 2 })
  return { organisation, series, first, draft, common }
}

describe('all events of a series and of an organisation', () => {
  it('are a feed each, in both languages, of what is published', async () => {
    const { organisation, first, draft } = await aSeries()
    for (const [path, name, page] of [
      ['/calendar/series/klastry-a-regiony.ics', 'Klastry a regiony', '/cs/series/klastry-a-regiony'],
      ['/calendar/en/series/klastry-a-regiony.ics', 'Clusters and regions', '/en/series/klastry-a-regiony'],
      [`/calendar/organisations/${organisation.slug}.ics`, '', `/cs/organisations/${organisation.slug}`],
      [`/calendar/en/organisations/${organisation.slug}.ics`, '', `/en/organisations/${organisation.slug}`],
    ] as const) {
      const { status, headers, text } = await get(path)
      expect([status, headers['content-type'], headers['cache-control'], headers['set-cookie']]).toEqual([
        200,
        'text/calendar; charset=utf-8',
        'public, max-age=300',
        undefined,
      ])
      expect(headers['content-disposition']).toMatch(/^inline; filename="[\w-]+\.ics"; filename\*=UTF-8''/)
      const flat = text.replaceAll('\r\n ', '').replaceAll('\u00a0', ' ')
      if (name) expect(flat).toContain(`\r\nNAME:${name}\r\nX-WR-CALNAME:${name}\r\n`)
      expect(flat).toContain(`\r\nURL:${world.url}${page}\r\n`)
      expect(flat).toContain(`\r\nSOURCE;VALUE=URI:${world.url}${path}\r\n`)
      expect(flat).toContain('\r\nX-WR-TIMEZONE:Europe/Sofia\r\n')
      expect(flat).not.toContain('\r\nMETHOD')
      const entries = entriesOf(text)
      expect(entries.map(entry => entry.uid)).toEqual([`event-${first.calendarUid}@pozvanka`])
      expect(entries[0]?.transparency).toBe('TRANSPARENT')
      const cached = await get(path, { 'If-None-Match': headers['etag'] ?? '' })
      expect([cached.status, cached.headers['etag'], cached.headers['cache-control']]).toEqual([
        304,
        headers['etag'],
        'public, max-age=300',
      ])
    }
    await publishEvent(world.db, system, { event: draft, accepting: ['title-in-one-language'] })
    expect(await feedOf('/calendar/series/klastry-a-regiony.ics')).toHaveLength(2)
    expect(await feedOf(`/calendar/organisations/${organisation.slug}.ics`)).toHaveLength(2)
    // The entry is the download's, but for whose time it takes.
    const overview = one(await feedOf('/calendar/events/druha/overview.ics'), 'event-')
    const inFeed = one(await feedOf('/calendar/series/klastry-a-regiony.ics'), `event-${draft.calendarUid}`)
    expect({ ...inFeed, transparency: '' }).toEqual({ ...overview, transparency: '' })
  })

  it('keep what was cancelled, and lose what is a draft again, with a Last-Modified that only rises', async () => {
    const { first, draft } = await aSeries()
    world.at('2026-09-02T10:00:00Z')
    await publishEvent(world.db, system, { event: draft, accepting: ['title-in-one-language'] })
    await cancelEvent(world.db, system, { event: first, note: {} })
    const before = await get('/calendar/series/klastry-a-regiony.ics')
    expect(one(entriesOf(before.text), `event-${first.calendarUid}`)?.status).toBe('CANCELLED')
    await world.db('events').where({ id: draft.id }).update({ publishedAt: null })
    const after = await get('/calendar/series/klastry-a-regiony.ics', { 'If-None-Match': before.headers['etag'] ?? '' })
    expect([after.status, entriesOf(after.text).length]).toEqual([200, 1])
    expect(Date.parse(after.headers['last-modified'] ?? '')).toBeGreaterThanOrEqual(
      Date.parse(before.headers['last-modified'] ?? ''),
    )
    for (const path of ['/calendar/series/jina.ics', '/calendar/organisations/jina.ics', '/calendar/en/series/x.ics'])
      expect((await get(path)).status).toBe(404)
  })

  it('take the same number of queries, one event or ten', async () => {
    const { organisation, common } = await aSeries()
    const paths = ['/calendar/series/klastry-a-regiony.ics', `/calendar/organisations/${organisation.slug}.ics`]
    const count = async () => {
      const counted = []
      for (const path of paths) counted.push((await world.queries(() => get(path))).count)
      return counted
    }
    const before = await count()
    for (let edition = 3; edition < 12; edition += 1)
      await createPublished(world.db, { ...common, slug: `dalsi-${edition}`, edition })
    expect([before, await count()]).toEqual([
      [3, 3],
      [3, 3],
    ])
  })
})

describe('how often a subscriber may ask', () => {
  it('is a quarter of an hour two days around the event, an hour otherwise; Last-Modified follows', async () => {
    const { first } = await aSeries()
    const hour = 3_600_000
    const [start, end] = [first.startsAt.getTime(), first.endsAt.getTime()]
    const moments = [start - 49 * hour, start - 47 * hour, start + hour, end + 47 * hour, end + 49 * hour]
    for (const path of ['/calendar/events/prvni.ics', '/calendar/series/klastry-a-regiony.ics']) {
      const seen = []
      const modified = []
      for (const moment of moments) {
        world.at(new Date(moment))
        const { text, headers } = await get(path)
        seen.push(/REFRESH-INTERVAL;VALUE=DURATION:(\w+)\r\nX-PUBLISHED-TTL:\1/.exec(text)?.[1])
        modified.push(Date.parse(headers['last-modified'] ?? ''))
      }
      expect(seen).toEqual(['PT1H', 'PT15M', 'PT15M', 'PT15M', 'PT1H'])
      expect(modified[1]).toBeGreaterThan(modified[0] ?? 0)
      expect(modified[4]).toBeGreaterThan(modified[3] ?? 0)
    }
  })
})

describe('the life of a session', () => {
  it('create, edit text, move, cancel, reinstate: SEQUENCE 0, 0, 1, 2, 3 and one UID in feed, download and personal feed', async () => {
    const { organisation } = await world.people()
    const { event, hall } = await createStage(world.db, organisation.id)
    const { registration } = await createRegistration(world.db, await createCategory(world.db, event), 'jana')
    await saveTrack(world.db, system, { event, input: { name: { cs: 'Klastry' }, colour: 1 } })
    const track = (await findDraft(world.db, event.id)).tracks[0]?.slug ?? ''
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall, track }))
    const paths = [
      '/calendar/events/klastry.ics',
      '/calendar/en/events/klastry.ics',
      `/calendar/events/klastry/sessions/${reference}.ics`,
      `/calendar/events/klastry/tracks/${track}.ics`,
      `/calendar/my/${tokenOf(registration)}.ics`,
    ]
    const seen: string[] = []
    const uids = new Set<string>()
    const etags = new Set<string>()
    const look = async () => {
      expect((await release(event)).kind).toBe('released')
      for (const path of paths) {
        const { text, headers } = await get(path)
        const entry = one(entriesOf(text), 'session-')
        uids.add(entry?.uid ?? 'none')
        if (path === paths[0]) seen.push(`${entry?.sequence} ${entry?.status}`)
        else expect(`${entry?.sequence} ${entry?.status}`).toBe(seen.at(-1))
        if (path === paths[0]) etags.add(headers['etag'] ?? '')
      }
    }
    await look()
    const renamed = talk('Vodík a vítr', '09:00', '10:00', { room: hall, track })
    await editSession(world.db, system, { event, session: await opened(event, reference), changes: renamed })
    await look()
    const moved = talk('Vodík a vítr', '11:00', '12:00', { room: hall, track })
    await editSession(world.db, system, { event, session: await opened(event, reference), changes: moved })
    await look()
    await removeSession(world.db, system, { event, session: await opened(event, reference) })
    await look()
    // Long after the end it is still there to be struck out.
    world.at('2027-11-01T10:00:00Z')
    expect(one(await feedOf(paths[0] ?? ''), 'session-')?.status).toBe('CANCELLED')
    world.at('2026-09-01T11:00:00Z')
    await reinstateSession(world.db, system, { event, session: await opened(event, reference) })
    await look()
    expect(seen).toEqual(['0 CONFIRMED', '0 CONFIRMED', '1 CONFIRMED', '2 CANCELLED', '3 CONFIRMED'])
    expect([uids.size, etags.size]).toEqual([1, 5])
  })
})

describe('the life of an event', () => {
  it('the same in the download, the series, the personal feed and the attachment of the mail', async () => {
    const { first } = await aSeries()
    const { registration } = await createRegistration(world.db, await createCategory(world.db, first), 'jana')
    const organizer = { name: 'Hostitel', email: 'pozvanka@example.org' }
    const seen: unknown[] = []
    const look = async () => {
      const event = (await findEvent(world.db, first.id)) ?? first
      const asEvent = [
        one(await feedOf('/calendar/events/prvni/overview.ics'), `event-${first.calendarUid}@`),
        one(await feedOf('/calendar/series/klastry-a-regiony.ics'), `event-${first.calendarUid}@`),
      ]
      const mail = entriesOf(await writeRegistrationFile(world.services, event, registration, organizer))
      const own = [one(await feedOf(`/calendar/my/${tokenOf(registration)}.ics`), 'reg-'), one(mail, 'reg-')]
      expect(new Set(own.map(entry => entry?.uid))).toEqual(new Set([`reg-${registration.calendarUid}@pozvanka`]))
      seen.push([...new Set([...asEvent, ...own].map(entry => `${entry?.sequence} ${entry?.status}`))])
      return event
    }
    const edit = async (event: EventRow, changes: Partial<EventRow>) => {
      const { id: _id, ...input } = { ...event, ...changes }
      const saved = await editEvent(world.db, system, { event, input, lockVersion: event.lockVersion })
      expect(saved.kind).toBe('saved')
    }
    await edit(await look(), { subtitle: { cs: 'Jen slova' } })
    const startsAt = new Date('2027-05-03T07:00:00Z')
    await edit(await look(), { startsLocal: '2027-05-03T10:00:00', startsAt })
    await cancelEvent(world.db, system, { event: await look(), note: {} })
    await reinstateEvent(world.db, system, { event: await look() })
    await look()
    expect(seen).toEqual([['0 CONFIRMED'], ['0 CONFIRMED'], ['1 CONFIRMED'], ['2 CANCELLED'], ['3 CONFIRMED']])
  })
})

describe('the personal feed', () => {
  /** An event with a satellite, and somebody registered at both. */
  async function withSatellite() {
    const { organisation } = await world.people()
    const event = await createPublished(world.db, { organisation })
    const satellite = await createPublished(world.db, {
      organisation,
      slug: 'digitour',
      title: { cs: 'Digitour', en: 'Digitour' },
      parentEventId: event.id,
      startDate: '2027-09-15',
      endDate: '2027-09-15',
    })
    const [main, side] = [await createCategory(world.db, event), await createCategory(world.db, satellite)]
    const { registration } = await createRegistration(world.db, main, 'jana')
    return { event, satellite, side, registration }
  }

  it('has the satellites the same address registered for, with their parts; nobody else’s', async () => {
    const { satellite, side, registration } = await withSatellite()
    const feed = () => feedOf(`/calendar/my/${tokenOf(registration)}.ics`)
    expect(await feed()).toHaveLength(1)
    const times = { from: '2027-09-15T08:00:00Z', to: '2027-09-15T09:00:00Z' }
    const part = await createPart(world.db, satellite, { title: 'Dílna', ...times })
    await createRegistration(world.db, side, 'nekdo-jiny', { partIds: [part.id] })
    expect(await feed()).toHaveLength(1)
    const more = { email: 'JANA@example.org', partIds: [part.id] }
    const own = (await createRegistration(world.db, side, 'jana', more)).registration
    const entries = await feed()
    expect(entries.map(entry => [entry.uid, entry.status])).toEqual(
      expect.arrayContaining([
        [`reg-${registration.calendarUid}@pozvanka`, 'CONFIRMED'],
        [`reg-${own.calendarUid}@pozvanka`, 'CONFIRMED'],
        [`part-${part.calendarUid}@pozvanka`, 'CONFIRMED'],
      ]),
    )
    expect(entries).toHaveLength(3)
    const before = one(entries, 'part-')?.sequence ?? 0
    await cancelRegistration(world.db, system, { registration: own })
    expect((await feed()).filter(entry => entry.status === 'CANCELLED')).toHaveLength(2)
    // Coming back is a registration of its own; the part is the same part, and its SEQUENCE goes on.
    await createRegistration(world.db, side, 'jana', { partIds: [part.id] })
    const again = await feed()
    expect(again).toHaveLength(4)
    expect(one(again, 'part-')?.status).toBe('CONFIRMED')
    expect(one(again, 'part-')?.sequence).toBeGreaterThan(before)
    await world.db('events').where({ id: satellite.id }).update({ publishedAt: null })
    expect(await feed()).toHaveLength(1)
  })

  it('takes the same number of queries, one satellite or five', async () => {
    const { event, side, registration } = await withSatellite()
    await createRegistration(world.db, side, 'jana')
    const count = async () => (await world.queries(() => get(`/calendar/my/${tokenOf(registration)}.ics`))).count
    const before = await count()
    const { organisation } = await world.people()
    for (const slug of ['a', 'b', 'c', 'd']) {
      const satellite = await createPublished(world.db, { organisation, slug: `sat-${slug}`, parentEventId: event.id })
      await createRegistration(world.db, await createCategory(world.db, satellite), 'jana')
    }
    expect(await count()).toBe(before)
  })

  it('is private, answers HEAD, is never compressed, and asks nothing of whoever comes', async () => {
    const { registration } = await withSatellite()
    const path = `/calendar/my/${tokenOf(registration)}.ics`
    for (const agent of [
      'Google-Calendar-Importer',
      'Microsoft.Exchange/15.20',
      'iOS/17 dataaccessd/1.0',
      'ICSx5/2.2',
    ]) {
      const { status, headers } = await get(path, { 'User-Agent': agent, 'Accept-Encoding': 'gzip, br' })
      expect([status, headers['content-encoding'], headers['set-cookie'], headers['location']]).toEqual([
        200,
        ...Array(3),
      ])
      expect([headers['cache-control'], headers['x-robots-tag'], headers['referrer-policy']]).toEqual([
        'private, max-age=300',
        'noindex',
        'no-referrer',
      ])
    }
    const head = await supertest(world.app).head(path)
    const whole = await get(path)
    expect([head.status, head.headers['etag'], head.text ?? '']).toEqual([200, whole.headers['etag'], ''])
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(whole.text)))
    expect(whole.text).not.toContain('SOURCE')
  })
})

describe('fetches of one personal feed', () => {
  const limited = useWorld({ RATE_LIMITS: 'on' })

  it('are limited for each token, not for the network', async () => {
    const { organisation } = await limited.people()
    const event = await createPublished(limited.db, { organisation })
    const category = await createCategory(limited.db, event)
    const jana = (await createRegistration(limited.db, category, 'jana')).registration
    const petr = (await createRegistration(limited.db, category, 'petr')).registration
    const fetch = (of: RegistrationRow) => get(`/calendar/my/${tokenOf(of, limited)}.ics`, {}, limited)
    expect((await fetch(jana)).status).toBe(200)
    await limited.db('throttles').update({ points: 120 })
    const refused = await fetch(jana)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '900'])
    expect((await fetch(petr)).status).toBe(200)
  })
})

describe('hostile words', () => {
  it('begin no line, node or header of their own, in any calendar, export or mail', async () => {
    const { organisation } = await world.people()
    await world
      .db('organisations')
      .where({ id: organisation.id })
      .update({ name: { cs: hostile, en: hostile } })
    const title = { cs: hostile, en: hostile }
    const { event, hall } = await createStage(world.db, organisation.id, { title })
    await world
      .db('eventHosts')
      .insert({ eventId: event.id, organisationId: organisation.id, role: 'host', position: 1 })
    await world.db('rooms').update({ name: title })
    await saveTrack(world.db, system, { event, input: { name: title, colour: 1 } })
    const track = (await findDraft(world.db, event.id)).tracks[0]?.slug ?? ''
    const speaker = await createSpeaker(world.db, event, hostile)
    const speakers = [{ reference: speaker, role: 'speaker' as const }]
    const reference = await createSession(world.db, event, {
      ...talk(hostile, '09:00', '10:00', { room: hall, track, speakers }),
      abstract: title,
    })
    await release(event)
    const person = { givenName: hostile.slice(0, 60), organisation: hostile }
    const { registration } = await createRegistration(world.db, await createCategory(world.db, event), 'jana', person)
    for (const language of ['', '/en'])
      for (const path of [
        'events/klastry.ics',
        'events/klastry/overview.ics',
        `events/klastry/sessions/${reference}.ics`,
        `events/klastry/tracks/${track}.ics`,
        `events/klastry/speakers/${speaker}.ics`,
        `organisations/${organisation.slug}.ics`,
      ]) {
        const { status, text } = await get(`/calendar${language}/${path}`)
        expect(status).toBe(200)
        expect(text).not.toMatch(/^(?:ATTACH|METHOD|Bcc)/m)
        expect(entriesOf(text)).toHaveLength(1)
      }
    expect(await feedOf(`/calendar/my/${tokenOf(registration)}.ics`)).toHaveLength(2)
    const xml = (await get('/events/klastry/schedule.xml')).text
    expect([xml.includes('<b>x</b>'), xml.match(/<event /g)?.length]).toEqual([false, 1])
    await world.runJobs()
    for (const mail of await world.db('mails')) {
      expect(`${mail.subject ?? ''}${mail.toAddress}`).not.toMatch(/[\r\n]/)
      expect(mail.content?.html).not.toContain('<b>x</b>')
    }
  })
})

describe('pages offer ways into a calendar', () => {
  it('and say which follows by itself and how fast, in both languages', async () => {
    const { organisation, first } = await aSeries()
    const reference = await createSession(world.db, first, {
      ...talk('Vodík', '09:00', '10:00'),
      when: { startsLocal: '2027-05-03T09:00:00', endsLocal: '2027-05-03T10:00:00' },
    })
    const host = world.url.replace(/^http:/, 'webcal:')
    const plain = async (path: string) => (await get(path)).text.replaceAll('\u00a0', ' ').replaceAll('&amp;', '&')
    const before = await plain('/cs/events/prvni')
    expect(before).toContain('/calendar/events/prvni/overview.ics')
    // Nothing to follow yet: an empty calendar helps nobody.
    expect(before).not.toContain('webcal:')
    await release(first)
    const cases = [
      ['events/prvni', 'events/prvni.ics'],
      ['events/prvni/agenda', 'events/prvni.ics'],
      ['series/klastry-a-regiony', 'series/klastry-a-regiony.ics'],
      [`organisations/${organisation.slug}`, `organisations/${organisation.slug}.ics`],
    ] as const
    for (const [locale, prefix, words] of [
      ['cs', 'calendar', ['změny do 24 hodin, rychleji to Google neumí', 'co se později změní, v ní nebude']],
      ['en', 'calendar/en', ['changes within 24 hours; Google cannot do it faster', 'later changes will not be in it']],
    ] as const)
      for (const [page, feed] of cases) {
        const text = await plain(`/${locale}/${page}`)
        const followed = `${host}/${prefix}/${feed}`
        expect(text).toContain(`href="${followed}"`)
        expect(text).toContain(`href="https://calendar.google.com/calendar/r?cid=${encodeURIComponent(followed)}"`)
        const https = encodeURIComponent(`${world.url}/${prefix}/${feed}`)
        expect(text).toContain(`href="https://outlook.live.com/calendar/0/addfromweb?url=${https}&name=`)
        expect(text).toContain(`href="https://outlook.office.com/calendar/0/addfromweb?url=${https}&name=`)
        for (const word of words) expect(text).toContain(word)
      }
    const session = await plain(`/cs/events/prvni/sessions/${reference}`)
    expect(session).not.toContain('webcal:')
    expect(session).toContain('https://calendar.google.com/calendar/render?action=TEMPLATE')
    expect(session).toContain(`/calendar/events/prvni/sessions/${reference}.ics`)
    expect(session).toContain('/cs/events/prvni/agenda#calendar')
  })
})
