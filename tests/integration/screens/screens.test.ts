import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { instant, timeZone } from '../../../src/core/time.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { screenDay } from '../../../src/features/screens/rules.ts'
import type { OutlineSession } from '../../../src/features/agenda/types.ts'
import { createManySessions, createSession, createStage, talk } from '../../factories/agenda.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const get = async (path: string) => {
  const answer = await world.agent().get(path)
  return { status: answer.status, text: plain(answer.text), headers: answer.headers }
}

async function scene() {
  const { organisation } = await world.people()
  world.at('2026-10-01T08:00:00Z')
  const stage = await createStage(world.db, organisation.id)
  const { event, hall, foyer } = stage
  await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
  await createSession(world.db, event, talk('Panel', '10:00', '11:00', { room: hall }))
  await createSession(world.db, event, talk('<b>Výstava', '09:30', '17:00', { room: foyer }))
  await createSession(world.db, event, { ...talk('Oběd', '12:00', '13:00'), kind: 'break' })
  await releaseAgenda(world.db, system, { event, note: {} })
  return { stage, event, hall, foyer, path: '/cs/events/klastry/display' }
}

const entries = (text: string) =>
  [...text.matchAll(/<li class="(\w+)"[\s\S]*?class="what"[^>]*>([^<]*)</g)].map(
    ([, state, title]) => `${state} ${title}`,
  )

describe('the screens of a venue', () => {
  it('show what is on and what comes next, in the room and in the foyer', async () => {
    const { path, hall } = await scene()
    world.at('2026-10-24T07:40:00Z')
    expect(entries((await get(`${path}/${hall}`)).text)).toEqual(['now Vodík', 'next Panel', 'later Oběd'])
    const foyer = await get(path)
    expect(entries(foyer.text)).toEqual(['now Vodík', 'next Panel', 'now &lt;b&gt;Výstava', 'next Oběd'])
    expect(foyer.text).toContain('Pro všechny')
    expect(foyer.headers['set-cookie']).toBeUndefined()
    expect((await get(`${path.replace('/cs', '/en')}/${hall}`)).text).toContain('Vodík (en)')
  })

  it('say when the day is over, the event is over or cancelled, and know no foreign room', async () => {
    const { path, event } = await scene()
    world.at('2026-10-23T20:00:00Z')
    expect((await get(path)).text).toContain('Další program: Sobota 24. října')
    world.at('2026-10-24T20:00:00Z')
    expect((await get(path)).text).toContain('Program skončil')
    expect((await get(`${path}/NONE2222`)).status).toBe(404)
    await world.db('events').where({ id: event.id }).update({ cancelledAt: event.startsAt })
    expect((await get(path)).text).toContain('Akce je zrušená')
  })

  it('take the same number of queries for four sessions and three hundred', async () => {
    const { path, stage } = await scene()
    world.at('2026-10-24T07:40:00Z')
    const few = await world.queries(() => get(path))
    await createManySessions(world.db, stage, 300)
    await releaseAgenda(world.db, system, { event: stage.event, note: {} })
    const many = await world.queries(() => get(path))
    expect(many.count).toBe(few.count)
  })
})

it('keeps a night that runs past midnight to the day on which it began', () => {
  const night = {
    startsLocal: '2026-10-24T22:00:00',
    startsAt: '2026-10-24T20:00:00Z',
    endsAt: '2026-10-24T23:30:00Z',
    isCancelled: false,
  } as OutlineSession
  const morning = {
    ...night,
    startsLocal: '2026-10-25T09:00:00',
    startsAt: '2026-10-25T08:00:00Z',
    endsAt: '2026-10-25T09:00:00Z',
  }
  const zone = timeZone('Europe/Prague')
  expect(screenDay([night, morning], zone, instant('2026-10-24T22:30:00Z'))).toMatchObject({
    kind: 'today',
    sessions: [night, morning],
  })
  expect(screenDay([night, morning], zone, instant('2026-10-24T21:00:00Z'))).toMatchObject({
    kind: 'today',
    sessions: [night],
  })
})

describe('the programme in other sites', () => {
  it('may be framed only by those the organisers named, and be read by all', async () => {
    const { event } = await scene()
    const path = '/cs/events/klastry/embed/agenda'
    const closed = await get(path)
    expect(closed.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(closed.headers['access-control-allow-origin']).toBe('*')
    await world.db('agendaSettings').insert({ eventId: event.id, embedOrigins: ['https://region.example'] })
    const open = await get(path)
    expect(open.headers['content-security-policy']).toContain('frame-ancestors https://region.example')
    expect(open.headers['content-security-policy']).toContain("default-src 'none'")
    expect(open.headers['x-frame-options']).toBeUndefined()
    expect(open.text).toContain('Vodík')
    expect(open.text).not.toContain('<b>Výstava')
    expect((await get('/cs/events/klastry')).headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  it('answers 304 to who has it, shows the day asked for, and the registration with its state', async () => {
    await scene()
    const path = '/en/events/klastry/embed/agenda?day=2026-10-24'
    const first = await world.agent().get(path)
    const again = await world
      .agent()
      .get(path)
      .set('If-None-Match', first.headers['etag'] ?? '')
    expect(again.status).toBe(304)
    const registration = await get('/cs/events/klastry/embed/registration')
    expect([registration.status, registration.text.includes('Klastry v regionu')]).toEqual([200, true])
    expect((await get('/cs/events/nikde/embed/agenda')).status).toBe(404)
  })

  it('lends its style sheet and script to them', async () => {
    const answer = await world.agent().get('/css/embed.css')
    expect(answer.headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect((await world.agent().get('/cs/')).headers['cross-origin-resource-policy']).toBe('same-origin')
  })
})
