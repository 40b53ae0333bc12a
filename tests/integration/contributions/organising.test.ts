import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { moveSession, removeSession } from '../../../src/features/agenda/actions/sessions.ts'
import { removeSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { askSpeakers } from '../../../src/features/contributions/actions/ask.ts'
import { dropLostFiles } from '../../../src/features/contributions/actions/lost-files.ts'
import { tellSpeakers } from '../../../src/features/contributions/actions/tell.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { createSession, createSpeaker, createStage, type Stage, talk } from '../../factories/agenda.ts'
import {
  absoluteLink,
  aPdf,
  aPhotograph,
  countRows,
  createPerson,
  mailsTo,
  speakerLink,
  speakerNow,
} from '../../factories/contributions.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
let stage: Stage

beforeEach(async () => {
  world.at('2026-10-01T10:00:00Z')
  const { organisation } = await world.people()
  stage = await createStage(world.db, organisation.id)
})

const owner = async () => world.as((await world.people()).owner)
const base = (part = '') => `/cs/organiser/events/${stage.event.slug}/agenda/${part}`
const release = () => releaseAgenda(world.db, system, { event: stage.event, note: {} })
const person = (name: string, rest = {}) => createPerson(world.db, stage.event, name, rest)
const speaking = (...who: readonly { readonly reference: string }[]) => ({
  speakers: who.map(({ reference }) => ({ reference, role: 'speaker' as const })),
})
const send = async (kind: 'invite' | 'remind', expected: number) =>
  (await owner())
    .post(base(`speakers/answers/${kind}`))
    .type('form')
    .send({ expected: String(expected) })

describe('asking', () => {
  it('goes to everybody with an address, once, in their language, and says what they are to do', async () => {
    const jana = await person('Jana')
    const john = await person('John', { locale: 'en' })
    await person('Nikdo', { email: null })
    await createSession(
      world.db,
      stage.event,
      talk('Vodík <b>', '09:00', '10:00', { room: stage.hall, ...speaking(jana) }),
    )
    const agent = await owner()
    expect(plain((await agent.get(base('speakers/answers'))).text)).toContain('Oslovit (2)')
    expect(plain((await agent.get(base('speakers/answers/invite'))).text)).toContain('Poslat e-mail 2 lidem?')
    expect((await send('invite', 2)).status).toBe(303)
    await world.runJobs()
    const [mail] = await mailsTo(world.db, 'jana@example.org')
    expect(plain(mail?.subject ?? '')).toBe('Vystoupíte? Klastry v regionu')
    const text = plain(mail?.content?.text ?? '')
    expect(text).toContain(absoluteLink(world.services, jana))
    expect(text).toContain('Sobota 24. října 9.00–10.00, Sál B')
    expect(mail?.content?.html).toContain('Vodík &lt;b&gt;')
    expect((await mailsTo(world.db, 'john@example.org'))[0]?.subject).toContain('Will you speak?')
    expect((await speakerNow(world.db, john)).invitedAt).not.toBeNull()
    expect((await send('invite', 2)).status).toBe(409)
    expect(await countRows(world.db, 'mails')).toBe(2)
  })

  it('reminds those who are silent, no sooner than after a day, and nobody who answered', async () => {
    const [jana, petr] = [await person('Jana'), await person('Petr')]
    await send('invite', 2)
    expect((await send('remind', 2)).status).toBe(409)
    world.at('2026-10-03T10:00:00Z')
    await world
      .agent()
      .post(`${speakerLink(world.services, petr)}/answer`)
      .type('form')
      .send({ answer: 'confirm' })
    // The organiser was signed out meanwhile; the deed is what counts here.
    const asked = { event: stage.event, kind: 'remind', expected: 1 } as const
    expect(await askSpeakers(world.db, system, asked)).toEqual({ kind: 'asked', count: 1 })
    await world.runJobs()
    expect((await mailsTo(world.db, 'jana@example.org')).map(({ kind }) => kind)).toEqual([
      'speaker-invited',
      'speaker-reminded',
    ])
    expect((await mailsTo(world.db, 'petr@example.org')).map(({ kind }) => kind)).toEqual(['speaker-invited'])
    expect((await speakerNow(world.db, jana)).remindedAt).toEqual(new Date('2026-10-03T10:00:00Z'))
    expect(await askSpeakers(world.db, system, asked)).toEqual({ kind: 'count-changed', count: 0 })
  })

  it('by two organisers at once writes to each person once', async () => {
    for (const name of ['A', 'B', 'C']) await person(name)
    const ask = () => askSpeakers(world.db, system, { event: stage.event, kind: 'invite', expected: 3 })
    const outcomes = await Promise.all([ask(), ask()])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['asked', 'count-changed'])
    expect(await countRows(world.db, 'mails')).toBe(3)
  })

  it('stops with the event, and a mail that waits is dropped once it was answered', async () => {
    const jana = await person('Jana')
    await send('invite', 1)
    await world
      .agent()
      .post(`${speakerLink(world.services, jana)}/answer`)
      .type('form')
      .send({ answer: 'confirm' })
    await world.runJobs()
    expect((await mailsTo(world.db, 'jana@example.org'))[0]?.droppedAt).not.toBeNull()
    await person('Petr')
    await cancelEvent(world.db, system, { event: stage.event, note: {} })
    expect((await send('invite', 1)).status).toBe(303)
    expect(await mailsTo(world.db, 'petr@example.org')).toEqual([])
  })

  it('of one works from the page of one, which has the link; a renewed link revokes the former', async () => {
    const jana = await person('Jana')
    const agent = await owner()
    const page = await agent.get(base(`speakers/${jana.reference}/answer`))
    expect(page.text).toContain(absoluteLink(world.services, jana))
    const ask = () =>
      agent
        .post(base(`speakers/${jana.reference}/answer/ask`))
        .type('form')
        .send({})
    await ask()
    await ask()
    expect((await mailsTo(world.db, 'jana@example.org')).length).toBe(2)
    await ask()
    expect((await mailsTo(world.db, 'jana@example.org')).length).toBe(2)
    expect((await agent.get(base(`speakers/${jana.reference}/answer/renew`))).status).toBe(200)
    await agent
      .post(base(`speakers/${jana.reference}/answer/renew`))
      .type('form')
      .send({})
    expect((await world.agent().get(speakerLink(world.services, jana))).status).toBe(410)
    const renewed = await speakerNow(world.db, jana)
    expect((await world.agent().get(speakerLink(world.services, renewed))).status).toBe(200)
  })

  it('is nobody’s but the organisers’; a speaker of another event is 404', async () => {
    const { stranger, doorStaff, otherOrganisation } = await world.people()
    const jana = await person('Jana')
    const other = await createStage(world.db, otherOrganisation.id, { slug: 'jina' })
    const theirs = await createPerson(world.db, other.event, 'Cizí')
    const [foreign, door, agent] = [await world.as(stranger), await world.as(doorStaff), await owner()]
    for (const part of ['speakers/answers', 'speakers/list', 'speakers.csv', `speakers/${jana.reference}/answer`]) {
      expect([part, (await foreign.get(base(part))).status]).toEqual([part, 404])
      expect([part, (await door.get(base(part))).status]).toEqual([part, 403])
      expect((await world.agent().get(base(part))).status).toBe(303)
    }
    for (const part of ['answer', 'photograph', 'photograph.webp'])
      expect((await agent.get(base(`speakers/${theirs.reference}/${part}`))).status).toBe(404)
    expect(
      (
        await agent
          .post(base(`speakers/${theirs.reference}/answer/ask`))
          .type('form')
          .send({})
      ).status,
    ).toBe(404)
  })

  it('is listed with as many statements for one as for thirty', async () => {
    const agent = await owner()
    await person('Jana')
    const few = await world.queries(() => agent.get(base('speakers/answers')))
    for (let number = 0; number < 30; number++) await createSpeaker(world.db, stage.event, `Řečník ${number}`)
    const many = await world.queries(() => agent.get(base('speakers/answers')))
    expect(many.result.text).toContain('Řečník 29')
    expect(many.count).toBe(few.count)
  })
})

