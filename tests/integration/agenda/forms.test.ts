import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { changeSessions } from '../../../src/features/agenda/actions/changes.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
const organiser = '/cs/organiser/events/klastry/agenda'
const hostile = `<script>alert(1)</script>"'{{7*7}}<img src=x onerror=alert(1)>`

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}
const owner = async () => world.as((await world.people()).owner)
const post = (agent: Agent, path: string, body: object) => agent.post(path).type('form').send(body)
const draftOf = ({ id }: EventRow) => findDraft(world.db, id)
const form = { day: '2026-10-24', start: '9.00', end: '10:00', kind: 'talk', lockVersion: '0', 'title.cs': 'Vodík' }

function wordsOf(html: string): string {
  const text = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#34;/g, '"')
    .replace(/&amp;/g, '&')
  return text.replace(/\u2060/g, '').replace(/\s+/g, ' ')
}

describe('the form of a session', () => {
  it('keeps everything it asks for, and shows it again', async () => {
    const { event, hall } = await stage()
    const [petra, jan] = [await createSpeaker(world.db, event, 'Petra'), await createSpeaker(world.db, event, 'Jan')]
    const agent = await owner()
    const typed = {
      ...form,
      room: hall,
      'subtitle.cs': 'Co už umíme',
      'abstract.en': 'Why hydrogen',
      'description.cs': 'Osnova',
      'link.0.url': 'https://example.org/prezentace',
      'link.0.title': 'Prezentace',
      'link.2.url': 'https://example.org/b',
      recordingUrl: 'https://video.example.org/1',
      doNotRecord: 'yes',
      'speaker.0.reference': jan,
      'speaker.0.role': 'moderator',
      'speaker.1.role': 'speaker',
      'speaker.2.reference': petra,
      'speaker.2.role': 'panellist',
    }
    expect((await post(agent, `${organiser}/sessions/new`, typed)).status).toBe(303)
    const [session] = (await draftOf(event)).sessions
    expect(session).toMatchObject({
      subtitle: { cs: 'Co už umíme' },
      abstract: { en: 'Why hydrogen' },
      description: { cs: 'Osnova' },
      links: [
        { url: 'https://example.org/prezentace', title: 'Prezentace' },
        { url: 'https://example.org/b', title: '' },
      ],
      recordingUrl: 'https://video.example.org/1',
      doNotRecord: true,
      speakers: [
        { reference: jan, role: 'moderator' },
        { reference: petra, role: 'panellist' },
      ],
    })
    const { text } = await agent.get(`${organiser}/sessions/${session?.reference}`)
    for (const value of ['Co už umíme', 'https://example.org/prezentace', 'https://video.example.org/1'])
      expect(text).toContain(`value="${value}"`)
    expect(text).toMatch(/id="doNotRecord"[^>]*checked/)
  })

  it('keeps a language it does not offer, and refuses what is none', async () => {
    const { event } = await stage()
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { language: 'ja' }))
    const agent = await owner()
    const path = `${organiser}/sessions/${reference}`
    expect((await agent.get(path)).text).toContain('<option value="ja" selected>japonština</option>')
    expect((await post(agent, path, { ...form, language: '<b>' })).status).toBe(422)
    expect((await post(agent, path, { ...form, language: 'ja' })).status).toBe(303)
    expect((await draftOf(event)).sessions).toMatchObject([{ language: 'ja' }])
  })

  it('lets a session wait without a time, and then gives it one', async () => {
    const { event, hall } = await stage()
    const agent = await owner()
    const waiting = { kind: 'workshop', lockVersion: '0', 'title.cs': 'Dílna', unscheduled: 'yes', minutes: '45' }
    expect((await post(agent, `${organiser}/sessions/new`, { ...waiting, minutes: '' })).status).toBe(422)
    expect((await post(agent, `${organiser}/sessions/new`, { ...waiting, minutes: '1441' })).status).toBe(422)
    expect((await post(agent, `${organiser}/sessions/new`, waiting)).status).toBe(303)
    const [pooled] = (await draftOf(event)).pool
    expect(pooled).toMatchObject({ title: { cs: 'Dílna' }, minutes: 45 })
    const path = `${organiser}/sessions/${pooled?.reference}`
    const page = (await agent.get(path)).text
    expect(page).toMatch(/id="unscheduled"[^>]*checked/)
    expect(page).toContain('value="45"')
    expect(wordsOf((await agent.get(`${path}/move`)).text)).toContain('bez času, 45 minut')
    expect((await post(agent, `${path}/move`, { ...form, room: hall })).status).toBe(303)
    const [placed] = (await draftOf(event)).sessions
    expect(placed).toMatchObject({ reference: pooled?.reference, room: hall, startsLocal: '2026-10-24T09:00:00' })
    const back = { ...waiting, lockVersion: String(placed?.lockVersion), minutes: '60' }
    expect((await post(agent, path, back)).status).toBe(303)
    expect((await draftOf(event)).pool).toMatchObject([{ reference: pooled?.reference, minutes: 60 }])
    expect((await post(agent, `${path}/remove`, {})).status).toBe(303)
    expect(await draftOf(event)).toMatchObject({ sessions: [], pool: [] })
  })

  it('refuses what is no address, what is too long, and a stranger’s speaker, at their fields', async () => {
    const { event } = await stage()
    const other = await stage({ slug: 'jina' })
    const foreign = await createSpeaker(world.db, other.event, 'Cizí')
    const agent = await owner()
    const typed = {
      ...form,
      'link.0.title': 'Bez adresy',
      'link.1.url': 'javascript:alert(1)',
      recordingUrl: 'ftp://example.org',
      'subtitle.cs': 'x'.repeat(501),
    }
    const answer = await post(agent, `${organiser}/sessions/new`, typed)
    expect(answer.status).toBe(422)
    for (const field of ['link.0.url', 'link.1.url', 'recordingUrl', 'subtitle.cs'])
      expect(answer.text).toContain(`href="#${field}"`)
    const unknown = await post(agent, `${organiser}/sessions/new`, { ...form, 'speaker.0.reference': foreign })
    expect([unknown.status, unknown.text.includes('href="#speaker.0.reference"')]).toEqual([422, true])
    expect((await draftOf(event)).sessions).toHaveLength(0)
  })

  it('adds, moves and removes rows without saving and without losing anything', async () => {
    const { event } = await stage()
    const [petra, jan] = [await createSpeaker(world.db, event, 'Petra'), await createSpeaker(world.db, event, 'Jan')]
    const agent = await owner()
    const typed = {
      ...form,
      start: '',
      'speaker.0.reference': petra,
      'speaker.1.reference': jan,
      'subtitle.cs': 'Podtitul',
    }
    const ask = async (rows: string) => (await post(agent, `${organiser}/sessions/new`, { ...typed, rows })).text
    const chosen = (html: string) =>
      [...html.matchAll(/<option value="(\w+)" selected>(?:Petra|Jan)</g)].map(([, one]) => one)
    expect(chosen(await ask('speaker.up.1'))).toEqual([jan, petra])
    expect(chosen(await ask('speaker.remove.0'))).toEqual([jan])
    expect(await ask('speaker.add')).toContain('id="speaker.2.reference"')
    expect(await ask('link.add')).toContain('value="Podtitul"')
    expect((await draftOf(event)).sessions).toHaveLength(0)
  })

  it('warns of what is doubtful about the session as it stands', async () => {
    const { event, hall } = await stage()
    await world.db('agendaSettings').insert({ eventId: event.id, opens: '08:00', closes: '17:00' })
    const session = talk('Večer', '18:00', '19:00', { room: hall, capacity: 90 })
    const reference = await createSession(world.db, event, session)
    const words = wordsOf((await (await owner()).get(`${organiser}/sessions/${reference}`)).text)
    expect(words).toContain('„Večer“ (Sobota 24. října, 18.00–19.00) přesahuje hodiny programu: 8.00–17.00.')
    expect(words).toContain('„Večer“ má 90 míst, ale Sál B jich má jen 40.')
  })

  it('shows both versions when somebody else was faster; keep mine or take theirs', async () => {
    const { event, hall, foyer } = await stage()
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    const agent = await owner()
    const path = `${organiser}/sessions/${reference}`
    const first = { ...form, 'title.cs': 'Vodík v kraji', start: '11', end: '12', room: foyer }
    expect((await post(agent, path, first)).status).toBe(303)
    const mine = { ...form, 'title.cs': 'Vodík a my', room: hall, 'subtitle.cs': 'Můj podtitul' }
    const conflict = await post(agent, path, mine)
    expect(conflict.status).toBe(422)
    const words = wordsOf(conflict.text)
    expect(words).toMatch(/Naposledy uloženo: \S/)
    expect(words).toContain('Název (česky) Vodík v kraji Vodík a my')
    expect(words).toContain('Podtitul (česky) (prázdné) Můj podtitul')
    expect(words).toContain('Sál Foyer Sál B')
    expect(words).toContain('Sobota 24. října, 11.00–12.00 Sobota 24. října, 9.00–10.00')
    expect(words).not.toContain('Druh Přednáška')
    expect(words).toContain('Nechat uloženou verzi')
    expect(conflict.text).toContain('name="lockVersion" value="1"')
    expect((await post(agent, path, { ...mine, lockVersion: '1' })).status).toBe(303)
    expect((await draftOf(event)).sessions).toMatchObject([{ title: { cs: 'Vodík a my' }, lockVersion: 2 }])
    const moved = await post(agent, `${path}/move`, { ...form, start: '14', end: '15' })
    expect([moved.status, wordsOf(moved.text).includes('Uložit moji verzi')]).toEqual([422, true])
    expect(moved.text).toContain('name="lockVersion" value="2"')
  })

  it('loses nothing when the session was removed meanwhile', async () => {
    const { event } = await stage()
    const agent = await owner()
    const [gone, known] = [
      await createSession(world.db, event, talk('Nikdy nevydaný', '09:00', '10:00')),
      await createSession(world.db, event, talk('Vydaný', '11:00', '12:00')),
    ]
    await changeSessions(world.db, system, { event, changes: [{ kind: 'remove', reference: gone }], deed: 'removed' })
    const lost = await post(agent, `${organiser}/sessions/${gone}`, { ...form, 'title.cs': 'Můj text' })
    expect(lost.status).toBe(422)
    expect(wordsOf(lost.text)).toContain('Tento bod mezitím někdo odebral')
    expect(lost.text).toContain('value="Můj text"')
    expect(lost.text).toContain(`action="${organiser}/sessions/new"`)
    await releaseAgenda(world.db, system, { event, note: {} })
    await changeSessions(world.db, system, { event, changes: [{ kind: 'remove', reference: known }], deed: 'removed' })
    const path = `${organiser}/sessions/${known}`
    const typed = { ...form, start: '11', end: '12', 'title.cs': 'Přece jen' }
    expect((await post(agent, path, typed)).status).toBe(422)
    const version = String((await draftOf(event)).sessions[0]?.lockVersion)
    expect((await post(agent, path, { ...typed, lockVersion: version })).status).toBe(303)
    expect((await draftOf(event)).sessions).toMatchObject([
      { reference: known, isCancelled: false, title: { cs: 'Přece jen' } },
    ])
    expect((await post(agent, `${organiser}/sessions/NIKDY222`, form)).status).toBe(404)
  })

  it('does not know the session of another event', async () => {
    await stage()
    const other = await stage({ slug: 'jina' })
    const foreign = await createSession(world.db, other.event, talk('Cizí', '09:00', '10:00'))
    const agent = await owner()
    const path = `${organiser}/sessions/${foreign}`
    expect((await agent.get(path)).status).toBe(404)
    for (const part of ['', '/move', '/remove', '/reinstate'])
      expect((await post(agent, path + part, form)).status).toBe(404)
    expect((await draftOf(other.event)).sessions).toMatchObject([{ title: { cs: 'Cizí' }, lockVersion: 0 }])
  })
})

