import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { inTransaction, rows } from '../../../src/core/database.ts'
import { copyAgenda } from '../../../src/features/agenda/actions/copy.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import {
  addSession,
  editSession,
  moveSession,
  reinstateSession,
  removeSession,
  setSessionSpeakers,
} from '../../../src/features/agenda/actions/sessions.ts'
import { removeSpeaker, saveSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { orderTracks, removeTrack, saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import {
  countUnreleasedChanges,
  findDraft,
  findLatestRelease,
  findLatestReleases,
  listClashes,
  listReleases,
} from '../../../src/features/agenda/queries.ts'
import { inputOf } from '../../../src/features/agenda/rules/states.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}

async function sessionIn(event: EventRow, reference: string) {
  const draft = await findDraft(world.db, event.id)
  const session = draft.sessions.find(one => one.reference === reference)
  if (!session) throw new Error(`no session ${reference}`)
  return { draft, session }
}

const release = (event: EventRow) => releaseAgenda(world.db, system, { event, note: {} })

describe('the draft', () => {
  it('says so when the room is removed at the very moment', async () => {
    const { event, hall } = await stage()
    const removing = await world.db.transaction()
    await removing('rooms').where({ reference: hall }).delete()
    const adding = addSession(world.db, system, { event, session: talk('Vodík', '09:00', '10:00', { room: hall }) })
    // Long enough for the insert to wait for the room; when it is not, the answer is the same.
    await new Promise(resolve => setTimeout(resolve, 200))
    await removing.commit()
    expect(await adding).toEqual({ kind: 'refused', problems: [{ kind: 'unknown', field: 'room' }] })
  })

  it('keeps everything that is said of a session, and only draft rows change', async () => {
    const { event, hall } = await stage()
    const speaker = await createSpeaker(world.db, event, 'RNDr. Petra Nováková, Ph.D.')
    const track = await saveTrack(world.db, system, { event, input: { name: { cs: 'Nová energetika' }, colour: 3 } })
    const input = talk('Vodík', '09:00', '10:00', {
      room: hall,
      track: track.slug,
      language: 'en',
      capacity: 12,
      kind: 'workshop',
      abstract: { cs: 'Proč.' },
      placeNote: { en: 'bring a laptop' },
      speakers: [{ reference: speaker, role: 'moderator' }],
    })
    const reference = await createSession(world.db, event, input)
    const { draft, session } = await sessionIn(event, reference)
    expect(inputOf(session, draft.timeZone)).toEqual({ ...input, satellite: undefined })
    expect(session).toMatchObject({ startsAt: '2026-10-24T07:00:00.000Z', lockVersion: 0, isCancelled: false })
    expect(track.slug).toBe('nova-energetika')
    expect(draft.speakers[0]).toMatchObject({ sortName: 'Nováková RNDr. Petra' })
    expect(await findLatestRelease(world.db, event.id)).toBeUndefined()
    expect(await countUnreleasedChanges(world.db, event.id)).toBe(1)
  })

  it('refuses a room or a person taken at that time, and says by what', async () => {
    const { event, hall, foyer } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    await createSession(world.db, event, talk('Dílna', '13:30', '15:00', { room: hall, speakers }))
    const outcome = await addSession(world.db, system, {
      event,
      session: talk('Panel', '14:00', '16:00', { room: hall, speakers }),
    })
    const other = {
      title: { cs: 'Dílna', en: 'Dílna (en)' },
      startsLocal: '2026-10-24T13:30:00',
      endsLocal: '2026-10-24T15:00:00',
    }
    expect(outcome).toMatchObject({
      kind: 'refused',
      problems: [
        { kind: 'clash', clash: { kind: 'room', room: { cs: 'Sál B' }, other } },
        { kind: 'clash', clash: { kind: 'speaker', speaker: { cs: 'Petra' }, other } },
      ],
    })
    await createSession(world.db, event, talk('Vedle', '14:00', '16:00', { room: foyer }))
    await createSession(world.db, event, talk('Také vedle', '14:00', '16:00', { room: foyer }))
    expect(await listClashes(world.db, event.id)).toEqual([])
  })

  it('lets one of two who want the same room at once have it, and tells the other why', async () => {
    const { event, hall } = await stage()
    const add = (title: string) =>
      addSession(world.db, system, { event, session: talk(title, '09:00', '10:00', { room: hall }) })
    const outcomes = await Promise.all([add('První'), add('Druhá')])
    expect(outcomes.map(one => one.kind).sort()).toEqual(['refused', 'saved'])
    expect(outcomes.find(one => one.kind === 'refused')).toMatchObject({
      problems: [{ kind: 'clash', clash: { kind: 'room' } }],
    })
  })

  it('gives the same reason when something wrote past the lock and only the database noticed', async () => {
    const { event, hall } = await stage()
    const first = await world.db.transaction()
    const room = await first('rooms').where({ reference: hall }).first('id')
    const times = { startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-24T10:00:00' }
    const instants = { startsAt: new Date('2026-10-24T07:00:00Z'), endsAt: new Date('2026-10-24T08:00:00Z') }
    const where = { roomId: room?.id ?? 0, roomIsExclusive: true }
    const row = { eventId: event.id, reference: 'PAST2222', kind: 'talk' as const, title: { cs: 'Mimo zámek' } }
    await first('agendaSessions').insert({ ...row, ...times, ...instants, ...where })
    const second = addSession(world.db, system, { event, session: talk('Druhá', '09:30', '10:30', { room: hall }) })
    await new Promise(resolve => setTimeout(resolve, 100))
    await first.commit()
    expect(await second).toMatchObject({
      kind: 'refused',
      problems: [{ kind: 'clash', clash: { kind: 'room', other: { reference: 'PAST2222' } } }],
    })
  })

  it('moves, swaps speakers and refuses what is out of date', async () => {
    const { event, hall } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    const opened = { reference, lockVersion: 0 }
    const to = { startsLocal: '2026-10-25T11:00:00', endsLocal: '2026-10-25T12:00:00' }
    expect(await moveSession(world.db, system, { event, session: opened, to })).toMatchObject({ kind: 'saved' })
    expect(await moveSession(world.db, system, { event, session: opened, to })).toMatchObject({
      kind: 'stale',
      conflicts: [{ reference }],
    })
    const speakers = [{ reference: petra, role: 'panellist' as const }]
    await setSessionSpeakers(world.db, system, { event, session: { reference, lockVersion: 1 }, speakers })
    const { session } = await sessionIn(event, reference)
    // The clocks went back in the night before: nine o'clock summer time was 07.00 UTC, eleven winter time is 10.00.
    expect(session).toMatchObject({ ...to, startsAt: '2026-10-25T10:00:00.000Z', room: hall, speakers, lockVersion: 2 })
    const changes = talk('Jinak', '09:00', '10:00')
    expect(
      await editSession(world.db, system, { event, session: { reference: 'NONE2222', lockVersion: 0 }, changes }),
    ).toMatchObject({ kind: 'stale', conflicts: [{ now: null }] })
  })

  it('frees the room and the speakers of a cancelled session, and takes it back only when they are free', async () => {
    const { event, hall } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall, speakers }))
    await release(event)
    expect(await removeSession(world.db, system, { event, session: { reference } })).toEqual({ kind: 'cancelled' })
    expect(await removeSession(world.db, system, { event, session: { reference } })).toEqual({ kind: 'gone' })
    const other = await createSession(world.db, event, talk('Místo něj', '09:00', '10:00', { room: hall, speakers }))
    const session = { reference, lockVersion: 1 }
    expect(await reinstateSession(world.db, system, { event, session })).toMatchObject({ kind: 'refused' })
    expect(await removeSession(world.db, system, { event, session: { reference: other } })).toEqual({ kind: 'deleted' })
    expect(await reinstateSession(world.db, system, { event, session })).toMatchObject({ kind: 'saved' })
  })

  it('does not let an institution that is in two places become one person', async () => {
    const { event, foyer } = await stage()
    const icuk = await createSpeaker(world.db, event, 'Zástupce ICUK', true)
    const speakers = [{ reference: icuk, role: 'speaker' as const }]
    await createSession(world.db, event, talk('A', '09:00', '10:00', { room: foyer, speakers }))
    await createSession(world.db, event, talk('B', '09:00', '10:00', { room: foyer, speakers }))
    const speaker = { reference: icuk }
    const input = { name: { cs: 'ICUK' }, isCollective: false }
    expect(await saveSpeaker(world.db, system, { event, speaker, input })).toMatchObject({
      kind: 'clash',
      clashes: [{ kind: 'speaker' }],
    })
    const found = (await findDraft(world.db, event.id)).speakers[0]
    if (found) await removeSpeaker(world.db, system, { event, speaker: found })
    const draft = await findDraft(world.db, event.id)
    expect(draft.sessions.flatMap(session => session.speakers)).toEqual([])
  })

  it('orders and removes tracks; sessions stay', async () => {
    const { event } = await stage()
    const add = (name: string) => saveTrack(world.db, system, { event, input: { name: { cs: name }, colour: 1 } })
    const [first, second] = [await add('Klastry'), await add('Klastry')]
    expect([first.slug, second.slug]).toEqual(['klastry', 'klastry-2'])
    await createSession(world.db, event, talk('A', '09:00', '10:00', { track: first.slug }))
    await orderTracks(world.db, system, { event, slugs: [second.slug] })
    expect((await findDraft(world.db, event.id)).tracks.map(track => track.slug)).toEqual(['klastry-2', 'klastry'])
    await removeTrack(world.db, system, { event, track: first })
    expect((await findDraft(world.db, event.id)).sessions).toMatchObject([{ track: null }])
  })
})

