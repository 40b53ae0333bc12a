import { describe, expect, it } from '@jest/globals'
import type { Actor } from '../../../src/core/actor.ts'
import { inTransaction } from '../../../src/core/database.ts'
import { changeSessions, redoEdit, undoEdit } from '../../../src/features/agenda/actions/changes.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { saveSpeakers } from '../../../src/features/agenda/actions/speakers.ts'
import { addTracks } from '../../../src/features/agenda/actions/tracks.ts'
import { replaceOrAddSessions } from '../../../src/features/agenda/actions/upsert.ts'
import { findDraft, findLatestOutline, findLatestRelease, listReleases } from '../../../src/features/agenda/queries.ts'
import { findUndoable } from '../../../src/features/agenda/queries/edits.ts'
import { sessionsIn, stateOf } from '../../../src/features/agenda/rules/states.ts'
import type { SessionChange } from '../../../src/features/agenda/types/changes.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function scene() {
  const { organisation, owner, doorStaff } = await world.people()
  const stage = await createStage(world.db, organisation.id)
  const actorOf = ({ id }: { id: number }): Actor => ({ kind: 'user', userId: id })
  return { ...stage, petr: actorOf(owner), jana: actorOf(doorStaff) }
}
type Scene = Awaited<ReturnType<typeof scene>>

async function sessionOf({ event }: Pick<Scene, 'event'>, reference: string) {
  const found = sessionsIn(await findDraft(world.db, event.id)).find(one => one.reference === reference)
  if (!found) throw new Error(`no session ${reference}`)
  return found
}

const day = '2026-10-24'
const when = (start: string, end: string) => ({ startsLocal: `${day}T${start}:00`, endsLocal: `${day}T${end}:00` })

async function place(at: Pick<Scene, 'event'>, reference: string, start: string, end: string): Promise<SessionChange> {
  const { lockVersion } = await sessionOf(at, reference)
  return { kind: 'place', reference, lockVersion, to: when(start, end) }
}

const change = ({ event }: Pick<Scene, 'event'>, actor: Actor, changes: SessionChange[]) =>
  changeSessions(world.db, actor, { event, changes, deed: 'moved' })

describe('changes of several sessions', () => {
  it('let two change places, and are all or none', async () => {
    const at = await scene()
    const first = await createSession(world.db, at.event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    const second = await createSession(world.db, at.event, talk('Panel', '10:00', '11:00', { room: at.hall }))
    const third = await createSession(world.db, at.event, talk('Závěr', '12:00', '13:00', { room: at.hall }))
    const swap = [await place(at, first, '10:00', '11:00'), await place(at, second, '09:00', '10:00')]
    expect(await change(at, at.petr, swap)).toMatchObject({ kind: 'saved' })
    expect(await sessionOf(at, first)).toMatchObject({ startsLocal: `${day}T10:00:00` })
    const clashing = [await place(at, first, '14:00', '15:00'), await place(at, third, '09:30', '10:00')]
    expect(await change(at, at.petr, clashing)).toMatchObject({
      kind: 'refused',
      refusals: [{ index: 1, reference: third, problems: [{ kind: 'clash', clash: { kind: 'room' } }] }],
    })
    expect(await sessionOf(at, first)).toMatchObject({ startsLocal: `${day}T10:00:00` })
  })

  it('take off what was released and put something else in its place at once, and undo gives both back', async () => {
    const at = await scene()
    const { event, petr } = at
    const shown = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    const other = await createSession(world.db, event, talk('Panel', '12:00', '13:00', { room: at.hall }))
    await releaseAgenda(world.db, petr, { event, note: {} })
    const both: SessionChange[] = [{ kind: 'remove', reference: shown }, await place(at, other, '09:00', '10:00')]
    expect(await change(at, petr, both)).toMatchObject({ kind: 'saved' })
    expect(await sessionOf(at, shown)).toMatchObject({ isCancelled: true })
    expect(await undoEdit(world.db, petr, { event })).toMatchObject({ kind: 'saved' })
    expect(await sessionOf(at, shown)).toMatchObject({ isCancelled: false, ...when('09:00', '10:00') })
  })

  it('put a session back among those without a time, as long as it was, and out of the next release', async () => {
    const at = await scene()
    const petra = await createSpeaker(world.db, at.event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const reference = await createSession(
      world.db,
      at.event,
      talk('Vodík', '09:00', '10:30', { room: at.hall, speakers }),
    )
    await releaseAgenda(world.db, at.petr, { event: at.event, note: {} })
    const { lockVersion } = await sessionOf(at, reference)
    await change(at, at.petr, [{ kind: 'unplace', reference, lockVersion }])
    expect(await sessionOf(at, reference)).toMatchObject({ minutes: 90, speakers, room: at.hall })
    const again = await createSession(world.db, at.event, talk('Jiné', '09:00', '10:00', { room: at.hall, speakers }))
    await releaseAgenda(world.db, at.petr, { event: at.event, note: {} })
    const release = await findLatestRelease(world.db, at.event.id)
    expect(release?.changes.map(({ kind }) => kind).toSorted()).toEqual(['cancelled', 'new'])
    const { reference: pooled, lockVersion: version } = await sessionOf(at, reference)
    const to = when('09:30', '11:00')
    const outcome = await change(at, at.petr, [{ kind: 'place', reference: pooled, lockVersion: version, to }])
    expect(outcome).toMatchObject({ kind: 'refused', refusals: [{ problems: [{ kind: 'clash' }, { kind: 'clash' }] }] })
    expect(again).not.toBe(reference)
  })

  it('say who was faster, and lose nothing', async () => {
    const at = await scene()
    const reference = await createSession(world.db, at.event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    const mine = await place(at, reference, '11:00', '12:00')
    await change(at, at.jana, [await place(at, reference, '14:00', '15:00')])
    const outcome = await change(at, at.petr, [mine])
    expect(outcome).toMatchObject({
      kind: 'stale',
      conflicts: [{ reference, by: expect.any(String), now: { times: when('14:00', '15:00') }, lockVersion: 1 }],
    })
    expect(await sessionOf(at, reference)).toMatchObject(when('14:00', '15:00'))
  })

  it('of twenty people at once lose nothing: each change stands, or its author is told', async () => {
    const at = await scene()
    const references = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        createSession(world.db, at.event, talk(`Bod ${n}`, '09:00', '10:00', { room: at.foyer })),
      ),
    )
    const seen = await Promise.all(references.map(reference => place(at, reference, '11:00', '12:00')))
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => {
        const wanted = seen[n % 5]
        if (wanted?.kind !== 'place') throw new Error('nothing to place')
        const minute = String(n).padStart(2, '0')
        return change(at, n % 2 ? at.petr : at.jana, [{ ...wanted, to: when(`11:${minute}`, '12:30') }])
      }),
    )
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'saved'),
      ...Array.from({ length: 15 }, () => 'stale'),
    ])
    for (const reference of references) expect(await sessionOf(at, reference)).toMatchObject({ lockVersion: 1 })
  })
})

