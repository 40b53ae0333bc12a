import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createManySessions, createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
const organiser = '/cs/organiser/events/klastry/agenda'
const hostile = `<script>alert(1)</script>"'{{7*7}}<img src=x onerror=alert(1)>`

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}

const release = (event: EventRow, note = {}) => releaseAgenda(world.db, system, { event, note })
const get = (path: string) => supertest(world.app).get(path)
const post = (agent: Agent, path: string, body: object) => agent.post(path).type('form').send(body)
const form = { day: '2026-10-24', start: '9.00', end: '10:00', kind: 'talk', lockVersion: '0', 'title.cs': 'Vodík' }

/** The words of a page: tags gone, entities and special spaces as people type them. */
function wordsOf(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
  return text.replace(/\u2060/g, '').replace(/\s+/g, ' ')
}

describe('who may edit a programme', () => {
  it('is the organisers of the event, on every page', async () => {
    const { event, hall } = await stage()
    const { owner, doorStaff, stranger, attendee } = await world.people()
    const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    const speaker = await createSpeaker(world.db, event, 'Petra')
    await saveTrack(world.db, system, { event, input: { name: { cs: 'Energie' }, colour: 1 } })
    const pages = [
      '',
      '/release',
      '/sessions/new',
      '/speakers',
      '/speakers/new',
      '/tracks',
      '/tracks/energie',
      '/tracks/energie/remove',
    ]
    const one = [`/sessions/${session}`, `/sessions/${session}/move`, `/sessions/${session}/remove`]
    const answers = async (agent: Agent) => {
      const found = [...pages, ...one, `/speakers/${speaker}`, `/speakers/${speaker}/remove`]
      return new Set(await Promise.all(found.map(async path => (await agent.get(organiser + path)).status)))
    }
    expect(await answers(await world.as(owner))).toEqual(new Set([200]))
    expect(await answers(await world.as(doorStaff))).toEqual(new Set([403]))
    expect(await answers(await world.as(stranger))).toEqual(new Set([404]))
    expect(await answers(await world.as(attendee))).toEqual(new Set([404]))
    expect(await answers(world.agent())).toEqual(new Set([303]))
    expect((await post(await world.as(doorStaff), `${organiser}/sessions/new`, form)).status).toBe(403)
    expect((await post(await world.as(stranger), `${organiser}/release`, {})).status).toBe(404)
    expect((await findDraft(world.db, event.id)).sessions).toHaveLength(1)
  })
})