describe('a release', () => {
  const session = async (reference: string) =>
    only((await findDraft(world.db, stage.event.id)).sessions.filter(one => one.reference === reference))
  const to = (day: string, start: string, end: string) => ({
    startsLocal: `${day}T${start}:00`,
    endsLocal: `${day}T${end}:00`,
  })
  const changed = async (email: string) =>
    (await mailsTo(world.db, email)).filter(({ kind }) => kind === 'session-changed')

  it('tells those whose session moved, each once, and nobody else', async () => {
    const [jana, petr, eva] = [await person('Jana'), await person('Petr'), await person('Eva')]
    const moving = await createSession(
      world.db,
      stage.event,
      talk('Vodík', '09:00', '10:00', { room: stage.hall, ...speaking(jana, eva) }),
    )
    await createSession(world.db, stage.event, talk('Uhlí', '11:00', '12:00', { room: stage.hall, ...speaking(petr) }))
    await send('invite', 3)
    await world
      .agent()
      .post(`${speakerLink(world.services, eva)}/decline`)
      .type('form')
      .send({ reason: '' })
    await release()
    await world.runJobs()
    expect(await changed('jana@example.org')).toEqual([])
    await moveSession(world.db, system, {
      event: stage.event,
      session: await session(moving),
      to: { ...to('2026-10-25', '13:00', '14:00'), room: stage.foyer },
    })
    await release()
    await world.runJobs()
    const [mail] = await changed('jana@example.org')
    const text = plain(mail?.content?.text ?? '')
    expect(text).toContain('Přesunuto z 24. 10. 9.00–10.00 na 25. 10. 13.00–14.00.')
    expect(text).toContain('Jiný sál: Foyer, dřív Sál B.')
    expect(text).toContain(absoluteLink(world.services, jana))
    expect([await changed('petr@example.org'), await changed('eva@example.org')]).toEqual([[], []])
    expect(await tellSpeakers(world.db, { eventId: stage.event.id, number: 2 })).toBe(0)
  })

  it('tells of a session that was taken off, but not of other words', async () => {
    const jana = await person('Jana')
    const off = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', speaking(jana)))
    await send('invite', 1)
    await release()
    await world
      .db('agendaSessions')
      .where({ reference: off })
      .update({ title: { cs: 'Vodík jinak' } })
    await release()
    await world.runJobs()
    expect(await changed('jana@example.org')).toEqual([])
    await removeSession(world.db, system, { event: stage.event, session: { reference: off } })
    await release()
    await world.runJobs()
    expect(plain((await changed('jana@example.org'))[0]?.content?.text ?? '')).toContain('Zrušeno.')
    expect(plain((await world.agent().get(speakerLink(world.services, jana))).text)).toContain('Zrušeno')
  })

  it('writes to nobody who was never asked', async () => {
    const jana = await person('Jana')
    const moving = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', speaking(jana)))
    await release()
    await moveSession(world.db, system, {
      event: stage.event,
      session: await session(moving),
      to: to('2026-10-24', '10:00', '11:00'),
    })
    await release()
    await world.runJobs()
    expect(await countRows(world.db, 'mails')).toBe(0)
  })
})