describe('a release', () => {
  it('numbers what it shows, announces itself and is not made for nothing', async () => {
    const { event, hall } = await stage()
    expect(await release(event)).toEqual({ kind: 'unchanged' })
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    expect(await release(event)).toMatchObject({ kind: 'released', number: 1, changes: [{ kind: 'new' }] })
    expect(await release(event)).toEqual({ kind: 'unchanged' })
    const change = async (title: string, start: string, end: string) => {
      const { session } = await sessionIn(event, reference)
      await editSession(world.db, system, { event, session, changes: talk(title, start, end, { room: hall }) })
    }
    const numbers: (number | undefined)[] = []
    const look = async () => {
      await release(event)
      numbers.push((await findLatestRelease(world.db, event.id))?.content.sessions[0]?.calendarSequence)
    }
    await look()
    await change('Zelený vodík', '09:00', '10:00')
    await look()
    await change('Zelený vodík', '11:00', '12:00')
    await look()
    await removeSession(world.db, system, { event, session: { reference } })
    await look()
    const { session } = await sessionIn(event, reference)
    await reinstateSession(world.db, system, { event, session })
    await look()
    expect(numbers).toEqual([0, 0, 1, 2, 3])
    const releases = await listReleases(world.db, event.id)
    expect(releases.map(one => one.number)).toEqual([5, 4, 3, 2, 1])
    expect(releases.map(one => one.changes.map(({ kind }) => kind))).toEqual([
      ['reinstated'],
      ['cancelled'],
      ['moved'],
      ['renamed'],
      ['new'],
    ])
    const jobs = await rows<{ payload: object }>(
      world.db,
      `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'agenda.released' order by j.id`,
    )
    expect(jobs.map(job => job.payload)).toEqual([1, 2, 3, 4, 5].map(number => ({ eventId: event.id, number })))
    const audits = await world.db('auditEntries').where({ action: 'agenda.released' }).select('details')
    expect(audits).toHaveLength(5)
  })

  it('makes two at once one after the other, the second for nothing', async () => {
    const { event } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    const outcomes = await Promise.all([release(event), release(event)])
    expect(outcomes.map(one => one.kind).sort()).toEqual(['released', 'unchanged'])
    expect((await findLatestReleases(world.db, [event.id])).get(event.id)?.number).toBe(1)
  })

  it('follows the wall when the zone of the event changed', async () => {
    const { event } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    await release(event)
    await world
      .db('events')
      .where({ id: event.id })
      .update({ timeZone: event.timeZone.replace('Prague', 'Sofia') as typeof event.timeZone })
    expect(await release(event)).toMatchObject({ kind: 'released', changes: [{ kind: 'moved' }] })
    const latest = await findLatestRelease(world.db, event.id)
    expect(latest?.content.sessions).toMatchObject([
      { startsLocal: '2026-10-24T09:00:00', startsAt: '2026-10-24T06:00:00.000Z', calendarSequence: 1 },
    ])
    const row = await world.db('agendaSessions').first('startsAt')
    expect(row?.startsAt).toEqual(new Date('2026-10-24T06:00:00Z'))
  })
})

