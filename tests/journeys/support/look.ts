import { expect, type Page, type Response } from '@playwright/test'
import { axe } from './axe.ts'
import { expectNoOverflow } from './inspect.ts'
import { test as base } from './journey.ts'
import { collectHtml } from './vnu.ts'

/** Waits for the page with this heading and looks at it as it stands. */
export type Look = (heading: string | RegExp) => Promise<void>

/**
 * `test` of journeys that look at what they pass: `look` fails when axe finds something or when the page is wider than
 * a telephone, and keeps what the server sent for the W3C checker.
 */
export const test = base.extend<{ look: Look }>({
  look: async ({ page, browser, javaScriptEnabled, baseURL, viewport, colorScheme }, use) => {
    let sent: Response | undefined
    page.on('response', response => {
      const isDocument = response.request().isNavigationRequest() && response.frame() === page.mainFrame()
      if (isDocument && (response.status() < 300 || response.status() >= 400)) sent = response
    })
    const options = { baseURL: baseURL ?? '', viewport, colorScheme, javaScriptEnabled: true }
    let other: Page | undefined
    await use(async heading => {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading)
      await page.waitForLoadState()
      const html = await sent?.text()
      await collectHtml(page, html)
      // Where the page was left, its navigation lies over a box, which axe would take for a small one.
      await page.evaluate('scrollTo(0, 0)')
      if (javaScriptEnabled) await axe(page)
      // A page to read is the same with a script; what the server answers to a form is not.
      else if (sent?.request().method() === 'POST') {
        other ??= await browser.newPage(options)
        await axeElsewhere(other, page.url(), sent, html)
      }
      await expectNoOverflow(page)
      if (viewport) await page.setViewportSize(viewport)
    })
    await other?.close()
  },
})

/** Where no script runs axe does not run either: it looks at the same answer in another window. */
async function axeElsewhere(page: Page, url: string, sent: Response, body = ''): Promise<void> {
  await page.route(url, route => route.fulfill({ status: sent.status(), headers: sent.headers(), body }))
  await page.goto(url)
  await axe(page)
  await page.unroute(url)
}

export { expect } from './journey.ts'