describe('the editor', () => {
  it('adds, moves, cancels and brings back a session, and says what the public does not see', async () => {
    const { event, hall } = await stage()
    const owner = await world.as((await world.people()).owner)
    const added = await post(owner, `${organiser}/sessions/new`, { ...form, room: hall })
    expect([added.status, added.headers['location']]).toEqual([303, `${organiser}?day=2026-10-24`])
    const page = wordsOf((await owner.get(organiser)).text)
    expect(page).toContain('Program ještě nikdo nevidí')
    expect(page).toContain('Uloženo. Návštěvníci to uvidí, až program vydáte.')
    const reference = (await findDraft(world.db, event.id)).sessions[0]?.reference ?? ''
    const path = `${organiser}/sessions/${reference}`
    expect(wordsOf((await owner.get(`${organiser}/release`)).text)).toContain('„Vodík“ je v programu nově.')
    expect((await post(owner, `${organiser}/release`, { 'note.cs': 'Poprvé' })).status).toBe(303)
    const moved = await post(owner, `${path}/move`, { ...form, start: '11', end: '12', room: '' })
    expect(moved.status).toBe(303)
    const compared = wordsOf((await owner.get(`${organiser}/release`)).text)
    expect(compared).toContain('„Vodík“ se přesouvá: původní začátek 9.00, nový 11.00.')
    expect(compared).toContain('„Vodík“ už nemá určený sál (dřív Sál B).')
    expect((await post(owner, `${path}/remove`, {})).status).toBe(303)
    expect((await owner.get(path)).status).toBe(404)
    expect((await post(owner, `${path}/reinstate`, { lockVersion: '2' })).status).toBe(303)
    expect((await owner.get(path)).status).toBe(200)
  })

  it.each([
    ['an empty title', { 'title.cs': ' ' }, 'Vyplňte aspoň jeden jazyk'],
    ['no time', { start: '' }, 'Vyplňte toto pole'],
    ['nonsense', { start: 'ráno' }, 'třeba 9.00'],
    ['an end before the start', { end: '8.30' }, 'Konec je dřív než začátek'],
    ['a day outside the event', { day: '2026-11-01' }, 'termínu akce, ten je 24.–26. října 2026. Vyberte jiný.'],
    ['a time that comes twice', { day: '2026-10-25', start: '2.30', end: '4.00' }, 'je v noci na zimní čas dvakrát'],
    ['an unknown room', { room: 'NONE2222' }, 'Vyberte jednu z nabízených'],
    ['an unknown kind', { kind: 'party' }, 'Vyberte jednu z možností'],
    ['a list where a text belongs', { start: ['9', '10'] }, 'Vyplňte toto pole'],
    ['a title too long', { 'title.cs': 'x'.repeat(10_000) }, 'Zkraťte text'],
  ])('keeps what was typed when it refuses %s', async (_, change, reason) => {
    const { event } = await stage()
    const owner = await world.as((await world.people()).owner)
    const answer = await post(owner, `${organiser}/sessions/new`, {
      ...form,
      'abstract.cs': 'Napsáno s láskou.',
      ...change,
    })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text).toLowerCase()).toContain(reason.toLowerCase())
    expect(answer.text).toContain('<title>Chyba: ')
    expect(answer.text).toContain('Napsáno s láskou.')
    expect((await findDraft(world.db, event.id)).sessions).toEqual([])
  })

  it('asks which of two times is meant, and takes the answer', async () => {
    const { event } = await stage()
    const owner = await world.as((await world.people()).owner)
    const typed = { ...form, day: '2026-10-25', start: '2.30', end: '4.00' }
    expect((await post(owner, `${organiser}/sessions/new`, typed)).text).toContain('name="startOccurrence"')
    expect((await post(owner, `${organiser}/sessions/new`, { ...typed, startOccurrence: 'later' })).status).toBe(303)
    expect((await findDraft(world.db, event.id)).sessions[0]?.startsAt).toBe('2026-10-25T01:30:00.000Z')
  })

  it('refuses a time that clocks skip', async () => {
    await stage({ startsLocal: '2027-03-28T09:00:00', endsLocal: '2027-03-28T17:00:00' })
    const owner = await world.as((await world.people()).owner)
    const answer = await post(owner, `${organiser}/sessions/new`, {
      ...form,
      day: '2027-03-28',
      start: '2.30',
      end: '4',
    })
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text)).toContain('ento čas neexistuje')
  })

  it('says who has the room, when and with what', async () => {
    const { event, hall } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    await createSession(world.db, event, talk('Digitální dílna', '13:30', '15:00', { room: hall, speakers }))
    const owner = await world.as((await world.people()).owner)
    const typed = {
      ...form,
      start: '14',
      end: '14.30',
      room: hall,
      'speaker.0.reference': petra,
      'speaker.0.role': 'moderator',
    }
    const answer = await post(owner, `${organiser}/sessions/new`, typed)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text)).toContain('V 13.30 už má Sál B bod „Digitální dílna“ (13.30–15.00).')
    expect(wordsOf(answer.text)).toContain('V 13.30 už má Petra bod „Digitální dílna“ (13.30–15.00).')
    expect(answer.text).toContain('id="speaker.0.reference-error"')
  })

  it('loses nobody’s change when two edit the same session', async () => {
    const { event } = await stage()
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    const owner = await world.as((await world.people()).owner)
    const path = `${organiser}/sessions/${reference}`
    expect((await post(owner, path, { ...form, 'title.cs': 'První' })).status).toBe(303)
    const second = await post(owner, path, { ...form, 'title.cs': 'Druhý' })
    expect(second.status).toBe(422)
    expect(wordsOf(second.text)).toContain('ento bod mezitím upravil někdo jiný')
    expect(second.text).toContain('value="Druhý"')
    expect(second.text).toContain('name="lockVersion" value="1"')
  })

  it('keeps speakers and tracks, refusing what cannot be', async () => {
    const { event, foyer } = await stage()
    const owner = await world.as((await world.people()).owner)
    const person = { 'name.cs': 'Zástupce ICUK', isCollective: 'yes' }
    expect((await post(owner, `${organiser}/speakers/new`, person)).status).toBe(303)
    expect((await post(owner, `${organiser}/speakers/new`, { 'name.cs': '' })).status).toBe(422)
    const icuk = (await findDraft(world.db, event.id)).speakers[0]?.reference ?? ''
    const speakers = [{ reference: icuk, role: 'speaker' as const }]
    await createSession(world.db, event, talk('A', '09:00', '10:00', { room: foyer, speakers }))
    await createSession(world.db, event, talk('B', '09:00', '10:00', { room: foyer, speakers }))
    const refused = await post(owner, `${organiser}/speakers/${icuk}`, { 'name.cs': 'Jeden člověk' })
    expect(refused.status).toBe(422)
    expect(wordsOf(refused.text)).toContain('Jeden člověk nemůže být na dvou místech najednou')
    expect((await post(owner, `${organiser}/tracks`, { 'name.cs': 'Energie', colour: '3' })).status).toBe(303)
    expect((await post(owner, `${organiser}/tracks`, { 'name.cs': 'Voda', colour: '9' })).status).toBe(422)
    await post(owner, `${organiser}/tracks`, { 'name.cs': 'Voda', colour: '2' })
    await post(owner, `${organiser}/track-order`, { track: 'voda', direction: 'up' })
    expect((await findDraft(world.db, event.id)).tracks.map(track => track.slug)).toEqual(['voda', 'energie'])
    expect((await post(owner, `${organiser}/tracks/voda/remove`, {})).status).toBe(303)
    expect((await post(owner, `${organiser}/speakers/${icuk}/remove`, {})).status).toBe(303)
    expect(await findDraft(world.db, event.id)).toMatchObject({ tracks: [{ slug: 'energie' }], speakers: [] })
  })

  it('costs the same queries with one session and with three hundred', async () => {
    const here = await stage()
    const owner = await world.as((await world.people()).owner)
    await createManySessions(world.db, here, 1)
    await release(here.event)
    const count = async (path: string) => (await world.queries(() => owner.get(organiser + path))).count
    const paths = ['', '/release', '/speakers', '/tracks', '/sessions/new']
    const few = await inTurn(paths, count)
    await createManySessions(world.db, here, 299)
    await release(here.event)
    expect(await inTurn(paths, count)).toEqual(few)
    expect(Math.max(...few)).toBeLessThanOrEqual(10)
  })
})

