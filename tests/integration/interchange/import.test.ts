import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { changeSessions } from '../../../src/features/agenda/actions/changes.ts'
import { saveSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { Draft } from '../../../src/features/agenda/types.ts'
import { findEventBySlug } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { type Importing, importSchedule } from '../../../src/features/interchange/actions/import.ts'
import { readSchedule } from '../../../src/features/interchange/formats/read.ts'
import { findImportMatter } from '../../../src/features/interchange/queries/matter.ts'
import { planImport } from '../../../src/features/interchange/rules/plan.ts'
import type { ImportPlan, ScheduleDocument } from '../../../src/features/interchange/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { frabXml, guidOf, type WrittenSession, written } from '../../factories/schedules.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}

async function read(sessions: readonly WrittenSession[], head: Parameters<typeof frabXml>[1] = {}) {
  const reading = await readSchedule(Buffer.from(frabXml(sessions, head)))
  if (reading.kind === 'refused') throw new Error(reading.refusal.reason)
  return reading.document
}

async function bring(event: EventRow, document: ScheduleDocument, rest: Partial<Importing> = {}): Promise<ImportPlan> {
  const outcome = await importSchedule(world.db, system, { event, document, ...rest })
  if (outcome.kind !== 'imported' && outcome.kind !== 'nothing') throw new Error(outcome.kind)
  return outcome.plan
}

async function plan(event: EventRow, document: ScheduleDocument): Promise<ImportPlan> {
  const { draft, base } = await findImportMatter(world.db, event.id, document)
  return planImport(draft, document, { base })
}

const draftOf = (event: EventRow): Promise<Draft> => findDraft(world.db, event.id)
const kinds = ({ anomalies }: ImportPlan) => anomalies.map(({ kind }) => kind)

