import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { createServices, closeServices } from '../../../src/services.ts'
import { changeSessions } from '../../../src/features/agenda/actions/changes.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { BatchChange } from '../../../src/features/agenda/rules/batch.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createUser, grantRole } from '../../factories/accounts.ts'
import { createManySessions, createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
const editor = '/cs/organiser/events/klastry/agenda'
const day = '2026-10-24'
const hostile = `</div><script>alert(1)</script>"'{{7*7}}<img src=x onerror=alert(1)>`

async function stage() {
  const { organisation, owner } = await world.people()
  return { ...(await createStage(world.db, organisation.id)), owner: await world.as(owner) }
}

const form = (agent: Agent, path: string, body: object) => agent.post(`${editor}/${path}`).type('form').send(body)
const json = (agent: Agent, path: string, body: object) => form(agent, path, body).set('Accept', 'application/json')
const batch = (agent: Agent, deed: string, changes: readonly BatchChange[]) =>
  json(agent, 'changes', { batch: JSON.stringify({ deed, changes }) })
const span = (start: string, end: string, on = day) => ({
  startsLocal: `${on}T${start}:00`,
  endsLocal: `${on}T${end}:00`,
})

async function scheduled(event: EventRow): Promise<string[]> {
  const { sessions } = await findDraft(world.db, event.id)
  const inOrder = sessions.toSorted((a, b) =>
    `${a.startsLocal} ${a.title.cs}` < `${b.startsLocal} ${b.title.cs}` ? -1 : 1,
  )
  return inOrder.map(
    one =>
      `${one.title.cs} ${one.startsLocal.slice(8, 16)}–${one.endsLocal.slice(11, 16)}${one.isCancelled ? ' ×' : ''}`,
  )
}

async function versionOf(event: EventRow, reference: string): Promise<number> {
  const { sessions, pool } = await findDraft(world.db, event.id)
  return [...sessions, ...pool].find(one => one.reference === reference)?.lockVersion ?? -1
}

function wordsOf(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
  return text.replace(/\u2060/g, '').replace(/\s+/g, ' ')
}

const plain = (text: string) => text.replace(/\u2060/g, '').replace(/\s+/g, ' ')

describe('a batch of changes', () => {
  it('stands as a whole, so that two sessions can change places', async () => {
    const { event, hall, owner } = await stage()
    const [a, b] = [
      await createSession(world.db, event, talk('A', '09:00', '10:00', { room: hall })),
      await createSession(world.db, event, talk('B', '10:00', '11:00', { room: hall })),
    ]
    const swap = await batch(owner, 'moved', [
      { kind: 'place', reference: a, lockVersion: 0, to: span('10:00', '11:00') },
      { kind: 'place', reference: b, lockVersion: 0, to: span('09:00', '10:00') },
    ])
    expect([swap.status, swap.body.kind, swap.body.sessions.length, plain(swap.body.said)]).toEqual([
      200,
      'saved',
      2,
      'Přesunuto.',
    ])
    expect(await scheduled(event)).toEqual(['B 24T09:00–10:00', 'A 24T10:00–11:00'])
  })

  it('is refused as a whole, with a sentence that names what is in the way', async () => {
    const { event, hall, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00', { room: hall }))
    await createSession(world.db, event, talk('B', '10:00', '11:00', { room: hall }))
    const c = await createSession(world.db, event, talk('C', '12:00', '13:00'))
    const refused = await batch(owner, 'moved', [
      { kind: 'place', reference: c, lockVersion: 0, to: span('14:00', '15:00') },
      { kind: 'place', reference: a, lockVersion: 0, to: span('10:30', '11:30') },
    ])
    expect([refused.status, refused.body.kind]).toEqual([422, 'refused'])
    expect(plain(refused.body.lines.join(' '))).toContain(
      'Sál B, Sobota 24. října: „A“ (10.30–11.30) a „B“ (10.00–11.00) jsou ve stejném sále.',
    )
    const gap = await batch(owner, 'moved', [
      { kind: 'place', reference: c, lockVersion: 0, to: span('12:00', '11:00') },
    ])
    expect(plain(gap.body.lines[0])).toBe('„C“: konec je dřív než začátek.')
    const outside = await batch(owner, 'moved', [
      { kind: 'place', reference: c, lockVersion: 0, to: span('12:00', '13:00', '2026-10-29') },
    ])
    expect(plain(outside.body.lines[0])).toContain('„C“: v tento den se akce nekoná')
    expect(await scheduled(event)).toEqual(['A 24T09:00–10:00', 'B 24T10:00–11:00', 'C 24T12:00–13:00'])
  })

  it('keeps the hour that clocks show twice, and takes the earlier one for a new place', async () => {
    const { event, foyer, owner } = await stage()
    const late = {
      startsLocal: '2026-10-25T02:15:00',
      endsLocal: '2026-10-25T02:45:00',
      startsOccurrence: 'later',
      endsOccurrence: 'later',
    } as const
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00', { when: late }))
    const to = { startsLocal: late.startsLocal, endsLocal: late.endsLocal, room: foyer }
    expect((await batch(owner, 'moved', [{ kind: 'place', reference: a, lockVersion: 0, to }])).status).toBe(200)
    expect((await findDraft(world.db, event.id)).sessions[0]?.startsAt).toBe('2026-10-25T01:15:00.000Z')
    const earlier = { startsLocal: '2026-10-25T02:20:00', endsLocal: '2026-10-25T02:50:00' }
    expect((await batch(owner, 'moved', [{ kind: 'place', reference: a, lockVersion: 1, to: earlier }])).status).toBe(
      200,
    )
    expect((await findDraft(world.db, event.id)).sessions[0]?.startsAt).toBe('2026-10-25T00:20:00.000Z')
  })

  it('copies, unschedules, places from the pool and adds breaks', async () => {
    const { event, hall, owner } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const a = await createSession(
      world.db,
      event,
      talk('A', '09:00', '10:00', {
        room: hall,
        abstract: { cs: 'O čem' },
        speakers: [{ reference: petra, role: 'moderator' }],
      }),
    )
    const copy = await batch(owner, 'copied', [
      { kind: 'copy', reference: a, to: null },
      { kind: 'copy', reference: a, to: { ...span('10:00', '11:00'), room: hall } },
    ])
    expect(copy.status).toBe(200)
    const { pool, sessions } = await findDraft(world.db, event.id)
    expect(
      pool.map(one => [one.title.cs, one.minutes, one.abstract.cs, one.speakers[0]?.role, one.room === hall]),
    ).toEqual([['A', 60, 'O čem', 'moderator', true]])
    expect(sessions.length).toBe(2)
    const pooled = pool[0]?.reference ?? ''
    const placed = await batch(owner, 'moved', [
      { kind: 'place', reference: pooled, lockVersion: 0, to: span('11:00', '12:00') },
    ])
    expect(placed.status).toBe(200)
    expect((await batch(owner, 'unscheduled', [{ kind: 'unplace', reference: a, lockVersion: 0 }])).status).toBe(200)
    const pause = { title: { cs: 'Káva', en: 'Coffee' }, to: { ...span('10:30', '10:45'), room: null } }
    expect((await batch(owner, 'added', [{ kind: 'break', ...pause }])).status).toBe(200)
    expect(await scheduled(event)).toEqual(['A 24T10:00–11:00', 'Káva 24T10:30–10:45', 'A 24T11:00–12:00'])
  })

  it('takes no nonsense', async () => {
    const { event, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    const place = { kind: 'place', reference: a, lockVersion: 0, to: span('10:00', '11:00') } as const
    const many = Array.from({ length: 501 }, () => place)
    const nonsense = [
      '',
      '{',
      '[]',
      '{"deed":"moved","changes":[]}',
      JSON.stringify({ deed: 'restored', changes: [place] }),
      JSON.stringify({ deed: 'moved', changes: many }),
    ]
    const wrongTimes = [
      { ...place, to: { startsLocal: '2026-02-30T10:00:00', endsLocal: 'x' } },
      { ...place, lockVersion: -1 },
      { ...place, kind: 'edit' },
    ]
    const all = [...nonsense, ...wrongTimes.map(one => JSON.stringify({ deed: 'moved', changes: [one] }))]
    const answers = await Promise.all(all.map(async text => (await json(owner, 'changes', { batch: text })).status))
    expect(new Set(answers)).toEqual(new Set([422]))
    expect((await batch(owner, 'copied', [{ kind: 'copy', reference: 'nobody', to: null }])).status).toBe(422)
    expect(await scheduled(event)).toEqual(['A 24T09:00–10:00'])
  })

  it('does not reach the sessions of another event', async () => {
    const { owner } = await stage()
    const { organisation } = await world.people()
    const other = await createStage(world.db, organisation.id, { slug: 'jina' })
    const theirs = await createSession(world.db, other.event, talk('Cizí', '09:00', '10:00'))
    const moved = await batch(owner, 'moved', [
      { kind: 'place', reference: theirs, lockVersion: 0, to: span('10:00', '11:00') },
    ])
    expect([moved.status, moved.body.mine]).toEqual([409, null])
    expect(plain(moved.body.lines[0].text)).toBe('Jeden z bodů už v programu není.')
    expect((await batch(owner, 'copied', [{ kind: 'copy', reference: theirs, to: null }])).status).toBe(422)
    expect(await scheduled(other.event)).toEqual(['Cizí 24T09:00–10:00'])
  })
})

describe('two editors', () => {
  it('are told who moved it where and when; mine can stand instead', async () => {
    const { event, hall, owner } = await stage()
    const { organisation } = await world.people()
    const jana = await createUser(world.db, { name: 'Jana Nová', email: 'jana@example.org' })
    await grantRole(world.db, 'organiser', jana, organisation)
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    world.at('2026-10-01T08:31:00Z')
    const hers = await batch(await world.as(jana), 'moved', [
      { kind: 'place', reference: a, lockVersion: 0, to: { ...span('14:00', '15:00'), room: hall } },
    ])
    expect(hers.status).toBe(200)
    const late = {
      deed: 'moved',
      changes: [{ kind: 'place', reference: a, lockVersion: 0, to: span('11:00', '12:00') }],
    }
    const told = await json(owner, 'changes', { batch: JSON.stringify(late) })
    expect(told.status).toBe(409)
    expect(told.body.lines.map((line: { text: string; by: string }) => [plain(line.text), plain(line.by)])).toEqual([
      ['„A“ je teď jinde: sobota 24. 10., 14.00–15.00, Sál B.', 'Jana Nová, 10.31'],
    ])

    const page = await form(owner, 'changes', { batch: JSON.stringify(late), view: '?day=2026-10-25&grid=30' })
    expect(page.status).toBe(409)
    expect(wordsOf(page.text)).toContain('„A“ je teď jinde: sobota 24. 10., 14.00–15.00, Sál B. Jana Nová, 10.31')
    expect(page.text).toContain(`href="${editor}?day=2026-10-25&amp;grid=30"`)
    const mine = /name="batch" value="([^"]*)"/.exec(page.text)?.[1]?.replaceAll('&#34;', '"') ?? ''
    const insisted = await form(owner, 'changes', { batch: mine, view: '?day=2026-10-25&grid=30' })
    expect([insisted.status, insisted.headers['location']]).toEqual([303, `${editor}?day=2026-10-25&grid=30`])
    expect(await scheduled(event)).toEqual(['A 24T11:00–12:00'])
  })

  it('are told when it is gone, in the pool or cancelled', async () => {
    const { event, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    await batch(owner, 'unscheduled', [{ kind: 'unplace', reference: a, lockVersion: 0 }])
    const place = { kind: 'place', reference: a, lockVersion: 0, to: span('11:00', '12:00') } as const
    const pooled = await batch(owner, 'moved', [place])
    expect(plain(pooled.body.lines[0].text)).toBe('„A“ je teď mezi nezařazenými.')
    expect(pooled.body.mine.changes).toEqual([{ ...place, lockVersion: 1 }])
    await batch(owner, 'removed', [{ kind: 'remove', reference: a, lockVersion: 1 }])
    const gone = await batch(owner, 'moved', [place])
    expect([gone.status, gone.body.mine]).toEqual([409, null])
  })
})

describe('twenty editors at once', () => {
  const many = 20
  async function editors() {
    const { event, owner } = await stage()
    const { organisation } = await world.people()
    const agents: Agent[] = []
    for (let index = 0; index < many; index++) {
      const user = await createUser(world.db, { name: `Editor ${index}`, email: `editor${index}@example.org` })
      await grantRole(world.db, 'organiser', user, organisation)
      agents.push(await world.as(user))
    }
    return { event, owner, agents }
  }
  const at = (index: number) => {
    const minute = String((index % 6) * 10).padStart(2, '0')
    const hour = String(10 + Math.floor(index / 6)).padStart(2, '0')
    return {
      startsLocal: `${day}T${hour}:${minute}:00`,
      endsLocal: `${day}T${hour}:${minute}:00`.replace(/:(\d)0:00$/, ':$19:00'),
    }
  }

  it('lose no change: each keeps their own, and of one session everybody but one is told', async () => {
    const { event, agents } = await editors()
    const own = await Promise.all(
      agents.map(async (_, index) => createSession(world.db, event, talk(`Bod ${index}`, '08:00', '09:00'))),
    )
    const shared = await createSession(world.db, event, talk('Společný', '08:00', '09:00'))
    const move = (agent: Agent, reference: string, index: number) =>
      batch(agent, 'moved', [{ kind: 'place', reference, lockVersion: 0, to: at(index) }])
    const answers = await Promise.all(
      agents.flatMap((agent, index) => [move(agent, own[index] ?? '', index), move(agent, shared, index)]),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((_, index) => index % 2 === 0)).toEqual(agents.map(() => 200))
    const ofShared = statuses.filter((_, index) => index % 2 === 1).toSorted((a, b) => a - b)
    expect(ofShared).toEqual([200, ...Array.from({ length: many - 1 }, () => 409)])
    const { sessions } = await findDraft(world.db, event.id)
    const started = new Map(sessions.map(one => [one.reference, one.startsLocal]))
    expect(own.map(reference => started.get(reference))).toEqual(own.map((_, index) => at(index).startsLocal))
    const winner = statuses.findIndex((status, index) => index % 2 === 1 && status === 200)
    expect(started.get(shared)).toBe(at((winner - 1) / 2).startsLocal)
  }, 60_000)

  it('control: whoever ignores the versions overwrites the others without a word', async () => {
    const { event } = await stage()
    const shared = await createSession(world.db, event, talk('Společný', '08:00', '09:00'))
    const blindly = async (index: number) => {
      for (;;) {
        const reference = shared
        const lockVersion = await versionOf(event, shared)
        const outcome = await changeSessions(world.db, system, {
          event,
          deed: 'moved',
          changes: [{ kind: 'place', reference, lockVersion, to: at(index) }],
        })
        if (outcome.kind !== 'stale') return outcome.kind
      }
    }
    const kinds = await Promise.all(Array.from({ length: 5 }, (_, index) => blindly(index)))
    // All five were told “saved”; one of them was right.
    expect(kinds).toEqual(['saved', 'saved', 'saved', 'saved', 'saved'])
    expect((await findDraft(world.db, event.id)).sessions).toHaveLength(1)
  }, 60_000)
})

describe('undo and redo', () => {
  it('take back the last edit and make it again, each organiser their own', async () => {
    const { event, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    expect((await json(owner, 'undo', {})).body.kind).toBe('nothing')
    await batch(owner, 'moved', [{ kind: 'place', reference: a, lockVersion: 0, to: span('11:00', '12:00') }])
    expect(wordsOf((await owner.get(editor)).text)).toContain('Vrátit : přesun: „A“')
    const undone = await form(owner, 'undo', { view: '?day=2026-10-25' })
    expect([undone.status, undone.headers['location']]).toEqual([303, `${editor}?day=2026-10-25`])
    expect(await scheduled(event)).toEqual(['A 24T09:00–10:00'])
    expect(wordsOf((await owner.get(editor)).text)).toContain('Vráceno.')
    expect((await json(owner, 'redo', {})).body.kind).toBe('saved')
    expect(await scheduled(event)).toEqual(['A 24T11:00–12:00'])
    expect(plain((await json(owner, 'redo', {})).body.said)).toBe('Není co zopakovat.')
  })

  it('do not undo over what somebody else did since', async () => {
    const { event, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    await batch(owner, 'moved', [{ kind: 'place', reference: a, lockVersion: 0, to: span('11:00', '12:00') }])
    const to = span('13:00', '14:00')
    await changeSessions(world.db, system, {
      event,
      deed: 'moved',
      changes: [{ kind: 'place', reference: a, lockVersion: 1, to }],
    })
    const refused = await json(owner, 'undo', {})
    expect([refused.status, refused.body.mine]).toEqual([409, null])
    expect(await scheduled(event)).toEqual(['A 24T13:00–14:00'])
  })
})

describe('without a script', () => {
  async function three() {
    const { event, hall, foyer, owner } = await stage()
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00', { room: hall }))
    const b = await createSession(world.db, event, talk('B', '10:00', '11:00', { room: hall }))
    const c = await createSession(world.db, event, talk('C', '10:00', '11:00', { room: foyer }))
    return { event, hall, foyer, owner, a, b, c }
  }

  it('chosen sessions are shifted, moved, copied, unscheduled and removed', async () => {
    const { event, foyer, owner, a, b } = await three()
    const both = [`${a}:0`, `${b}:0`]
    const bulk = async (body: object) => (await form(owner, 'bulk', { view: `?day=${day}`, ...body })).status
    expect(await bulk({ deed: 'shift', session: both, minutes: '−30' })).toBe(303)
    expect(await scheduled(event)).toEqual(['A 24T08:30–09:30', 'B 24T09:30–10:30', 'C 24T10:00–11:00'])
    expect(
      await bulk({ deed: 'move', session: [`${a}:1`, `${b}:1`], day: '2026-10-25', time: '14', room: foyer }),
    ).toBe(303)
    expect(await scheduled(event)).toEqual(['C 24T10:00–11:00', 'A 25T14:00–15:00', 'B 25T15:00–16:00'])
    expect(await bulk({ deed: 'copy', session: `${a}:2`, day: '', time: '', room: '' })).toBe(303)
    expect(await bulk({ deed: 'copy', session: `${a}:2`, day, time: '16.00', room: '-' })).toBe(303)
    expect(await bulk({ deed: 'unplace', session: `${b}:2` })).toBe(303)
    expect(await bulk({ deed: 'remove', session: `${a}:2` })).toBe(303)
    expect(await scheduled(event)).toEqual(['C 24T10:00–11:00', 'A 24T16:00–17:00'])
    const { pool } = await findDraft(world.db, event.id)
    expect(new Set(pool.map(one => one.title.cs))).toEqual(new Set(['A', 'B']))
    const chosen = pool.map(one => `${one.reference}:${one.lockVersion}`)
    expect(await bulk({ deed: 'move', session: chosen, day: '', time: '', room: '' })).toBe(422)
    expect(await bulk({ deed: 'move', session: chosen, day, time: '12.00', room: '' })).toBe(303)
    expect((await findDraft(world.db, event.id)).pool).toEqual([])
  })

  it('a refusal keeps what was ticked and typed, and says what is wrong', async () => {
    const { owner, a, b } = await three()
    const unticked = await form(owner, 'bulk', { deed: 'shift', minutes: '15' })
    expect([unticked.status, wordsOf(unticked.text)]).toEqual([
      422,
      expect.stringContaining('zaškrtněte aspoň jednu položku'),
    ])
    const mistyped = await form(owner, 'bulk', { deed: 'shift', session: `${a}:0`, minutes: 'hodně' })
    expect(mistyped.status).toBe(422)
    expect(mistyped.text).toContain('value="hodně"')
    expect(mistyped.text).toMatch(new RegExp(`value="${a}:0"[^>]*checked`))
    expect(mistyped.text).toContain('href="#bulk-minutes"')
    const clash = await form(owner, 'bulk', { deed: 'shift', session: `${a}:0`, minutes: '30' })
    expect([clash.status, wordsOf(clash.text)]).toEqual([422, expect.stringContaining('jsou ve stejném sále')])
    const stale = await form(owner, 'bulk', { deed: 'unplace', session: `${b}:7` })
    expect([stale.status, wordsOf(stale.text)]).toEqual([409, expect.stringContaining('Mezitím to změnil někdo jiný')])
    for (const deed of ['', 'explode'])
      expect((await form(owner, 'bulk', { deed, session: `${a}:0` })).status).toBe(422)
  })

  it('everything that follows is shifted, in one room or in all', async () => {
    const { event, hall, owner } = await three()
    const shift = async (body: object) => (await form(owner, 'shift', { day, room: '', ...body })).status
    expect(await shift({ from: '10.00', minutes: '15' })).toBe(303)
    expect(await scheduled(event)).toEqual(['A 24T09:00–10:00', 'B 24T10:15–11:15', 'C 24T10:15–11:15'])
    expect(await shift({ from: '9', minutes: '60', room: hall })).toBe(303)
    expect(await scheduled(event)).toEqual(['A 24T10:00–11:00', 'C 24T10:15–11:15', 'B 24T11:15–12:15'])
    expect(await shift({ from: '20.00', minutes: '15' })).toBe(422)
    expect(await shift({ from: '9', minutes: '0' })).toBe(422)
  })

  it('a break stands across all rooms, or in one', async () => {
    const { event, foyer, owner } = await three()
    const add = async (body: object) => (await form(owner, 'breaks', { day, room: '', name: 'lunch', ...body })).status
    expect(await add({ time: '12.00', length: '60' })).toBe(303)
    expect(await add({ time: '13', length: '15', name: 'coffee', room: foyer })).toBe(303)
    expect(await add({ time: '13', length: '0' })).toBe(422)
    expect(await add({ time: '13', length: '15', room: 'nowhere' })).toBe(422)
    const { sessions } = await findDraft(world.db, event.id)
    const breaks = sessions.filter(one => one.kind === 'break').map(one => [one.title.cs, one.title.en, one.room])
    expect(breaks).toEqual([
      ['Oběd', 'Lunch', null],
      ['Přestávka na kávu', 'Coffee break', foyer],
    ])
    const page = (await owner.get(`${editor}?day=${day}`)).text
    expect(/<ul class="ed-bands"[\s\S]*?<\/ul>/.exec(page)?.[0]).toContain('Oběd')
  })
})

describe('who may edit', () => {
  it('is the organisers of the event, on every route', async () => {
    await stage()
    const { doorStaff, stranger, attendee } = await world.people()
    const paths = ['changes', 'undo', 'redo', 'bulk', 'shift', 'breaks']
    const answers = async (agent: Agent) => {
      const posted = await Promise.all(paths.map(async path => (await form(agent, path, {})).status))
      return new Set([...posted, (await agent.get(`${editor}/stream`)).status, (await agent.get(editor)).status])
    }
    expect(await answers(await world.as(doorStaff))).toEqual(new Set([403]))
    expect(await answers(await world.as(stranger))).toEqual(new Set([404]))
    expect(await answers(await world.as(attendee))).toEqual(new Set([404]))
    expect(await answers(world.agent())).toEqual(new Set([303]))
  })
})

describe('the page', () => {
  it('draws one, ten and thirty rooms, and folds more into pages', async () => {
    const { event, owner } = await stage()
    const addRooms = (count: number) =>
      world.db('rooms').insert(
        Array.from({ length: count }, (_, index) => ({
          venueId: event.venueId ?? 0,
          reference: `room-${index}`,
          name: { cs: `Sál ${index}` },
          isExclusive: true,
          position: 10 + index,
        })),
      )
    const columns = async (query = '') => (await owner.get(editor + query)).text.match(/class="ed-col /g)?.length ?? 0
    expect(await columns()).toBe(2)
    await addRooms(29)
    expect(await columns()).toBe(30)
    expect(await columns('?rooms=2')).toBe(1)
    expect(await columns('?rooms=99&grid=7&day=1999-01-01')).toBe(30)
  })

  it('takes the same statements for one session as for many', async () => {
    const { event, hall, foyer, owner } = await stage()
    await createSession(world.db, event, talk('A', '08:00', '09:00', { room: hall }))
    const one = await world.queries(() => owner.get(editor))
    await createManySessions(world.db, { event, hall, foyer }, 60)
    const many = await world.queries(() => owner.get(editor))
    expect([one.result.status, many.result.status, many.count]).toEqual([200, 200, one.count])
  })

  it('shows hostile words as words, in both languages', async () => {
    const { event, hall, owner } = await stage()
    await createSession(world.db, event, talk(hostile, '09:00', '10:00', { room: hall }))
    await createSession(world.db, event, talk('Dlouhý '.repeat(28).trim(), '10:00', '11:00', { room: hall }))
    const { text } = await owner.get(editor)
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<img src=x')
    const data = /<div id="ed-data" hidden>([\s\S]*?)<\/div>/.exec(text)?.[1] ?? ''
    expect(JSON.parse(data).sessions).toHaveLength(2)
    const english = await owner.get(editor.replace('/cs/', '/en/'))
    expect([english.status, wordsOf(english.text)]).toEqual([200, expect.stringContaining('Shift the agenda')])
  })
})

describe('what others do', () => {
  async function cookieOf(): Promise<string> {
    const { owner } = await world.people()
    const body = new URLSearchParams({ email: owner.email, password: owner.password })
    const headers = { 'Sec-Fetch-Site': 'same-origin' }
    const answer = await fetch(`${world.url}/cs/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
    return answer.headers
      .getSetCookie()
      .map(cookie => cookie.split(';')[0])
      .join('; ')
  }

  it('is heard within two seconds, from another process too, and of this event alone', async () => {
    const { event } = await stage()
    const { organisation } = await world.people()
    const other = await createStage(world.db, organisation.id, { slug: 'jina' })
    const a = await createSession(world.db, event, talk('A', '09:00', '10:00'))
    const b = await createSession(world.db, other.event, talk('B', '09:00', '10:00'))
    const answer = await fetch(`${world.url}${editor}/stream`, {
      headers: { Cookie: await cookieOf(), Accept: 'text/event-stream' },
    })
    expect(answer.headers.get('Content-Type')).toBe('text/event-stream; charset=utf-8')
    expect(answer.headers.get('Cache-Control')).toContain('no-store')
    const reader = answer.body?.getReader()
    const decoder = new TextDecoder()
    let heard = ''
    const hear = async (wanted: RegExp) => {
      while (!wanted.test(heard)) heard += decoder.decode((await reader?.read())?.value)
    }
    await hear(/event: ready/)
    const elsewhere = createServices(world.services.config, world.connection, world.services.log)
    const to = span('11:00', '12:00')
    const place = (row: EventRow, reference: string) =>
      changeSessions(elsewhere.db, system, {
        event: row,
        deed: 'moved',
        changes: [{ kind: 'place', reference, lockVersion: 0, to }],
      })
    await place(other.event, b)
    const outcome = await place(event, a)
    await hear(/event: changed\n/)
    expect(heard.match(/event: changed\ndata: (\d+)/g)).toEqual([
      `event: changed\ndata: ${outcome.kind === 'saved' ? outcome.editId : ''}`,
    ])
    await reader?.cancel()
    await closeServices(elsewhere)
  })
})
