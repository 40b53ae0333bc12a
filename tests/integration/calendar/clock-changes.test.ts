import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { addMinutes, instant, timeZone, toInstant, toLocal } from '../../../src/core/time.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { addSession } from '../../../src/features/agenda/actions/sessions.ts'
import { createEvent } from '../../../src/features/events/actions/create.ts'
import { publishEvent } from '../../../src/features/events/actions/phases.ts'
import { decideTimes } from '../../../src/features/events/rules.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { entriesOf } from '../../support/ical-read.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
type Occurrence = 'earlier' | 'later' | undefined

/** A time on the wall where clocks change, and the moment meant; `gap`: there is no such time. */
const cases: readonly (readonly [string, string, Occurrence, string])[] = [
  ['Europe/Prague', '2026-03-29T01:59:00', undefined, '2026-03-29T00:59:00Z'],
  ['Europe/Prague', '2026-03-29T02:30:00', undefined, 'gap'],
  ['Europe/Prague', '2026-03-29T03:00:00', undefined, '2026-03-29T01:00:00Z'],
  ['Europe/Prague', '2026-10-25T02:30:00', 'earlier', '2026-10-25T00:30:00Z'],
  ['Europe/Prague', '2026-10-25T02:30:00', 'later', '2026-10-25T01:30:00Z'],
  ['Europe/Prague', '2026-10-25T03:00:00', undefined, '2026-10-25T02:00:00Z'],
  ['Europe/Sofia', '2026-10-25T03:30:00', 'later', '2026-10-25T01:30:00Z'],
  ['Europe/London', '2027-10-31T01:30:00', 'earlier', '2027-10-31T00:30:00Z'],
  ['Europe/London', '2027-10-31T01:30:00', 'later', '2027-10-31T01:30:00Z'],
  ['Europe/Lisbon', '2027-03-28T02:00:00', undefined, '2027-03-28T01:00:00Z'],
  ['Europe/Dublin', '2027-03-28T01:30:00', undefined, 'gap'],
  ['Europe/Dublin', '2027-10-31T01:30:00', 'later', '2027-10-31T01:30:00Z'],
]

async function get(path: string): Promise<string> {
  const answer = await supertest(world.app).get(path).buffer(true)
  expect(answer.status).toBe(200)
  return (answer.text ?? '').replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
}

/** An event that begins at that time, with a session that does, too. */
async function ground(zoneName: string, startsLocal: string, occurrence: Occurrence, moment: string) {
  const { organisation } = await world.people()
  const zone = timeZone(zoneName)
  const startsAt = instant(moment)
  const endsAt = addMinutes(startsAt, 180)
  const endsLocal = toLocal(endsAt, zone)
  const created = await createEvent(world.db, system, {
    organisationId: organisation.id,
    input: {
      slug: 'zmena-casu',
      title: { cs: 'Změna času', en: 'Clock change' },
      city: { cs: 'Praha' },
      timeZone: zone,
      hasTimes: true,
      startsLocal,
      endsLocal,
      startsAt,
      endsAt,
    },
  })
  if (created.kind !== 'created') throw new Error(created.kind)
  const published = await publishEvent(world.db, system, { event: created.event })
  if (published.kind !== 'published') throw new Error(published.kind)
  const when = { startsLocal, endsLocal, startsOccurrence: occurrence }
  const session = { kind: 'talk' as const, title: { cs: 'Beseda', en: 'Talk' }, when }
  const added = await addSession(world.db, system, { event: published.event, session })
  if (added.kind !== 'saved') throw new Error(JSON.stringify(added))
  await releaseAgenda(world.db, system, { event: published.event, note: {} })
  return { event: published.event, reference: added.session.reference }
}

/** The moment a mail tells: `neděle 25. října 2026, 2.30–4.30` and `UTC+2` beside it. */
function momentOfMail(text: string): number {
  const months = ['března', 'října']
  const [, day = '', month = '', year = '', hour = '', minute = ''] =
    /(\d+)\. (března|října) (\d{4}), (\d+)\.(\d\d)–/.exec(text) ?? []
  const offset = Number(/UTC(?:\+(\d+))?/.exec(text)?.[1] ?? 0)
  return Date.UTC(Number(year), month === months[0] ? 2 : 9, Number(day), Number(hour) - offset, Number(minute))
}

