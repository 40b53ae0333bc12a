import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { newReference } from '../../../src/core/tokens.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findLatestOutline } from '../../../src/features/agenda/queries.ts'
import type { SessionInput } from '../../../src/features/agenda/types/changes.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createManySessions, createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createLargeProgramme, largeProgrammes } from '../../factories/programme.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const agenda = '/cs/events/klastry/agenda'
const kilobytes = 1_000

async function stage(rest: Partial<EventRow> = {}) {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id, rest)
}

const release = (event: EventRow) => releaseAgenda(world.db, system, { event, note: {} })
const get = (path: string) => supertest(world.app).get(path)
const on = (title: string, startsLocal: string, endsLocal: string, rest: Partial<SessionInput> = {}) =>
  talk(title, '', '', { when: { startsLocal, endsLocal }, ...rest })

/** The words of a page: tags gone, entities and special spaces as people type them. */
function wordsOf(html: string): string {
  const text = html.replace(/<[^>]*>/g, ' ').replace(/&#34;/g, '"')
  return text.replace(/\u2060/g, '').replace(/\s+/g, ' ')
}

const wordsAt = async (path: string) => wordsOf((await get(path)).text)
const titlesOf = (html: string) => [...html.matchAll(/<h4><a [^>]*>([^<]*)<\/a>/g)].map(([, title]) => title)

describe('the days of a programme', () => {
  it('keep a session past midnight on the evening it belongs to, and say its date', async () => {
    const { event, hall } = await stage()
    await createSession(world.db, event, on('Večer', '2026-10-24T22:00:00', '2026-10-24T23:00:00', { room: hall }))
    await createSession(world.db, event, on('Po půlnoci', '2026-10-25T00:30:00', '2026-10-25T01:30:00'))
    await createSession(world.db, event, on('Ráno', '2026-10-26T09:00:00', '2026-10-26T10:00:00'))
    await release(event)
    const first = await get(agenda)
    expect(titlesOf(first.text)).toEqual(['Večer', 'Po půlnoci'])
    expect(wordsOf(first.text)).toContain('0.30 25. 10.')
    expect(titlesOf((await get(`${agenda}?day=2026-10-26`)).text)).toEqual(['Ráno'])
    expect(first.text).not.toContain('day=2026-10-25')
  })

  it('give the night a day of its own when nothing goes before it', async () => {
    const { event } = await stage()
    await createSession(world.db, event, on('Noční vlak', '2026-10-26T02:15:00', '2026-10-26T04:00:00'))
    await createSession(world.db, event, on('Poslední', '2026-10-26T16:00:00', '2026-10-26T17:00:00'))
    await release(event)
    expect(titlesOf((await get(agenda)).text)).toEqual(['Noční vlak', 'Poslední'])
  })

  it('are told on the clock of the reader, in an address of its own', async () => {
    const { event, hall } = await stage()
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
    await release(event)
    const there = await get(`${agenda}?zone=Asia%2FTokyo`)
    expect(there.text).toContain('<time datetime="2026-10-24T16:00+09:00">16.00</time>')
    expect(wordsOf(there.text)).toContain('16.00–17.00')
    expect(wordsOf(there.text)).toContain('časy jsou v pásmu Tokio')
    expect(there.text).toContain('<option value="Asia/Tokyo" selected>')
    expect(await wordsAt(`${agenda}?zone=Pacific%2FAuckland`)).toContain('20.00')
    expect(await wordsAt(`${agenda}?zone=Mars%2FPhobos`)).toContain(
      'Takový den, sekci, sál nebo jiný výběr program nemá',
    )
    const session = (await findLatestOutline(world.db, event.id))?.content.sessions[0]?.reference
    expect(await wordsAt(`/cs/events/klastry/sessions/${session}?zone=Asia%2FTokyo`)).toContain('16.00–17.00, Tokio')
  })

  it('name the day after where the clock of the reader is past midnight', async () => {
    const { event } = await stage()
    await createSession(world.db, event, talk('Večeře', '19:00', '22:00'))
    await release(event)
    expect(await wordsAt(`${agenda}?zone=Asia%2FTokyo`)).toContain('2.00 25. 10.')
  })
})

describe('searching and filtering', () => {
  async function programme() {
    const here = await stage()
    const { event, hall, foyer } = here
    const track = await saveTrack(world.db, system, { event, input: { name: { cs: 'Energie' }, colour: 3 } })
    const petra = await createSpeaker(world.db, event, 'Petra Růžičková')
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const inEnglish = { language: 'en', kind: 'workshop' as const }
    await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall, track: track.slug, speakers }))
    await createSession(world.db, event, talk('Větrník', '10:00', '11:00', { room: foyer, language: 'cs' }))
    await createSession(
      world.db,
      event,
      on('Žár', '2026-10-25T09:00:00', '2026-10-25T10:00:00', { room: hall, ...inEnglish }),
    )
    await createSession(world.db, event, talk('Oběd', '12:00', '13:00', { kind: 'break' }))
    await release(event)
    return { ...here, petra }
  }

  it('finds across days, without diacritics, in titles, names and rooms', async () => {
    await programme()
    const found = async (q: string) => titlesOf((await get(`${agenda}?q=${encodeURIComponent(q)}`)).text)
    expect(await found('vodik')).toEqual(['Vodík'])
    expect(await found('ŽÁR')).toEqual(['Žár'])
    expect(await found('zar')).toEqual(['Žár'])
    expect(await found('ruzickova petra')).toEqual(['Vodík'])
    expect(await found('sal b')).toEqual(['Vodík', 'Žár'])
    expect(await found('vodik zar')).toEqual([])
    expect(await wordsAt(`${agenda}?q=nic`)).toContain('Nic takového v programu není')
    expect(await wordsAt(`${agenda}?q=%00%25_'`)).toContain('Nic takového v programu není')
  })

  it('filters by language and kind, and keeps one choice in the links of the others', async () => {
    await programme()
    const english = await get(`${agenda}?day=2026-10-25&language=en`)
    expect(titlesOf(english.text)).toEqual(['Žár'])
    expect(english.text).toContain(`${agenda}?day=2026-10-25&amp;language=en&amp;type=workshop`)
    expect(wordsOf(english.text)).toContain('Vybrali jste 1 bod programu.')
    expect(titlesOf((await get(`${agenda}?type=workshop`)).text)).toEqual([])
    expect(titlesOf((await get(`${agenda}?type=workshop&day=2026-10-25`)).text)).toEqual(['Žár'])
    expect(await wordsAt(`${agenda}?type=party`)).toContain('Takový den, sekci, sál nebo jiný výběr program nemá')
  })

  it('shows a reader’s own programme from the address, with what is at the same time', async () => {
    const { event, foyer } = await programme()
    await createSession(world.db, event, talk('Souběžně', '09:30', '10:30', { room: foyer }))
    await release(event)
    const sessions = (await findLatestOutline(world.db, event.id))?.content.sessions ?? []
    const of = (title: string) => sessions.find(session => session.title.cs === title)?.reference ?? ''
    const mine = await get(`${agenda}?my=${of('Vodík')}.${of('Souběžně')}.${of('Žár')}.NONE2222`)
    expect(titlesOf(mine.text)).toEqual(['Vodík', 'Souběžně', 'Žár'])
    expect(wordsOf(mine.text)).toContain('Ve stejnou dobu: „Souběžně“')
    expect(wordsOf(mine.text)).toContain('Ve stejnou dobu: „Vodík“')
    expect(wordsOf(mine.text)).toContain('Můj program')
    expect(await wordsAt(`${agenda}?my=NONE2222`)).toContain('Zatím tu nic není. Přidejte si body programu hvězdičkou.')
  })
})

