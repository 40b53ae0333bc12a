import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Address } from '../../bin/support/scratch-server.ts'
import { connect, type Database, rows } from '../../src/core/database.ts'
import { createPeople, type People } from '../../tests/factories/accounts.ts'
import { type SmtpPeer, startSmtpPeer } from '../../tests/integration/mail/smtp-peer.ts'
import { freePort } from '../../tests/support/listening-processes.ts'
import { type FaultDatabase, startFaultDatabase } from './database.ts'
import { mountDisk } from './disk.ts'
import { type Entrance, type EntrancePlan, openEntrance } from './entrance.ts'
import { type Attempt, type History, newHistory } from './history.ts'
import type { Ask, Answer } from './http.ts'
import { findBroken, findBrokenMails } from './invariants.ts'
import { type AppProcess, planProcess, type ProcessPlan } from './processes.ts'
import { type FaultProxy, startFaultProxy } from './proxy.ts'
import { newTally, type Tally } from './tally.ts'
import { type Node, type Patience, registerSomebody, tryAsk } from './users.ts'

/** What an experiment says of the stage it needs. */
export interface StagePlan {
  /** Servers; usual: 2. */
  readonly servers?: number
  /** Whether a worker runs the jobs; usual: yes. */
  readonly hasWorker?: boolean
  /** Variables of every process, over those of the stage. */
  readonly env?: Readonly<Record<string, string>>
  /** A database server of its own (to fill its disk, to copy its files) with these settings of PostgreSQL. */
  readonly ownDatabase?: {
    readonly settings?: Readonly<Record<string, string>>
    /** On a disk of this size, in memory; only root may make one. */
    readonly megabytes?: number
  }
  /** The database has no schema yet: the experiment migrates it, and starts the processes itself. */
  readonly isBare?: boolean
}

/** A server of the product under its supervisor. */
export type Server = AppProcess & Node

/** What `/health/*` of one server says; undefined: no answer within three seconds. */
export interface Health {
  readonly name: string
  readonly live: number | undefined
  readonly ready: number | undefined
  /** Milliseconds to the answer of `/health/ready`. */
  readonly took: number
}

/** All that an experiment plays with. README.md explains each. */
export interface Stage extends Tally {
  readonly isShort: boolean
  /** A folder of its own, removed afterwards: logs of the processes, DATA_DIR. */
  readonly folder: string
  /** A pool on the database that no fault touches. */
  readonly db: Database
  readonly address: Address
  readonly database: FaultDatabase
  /** Between every process and PostgreSQL. */
  readonly toDatabase: FaultProxy
  /** Between every process and the mail server. */
  readonly toMail: FaultProxy
  readonly mail: SmtpPeer
  readonly servers: readonly Server[]
  readonly worker: AppProcess
  /** The host name the servers answer for. */
  readonly host: string
  readonly history: History
  /** Milliseconds since the stage began. */
  since(): number
  people(): Promise<People>
  /** A further process of the product, not started yet; it ends with the stage. */
  process(plan: Pick<ProcessPlan, 'name' | 'script' | 'says'> & Partial<ProcessPlan>): AppProcess
  /** A further server with a port of its own, not started yet. */
  server(name: string, plan?: Partial<ProcessPlan>): Promise<Server>
  /** Publishes an event; the invariants look at all that were. */
  open(plan?: EntrancePlan): Promise<Entrance>
  /** One virtual user registers, with retries. */
  register(entrance: Entrance, who: string, patience?: Patience): Promise<Attempt>
  /** Many at once: `prefix-0` to `prefix-(count-1)`, spread over `withinMs`. */
  crowd(entrance: Entrance, prefix: string, count: number, how?: Patience & { withinMs?: number }): Promise<Attempt[]>
  ask(node: Node, what: Ask): Promise<Answer | undefined>
  health(): Promise<Health[]>
  /**
   * Waits until every server is ready and somebody can register at each again.
   * @returns milliseconds since `from` (of `performance.now()`; usual: the call); the largest goes into the table
   */
  recovered(from?: number, patienceMs?: number): Promise<number>
  /**
   * Waits until every mail came to an end, as long as there are fewer and fewer that have not, ten minutes at most.
   * Mails that were put off are tried now rather than in minutes.
   */
  mailsGone(): Promise<boolean>
  /** What the invariants say now; the runner adds what they say at the end. */
  broken(options?: { mostCopies?: number }): Promise<string[]>
  close(): Promise<void>
}

