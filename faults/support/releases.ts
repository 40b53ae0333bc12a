import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { describeSchema } from '../../bin/schema/catalog.ts'
import { type Address, withDatabase } from '../../bin/support/scratch-server.ts'
import { migrationNames } from '../../src/core/migrations.ts'
import { projectRoot } from '../../src/core/root.ts'

const git = (...args: string[]) => execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).trim()

/** The release before this one: the commit, and the migrations it does not know. */
export interface PreviousRelease {
  readonly commit: string
  readonly newer: readonly string[]
}

/** The last commit before the newest migration; undefined where git does not know it (an archive, a shallow clone). */
export async function previousRelease(): Promise<PreviousRelease | undefined> {
  const names = await migrationNames()
  try {
    const added = git('log', '--diff-filter=A', '--format=%H', '--', `migrations/${names.at(-1)}.ts`)
      .split('\n')
      .at(-1)
    const commit = git('rev-parse', '--verify', added === '' || added === undefined ? 'HEAD' : `${added}^`)
    const known = git('ls-tree', '--name-only', commit, 'migrations/')
    return { commit, newer: names.filter(name => !known.includes(name)) }
  } catch {
    return undefined
  }
}

/** Builds a commit in a folder, with the packages that are installed here. Returns the build. */
export function buildCommit(commit: string, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const archive = execFileSync('git', ['archive', commit], { cwd: projectRoot, maxBuffer: 2 ** 30 })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
  execFileSync(process.execPath, ['bin/build.mjs', '--force'], { cwd: folder, stdio: 'pipe' })
  return join(folder, 'dist')
}

/** Fills an empty database with an installation of the first release (tests/fixtures/README.md). */
export async function loadFirstRelease(address: Address): Promise<void> {
  const client = new pg.Client(address)
  await client.connect()
  try {
    const dump = readFileSync(join(projectRoot, 'tests/fixtures/first-release.sql.gz'))
    await client.query(gunzipSync(dump).toString('utf8'))
  } finally {
    await client.end()
  }
}

/** A schema to compare: brackets and the order of lines differ with the program that wrote it down. */
export async function schemaOf(address: Address): Promise<string> {
  const text = await withDatabase(address, describeSchema)
  return text.replaceAll(/[()]/g, '').split('\n').toSorted().join('\n')
}
