import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { defineJob, enqueue, type Nothing } from '../../../src/core/jobs.ts'
import { urls } from '../../../src/core/http/urls.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { findLatestRelease, findOutline } from '../../../src/features/agenda/queries.ts'
import { realignEvent } from '../../../src/features/events/actions/realign.ts'
import { eventMoved } from '../../../src/features/events/jobs.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { ReleaseRow, SessionRow } from '../../../src/features/agenda/tables.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { followAllTimes } from '../../../src/features/registration/actions/following.ts'
import { listParts } from '../../../src/features/registration/queries/parts.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const before = '2026-09-01T08:00:00Z'

/** An event in Prague with one released session from ten to eleven on 24 October. */
async function stage(rest: Partial<EventRow> = {}) {
  world.at(before)
  const { organisation } = await world.people()
  const { event, hall } = await createStage(world.db, organisation.id, rest)
  const speaker = await createSpeaker(world.db, event, 'Jana Nováková')
  const who = { room: hall, speakers: [{ reference: speaker, role: 'speaker' as const }] }
  const reference = await createSession(world.db, event, talk('Úvod', '10:00', '11:00', who))
  await createSession(world.db, event, talk('Druhý', '11:00', '12:00', who))
  await releaseAgenda(world.db, system, { event, note: {} })
  await world.runJobs()
  return { event, reference }
}

/** Everything stored as if the tables of its day had put Prague an hour further east. */
async function deriveUnderOldRules(eventId: number): Promise<void> {
  const hour = `interval '1 hour'`
  const shifted = `starts_at = starts_at - ${hour}, ends_at = ends_at - ${hour}`
  await world.db.raw(`update events set ${shifted} where id = ?`, [eventId])
  await world.db.raw(`update agenda_sessions set ${shifted} where event_id = ? and starts_at is not null`, [eventId])
  await world.db.raw(`update parts set ${shifted} where event_id = ? and starts_at is not null`, [eventId])
  for (const column of ['content', 'outline'])
    await world.db.raw(
      `update agenda_releases set id = default, ${column} = jsonb_set(${column}, '{sessions}', (select jsonb_agg(one || jsonb_build_object(
         'startsAt', to_char((one->>'startsAt')::timestamptz at time zone 'UTC' - ${hour}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'endsAt', to_char((one->>'endsAt')::timestamptz at time zone 'UTC' - ${hour}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
         from jsonb_array_elements(${column}->'sessions') one)) where event_id = ?`,
      [eventId],
    )
}

/** What a night brings, or the start of a process. */
async function night(): Promise<void> {
  await inTransaction(world.db, async trx => {
    for (const name of ['events.zones-due', 'agenda.zones-due']) await enqueue(trx, defineJob<Nothing>(name), {})
  })
  await world.runJobs()
}

async function stateOf({ id }: EventRow) {
  const sql = <Row extends object>(query: string) => rows<Row>(world.db, query, [id])
  return {
    event: await findEvent(world.db, id),
    sessions: await sql<SessionRow>('select * from agenda_sessions where event_id = ? order by id'),
    releases: await sql<ReleaseRow>('select * from agenda_releases where event_id = ? order by id'),
    parts: await listParts(world.db, id),
    audit: await sql<{ action: string }>('select action, details from audit_entries where event_id = ? order by id'),
  }
}

const iso = (at: Date | undefined) => at?.toISOString()
const appearances = () =>
  rows<{ startsAt: Date }>(world.db, 'select starts_at from session_speakers order by starts_at')

