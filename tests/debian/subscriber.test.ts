import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { withDatabase } from '../../bin/support/scratch-server.ts'
import { system } from '../../src/core/actor.ts'
import type { Database } from '../../src/core/database.ts'
import { localDateTime, timeZone } from '../../src/core/time.ts'
import { releaseAgenda } from '../../src/features/agenda/actions/release.ts'
import { moveSession } from '../../src/features/agenda/actions/sessions.ts'
import type { TypedTimes } from '../../src/features/agenda/types/changes.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import { createOrganisation } from '../factories/accounts.ts'
import { createSession, createStage } from '../factories/agenda.ts'
import { type RunningApp, startApp } from '../journeys/support/server.ts'
import { createTestDatabase, dropTestDatabase } from '../support/database.ts'
import { inFolder } from './support/programs.ts'
import { type Proxy, startProxy } from './support/proxy.ts'
import { subscribe } from './support/subscriber.ts'

/** Two conferences through the nights in which Prague changes its clocks. Title, wall times, and the instants they are. */
const nights: readonly (readonly [string, TypedTimes, string, string])[] = [
  ['Večer před změnou', at('2027-10-30 23:00', '2027-10-30 23:45'), '2027-10-30T21:00Z', '2027-10-30T21:45Z'],
  ['Přes půlnoc', at('2027-10-31 00:30', '2027-10-31 01:30'), '2027-10-30T22:30Z', '2027-10-30T23:30Z'],
  ['Přes změnu', at('2027-10-31 01:30', '2027-10-31 03:30'), '2027-10-30T23:30Z', '2027-10-31T02:30Z'],
  ['Poprvé ve dvě', at('2027-10-31 02:10', '2027-10-31 02:40', 'earlier'), '2027-10-31T00:10Z', '2027-10-31T00:40Z'],
  ['Podruhé ve dvě', at('2027-10-31 02:10', '2027-10-31 02:40', 'later'), '2027-10-31T01:10Z', '2027-10-31T01:40Z'],
  ['Po změně', at('2027-10-31 03:00', '2027-10-31 04:00'), '2027-10-31T02:00Z', '2027-10-31T03:00Z'],
  ['Jaro: přes změnu', at('2027-03-28 01:30', '2027-03-28 03:30'), '2027-03-28T00:30Z', '2027-03-28T01:30Z'],
  ['Jaro: hned po změně', at('2027-03-28 03:00', '2027-03-28 03:30'), '2027-03-28T01:00Z', '2027-03-28T01:30Z'],
]

const zones = ['Europe/Prague', 'UTC', 'America/New_York', 'Asia/Kolkata']

