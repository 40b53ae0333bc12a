import { describe, expect, it } from '@jest/globals'
import { SaxesParser } from 'saxes'
import supertest from 'supertest'
import { jobHandlers } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import { rows } from '../../../src/core/database.ts'
import { instant, localDateTime } from '../../../src/core/time.ts'
import { undoEdit } from '../../../src/features/agenda/actions/changes.ts'
import { planRelease, releasePlanned } from '../../../src/features/agenda/actions/plan-release.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { restoreRelease } from '../../../src/features/agenda/actions/restore.ts'
import { moveSession, removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { removeSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { removeTrack, saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft, findLatestRelease, listReleases } from '../../../src/features/agenda/queries.ts'
import { listDueReleases } from '../../../src/features/agenda/queries/planned.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createLargeProgramme, largeProgrammes } from '../../factories/programme.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
const organiser = '/cs/organiser/events/klastry/agenda'
const history = '/cs/events/klastry/agenda/releases'
const hostile = `<script>alert(1)</script>"'&\u0001]]>`

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}

const release = (event: EventRow, note = {}, name = {}) => releaseAgenda(world.db, system, { event, note, name })
const get = (path: string) => supertest(world.app).get(path)
const post = (agent: Agent, path: string, body: object) => agent.post(path).type('form').send(body)
const times = (day: string, start: string, end: string) => {
  return { startsLocal: localDateTime(day, start), endsLocal: localDateTime(day, end) }
}

/** Moves a session as it is now. */
async function move(event: EventRow, reference: string, start: string, end: string) {
  const session = (await findDraft(world.db, event.id)).sessions.find(one => one.reference === reference)
  const lockVersion = session?.lockVersion ?? 0
  const to = times('2026-10-24', start, end)
  const outcome = await moveSession(world.db, system, { event, session: { reference, lockVersion }, to })
  expect(outcome.kind).toBe('saved')
}

/** The words of a page: tags gone, entities and special spaces as people type them. */
function wordsOf(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
  return text
    .replace(/&gt;/g, '>')
    .replace(/\u2060/g, '')
    .replace(/\s+/g, ' ')
}

interface Feed {
  readonly texts: Readonly<Record<string, readonly string[]>>
}

/** Reads a feed as a strict reader of XML with namespaces does, and checks what RFC 4287 demands of every feed. */
function readFeed(xml: string): Feed {
  const texts: Record<string, string[]> = {}
  const open: string[] = []
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', tag => {
    expect(tag.uri).toBe('http://www.w3.org/2005/Atom')
    open.push(tag.local)
    if (tag.local === 'link')
      (texts[`${open.join('/')}@${tag.attributes['rel']?.value}`] ??= []).push(tag.attributes['href']?.value ?? '')
    else (texts[open.join('/')] ??= []).push('')
  })
  parser.on('text', text => {
    const list = texts[open.join('/')]
    if (list) list.push(`${list.pop() ?? ''}${text}`)
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  const count = (path: string) => texts[path]?.length ?? 0
  for (const path of ['feed/id', 'feed/title', 'feed/updated', 'feed/author/name', 'feed/link@self'])
    expect([path, count(path)]).toEqual([path, 1])
  for (const part of ['id', 'title', 'updated', 'published', 'content', 'link@alternate'])
    expect([part, count(`feed/entry/${part}`)]).toEqual([part, count('feed/entry')])
  for (const id of [...(texts['feed/id'] ?? []), ...(texts['feed/entry/id'] ?? [])])
    expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  for (const at of [...(texts['feed/updated'] ?? []), ...(texts['feed/entry/updated'] ?? [])])
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  return { texts }
}

describe('a release', () => {
  it('has a name and a note, and tells in sentences what it changes before and after', async () => {
    const { event, hall } = await stage()
    const owner = await world.as((await world.people()).owner)
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('Návštěvníci uvidí 1 bod programu')
    const first = await post(owner, `${organiser}/release`, { 'name.cs': 'Návrh', 'note.cs': 'Poprvé' })
    expect([first.status, first.headers['location']]).toEqual([303, `${organiser}/release`])
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('Program je vydaný.')
    await move(event, session, '11:00', '12:00')
    const compared = wordsOf((await owner.get(`${organiser}/release`)).text)
    expect(compared).toContain('„Vodík“ se přesouvá: původní začátek 9.00, nový 11.00.')
    expect(compared).toContain('Vydání 1: Návrh')
    await post(owner, `${organiser}/release`, { when: 'now' })
    const unchanged = await post(owner, `${organiser}/release`, {})
    expect(unchanged.status).toBe(303)
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('Nic se nezměnilo')
    expect((await listReleases(world.db, event.id)).map(({ number, name }) => [number, name])).toEqual([
      [2, {}],
      [1, { cs: 'Návrh' }],
    ])
  })

  it.each([
    ['a name too long', { 'name.cs': 'x'.repeat(121) }, 'Zkraťte text'],
    ['a note too long', { 'note.cs': 'x'.repeat(1_001) }, 'Zkraťte text'],
    ['a time although it is to be at once', { when: 'now', date: '2026-10-01', time: '9' }, 'Vyberte „V určený čas“'],
    ['no day', { when: 'later', time: '9.00' }, 'Vyplňte toto pole'],
    ['no time', { when: 'later', date: '2026-10-01' }, 'Vyplňte toto pole'],
    ['nonsense', { when: 'later', date: 'zítra', time: '9' }, 'Napište datum'],
    ['a time that has passed', { when: 'later', date: '2026-09-01', time: '9.00' }, 'Tento čas už byl'],
    ['a time that clocks skip', { when: 'later', date: '2027-03-28', time: '2.30' }, 'Tento čas neexistuje'],
    ['an unknown choice', { when: 'yesterday' }, 'Vyberte jednu z možností'],
  ])('is not made with %s, and nothing typed is lost', async (_, change, reason) => {
    world.at('2026-09-20T08:00:00Z')
    const { event } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    const owner = await world.as((await world.people()).owner)
    const answer = await post(owner, `${organiser}/release`, { 'note.en': 'Written with care.', ...change })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text)).toContain(reason)
    expect(answer.text).toContain('Written with care.')
    expect(await listReleases(world.db, event.id)).toEqual([])
    expect(await listDueReleases(world.db, instant('2099-01-01T00:00:00Z'))).toEqual([])
  })

  it('of a thousand sessions is told with a number, not a book, and drawn day by day', async () => {
    const { organisation, owner } = await world.people()
    const event = await createLargeProgramme(world.db, organisation.id, largeProgrammes.twoDays, { release: false })
    const desk = `/cs/organiser/events/${event.slug}/agenda`
    const page = await (await world.as(owner)).get(`${desk}/release`)
    expect(/Návštěvníci uvidí 8\d\d bodů programu/.test(wordsOf(page.text))).toBe(true)
    expect(page.text.length).toBeLessThan(100_000)
    await release(event)
    const of = `/cs/events/${event.slug}/agenda/releases`
    expect((await get(of)).text.length).toBeLessThan(20_000)
    for (const day of ['', '?day=2027-02-07']) {
      const { text } = await get(`${of}/1${day}`)
      expect(text.match(/<li><b/g)?.length).toBeGreaterThan(400)
      expect(Buffer.byteLength(text)).toBeLessThan(150_000)
    }
  })
})

