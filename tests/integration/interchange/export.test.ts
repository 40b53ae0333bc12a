import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { now } from '../../../src/core/time.ts'
import { newReference } from '../../../src/core/tokens.ts'
import { changeSessions } from '../../../src/features/agenda/actions/changes.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { saveSpeaker } from '../../../src/features/agenda/actions/speakers.ts'
import { countUnreleasedChanges, findDraft } from '../../../src/features/agenda/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { writeSchedule } from '../../../src/features/interchange/actions/export.ts'
import { importSchedule } from '../../../src/features/interchange/actions/import.ts'
import { readSchedule } from '../../../src/features/interchange/formats/read.ts'
import { findImportMatter } from '../../../src/features/interchange/queries/matter.ts'
import { planImport } from '../../../src/features/interchange/rules/plan.ts'
import type { ImportPlan } from '../../../src/features/interchange/types.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { frabXml, guidOf, written } from '../../factories/schedules.ts'
import { buildOnce } from '../../support/built.ts'
import { databaseUrl } from '../../support/database-url.ts'
import { checkC3vocJson, checkFrabXml } from '../../support/schedule-check.ts'
import { useDemonstration, useWorld } from '../../support/world.ts'

const world = useWorld()
const checks = { xml: checkFrabXml, json: checkC3vocJson }
const formats = ['xml', 'json'] as const

/** A programme with everything in it that formats have no words for, or other words. */
async function richStage() {
  const { organisation } = await world.people()
  const { event, hall, foyer } = await createStage(world.db, organisation.id)
  const jana = await createSpeaker(world.db, event, 'Jana Nováková')
  await saveSpeaker(world.db, system, {
    event,
    speaker: { reference: jana },
    input: {
      name: { cs: 'Jana Nováková' },
      titleBefore: 'Ing.',
      titleAfter: 'Ph.D.',
      biography: { cs: 'Chemie <b>&' },
      isCollective: false,
    },
  })
  const icuk = await createSpeaker(world.db, event, 'Zástupce ICUK', true)
  const hidden = await createSpeaker(world.db, event, 'Bez souhlasu')
  await saveSpeaker(world.db, system, {
    event,
    speaker: { reference: hidden },
    input: { name: { cs: 'Bez souhlasu' }, isCollective: false, isConsented: false },
  })
  const as = (role: 'speaker' | 'moderator' | 'panellist', ...references: string[]) =>
    references.map(reference => ({ reference, role }))
  const add = (...given: Parameters<typeof talk>) => createSession(world.db, event, talk(...given))
  const rich = await add('Zahájení & <b>úvod</b> "1"', '09:00', '10:00', {
    room: hall,
    kind: 'keynote',
    language: 'cs',
    capacity: 30,
    abstract: { cs: '**Tučně** a <i>ne</i>\n\n- bod', en: 'Only text' },
    subtitle: { en: 'Only in English' },
    links: [
      { url: 'https://example.org', title: '' },
      { url: 'https://example.org/a?b=1&c', title: 'A "quoted" & <b>' },
    ],
    recordingUrl: 'https://video.example.org/1',
    doNotRecord: true,
    speakers: [...as('moderator', jana), ...as('panellist', icuk, hidden)],
  })
  await add('Přestávka', '10:00', '10:15', { kind: 'break' })
  await add('B2B', '10:15', '12:00', { room: foyer, kind: 'b2b', speakers: as('speaker', icuk) })
  await add('Výstava', '10:15', '12:00', { room: foyer, kind: 'social', speakers: as('speaker', icuk) })
  await add('Zrušený', '13:00', '14:00', { room: hall })
  const night = {
    when: { startsLocal: '2026-10-25T00:30:00', endsLocal: '2026-10-25T02:00:00', endsOccurrence: 'later' as const },
  }
  await add('Noc', '09:00', '10:00', night)
  return { event, rich }
}

async function exported(event: EventRow, format: 'xml' | 'json', locale?: 'cs' | 'en', from = world): Promise<string> {
  return (await writeSchedule(from.services, event, format, locale)) ?? ''
}

async function planFor(event: EventRow, content: string, from = world): Promise<ImportPlan> {
  const reading = await readSchedule(Buffer.from(content))
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.refusal))
  const { draft, base } = await findImportMatter(from.db, event.id, reading.document)
  return planImport(draft, reading.document, { base })
}

async function bring(event: EventRow, content: string) {
  const reading = await readSchedule(Buffer.from(content))
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.refusal))
  return importSchedule(world.db, system, { event, document: reading.document })
}

const without = (plan: ImportPlan) => [
  plan.added,
  plan.changed,
  plan.conflicts,
  plan.removed,
  plan.rooms,
  plan.tracks,
  plan.people,
]
const nothing = [[], [], [], [], { added: [], shared: [] }, { added: [] }, { added: [], changed: [] }]