describe('the form of a speaker', () => {
  const person = { 'name.cs': 'Jan Novák', locale: 'en', lockVersion: '0' }

  it('keeps titles, links, contact and the consent the organisers answer for', async () => {
    const { event } = await stage()
    const agent = await owner()
    const typed = {
      ...person,
      titleBefore: 'doc. Ing.',
      titleAfter: ', Ph.D.',
      email: 'jan@example.org',
      isConsented: 'yes',
      'link.0.url': 'https://orcid.org/0000',
    }
    expect((await post(agent, `${organiser}/speakers/new`, typed)).status).toBe(303)
    const [speaker] = (await draftOf(event)).speakers
    expect(speaker).toMatchObject({
      titleBefore: 'doc. Ing.',
      titleAfter: 'Ph.D.',
      isPublic: true,
      links: [{ url: 'https://orcid.org/0000', title: '' }],
    })
    const row = await world
      .db('speakers')
      .where({ id: speaker?.id ?? 0 })
      .first()
    expect(row).toMatchObject({ email: 'jan@example.org', locale: 'en', consentSource: 'organiser' })
    expect(wordsOf((await agent.get(`${organiser}/speakers`)).text)).toContain('doc. Ing. Jan Novák, Ph.D.')
    const page = (await agent.get(`${organiser}/speakers/${speaker?.reference}`)).text
    expect(page).toContain('value="jan@example.org"')
    expect(page).toMatch(/id="isConsented"[^>]*checked/)
    const path = `${organiser}/speakers/${speaker?.reference}`
    expect((await post(agent, path, person)).status).toBe(303)
    expect((await draftOf(event)).speakers).toMatchObject([{ isPublic: false, links: [] }])
  })

  it('does not touch a consent that the speaker gave, nor its day', async () => {
    const { event } = await stage()
    const reference = await createSpeaker(world.db, event, 'Jana')
    const at = (await world.db('speakers').where({ reference }).first())?.consentedAt
    await world.db('speakers').where({ reference }).update({ consentSource: 'speaker' })
    const agent = await owner()
    const page = wordsOf((await agent.get(`${organiser}/speakers/${reference}`)).text)
    expect(page).toContain('Souhlas se zveřejněním máte přímo od řečníka')
    expect((await post(agent, `${organiser}/speakers/${reference}`, person)).status).toBe(303)
    const row = await world.db('speakers').where({ reference }).first()
    expect(row).toMatchObject({ consentSource: 'speaker', consentedAt: at, lockVersion: 1 })
  })

  it('refuses a wrong address and a long title, and tells when the speaker was faster', async () => {
    const { event } = await stage()
    const reference = await createSpeaker(world.db, event, 'Jana')
    const agent = await owner()
    const path = `${organiser}/speakers/${reference}`
    const wrong = { ...person, email: 'jan(at)example', titleBefore: 'x'.repeat(61), 'link.0.url': 'nic' }
    const answer = await post(agent, path, wrong)
    expect(answer.status).toBe(422)
    for (const field of ['email', 'titleBefore', 'link.0.url']) expect(answer.text).toContain(`href="#${field}"`)
    await world.db('speakers').where({ reference }).increment('lockVersion')
    const stale = await post(agent, path, { ...person, 'name.cs': 'Jana Nová' })
    expect(stale.status).toBe(422)
    expect(wordsOf(stale.text)).toContain('daje mezitím upravil někdo jiný')
    expect(stale.text).toContain('value="Jana Nová"')
    expect((await post(agent, path, { ...person, 'name.cs': 'Jana Nová', lockVersion: '1' })).status).toBe(303)
    expect((await draftOf(event)).speakers).toMatchObject([{ name: { cs: 'Jana Nová' } }])
  })

  it('does not know the speaker of another event, and keeps hostile text inert', async () => {
    await stage()
    const other = await stage({ slug: 'jina' })
    const foreign = await createSpeaker(world.db, other.event, 'Cizí')
    const agent = await owner()
    expect((await agent.get(`${organiser}/speakers/${foreign}`)).status).toBe(404)
    expect((await post(agent, `${organiser}/speakers/${foreign}`, person)).status).toBe(404)
    const typed = {
      ...person,
      'name.cs': hostile,
      titleBefore: '<b>',
      'affiliation.cs': hostile,
      'link.0.title': hostile,
    }
    const answer = await post(agent, `${organiser}/speakers/new`, typed)
    expect(answer.status).toBe(422)
    expect(answer.text).not.toMatch(/<script>alert|<img src=x/)
    expect((await post(agent, `${organiser}/speakers/new`, { ...typed, 'link.0.title': '' })).status).toBe(303)
    expect((await agent.get(`${organiser}/speakers`)).text).not.toMatch(/<script>alert|<img src=x/)
  })
})