describe('now and next', () => {
  it('says what is running, what is next, and when it is over', async () => {
    const { event, hall, foyer } = await stage()
    await createSession(world.db, event, talk('Běží', '09:00', '10:00', { room: hall }))
    await createSession(world.db, event, talk('Brzy', '10:00', '11:00', { room: hall }))
    await createSession(world.db, event, talk('Také brzy', '10:15', '11:00', { room: foyer }))
    await createSession(world.db, event, talk('Později', '14:00', '15:00', { room: hall }))
    const now = `${agenda}/now`
    expect((await get(now)).status).toBe(404)
    await release(event)
    world.at('2026-10-24T07:30:00Z')
    const during = wordsOf((await get(now)).text)
    expect(during).toMatch(/Právě běží 9.00 Běží .* Potom 10.00 Brzy .* 10.15 Také brzy/)
    expect(during).not.toContain('Později')
    world.at('2026-10-24T06:59:59Z')
    expect(await wordsAt(now)).toMatch(/Teď nic neběží\. Potom 9.00 Běží/)
    world.at('2026-10-24T08:00:00Z')
    expect(await wordsAt(now)).toMatch(/Právě běží 10.00 Brzy .* Potom 10.15 Také brzy/)
    world.at('2026-10-24T13:00:00Z')
    expect(await wordsAt(now)).toContain('Program skončil')
    world.at('2026-10-20T07:00:00Z')
    expect(await wordsAt(now)).toMatch(/Potom Sobota 24. října 9.00 Běží/)
  })
})