async function inTurn<Result>(list: readonly string[], work: (one: string) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  for (const one of list) results.push(await work(one))
  return results
}

describe('the public programme', () => {
  it('is friendly before the first release, and a draft never shows', async () => {
    const { event } = await stage()
    const speaker = await createSpeaker(world.db, event, 'Tajná Osoba')
    const reference = await createSession(
      world.db,
      event,
      talk('Tajný bod', '09:00', '10:00', { speakers: [{ reference: speaker, role: 'speaker' }] }),
    )
    const pages = ['/agenda', '/agenda/print', `/sessions/${reference}`, '/speakers', `/speakers/${speaker}`]
    const answers = await inTurn(pages, path => get(`/cs/events/klastry${path}`))
    expect(answers.map(answer => answer.status)).toEqual([200, 404, 404, 200, 404])
    expect(answers.filter(answer => /Tajn/.test(answer.text))).toEqual([])
    expect(wordsOf(answers[0]?.text ?? '')).toContain('Program zatím není zveřejněný')
    await release(event)
    await createSession(world.db, event, talk('Další tajný', '11:00', '12:00'))
    const after = await inTurn(pages, path => get(`/cs/events/klastry${path}`))
    expect(after.map(answer => answer.status)).toEqual([200, 200, 200, 200, 200])
    expect(after.filter(answer => /Další tajný/.test(answer.text))).toEqual([])
  })

  it('is 404 with the event still a draft', async () => {
    const { event } = await stage({ publishedAt: null })
    await createSession(world.db, event, talk('A', '09:00', '10:00'))
    await release(event)
    expect((await get('/cs/events/klastry/agenda')).status).toBe(404)
  })

  it('groups a day by time and places rooms in columns; a break spans them', async () => {
    const { event, hall, foyer } = await stage()
    await createSession(world.db, event, talk('Zahájení', '09:00', '10:00', { room: hall }))
    await createSession(world.db, event, talk('Výstava', '09:00', '10:00', { room: foyer }))
    await createSession(world.db, event, talk('Káva', '10:00', '10:30', { kind: 'break', room: foyer }))
    await createSession(
      world.db,
      event,
      talk('Noc', '', '', { when: { startsLocal: '2026-10-24T23:00:00', endsLocal: '2026-10-25T01:00:00' } }),
    )
    await createSession(
      world.db,
      event,
      talk('Druhý den', '', '', { when: { startsLocal: '2026-10-25T09:00:00', endsLocal: '2026-10-25T10:00:00' } }),
    )
    await release(event, { cs: 'Přidali jsme noc.' })
    const { text } = await get('/cs/events/klastry/agenda')
    expect(text).toContain('class="agenda rooms-2"')
    expect(text).toContain('class="session from-2 to-3 in-1"')
    expect(text).toContain('class="session from-2 to-3 in-2"')
    expect(text).toContain('class="pause from-3 to-4"')
    expect(text).toContain('<time datetime="2026-10-24T23:00+02:00">23.00</time>')
    expect(wordsOf(text)).toContain('23.00–1.00')
    expect(text).not.toContain('Druhý den')
    expect(wordsOf(text)).toContain('Přidali jsme noc.')
    const second = await get('/en/events/klastry/agenda?day=2026-10-25')
    expect(wordsOf(second.text)).toContain('Druhý den (en)')
    expect(wordsOf(second.text)).not.toContain('Zahájení')
  })

  it('filters by track and room with links that keep each other, and says what it does not know', async () => {
    const { event, hall, foyer } = await stage()
    await saveTrack(world.db, system, { event, input: { name: { cs: 'Energie' }, colour: 3 } })
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall, track: 'energie' }))
    await createSession(world.db, event, talk('Výstava', '09:00', '10:00', { room: foyer }))
    await release(event)
    const filtered = await get(`/cs/events/klastry/agenda?track=energie`)
    expect(filtered.text).toContain(`/cs/events/klastry/agenda?day=2026-10-24&amp;track=energie&amp;room=${foyer}`)
    expect(wordsOf(filtered.text)).toContain('Vybrali jste 1 bod programu.')
    expect(wordsOf(filtered.text)).not.toContain('Výstava')
    const none = await get(`/cs/events/klastry/agenda?track=energie&room=${foyer}`)
    expect(wordsOf(none.text)).toContain('Pro tento výběr tu nic není')
    const unknown = await get('/cs/events/klastry/agenda?day=2031-01-01&track=nic&room=nic')
    expect(unknown.status).toBe(200)
    expect(wordsOf(unknown.text)).toContain('Takový den, sekci, sál nebo jiný výběr program nemá')
    expect(wordsOf(unknown.text)).toContain('Výstava')
  })

  it('shows one session with zone, place, speakers and calendar; cancelled it stays', async () => {
    const { event, hall } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra Nováková')
    const speakers = [{ reference: petra, role: 'moderator' as const }]
    const abstract = { cs: 'Proč **vodík**.' }
    const reference = await createSession(
      world.db,
      event,
      talk('Vodík', '09:00', '10:00', { room: hall, speakers, abstract, language: 'en' }),
    )
    await release(event)
    const page = await get(`/en/events/klastry/sessions/${reference}`)
    const words = wordsOf(page.text)
    expect(words).toContain('Saturday 24 October 2026 9:00–10:00')
    expect(words).toContain('Prague (CEST, UTC+2)')
    expect(words).toContain('Sál B (en)')
    expect(words).toContain('English')
    expect(page.text).toContain('<div class="prose" lang="cs"><p>Proč <strong>vodík</strong>.</p>')
    expect(page.text).toContain(`<a href="/en/events/klastry/speakers/${petra}" lang="cs">Petra Nováková</a>`)
    expect(page.text).toContain(`/calendar/en/events/klastry/sessions/${reference}.ics`)
    const speaker = wordsOf((await get(`/cs/events/klastry/speakers/${petra}`)).text)
    expect(speaker).toContain('Sobota 24. října, 9.00–10.00')
    expect(speaker).toContain('moderuje')
    await removeSession(world.db, system, { event, session: { reference } })
    await release(event)
    expect(wordsOf((await get(`/cs/events/klastry/sessions/${reference}`)).text)).toContain(
      'Zrušeno, tento bod se nekoná',
    )
    expect(wordsOf((await get('/cs/events/klastry/agenda')).text)).toContain(
      'Co se změnilo od minulého vydání „Vodík“ se nekoná.',
    )
    expect((await get('/cs/events/klastry/sessions/NONE2222')).status).toBe(404)
  })

  it('puts parallel sessions of a foyer side by side, and a crowded day into a list', async () => {
    const { event, foyer } = await stage()
    await createSession(world.db, event, talk('A', '09:00', '11:00', { room: foyer }))
    await createSession(world.db, event, talk('B', '10:00', '12:00', { room: foyer }))
    await release(event)
    const two = (await get('/cs/events/klastry/agenda')).text
    expect(two).toContain('class="session from-2 to-4 in-1"')
    expect(two).toContain('class="session from-3 to-5 in-2"')
    for (let parallel = 0; parallel < 41; parallel++) {
      await createSession(world.db, event, talk(`Stánek ${parallel}`, '13:00', '14:00', { room: foyer }))
    }
    await release(event)
    const many = (await get('/cs/events/klastry/agenda')).text
    expect(many).not.toContain('class="agenda ')
    expect(many).toContain('class="agenda-list"')
  })

  it('keeps hostile text inert everywhere', async () => {
    const { event, hall } = await stage()
    const text = { cs: hostile, en: hostile }
    const track = await saveTrack(world.db, system, { event, input: { name: text, colour: 1 } })
    const speaker = await createSpeaker(world.db, event, hostile)
    const rest = { room: hall, track: track.slug, abstract: text, placeNote: text, title: text }
    const speakers = [{ reference: speaker, role: 'speaker' as const }]
    const reference = await createSession(world.db, event, talk('', '09:00', '10:00', { ...rest, speakers }))
    await createSession(world.db, event, talk('', '11:00', '12:00', { ...rest, kind: 'break' }))
    await release(event, text)
    const owner = await world.as((await world.people()).owner)
    const open = ['/agenda', '/agenda/print', `/sessions/${reference}`, '/speakers', `/speakers/${speaker}`]
    const closed = [
      '',
      '/release',
      '/tracks',
      '/speakers',
      `/sessions/${reference}`,
      `/sessions/${reference}/move`,
      `/sessions/${reference}/remove`,
    ]
    const answers = [
      ...(await inTurn(open, path => get(`/cs/events/klastry${path}`))),
      ...(await inTurn(closed, path => owner.get(organiser + path))),
    ]
    for (const answer of answers) {
      expect(answer.status).toBe(200)
      expect(answer.text).not.toMatch(/<script>|<img src=x/)
    }
  })

  it('answers the same bytes with the same ETag, no cookie, and 304', async () => {
    const { event, hall } = await stage()
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    await release(event)
    for (const path of ['/agenda', '/agenda/print', `/sessions/${reference}`, '/speakers']) {
      const [first, second] = [await get(`/cs/events/klastry${path}`), await get(`/cs/events/klastry${path}`)]
      expect(first.text).toBe(second.text)
      expect(first.headers['set-cookie']).toBeUndefined()
      const etag = first.headers['etag'] ?? ''
      expect((await get(`/cs/events/klastry${path}`).set('If-None-Match', etag)).status).toBe(304)
    }
  })

  it('costs the same queries with one session and with three hundred', async () => {
    const here = await stage()
    await createManySessions(world.db, here, 1)
    await release(here.event)
    const draft = await findDraft(world.db, here.event.id)
    const [session, speaker] = [draft.sessions[0]?.reference, draft.speakers[0]?.reference]
    const paths = [
      '/agenda',
      '/agenda?day=2026-10-24&room=x',
      '/agenda/print',
      `/sessions/${session}`,
      '/speakers',
      `/speakers/${speaker}`,
    ]
    const count = async (path: string) => (await world.queries(() => get(`/cs/events/klastry${path}`))).count
    const few = await inTurn(paths, count)
    await createManySessions(world.db, here, 299)
    await release(here.event)
    expect(await inTurn(paths, count)).toEqual(few)
    expect(Math.max(...few)).toBeLessThanOrEqual(5)
  })
})
