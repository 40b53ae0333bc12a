import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { addMinutes, type Instant, instant } from '../../../src/core/time.ts'
import { sendDueAnnouncements } from '../../../src/features/announcements/actions/due.ts'
import { occasionOf } from '../../../src/features/announcements/rules/occasions.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { Person } from '../../factories/accounts.ts'
import { createPublished, someTimes } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let agent: Agent
let organiser: Person
const base = '/cs/organiser/events/clusters-meet-regions/announcements'
const long = instant('2027-06-01T08:00:00Z')

beforeEach(async () => {
  const { organisation, owner } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 500 })
  for (const who of ['p0', 'p1']) await createRegistration(world.db, category, who)
  organiser = owner
  await signInAt(long)
})

/** The organiser comes at a moment; a session from months before is over. */
async function signInAt(moment: Instant | string): Promise<void> {
  world.at(moment)
  agent = world.agent()
  const { email, password } = organiser
  await agent.post('/cs/sign-in').type('form').send({ email, password })
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const post = (path: string, fields: Record<string, string | string[]> = {}) =>
  agent.post(path).type('form').send(fields)
const fieldsIn = (html: string) => ({
  ...Object.fromEntries(
    [...html.matchAll(/<input type="(?:hidden|text|time)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"/g)].map(
      ([, name, value]) => [name, value],
    ),
  ),
  ...Object.fromEntries(
    [...html.matchAll(/<textarea id="[^"]+" name="([^"]+)"[^>]*>\n?([^<]*)</g)].map(([, name, value]) => [name, value]),
  ),
  ...Object.fromEntries(
    [...html.matchAll(/<input type="checkbox" id="[^"]+" name="([^"]+)" value="([^"]*)" checked/g)].map(
      ([, name, value]) => [name, value],
    ),
  ),
  relation: /name="relation"[\s\S]*?value="([^"]+)" selected/.exec(html)?.[1] ?? '',
})
/** A ready rule taken as it is offered, with changes. */
async function take(preset: string, changes: Record<string, string> = {}): Promise<void> {
  const { text } = await agent.get(`${base}/rules/new?preset=${preset}`)
  const answer = await post(`${base}/rules/new`, { ...fieldsIn(text), ...changes })
  expect(answer.status).toBe(303)
}
/** Two processes look at the same time. */
const minute = async (at: Instant) => {
  world.at(at)
  await Promise.all([sendDueAnnouncements(world.db), sendDueAnnouncements(world.db)])
}
const announcements = () => world.db('announcements').orderBy('id')
const rule = async () => {
  const found = await world.db('announcementRules').orderBy('id', 'desc').first()
  if (found === undefined) throw new Error('no rule')
  return found
}
const due = async () => occasionOf(await rule(), event).at
const move = (startDate: string, endDate: string) =>
  world.db('events').where({ id: event.id }).update(someTimes({ startDate, endDate }))

