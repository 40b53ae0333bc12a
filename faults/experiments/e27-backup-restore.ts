import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type Database } from '../../src/core/database.ts'
import { joinEmbedded, startEmbedded } from '../../src/core/embedded-postgres.ts'
import { putDatabase } from '../../src/core/embedded-postgres/restore.ts'
import { projectRoot } from '../../src/core/root.ts'
import { createPeople } from '../../tests/factories/accounts.ts'
import type { Experiment } from '../experiment.ts'
import { type Entrance, openEntrance } from '../support/entrance.ts'
import { type History, newHistory } from '../support/history.ts'
import { findBroken } from '../support/invariants.ts'
import { secret, type Server, type Stage } from '../support/stage.ts'
import { registerSomebody } from '../support/users.ts'

/**
 * An installation with the embedded database is backed up by the documented command while people register; then the
 * machine is gone, and an empty one gets the backup.
 */
async function run(stage: Stage): Promise<void> {
  const dataDir = join(stage.folder, 'var')
  const backup = join(stage.folder, 'backup')
  const app = await stage.server('whole', { env: { DATABASE_URL: '', DATA_DIR: dataDir, JOBS: 'inline' } })
  mkdirSync(join(dataDir, 'files'), { recursive: true })
  writeFileSync(join(dataDir, 'files', 'portrait'), Buffer.alloc(100_000, 'p'))
  await app.start()
  const entrance = await withEmbedded(dataDir, async db =>
    openEntrance(db, await createPeople(db), { slug: 'zalohovana', capacity: null }),
  )
  const { history, began } = await makeBackup(stage, app, entrance, backup)
  app.supervise(false)
  app.kill('SIGKILL')
  await app.ended()
  stage.fault('machine lost')
  await withEmbedded(dataDir, async () => undefined, 'stop')
  rmSync(dataDir, { recursive: true })
  const empty = performance.now()
  const restored = await command('restore', backup, { DATA_DIR: dataDir })
  stage.expect(restored.code === 0, `npm run restore: ${restored.output}`)
  await app.start()
  await judge(stage, { app, dataDir, entrance, history, began })
  stage.recovery(performance.now() - empty)
  await app.stop()
  await withoutLog(stage, backup)
}

interface Made {
  readonly history: History
  /** When the backup was asked for, in milliseconds of the stage. */
  readonly began: number
}

/** Registers people one after the other, in eight lines, before, while and after the backup is made. */
async function makeBackup(stage: Stage, app: Server, entrance: Entrance, backup: string): Promise<Made> {
  const history = newHistory()
  const scene = { nodes: [app], host: stage.host, history, since: stage.since }
  let isOver = false
  const line = async (who: string) => {
    for (let n = 0; !isOver; n++) {
      await registerSomebody(scene, entrance, `${who}-${n}`)
      stage.step()
      await sleep(50)
    }
  }
  const lines = Array.from({ length: 8 }, (_, n) => line(`zaloha-${n}`))
  await sleep(stage.isShort ? 2_000 : 8_000)
  const began = stage.since()
  const made = await command('backup', backup, { DATA_DIR: join(stage.folder, 'var') })
  stage.expect(made.code === 0, `npm run backup: ${made.output}`)
  stage.note(`the backup took ${((stage.since() - began) / 1_000).toFixed(1)} s: ${made.output.split('\n')[0]}`)
  await sleep(1_000)
  isOver = true
  await Promise.all(lines)
  return { history, began }
}

interface Restored extends Made {
  readonly app: Server
  readonly dataDir: string
  readonly entrance: Entrance
}

async function judge(stage: Stage, { app, dataDir, entrance, history, began }: Restored): Promise<void> {
  const before = newHistory()
  for (const one of history.attempts) if (one.answered < began) before.add(one)
  await withEmbedded(dataDir, async db => {
    for (const broken of await findBroken(db, [entrance], before)) stage.violation(broken)
    const [kept] = await db('registrations').count({ count: '*' })
    const told = [...history.final().values()].filter(outcome => outcome === 'place').length
    const early = [...before.final().values()].filter(outcome => outcome === 'place').length
    stage.note(
      `${early} people registered before the backup, ${told} before the machine was lost; ${kept?.['count']} are back`,
    )
    stage.expect(early > 0 && told > early, 'nobody registered before, or nobody after: this shows nothing')
  })
  const upload = createHash('sha256')
    .update(readFileSync(join(dataDir, 'files', 'portrait')))
    .digest('hex')
  const wanted = createHash('sha256').update(Buffer.alloc(100_000, 'p')).digest('hex')
  stage.expect(upload === wanted, 'an upload is not what it was')
  const scene = { nodes: [app], host: stage.host, history: newHistory(), since: stage.since }
  const { outcome } = await registerSomebody(scene, entrance, 'po-obnove', { tries: 1 })
  stage.expect(outcome === 'place', `after the restore a registration is answered with ${outcome}`)
}

/** The control: the same files without the log that was copied with them are no database. */
async function withoutLog(stage: Stage, backup: string): Promise<void> {
  const bare = join(stage.folder, 'bare')
  cpSync(join(backup, 'database'), bare, { recursive: true })
  rmSync(join(bare, 'pg_wal'), { recursive: true })
  mkdirSync(join(bare, 'pg_wal'))
  const home = join(stage.folder, 'bare-home')
  await putDatabase(bare, home, readFileSync(join(backup, 'database-password'), 'utf8'))
  const started = await startEmbedded({ home, dieWithParent: true }).catch(() => undefined)
  await started?.stop()
  stage.control('the files of the database without the log of changes', started === undefined)
}

/** Works on the embedded database beside its application, or, when that was killed, on the server it left; which then stops. */
async function withEmbedded<Result>(
  dataDir: string,
  work: (db: Database) => Promise<Result>,
  then: 'stop' | 'leave' = 'leave',
): Promise<Result> {
  const home = join(dataDir, 'postgres')
  const own = then === 'stop' ? await startEmbedded({ home }) : undefined
  const connection = own?.connection ?? (await joinEmbedded(home))
  if (connection === undefined) throw new Error(`no application runs on ${dataDir}`)
  const db = connect({ ...connection, database: 'pozvanka' }, { max: 5 })
  try {
    return await work(db)
  } finally {
    await db.destroy()
    await own?.stop()
  }
}

/** A command of the manual, with the environment of the machine. */
function command(
  name: 'backup' | 'restore',
  folder: string,
  env: Record<string, string>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const all = { PATH: process.env['PATH'] ?? '', LOG_LEVEL: 'error', SESSION_SECRET: secret, ...env }
  const script = `dist-faults/bin/${name}.js`
  const child = spawn(process.execPath, [script, folder], { cwd: projectRoot, env: all })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('close', code => done({ code, output }))
  })
}

const backupRestore: Experiment = {
  id: 'e27',
  title: 'backup under load, machine lost, restored on an empty one',
  holds: 'whoever registered before the backup is back; I1 to I12 hold; counts are those of the backup (I14)',
  stage: { servers: 0, hasWorker: false },
  run,
}
export default backupRestore
