import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { clashesIn } from '../../../src/features/agenda/rules/clashes.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createManySessions, createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createDeskCategory } from '../../factories/desk.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
const organiser = '/cs/organiser/events'
const start = `${organiser}/klastry/agenda/start`
const several = `${organiser}/klastry/several`

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}
const owner = async () => world.as((await world.people()).owner)
const post = (agent: Agent, path: string, body: object) => agent.post(path).type('form').send(body)
const draftOf = ({ id }: EventRow) => findDraft(world.db, id)

function wordsOf(html: string): string {
  const text = html.replace(/<[^>]*>/g, ' ').replace(/&#34;/g, '"')
  return text.replace(/\u2060/g, '').replace(/\s+/g, ' ')
}

describe('starting a programme', () => {
  it('is for the organisers of the event', async () => {
    await stage()
    const people = await world.people()
    const asked = async (agent: Agent) => [
      (await agent.get(start)).status,
      (await agent.get(several)).status,
      (await post(agent, `${start}/template`, { template: 'info-day' })).status,
      (await post(agent, `${start}/copy`, { from: 'klastry' })).status,
      (await post(agent, several, {})).status,
    ]
    expect(await asked(await world.as(people.doorStaff))).toEqual([403, 403, 403, 403, 403])
    expect(await asked(await world.as(people.stranger))).toEqual([404, 404, 404, 404, 404])
    expect(await asked(world.agent())).toEqual([303, 303, 303, 303, 303])
  })

  it('makes a three-day conference of a template: tracks, sessions on the days, satellites as drafts', async () => {
    const { event } = await stage({ startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-26T17:00:00' })
    const agent = await owner()
    expect(wordsOf((await agent.get(start)).text)).toContain('3 dny · 23 bodů · 3 sekce · 2 doprovodné akce')
    const answer = await post(agent, `${start}/template`, { template: 'three-days' })
    expect([answer.status, answer.headers['location']]).toEqual([303, `${organiser}/klastry/agenda`])
    const draft = await draftOf(event)
    expect([draft.sessions.length, draft.pool.length]).toEqual([23, 0])
    expect(draft.tracks.map(({ slug, colour }) => [slug, colour])).toEqual([
      ['digitalizace', 1],
      ['zelena-transformace', 2],
      ['mezinarodni-spoluprace', 3],
    ])
    expect(draft.satellites.map(({ slug, startsLocal }) => [slug, startsLocal])).toEqual([
      ['setkani-partneru-projektu-klastry', '2026-10-24T09:00:00'],
      ['skoleni-pro-manazery-klastru-klastry', '2026-10-26T13:30:00'],
    ])
    const [first] = draft.sessions
    expect(first).toMatchObject({
      title: { en: 'Meeting of the project partners' },
      satellite: 'setkani-partneru-projektu-klastry',
    })
    expect(clashesIn(draft)).toEqual([])
    const satellites = await world.db('events').where({ parentEventId: event.id })
    expect(satellites.map(one => one.publishedAt)).toEqual([null, null])
    expect(wordsOf((await agent.get(`${organiser}/klastry/agenda`)).text)).toContain(
      'Program i doprovodné akce jsou založené',
    )
  })

  it('keeps sessions without a day among those without a time', async () => {
    const { event } = await stage({ startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-24T17:00:00' })
    await post(await owner(), `${start}/template`, { template: 'study-trip' })
    const draft = await draftOf(event)
    expect([draft.sessions.length, draft.pool.length]).toEqual([9, 5])
    expect(draft.pool.map(({ minutes }) => minutes).toSorted((a, b) => a - b)).toEqual([45, 60, 75, 90, 150])
  })

  it('puts nothing over what is there, and takes no template it does not know', async () => {
    const { event } = await stage()
    const agent = await owner()
    expect((await post(agent, `${start}/template`, { template: 'ples' })).status).toBe(422)
    expect((await post(agent, `${start}/template`, { template: 'info-day' })).status).toBe(303)
    const twice = await post(agent, `${start}/template`, { template: 'info-day' })
    expect(twice.headers['location']).toBe(start)
    expect(wordsOf((await agent.get(start)).text)).toContain('Mezitím už v programu něco přibylo')
    expect((await draftOf(event)).sessions).toHaveLength(9)
    expect(wordsOf((await agent.get(start)).text)).not.toContain('Použít předlohu')
  })

  it('starts once when two start at once', async () => {
    const { event } = await stage()
    const agent = await owner()
    await Promise.all([1, 2, 3, 4].map(() => post(agent, `${start}/template`, { template: 'info-day' })))
    expect((await draftOf(event)).sessions).toHaveLength(9)
  })

  it('leaves out satellites where whoever organises may not make events', async () => {
    const { event } = await stage()
    const { doorStaff } = await world.people()
    await world.db('eventRoles').insert({ eventId: event.id, userId: doorStaff.id, role: 'organiser' })
    const agent = await world.as(doorStaff)
    expect((await post(agent, `${start}/template`, { template: 'three-days' })).status).toBe(303)
    const draft = await draftOf(event)
    expect([draft.sessions.length, draft.satellites.length]).toEqual([23, 0])
    expect((await agent.get(several)).status).toBe(403)
  })

  it('copies the programme of a past event onto the days of this one', async () => {
    const past = await stage({ slug: 'loni', startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-26T17:00:00' })
    await saveTrack(world.db, system, { event: past.event, input: { name: { cs: 'Energie' }, colour: 3 } })
    const petra = await createSpeaker(world.db, past.event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    await createSession(world.db, past.event, talk('Vodík', '09:00', '10:00', { speakers, track: 'energie' }))
    const { event } = await stage({ startsLocal: '2027-10-23T09:00:00', endsLocal: '2027-10-25T17:00:00' })
    const agent = await owner()
    expect((await post(agent, `${start}/copy`, { from: '' })).status).toBe(422)
    expect((await post(agent, `${start}/copy`, { from: 'neznama' })).status).toBe(422)
    expect((await post(agent, `${start}/copy`, { from: 'klastry' })).status).toBe(422)
    expect((await post(agent, `${start}/copy`, { from: 'loni' })).status).toBe(303)
    const draft = await draftOf(event)
    expect(draft.sessions.map(({ startsLocal, track }) => [startsLocal, track])).toEqual([
      ['2027-10-23T09:00:00', 'energie'],
    ])
    expect(draft.speakers.map(({ name }) => name)).toEqual([{ cs: 'Petra' }])
    expect((await post(agent, `${start}/copy`, { from: 'loni' })).headers['location']).toBe(start)
    expect((await draftOf(event)).sessions).toHaveLength(1)
  })

  it('costs the same queries whatever there is', async () => {
    const here = await stage()
    const agent = await owner()
    const few = (await world.queries(() => agent.get(start))).count
    await createManySessions(world.db, here, 300)
    expect((await world.queries(() => agent.get(start))).count).toBe(few)
  })
})

const cities = ['Ústí nad Labem', 'Dresden', 'Milano', 'Warszawa', 'Linz', 'Bratislava', 'Ljubljana']

function sevenPlaces(): Record<string, string> {
  const rows = cities.map((city, number) => ({
    [`place.${number}.cityCs`]: city,
    [`place.${number}.country`]: ['CZ', 'DE', 'IT', 'PL', 'AT', 'SK', 'SI'][number] ?? '',
    [`place.${number}.startsOn`]: `${number + 1}. 3. 2027`,
    [`place.${number}.timeZone`]: number === 2 ? 'Europe/Rome' : 'Europe/Prague',
  }))
  return Object.assign({}, ...rows)
}

describe('the same event in several places', () => {
  async function infoDay() {
    const here = await stage({ startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-24T17:00:00' })
    await createSession(world.db, here.event, talk('Představení výzvy', '09:00', '10:00', { room: here.hall }))
    await createDeskCategory(world.db, here.event, { capacity: 30 })
    return here
  }

  it('checks first and writes nothing, then makes seven drafts at once', async () => {
    const { event } = await infoDay()
    const agent = await owner()
    expect(wordsOf((await agent.get(several)).text)).toContain('Stejná akce na více místech')
    const checked = await post(agent, several, sevenPlaces())
    expect(checked.status).toBe(200)
    expect(wordsOf(checked.text)).toContain('Vznikne 7 akcí')
    expect(wordsOf(checked.text)).toContain('Klastry v regionu: Milano')
    expect(wordsOf(checked.text)).toContain('středa 3. března 2027')
    expect(await world.db('events').count({ n: '*' }).first()).toMatchObject({ n: 1 })
    const made = await post(agent, several, { ...sevenPlaces(), deed: 'create' })
    expect([made.status, made.headers['location']]).toEqual([303, organiser])
    const copies = await world.db('events').whereNot({ id: event.id }).orderBy('startsAt')
    expect(copies.map(({ slug }) => slug)).toEqual([
      'klastry-v-regionu-usti-nad-labem',
      'klastry-v-regionu-dresden',
      'klastry-v-regionu-milano',
      'klastry-v-regionu-warszawa',
      'klastry-v-regionu-linz',
      'klastry-v-regionu-bratislava',
      'klastry-v-regionu-ljubljana',
    ])
    expect(copies[2]).toMatchObject({
      city: { cs: 'Milano' },
      country: 'IT',
      timeZone: 'Europe/Rome',
      venueId: null,
      publishedAt: null,
      startsLocal: '2027-03-03T09:00:00',
    })
    const draft = await findDraft(world.db, copies[2]?.id ?? 0)
    expect(draft.sessions.map(({ startsLocal, startsAt, room }) => [startsLocal, startsAt, room])).toEqual([
      ['2027-03-03T09:00:00', '2027-03-03T08:00:00.000Z', null],
    ])
    expect(await world.db('categories').whereNot({ eventId: event.id }).count({ n: '*' }).first()).toMatchObject({
      n: 7,
    })
  })

  it('says at each place what is wrong, all at once, and keeps what was typed', async () => {
    await infoDay()
    const agent = await owner()
    const typed = {
      'place.0.cityCs': 'Linz',
      'place.0.startsOn': 'zítra',
      'place.0.timeZone': 'Europe/Vienna',
      'place.0.country': 'XX',
      'place.2.slug': 'Nový Den',
      'place.2.timeZone': 'Mars/Olymp',
      'place.2.country': '',
      'place.2.startsOn': '1. 3. 2027',
      'place.2.venue': 'NENI2222',
      deed: 'create',
    }
    const answer = await post(agent, several, typed)
    expect(answer.status).toBe(422)
    for (const field of ['0.startsOn', '0.country', '1.slug', '1.timeZone'])
      expect(answer.text).toContain(`href="#place.${field}"`)
    expect(answer.text).toContain('value="Nový Den"')
    expect((await post(agent, several, { deed: 'create' })).status).toBe(422)
    const venue = { ...typed, 'place.0.startsOn': '2. 3. 2027', 'place.0.country': 'AT' }
    const unknown = await post(agent, several, { ...venue, 'place.2.slug': '', 'place.2.timeZone': 'Europe/Prague' })
    expect([unknown.status, unknown.text.includes('href="#place.1.venue"')]).toEqual([422, true])
    expect(await world.db('events').count({ n: '*' }).first()).toMatchObject({ n: 1 })
  })

  it('makes none when one address is taken, or typed twice', async () => {
    await infoDay()
    const agent = await owner()
    const taken = await post(agent, several, { ...sevenPlaces(), 'place.3.slug': 'klastry', deed: 'create' })
    expect([taken.status, taken.text.includes('href="#place.3.slug"')]).toEqual([422, true])
    const twice = { ...sevenPlaces(), 'place.1.slug': 'den', 'place.4.slug': 'den', deed: 'create' }
    expect((await post(agent, several, twice)).status).toBe(422)
    expect(await world.db('events').count({ n: '*' }).first()).toMatchObject({ n: 1 })
  })

  it('adds and removes rows without losing anything, and keeps hostile text inert', async () => {
    await infoDay()
    const agent = await owner()
    const hostile = `<script>alert(1)</script>"'<img src=x onerror=alert(1)>`
    const added = await post(agent, several, { ...sevenPlaces(), 'place.0.cityCs': hostile, rows: 'place.add' })
    expect([added.status, added.text.includes('name="place.7.cityCs"')]).toEqual([200, true])
    expect(added.text).not.toMatch(/<script>alert|<img src=x/)
    const removed = await post(agent, several, { ...sevenPlaces(), rows: 'place.remove.0' })
    expect(removed.text).toContain('name="place.0.cityCs" value="Dresden"')
    expect(removed.text).not.toContain('name="place.6.cityCs"')
  })
})
