import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { only } from '../../src/core/database.ts'
import { system } from '../../src/core/actor.ts'
import { readPasted } from '../../src/core/tables.ts'
import { confirmImport, rehearseImport } from '../../src/features/imports/actions/carry-out.ts'
import { startImport } from '../../src/features/imports/actions/runs.ts'
import { summaryOf } from '../../src/features/imports/rules/reports.ts'
import { importSchedule } from '../../src/features/interchange/actions/import.ts'
import { readSchedule } from '../../src/features/interchange/formats/read.ts'
import { createDraft } from '../../tests/factories/events.ts'
import { createCategory } from '../../tests/factories/registration.ts'
import { frabXml, written } from '../../tests/factories/schedules.ts'
import type { Bench, Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import { growEvent } from '../../tests/factories/growth.ts'
import { figure, type Measurement } from '../support/measurements.ts'
import { createRushEvent, hostOf } from '../support/rush.ts'
import { signIn } from '../support/signing-in.ts'

/** A folder of schedule.xml files to import instead of the written ones. */
const folder = process.env['BENCH_SCHEDULES']

interface ScheduleFile {
  readonly name: string
  read(): AsyncIterable<Uint8Array>
}

function schedules(quick: boolean): ScheduleFile[] {
  if (folder !== undefined && existsSync(folder)) {
    const files = readdirSync(folder).filter(name => name.endsWith('.xml'))
    return files.map(name => ({ name, read: () => createReadStream(join(folder, name)) }))
  }
  const shapes = quick
    ? [{ sessions: 60, days: 2, rooms: 4 }]
    : [
        { sessions: 883, days: 2, rooms: 36 },
        { sessions: 1_351, days: 4, rooms: 60 },
      ]
  return shapes.map(shape => {
    const xml = writtenSchedule(shape)
    return {
      name: `a written schedule of ${shape.sessions.toLocaleString('en')} sessions`,
      read: () => Readable.from([Buffer.from(xml)]),
    }
  })
}

/** As long as those of large conferences: a page of text for a session, two people, a link. */
function writtenSchedule({ sessions, days, rooms }: { sessions: number; days: number; rooms: number }): string {
  const text = 'Jak se regiony domluví, komu patří data a kdo za ně odpovídá. '.repeat(14)
  const everything = Array.from({ length: sessions }, (_, index) => {
    const room = `Sál ${index % rooms}`
    const turn = Math.floor(index / (rooms * days))
    const day = `2026-10-${24 + (Math.floor(index / rooms) % days)}`
    const start = `${String(8 + (turn % 12)).padStart(2, '0')}:00`
    const people = [index, index + 7].map(id => ({ id: String(id), name: `Žofie Řehořová ${id}` }))
    const links = [{ href: `https://example.org/${index}`, title: 'Stránka' }]
    const words = { abstract: text, description: text, people, links, track: `Sekce ${index % 20}` }
    return written(index, { ...words, room, heading: room, day, start, date: `${day}T${start}:00+02:00` })
  })
  return frabXml(everything)
}

async function importSchedules(bench: Bench, app: App): Promise<Measurement[]> {
  const organisation = await hostOf(app.db)
  const measurements: Measurement[] = []
  for (const [index, file] of schedules(bench.quick).entries()) {
    const seconds: number[] = []
    const again: number[] = []
    let sessions = 0
    for (let round = 0; round < (bench.quick ? 1 : 2); round++) {
      const event = await createDraft(app.db, { organisation, slug: `program-${index}-${round}` })
      const once = async () => {
        const began = performance.now()
        const reading = await readSchedule(file.read())
        if (reading.kind === 'refused') throw new Error(`${file.name}: ${JSON.stringify(reading.refusal)}`)
        await importSchedule(app.db, system, { event, document: reading.document })
        return (performance.now() - began) / 1_000
      }
      seconds.push(await once())
      again.push(await once())
      sessions = (await app.db('agendaSessions').where({ eventId: event.id }).whereNull('cancelledAt').select('id'))
        .length
    }
    const note = `${sessions} sessions; read, compared and written in one transaction`
    measurements.push(
      figure(`import of ${file.name}`, 's', seconds, { note, failures: sessions > 0 ? 0 : 1 }),
      figure('the same once more: nothing changes', 's', again),
    )
  }
  return measurements
}

/** People of one table, as a spreadsheet is pasted; the product takes 5,000 rows in one. */
function peopleTable(first: number, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const number = first + index
    return `Šárka;Řehořová ${number};sarka.${number}@example.org;Klastr č. ${number % 700};VIP`
  })
  return ['Jméno;Příjmení;E-mail;Organizace;Štítky', ...lines].join('\n')
}

