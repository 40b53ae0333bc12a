import { chownSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { type Daemon, startDaemon } from './daemon.ts'

/** A pooler in front of a test server. */
export interface Pooler extends Daemon {
  /** A database of the server through the pooler, as `DATABASE_URL`. */
  url(database: string): string
}

/** Starts PgBouncer with transaction pooling and so many connections to the server for each database. */
export async function startPgBouncer({ host, port, user, password }: Address, connections: number): Promise<Pooler> {
  // The folder of the server's socket opens to its account alone; PgBouncer, too, refuses to run as root.
  const { uid, gid } = statSync(host)
  const account = process.getuid?.() === 0 ? { uid, gid } : undefined
  const daemon = await startDaemon({
    program: '/usr/sbin/pgbouncer',
    account,
    prepare(folder, listen) {
      const users = join(folder, 'users')
      const settings = join(folder, 'pgbouncer.ini')
      writeFileSync(users, `"${user}" "${password}"\n`)
      writeFileSync(
        settings,
        [
          '[databases]',
          `* = host=${host} port=${port}`,
          '[pgbouncer]',
          'listen_addr = 127.0.0.1',
          `listen_port = ${listen}`,
          'unix_socket_dir =',
          'auth_type = scram-sha-256',
          `auth_file = ${users}`,
          `admin_users = ${user}`,
          'pool_mode = transaction',
          `default_pool_size = ${connections}`,
          'max_client_conn = 500',
          'log_connections = 0',
          'log_disconnections = 0',
          `logfile = ${join(folder, 'log')}`,
          '',
        ].join('\n'),
      )
      if (account) for (const file of [users, settings]) chownSync(file, uid, gid)
      return ['-q', settings]
    },
  })
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  return { ...daemon, url: database => `postgres://${credentials}@127.0.0.1:${daemon.port}/${database}` }
}