describe('a planned release', () => {
  it('comes at its time, with the draft as it is then, in the name of who planned it', async () => {
    world.at('2026-09-20T08:00:00Z')
    const { event } = await stage()
    const owner = await world.as((await world.people()).owner)
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    const plan = { when: 'later', date: '21. 9. 2026', time: '9.00', 'name.cs': 'Po uzávěrce' }
    expect((await post(owner, `${organiser}/release`, plan)).status).toBe(303)
    const page = wordsOf((await owner.get(`${organiser}/release`)).text)
    expect(page).toContain('Vydání je naplánované.')
    expect(page).toContain('Program vyjde sám: 21. září 2026, 9.00')
    await move(event, session, '15:00', '16:00')
    const due = instant('2026-09-21T07:00:00Z')
    expect(await listDueReleases(world.db, instant('2026-09-21T06:59:00Z'))).toEqual([])
    await releasePlanned(world.db, event.id, instant('2026-09-21T06:59:00Z'))
    expect(await listReleases(world.db, event.id)).toEqual([])
    expect(await listDueReleases(world.db, due)).toEqual([event.id])
    world.at(due)
    await Promise.all([releasePlanned(world.db, event.id, due), releasePlanned(world.db, event.id, due)])
    const latest = await findLatestRelease(world.db, event.id)
    expect([latest?.number, latest?.name]).toEqual([1, { cs: 'Po uzávěrce' }])
    expect(latest?.content.sessions[0]?.startsLocal).toBe('2026-10-24T15:00:00')
    expect(await listReleases(world.db, event.id)).toHaveLength(1)
    expect(await listDueReleases(world.db, instant('2099-01-01T00:00:00Z'))).toEqual([])
    const said = await rows(
      world.db,
      `select action, actor_kind from audit_entries where action like 'agenda.release%' order by id`,
    )
    expect(said).toEqual([
      { action: 'agenda.release-planned', actorKind: 'user' },
      { action: 'agenda.released', actorKind: 'user' },
    ])
  })

  it('is made by the job of every minute', async () => {
    world.at('2026-09-20T08:00:00Z')
    const { event } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    const releaseAt = instant('2026-09-20T09:00:00Z')
    await planRelease(world.db, system, { event, releaseAt, name: {}, note: {} })
    const jobs = jobHandlers(world.services).filter(({ name }) => name === 'agenda.minute-passed')
    const passMinute = async () => {
      for (const job of jobs) if (job.kind === 'handler') await job.run({}, { services: world.services, attempt: 1 })
    }
    await passMinute()
    expect(await listReleases(world.db, event.id)).toEqual([])
    world.at(releaseAt)
    await passMinute()
    await passMinute()
    expect(await listReleases(world.db, event.id)).toHaveLength(1)
    expect(jobs.map(({ kind }) => kind).sort()).toEqual(['handler', 'schedule'])
  })

  it('is replaced by a new plan, taken back once, and idle when there is nothing to release', async () => {
    world.at('2026-09-20T08:00:00Z')
    const { event } = await stage()
    const owner = await world.as((await world.people()).owner)
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    await post(owner, `${organiser}/release`, { when: 'later', date: '2026-09-21', time: '9' })
    await post(owner, `${organiser}/release`, { when: 'later', date: '2026-09-22', time: '9' })
    expect(await listDueReleases(world.db, instant('2026-09-21T20:00:00Z'))).toEqual([])
    expect((await post(owner, `${organiser}/release/plan/cancel`, {})).status).toBe(303)
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('Naplánované vydání je zrušené.')
    await post(owner, `${organiser}/release/plan/cancel`, {})
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('Naplánované vydání tu už není')
    await release(event)
    const at = instant('2026-09-23T07:00:00Z')
    await planRelease(world.db, system, { event, releaseAt: at, name: {}, note: {} })
    await releasePlanned(world.db, event.id, at)
    expect(await listReleases(world.db, event.id)).toHaveLength(1)
    const [last] = await rows(world.db, 'select action from audit_entries order by id desc limit 1')
    expect(last).toEqual({ action: 'agenda.release-plan-idle' })
  })
})

