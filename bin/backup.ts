/**
 * Copies the embedded database, the uploads and the secret while the application runs, starts the copy once and looks at
 * what it holds. `npm run backup -- /backup/pozvanka-2026-09-15`
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Config, loadConfig } from '../src/config.ts'
import { type CopiedFile, copyRunning, copyTree, digestOfFile } from '../src/core/embedded-postgres/base-backup.ts'
import { knownHome } from '../src/core/embedded-postgres/data-folder.ts'
import { CannotStart } from '../src/core/lifecycle.ts'
import { createLog } from '../src/core/log.ts'
import { now } from '../src/core/time.ts'
import { openDatabase } from '../src/services.ts'
import { checkOfSecret, isEmptyFolder, type Manifest, partsOf, tryOut, writeManifest } from './support/backup-folder.ts'
import { runCommand } from './support/command.ts'

const usage = `Where to? npm run backup -- /backup/pozvanka-2026-09-15 (a folder that does not exist yet)`

const elsewhere = `DATABASE_URL is set: that database is backed up by what belongs to it, for example
  pg_dump --format=custom --file=pozvanka.dump "$DATABASE_URL"
with a pg_dump that is not older than the server, or by the continuous archiving of its cluster. Keep SESSION_SECRET
with it, and the uploads where FILES_URL or DATA_DIR has them. See "Backup" in docs/operations.md.`

async function main(): Promise<void> {
  const [asked] = process.argv.slice(2)
  if (asked === undefined) throw new CannotStart(usage)
  const folder = resolve(asked)
  const config = loadConfig()
  if (config.databaseUrl !== undefined) throw new CannotStart(elsewhere)
  const home = knownHome(join(config.dataDir, 'postgres'))
  if (!existsSync(join(home, 'data', 'PG_VERSION'))) throw new CannotStart(`There is no database in ${home}.`)
  if (!isEmptyFolder(folder)) throw new CannotStart(`${folder} is not empty: every backup has a folder of its own.`)
  const growing = `${folder}.growing-${process.pid}`
  try {
    const manifest = await makeBackup(config, growing)
    rmSync(folder, { recursive: true, force: true })
    renameSync(growing, folder)
    tell(folder, manifest)
  } finally {
    rmSync(growing, { recursive: true, force: true })
  }
}

async function makeBackup(config: Config, folder: string): Promise<Manifest> {
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { mode: 0o700 })
  const parts = partsOf(folder)
  const { files: database, version } = await copyDatabase(config, parts)
  // After the database: whatever its rows name was there before them.
  const files = await copyTree(config.dataDir, parts.files, {
    skips: path => path === 'postgres',
    empties: ['postgres'],
  })
  const listed = [
    ...database.map(file => within('database', file)),
    await listedFile(parts.password, 'database-password'),
    ...files.map(file => within('files', file)),
  ]
  const contents = await tryOut(folder)
  const about = { format: 1, madeAt: now().toISOString(), postgres: version } as const
  const manifest = { ...about, ...contents, secretCheck: checkOfSecret(config.sessionSecret), files: listed }
  await writeManifest(folder, manifest)
  return manifest
}

async function copyDatabase(config: Config, { database, password }: ReturnType<typeof partsOf>) {
  const opened = await openDatabase(config, createLog(config.logLevel), 'command')
  try {
    const home = knownHome(join(config.dataDir, 'postgres'))
    const { connection } = opened
    if (typeof connection === 'string') throw new Error('the embedded database has no URL')
    const files = await copyRunning(connection, join(home, 'data'), database)
    writeFileSync(password, connection.password, { mode: 0o600 })
    chmodSync(database, 0o700)
    return { files, version: readFileSync(join(database, 'PG_VERSION'), 'utf8').trim() }
  } finally {
    await opened.close()
  }
}

const within = (folder: string, file: CopiedFile): CopiedFile => ({ ...file, path: `${folder}/${file.path}` })

async function listedFile(at: string, path: string): Promise<CopiedFile> {
  return { path, bytes: readFileSync(at).length, sha256: await digestOfFile(at) }
}

function tell(folder: string, { files, tables, violations }: Manifest): void {
  const megabytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)
  const people = tables['public.registrations'] ?? 0
  console.log(`${folder}: ${files.length} files, ${megabytes} MB; started once, it holds ${people} registrations.`)
  if (violations === null) console.log('Its schema is not that of this version, so the self-check did not look at it.')
  else
    console.log(
      violations === 0
        ? 'The self-check found nothing wrong in it.'
        : `The self-check found ${violations} violations in it.`,
    )
  if ((violations ?? 0) > 0) process.exitCode = 1
}

await runCommand(main)
