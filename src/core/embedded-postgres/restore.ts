import { existsSync, readdirSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CannotStart } from '../lifecycle.ts'
import { serverAccount } from './account.ts'
import { copyTree } from './base-backup.ts'
import { knownHome, reachableHome } from './data-folder.ts'
import { ownFolder } from './owner.ts'

/** Folder every account may enter, for databases that root keeps below a folder of its own. */
const shared = '/var/lib/pozvanka'

/**
 * Refuses a folder that has a database.
 * @throws CannotStart
 */
export function refuseIfTaken(home: string): void {
  const data = join(knownHome(resolve(home)), 'data')
  if (existsSync(data))
    throw new CannotStart(`There is a database in ${data} already: move it away before another is put in its place.`)
}

/**
 * Puts a copied database where `startEmbedded` with the same home finds it. Made whole beside its name and then renamed,
 * so that one that was killed half-way leaves nothing that looks finished.
 * @param source the copy: `copyRunning` made it; it stays as it is
 * @param password of the superuser in the copy
 * @throws CannotStart when there is a database already, or an application that uses the folder
 */
export async function putDatabase(source: string, home: string, password: string): Promise<void> {
  const asked = resolve(home)
  const real = reachableHome(asked, serverAccount(join(asked, 'data')), shared, () => undefined)
  const data = join(real, 'data')
  const release = await ownFolder(real)
  try {
    refuseIfTaken(home)
    for (const left of readdirSync(real).filter(name => name.startsWith('restoring.')))
      await rm(join(real, left), { recursive: true })
    const growing = join(real, `restoring.${process.pid}`)
    await copyTree(source, growing, { account: serverAccount(data) })
    await writeFile(join(real, 'secret'), password, { mode: 0o600 })
    await rename(growing, data)
  } finally {
    release()
  }
}
