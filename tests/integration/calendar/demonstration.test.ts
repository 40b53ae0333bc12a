import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { createLog } from '../../../src/core/log.ts'
import { findLatestReleases } from '../../../src/features/agenda/queries.ts'
import { writeRegistrationFile } from '../../../src/features/calendar/actions.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { dropTestDatabase } from '../../support/database.ts'
import { createDemonstrationDatabase } from '../../support/demonstration.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { startChild } from '../core/children.ts'

const scratch = mkdtempSync(join(tmpdir(), 'pozvanka-feeds-'))
let services: Services
let app: Express
let address: Address
let paths: string[] = []

beforeAll(async () => {
  address = await createDemonstrationDatabase()
  const env = { NODE_ENV: 'test', DEMO: 'off', JOBS: 'off', RATE_LIMITS: 'off', LOG_LEVEL: 'silent', DATA_DIR: '/tmp' }
  services = createServices(loadConfig(env), address, createLog('silent'))
  app = createApp(services)
  paths = await everyCalendar()
}, 120_000)

afterAll(async () => {
  await closeServices(services)
  await dropTestDatabase(address)
  rmSync(scratch, { recursive: true })
})

/** The path of every calendar there is, in both languages. */
async function everyCalendar(): Promise<string[]> {
  const { db, tokens } = services
  const events = await db('events').whereNotNull('publishedAt')
  const releases = await findLatestReleases(
    db,
    events.map(({ id }) => id),
  )
  const ofEvents = events.flatMap(({ id, slug }) => {
    const { sessions = [], tracks = [], speakers = [] } = releases.get(id)?.content ?? {}
    return [
      `events/${slug}.ics`,
      `events/${slug}/overview.ics`,
      // Breaks are no entries.
      ...sessions.flatMap(one => (one.kind === 'break' ? [] : [`events/${slug}/sessions/${one.reference}.ics`])),
      ...tracks.map(track => `events/${slug}/tracks/${track.slug}.ics`),
      ...speakers.map(speaker => `events/${slug}/speakers/${speaker.reference}.ics`),
    ]
  })
  const series = (await db('eventSeries')).map(({ slug }) => `series/${slug}.ics`)
  const organisations = (await db('organisations')).map(({ slug }) => `organisations/${slug}.ics`)
  const shared = [...ofEvents, ...series, ...organisations]
  const registrations = await db('registrations').orderBy('id')
  const personal = registrations.map(
    one => `/calendar/my/${tokens.issue('calendar', one.reference, one.calendarTokenVersion)}.ics`,
  )
  return [...shared.map(path => `/calendar/${path}`), ...shared.map(path => `/calendar/en/${path}`), ...personal]
}

describe('the calendars of the demonstration', () => {
  it('have no finding: every feed, download and personal feed, in both languages', async () => {
    const findings: string[] = []
    let entries = 0
    for (const path of paths) {
      const { status, text, headers } = await supertest(app).get(path).buffer(true)
      const bytes = text ?? ''
      entries += bytes.match(/BEGIN:VEVENT/g)?.length ?? 0
      if (status !== 200 || headers['content-type'] !== 'text/calendar; charset=utf-8')
        findings.push(`${path}: ${status}`)
      findings.push(...lintCalendar(Buffer.from(bytes)).map(finding => `${path}: ${finding}`))
      if (bytes.includes('\r\nMETHOD')) findings.push(`${path}: METHOD`)
    }
    expect(findings).toEqual([])
    expect([paths.length > 200, entries > 500]).toEqual([true, true])
  }, 120_000)

  it('nor the attachments of mails, which have a METHOD and an ORGANIZER', async () => {
    const events = new Map((await services.db('events')).map(event => [event.id, event]))
    const organizer = { name: 'Pořadatel; „A“', email: 'pozvanka@example.org' }
    for (const registration of await services.db('registrations').orderBy('id').limit(60)) {
      const event = events.get(registration.eventId)
      if (!event) throw new Error('no event')
      const file = await writeRegistrationFile(services, event, registration, organizer)
      expect([registration.reference, lintCalendar(Buffer.from(file))]).toEqual([registration.reference, []])
      expect(file).toContain('\r\nMETHOD:PUBLISH\r\n')
    }
  }, 60_000)

  it('and all public pages of events, are the same bytes on a server in whatever zone', async () => {
    const slugs = await services.db('events').whereNotNull('publishedAt').pluck('slug')
    const pages = slugs.flatMap(slug => [
      `/cs/events/${slug}`,
      `/en/events/${slug}/agenda`,
      `/events/${slug}/schedule.json`,
      `/events/${slug}/schedule.xml`,
      `/cs/events/${slug}/changes.atom`,
    ])
    const file = join(scratch, 'paths.json')
    writeFileSync(file, JSON.stringify([...paths.filter((_, index) => index % 8 === 0), ...pages, '/cs/', '/en/']))
    const run = async (zone: string) => {
      const child = startChild('tests/integration/calendar/fetch-all.ts', [JSON.stringify(address), file], { TZ: zone })
      const ended = await child.ended()
      const said = /^\{.*\}$/m.exec(child.output())?.[0]
      if (ended !== 0 || said === undefined) throw new Error(child.output())
      return JSON.parse(said) as { hour: number; digests: Record<string, string> }
    }
    const [utc, newYork] = await Promise.all([run('UTC'), run('America/New_York')])
    // The zones were really different ones.
    expect([utc.hour, newYork.hour]).toEqual([0, 19])
    expect(newYork.digests).toEqual(utc.digests)
    expect(Object.values(utc.digests).every(digest => digest.startsWith('200 '))).toBe(true)
  }, 120_000)
})