describe('an export', () => {
  it.each(formats)('is valid %s, names nobody without consent, and reads back as nothing new', async format => {
    const { event } = await richStage()
    const reference =
      (await findDraft(world.db, event.id)).sessions.find(({ title }) => title.cs === 'Zrušený')?.reference ?? ''
    await releaseAgenda(world.db, system, { event, note: {} })
    await changeSessions(world.db, system, { event, changes: [{ kind: 'remove', reference }], deed: 'removed' })
    await releaseAgenda(world.db, system, { event, name: { cs: 'Druhé vydání' }, note: {} })
    for (const locale of ['cs', 'en'] as const) {
      const content = await exported(event, format, locale)
      expect(checks[format](content)).toEqual([])
      expect(content).toContain('Ing. Jana Nováková, Ph.D.')
      expect(content).not.toMatch(/Bez souhlasu|Zrušený/)
      expect(without(await planFor(event, content))).toEqual(nothing)
      expect((await bring(event, content)).kind).toBe('nothing')
    }
  })

  it.each(formats)('of %s moves a programme to another event, and further ones change nothing', async format => {
    const { event } = await richStage()
    await releaseAgenda(world.db, system, { event, note: {} })
    const content = await exported(event, format)
    const { organisation } = await world.people()
    const { event: other } = await createStage(world.db, organisation.id, { slug: 'jinde' })
    expect((await bring(other, content)).kind).toBe('imported')
    expect((await bring(other, content)).kind).toBe('nothing')
    await releaseAgenda(world.db, system, { event: other, note: {} })
    const guids = (text: string) =>
      [...text.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g)].map(([guid]) => guid)
    const second = await exported(other, format)
    expect(checks[format](second)).toEqual([])
    expect(guids(second).toSorted()).toEqual(guids(content).toSorted())
    expect((await bring(event, second)).kind).toBe('nothing')
  })

  it('of an imported document keeps its identifiers and everything that could be read', async () => {
    const { organisation } = await world.people()
    const { event } = await createStage(world.db, organisation.id)
    const at = { date: '2026-10-24T09:00:00+02:00', start: '09:00', room: 'Velký sál' }
    const xml = frabXml([
      written(1, {
        ...at,
        abstract: '<p>Text &amp; <a href="https://example.org/">odkaz</a></p>',
        type: 'Klangteppich',
        language: '',
      }),
      written(2, {
        ...at,
        guid: guidOf(1),
        people: [{ id: '0', name: 'Jana' }],
        attachments: [{ href: 'https://example.org/a.pdf', title: 'Slides' }],
      }),
      written(3, {
        ...at,
        duration: '0:00',
        people: [
          { id: '0', name: 'Jana' },
          { id: '0', name: 'Petr' },
        ],
      }),
    ])
    await bring(event, xml)
    await releaseAgenda(world.db, system, { event, note: {} })
    for (const format of formats) {
      const content = await exported(event, format)
      expect(checks[format](content)).toEqual([])
      expect(content).toContain(guidOf(1))
      expect(content).toContain('[odkaz](https://example.org/)')
      expect((await bring(event, content)).kind).toBe('nothing')
    }
    expect((await bring(event, xml)).kind).toBe('nothing')
  })
})

describe('the exports of the demonstration', () => {
  const loaded = useDemonstration()

  it('are valid and read back as nothing new', async () => {
    const { db } = loaded
    const events: EventRow[] = await db('events').whereIn('id', db('agendaReleases').select('eventId'))
    expect(events.length).toBeGreaterThan(2)
    for (const event of events) {
      const isReleased = (await countUnreleasedChanges(db, event.id)) === 0
      for (const format of formats) {
        const content = await exported(event, format, undefined, loaded)
        expect([event.slug, checks[format](content)]).toEqual([event.slug, []])
        const plan = await planFor(event, content, loaded)
        expect([event.slug, plan.added, plan.rooms.added, plan.people]).toEqual([event.slug, [], [], nothing[6]])
        if (isReleased) expect([event.slug, without(plan)]).toEqual([event.slug, nothing])
      }
    }
  }, 120_000)
})