describe('a rule', () => {
  it('is offered ready, and says when it goes', async () => {
    const offered = plain((await agent.get(base)).text)
    for (const name of ['Týden předem', 'Den předem', 'Zítra se uvidíme', 'Poděkování', 'Vlastní pravidlo'])
      expect(offered).toContain(name)
    await take('week-before')
    const { text } = await agent.get(base)
    expect(plain(text)).toContain('7 dní před začátkem v 9.00')
    expect(plain(text)).toContain('Odejde: středa 8. září 2027 v 9.00.')
    expect(plain(text)).not.toContain('Týden předem')
    expect(await rule()).toMatchObject({ anchor: 'start', days: -7, timeOfDay: '09:00', segment: 'status=confirmed' })
    expect(plain((await agent.get(base.replace('/cs/', '/en/'))).text)).toContain('7 days before the start at')
  })

  it('announces its occasion once, however many look, and the mail ends when it would not be true', async () => {
    await take('tomorrow')
    await minute(addMinutes(await due(), -1))
    expect(await announcements()).toEqual([])
    await minute(await due())
    await minute(addMinutes(await due(), 5))
    expect(await announcements()).toHaveLength(1)
    const mails = await world.db('mails').where({ kind: 'announcement' })
    expect(mails).toHaveLength(2)
    expect(mails[0]?.expiresAt).toEqual(instant('2027-09-14T21:00:00Z'))
    await world.runJobs()
    const [mail] = await world.db('mails').where({ kind: 'announcement' })
    expect(plain(mail?.subject ?? '')).toBe('Zítra: Clusters meet Regions Burgas')
    await signInAt(addMinutes(await due(), 10))
    expect(plain((await agent.get(base)).text)).toContain('Odesláno 14. 9. 17.00.')
  })

  it('moves with the event, and speaks again of its new day', async () => {
    await take('week-before')
    const first = await due()
    await move('2027-10-13', '2027-10-15')
    await minute(first)
    expect(await announcements()).toEqual([])
    await minute(instant('2027-10-06T06:00:00Z'))
    expect(await announcements()).toHaveLength(1)
    // A day later again: those who were told of the old one are told of the new one.
    await move('2027-11-13', '2027-11-15')
    await minute(instant('2027-11-06T07:00:00Z'))
    expect(await announcements()).toHaveLength(2)
  })

  it('is skipped with a reason when it no longer makes sense', async () => {
    await take('week-before')
    await minute(addMinutes(await due(), 200))
    expect(await announcements()).toMatchObject([{ skipReason: 'late' }])
    await signInAt(addMinutes(await due(), 200))
    expect(plain((await agent.get(base)).text)).toContain('o víc než tři hodiny by se opozdila')
    await take('day-before')
    const outcome = await cancelEvent(world.db, system, { event, note: {} })
    expect(outcome.kind).toBe('done')
    await minute(await due())
    expect((await announcements()).map(({ skipReason }) => skipReason)).toEqual(['late', 'event-cancelled'])
    expect(await world.db('mails').where({ kind: 'announcement' })).toEqual([])
  })

  it('that comes too late is skipped, and may come after all once it says another time', async () => {
    await signInAt('2027-09-10T08:00:00Z')
    await take('week-before')
    await minute(instant('2027-09-10T08:01:00Z'))
    expect(await announcements()).toMatchObject([{ skipReason: 'enabled-late' }])
    const { reference } = await rule()
    const path = `${base}/rules/${reference}`
    const form = fieldsIn((await agent.get(path)).text)
    expect((await post(path, { ...form, days: '4', timeOfDay: '12:00' })).status).toBe(303)
    expect((await post(path, { ...form, days: '3' })).status).toBe(422)
    await minute(instant('2027-09-11T09:00:00Z'))
    expect((await announcements()).map(({ skipReason, recipients }) => [skipReason, recipients])).toEqual([
      ['enabled-late', 0],
      [null, 2],
    ])
  })

  it('rests while it is off, and goes when nobody switched it off', async () => {
    await take('thanks', { arrived: 'yes' })
    const path = `${base}/rules/${(await rule()).reference}`
    await post(`${path}/switch`, { on: 'no' })
    expect(plain((await agent.get(base)).text)).toContain('Dokud je vypnuté')
    await minute(await due())
    expect(await announcements()).toEqual([])
    world.at(long)
    await post(`${path}/switch`, { on: 'yes' })
    await post(`${path}/switch`, { on: 'yes' })
    expect(await world.db('auditEntries').where({ action: 'announcement.rule-enabled' })).toHaveLength(1)
    await minute(await due())
    // Nobody was checked in.
    expect(await announcements()).toMatchObject([{ skipReason: 'nobody' }])
    await signInAt(await due())
    expect(plain((await agent.get(`${path}/remove`)).text)).toContain('Odebrat pravidlo')
    expect((await post(`${path}/remove`)).status).toBe(303)
    expect(await world.db('announcementRules')).toEqual([])
    expect(await announcements()).toHaveLength(1)
  })

  it('of its own needs words and a time', async () => {
    const path = `${base}/rules/new`
    const form = fieldsIn((await agent.get(`${path}?preset=own`)).text)
    expect((await post(path, form)).status).toBe(422)
    const words = { 'subject.cs': 'A', 'body.cs': 'B' }
    expect((await post(path, { ...form, ...words, days: '400' })).status).toBe(422)
    expect((await post(path, { ...form, ...words, timeOfDay: '25:00' })).status).toBe(422)
    expect((await post(path, { ...form, ...words, relation: 'sometime' })).status).toBe(422)
    expect((await post(path, { ...form, ...words, days: '1', relation: 'after-start' })).status).toBe(303)
    expect(await rule()).toMatchObject({ anchor: 'start', days: 1, preset: 'own' })
    expect((await agent.get(`${base}/rules/NOBODY22`)).status).toBe(404)
    expect((await agent.get(`${path}?preset=nonsense`)).status).toBe(200)
  })
})
