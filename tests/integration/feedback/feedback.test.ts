import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { instant } from '../../../src/core/time.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { createSession, createStage, talk } from '../../factories/agenda.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const hostile = `<script>alert(1)</script>"'=1+1`
const desk = '/cs/organiser/events/klastry/feedback'

/** A released talk at 9 in Prague (7 UTC) and a break, with feedback open the whole day of 24 October. */
async function stage() {
  const { organisation } = await world.people()
  const { event, hall } = await createStage(world.db, organisation.id)
  const session = await createSession(world.db, event, talk('Vodík', '09:00', '10:00', { room: hall }))
  const pause = await createSession(world.db, event, talk('Oběd', '12:00', '13:00', { kind: 'break' }))
  await releaseAgenda(world.db, system, { event, note: {} })
  await open(event.id, '2026-10-24T00:00:00Z', '2026-10-25T00:00:00Z')
  world.at('2026-10-24T10:00:00Z')
  return { event, session, pause, path: `/cs/events/klastry/sessions/${session}/feedback` }
}

async function open(eventId: number, opens: string | null, closes: string | null) {
  const row = {
    eventId,
    feedbackOpensAt: opens === null ? null : instant(opens),
    feedbackClosesAt: closes === null ? null : instant(closes),
  }
  await world.db('agendaSettings').insert(row).onConflict('eventId').merge()
}

const get = (path: string) => supertest(world.app).get(path)
const give = (path: string, body: object) =>
  supertest(world.app).post(path).set('Sec-Fetch-Site', 'same-origin').type('form').send(body)
const given = () => world.db('sessionFeedback').orderBy('id').select('rating', 'comment')

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

describe('a reader', () => {
  it('rates a session, writes a comment, or does both, and is thanked', async () => {
    const { path } = await stage()
    const page = await get(path)
    expect([page.status, page.headers['set-cookie'], page.headers['x-robots-tag']]).toEqual([200, undefined, 'noindex'])
    expect(wordsOf(page.text)).toContain('Jaké to bylo? Vodík')
    const answer = await give(path, { rating: '5', comment: 'Skvělé' })
    expect([answer.status, answer.headers['location']]).toEqual([303, `${path}?sent=yes`])
    expect(wordsOf((await get(`${path}?sent=yes`)).text)).toContain('Děkujeme, hodnocení mají organizátoři.')
    expect((await give(path, { rating: '1' })).status).toBe(303)
    expect((await give(path, { comment: hostile })).status).toBe(303)
    expect(await given()).toEqual([
      { rating: 5, comment: 'Skvělé' },
      { rating: 1, comment: '' },
      { rating: null, comment: hostile },
    ])
    expect(wordsOf((await get(path.replace('/cs/', '/en/'))).text)).toContain('How was it? Vodík (en)')
  })

  it.each([
    ['nothing', {}, 'Vyberte hodnocení, nebo napište aspoň pár slov.'],
    ['only spaces', { comment: '  \n ' }, 'Vyberte hodnocení, nebo napište aspoň pár slov.'],
    ['a rating that is none', { rating: '6', comment: 'Psáno dlouho' }, 'Vyberte jednu z možností.'],
    ['two ratings', { rating: ['1', '5'], comment: 'Psáno dlouho' }, 'Vyberte jednu z možností.'],
    ['a book', { comment: `Psáno dlouho ${'x'.repeat(2_000)}` }, 'Zkraťte text'],
  ])('is told what is missing after %s', async (_, body, reason) => {
    const { path } = await stage()
    const answer = await give(path, body)
    expect(answer.status).toBe(422)
    expect(wordsOf(answer.text)).toContain(reason)
    expect(answer.text).toContain('<title>Chyba: ')
    if ('comment' in body && body.comment.startsWith('Psáno')) expect(answer.text).toContain('Psáno dlouho')
    expect(await given()).toEqual([])
  })

  it('who presses the button twice has said it once', async () => {
    const { path } = await stage()
    for (let time = 0; time < 3; time += 1) await give(path, { rating: '4', comment: 'Dobré' })
    expect(await given()).toHaveLength(1)
    world.at('2026-10-24T11:00:00Z')
    await give(path, { rating: '4', comment: 'Dobré' })
    expect(await given()).toHaveLength(2)
  })

  it('learns from when, or that it is over, and nothing is taken', async () => {
    const { event, session, pause, path } = await stage()
    const refused = async (moment: string, words: string, at = path) => {
      world.at(moment)
      expect(wordsOf((await get(at)).text)).toContain(words)
      const answer = await give(at, { rating: '3' })
      expect([answer.status, answer.headers['location']]).toEqual([303, at])
    }
    await refused('2026-10-24T06:59:00Z', 'Hodnocení se otevře 24. října 2026, 9.00.')
    await refused('2026-10-25T00:00:00Z', 'Hodnotit teď nejde')
    await refused('2026-10-24T11:00:00Z', 'Hodnotit teď nejde', `/cs/events/klastry/sessions/${pause}/feedback`)
    await open(event.id, null, null)
    await refused('2026-10-24T11:00:00Z', 'Hodnotit teď nejde')
    await open(event.id, '2026-10-24T00:00:00Z', null)
    await removeSession(world.db, system, { event, session: { reference: session } })
    await releaseAgenda(world.db, system, { event, note: {} })
    await refused('2026-10-24T11:00:00Z', 'Hodnotit teď nejde')
    expect(await given()).toEqual([])
  })

  it('does not find what the public does not know', async () => {
    const { event } = await stage()
    const hidden = await createSession(world.db, event, talk('Tajné', '15:00', '16:00'))
    for (const [slug, session] of [
      ['klastry', hidden],
      ['klastry', 'NOBODY22'],
      ['nobody', hidden],
    ] as const) {
      expect((await get(`/cs/events/${slug}/sessions/${session}/feedback`)).status).toBe(404)
      expect((await give(`/cs/events/${slug}/sessions/${session}/feedback`, { rating: '1' })).status).toBe(404)
    }
  })
})