describe('going back to a release', () => {
  it('makes the draft say what it said; what came later waits without a time', async () => {
    const { event, hall } = await stage()
    const { owner } = await world.people()
    const petra = await createSpeaker(world.db, event, 'Petra Malá')
    const track = await saveTrack(world.db, system, { event, input: { name: { cs: 'Energie' }, colour: 2 } })
    const speakers = [{ reference: petra, role: 'moderator' as const }]
    const rest = {
      room: hall,
      speakers,
      track: track.slug,
      subtitle: { cs: 'Podtitul' },
      description: { cs: 'Dlouze' },
    }
    const kept = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', rest))
    const removed = await createSession(world.db, event, talk('Uhlí', '10:00', '11:00', { room: hall }))
    await release(event)
    await move(event, kept, '15:00', '16:00')
    await removeSession(world.db, system, { event, session: { reference: removed } })
    await removeTrack(world.db, system, { event, track })
    const later = await createSession(world.db, event, talk('Vítr', '09:00', '10:00', { room: hall }))
    await release(event)

    const agent = await world.as(owner)
    const asked = wordsOf((await agent.get(`${organiser}/releases/1/restore`)).text)
    expect(asked).toContain('„Vodík“ se přesouvá: původní začátek 15.00, nový 9.00.')
    expect(asked).toContain('„Uhlí“ se přece jen koná.')
    expect(asked).toContain('„Vítr“ se nekoná.')
    const answer = await post(agent, `${organiser}/releases/1/restore`, {})
    expect([answer.status, answer.headers['location']]).toEqual([303, `${organiser}/release?restored=1`])

    const draft = await findDraft(world.db, event.id)
    const find = (reference: string) => draft.sessions.find(one => one.reference === reference)
    expect(find(kept)).toMatchObject({ ...rest, startsLocal: '2026-10-24T09:00:00', track: 'energie' })
    expect(find(removed)).toMatchObject({ isCancelled: false, room: hall, startsLocal: '2026-10-24T10:00:00' })
    expect(find(later)).toBeUndefined()
    expect(draft.pool).toMatchObject([{ reference: later, minutes: 60 }])

    const form = await agent.get(`${organiser}/release?restored=1`)
    expect(wordsOf(form.text)).toContain('Tímto vydáním se program vrací k vydání 1.')
    await post(agent, `${organiser}/release`, { restoredFrom: '1' })
    expect((await listReleases(world.db, event.id))[0]).toMatchObject({ number: 3, restoredFrom: 1 })
    expect(wordsOf((await get(history)).text)).toContain('návrat k vydání 1')
    const [third, first] = [await get(`${history}/3`), await get(`${history}/1`)]
    for (const title of ['Vodík', 'Uhlí']) for (const page of [third, first]) expect(page.text).toContain(title)
  })

  it('is one step, which undo takes back', async () => {
    const { event, hall } = await stage()
    const { owner } = await world.people()
    const actor = { kind: 'user' as const, userId: owner.id }
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    await release(event)
    await move(event, session, '15:00', '16:00')
    const later = await createSession(world.db, event, talk('Vítr', '09:00', '10:00', { room: hall }))
    await restoreRelease(world.db, actor, { event, number: 1 })
    expect((await undoEdit(world.db, actor, { event })).kind).toBe('saved')
    const { sessions, pool } = await findDraft(world.db, event.id)
    const starts = new Map(sessions.map(({ reference, startsLocal }) => [reference, startsLocal]))
    expect([starts.get(session), starts.get(later)]).toEqual(['2026-10-24T15:00:00', '2026-10-24T09:00:00'])
    expect(pool).toEqual([])
  })

  it('leaves out what is no more, keeps the hidden where they are, and says so before', async () => {
    const { event, hall, foyer } = await stage()
    const [petra, karel] = [
      await createSpeaker(world.db, event, 'Petra'),
      await createSpeaker(world.db, event, 'Karel'),
    ]
    const speakers = [petra, karel].map(reference => ({ reference, role: 'speaker' as const }))
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: foyer, speakers }))
    await release(event)
    await move(event, session, '11:00', '12:00')
    await world.db('speakers').where({ reference: karel }).update({ consentedAt: null, consentSource: null })
    const draft = await findDraft(world.db, event.id)
    await removeSpeaker(world.db, system, {
      event,
      speaker: { id: draft.speakers.find(one => one.reference === petra)?.id ?? 0 },
    })
    await world.db('agendaSessions').where({ reference: session }).update({ roomId: null, roomIsExclusive: null })
    await world.db('rooms').where({ reference: foyer }).del()
    const owner = await world.as((await world.people()).owner)
    const asked = wordsOf((await owner.get(`${organiser}/releases/1/restore`)).text)
    expect(asked).toContain('Sál Foyer už není')
    expect(asked).toContain('Petra už mezi řečníky není')
    expect(asked).not.toContain('Karel')
    expect((await restoreRelease(world.db, system, { event, number: 1 })).kind).toBe('restored')
    const [back] = (await findDraft(world.db, event.id)).sessions
    expect(back).toMatchObject({ room: null, speakers: [{ reference: karel }], startsLocal: '2026-10-24T09:00:00' })
    expect(hall).not.toBe('')
  })

  it('brings back two that stand in each other’s way by now, marked as accepted', async () => {
    const { event, foyer } = await stage()
    await createSession(world.db, event, talk('Výstava', '09:00', '12:00', { room: foyer }))
    const other = await createSession(world.db, event, talk('Káva', '10:00', '11:00', { room: foyer }))
    await release(event)
    await move(event, other, '13:00', '14:00')
    await world.db('rooms').where({ reference: foyer }).update({ isExclusive: true })
    expect((await restoreRelease(world.db, system, { event, number: 1 })).kind).toBe('restored')
    const { sessions } = await findDraft(world.db, event.id)
    expect(sessions.map(({ startsLocal }) => startsLocal)).toEqual(['2026-10-24T09:00:00', '2026-10-24T10:00:00'])
    expect(sessions.find(({ reference }) => reference === other)?.clashAccepted).toBe(true)
    expect(await restoreRelease(world.db, system, { event, number: 1 })).toEqual({ kind: 'unchanged' })
  })

  it('is for organisers, and for releases there are', async () => {
    const { event } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    await release(event)
    const { owner, doorStaff, stranger } = await world.people()
    const path = `${organiser}/releases/1/restore`
    for (const [person, status] of [
      [owner, 200],
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      expect((await (await world.as(person)).get(path)).status).toBe(status)
    }
    for (const number of ['2', '0', '01', '-1', 'x', '99999999999999']) {
      expect((await (await world.as(owner)).get(`${organiser}/releases/${number}/restore`)).status).toBe(404)
      expect((await post(await world.as(owner), `${organiser}/releases/${number}/restore`, {})).status).toBe(404)
    }
    expect((await post(await world.as(stranger), `${organiser}/release/plan/cancel`, {})).status).toBe(404)
    const same = wordsOf((await (await world.as(owner)).get(path)).text)
    expect(same).toContain('Návrh už tomuto vydání odpovídá.')
  })
})

