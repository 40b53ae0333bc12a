import http from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import readXlsxFile from 'read-excel-file/node'
import supertest from 'supertest'
import { createApp } from '../../../src/app.ts'
import { visitor } from '../../../src/core/actor.ts'
import { createLog } from '../../../src/core/log.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { writeExport } from '../../../src/features/roster/actions/export-files.ts'
import { createUser } from '../../factories/accounts.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { aRequest, createCategory, createRegistration } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let agent: Agent
const exportsPath = '/cs/organiser/events/clusters-meet-regions/registrations/exports'

beforeEach(async () => {
  const { organisation, owner } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 5_000 })
  agent = await world.as(owner)
})

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const start = async (query: string, format = 'csv', who = agent) =>
  who.post(exportsPath).type('form').send({ query, format })

async function fileOf(query: string, format = 'csv'): Promise<Buffer> {
  const started = await start(query, format)
  expect(started.status).toBe(303)
  await world.runJobs()
  const file = await agent
    .get(`${started.headers['location']}/file`)
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => done(null, Buffer.concat(chunks)))
    })
  expect(file.status).toBe(200)
  expect(Number(file.headers['content-length'])).toBe(file.body.length)
  return file.body
}

const linesOf = (file: Buffer) =>
  file
    .toString('utf8')
    .replace('\ufeff', '')
    .trim()
    .split('\r\n')
    .map(line => line.slice(1, -1).split('";"'))

describe('a file of the table', () => {
  it('holds exactly what is shown, in the same order and columns, safe against formulas', async () => {
    const question = await createQuestion(world.db, event, 'phone', { title: 'Telefon' })
    const secret = await createQuestion(world.db, event, 'short_text', { title: 'Zdraví', isSensitive: true })
    const answers = [
      { questionId: question.id, value: '+420475657111', isSensitive: false },
      { questionId: secret.id, value: 'Kanárek', isSensitive: true },
    ]
    const needs = { dietary: 'vegan', access: 'Kanárek' } as const
    await createRegistration(world.db, category, 'b', {
      familyName: 'Chalupa',
      organisation: "=cmd|'/C calc'!A0",
      answers,
      needs,
    })
    await createRegistration(world.db, category, 'a', {
      familyName: 'Čáp',
      givenName: '@SUM(1)',
      organisation: 'řekl "ano"; a\nešt ně',
    })
    await createRegistration(world.db, category, 'c', { familyName: 'Hora', country: 'PL' })
    const columns = `columns=email,q.${question.reference},organisation,country,q.${secret.reference}`
    const lines = linesOf(await fileOf(`sort=name&${columns}&after=XXXXX&status=confirmed&country=CZ`))
    expect(lines[0]?.map(plain)).toEqual([
      'Titul před',
      'Jméno',
      'Příjmení',
      'Titul za',
      'E-mail',
      'Telefon',
      'Organizace',
      'Země',
    ])
    expect(lines.slice(1).map(line => line[2])).toEqual(['Čáp', 'Chalupa'])
    expect(lines[1]?.[1]).toBe("'@SUM(1)")
    expect(lines[2]?.slice(4)).toEqual(['b@example.org', "'+420 475 657 111", "'=cmd|'/C calc'!A0", 'Česko'])
    expect(JSON.stringify(lines)).not.toMatch(/Kanárek|vegan|Zdraví/)
    const [entry] = await world.db('auditEntries').where({ action: 'registration.exported' })
    expect(entry?.details).toEqual({ format: 'csv', rows: 2, columns: ['email', 'organisation', 'country'] })
  })

  it('is a workbook of strings that comes back as it was', async () => {
    const hostile = ['=1+1', '+420 475 657 111', '<b>&amp;"', '\u0001x\uffff', '0012', '1e5', '2027-09-13', ' mezery ']
    for (const [index, organisation] of hostile.entries())
      await createRegistration(world.db, category, `p${index}`, { organisation })
    const sheets = await readXlsxFile(
      await fileOf('sort=created&direction=ascending&columns=organisation,email', 'xlsx'),
    )
    const [sheet] = sheets
    const rows = sheet?.data ?? []
    expect(rows[0]?.slice(4)).toEqual(['Organizace', 'E-mail'])
    expect(rows.slice(1).map(row => row[4])).toEqual([
      '=1+1',
      '+420 475 657 111',
      '<b>&amp;"',
      'x',
      '0012',
      '1e5',
      '2027-09-13',
      'mezery',
    ])
  })

  it('is streamed in pieces: 2,500 rows of the waiting and others, none lost, none twice', async () => {
    for (let from = 0; from < 2_500; from += 500) {
      const some = Array.from({ length: 500 }, (_, i) => aRequest(category, `p${from + i}`))
      await Promise.all(some.map(request => register(world.db, visitor, request)))
    }
    // Their 5,000 mails and invitations are tested elsewhere.
    await world.db.raw('delete from graphile_worker._private_jobs')
    const file = await fileOf('columns=email&sort=name')
    expect(new Set(linesOf(file).map(line => line[4])).size).toBe(2_501)
    const [run] = await world.db('exportRuns')
    expect(run).toMatchObject({ total: 2_500, done: 2_500 })
    expect((await world.db('exportChunks').where({ runId: run?.id ?? 0 })).length).toBeGreaterThan(2)
    // A worker that died left pieces; the next try begins anew.
    await world.db('exportRuns').update({ finishedAt: null, done: 7 })
    await writeExport(world.db, run?.id ?? 0)
    const again = await agent.get(`${exportsPath}/${run?.reference}/file`)
    expect(linesOf(Buffer.from(again.text))).toHaveLength(2_501)
  }, 60_000)

  it('shows its progress, and refreshes only while it is being written', async () => {
    await createRegistration(world.db, category, 'a')
    const page = (await start('')).headers['location'] ?? ''
    const running = await agent.get(page)
    expect([running.headers['refresh'], running.status]).toEqual(['2', 200])
    expect((await agent.get(`${page}/file`)).status).toBe(404)
    await world.runJobs()
    const ready = await agent.get(page)
    expect(ready.headers['refresh']).toBeUndefined()
    expect(ready.text).toContain(`href="${page}/file"`)
    expect((await agent.get(exportsPath)).text).toContain(`${page}/file`)
  })

  it('is one at a time for a user and three for an event, raced', async () => {
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => start('')))
    const all = [first, ...others]
    expect(all.filter(answer => /exports\/[2-9A-Z]+$/.test(answer?.headers['location'] ?? ''))).toHaveLength(1)
    expect((await agent.get(exportsPath)).text).toContain('ještě připravuje')
    const { organisation } = await world.people()
    for (const name of ['u1', 'u2', 'u3']) {
      const user = await createUser(world.db, { name, email: `${name}@example.org` })
      await world
        .db('organisationRoles')
        .insert({ organisationId: organisation.id, userId: user.id, role: 'organiser' })
      await start('', 'csv', await world.as(user))
    }
    expect(await world.db('exportRuns')).toHaveLength(3)
    await world.runJobs()
    expect((await start('')).headers['location']).toMatch(/exports\/[2-9A-Z]+$/)
  })

  it('is for those who may see the table, and gone after a day', async () => {
    await createRegistration(world.db, category, 'a')
    const page = (await start('')).headers['location'] ?? ''
    await world.runJobs()
    const { doorStaff, stranger } = await world.people()
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const other = await world.as(person)
      for (const path of [exportsPath, page, `${page}/file`]) expect((await other.get(path)).status).toBe(status)
      expect((await start('', 'csv', other)).status).toBe(status)
    }
    await world.db('exportRuns').update({ expiresAt: new Date('2020-01-01T00:00:00Z') })
    expect((await agent.get(page)).status).toBe(404)
    expect((await agent.get(`${page}/file`)).status).toBe(404)
    const { expireExports } = await import('../../../src/features/roster/actions/exports.ts')
    expect(await expireExports(world.db)).toBe(1)
    expect(await world.db('exportChunks')).toEqual([])
    expect((await start('', 'pdf')).status).toBe(404)
  })
})