describe('where clocks change', () => {
  it.each(cases)('%s %s %s is the same moment everywhere: %s', async (zoneName, local, occurrence, moment) => {
    const zone = timeZone(zoneName)
    if (moment === 'gap') {
      const { organisation } = await world.people()
      const typed = { timeZone: zone, startDate: local.slice(0, 10), endDate: local.slice(0, 10), endTime: '09:00' }
      const decision = decideTimes({ ...typed, startTime: local.slice(11, 16) })
      expect(decision).toMatchObject({ kind: 'gap', which: 'start' })
      const { event } = await ground(
        zoneName,
        `${local.slice(0, 10)}T03:30:00`,
        undefined,
        momentAt(local, '03:30', zoneName),
      )
      const when = { startsLocal: local, endsLocal: `${local.slice(0, 10)}T09:00:00` }
      const session = { kind: 'talk' as const, title: { cs: 'V díře' }, when }
      const refused = await addSession(world.db, system, { event, session })
      expect(refused).toMatchObject({ kind: 'refused', problems: [{ kind: 'gap', field: 'start' }] })
      expect(organisation.id).toBe(event.organisationId)
      return
    }
    const expected = Date.parse(moment)
    world.at('2026-01-01T10:00:00Z')
    const { event, reference } = await ground(zoneName, local, occurrence, moment)
    const stored = await world.db('agendaSessions').where({ reference }).first('startsAt', 'startsLocal')
    expect([stored?.startsAt?.getTime(), stored?.startsLocal]).toEqual([expected, local])
    const page = await get(`/cs/events/zmena-casu/sessions/${reference}`)
    const json = await get('/events/zmena-casu/schedule.json')
    const told = {
      page: /<time datetime="([^"]+T[^"]+)"/.exec(page)?.[1],
      event: /"startDate":"([^"]+)"/.exec(await get('/cs/events/zmena-casu'))?.[1],
      json: /"date": ?"([^"]+T[^"]+)"/.exec(json)?.[1],
      xml: /<date>([^<]+)<\/date>/.exec(await get('/events/zmena-casu/schedule.xml'))?.[1],
    }
    for (const [where, text] of Object.entries(told)) expect([where, Date.parse(text ?? '')]).toEqual([where, expected])
    expect(page).toContain(`dates=${moment.replaceAll(/[-:]/g, '')}%2F`)
    for (const path of [
      'events/zmena-casu.ics',
      'events/zmena-casu/overview.ics',
      `events/zmena-casu/sessions/${reference}.ics`,
    ]) {
      const ics = (await supertest(world.app).get(`/calendar/${path}`).buffer(true)).text ?? ''
      expect(lintCalendar(Buffer.from(ics))).toEqual([])
      expect(entriesOf(ics).map(entry => [path, entry.start, entry.end])).toEqual([
        [path, expected, expected + 10_800_000],
      ])
      // T3: what the wall shows twice is written in UTC.
      expect(ics.includes(`DTSTART:${moment.replaceAll(/[-:]/g, '')}`)).toBe(occurrence !== undefined)
    }
    await createRegistration(world.db, await createCategory(world.db, event), 'jana')
    await world.runJobs()
    const mail = await world.db('mails').where({ kind: 'registration-confirmed' }).first('content')
    const text = (mail?.content?.text ?? '').replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
    expect([momentOfMail(text), text]).toEqual([expected, expect.any(String)])
  })

  it('a time that comes twice is asked about, at the event and at a session', async () => {
    const typed = {
      timeZone: timeZone('Europe/Prague'),
      startDate: '2026-10-25',
      endDate: '2026-10-25',
      endTime: '09:00',
    }
    expect(decideTimes({ ...typed, startTime: '02:30' })).toMatchObject({ kind: 'overlap', which: 'start' })
    const { event } = await ground('Europe/Prague', '2026-10-25T02:30:00', 'earlier', '2026-10-25T00:30:00Z')
    const when = { startsLocal: '2026-10-25T02:30:00', endsLocal: '2026-10-25T05:00:00' }
    const session = { kind: 'talk' as const, title: { cs: 'Dvakrát' }, when }
    const refused = await addSession(world.db, system, { event, session })
    expect(refused).toMatchObject({ kind: 'refused', problems: [{ kind: 'twice', field: 'start' }] })
  })
})

/** The moment of a usual time on that day. */
function momentAt(local: string, time: string, zone: string): string {
  const meaning = toInstant(`${local.slice(0, 10)}T${time}:00`, timeZone(zone))
  if (meaning.kind !== 'instant') throw new Error(`${time} is no usual time`)
  return meaning.instant.toISOString()
}
