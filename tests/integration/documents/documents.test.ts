import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { saveTrack } from '../../../src/features/agenda/actions/tracks.ts'
import { findDraft } from '../../../src/features/agenda/queries.ts'
import { createSession, createSpeaker, createStage, type Stage, talk } from '../../factories/agenda.ts'
import { createProgramme, createProject } from '../../factories/directory.ts'
import { createLargeProgramme, largeProgrammes } from '../../factories/programme.ts'
import { type ReadPdf, readPdf } from '../../support/pdf.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

async function stage(): Promise<Stage> {
  const { organisation } = await world.people()
  return createStage(world.db, organisation.id)
}

async function get(path: string) {
  return supertest(world.app)
    .get(path)
    .buffer(true)
    .parse((response, done) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => done(null, Buffer.concat(pieces)))
    })
}

async function pdf(path: string): Promise<ReadPdf> {
  const answer = await get(path)
  expect([answer.status, answer.type]).toEqual([200, 'application/pdf'])
  return readPdf(answer.body)
}

const words = (document: ReadPdf) => document.pages.join('\n').replace(/\s+/g, ' ')

/** Two talks and a break on the first day, one talk on the second; released. */
async function released(): Promise<Stage> {
  const made = await stage()
  const { event, hall, foyer } = made
  await saveTrack(world.db, system, { event, input: { name: { cs: 'Čistá energie', en: 'Clean energy' }, colour: 3 } })
  const track = (await findDraft(world.db, event.id)).tracks[0]?.slug
  const speaker = await createSpeaker(world.db, event, 'Žofie Řeháčková')
  await createSession(
    world.db,
    event,
    talk('Příliš žluťoučký kůň', '09:00', '10:00', {
      room: hall,
      ...(track ? { track } : {}),
      speakers: [{ reference: speaker, role: 'speaker' }],
    }),
  )
  await createSession(world.db, event, talk('Vodík v dopravě', '09:30', '10:30', { room: foyer, kind: 'workshop' }))
  await createSession(world.db, event, talk('Přestávka', '10:30', '11:00', { kind: 'break' }))
  const second = { startsLocal: '2026-10-25T13:30:00', endsLocal: '2026-10-25T14:15:00' }
  await createSession(world.db, event, talk('Závěry', '09:00', '10:00', { when: second }))
  await releaseAgenda(world.db, system, { event, note: {} })
  return made
}

