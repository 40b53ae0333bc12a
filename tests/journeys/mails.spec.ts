import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { axe } from './support/axe.ts'

// Every kind of mail in both languages, as mail programs get it; it needs no server, only what writes the mails.
const writer = resolve(import.meta.dirname, '../support/write-catalogue.ts')
/** A mail is a part of a page of somebody else's. */
const notOfMails = ['region', 'landmark-one-main', 'page-has-heading-one']

let folder = ''

test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = await mkdtemp(join(tmpdir(), 'pozvanka-mails-'))
  execFileSync(process.execPath, ['--import', 'tsx', writer, folder], { stdio: ['ignore', 'ignore', 'inherit'] })
})

test.afterAll(async () => rm(folder, { recursive: true, force: true }))

for (const [colorScheme, width] of [
  ['light', 700],
  ['dark', 360],
] as const) {
  test(`every mail can be read by everybody, ${colorScheme}, at ${width} px`, async ({ page }) => {
    test.setTimeout(180_000)
    const files = readdirSync(folder).filter(name => name.endsWith('.html'))
    expect(files.length).toBeGreaterThan(50)
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    for (const name of files) await test.step(name, () => look(page, name))
  })
}

async function look(page: Page, name: string): Promise<void> {
  await page.setContent(readFileSync(join(folder, name), 'utf8'))
  await axe(page, notOfMails)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name).toBe(true)
}