describe('instants derived by former tables of zones', () => {
  it('are put right for events to come: calendars learn of it, the wall stays', async () => {
    const { event } = await stage()
    await deriveUnderOldRules(event.id)
    world.at('2026-09-02T00:00:00Z')
    await night()
    const after = await findEvent(world.db, event.id)
    expect([iso(after?.startsAt), iso(after?.endsAt)]).toEqual([iso(event.startsAt), iso(event.endsAt)])
    expect(after).toMatchObject({
      startsLocal: event.startsLocal,
      endsLocal: event.endsLocal,
      calendarSequence: event.calendarSequence + 1,
      lockVersion: event.lockVersion + 1,
      contentUpdatedAt: new Date('2026-09-02T00:00:00Z'),
    })
    const { audit } = await stateOf(event)
    expect(audit).toContainEqual({
      action: 'event.realigned',
      details: { before: ['2026-10-24T06:00:00.000Z', '2026-10-26T15:00:00.000Z'] },
    })
    expect(audit).toContainEqual({ action: 'agenda.realigned', details: { sessions: 2, released: 2 } })
  })

  it('announce the move once, and only of what the public knows', async () => {
    const heard: string[] = []
    const { event } = await stage()
    await deriveUnderOldRules(event.id)
    const waiting = () =>
      rows<{ taskIdentifier: string; payload: unknown }>(
        world.db,
        `select j.task_identifier, p.payload from graphile_worker.jobs j
         join graphile_worker._private_jobs p on p.id = j.id where j.task_identifier = ?`,
        [eventMoved.name],
      )
    for (let turn = 0; turn < 2; turn += 1) heard.push((await realignEvent(world.db, system, event.id)).kind)
    expect(heard).toEqual(['realigned', 'same'])
    expect(await waiting()).toEqual([{ taskIdentifier: eventMoved.name, payload: { eventId: event.id } }])
    await world.runJobs()
    const draft = await stage({ slug: 'koncept', publishedAt: null })
    await deriveUnderOldRules(draft.event.id)
    expect((await realignEvent(world.db, system, draft.event.id)).kind).toBe('realigned')
    expect(await waiting()).toEqual([])
  })

  it('are put right in the draft and in the release, whose SEQUENCE rises', async () => {
    const { event, reference } = await stage()
    await deriveUnderOldRules(event.id)
    // As a process that served the page before has it in mind.
    expect((await findLatestRelease(world.db, event.id))?.content.sessions[0]?.startsAt).toBe(
      '2026-10-24T07:00:00.000Z',
    )
    world.at('2026-09-02T00:00:00Z')
    await night()
    const right = {
      reference,
      startsLocal: '2026-10-24T10:00:00',
      startsAt: '2026-10-24T08:00:00.000Z',
      endsAt: '2026-10-24T09:00:00.000Z',
      calendarSequence: 1,
      contentUpdatedAt: '2026-09-02T00:00:00.000Z',
    }
    const release = await findLatestRelease(world.db, event.id)
    expect(release?.number).toBe(1)
    expect(release?.content.sessions[0]).toMatchObject(right)
    expect((await findOutline(world.db, event.id, 1))?.content.sessions[0]).toMatchObject(right)
    const [session] = await world.db('agendaSessions').where({ reference })
    expect([iso(session?.startsAt ?? undefined), session?.lockVersion]).toEqual(['2026-10-24T08:00:00.000Z', 0])
    expect((await appearances()).map(({ startsAt }) => iso(startsAt))).toEqual([
      '2026-10-24T08:00:00.000Z',
      '2026-10-24T09:00:00.000Z',
    ])
    // Nothing is left that an organiser would have to release.
    expect((await releaseAgenda(world.db, system, { event, note: {} })).kind).toBe('unchanged')
    const feed = await supertest(world.app).get(urls.calendarEvent('cs', event.slug))
    expect(feed.text).toContain('DTSTART;TZID=Europe/Prague:20261024T100000')
  })

  it('of parts follow, those of a session and those made by hand', async () => {
    const { event, reference } = await stage()
    await createPart(world.db, event, { source: { sessionReference: reference } })
    await createPart(world.db, event)
    await followAllTimes(world.db, system)
    const parts = await listParts(world.db, event.id)
    await deriveUnderOldRules(event.id)
    await night()
    await followAllTimes(world.db, system)
    const after = await listParts(world.db, event.id)
    expect(after.map(part => [part.startsLocal, part.startsAt])).toEqual(
      parts.map(part => [part.startsLocal, part.startsAt]),
    )
    expect(after.map(part => part.calendarSequence)).toEqual(parts.map(part => part.calendarSequence + 1))
  })

  it('are put right once: the next night changes nothing', async () => {
    const { event } = await stage()
    await deriveUnderOldRules(event.id)
    await night()
    const once = await stateOf(event)
    world.at('2026-09-03T00:00:00Z')
    await night()
    expect(await stateOf(event)).toEqual(once)
  })

  it('stay what they were where all is over, and where nothing is wrong', async () => {
    const { event: right } = await stage()
    const untouched = await stateOf(right)
    await night()
    expect(await stateOf(right)).toEqual(untouched)
    await deriveUnderOldRules(right.id)
    const past = await stateOf(right)
    world.at('2026-10-26T16:00:00Z')
    await night()
    expect(await stateOf(right)).toEqual(past)
  })

  it('of one event that cannot be put right keep no other waiting', async () => {
    const { event: broken } = await stage({ slug: 'jinde' })
    const { event } = await stage()
    await deriveUnderOldRules(event.id)
    await world.db.raw(`update events set time_zone = 'Europe/Nowhere' where id = ?`, [broken.id])
    await night()
    expect(iso((await findEvent(world.db, event.id))?.startsAt)).toBe(iso(event.startsAt))
    expect((await stateOf(event)).audit.map(({ action }) => action)).toContain('agenda.realigned')
  })
})

describe('another zone that an organiser gives an event', () => {
  it('moves the draft, and a release only with the next one: its zone is the one it was made in', async () => {
    const { event } = await stage()
    const released = (await stateOf(event)).releases
    await world.db.raw(`update events set time_zone = 'Europe/Sofia' where id = ?`, [event.id])
    await night()
    const after = await stateOf(event)
    expect(after.releases).toEqual(released)
    expect(after.sessions[0]).toMatchObject({ startsAt: new Date('2026-10-24T07:00:00Z') })
    const release = await releaseAgenda(world.db, system, { event, note: {} })
    expect(release).toMatchObject({ kind: 'released', changes: [{ kind: 'moved' }, { kind: 'moved' }] })
    const zones = (await stateOf(event)).releases.map(({ timeZone }) => timeZone)
    expect(zones).toEqual(['Europe/Prague', 'Europe/Sofia'])
    const [session] = (await findLatestRelease(world.db, event.id))?.content.sessions ?? []
    expect(session).toMatchObject({ startsLocal: '2026-10-24T10:00:00', calendarSequence: 1 })
  })
})
