import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Manifest } from '../../../bin/support/backup-folder.ts'
import { connect, type Database } from '../../../src/core/database.ts'
import { type EmbeddedServer, ensureDatabase, startEmbedded } from '../../../src/core/embedded-postgres.ts'
import { putDatabase } from '../../../src/core/embedded-postgres/restore.ts'
import { migrate } from '../../../src/core/migrations.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPeople } from '../../factories/accounts.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { buildOnce } from '../../support/built.ts'
import { type Child, killChildren, startChild } from './children.ts'

const base = mkdtempSync(join(tmpdir(), 'pozvanka-backup-'))
chmodSync(base, 0o755)
const folder = (name: string) => join(base, name)
const dataDir = folder('var')
const backup = folder('backup')
let server: EmbeddedServer
let db: Database
let category: CategoryRow

// An application's folder: an upload, a secret, and a database that is written to all the time.
beforeAll(async () => {
  mkdirSync(join(dataDir, 'files', 'ab'), { recursive: true })
  chmodSync(dataDir, 0o755)
  writeFileSync(join(dataDir, 'secret'), 'a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0')
  writeFileSync(join(dataDir, 'files', 'ab', 'upload'), 'portrait')
  await buildOnce()
  server = await startEmbedded({ home: join(dataDir, 'postgres'), dieWithParent: true })
  const connection = await ensureDatabase(server.connection, 'pozvanka')
  await migrate(connection)
  db = connect(connection)
  const { organisation } = await createPeople(db)
  category = await createCategory(db, await createPublished(db, { organisation }), { capacity: null })
}, 120_000)
afterEach(killChildren)
afterAll(async () => {
  await db.destroy()
  await server.stop()
  rmSync(base, { recursive: true, force: true })
})

let registered = 0
/** Registers one person after the other until the process has ended; it needs some of the machine, too. */
async function registerWhile(child: Child): Promise<void> {
  let isOver = false
  void child.ended().then(() => {
    isOver = true
  })
  while (!isOver) {
    await createRegistration(db, category, `n${++registered}`)
    await sleep(10)
  }
}

const run = (file: string, at: string, into: string) => startChild(file, [at], { DATA_DIR: into, LOG_LEVEL: 'silent' })
const copyOf = (name: string) => {
  cpSync(backup, folder(name), { recursive: true })
  return folder(name)
}

describe('a backup that is made while people register', () => {
  it('holds all that was committed before it began, and a moment of what came meanwhile', async () => {
    for (; registered < 20; ) await createRegistration(db, category, `n${++registered}`)
    const making = run('dist/bin/backup.js', backup, dataDir)
    await registerWhile(making)
    expect(await making.ended()).toBe(0)
    expect(making.output()).toContain('The self-check found nothing wrong in it.')
    expect(readdirSync(base).filter(name => name.startsWith('backup'))).toEqual(['backup'])
    const manifest = JSON.parse(readFileSync(join(backup, 'manifest.json'), 'utf8')) as Manifest
    const held = manifest.tables['public.registrations'] ?? 0
    expect(held).toBeGreaterThanOrEqual(20)
    expect(registered).toBeGreaterThan(held)
  }, 120_000)

  it('is restored on an empty machine with every row, upload and secret', async () => {
    const restored = folder('restored')
    const restoring = run('dist/bin/restore.js', backup, restored)
    expect([await restoring.ended(), restoring.output()]).toEqual([
      0,
      expect.stringContaining('every table holds what it held'),
    ])
    expect(readFileSync(join(restored, 'secret'), 'utf8')).toBe(readFileSync(join(dataDir, 'secret'), 'utf8'))
    expect(readFileSync(join(restored, 'files', 'ab', 'upload'), 'utf8')).toBe('portrait')
    const second = await startEmbedded({ home: join(restored, 'postgres'), dieWithParent: true })
    const copy = connect({ ...second.connection, database: 'pozvanka' })
    try {
      // One after the other registered them, so a moment of it is the first so many, each with the mail.
      const people = await copy('registrations').orderBy('id').select('email')
      expect(people.map(({ email }) => email)).toEqual(people.map((_, index) => `n${index + 1}@example.org`))
      expect(await copy('mails').where({ kind: 'registration-confirmed' })).toHaveLength(people.length)
      expect((await createRegistration(copy, category, 'later')).outcome.kind).toBe('place')
    } finally {
      await copy.destroy()
      await second.stop()
    }
    const again = run('dist/bin/restore.js', backup, restored)
    expect([await again.ended(), again.output()]).toEqual([1, expect.stringContaining('There is a database in')])
  }, 120_000)

  it('tells when its secret is not the one of the machine', async () => {
    const into = folder('other-secret')
    const SESSION_SECRET = 'z9y8x7w6v5u4t3s2r1q0p9o8n7m6l5k4j3i2h1g0'
    const restoring = startChild('dist/bin/restore.js', [backup], {
      DATA_DIR: into,
      LOG_LEVEL: 'silent',
      SESSION_SECRET,
    })
    expect([await restoring.ended(), restoring.output()]).toEqual([
      1,
      expect.stringContaining('SESSION_SECRET is not that'),
    ])
  }, 60_000)
})

describe('what is no backup', () => {
  it.each<[string, string, (at: string) => void]>([
    ['was changed', 'was changed since', at => appendFileSync(join(at, 'database', 'PG_VERSION'), '1')],
    ['lost a file', 'is missing', at => rmSync(join(at, 'files', 'files', 'ab', 'upload'))],
    ['was never finished', 'is no backup', at => rmSync(join(at, 'manifest.json'))],
  ])('because it %s, is refused and nothing is written', async (_how, words, spoil) => {
    const spoilt = copyOf('spoilt')
    spoil(spoilt)
    const restoring = run('dist/bin/restore.js', spoilt, folder('never'))
    expect([await restoring.ended(), restoring.output()]).toEqual([1, expect.stringContaining(words)])
    expect(existsSync(folder('never'))).toBe(false)
    rmSync(spoilt, { recursive: true })
  })

  // The control: the files of a database that is written to are not a database.
  it('is the same copy without the log of changes that was copied with it', async () => {
    const bare = copyOf('bare')
    rmSync(join(bare, 'database', 'pg_wal'), { recursive: true })
    mkdirSync(join(bare, 'database', 'pg_wal'))
    await putDatabase(
      join(bare, 'database'),
      folder('bare-home'),
      readFileSync(join(bare, 'database-password'), 'utf8'),
    )
    await expect(startEmbedded({ home: folder('bare-home'), dieWithParent: true })).rejects.toThrow('did not start')
  }, 60_000)

  it.each<[string, string, Record<string, string>]>([
    ['where there is no database', 'There is no database in', { DATA_DIR: folder('nothing') }],
    [
      'of a database elsewhere',
      'pg_dump --format=custom',
      { DATABASE_URL: 'postgres://localhost/pozvanka', DATA_DIR: dataDir },
    ],
  ])('is not made %s', async (_where, words, env) => {
    const making = startChild('dist/bin/backup.js', [folder('unmade')], env)
    expect([await making.ended(), making.output()]).toEqual([1, expect.stringContaining(words)])
    expect(existsSync(folder('unmade'))).toBe(false)
  })
})
