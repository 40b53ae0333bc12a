import { createHmac } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Connection, connect, rows } from '../../src/core/database.ts'
import { type CopiedFile, digestOfFile } from '../../src/core/embedded-postgres/base-backup.ts'
import { findViolations } from '../../src/features/selfcheck/queries/invariants.ts'
import { startEmbedded } from '../../src/core/embedded-postgres.ts'
import { knownHome } from '../../src/core/embedded-postgres/data-folder.ts'
import { putDatabase } from '../../src/core/embedded-postgres/restore.ts'
import { CannotStart } from '../../src/core/lifecycle.ts'
import { migrationNames } from '../../src/core/migrations.ts'

/** What a database holds: the rows of each table, and what the self-check says of them. */
export interface Contents {
  readonly tables: Readonly<Record<string, number>>
  /** What the self-check found; null where the schema is not that of this version, so that it cannot look. */
  readonly violations: number | null
  readonly migrations: readonly string[]
}

/** `manifest.json` of a backup: what it is, and what must come out of it. */
export interface Manifest extends Contents {
  readonly format: 1
  readonly madeAt: string
  readonly postgres: string
  /** Of the secret that signs sessions and private links: it tells whether one is the right one, and not what it is. */
  readonly secretCheck: string
  /** Every file of the backup but this one. */
  readonly files: readonly CopiedFile[]
}

/** The folders and files of a backup. */
export const partsOf = (folder: string) => ({
  database: join(folder, 'database'),
  password: join(folder, 'database-password'),
  files: join(folder, 'files'),
  manifest: join(folder, 'manifest.json'),
})

/**
 * The manifest of a backup whose every file is there and is what it was.
 * @throws CannotStart naming the first file that is not
 */
export async function readBackup(folder: string): Promise<Manifest> {
  const { manifest: path } = partsOf(folder)
  if (!existsSync(path)) throw new CannotStart(`${folder} is no backup: it has no manifest.json.`)
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest
  if (manifest.format !== 1) throw new CannotStart(`${folder} was made by another version of Pozvánka.`)
  for (const file of manifest.files) {
    const at = join(folder, file.path)
    if (!existsSync(at)) throw new CannotStart(`The backup is not whole: ${at} is missing.`)
    if ((await digestOfFile(at)) !== file.sha256)
      throw new CannotStart(`The backup is not what it was: ${at} was changed since.`)
  }
  return manifest
}

/** Counts what a database holds and lets the self-check look at it. */
export async function lookAt(connection: Connection): Promise<Contents> {
  const db = connect(connection, { max: 2 })
  try {
    const tables = await rows<{ name: string; rows: number }>(
      db,
      `select format('%I.%I', schemaname, tablename) as name, (xpath('/row/n/text()',
         query_to_xml(format('select count(*) as n from %I.%I', schemaname, tablename), false, true, '')))[1]::text::bigint as rows
       from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    const known = tables.some(({ name }) => name === 'public.knex_migrations')
    const done = known ? await rows<{ name: string }>(db, 'select name from knex_migrations order by name') : []
    const migrations = done.map(({ name }) => name)
    const isPresent = migrations.join() === (await migrationNames()).join()
    return {
      tables: Object.fromEntries(tables.map(({ name, rows: count }) => [name, count])),
      violations: isPresent ? (await findViolations(db)).length : null,
      migrations,
    }
  } finally {
    await db.destroy()
  }
}

/** Starts the database of a backup on a folder that is thrown away, and looks at it. */
export async function tryOut(folder: string): Promise<Contents> {
  const { database, password } = partsOf(folder)
  const home = `${folder}.try-${process.pid}`
  mkdirSync(home, { mode: 0o711 })
  try {
    await putDatabase(database, home, await readFile(password, 'utf8'))
    const server = await startEmbedded({ home, dieWithParent: true })
    try {
      return await lookAt({ ...server.connection, database: 'pozvanka' })
    } finally {
      await server.stop()
    }
  } finally {
    const moved = knownHome(home)
    for (const path of new Set([moved, home])) await rm(path, { recursive: true, force: true })
  }
}

/** What of the one is not in the other, in words; empty when nothing. */
export function differences(expected: Contents, found: Contents): string[] {
  const names = new Set([...Object.keys(expected.tables), ...Object.keys(found.tables)])
  return [...names].flatMap(name => {
    const [wanted, counted] = [expected.tables[name], found.tables[name]]
    return wanted === counted ? [] : [`${name} has ${counted ?? 'no'} rows, and had ${wanted ?? 'none'}`]
  })
}

/** Writes what a backup is, as the last of it: a folder without it is no backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(partsOf(folder).manifest, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600, flush: true })
}

/** A value that tells whether a secret is the same one, from which nobody finds the secret. */
export function checkOfSecret(secret: string): string {
  return createHmac('sha256', secret).update('pozvanka backup').digest('hex').slice(0, 16)
}

/** Whether a folder is missing or empty. */
export function isEmptyFolder(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0
}