describe('the list of speakers', () => {
  it('is for paper and for a table, with titles apart and nothing that a table would calculate', async () => {
    const jana = await person('=1+1')
    await world
      .db('speakers')
      .where({ id: jana.id })
      .update({ titleBefore: 'Ing.', technicalNeeds: '-zvuk', affiliation: { cs: 'ICUK' } })
    await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', { room: stage.hall, ...speaking(jana) }))
    const agent = await owner()
    const paper = plain((await agent.get(base('speakers/list'))).text)
    expect(paper).toContain('Ing. =1+1')
    expect(paper).toContain('Sobota 24. října 9.00–10.00, Sál B')
    const table = await agent.get(base('speakers.csv'))
    expect(table.headers['content-disposition']).toContain('klastry-recnici.csv')
    expect(plain(table.text)).toContain(`"Ing.";"'=1+1";"";"ICUK"`)
    expect(table.text).toContain(`"'-zvuk"`)
  })
})

describe('the files beside a session', () => {
  const path = (session: string, part = '') => base(`sessions/${session}/materials${part && `/${part}`}`)
  const add = async (session: string, name: string) => (await owner()).post(path(session)).attach('file', aPdf(), name)
  const names = async () =>
    await world.db('sessionMaterials').orderBy('position').select('reference', 'title', 'publishedAt')

  it('are added, ordered, renamed, shown, hidden and removed', async () => {
    const session = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00'))
    const agent = await owner()
    expect((await add(session, 'a.pdf')).headers['location']).toBe(path(session))
    await add(session, 'b.pdf')
    const [first, second] = await names()
    const deed = (material: { reference: string } | undefined, fields: Record<string, string>) =>
      agent
        .post(path(session, material?.reference ?? 'all'))
        .type('form')
        .send(fields)
    await deed(first, { deed: 'down', title: '' })
    expect((await names()).map(({ reference }) => reference)).toEqual([second?.reference, first?.reference])
    await deed(first, { deed: 'down' })
    await deed(first, { deed: 'up' })
    expect((await names()).map(({ reference }) => reference)).toEqual([first?.reference, second?.reference])
    await deed(first, { deed: 'rename', title: '<i>Úvod</i>' })
    await deed(first, { deed: 'publish' })
    expect((await names())[0]).toMatchObject({ title: '<i>Úvod</i>', publishedAt: new Date('2026-10-01T10:00:00Z') })
    const page = await agent.get(path(session))
    expect(page.text).toContain('&lt;i&gt;Úvod&lt;/i&gt;')
    await deed(undefined, { deed: 'hide' })
    expect((await names()).map(({ publishedAt }) => publishedAt)).toEqual([null, null])
    await deed(undefined, { deed: 'publish' })
    expect((await names()).every(({ publishedAt }) => publishedAt !== null)).toBe(true)
    expect((await agent.get(path(session, `${first?.reference}/file`))).status).toBe(200)
    expect((await agent.get(path(session, `${first?.reference}/remove`))).text).toContain('Zmizí i')
    await agent
      .post(path(session, `${first?.reference}/remove`))
      .type('form')
      .send({})
    expect([await countRows(world.db, 'sessionMaterials'), await countRows(world.db, 'files')]).toEqual([1, 1])
  })

  it('of another session or event are 404, and nothing strange changes them', async () => {
    const [one, two] = [
      await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00')),
      await createSession(world.db, stage.event, talk('Uhlí', '11:00', '12:00')),
    ]
    await add(one, 'a.pdf')
    const [material] = await names()
    const agent = await owner()
    expect((await agent.get(path(two, `${material?.reference}/file`))).status).toBe(404)
    expect((await agent.post(path(two, material?.reference)).type('form').send({ deed: 'publish' })).status).toBe(404)
    expect((await agent.get(path('NOTHING'))).status).toBe(404)
    expect((await agent.post(path(one, material?.reference)).type('form').send({ deed: 'burn' })).status).toBe(303)
    expect((await names())[0]?.publishedAt).toBeNull()
    const stranger = await world.as((await world.people()).stranger)
    expect((await stranger.get(path(one, `${material?.reference}/file`))).status).toBe(404)
  })
})