describe('the settings of a programme', () => {
  const settings = `${organiser}/settings`
  const typed = {
    opens: '8',
    closes: '17.30',
    roomChangeMinutes: '10',
    feedbackOpensDate: '24. 10. 2026',
    feedbackClosesDate: '2026-11-01',
    feedbackClosesTime: '12:00',
    embedOrigins: 'www.example.org\nhttps://other.example.org:8443/page https://www.example.org',
  }

  it('are kept in the zone of the event, and shown again', async () => {
    const { event } = await stage()
    const agent = await owner()
    expect((await agent.get(settings)).text).toContain('name="roomChangeMinutes" value="0"')
    expect((await post(agent, settings, typed)).status).toBe(303)
    expect((await draftOf(event)).settings).toEqual({
      opens: '08:00',
      closes: '17:30',
      roomChangeMinutes: 10,
      feedbackOpensAt: '2026-10-23T22:00:00.000Z',
      feedbackClosesAt: '2026-11-01T11:00:00.000Z',
      embedOrigins: ['https://www.example.org', 'https://other.example.org:8443'],
    })
    const { text } = await agent.get(settings)
    for (const value of ['8.00', '17.30', '2026-11-01', '12:00']) expect(text).toContain(`value="${value}"`)
    expect((await post(agent, settings, { roomChangeMinutes: '0' })).status).toBe(303)
    expect((await draftOf(event)).settings).toMatchObject({ opens: null, feedbackOpensAt: null, embedOrigins: [] })
  })

  it.each([
    ['no time', { opens: 'ráno' }, 'opens'],
    ['a day that ends before it begins', { opens: '18' }, 'closes'],
    ['minutes beyond reason', { roomChangeMinutes: '121' }, 'roomChangeMinutes'],
    ['feedback that closes before it opens', { feedbackClosesDate: '1. 1. 2026' }, 'feedbackClosesDate'],
    ['an end of feedback without a beginning', { feedbackOpensDate: '' }, 'feedbackOpensDate'],
    ['a script for a site', { embedOrigins: 'javascript:alert(1)' }, 'embedOrigins'],
    ['a site without encryption', { embedOrigins: 'http://example.org' }, 'embedOrigins'],
    ['a wildcard', { embedOrigins: '*' }, 'embedOrigins'],
    ['a wildcard before a site', { embedOrigins: 'https://*.example.org' }, 'embedOrigins'],
    ['a word of a header', { embedOrigins: "https://example.org'self'" }, 'embedOrigins'],
  ])('refuse %s', async (_name, wrong, field) => {
    const { event } = await stage()
    const answer = await post(await owner(), settings, { ...typed, ...wrong })
    expect([answer.status, answer.text.includes(`href="#${field}"`)]).toEqual([422, true])
    expect((await draftOf(event)).settings.roomChangeMinutes).toBe(0)
  })

  it('are the organisers’ alone', async () => {
    await stage()
    const { doorStaff, stranger } = await world.people()
    expect((await (await world.as(doorStaff)).get(settings)).status).toBe(403)
    expect((await post(await world.as(doorStaff), settings, typed)).status).toBe(403)
    expect((await post(await world.as(stranger), settings, typed)).status).toBe(404)
  })
})
