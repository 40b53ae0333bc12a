import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { listStars } from '../../../src/features/plans/queries.ts'
import { overlapsIn } from '../../../src/features/plans/rules.ts'
import { createManySessions, createSession, createStage, talk } from '../../factories/agenda.ts'
import { createCategory, createRegistration, linkOf } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

async function scene() {
  const { organisation } = await world.people()
  world.at('2026-10-01T08:00:00Z')
  const stage = await createStage(world.db, organisation.id)
  const { event, hall, foyer } = stage
  const hydrogen = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
  const panel = await createSession(world.db, event, talk('Panel', '09:30', '10:30', { room: foyer }))
  const workshop = await createSession(world.db, event, talk('Dílna', '13:00', '14:00', { room: hall, capacity: 5 }))
  await releaseAgenda(world.db, system, { event, note: {} })
  const category = await createCategory(world.db, event)
  const { registration } = await createRegistration(world.db, category, 'petra')
  const link = linkOf(world.services, registration)
  return { stage, event, hydrogen, panel, workshop, category, registration, path: `${link}/agenda` }
}

const get = async (path: string) => {
  const answer = await world.agent().get(path)
  return { status: answer.status, text: plain(answer.text) }
}
const post = (path: string, fields: Record<string, string>) => world.agent().post(path).type('form').send(fields)

describe('my agenda', () => {
  it('is starred without a script, and says what happens at the same time', async () => {
    const { path, hydrogen, panel, registration } = await scene()
    expect((await get(path)).text).toContain('Chci na „Vodík“')
    const answer = await post(path, { session: hydrogen, deed: 'star', day: '2026-10-24' })
    expect([answer.status, answer.headers['location']]).toEqual([303, `${path}?day=2026-10-24#s-${hydrogen}`])
    await post(path, { session: hydrogen, deed: 'star' })
    await post(path, { session: panel, deed: 'star' })
    expect(await listStars(world.db, registration)).toEqual(new Set([hydrogen, panel]))
    const mine = await get(`${path}?show=mine`)
    expect(mine.text).toContain('Ve stejnou dobu máte i Panel.')
    expect(mine.text).not.toContain('Dílna')
    await post(path, { session: panel, deed: 'unstar' })
    expect((await get(path)).text).not.toContain('Ve stejnou dobu')
  })

  it('takes over the stars of a browser, of sessions that exist', async () => {
    const { path, hydrogen, workshop, registration } = await scene()
    await post(path, { deed: 'keep', kept: `${hydrogen}  NONE2222 ${workshop} <script>` })
    expect(await listStars(world.db, registration)).toEqual(new Set([hydrogen, workshop]))
    const refused = await post(path, { deed: 'everything' })
    expect([refused.status, refused.headers['location']]).toEqual([303, path])
  })

  it('fills the personal calendar with what was starred, and a cancelled session stays there as cancelled', async () => {
    const { path, event, registration, hydrogen } = await scene()
    const { calendarTokenVersion, reference } = registration
    const token = world.services.tokens.issue('calendar', reference, calendarTokenVersion)
    const feed = async () => (await world.agent().get(`/calendar/my/${token}.ics`)).text
    expect((await feed()).match(/BEGIN:VEVENT/g)).toHaveLength(4)
    await post(path, { session: hydrogen, deed: 'star' })
    expect((await feed()).match(/BEGIN:VEVENT/g)).toHaveLength(2)
    await removeSession(world.db, system, { event, session: { reference: hydrogen } })
    await releaseAgenda(world.db, system, { event, note: {} })
    expect(await feed()).toContain('STATUS:CANCELLED')
    expect((await get(`${path}?show=mine`)).text).toContain('zrušeno')
  })

  it('says where a place is needed, and how one stands there', async () => {
    const { path, event, category, workshop } = await scene()
    const part = await createPart(world.db, event, { title: 'Dílna', source: { sessionReference: workshop } })
    expect((await get(path)).text).toContain('jen s přihlášením')
    const other = (await createRegistration(world.db, category, 'karel', { partIds: [part.id] })).registration
    expect((await get(`${linkOf(world.services, other)}/agenda`)).text).toContain('máte místo')
  })

  it('belongs to a person: neither to the next one with that place, nor to a stranger', async () => {
    const { path, registration, hydrogen } = await scene()
    await post(path, { session: hydrogen, deed: 'star' })
    const next = { id: registration.id, personVersion: registration.personVersion + 1 }
    expect(await listStars(world.db, next)).toEqual(new Set())
    expect((await get(path.replace('/agenda', 'x/agenda'))).status).toBe(404)
  })

  it('takes the same number of queries for three sessions and three hundred', async () => {
    const { path, stage, event } = await scene()
    const few = await world.queries(() => get(path))
    await createManySessions(world.db, stage, 300)
    await releaseAgenda(world.db, system, { event, note: {} })
    const many = await world.queries(() => get(path))
    expect(many.count).toBe(few.count)
  })
})

it('finds what of a plan cannot be followed', () => {
  const session = (reference: string, from: number, to: number, isCancelled = false) => {
    return { reference, startsAt: `2026-10-24T${from}:00Z`, endsAt: `2026-10-24T${to}:00Z`, isCancelled }
  }
  const found = overlapsIn([
    session('A', 10, 12),
    session('B', 11, 13),
    session('C', 12, 14),
    session('D', 10, 14, true),
  ])
  expect([...found].map(([one, others]) => [one, others.map(({ reference }) => reference)])).toEqual([
    ['A', ['B']],
    ['B', ['A', 'C']],
    ['C', ['B']],
  ])
})
