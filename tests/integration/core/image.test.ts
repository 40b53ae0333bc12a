import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { projectRoot } from '../../../src/core/root.ts'
import { buildOnce } from '../../support/built.ts'

const parsed = (file: string): unknown => JSON.parse(readFileSync(join(projectRoot, file), 'utf8'))

// What the Dockerfile puts into the image, put into a folder: there is no Docker where the tests run. The packages are
// links, so that ours can use those alone that stay when the tools of development are gone.
const image = mkdtempSync(join(tmpdir(), 'pozvanka-image-'))
const copied = [...readFileSync(join(projectRoot, 'Dockerfile'), 'utf8').matchAll(/^COPY --from=build \/app\/(\S+) /gm)]

beforeAll(async () => {
  await buildOnce()
  for (const [, name = ''] of copied)
    if (name !== 'node_modules')
      cpSync(join(projectRoot, name), join(image, name), { recursive: true, preserveTimestamps: true })
  const { packages } = parsed('package-lock.json') as { packages: Record<string, { dev?: boolean }> }
  for (const [path, { dev = false }] of Object.entries(packages)) {
    const stays = !dev && /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && existsSync(join(projectRoot, path))
    if (!stays) continue
    mkdirSync(dirname(join(image, path)), { recursive: true })
    symlinkSync(join(projectRoot, path), join(image, path))
  }
}, 120_000)
afterAll(() => rmSync(image, { recursive: true, force: true }))

const { scripts } = parsed('package.json') as { scripts: object }
const commands = Object.entries(scripts).flatMap(([name, script]) =>
  /\bdist\/bin\/[\w-]+\.js$/.test(String(script)) ? [name] : [],
)

/** As in `docker compose exec web npm run …`, where the settings are wrong and nothing can be done. */
async function said(...words: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: image, PORT: 'none', DATA_DIR: join(image, 'data') }
  return promisify(execFile)('npm', ['run', '--silent', ...words], { cwd: image, env }).then(
    ({ stdout }) => stdout,
    (error: Error & { stderr: string }) => error.stderr || error.message,
  )
}

describe('the image', () => {
  it('holds the commands, the first administrator’s among them', async () => {
    expect(commands).toEqual(expect.arrayContaining(['user', 'migrate', 'self-check', 'backup', 'restore']))
    expect(await said('user', '--', 'help')).toContain('Accounts from the command line.')
  }, 60_000)

  it('runs them with what stays when the tools of development are gone', async () => {
    const problem = 'PORT is a whole number'
    for (const [name, ...words] of [['user', 'link', '--email=a@example.org'], ['migrate']])
      expect([name, await said(String(name), '--', ...words)]).toEqual([name, expect.stringContaining(problem)])
  }, 60_000)
})