describe('the public history', () => {
  it('shows every release with what it changed, and each as it was', async () => {
    const { event, hall } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra Malá')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall, speakers }))
    await release(event, { cs: 'Poprvé' }, { cs: 'Návrh', en: 'Draft' })
    await move(event, session, '11:00', '12:00')
    await release(event, { cs: hostile })
    const page = await get(history)
    expect(page.status).toBe(200)
    const words = wordsOf(page.text)
    expect(words).toContain('Vydání 2')
    expect(words).toContain('„Vodík“ se přesouvá: původní začátek 9.00, nový 11.00.')
    expect(words).toContain('V programu je 1 bod.')
    expect(page.text).not.toContain('<script>alert')
    expect(wordsOf((await get('/en/events/klastry/agenda/releases')).text)).toContain('Release 1: Draft')
    const old = await get(`${history}/1`)
    expect([old.status, old.headers['x-robots-tag']]).toEqual([200, 'noindex'])
    expect(old.headers['cache-control']).toBe('public, no-cache')
    expect(wordsOf(old.text)).toMatch(
      /Tohle je starší program\. Platí vydání 2\..* 9\.00 Vodík 9\.00–10\.00 · Petra Malá · Sál B/,
    )
    expect(wordsOf((await get(`${history}/2`)).text)).toContain('Tohle je program, který platí.')
    expect((await get(`${history}/1`).set('If-None-Match', old.headers['etag'] ?? '')).status).toBe(304)
    for (const wrong of ['3', '0', 'x', '1e0']) expect((await get(`${history}/${wrong}`)).status).toBe(404)
    // Consent withdrawn holds for the past as well.
    await world.db('speakers').where({ reference: petra }).update({ consentedAt: null, consentSource: null })
    expect((await get(`${history}/1`)).text).not.toContain('Petra')
  })

  it('is there before the first release, and not for an event the public may not see', async () => {
    await stage()
    expect(wordsOf((await get(history)).text)).toContain('Program zatím není zveřejněný')
    await stage({ slug: 'navrh', publishedAt: null })
    for (const path of ['agenda/releases', 'agenda/releases/1', 'changes.atom'])
      expect((await get(`/cs/events/navrh/${path}`)).status).toBe(404)
  })

  it('takes the same number of queries for one release and for five', async () => {
    const { event, hall } = await stage()
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    await release(event)
    const paths = [history, `${history}/1`, '/cs/events/klastry/changes.atom']
    const counts = async () => {
      const found: number[] = []
      for (const path of paths) found.push((await world.queries(async () => get(path))).count)
      return found
    }
    const before = await counts()
    for (const hour of [11, 12, 13, 14]) {
      await move(event, session, `${hour}:00`, `${hour}:30`)
      await release(event)
    }
    expect(await counts()).toEqual(before)
  })
})