describe('the programme as a document', () => {
  it('is a tagged PDF in the language of the reader, its words those of the programme', async () => {
    await released()
    const czech = await pdf('/cs/events/klastry/agenda.pdf')
    expect(czech).toMatchObject({ isTagged: true, title: 'Klastry v\u00a0regionu', language: 'cs' })
    for (const said of [
      'Sobota 24. října',
      '9.00–10.00',
      'Příliš žluťoučký kůň',
      'Žofie Řeháčková',
      'Sál B',
      'Čistá energie',
      'Neděle 25. října',
      'Vydání 1 z',
    ])
      expect(words(czech)).toContain(said)
    const english = await pdf('/en/events/klastry/agenda.pdf')
    expect(english.language).toBe('en')
    expect(words(english)).toContain('Clean energy')
    expect(english.links.every(link => link.startsWith(`${world.url}/en/events/klastry/sessions/`))).toBe(true)
  })

  it('comes as a day on a page, as a booklet of a multiple of four pages, and imposed on half as many', async () => {
    await released()
    const sheet = await pdf('/cs/events/klastry/agenda.pdf?layout=sheet')
    expect(sheet.pages.map(page => /(Sobota|Neděle)/.exec(page)?.[1])).toEqual(['Sobota', 'Neděle'])
    expect(sheet.isTagged).toBe(true)
    const booklet = await pdf('/cs/events/klastry/agenda.pdf?layout=booklet')
    expect([booklet.isTagged, booklet.pages.length % 4]).toEqual([true, 0])
    expect(words(booklet)).toContain('Žofie Řeháčková')
    const folded = await pdf('/cs/events/klastry/agenda.pdf?layout=folded')
    expect(folded.pages.length).toBe(booklet.pages.length / 2)
  })

  it('lists the speakers, each with what and when', async () => {
    await released()
    const list = words(await pdf('/cs/events/klastry/speakers.pdf'))
    expect(list).toMatch(/Žofie Řeháčková.*sobota 24\. 10\., 9\.00–10\.00.*Příliš žluťoučký kůň/)
  })

  it('is the same bytes until the programme changes, and then a new document', async () => {
    const { event } = await released()
    const first = await get('/cs/events/klastry/agenda.pdf')
    expect(first.headers).toMatchObject({ 'cache-control': 'public, no-cache' })
    expect(first.headers['content-disposition']).toContain('klastry-program.pdf')
    expect((await get('/cs/events/klastry/agenda.pdf')).headers['etag']).toBe(first.headers['etag'])
    const known = { 'If-None-Match': String(first.headers['etag']) }
    expect((await supertest(world.app).get('/cs/events/klastry/agenda.pdf').set(known)).status).toBe(304)
    await createSession(world.db, event, talk('Nový bod', '12:00', '13:00'))
    expect((await supertest(world.app).get('/cs/events/klastry/agenda.pdf').set(known)).status).toBe(304)
    await releaseAgenda(world.db, system, { event, note: {} })
    expect((await get('/cs/events/klastry/agenda.pdf')).headers['etag']).not.toBe(first.headers['etag'])
  })

  it('sets hostile texts as texts', async () => {
    const { event } = await stage()
    const hostile = '#panic("x") $a$ *b* `c` \\ <label> @cite "quoted" // comment #{sys.inputs} \u202e'
    await createSession(world.db, event, talk(hostile, '09:00', '10:00'))
    await createSession(world.db, event, talk('Nekonečno'.repeat(20), '10:00', '11:00'))
    await releaseAgenda(world.db, system, { event, note: {} })
    for (const layout of ['list', 'sheet', 'booklet']) {
      const said = (await pdf(`/cs/events/klastry/agenda.pdf?layout=${layout}`)).pages.join('').replace(/\s/g, '')
      expect(said).toContain('#panic("x")$a$*b*`c`\\<label>@cite"quoted"//comment#{sys.inputs}')
    }
  })

  it('is nothing before the first release, of a draft, or in a layout that does not exist', async () => {
    const { event } = await stage()
    for (const path of ['agenda.pdf', 'speakers.pdf'])
      expect((await get(`/cs/events/klastry/${path}`)).status).toBe(404)
    await createSession(world.db, event, talk('Bod', '09:00', '10:00'))
    await releaseAgenda(world.db, system, { event, note: {} })
    expect((await get('/cs/events/klastry/agenda.pdf?layout=poster')).status).toBe(404)
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect((await get('/cs/events/klastry/agenda.pdf')).status).toBe(404)
  })

  it('shows the emblem and the words of the funder', async () => {
    const { event } = await released()
    const { organisation } = await world.people()
    const statement = { cs: 'Financováno Evropskou unií.', en: 'Funded by the European Union.' }
    const programme = await createProgramme(world.db, { statement })
    const project = await createProject(world.db, organisation, { programmeId: programme.id })
    await world.db('events').where({ id: event.id }).update({ projectId: project.id })
    for (const layout of ['list', 'sheet', 'booklet']) {
      const document = await pdf(`/cs/events/klastry/agenda.pdf?layout=${layout}`)
      expect(document.pages[0]?.replace(/\s+/g, ' ')).toContain('Financováno Evropskou unií.')
    }
  })

  it('of a large conference takes the same number of queries as a small one; a day on a page becomes the list', async () => {
    const { organisation } = await world.people()
    await released()
    const few = await world.queries(() => get('/cs/events/klastry/agenda.pdf'))
    const { slug } = await createLargeProgramme(world.db, organisation.id, largeProgrammes.twoDays)
    const many = await world.queries(() => get(`/cs/events/${slug}/agenda.pdf`))
    expect(many.count).toBe(few.count)
    const document = readPdf(many.result.body)
    expect(document.isTagged).toBe(true)
    expect(document.links.length).toBeGreaterThanOrEqual(800)
    const sheet = await get(`/cs/events/${slug}/agenda.pdf?layout=sheet`)
    expect([sheet.status, sheet.headers['location']]).toEqual([303, `/cs/events/${slug}/agenda.pdf?layout=list`])
  }, 30_000)
})