describe('a download that ends before its end', () => {
  const lines: string[] = []
  let server: http.Server

  beforeEach(async () => {
    lines.length = 0
    const log = createLog('warn', { write: line => void lines.push(line) })
    server = http.createServer(createApp({ ...world.services, log })).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  })

  /** The head of a file of 30 MB, more than lies on the way; nothing is read of it yet. */
  async function open(): Promise<http.IncomingMessage> {
    const { port } = server.address() as AddressInfo
    const { owner } = await world.people()
    const started = await start('')
    await world.runJobs()
    await world.db.raw(`insert into export_chunks (run_id, position, content)
      select id, n, convert_to(repeat('x', 1000000), 'UTF8') from export_runs, generate_series(1, 30) as n`)
    const { email, password } = owner
    const signIn = supertest(server).post('/cs/sign-in').set('Sec-Fetch-Site', 'same-origin').type('form')
    const cookie = (await signIn.send({ email, password })).headers['set-cookie']
    const headers = { cookie: String(cookie).split(';')[0] }
    const [answer] = await once(http.get({ port, path: `${started.headers['location']}/file`, headers }), 'response')
    return answer
  }

  it('is logged when the database fails, and nobody takes what came for the whole', async () => {
    const answer = await open()
    await world.db.transaction(async holder => {
      await holder.raw('lock table export_chunks in access exclusive mode')
      answer.resume()
      await expect(once(answer, 'end')).rejects.toThrow('aborted')
    })
    expect(answer.statusCode).toBe(200)
    expect(lines.filter(line => line.includes('an answer broke off'))).toEqual([expect.stringContaining('55P03')])
  }, 20_000)

  it('is nothing to log when the reader went away', async () => {
    const answer = await open()
    const gone = once(answer, 'close')
    answer.destroy()
    await gone
    while ((await promisify(server.getConnections.bind(server))()) > 0) await sleep(20)
    await sleep(100)
    expect(lines).toEqual([])
  })
})
