import { setTimeout as sleep } from 'node:timers/promises'
import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import { connect, type Database, only, rows } from '../../src/core/database.ts'
import { migrationSource } from '../../src/core/migrations.ts'
import { findViolations } from '../../src/features/selfcheck/queries/invariants.ts'
import type { Experiment } from '../experiment.ts'
import type { AppProcess } from '../support/processes.ts'
import { loadFirstRelease, schemaOf } from '../support/releases.ts'
import type { Stage } from '../support/stage.ts'

/** What the migrations change one after the other: held, the migration waits in the middle of its work. */
const held = ['registrations', 'agenda_releases', 'mails', 'venues', 'agenda_sessions']

/** An installation of the first release is brought to the present, and killed on the way. */
async function run(stage: Stage): Promise<void> {
  const whole = await wholeSchemas(stage)
  for (const table of stage.isShort ? held.slice(0, 2) : held) await killAt(stage, whole, table)
  for (let n = 0; n < (stage.isShort ? 1 : 6); n++) await killAt(stage, whole, undefined)
  await tooLong(stage, whole)
  await withoutTransaction(stage, whole)
}

/** The schema after each migration, from the first release to the present, the last one last. */
async function wholeSchemas({ database }: Stage): Promise<string[]> {
  const address = await database.copy(true)
  await loadFirstRelease(address)
  const schemas = [await schemaOf(address)]
  const db = connect(address, { max: 1 })
  try {
    for (;;) {
      const [, applied] = (await db.migrate.up({ migrationSource })) as [number, string[]]
      if (applied.length === 0) break
      schemas.push(await schemaOf(address))
    }
  } finally {
    await db.destroy()
    await database.drop(address)
  }
  return schemas
}

/** Kills the migration where it waits for `table`, or anywhere; what is left must be whole, and the next start finish it. */
async function killAt(stage: Stage, whole: readonly string[], table: string | undefined): Promise<void> {
  await withInstallation(stage, async (address, migrator) => {
    const started = migrator.start().catch(() => undefined)
    if (table === undefined) await sleep(500 + Math.random() * 2_500)
    else await holding(address, table, () => migrator.kill('SIGKILL'))
    migrator.kill('SIGKILL')
    stage.fault(table === undefined ? 'kill -9 at any moment' : 'kill -9 in the middle of a migration')
    await started
    await quiet(address)
    judge(stage, whole, await schemaOf(address), table ?? 'any moment')
    const again = performance.now()
    await migrator.start()
    stage.recovery(performance.now() - again)
    await judgeEnd(stage, whole, address)
  })
}

/** Somebody holds a table for longer than a migration waits: the start fails whole, and is simply repeated. */
async function tooLong(stage: Stage, whole: readonly string[]): Promise<void> {
  await withInstallation(stage, async (address, migrator) => {
    const started = migrator
      .start()
      .then(() => 'started')
      .catch(() => 'failed')
    await holding(address, 'registrations', () => migrator.ended())
    stage.fault('a table held for longer than 3 s')
    stage.expect((await started) === 'failed', 'a migration that waits for ever does not end')
    judge(stage, whole, await schemaOf(address), 'lock_timeout')
    await migrator.start()
    await judgeEnd(stage, whole, address)
  })
}

/** The control: the same migration, cut at the same place, but each of its statements for itself. */
async function withoutTransaction(stage: Stage, whole: readonly string[]): Promise<void> {
  const address = await stage.database.copy(true)
  const db = connect(address, { max: 1 })
  try {
    await loadFirstRelease(address)
    const last = '20261123120000_content_versions'
    for (let next = ''; next !== last; ) {
      await db.migrate.up({ migrationSource })
      next = only(await rows<{ name: string }>(db, 'select name from knex_migrations order by id desc limit 1')).name
    }
    await db.migrate.down({ migrationSource })
    const { up } = await migrationSource.getMigration(`${last}.ts`)
    const running = Promise.resolve(up(db)).catch(() => undefined)
    await holding(address, 'venues', () => stop(address))
    await running
    stage.control('a migration that is not one transaction, cut half-way', !whole.includes(await schemaOf(address)))
  } finally {
    await db.destroy()
    await stage.database.drop(address)
  }
}

/** Ends whoever waits for a lock. */
async function stop(address: Address): Promise<void> {
  await withDatabase(address, async db =>
    db.raw(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`),
  )
}

async function withInstallation(
  stage: Stage,
  work: (address: Address, migrator: AppProcess) => Promise<void>,
): Promise<void> {
  const address = await stage.database.copy(true)
  await loadFirstRelease(address)
  const { user, password, database } = address
  const DATABASE_URL = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${stage.toDatabase.port}/${database}`
  const about = { script: 'src/worker.js', says: /runs the jobs/, env: { DATABASE_URL, LOG_LEVEL: 'error' } }
  const migrator = stage.process({ name: `migrator-${database}`, ...about })
  migrator.supervise(false)
  try {
    await work(address, migrator)
  } finally {
    await migrator.stop()
    await stage.database.drop(address)
  }
  stage.step()
}

/** Writes to a table as an application does, in a transaction that stays open until somebody waits for it and `work` is done. */
async function holding(address: Address, table: string, work: () => unknown): Promise<void> {
  const db = connect(address, { max: 2 })
  try {
    await db.transaction(async trx => {
      await trx.raw(`set local idle_in_transaction_session_timeout = 0`)
      await trx.raw(`lock table ${table} in row exclusive mode`)
      await until(db, `select 1 from pg_locks where not granted and relation = '${table}'::regclass`)
      await work()
    })
  } finally {
    await db.destroy()
  }
}

async function until(db: Database, sql: string): Promise<void> {
  for (const end = performance.now() + 60_000; (await rows(db, sql)).length === 0; await sleep(10))
    if (performance.now() > end) throw new Error(`never came: ${sql}`)
}

/** The backend of a killed client ends when it next looks: after the statement it is at. */
async function quiet(address: Address): Promise<void> {
  const nobodyElse = `select 1 where not exists (select from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid())`
  await withDatabase(address, db => until(db, nobodyElse))
}

function judge(stage: Stage, whole: readonly string[], schema: string, where: string): void {
  const at = whole.indexOf(schema)
  stage.expect(at >= 0, `killed at ${where}, half a migration was left`)
  stage.note(`killed at ${where}: ${at} of ${whole.length - 1} migrations are there, whole`)
}

async function judgeEnd(stage: Stage, whole: readonly string[], address: Address): Promise<void> {
  stage.expect((await schemaOf(address)) === whole.at(-1), 'the next start did not finish the migrations')
  const db = connect(address, { max: 2 })
  try {
    const broken = await findViolations(db)
    stage.expect(broken.length === 0, `after the migrations: ${broken[0]?.invariant} ${broken[0]?.problem}`)
    const [held136] = await rows<{ people: number }>(db, 'select count(*)::int as people from registrations')
    stage.expect(held136?.people === 136, `${held136?.people} of 136 registrations are there`)
  } finally {
    await db.destroy()
  }
}

const migrationKilled: Experiment = {
  id: 'e26',
  title: 'migration killed half-way',
  holds: 'no half schema; the next start finishes it; no row is lost',
  stage: { servers: 0, hasWorker: false },
  run,
}
export default migrationKilled
