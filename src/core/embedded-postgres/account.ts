import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CannotStart } from '../lifecycle.ts'

/** The account that PostgreSQL runs under when it is not our own. */
export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/**
 * PostgreSQL refuses to run as root. As root we therefore pick the account that owns the data already, else
 * `postgres`, else `nobody`; as anybody else `undefined`, i.e. our own account.
 */
export function serverAccount(dataFolder: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder)
    if (uid !== 0) return { name: accounts().find(account => account.uid === uid)?.name ?? String(uid), uid, gid }
  }
  const known = accounts()
  for (const name of ['postgres', 'nobody']) {
    const account = known.find(candidate => candidate.name === name)
    if (account !== undefined) return account
  }
  throw new CannotStart(
    'Running as root, and neither the account "postgres" nor "nobody" exists: start as an ordinary user, or set DATABASE_URL.',
  )
}

function accounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  return lines.flatMap(line => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** True when the account may pass through every folder down to `target`, which others may not below /root. */
export function mayReach(account: Account, target: string): boolean {
  for (let folder = resolve(target); ; folder = dirname(folder)) {
    if (existsSync(folder) && !mayEnter(account, folder)) return false
    if (folder === dirname(folder)) return true
  }
}

function mayEnter(account: Account, folder: string): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
