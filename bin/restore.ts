/**
 * Puts a backup into DATA_DIR, starts its database and compares what it holds with what was counted when the backup was
 * made. `npm run restore -- /backup/pozvanka-2026-09-15`
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Config, loadConfig } from '../src/config.ts'
import { copyTree, digestOfFile } from '../src/core/embedded-postgres/base-backup.ts'
import { putDatabase, refuseIfTaken } from '../src/core/embedded-postgres/restore.ts'
import { CannotStart } from '../src/core/lifecycle.ts'
import { createLog } from '../src/core/log.ts'
import { openDatabase } from '../src/services.ts'
import { checkOfSecret, differences, lookAt, type Manifest, partsOf, readBackup } from './support/backup-folder.ts'
import { runCommand } from './support/command.ts'

async function main(): Promise<void> {
  const [asked] = process.argv.slice(2)
  if (asked === undefined) throw new CannotStart('Which one? npm run restore -- /backup/pozvanka-2026-09-15')
  const folder = resolve(asked)
  const manifest = await readBackup(folder)
  const config = loadConfig()
  if (config.databaseUrl !== undefined)
    throw new CannotStart(
      'DATABASE_URL is set: this restores the embedded database. See "Backup" in docs/operations.md.',
    )
  await refuseToOverwrite(config, manifest)
  const { database, password, files } = partsOf(folder)
  const home = join(config.dataDir, 'postgres')
  refuseIfTaken(home)
  await copyTree(files, config.dataDir)
  // Last and in one stroke: without it nothing starts.
  await putDatabase(database, home, await readFile(password, 'utf8'))
  // Once more: the secret of a folder that was empty is that of the backup by now.
  await compare(loadConfig(), manifest)
}

/**
 * Nothing of the machine is lost. What is there from a restore that was cut short may be there, and a secret: an empty
 * DATA_DIR gets one as soon as somebody looks, and nobody has a link that was signed with it.
 */
async function refuseToOverwrite({ dataDir }: Config, { files }: Manifest): Promise<void> {
  for (const { path, sha256 } of files.filter(file => file.path.startsWith('files/') && file.path !== 'files/secret')) {
    const at = join(dataDir, path.slice('files/'.length))
    if (existsSync(at) && (await digestOfFile(at)) !== sha256)
      throw new CannotStart(`${at} is there already: restore into an empty DATA_DIR.`)
  }
}

async function compare(config: Config, manifest: Manifest): Promise<void> {
  const database = await openDatabase(config, createLog(config.logLevel), 'command')
  try {
    const found = await lookAt(database.connection)
    const wrong = differences(manifest, found)
    for (const line of wrong) console.log(line)
    if ((found.violations ?? 0) > 0) console.log(`The self-check found ${found.violations} violations.`)
    if (wrong.length > 0 || (found.violations ?? 0) > 0) process.exitCode = 1
    else console.log(`Restored to ${config.dataDir} as of ${manifest.madeAt}: every table holds what it held.`)
  } finally {
    await database.close()
  }
  if (checkOfSecret(config.sessionSecret) === manifest.secretCheck) return
  console.log('SESSION_SECRET is not that of the backup: until it is, no private link in any mail that was sent works.')
  process.exitCode = 1
}

await runCommand(main)