describe('undo', () => {
  it('takes back step by step and does it again, each person their own', async () => {
    const at = await scene()
    const { event, petr, jana } = at
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    const other = await createSession(world.db, event, talk('Panel', '09:00', '10:00', { room: at.foyer }))
    await change(at, petr, [await place(at, reference, '10:00', '11:00')])
    await change(at, petr, [await place(at, reference, '11:00', '12:00')])
    await change(at, jana, [await place(at, other, '16:00', '17:00')])
    expect(await findUndoable(world.db, event.id, at.petr.kind === 'user' ? at.petr.userId : 0)).toMatchObject({
      undo: { deed: 'moved', sessions: 1, title: { cs: 'Vodík' } },
      redo: undefined,
    })
    const starts = async () => (await sessionOf(at, reference)) as { startsLocal?: string }
    await undoEdit(world.db, petr, { event })
    expect((await starts()).startsLocal).toBe(`${day}T10:00:00`)
    await undoEdit(world.db, petr, { event })
    expect((await starts()).startsLocal).toBe(`${day}T09:00:00`)
    expect(await undoEdit(world.db, petr, { event })).toEqual({ kind: 'nothing' })
    await redoEdit(world.db, petr, { event })
    await redoEdit(world.db, petr, { event })
    expect((await starts()).startsLocal).toBe(`${day}T11:00:00`)
    expect(await redoEdit(world.db, petr, { event })).toEqual({ kind: 'nothing' })
    expect(await sessionOf(at, other)).toMatchObject(when('16:00', '17:00'))
  })

  it('is refused where somebody changed the session since, and forgets what is done again after something else', async () => {
    const at = await scene()
    const { event, petr, jana } = at
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    await change(at, petr, [await place(at, reference, '10:00', '11:00')])
    await change(at, jana, [await place(at, reference, '15:00', '16:00')])
    expect(await undoEdit(world.db, petr, { event })).toMatchObject({ kind: 'stale', conflicts: [{ reference }] })
    await undoEdit(world.db, jana, { event })
    expect(await undoEdit(world.db, petr, { event })).toMatchObject({ kind: 'saved' })
    await change(at, petr, [await place(at, reference, '12:00', '13:00')])
    expect(await redoEdit(world.db, petr, { event })).toEqual({ kind: 'nothing' })
  })

  it('brings back a session that was thrown away, the same one for calendars', async () => {
    const at = await scene()
    const { event, petr } = at
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    const before = await sessionOf(at, reference)
    await change(at, petr, [{ kind: 'remove', reference }])
    expect((await findDraft(world.db, event.id)).sessions).toEqual([])
    await undoEdit(world.db, petr, { event })
    expect(stateOf(await sessionOf(at, reference))).toEqual(stateOf(before))
  })
})

