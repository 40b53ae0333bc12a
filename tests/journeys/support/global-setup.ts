import { mkdirSync, rmSync } from 'node:fs'
import { folders } from './folders.ts'

/** Forgets the pages and pictures of the last run. */
export default function globalSetup(): void {
  for (const folder of Object.values(folders)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
}
