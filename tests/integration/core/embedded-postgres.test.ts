import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import {
  type EmbeddedConnection,
  type EmbeddedServer,
  ensureDatabase,
  joinEmbedded,
  startEmbedded,
} from '../../../src/core/embedded-postgres.ts'
import { FolderInUse } from '../../../src/core/embedded-postgres/owner.ts'
import { isAlive } from '../../../src/core/embedded-postgres/processes.ts'
import { killChildren, startChild } from './children.ts'

const base = mkdtempSync(join(tmpdir(), 'pozvanka-pg-'))
chmodSync(base, 0o755)
const home = join(base, 'postgres')
const hold = (folder = home) => startChild('tests/integration/core/hold-embedded.ts', [folder])
const isRoot = process.getuid?.() === 0

interface Started {
  pid: number
  adopted: boolean
  connection: EmbeddedConnection
}

const running: EmbeddedServer[] = []

async function start(folder = home): Promise<EmbeddedServer> {
  const server = await startEmbedded({ home: folder })
  running.push(server)
  return server
}

async function started(child: ReturnType<typeof hold>): Promise<Started> {
  return JSON.parse((await child.says(/^\{.*\}$/m))[0]) as Started
}

async function ask(connection: EmbeddedConnection, sql: string): Promise<unknown> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const result = await client.query<{ answer: unknown }>(sql)
    return result.rows[0]?.answer
  } finally {
    await client.end()
  }
}

const isThere = isAlive

afterEach(async () => {
  killChildren()
  for (const server of running.splice(0)) await server.stop()
})
afterAll(() => {
  const lock = join(home, 'data', 'postmaster.pid')
  if (existsSync(lock)) process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGQUIT')
  rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})

describe('embedded PostgreSQL', () => {
  it('starts on an empty folder, keeps its password to our account, sorts Czech, and stops', async () => {
    const server = await start()
    expect(server.adopted).toBe(false)
    expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600)
    const database = await ensureDatabase(server.connection, 'kept')
    expect(await ensureDatabase(server.connection, 'kept')).toEqual(database)
    await ask(database, 'create table facts as select 1 as answer')
    const sorted = `select string_agg(w, ' ' order by w collate "cs-CZ-x-icu") as answer from unnest(array['hora', 'čáp', 'chata', 'cihla']) w`
    expect(await ask(database, sorted)).toBe('cihla čáp hora chata')
    await server.stop()
    expect(isThere(server.pid)).toBe(false)
  })

  it('refuses a second application on the folder, in words, and lets a command join', async () => {
    const first = hold()
    const { connection } = await started(first)
    await expect(startEmbedded({ home })).rejects.toThrow(FolderInUse)
    const second = hold()
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(home)
    expect(second.output()).toContain(`process ${first.process.pid}`)
    expect(second.output()).toContain('another DATA_DIR')
    expect(await joinEmbedded(home)).toEqual(connection)
    expect(await first.end('SIGTERM')).toBe(0)
    expect(await joinEmbedded(home)).toBeUndefined()
  })

  it('lets one of two that start at once through', async () => {
    const both = [hold(), hold()]
    const results = await Promise.all(
      both.map(child =>
        Promise.race([
          started(child).then(
            () => 'runs',
            () => 'refused',
          ),
          child.ended(),
        ]),
      ),
    )
    expect(results.filter(result => result === 'runs')).toHaveLength(1)
    const runs = both[results.indexOf('runs')]
    expect(await runs?.end('SIGTERM')).toBe(0)
  })

  it('takes over the server of an application that was killed, with everything committed', async () => {
    const first = hold()
    const { pid, connection } = await started(first)
    await ask({ ...connection, database: 'kept' }, 'insert into facts values (2)')
    await first.end('SIGKILL')
    expect(isThere(pid)).toBe(true)
    const second = hold()
    expect(await started(second)).toEqual({ pid, adopted: true, connection })
    expect(await ask({ ...connection, database: 'kept' }, 'select sum(answer)::int as answer from facts')).toBe(3)
    expect(await second.end('SIGTERM')).toBe(0)
    expect(isThere(pid)).toBe(false)
  })

  it('starts the server anew on the same address when it is killed under us', async () => {
    const server = await start()
    const before = server.pid
    process.kill(before, 'SIGKILL')
    for (let i = 0; i < 400 && server.pid === before; i++) await new Promise(resolve => setTimeout(resolve, 25))
    expect(server.pid).not.toBe(before)
    expect(await ask({ ...server.connection, database: 'kept' }, 'select sum(answer)::int as answer from facts')).toBe(
      3,
    )
    await server.stop()
  })

  it('recovers when both were killed', async () => {
    const first = hold()
    const { pid } = await started(first)
    process.kill(pid, 'SIGKILL')
    await first.end('SIGKILL')
    const server = await start()
    expect(server.adopted).toBe(false)
    expect(await ask({ ...server.connection, database: 'kept' }, 'select sum(answer)::int as answer from facts')).toBe(
      3,
    )
    await server.stop()
  })

  it('does not mistake a stranger with the same pid for the server or for an owner', async () => {
    writeFileSync(
      join(home, 'data', 'postmaster.pid'),
      `${process.pid}\n${join(home, 'data')}\n1\n5432\n${join(home, 'socket')}\n\n\nready   \n`,
    )
    mkdirSync(join(home, 'owners'), { recursive: true })
    for (const state of ['claims', 'owns']) writeFileSync(join(home, 'owners', `host~${process.pid}~1.${state}`), '')
    const stale = join(home, 'owners', `${execFileSync('hostname', { encoding: 'utf8' }).trim()}~${process.pid}~1.owns`)
    writeFileSync(stale, '')
    for (const state of ['claims', 'owns']) rmSync(join(home, 'owners', `host~${process.pid}~1.${state}`))
    const server = await start()
    expect(server.adopted).toBe(false)
    expect(existsSync(stale)).toBe(false)
    await server.stop()
  })

  ;(isRoot ? it : it.skip)(
    'moves its files below a folder that only root may enter, and begins anew without the note',
    async () => {
      const secluded = join(base, 'root-only')
      mkdirSync(secluded, { mode: 0o700 })
      const folder = join(secluded, 'var', 'postgres')
      const places: string[] = []
      try {
        for (const attempt of [1, 2, 3]) {
          if (attempt === 3) rmSync(join(secluded, 'var'), { recursive: true })
          const server = await startEmbedded({ home: folder })
          places.push(readFileSync(join(folder, 'location'), 'utf8').trim())
          expect(await ask(server.connection, 'select 1 as answer')).toBe(1)
          await server.stop()
        }
        expect(places[0]).toBe(places[1])
        expect(places[2]).not.toBe(places[0])
      } finally {
        for (const place of new Set(places)) rmSync(place, { recursive: true, force: true })
      }
    },
  )

  it('says what to do when the data folder belongs to another version', async () => {
    writeFileSync(join(home, 'data', 'PG_VERSION'), '12\n')
    await expect(startEmbedded({ home })).rejects.toThrow(/was made by PostgreSQL 12/)
    writeFileSync(join(home, 'data', 'PG_VERSION'), '18\n')
  })
})