describe('whole states', () => {
  it('are written in a constant number of statements, with tracks and people', async () => {
    const at = await scene()
    const first = await createSession(world.db, at.event, talk('Vzor', '09:00', '10:00'))
    const example = stateOf(await sessionOf(at, first))
    const put = async (count: number) => {
      const statements: string[] = []
      const listen = ({ sql }: { sql: string }) => statements.push(sql)
      world.db.on('query', listen)
      await inTransaction(world.db, async trx => {
        const tracks = await addTracks(trx, at.petr, {
          event: at.event,
          tracks: [{ name: { cs: `T${count}` }, colour: 2 }],
        })
        const people = Array.from({ length: count }, (_, n) => {
          return { name: { cs: `Jan ${count} ${n}` }, isCollective: false, isConsented: true }
        })
        const references = await saveSpeakers(trx, at.petr, { event: at.event, speakers: people })
        const states = references.map((reference, n) => ({
          ...example,
          reference: `R${count}X${n}`,
          calendarUid: null,
          track: tracks[0] ?? null,
          speakers: [{ reference, role: 'speaker' as const }],
        }))
        const outcome = await replaceOrAddSessions(trx, at.petr, { event: at.event, states, deed: 'imported' })
        expect(outcome).toMatchObject({ kind: 'saved' })
      })
      world.db.removeListener('query', listen)
      return statements.length
    }
    expect(await put(3)).toBe(await put(40))
    const { sessions, speakers } = await findDraft(world.db, at.event.id)
    expect([sessions.length, speakers.length]).toEqual([44, 43])
  })

  it('take the place of what goes: released sessions stay as cancelled, others are gone', async () => {
    const at = await scene()
    const { event, petr } = at
    const shown = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: at.hall }))
    await releaseAgenda(world.db, petr, { event, note: {} })
    const draft = await createSession(world.db, event, talk('Koncept', '10:00', '11:00', { room: at.hall }))
    const state = { ...stateOf(await sessionOf(at, shown)), reference: 'NOVY2222', calendarUid: null }
    const edit = { event, states: [state], deed: 'imported' as const, remove: [shown, draft] }
    expect(await inTransaction(world.db, trx => replaceOrAddSessions(trx, petr, edit))).toMatchObject({ kind: 'saved' })
    const { sessions } = await findDraft(world.db, event.id)
    expect(new Map(sessions.map(one => [one.reference, one.isCancelled]))).toEqual(
      new Map([
        [shown, true],
        ['NOVY2222', false],
      ]),
    )
  })

  it('may stand in each other’s way only where that was accepted', async () => {
    const at = await scene()
    const petra = await createSpeaker(world.db, at.event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const one = await createSession(world.db, at.event, talk('Vzor', '09:00', '10:00', { room: at.hall, speakers }))
    const example = stateOf(await sessionOf(at, one))
    const put = (clashAccepted: boolean) =>
      inTransaction(world.db, trx =>
        replaceOrAddSessions(trx, at.petr, {
          event: at.event,
          states: [{ ...example, reference: 'DALSI222', calendarUid: null, clashAccepted }],
          deed: 'imported',
        }),
      )
    expect(await put(false)).toMatchObject({ kind: 'refused' })
    expect(await put(true)).toMatchObject({ kind: 'saved' })
    const moved = await change(at, at.petr, [await place(at, one, '09:15', '10:15')])
    expect(moved).toMatchObject({ kind: 'saved' })
  })
})

describe('people without consent', () => {
  it('stand in no release, and leave those of the past when they withdraw', async () => {
    const at = await scene()
    const { event } = at
    const petra = await createSpeaker(world.db, event, 'Petra')
    const [silent = ''] = await inTransaction(world.db, trx =>
      saveSpeakers(trx, at.petr, { event, speakers: [{ name: { cs: 'Karel' }, isCollective: false }] }),
    )
    const speakers = [petra, silent].map(reference => ({ reference, role: 'speaker' as const }))
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { speakers }))
    await releaseAgenda(world.db, at.petr, { event, note: {} })
    const named = async () => JSON.stringify(await findLatestRelease(world.db, event.id))
    expect(await named()).toContain('Petra')
    expect(await named()).not.toContain('Karel')
    await world.db('speakers').where({ reference: petra }).update({ consentedAt: null, consentSource: null })
    expect(await named()).not.toContain('Petra')
    const outline = await findLatestOutline(world.db, event.id)
    expect(outline?.content.sessions[0]?.speakers).toEqual([])
    expect(JSON.stringify(await listReleases(world.db, event.id))).not.toContain('Petra')
  })
})
