import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { CannotStart } from '../lifecycle.ts'
import { type Account, mayReach } from './account.ts'
import type { Binaries } from './binaries.ts'

/** The name of the superuser of an embedded server. */
export const superuser = 'pozvanka'

/**
 * The folder the database really lives in. As root below a folder that only root may enter (say /root/pozvanka) the
 * server's account could not reach it, so a folder under `shared` takes its place, and `home/location` names it.
 * Without that file (somebody deleted DATA_DIR to begin anew) a new place is chosen, never an old one revived.
 */
export function reachableHome(
  home: string,
  account: Account | undefined,
  shared: string,
  log: (line: string) => void,
): string {
  mkdirSync(home, { recursive: true })
  if (account === undefined) return home
  chmodSync(home, 0o711)
  if (mayReach(account, home)) return home
  const prefix = `${createHash('sha256').update(home).digest('hex').slice(0, 12)}-`
  const note = join(home, 'location')
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : ''
  const known = basename(noted).startsWith(prefix)
  if (noted !== '' && !known) log(`${note} names ${noted}, which belongs to another folder: starting a new database`)
  const moved = known ? noted : join(shared, `${prefix}${randomBytes(4).toString('hex')}`)
  mkdirSync(moved, { recursive: true })
  chmodSync(shared, 0o755)
  chmodSync(moved, 0o711)
  if (!known) writeFileSync(note, `${moved}\n`)
  log(`the database is kept in ${moved}, because the account ${account.name} may not enter ${home}`)
  return moved
}

/** Where `reachableHome` put the database of this folder, without making anything. */
export function knownHome(home: string): string {
  const note = join(home, 'location')
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : home
}

/**
 * Makes the data folder unless it is there: built beside its name and renamed when whole, so that a start that was
 * killed half-way leaves nothing that looks finished.
 * @returns the superuser's password, kept in `home/secret` (readable by our own account only)
 * @throws Error when the folder was made by another major version of PostgreSQL
 */
export async function prepareDataFolder(
  home: string,
  binaries: Binaries,
  account: Account | undefined,
  unsafeFast: boolean,
): Promise<string> {
  const data = join(home, 'data')
  const secret = join(home, 'secret')
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(home, binaries, account, unsafeFast)
  const major = readFileSync(join(home, 'data', 'PG_VERSION'), 'utf8').trim()
  if (major !== binaries.major) {
    throw new CannotStart(
      `${data} was made by PostgreSQL ${major}, but the programs here are version ${binaries.version}: see "Upgrading" in docs/operations.md.`,
    )
  }
  return readFileSync(secret, 'utf8')
}

async function initialise(
  home: string,
  binaries: Binaries,
  account: Account | undefined,
  unsafeFast: boolean,
): Promise<void> {
  const growing = join(home, `data.${process.pid}`)
  const passwordFile = join(home, `password.${process.pid}`)
  const password = randomBytes(24).toString('base64url')
  rmSync(growing, { recursive: true, force: true })
  mkdirSync(growing, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (account) for (const path of [growing, passwordFile]) chownSync(path, account.uid, account.gid)
  const choices = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', ...(unsafeFast ? ['--no-sync'] : [])]
  try {
    await run(binaries.initdb, ['-D', growing, '-U', superuser, '--pwfile', passwordFile, ...choices], account, home)
    writeFileSync(join(home, 'secret'), password, { mode: 0o600 })
    renameSync(growing, join(home, 'data'))
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(growing, { recursive: true, force: true })
  }
}

/** All that the programs of PostgreSQL get of an environment; our secrets stay ours. */
export const serverEnvironment = { LC_ALL: 'C.UTF-8', LANG: 'C.UTF-8' }

function run(command: string, args: readonly string[], account: Account | undefined, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: serverEnvironment,
      ...(account && { uid: account.uid, gid: account.gid }),
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new Error(`${basename(command)} failed (${code}): ${output}`))
    })
  })
}