describe('a copy', () => {
  it('keeps the times on the wall over a change of clocks, with new references and UIDs', async () => {
    const from = await stage()
    const petra = await createSpeaker(world.db, from.event, 'Petra')
    const track = await saveTrack(world.db, system, {
      event: from.event,
      input: { name: { cs: 'Energie' }, colour: 2 },
    })
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const rest = { room: from.hall, speakers, track: track.slug, language: 'cs' }
    const first = await createSession(world.db, from.event, talk('Vodík', '09:00', '10:00', rest))
    const gone = await createSession(world.db, from.event, talk('Zrušeno', '12:00', '13:00'))
    await release(from.event)
    await removeSession(world.db, system, { event: from.event, session: { reference: gone } })
    const { organisation } = await world.people()
    const dates = { startsLocal: '2027-03-27T09:00:00', endsLocal: '2027-03-29T17:00:00' }
    const target = await createStage(world.db, organisation.id, { slug: 'dalsi', ...dates })
    await world.db('events').where({ id: target.event.id }).update({ venueId: from.event.venueId })
    const to = { ...target.event, venueId: from.event.venueId }
    await inTransaction(world.db, trx => copyAgenda(trx, system, { from: from.event, to }))
    const { draft, session: original } = await sessionIn(from.event, first)
    const copy = await findDraft(world.db, to.id)
    expect(copy.sessions).toHaveLength(1)
    expect(copy.sessions[0]).toMatchObject({
      startsLocal: '2027-03-27T09:00:00',
      startsAt: '2027-03-27T08:00:00.000Z',
      lockVersion: 0,
      room: from.hall,
      track: 'energie',
      title: original.title,
      isCancelled: false,
    })
    expect(copy.sessions[0]?.speakers).toEqual([{ reference: copy.speakers[0]?.reference, role: 'speaker' }])
    expect(copy.sessions[0]?.reference).not.toBe(original.reference)
    expect(copy.sessions[0]?.calendarUid).not.toBe(original.calendarUid)
    expect(copy.speakers[0]?.reference).not.toBe(draft.speakers[0]?.reference)
  })
})