async function importPeople(bench: Bench, app: App, userId: number): Promise<Measurement[]> {
  const [tables, rows] = bench.quick ? [1, 200] : [2, 5_000]
  const event = await createDraft(app.db, { organisation: await hostOf(app.db), slug: 'tabulky' })
  await createCategory(app.db, event, { capacity: tables * rows })
  const actor = { kind: 'user', userId } as const
  const checked: number[] = []
  const written: number[] = []
  for (let table = 0; table < tables; table++) {
    const read = readPasted(peopleTable(table * rows, rows))
    if (read.kind !== 'table') throw new Error(`the table was refused: ${read.reason}`)
    const started = await startImport(app.db, actor, { event, fileName: 'lide.csv', table: read })
    if (started.kind !== 'started') throw new Error(started.kind)
    const undertaking = { event, run: started.run, locale: 'cs' } as const
    const began = performance.now()
    const report = await rehearseImport(app.db, actor, undertaking)
    const rehearsed = performance.now()
    const outcome = await confirmImport(app.db, actor, { ...undertaking, seen: summaryOf(report.counts), writes: true })
    if (outcome.kind !== 'done') throw new Error(outcome.kind)
    checked.push(rows / ((rehearsed - began) / 1_000))
    written.push(rows / ((performance.now() - rehearsed) / 1_000))
  }
  const there = (await app.db('registrations').where({ eventId: event.id, status: 'confirmed' }).select('id')).length
  const failures = there === tables * rows ? 0 : 1
  const note = `${there.toLocaleString('en')} people in ${tables} tables, each in one transaction with its mails; the check before is the import itself, taken back`
  return [
    figure('import of registrations: the check', 'rows/s', checked),
    figure('import of registrations: for real', 'rows/s', written, { failures, note }),
  ]
}

interface Exported {
  readonly seconds: number
  readonly rows: number
  readonly kilobytes: number
  /** Megabytes that the application needed more than before, at most. */
  readonly growth: number
}

/** Asks for a file as an organiser does, waits for it, and downloads it. */
async function exportOnce(app: App, table: string, cookie: string, format: 'csv' | 'xlsx'): Promise<Exported> {
  const headers = { cookie, 'Sec-Fetch-Site': 'same-origin' }
  const before = app.memory() ?? 0
  let peak = before
  const began = performance.now()
  const query = 'columns=organisation,country,category,status,changed,email,reference,created,tags'
  const body = new URLSearchParams({ format, query })
  const asked = await fetch(`${app.url}${table}/exports`, { method: 'POST', headers, body, redirect: 'manual' })
  const page = asked.headers.get('location') ?? ''
  let isRunning = asked.status === 303
  while (isRunning) {
    await sleep(200)
    peak = Math.max(peak, app.memory() ?? 0)
    isRunning = (await fetch(new URL(page, app.url), { headers })).headers.has('refresh')
  }
  const seconds = (performance.now() - began) / 1_000
  const file = await fetch(new URL(`${page}/file`, app.url), { headers })
  const bytes = Buffer.from(await file.arrayBuffer())
  const rows = format === 'csv' ? bytes.toString('utf8').trimEnd().split('\r\n').length - 1 : Number.NaN
  return { seconds, rows, kilobytes: bytes.length / 1_000, growth: peak - before }
}

async function exportPeople(bench: Bench, app: App, cookie: string): Promise<Measurement[]> {
  const sizes = bench.quick ? [200, 1_000] : [5_000, 50_000, 150_000]
  const measurements: Measurement[] = []
  for (const size of sizes) {
    const slug = `vyvoz-${size}`
    await createRushEvent(app.db, slug, { capacity: size })
    await growEvent(app.db, slug, size)
    for (const format of ['csv', 'xlsx'] as const) {
      const done: Exported[] = []
      for (let round = 0; round < (bench.quick ? 1 : 2); round++) {
        done.push(await exportOnce(app, `/cs/organiser/events/${slug}/registrations`, cookie, format))
      }
      const isWhole = done.every(({ rows }) => Number.isNaN(rows) || rows === size)
      const name = `export of ${size.toLocaleString('en')} registrations, ${format}`
      const [first] = done
      measurements.push(
        figure(
          name,
          'rows/s',
          done.map(({ seconds }) => size / seconds),
          {
            failures: isWhole ? 0 : 1,
            note: `${Math.round(first?.kilobytes ?? 0).toLocaleString('en')} kB; asked for, written by the job, ready`,
          },
        ),
        figure(
          `${name}: memory more than before, at most`,
          'MB',
          done.map(({ growth }) => growth),
        ),
      )
    }
  }
  return measurements
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ demo: true, withJobs: true })
  const cookie = await signIn(app)
  const user = only(await app.db('users').where({ email: 'organizator@example.org' }).select('id'))
  const host = await hostOf(app.db)
  await app.db.raw(`insert into organisation_roles (organisation_id, user_id, role) values (?, ?, 'owner')`, [
    host.id,
    user.id,
  ])
  return [
    ...(await importSchedules(bench, app)),
    ...(await importPeople(bench, app, user.id)),
    ...(await exportPeople(bench, app, cookie)),
  ]
}

const importExport: Scenario = {
  description:
    'Schedules of large conferences and tables of people coming in, files of 50,000 registrations going out: seconds, rows a second, memory.',
  run,
}
export default importExport