describe('the page of a session', () => {
  it('has subtitle, texts, links and recording, but no link that runs', async () => {
    const { event, hall } = await stage()
    const reference = await createSession(
      world.db,
      event,
      talk('Vodík', '09:00', '10:00', {
        room: hall,
        subtitle: { cs: 'Co jsme se naučili' },
        description: { cs: 'Podrobně **popsáno**.' },
        links: [
          { url: 'https://example.org/clanek', title: 'Článek' },
          { url: 'javascript:alert(1)', title: 'Zlo' },
        ],
        recordingUrl: 'https://example.org/video',
        doNotRecord: true,
      }),
    )
    await release(event)
    const { text } = await get(`/cs/events/klastry/sessions/${reference}`)
    const words = wordsOf(text)
    expect(words).toContain('Co jsme se naučili')
    expect(text).toContain('<p>Podrobně <strong>popsáno</strong>.</p>')
    expect(text).toContain('href="https://example.org/clanek" rel="noopener nofollow"')
    expect(text).toContain('href="https://example.org/video"')
    expect(words).toContain('Prosíme, nenahrávejte')
    expect(text).not.toContain('javascript:')
    expect(words).not.toContain('Jak se vám to líbilo?')
  })

  it('lists the files that are published, and portraits of those who speak', async () => {
    const { event } = await stage()
    const petra = await createSpeaker(world.db, event, 'Petra')
    const portrait = await insertFile(event, 'photograph', 'portrait.webp')
    await world.db('speakers').where({ reference: petra }).update({ photographId: portrait.id })
    const speakers = [{ reference: petra, role: 'speaker' as const }]
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { speakers }))
    const session = only(await world.db('agendaSessions').where({ reference }).select('id'))
    const [shown, kept] = [
      await insertFile(event, 'material', 'vodik.pdf'),
      await insertFile(event, 'material', 'tajne.pdf'),
    ]
    const material = { sessionId: session.id, title: '' }
    await world.db('sessionMaterials').insert([
      { ...material, reference: 'SHOWN222', fileId: shown.id, position: 1, publishedAt: event.startsAt },
      { ...material, reference: 'HIDDEN22', fileId: kept.id, position: 2 },
    ])
    await release(event)
    const { text } = await get(`/cs/events/klastry/sessions/${reference}`)
    expect(text).toContain(`href="/cs/events/klastry/sessions/${reference}/materials/SHOWN222">vodik.pdf</a>`)
    expect(wordsOf(text)).toContain('PDF, 2 kB')
    expect(text).not.toContain('tajne.pdf')
    for (const page of [text, (await get(`/cs/events/klastry/speakers/${petra}`)).text]) {
      expect(page).toContain(`src="/photographs/${portrait.reference}.webp"`)
    }
  })

  it('asks how it was while the organisers want to know, once it has begun', async () => {
    const { event } = await stage()
    const reference = await createSession(world.db, event, talk('Vodík', '09:00', '10:00'))
    await release(event)
    const window = { feedbackOpensAt: event.startsAt, feedbackClosesAt: event.endsAt }
    await world.db('agendaSettings').insert({ eventId: event.id, roomChangeMinutes: 0, embedOrigins: [], ...window })
    const page = `/cs/events/klastry/sessions/${reference}`
    world.at('2026-10-24T06:30:00Z')
    expect(await wordsAt(page)).not.toContain('Jak se vám to líbilo?')
    world.at('2026-10-24T08:30:00Z')
    expect((await get(page)).text).toContain(`href="${page}/feedback"`)
    world.at('2026-10-30T08:30:00Z')
    expect(await wordsAt(page)).not.toContain('Jak se vám to líbilo?')
  })
})

