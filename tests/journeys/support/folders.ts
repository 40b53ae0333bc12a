import { resolve } from 'node:path'

const results = resolve(import.meta.dirname, '../../../test-results')

/** What the journeys leave behind, all of it outside version control. */
export const folders = {
  /** Pages as the browser got them, for the W3C checker. */
  html: `${results}/html`,
  screenshots: `${results}/screenshots`,
}