const host = 'pozvanka.test'
/** Milliseconds without any mail coming to an end: a start under load, and the lease of a sender that was killed. */
const patienceForMails = 120_000
/** Milliseconds in all: a queue that moves by a few mails a minute is one that does not move. */
const longestForMails = 600_000
/** Signs the private links of every stage. */
export const secret = 'Zl3cVx9QhT7mYkPw2nRb8sGdJf5uAe4o'

/** Sets the stage for one experiment: a fresh database, and processes that start from nothing. */
export async function setStage(
  name: string,
  { folder: base, database: shared, isShort }: { folder: string; database: FaultDatabase; isShort: boolean },
  { servers: count = 2, hasWorker = true, env = {}, ownDatabase, isBare = false }: StagePlan = {},
): Promise<Stage> {
  const folder = join(base, name)
  mkdirSync(folder, { recursive: true })
  const disk =
    ownDatabase?.megabytes === undefined ? undefined : mountDisk(join(folder, 'postgres'), ownDatabase.megabytes)
  const database = ownDatabase ? await startFaultDatabase(folder, ownDatabase.settings) : shared
  const address = await database.copy(isBare)
  const db = connect(address, { max: 5 })
  const mail = await startSmtpPeer()
  const toDatabase = await startFaultProxy({ path: database.socket })
  const toMail = await startFaultProxy({ port: Number(new URL(mail.url).port) })
  const { user, password } = address
  const usual = {
    NODE_ENV: 'production',
    BASE_URL: `http://${host}`,
    SESSION_SECRET: secret,
    DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${toDatabase.port}/${address.database}`,
    SMTP_URL: `smtp://127.0.0.1:${toMail.port}`,
    DATA_DIR: join(folder, 'data'),
    HOST: '127.0.0.1',
    JOBS: 'off',
    RATE_LIMITS: 'off',
    MAIL_RATES: 'off',
    LOG_LEVEL: 'info',
    ...env,
  }
  const processes: AppProcess[] = []
  const plan: Stage['process'] = ({ env: more, ...rest }) => {
    const planned = planProcess({ folder, ...rest, env: { ...usual, ...more } })
    processes.push(planned)
    return planned
  }
  const planServer: Stage['server'] = async (serverName, { env: more, ...rest } = {}) => {
    const port = await freePort()
    const about = { script: 'src/server.js', says: /running at/, ...rest }
    return { ...plan({ ...about, name: serverName, env: { PORT: String(port), ...more } }), port }
  }
  const worker = plan({ name: 'worker', script: 'src/worker.js', says: /runs the jobs/ })
  const servers: Server[] = []
  for (let n = 0; n < count; n++) servers.push(await planServer(`web${n}`))
  const start = async () => {
    const all = [...servers, ...(hasWorker ? [worker] : [])]
    await Promise.all(all.map(one => one.start()))
  }
  const close = async () => {
    await toDatabase.heal()
    await Promise.all(processes.map(one => one.stop()))
    await Promise.all([toDatabase.close(), toMail.close(), mail.close(), db.destroy()])
    if (ownDatabase) await database.stop()
    else await database.drop(address)
    disk?.unmount()
  }
  const ground = { isShort, folder, db, address, database, toDatabase, toMail, mail, servers, worker, host }
  const stage: Stage = { ...ground, ...deedsOf(ground), process: plan, server: planServer, close }
  if (!isBare) await start().catch(async error => close().then(() => Promise.reject(error)))
  return stage
}