async function insertFile(event: EventRow, purpose: 'photograph' | 'material', fileName: string) {
  const file = { reference: newReference(), eventId: event.id, purpose, fileName, contentType: 'application/pdf' }
  const content = Buffer.alloc(2_048, 1)
  return only(
    await world
      .db('files')
      .insert({ ...file, content, size: content.length })
      .returning(['id', 'reference']),
  )
}

describe('every way of reading', () => {
  it('costs the same queries with one session and with three hundred', async () => {
    const here = await stage()
    await createManySessions(world.db, here, 1)
    await release(here.event)
    const paths = [agenda, `${agenda}?q=bod`, `${agenda}?my=NONE2222`, `${agenda}/now`, `${agenda}?zone=Asia%2FTokyo`]
    const counts = async () => {
      const found: number[] = []
      for (const path of paths) found.push((await world.queries(() => get(path))).count)
      return found
    }
    const few = await counts()
    await createManySessions(world.db, here, 299)
    await release(here.event)
    expect(await counts()).toEqual(few)
    expect(Math.max(...few)).toBeLessThanOrEqual(5)
  })
})

describe('a large programme', () => {
  it.each(Object.entries(largeProgrammes))(
    'of %s stays light on every page, and loses no session',
    async (_, shape) => {
      const { organisation } = await world.people()
      const event = await createLargeProgramme(world.db, organisation.id, shape)
      const content = (await findLatestOutline(world.db, event.id))?.content
      const active = (content?.sessions ?? []).filter(session => !session.isCancelled)
      const path = `/cs/events/${shape.slug}/agenda`
      const shown = new Set<string>()
      for (const page of await pagesOf(path)) {
        expect(Buffer.byteLength(page.text)).toBeLessThan(150 * kilobytes)
        for (const [, reference] of page.text.matchAll(/<h4><a href="[^"]*\/sessions\/([^"]+)"/g))
          shown.add(reference ?? '')
      }
      expect(active.filter(session => !shown.has(session.reference))).toEqual([])
      const references = active.slice(0, 60).map(session => session.reference)
      const others = [`?q=a`, `?my=${references.join('.')}`, '/print', '/now', '?track=sekce-3', '?language=cs']
      for (const other of others) {
        const page = await get(path + other)
        expect([page.status, other, Buffer.byteLength(page.text) < 150 * kilobytes]).toEqual([200, other, true])
      }
      const list = await get(`/cs/events/${shape.slug}/speakers`)
      expect(Buffer.byteLength(list.text)).toBeLessThan(150 * kilobytes)
      expect(list.text).toContain('rel="next"')
      const again = await get(path).set('If-None-Match', (await get(path)).headers['etag'] ?? '')
      expect(again.status).toBe(304)
    },
  )

  /** Every page of rooms of every day, as somebody who follows the links finds them. */
  async function pagesOf(path: string) {
    const first = (await get(path)).text
    const days = new Set([...first.matchAll(/\?day=(\d{4}-\d{2}-\d{2})"/g)].map(([, day]) => day))
    const pages = []
    for (const day of days) {
      const page = await get(`${path}?day=${day}`)
      const others = new Set([...page.text.matchAll(/rooms=(\d+)"/g)].map(([, number]) => number))
      pages.push(page)
      for (const number of others) pages.push(await get(`${path}?day=${day}&rooms=${number}`))
    }
    return pages
  }
})