describe('the photograph of a speaker', () => {
  it('is set and removed by the organisers too', async () => {
    const jana = await person('Jana')
    const agent = await owner()
    const path = base(`speakers/${jana.reference}/photograph`)
    expect((await agent.post(path).attach('photograph', await aPhotograph(), 'a.jpg')).headers['location']).toBe(path)
    expect((await agent.get(`${path}.webp`)).headers['content-type']).toBe('image/webp')
    expect((await agent.get(path)).text).toContain('alt="Jana"')
    const refused = await agent.post(path).attach('photograph', Buffer.from('GIF89a'), 'a.gif')
    expect([refused.status, refused.text.includes('photograph-error')]).toEqual([422, true])
    await agent.post(path).type('form').send({ deed: 'remove' })
    expect((await agent.get(`${path}.webp`)).status).toBe(404)
  })

  it('and files nobody has any more are thrown away, with the speaker and the session they belonged to', async () => {
    const jana = await person('Jana')
    const session = await createSession(world.db, stage.event, talk('Vodík', '09:00', '10:00', speaking(jana)))
    const link = speakerLink(world.services, jana)
    await world
      .agent()
      .post(`${link}/photograph`)
      .attach('photograph', await aPhotograph(), 'a.jpg')
    await world.agent().post(`${link}/sessions/${session}/materials`).attach('file', aPdf(), 'a.pdf')
    expect(await countRows(world.db, 'files')).toBe(2)
    world.at('2026-10-01T12:00:00Z')
    expect(await dropLostFiles(world.db)).toBe(0)
    await removeSpeaker(world.db, system, { event: stage.event, speaker: jana })
    await removeSession(world.db, system, { event: stage.event, session: { reference: session } })
    expect(await dropLostFiles(world.db)).toBe(2)
    expect(await countRows(world.db, 'files')).toBe(0)
  })
})