describe('the feeds', () => {
  it('tell what changed in the programme, one stable entry a release', async () => {
    world.at('2026-09-20T08:00:00Z')
    const { event, hall } = await stage({ title: { cs: `Klastry & ${hostile}` } })
    const session = await createSession(world.db, event, talk(`Vodík ${hostile}`, '09:00', '10:00', { room: hall }))
    await release(event, { cs: hostile }, { cs: 'Návrh' })
    const before = await get('/cs/events/klastry/changes.atom')
    expect([before.status, before.headers['content-type']]).toEqual([200, 'application/atom+xml; charset=utf-8'])
    const first = readFeed(before.text)
    expect(first.texts['feed/updated']).toEqual(['2026-09-20T08:00:00.000Z'])
    world.at('2026-09-21T08:00:00Z')
    await move(event, session, '11:00', '12:00')
    await release(event)
    const answer = await get('/cs/events/klastry/changes.atom')
    const { texts } = readFeed(answer.text)
    expect(texts['feed/id']).toEqual(first.texts['feed/id'])
    expect(texts['feed/entry/id']?.[1]).toBe(first.texts['feed/entry/id']?.[0])
    expect(texts['feed/updated']).toEqual(['2026-09-21T08:00:00.000Z'])
    expect(texts['feed/entry/title']?.map(title => title.replace(/\s/g, ' '))).toEqual(['Vydání 2', 'Vydání 1: Návrh'])
    expect(texts['feed/entry/link@alternate']?.[0]).toBe(`${world.url}${history}/2`)
    const [second = '', whole = ''] = texts['feed/entry/content'] ?? []
    expect(wordsOf(second)).toContain('se přesouvá: původní začátek 9.00, nový 11.00.')
    for (const html of [second, whole]) expect(html).not.toContain('<script')
    const repeated = await get('/cs/events/klastry/changes.atom').set('If-None-Match', answer.headers['etag'] ?? '')
    expect(repeated.status).toBe(304)
    const page = await get('/cs/events/klastry/agenda')
    expect(page.text).toContain('href="/cs/events/klastry/changes.atom"')
    expect((await get('/cs/events/nobody/changes.atom')).status).toBe(404)
  })

  it('tell of new events, without drafts and satellites', async () => {
    const empty = await get('/cs/events.atom')
    expect(readFeed(empty.text).texts['feed/entry']).toBeUndefined()
    expect((await get('/cs/events.atom')).text).toBe(empty.text)
    const { event } = await stage({ publishedAt: instant('2026-05-01T10:00:00Z') })
    await stage({ slug: 'druha', title: { cs: 'Druhá', en: 'Second' }, publishedAt: instant('2026-06-01T10:00:00Z') })
    await stage({ slug: 'navrh', title: { cs: 'Návrh' }, publishedAt: null })
    await stage({ slug: 'doprovod', title: { cs: 'Doprovod' }, parentEventId: event.id })
    const { texts } = readFeed((await get('/en/events.atom')).text)
    expect(texts['feed/entry/title']).toEqual(['Second', 'Clusters in the region'])
    expect(texts['feed/entry/link@alternate']?.[0]).toBe(`${world.url}/en/events/druha`)
    expect(wordsOf(texts['feed/entry/content']?.[0] ?? '')).toContain('24–26 October 2026, Ústí nad Labem')
    expect((await get('/en/')).text).toContain('href="/en/events.atom"')
  })
})
