import { execFileSync } from 'node:child_process'
import { chownSync, copyFileSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedServer, startEmbedded } from '../../../src/core/embedded-postgres.ts'

/** Two servers: one is written, the other follows it by streaming replication. */
export interface Pair {
  readonly primary: EmbeddedServer
  readonly standby: EmbeddedServer
  /** Starts the standby again after it was stopped; `'alone'`: it hears nothing of the primary any more. */
  standbyAgain(how?: 'alone'): Promise<EmbeddedServer>
  remove(): Promise<void>
}

/** Nothing is saved but the log that the standby follows. */
const settings = {
  wal_level: 'replica',
  max_wal_senders: '4',
  wal_keep_size: '512MB',
  hot_standby: 'on',
  synchronous_commit: 'on',
}

let pairs = 0

/** Starts a server, copies it while it runs as a base backup does, and starts the copy as its standby. */
export async function startPair(): Promise<Pair> {
  pairs += 1
  const homes = ['primary', 'standby'].map(name => join(tmpdir(), `pozvanka-${name}-${process.pid}-${pairs}`))
  const [first = '', second = ''] = homes
  for (const home of homes) {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home)
  }
  const start = (home: string, more: Readonly<Record<string, string>> = {}) =>
    startEmbedded({ home, unsafeFast: true, dieWithParent: true, settings: { ...settings, ...more } })
  const primary = await start(first)
  await copyServer(primary, first, second)
  const { host, port, user, password } = primary.connection
  const follows = { primary_conninfo: `host=${host} port=${port} user=${user} password=${password}` }
  let standby = await start(second, follows)
  return {
    primary,
    get standby() {
      return standby
    },
    async standbyAgain(how) {
      standby = await start(second, how === 'alone' ? {} : follows)
      return standby
    },
    async remove() {
      await standby.stop()
      await primary.stop()
      for (const home of homes) rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The low-level way of the manual (25.3.3): what `pg_basebackup` does over the wire. */
async function copyServer(primary: EmbeddedServer, from: string, to: string): Promise<void> {
  const client = new pg.Client(primary.connection)
  await client.connect()
  try {
    await client.query(`select pg_backup_start('standby', true)`)
    const data = join(to, 'data')
    execFileSync('cp', ['-a', join(from, 'data'), data])
    for (const file of ['postmaster.pid', 'postmaster.opts']) rmSync(join(data, file), { force: true })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    const { uid, gid } = statSync(data)
    for (const [name, text] of [['backup_label', rows[0]?.labelfile ?? ''] as const, ['standby.signal', ''] as const]) {
      writeFileSync(join(data, name), text)
      chownSync(join(data, name), uid, gid)
    }
    if (existsSync(join(from, 'secret'))) copyFileSync(join(from, 'secret'), join(to, 'secret'))
  } finally {
    await client.end()
  }
}