describe('a document', () => {
  it('becomes the programme: rooms, tracks, people, sessions; and again, nothing', async () => {
    const { event } = await stage()
    const jana = { id: '7', name: 'Ing. Jana Nováková, Ph.D.' }
    const document = await read([
      written(1, { people: [jana], track: 'Vodík', room: 'Sál B' }),
      written(2, {
        people: [{ id: '8', name: 'Petr Malý' }, jana],
        track: 'Vodík',
        room: 'Velký sál',
        language: 'en',
        type: 'Workshop',
      }),
      written(3, { date: '', start: '', track: 'Data', type: 'Klangteppich' }),
    ])
    const first = await bring(event, document)
    expect(first.counts).toMatchObject({ sessions: 3, rooms: 2, tracks: 2, people: 2, appearances: 3 })
    expect(first.rooms).toEqual({ added: ['Velký sál'], shared: [] })
    const draft = await draftOf(event)
    expect(
      draft.sessions.map(({ title, kind, typeLabel, language, importKey, calendarUid }) => [
        title,
        kind,
        typeLabel,
        language,
        importKey === calendarUid,
      ]),
    ).toEqual([
      [{ cs: 'Přednáška 1' }, 'talk', null, 'cs', true],
      [{ en: 'Přednáška 2' }, 'workshop', 'Workshop', 'en', true],
    ])
    expect(draft.pool.map(({ title, typeLabel, minutes }) => [title, typeLabel, minutes])).toEqual([
      [{ cs: 'Přednáška 3' }, 'Klangteppich', 60],
    ])
    expect(draft.speakers.map(({ name, isPublic, importKey }) => [name.cs, isPublic, importKey])).toEqual([
      ['Petr Malý', true, 'id:8'],
      ['Ing. Jana Nováková, Ph.D.', true, 'id:7'],
    ])
    expect(draft.rooms.map(({ name }) => name.cs)).toEqual(['Sál B', 'Foyer', 'Velký sál'])
    const again = await bring(event, document)
    expect(again).toMatchObject({ isEmpty: true, counts: { same: 3 } })
    expect(await draftOf(event)).toEqual(draft)
  })

  it('gives an event without a venue one, and takes the dry run for nothing', async () => {
    const { event } = await stage()
    await world.db('events').where({ id: event.id }).update({ venueId: null })
    const document = await read([written(1, { room: 'Aula' })])
    expect((await plan(event, document)).rooms.added).toEqual(['Aula'])
    expect((await draftOf(event)).rooms).toEqual([])
    await bring(event, document)
    expect((await draftOf(event)).rooms.map(({ name }) => name.cs)).toEqual(['Aula'])
    expect((await findEventBySlug(world.db, event.slug))?.venueId).not.toBeNull()
  })

  it('brings overlaps as they are, and lists them', async () => {
    const { event, hall } = await stage()
    await createSession(world.db, event, talk('Naše', '15:00', '16:00', { room: hall }))
    const at = { date: '2026-10-24T09:00:00+02:00', start: '09:00', people: [{ id: '1', name: 'Jana' }] }
    const document = await read([
      written(1, { ...at, room: 'Sál B' }),
      written(2, { ...at, room: 'Sál B' }),
      written(3, { ...at, room: 'Nová' }),
      written(4, { ...at, room: 'Nová', type: 'break', people: [] }),
      written(5, { ...at, room: 'Stany', people: [] }),
      written(6, { ...at, room: 'Stany', people: [] }),
      written(7, { date: '2026-10-24T15:30:00+02:00', start: '15:30', room: 'Sál B' }),
    ])
    const done = await bring(event, document)
    expect(done.rooms).toEqual({ added: ['Nová', 'Stany'], shared: ['Stany'] })
    expect(Object.fromEntries(done.anomalies.map(({ kind, count }) => [kind, count]))).toEqual({
      'room-overlap': 5,
      'speaker-overlap': 3,
    })
    const draft = await draftOf(event)
    expect(draft.rooms.map(({ name, isExclusive }) => [name.cs, isExclusive])).toEqual([
      ['Sál B', true],
      ['Foyer', false],
      ['Nová', true],
      ['Stany', false],
    ])
    const accepted = draft.sessions.filter(({ clashAccepted }) => clashAccepted).map(({ title }) => title.cs)
    expect(new Set(accepted)).toEqual(new Set(['Přednáška 1', 'Přednáška 2', 'Přednáška 3', 'Přednáška 7']))
    expect(accepted).toHaveLength(4)
    expect((await bring(event, document)).isEmpty).toBe(true)
  })

  it('converts times from another zone, and takes the earlier of two on the clock', async () => {
    const { event } = await stage()
    const document = await read(
      [
        written(1, { date: '2026-10-24T09:00:00+03:00', start: '09:00' }),
        written(2, { date: '2026-10-25T03:30', start: '03:30', day: '2026-10-25' }),
        written(3, { date: '2027-01-01T09:00:00+02:00', day: '2027-01-01' }),
      ],
      { zone: 'Europe/Sofia' },
    )
    const { anomalies } = await bring(event, document)
    expect(anomalies.map(({ kind }) => kind)).toEqual(
      ['time-not-on-clock', 'time-differs', 'zone-differs', 'outside-event'].toSorted((a, b) => order(a) - order(b)),
    )
    const { sessions } = await draftOf(event)
    expect(sessions.map(({ startsLocal, startsAt }) => [startsLocal, startsAt])).toEqual([
      ['2026-10-24T08:00:00', '2026-10-24T06:00:00.000Z'],
      ['2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
      ['2027-01-01T08:00:00', '2027-01-01T07:00:00.000Z'],
    ])
  })

  it('says what changes, field by field', async () => {
    const { event } = await stage()
    await bring(event, await read([written(1, { abstract: 'Dřív', people: [{ id: '1', name: 'Jana' }] }), written(2)]))
    const changed = await read([
      written(1, {
        title: 'Jinak',
        room: 'Foyer',
        abstract: 'Teď',
        date: '2026-10-24T10:30:00+02:00',
        start: '10:30',
        duration: '0:45',
        people: [{ id: '2', name: 'Petr' }],
      }),
      written(2),
    ])
    const { changed: changes, counts, people } = await bring(event, changed)
    expect(counts.same).toBe(1)
    expect(people.added).toEqual(['Petr'])
    expect(changes[0]?.differences).toEqual([
      { field: 'title', before: 'Přednáška 1', after: 'Jinak' },
      { field: 'abstract', before: null, after: null },
      { field: 'room', before: 'Sál B', after: 'Foyer' },
      { field: 'time', before: '2026-10-24T09:00:00', after: '2026-10-24T10:30:00' },
      { field: 'minutes', before: '60', after: '45' },
      { field: 'speakers', before: null, after: null },
    ])
    const { sessions, speakers } = await draftOf(event)
    const moved = sessions.find(({ title }) => title.cs === 'Jinak')
    expect(moved).toMatchObject({
      startsLocal: '2026-10-24T10:30:00',
      endsLocal: '2026-10-24T11:15:00',
      abstract: { cs: 'Teď' },
    })
    expect(moved?.speakers).toEqual([
      { reference: speakers.find(({ name }) => name.cs === 'Petr')?.reference, role: 'speaker' },
    ])
  })

  it('keeps what it has no words for: the other language, roles, capacity, people without consent', async () => {
    const { event } = await stage()
    const original = await read([
      written(1, {
        people: [
          { id: '1', name: 'Jana' },
          { id: '2', name: 'Petr' },
        ],
      }),
    ])
    await bring(event, original)
    const draft = await draftOf(event)
    const session = draft.sessions[0]
    const hidden = await createSpeaker(world.db, event, 'Tichý Host')
    await saveSpeaker(world.db, system, {
      event,
      speaker: { reference: hidden },
      input: { name: { cs: 'Tichý Host' }, isCollective: false, isConsented: false },
    })
    await edit(event, {
      title: { cs: 'Přednáška 1', en: 'Lecture 1' },
      capacity: 20,
      speakers: [
        ...(session?.speakers ?? []).map(one => ({ ...one, role: 'moderator' as const })),
        { reference: hidden, role: 'speaker' },
      ],
    })
    const before = await draftOf(event)
    expect(await bring(event, original)).toMatchObject({ isEmpty: true })
    await bring(event, await read([written(1, { title: 'Nový název', people: [{ id: '2', name: 'Petr' }] })]))
    const [after] = (await draftOf(event)).sessions
    expect(after).toMatchObject({ title: { cs: 'Nový název', en: 'Lecture 1' }, capacity: 20 })
    expect(after?.speakers).toEqual([
      { reference: before.sessions[0]?.speakers[1]?.reference, role: 'moderator' },
      { reference: hidden, role: 'speaker' },
    ])
  })

  async function edit(event: EventRow, rest: Partial<ReturnType<typeof talk>>) {
    const session = (await draftOf(event)).sessions[0]
    if (!session) throw new Error('no session')
    const { startsLocal, endsLocal, kind, title, language, room, track, speakers, reference, lockVersion } = session
    const input = {
      kind,
      title,
      language: language ?? undefined,
      room: room ?? undefined,
      track: track ?? undefined,
      speakers,
      when: { startsLocal, endsLocal },
      ...rest,
    }
    const change = { kind: 'edit' as const, reference, lockVersion, session: input }
    const outcome = await changeSessions(world.db, system, { event, changes: [change], deed: 'edited' })
    if (outcome.kind !== 'saved') throw new Error(JSON.stringify(outcome))
  }

  it('leaves alone what only we changed, and asks about what both did', async () => {
    const { event } = await stage()
    await bring(event, await read([written(1, { subtitle: 'A' })]))
    await edit(event, { title: { cs: 'Náš název' }, subtitle: { cs: 'Náš podtitul' } })
    expect(await plan(event, await read([written(1, { subtitle: 'A' })]))).toMatchObject({
      isEmpty: true,
      counts: { keptHere: 1, same: 0 },
    })
    const both = await read([written(1, { subtitle: 'B', type: 'panel' })])
    const asked = await plan(event, both)
    expect(asked.conflicts).toMatchObject([{ key: guidOf(1), disputed: ['subtitle'], title: 'Přednáška 1' }])
    expect(asked.conflicts[0]?.differences.map(({ field }) => field)).toEqual(['subtitle', 'kind'])
    await bring(event, both, { keep: new Set([guidOf(1)]) })
    expect((await draftOf(event)).sessions[0]).toMatchObject({
      title: { cs: 'Náš název' },
      subtitle: { cs: 'Náš podtitul' },
      kind: 'panel',
    })
    await bring(event, await read([written(1, { subtitle: 'C', type: 'panel' })]))
    expect((await draftOf(event)).sessions[0]).toMatchObject({ title: { cs: 'Náš název' }, subtitle: { cs: 'C' } })
  })

  it('takes off what it no longer holds, and nothing that never came from it', async () => {
    const { event } = await stage()
    await createSession(world.db, event, talk('Naše vlastní', '18:00', '19:00'))
    await bring(event, await read([written(1), written(2), written(3)]))
    await releaseAgenda(world.db, system, { event, note: {} })
    await bring(event, await read([written(1), written(2), written(3), written(4)]))
    const fewer = await read([written(2)])
    const asked = await plan(event, fewer)
    expect(asked.removed.map(({ title }) => title.cs)).toEqual(['Přednáška 1', 'Přednáška 3', 'Přednáška 4'])
    expect(asked.counts).toMatchObject({ untouched: 1, same: 1 })
    await bring(event, fewer, { keep: new Set([asked.removed[1]?.reference ?? '']) })
    const { sessions } = await draftOf(event)
    expect(sessions.map(({ title, isCancelled }) => [title.cs, isCancelled])).toEqual([
      ['Přednáška 1', true],
      ['Přednáška 2', false],
      ['Přednáška 3', false],
      ['Naše vlastní', false],
    ])
    // Back in the document, it is back in the programme.
    expect(
      (await bring(event, await read([written(1), written(2)]))).changed[0]?.differences.map(({ field }) => field),
    ).toEqual(['state'])
    expect((await draftOf(event)).sessions[0]).toMatchObject({ isCancelled: false })
  })

  it('that somebody took off here stays off', async () => {
    const { event } = await stage()
    const document = await read([written(1)])
    await bring(event, document)
    await releaseAgenda(world.db, system, { event, note: {} })
    const reference = (await draftOf(event)).sessions[0]?.reference ?? ''
    await changeSessions(world.db, system, { event, changes: [{ kind: 'remove', reference }], deed: 'removed' })
    expect(await bring(event, document)).toMatchObject({ isEmpty: true, counts: { keptHere: 1 } })
  })

  it('can be imported into two events: calendars know the sessions apart', async () => {
    const [one, other] = [await stage(), await stage({ slug: 'druha' })]
    const document = await read([written(1)])
    await bring(one.event, document)
    await bring(other.event, document)
    const uids = [
      (await draftOf(one.event)).sessions[0]?.calendarUid,
      (await draftOf(other.event)).sessions[0]?.calendarUid,
    ]
    expect(uids[0]).toBe(guidOf(1))
    expect(uids[1]).not.toBe(guidOf(1))
    expect((await bring(other.event, document)).isEmpty).toBe(true)
  })

  it('is not carried out when the plan is another one by now', async () => {
    const { event } = await stage()
    const document = await read([written(1)])
    const outcome = await importSchedule(world.db, system, {
      event,
      document,
      isAsShown: ({ added }) => added.length === 2,
    })
    expect(outcome.kind).toBe('changed-meanwhile')
    expect((await draftOf(event)).sessions).toEqual([])
  })

  it('of two at once the second finds it done', async () => {
    const { event } = await stage()
    const document = await read(
      Array.from({ length: 9 }, (_, index) => written(index + 1, { people: [{ id: '1', name: 'Jana' }] })),
    )
    const both = await Promise.all([
      importSchedule(world.db, system, { event, document }),
      importSchedule(world.db, system, { event, document }),
    ])
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['imported', 'nothing'])
    expect((await draftOf(event)).sessions).toHaveLength(9)
  })

  it('bears what hostile texts try', async () => {
    const { event } = await stage()
    const nasty = `"><script>alert(1)</script> '; drop table speakers; -- \\u0000 {x} ${'ř'.repeat(600)}`
    const document = await read([
      written(1, { title: nasty, room: `new:${nasty}`, track: nasty, type: nasty, people: [{ id: '1', name: nasty }] }),
    ])
    const done = await bring(event, document)
    expect(kinds(done)).toEqual(['text-shortened', 'kind-unknown'])
    expect((await draftOf(event)).sessions[0]?.title.cs).toContain('<script>alert(1)</script>')
    expect((await bring(event, document)).isEmpty).toBe(true)
  })

  it('takes a constant number of statements', async () => {
    const count = async (sessions: number, slug: string) => {
      const { event } = await stage({ slug })
      const document = await read(
        Array.from({ length: sessions }, (_, index) =>
          written(index + 1, {
            guid: guidOf(index + 1 + sessions * 100),
            room: `Sál ${index}`,
            track: `T${index}`,
            people: [{ id: String(index), name: `P${index}` }],
          }),
        ),
      )
      return (await world.queries(() => bring(event, document))).statements.length
    }
    expect(await count(3, 'tri')).toBe(await count(12, 'dvanact'))
  })
})

function order(kind: string): number {
  return ['time-not-on-clock', 'time-differs', 'zone-differs', 'outside-event'].indexOf(kind)
}
