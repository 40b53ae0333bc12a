import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, type Dirent } from 'node:fs'
import { chmod, chown, mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import type { Account } from './account.ts'

/** A file of a backup, by its path inside it. */
export interface CopiedFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** Folders whose content a server makes anew, and what belongs to the one that runs ("Backing Up The Data Directory"). */
const emptied = [
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]
const leftOut = /^(postmaster\.(pid|opts)|pgsql_tmp.*|pg_internal\.init.*|backup_label.*|tablespace_map.*)$/

/**
 * Copies the database of a running server while it is written to (PostgreSQL's "low-level base backup"): what the files
 * lack of consistency the log of changes that is copied with them mends when a server is started on the copy. The state
 * is that of the end of the copying.
 * @param connection of a superuser of the server
 * @param data the server's data folder; this process must be allowed to read it
 * @param target an empty folder
 * @returns every file of the copy
 */
export async function copyRunning(connection: pg.ClientConfig, data: string, target: string): Promise<CopiedFile[]> {
  const client = new pg.Client({ ...connection, application_name: 'pozvanka backup' })
  await client.connect()
  try {
    // The slot keeps the log that the copy needs from being thrown away meanwhile; it ends with this connection.
    const slot = `pozvanka_backup_${process.pid}`
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [slot])
    const began = await client.query<{ file: string }>(
      `select pg_walfile_name(pg_backup_start('pozvanka', fast => true)) as file`,
    )
    const files = await copyTree(data, target, { skips: path => leftOut.test(basename(path)), empties: emptied })
    const ended = await client.query<{ file: string; labelfile: string; spcmapfile: string }>(
      'select pg_walfile_name(lsn) as file, labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)',
    )
    const [first, last] = [began.rows[0]?.file ?? '', ended.rows[0]]
    if (last === undefined) throw new Error('PostgreSQL ended the backup without a label')
    if (last.spcmapfile.trim() !== '')
      throw new Error('a database with tablespaces of its own is copied with pg_basebackup')
    await writeFile(join(target, 'backup_label'), last.labelfile, { mode: 0o600 })
    const log = await copyTree(join(data, 'pg_wal'), join(target, 'pg_wal'), {
      skips: path => !path.endsWith('.history') && !(/^[0-9A-F]{24}$/.test(path) && path >= first && path <= last.file),
      empties: ['archive_status', 'summaries'],
    })
    if (!log.some(({ path }) => path === last.file)) throw new Error(`the log ${last.file} is gone`)
    const label = { path: 'backup_label', bytes: Buffer.byteLength(last.labelfile), sha256: digestOf(last.labelfile) }
    return [...files, label, ...log.map(file => ({ ...file, path: `pg_wal/${file.path}` }))]
  } finally {
    await client.end()
  }
}

/** What a copy leaves out. */
interface Exceptions {
  /** By the path inside the folder. */
  readonly skips?: (path: string) => boolean
  /** Folders that are made, and stay empty. */
  readonly empties?: readonly string[]
  /** Who owns the copy, where it is not us. */
  readonly account?: Account | undefined
}

/** Copies a folder with everything in it; a file that goes away meanwhile is left out. Returns the files with their digests. */
export async function copyTree(
  from: string,
  to: string,
  { skips = () => false, empties = [], account }: Exceptions = {},
): Promise<CopiedFile[]> {
  const copied: CopiedFile[] = []
  const own = async (path: string) => account && chown(path, account.uid, account.gid)
  await mkdir(to, { recursive: true, mode: 0o700 })
  await own(to)
  for await (const { path, isFolder } of walk(from, '', empties)) {
    if (skips(path)) continue
    const target = join(to, path)
    if (isFolder) await mkdir(target, { recursive: true, mode: 0o700 })
    else {
      const file = await copyFile(join(from, path), target)
      if (file === undefined) continue
      copied.push({ path, ...file })
    }
    await own(target)
  }
  return copied
}

interface Entry {
  readonly path: string
  readonly isFolder: boolean
}

/** Folders before what they hold. One that goes away while it is walked (a table was dropped) is at its end. */
async function* walk(root: string, below: string, empties: readonly string[]): AsyncGenerator<Entry> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true }).catch(nothingIfGone)) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isFile()) yield { path, isFolder: false }
    if (!entry.isDirectory()) continue
    yield { path, isFolder: true }
    if (!empties.includes(path)) yield* walk(root, path, empties)
  }
}

function nothingIfGone(error: unknown): Dirent[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
  throw error
}

async function copyFile(from: string, to: string): Promise<Omit<CopiedFile, 'path'> | undefined> {
  const hash = createHash('sha256')
  let bytes = 0
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  try {
    await pipeline(createReadStream(from), counting, createWriteStream(to, { mode: 0o600, flush: true }))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT' && 'path' in error && error.path === from)
      return undefined
    throw error
  }
  await chmod(to, 0o600)
  return { bytes, sha256: hash.digest('hex') }
}

/** The SHA-256 of a text, as the list of a backup's files has it. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The SHA-256 of a file. */
export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
