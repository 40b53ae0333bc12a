import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from '@jest/globals'
import type { Express } from 'express'
import supertest from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import type { Address } from '../../bin/support/scratch-server.ts'
import { createApp, jobHandlers } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { Database } from '../../src/core/database.ts'
import { createLog } from '../../src/core/log.ts'
import { type Instant, instant, useClock } from '../../src/core/time.ts'
import { runJobsOnce } from '../../src/core/jobs/worker.ts'
import { closeServices, createServices, type Services } from '../../src/services.ts'
import { createPeople, type People, type Person } from '../factories/accounts.ts'
import { createTestDatabase, dropTestDatabase, emptyTables } from './database.ts'
import { createDemonstrationDatabase } from './demonstration.ts'
import { countingQueries, type Counted } from './queries.ts'

/** A browser without scripts: keeps cookies, posts forms as one of our own pages would. */
export type Agent = TestAgent

/** What a test file stands on: its own database, the whole application, people and a clock. */
export interface World {
  readonly db: Database
  /** Where `db` is, for tests that need further connections or processes. */
  readonly connection: Address
  readonly services: Services
  /** The application; `supertest(world.app)` for a single request without cookies. */
  readonly app: Express
  /** Where the application listens, without a slash at the end. */
  readonly url: string
  /** The four standing people, inserted when first asked for in a test. */
  people(): Promise<People>
  /** Somebody who is not signed in, with a cookie jar of their own. */
  agent(): Agent
  /** The person, signed in through the form of the sign-in page; the same agent again within a test. */
  as(person: Person): Promise<Agent>
  /** Runs every job that is due now, and those they enqueue, until none is left. */
  runJobs(): Promise<void>
  /** Counts the SQL statements of the application's pool while `work` runs (with begin and commit). */
  queries<Result>(work: () => Promise<Result>): Promise<Counted<Result>>
  /** Stops the clock of the application at an instant ('2023-09-13T09:00:00Z') until the test ends. */
  at(moment: Instant | string): void
}

interface State {
  readonly address: Address
  readonly services: Services
  readonly app: Express
  readonly server: Server
  readonly dataDir: string
}

/**
 * Gives the tests of a file (or of a `describe`) a world: a database copied from the migrated template, emptied after
 * each test, and the application on it. Call it once, at the top.
 * @param environment variables to set besides the quiet defaults, for example `{ RATE_LIMITS: 'on' }`
 */
export function useWorld(environment: Readonly<Record<string, string>> = {}): World {
  return worldOn({ database: createTestDatabase, isEmptied: true }, environment)
}

/** As `useWorld`, with the demonstration loaded. The tests of a file share it: they look, or change what no other looks at. */
export function useDemonstration(): World {
  return worldOn({ database: createDemonstrationDatabase, isEmptied: false })
}

interface Ground {
  readonly database: () => Promise<Address>
  /** Whether each test leaves an empty database to the next. */
  readonly isEmptied: boolean
}

function worldOn(ground: Ground, environment: Readonly<Record<string, string>> = {}): World {
  let state: State | undefined
  let people: Promise<People> | undefined
  const signedIn = new Map<string, Promise<Agent>>()
  const open = () => {
    if (state === undefined) throw new Error('the world exists only inside tests and their hooks')
    return state
  }

  beforeAll(async () => {
    state = await openWorld(ground, environment)
  }, 60_000)
  afterEach(async () => {
    useClock(undefined)
    people = undefined
    signedIn.clear()
    if (state !== undefined && ground.isEmptied) await emptyTables(state.services.db)
  })
  afterAll(async () => {
    if (state !== undefined) await closeWorld(state)
  })

  const agent = () => supertest.agent(open().server).set('Sec-Fetch-Site', 'same-origin')
  return {
    get db() {
      return open().services.db
    },
    get connection() {
      return open().address
    },
    get services() {
      return open().services
    },
    get app() {
      return open().app
    },
    get url() {
      return open().services.config.baseUrl
    },
    people: () => (people ??= createPeople(open().services.db)),
    agent,
    as(person) {
      const known = signedIn.get(person.email) ?? signIn(agent(), person)
      signedIn.set(person.email, known)
      return known
    },
    runJobs: () => runJobsOnce(open().services, jobHandlers(open().services)),
    queries: work => countingQueries(open().services.db, work),
    at(moment) {
      const stopped = typeof moment === 'string' ? instant(moment) : moment
      useClock(() => stopped)
    },
  }
}

async function openWorld(ground: Ground, environment: Readonly<Record<string, string>>): Promise<State> {
  const address = await ground.database()
  const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-test-'))
  const quiet = {
    NODE_ENV: 'test',
    PORT: '0',
    DEMO: 'off',
    JOBS: 'off',
    RATE_LIMITS: 'off',
    MAIL_RATES: 'off',
    LOG_LEVEL: 'silent',
  }
  const config = loadConfig({ ...quiet, DATA_DIR: dataDir, ...environment })
  const services = createServices(config, address, createLog(config.logLevel))
  const app = createApp(services)
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  const { port } = server.address() as AddressInfo
  if (environment['BASE_URL'] === undefined) config.baseUrl = `http://127.0.0.1:${port}`
  return { address, services, app, server, dataDir }
}

async function closeWorld({ address, services, server, dataDir }: State): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await closeServices(services)
  await dropTestDatabase(address)
  rmSync(dataDir, { recursive: true, force: true })
}

async function signIn(agent: Agent, { email, password }: Person): Promise<Agent> {
  const answer = await agent.post('/cs/sign-in').type('form').send({ email, password })
  if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`)
  return agent
}