type Ground = Pick<Stage, 'db' | 'mail' | 'servers' | 'host'>
type Deeds = Omit<
  Stage,
  keyof Ground | 'isShort' | 'folder' | 'address' | 'database' | 'toDatabase' | 'toMail' | 'worker'
>

/** What an experiment can do on its stage. */
function deedsOf({ db, mail, servers, host }: Ground): Omit<Deeds, 'process' | 'server' | 'close'> {
  const history = newHistory()
  const tally = newTally()
  const began = performance.now()
  const entrances: Entrance[] = []
  let people: Promise<People> | undefined
  const since = () => performance.now() - began
  const whole = { nodes: servers, host, history, since }
  const peopleOf = () => (people ??= createPeople(db))
  const register: Stage['register'] = async (entrance, who, patience) => {
    const made = await registerSomebody(whole, entrance, who, patience)
    tally.step()
    return made
  }
  const open: Stage['open'] = async entrancePlan => {
    const entrance = await openEntrance(db, await peopleOf(), entrancePlan)
    entrances.push(entrance)
    return entrance
  }
  const askNode: Stage['ask'] = (node, what) => tryAsk(node, host, what)
  const healthOf = () => Promise.all(servers.map(server => healthOfOne(server, host)))
  return {
    ...tally,
    history,
    since,
    open,
    register,
    people: peopleOf,
    ask: askNode,
    health: healthOf,
    crowd: (entrance, prefix, count, { withinMs = 0, ...patience } = {}) => {
      const one = async (n: number) => {
        if (withinMs > 0) await sleep((withinMs * n) / count)
        return register(entrance, `${prefix}-${n}`, patience)
      }
      return Promise.all(Array.from({ length: count }, (_, n) => one(n)))
    },
    async recovered(from = performance.now(), patienceMs = 60_000) {
      const probe = await open({ capacity: null })
      for (const end = performance.now() + patienceMs; ; await sleep(50)) {
        const health = await healthOf()
        if (health.every(({ ready }) => ready === 200)) break
        if (performance.now() > end) throw new Error(`not ready again: ${JSON.stringify(health)}`)
      }
      for (const first of servers) {
        const { outcome } = await registerSomebody(whole, probe, `probe-${first.name}`, { first, tries: 1 })
        if (outcome !== 'place')
          throw new Error(`${first.name} is ready, and a registration is answered with ${outcome}`)
      }
      return tally.recovery(performance.now() - from)
    },
    mailsGone: () => mailsGone(db),
    broken: async ({ mostCopies } = {}) => [
      ...(await findBroken(db, entrances, history)),
      ...(mostCopies === undefined ? [] : await findBrokenMails(db, mail.received, mostCopies)),
    ],
  }
}

async function healthOfOne(server: Server, host: string): Promise<Health> {
  const at = performance.now()
  const ask = (path: string) => tryAsk(server, host, { path, timeoutMs: 3_000 })
  const ready = await ask('/health/ready')
  const took = performance.now() - at
  return { name: server.name, ready: ready?.status, live: (await ask('/health/live'))?.status, took }
}

async function mailsGone(db: Database): Promise<boolean> {
  const open = `sent_at is null and failed_at is null and dropped_at is null`
  const end = performance.now() + longestForMails
  let [fewest, since] = [Infinity, performance.now()]
  for (; performance.now() < Math.min(end, since + patienceForMails); await sleep(250)) {
    // What was put off is due now; a lease is left alone, it is what keeps two senders apart.
    await db.raw(`update mails set next_try_at = now() where ${open} and next_try_at > now() and lease_until is null`)
    const [found] = await rows<{ left: number }>(db, `select count(*)::int as left from mails where ${open}`)
    const left = found?.left ?? 0
    if (left === 0) return true
    if (left < fewest) [fewest, since] = [left, performance.now()]
  }
  return false
}