describe('the organisers', () => {
  it('read numbers and words by session, and take them away in a file', async () => {
    const { path, session } = await stage()
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const empty = wordsOf((await agent.get(desk)).text)
    expect(empty).toContain('Zatím nikdo nehodnotil')
    expect(empty).toContain('Hodnocení je otevřené do 25. října 2026, 2.00.')
    await give(path, { rating: '5', comment: 'První' })
    await give(path, { rating: '2', comment: hostile })
    await give(path, { rating: '5' })
    expect(wordsOf((await agent.get(desk)).text)).toMatch(/Vodík Sobota 24\. října, 9\.00 4,0 3 2/)
    const one = await agent.get(`${desk}/${session}`)
    expect(wordsOf(one.text)).toContain('Průměr 4,0 z 5, 3 hodnocení Jak se hodnotilo 5 – výborné 2 4 – dobré 0')
    expect(wordsOf(one.text)).toMatch(/2 slovní hodnocení <script>.* První/)
    expect(one.text).not.toContain('<script>alert')
    const file = await agent.get(`${desk}.csv`)
    expect(file.headers['content-disposition']).toContain('klastry-hodnoceni.csv')
    expect(file.text.split('\r\n').slice(0, 3)).toEqual([
      '\ufeff"Bod programu";"Den";"Začátek";"Hodnocení";"Komentář";"Kdy napsáno"',
      '"Vodík";"2026-10-24";"09:00";"5";"První";"2026-10-24"',
      `"Vodík";"2026-10-24";"09:00";"2";"${hostile.replaceAll('"', '""')}";"2026-10-24"`,
    ])
    const english = await agent.get(`/en${desk.slice(3)}`)
    expect(wordsOf(english.text)).toContain('Vodík (en) Saturday 24 October, 9:00 4.0 3 2')
  })

  it('are those of this event', async () => {
    const { path, session } = await stage()
    await give(path, { rating: '5' })
    const { owner, doorStaff, stranger } = await world.people()
    for (const [person, status] of [
      [owner, 200],
      [doorStaff, 403],
      [stranger, 404],
    ] as const)
      for (const part of ['', '.csv', `/${session}`])
        expect((await (await world.as(person)).get(desk + part)).status).toBe(status)
    expect((await supertest(world.app).get(desk)).status).toBe(303)
    expect((await (await world.as(owner)).get(`${desk}/NOBODY22`)).status).toBe(404)
  })

  it('wait the same number of queries for one session and for three, and page through many comments', async () => {
    const { event, path, session } = await stage()
    await give(path, { rating: '5', comment: 'Jedna' })
    const agent = await world.as((await world.people()).owner)
    const count = async () => (await world.queries(async () => agent.get(desk))).count
    const before = await count()
    const { sessions } = await findDraft(world.db, event.id)
    const ids = sessions.map(({ id }) => id)
    await world.db('sessionFeedback').insert(
      ids.flatMap(sessionId => [
        { sessionId, rating: 3 },
        { sessionId, rating: 4 },
      ]),
    )
    expect(await count()).toBe(before)
    const id = sessions.find(({ reference }) => reference === session)?.id ?? 0
    const many = Array.from({ length: 120 }, (_, index) => ({
      sessionId: id,
      rating: null,
      comment: `Slovo ${index}.`,
    }))
    await world.db('sessionFeedback').insert(many)
    const page = wordsOf((await agent.get(`${desk}/${session}?page=3`)).text)
    expect(page).toContain('121 slovních hodnocení')
    expect(page).toContain('Slovo 0.')
    expect(page).not.toContain('Slovo 119.')
  })
})

describe('a flood from one place', () => {
  const limited = useWorld({ RATE_LIMITS: 'on' })

  it('ends with a sentence, and with what was typed', async () => {
    const { organisation } = await limited.people()
    const { event } = await createStage(limited.db, organisation.id)
    const session = await createSession(limited.db, event, talk('Vodík', '09:00', '10:00'))
    await releaseAgenda(limited.db, system, { event, note: {} })
    await limited.db('agendaSettings').insert({ eventId: event.id, feedbackOpensAt: event.startsAt })
    limited.at('2026-10-24T10:00:00Z')
    const path = `/cs/events/klastry/sessions/${session}/feedback`
    const post = (comment: string) => limited.agent().post(path).type('form').send({ comment })
    expect((await post('První')).status).toBe(303)
    await limited.db.raw('update throttles set points = 600')
    const answer = await post('Druhé')
    expect([answer.status, answer.text.includes('Druhé')]).toEqual([422, true])
    expect(wordsOf(answer.text)).toContain('Pokusů bylo hodně za sebou.')
    expect(await limited.db('sessionFeedback').select('comment')).toEqual([{ comment: 'První' }])
  })
})