describe('the addresses', () => {
  const get = (path: string) => supertest(world.app).get(path)

  it('give both formats to every site, unchanged bytes as 304', async () => {
    const { event } = await richStage()
    await releaseAgenda(world.db, system, { event, note: {} })
    const xml = await get(`/events/${event.slug}/schedule.xml`)
    expect([xml.status, xml.headers['content-type'], xml.headers['access-control-allow-origin']]).toEqual([
      200,
      'text/xml; charset=utf-8',
      '*',
    ])
    expect([xml.headers['set-cookie'], xml.headers['cross-origin-resource-policy']]).toEqual([
      undefined,
      'cross-origin',
    ])
    const again = await get(`/events/${event.slug}/schedule.xml`).set('If-None-Match', xml.headers['etag'] ?? '')
    expect([again.status, again.text]).toEqual([304, ''])
    const json = await get(`/events/${event.slug}/schedule.json`)
    expect([json.status, json.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
    const english = await get(`/events/${event.slug}/schedule.json?lang=en`)
    expect(english.text).toContain('Clusters in the region')
    expect(english.headers['etag']).not.toBe(json.headers['etag'])
    const special = await get(`/events/${event.slug}/schedule.json`).set(
      'Accept',
      'application/vnd.c3voc.schedule+json',
    )
    expect(special.headers['content-type']).toBe('application/vnd.c3voc.schedule+json; charset=utf-8')
    expect((await supertest(world.app).head(`/events/${event.slug}/schedule.xml`)).headers['content-length']).toBe(
      xml.headers['content-length'],
    )
  })

  it('are nowhere before the first release, for a draft event and for one that is not there', async () => {
    const { event } = await richStage()
    for (const format of formats) expect((await get(`/events/${event.slug}/schedule.${format}`)).status).toBe(404)
    await releaseAgenda(world.db, system, { event, note: {} })
    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    for (const format of formats) expect((await get(`/events/${event.slug}/schedule.${format}`)).status).toBe(404)
    expect((await get('/events/nic/schedule.xml')).status).toBe(404)
  })

  it('change with a withdrawn consent, without a release, and link what is published', async () => {
    const { event, rich } = await richStage()
    await releaseAgenda(world.db, system, { event, note: {} })
    const before = await get(`/events/${event.slug}/schedule.json`)
    await addMaterial(event, rich)
    await world
      .db('speakers')
      .where({ eventId: event.id, isCollective: false })
      .update({ consentedAt: null, consentSource: null })
    const after = await get(`/events/${event.slug}/schedule.json`)
    expect(before.text).toContain('Nováková')
    expect(after.text).not.toContain('Nováková')
    expect(after.text).toMatch(new RegExp(`/cs/events/${event.slug}/sessions/${rich}/materials/[A-Z0-9]+`))
    expect(after.text).not.toContain('tajne.pdf')
    expect(checkC3vocJson(after.text)).toEqual([])
  })

  async function addMaterial(event: EventRow, session: string) {
    const { id: sessionId } = (await world.db('agendaSessions').where({ reference: session }).first('id')) ?? { id: 0 }
    for (const [fileName, publishedAt] of [
      ['prednaska.pdf', now()],
      ['tajne.pdf', null],
    ] as const) {
      const file = {
        eventId: event.id,
        reference: newReference(),
        purpose: 'material',
        fileName,
        contentType: 'application/pdf',
        size: 1,
        content: Buffer.from('x'),
      } as const
      const [{ id: fileId } = { id: 0 }] = await world.db('files').insert(file).returning('id')
      await world
        .db('sessionMaterials')
        .insert({ reference: newReference(), sessionId, fileId, position: 1, publishedAt })
    }
  }
})

describe('the command', () => {
  beforeAll(buildOnce, 120_000)

  async function run(...given: string[]) {
    const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-import-'))
    const file = join(dataDir, 'schedule.xml')
    writeFileSync(file, given[0] ?? '')
    const env = {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl(world.connection),
    }
    const words = ['dist/bin/import.js', file, ...given.slice(1)]
    const ended = await promisify(execFile)(process.execPath, words, { env }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
    )
    rmSync(dataDir, { recursive: true, force: true })
    return ended
  }

  it('shows, then does, then finds nothing to do; refuses what it cannot read', async () => {
    const { organisation } = await world.people()
    const { event } = await createStage(world.db, organisation.id)
    const xml = frabXml([written(1), written(2, { language: 'tlh' })])
    const count = async () => (await findDraft(world.db, event.id)).sessions.length
    const dry = await run(xml, '--event', event.slug)
    expect(dry.text).toMatch(
      /2 sessions, 1 room[\s\S]*New: Přednáška 1[\s\S]*language we do not know[\s\S]*Nothing was written/,
    )
    expect([dry.code, await count()]).toEqual([0, 0])
    const done = await run(xml, '--event', event.slug, '--confirm')
    expect(done.text).toMatch(/Imported in \d+\.\d s/)
    expect([done.code, await count()]).toEqual([0, 2])
    expect((await run(xml, '--event', event.slug, '--locale', 'cs')).text).toContain('Není co měnit')
    expect(await run('<!DOCTYPE x><x/>', '--event', event.slug)).toEqual({
      code: 1,
      text: expect.stringContaining('DOCTYPE'),
    })
    expect(await run(xml, '--event', 'nic')).toEqual({ code: 1, text: expect.stringContaining('no event') })
    expect(await run(xml)).toEqual({ code: 1, text: expect.stringContaining('npm run import') })
  }, 60_000)
})
