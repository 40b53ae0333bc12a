import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { folders } from './folders.ts'

/** A page as it came from the server. */
export interface HtmlPage {
  readonly name: string
  readonly html: string
}

interface Message {
  readonly type: 'error' | 'info' | 'non-document-error'
  readonly subType?: string
  readonly url?: string
  readonly lastLine?: number
  readonly message: string
  readonly extract?: string
}

const jar = resolve(import.meta.dirname, '../../../node_modules/vnu-jar/build/dist/vnu.jar')

/** Runs the W3C checker once over all pages. Returns every error and warning with the page and its line. */
export function vnu(pages: readonly HtmlPage[]): string[] {
  if (pages.length === 0) return []
  const folder = mkdtempSync(join(tmpdir(), 'pozvanka-vnu-'))
  try {
    const files = pages.map(({ html }, index) => {
      const file = join(folder, `${index}.html`)
      writeFileSync(file, html)
      return file
    })
    const options = ['-Xss1m', '-jar', jar, '--format', 'json', '--stdout', ...files]
    const { stdout, error } = spawnSync('java', options, { encoding: 'utf8', maxBuffer: 256 * 2 ** 20 })
    if (error !== undefined)
      throw new Error(`the W3C checker needs Java (apt-get install default-jre-headless): ${error}`)
    const { messages } = JSON.parse(stdout) as { messages: readonly Message[] }
    return messages.filter(isFault).map(message => describe(pages, message))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Notes about good style (a trailing slash) are none of our business; errors and warnings are. Nor is the guess at the
 * language by the frequency of words: a list of events has their titles in the languages of their organisers.
 */
function isFault({ type, subType, message }: Message): boolean {
  if (message.startsWith('This document appears to be written in ')) return false
  return type !== 'info' || subType === 'warning'
}

function describe(pages: readonly HtmlPage[], { url, lastLine, message, extract }: Message): string {
  const index = Number(/(\d+)\.html$/.exec(url ?? '')?.[1])
  return `${pages[index]?.name ?? 'all pages'}:${lastLine ?? '?'} ${message}  ${(extract ?? '').replace(/\s+/g, ' ')}`
}

/**
 * Keeps the page for the W3C checker, once for each address and status. Asks the server again with the cookies of the
 * page, because the browser has mended what it shows; a page that only a POST gives is passed as `html`.
 */
export async function collectHtml(page: Page, html?: string): Promise<void> {
  const text = html ?? (await (await page.request.get(page.url())).text())
  const name = new URL(page.url()).pathname
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 12)
  mkdirSync(folders.html, { recursive: true })
  writeFileSync(join(folders.html, `${mark}.json`), JSON.stringify({ name, html: text } satisfies HtmlPage))
}

/** The pages that `collectHtml` kept in this run. */
export function collectedHtml(): HtmlPage[] {
  return readdirSync(folders.html).map(file => JSON.parse(readFileSync(join(folders.html, file), 'utf8')) as HtmlPage)
}