describe('who subscribes with vdirsyncer and reads with khal', () => {
  let app: RunningApp
  let proxy: Proxy
  let address: Awaited<ReturnType<typeof createTestDatabase>>
  beforeAll(async () => {
    address = await createTestDatabase()
    const { host, port, user, password, database } = address
    const socket = new URLSearchParams({ host, port: String(port) }).toString()
    const databaseUrl = `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@localhost/${database}?${socket}`
    app = await startApp({ DATABASE_URL: databaseUrl })
    proxy = await startProxy(app.url)
  })
  afterAll(async () => {
    await proxy.close()
    await app.stop()
    await dropTestDatabase(address)
  })

  it('reads every session of the demonstration at its time', async () => {
    const slug = 'clusters-meet-regions-burgas'
    const { schedule } = (await (await fetch(`${app.url}/events/${slug}/schedule.json`)).json()) as Schedule
    const sessions = schedule.conference.days.flatMap(({ rooms }) => Object.values(rooms).flat())
    // Nobody wants their calendar full of coffee.
    const wanted = sessions
      .filter(({ type }) => type !== 'break')
      .map(({ date, title }) => `${shown(date, 'Europe/Prague')}|${plain(title)}`)
    await inFolder(async home => {
      const subscriber = await subscribe(home, `${proxy.url}/calendar/events/${slug}.ics`)
      await subscriber.sync()
      expect(wanted.length).toBeGreaterThan(20)
      const read = await subscriber.read('Europe/Prague', schedule.conference.start.slice(0, 10), 7)
      const begun = read.map(line => line.replace(/\|[^|]*\|/, '|')).map(plain)
      expect(begun.toSorted()).toEqual(wanted.toSorted())
    })
  })

  it('reads the right times in nights when clocks change, wherever it is, and gets nothing twice', async () => {
    const slugs = await withDatabase(address, makeNights)
    await inFolder(async home => {
      const subscriber = await subscribe(home, `${proxy.url}/calendar/events/${slugs.autumn}.ics`)
      expect(await subscriber.sync()).toHaveLength(6)
      for (const zone of zones) {
        expect([zone, await subscriber.read(zone, '2027-10-29', 6)]).toEqual([zone, expected(zone, '2027-10')])
      }
      const before = proxy.fetched.length
      expect(await subscriber.sync()).toEqual([])
      const again = proxy.fetched.slice(before)
      expect(again.length).toBeGreaterThan(0)
      expect(again.map(({ status, bytes }) => [status, bytes])).toEqual(again.map(() => [304, 0]))
    })
    await inFolder(async home => {
      const subscriber = await subscribe(home, `${proxy.url}/calendar/en/events/${slugs.spring}.ics`)
      await subscriber.sync()
      for (const zone of zones) {
        expect([zone, await subscriber.read(zone, '2027-03-26', 6)]).toEqual([zone, expected(zone, '2027-03')])
      }
    })
  })

  it('follows a session that moves, and keeps nothing of where it was', async () => {
    await withDatabase(address, async db => {
      const event = await eventOf(db, 'noc-na-jare')
      await inFolder(async home => {
        const subscriber = await subscribe(home, `${proxy.url}/calendar/events/${event.slug}.ics`)
        await subscriber.sync()
        const [row] = await db('agendaSessions').where({ eventId: event.id }).orderBy('startsAt')
        if (row === undefined) throw new Error('no session')
        const outcome = await moveSession(db, system, {
          event,
          session: row,
          to: at('2027-03-28 04:00', '2027-03-28 05:00'),
        })
        expect(outcome.kind).toBe('saved')
        await releaseAgenda(db, system, { event, note: {} })
        await subscriber.sync()
        expect(subscriber.count()).toBe(2)
        expect(await subscriber.read('UTC', '2027-03-26', 6)).toEqual([
          '2027-03-28 01:00|2027-03-28 01:30|Jaro: hned po změně',
          '2027-03-28 02:00|2027-03-28 03:00|Jaro: přes změnu',
        ])
      })
    })
  })
})

interface Schedule {
  readonly schedule: {
    readonly conference: {
      readonly start: string
      readonly days: readonly {
        rooms: Readonly<Record<string, readonly { date: string; title: string; type: string }[]>>
      }[]
    }
  }
}

function at(start: string, end: string, occurrence?: 'earlier' | 'later'): TypedTimes {
  const [startsLocal = '', endsLocal = ''] = [start, end].map(time => `${time.replace(' ', 'T')}:00`)
  return { startsLocal, endsLocal, startsOccurrence: occurrence, endsOccurrence: occurrence }
}

async function makeNights(db: Database): Promise<{ autumn: string; spring: string }> {
  const organisation = await createOrganisation(db, { slug: 'nocni-klastr', name: 'Noční klastr' })
  const make = async (slug: string, month: string, first: string, last: string) => {
    const { event } = await createStage(db, organisation.id, {
      slug,
      timeZone: timeZone('Europe/Prague'),
      startsLocal: localDateTime(first, '09:00'),
      endsLocal: localDateTime(last, '17:00'),
    })
    for (const [title, when] of nights.filter(([, , start]) => start.startsWith(month)))
      await createSession(db, event, { kind: 'talk', title: { cs: title }, when })
    const outcome = await releaseAgenda(db, system, { event, note: {} })
    if (outcome.kind !== 'released') throw new Error(`${slug}: ${outcome.kind}`)
    return slug
  }
  return {
    autumn: await make('noc-na-podzim', '2027-10', '2027-10-30', '2027-10-31'),
    spring: await make('noc-na-jare', '2027-03', '2027-03-27', '2027-03-28'),
  }
}

async function eventOf(db: Database, slug: string): Promise<EventRow> {
  const event = await db('events').where({ slug }).first()
  if (event === undefined) throw new Error(`no event ${slug}`)
  return event
}

function expected(zone: string, month: string): string[] {
  return nights
    .filter(([, , start]) => start.startsWith(month))
    .map(([title, , start, end]) => `${shown(start, zone)}|${shown(end, zone)}|${title}`)
    .toSorted()
}

/** `2027-10-31 01:30`: an instant on the wall of a zone. */
function shown(instant: string, zone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  return format.format(Date.parse(instant))
}

function plain(text: string): string {
  return text.replaceAll(/[\s\u{a0}]+/gu, ' ').trim()
}
