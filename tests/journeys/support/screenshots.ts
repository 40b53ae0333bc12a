import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { folders } from './folders.ts'

const widths = [360, 768, 1280] as const
const schemes = ['light', 'dark'] as const
const locales = ['cs', 'en'] as const

/**
 * Takes twelve pictures of a page, phone to desk, light and dark, Czech and English, into
 * test-results/screenshots/<name>-<locale>-<width>-<scheme>.png.
 * @param path the address below the language: '/events/clusters-meet-regions-burgas'
 * @param each runs on every variant after it is drawn, for example `axe`
 */
export async function screenshots(
  page: Page,
  name: string,
  path: string,
  each: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  mkdirSync(folders.screenshots, { recursive: true })
  const before = page.viewportSize()
  for (const locale of locales) {
    await page.goto(`/${locale}${path}`)
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme })
      for (const width of widths) {
        await page.setViewportSize({ width, height: width === 360 ? 780 : 900 })
        const file = `${name}-${locale}-${width}-${scheme}.png`
        await page.screenshot({ path: join(folders.screenshots, file), fullPage: true })
        await each(page)
      }
    }
  }
  await page.emulateMedia({ colorScheme: null })
  if (before !== null) await page.setViewportSize(before)
}
