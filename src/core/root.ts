import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The absolute folder of the project: the nearest one above this file that holds package.json. The same answer from
 * `src/core` (tsx, Jest) and from `dist/src/core` (the build), so views, locales and public files are found from both.
 */
export const projectRoot = nearestWithPackage(import.meta.dirname)

function nearestWithPackage(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) throw new Error(`no package.json above ${start}`)
  }
}
