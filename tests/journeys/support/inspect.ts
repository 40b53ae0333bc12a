import { expect, type Page, type Response } from '@playwright/test'
import { axe } from './axe.ts'
import { collectHtml } from './vnu.ts'

const locales = ['cs', 'en'] as const
type Locale = (typeof locales)[number]

/** An address below the language (`/events/…`), or whole for each language. */
export type Address = string | ((locale: Locale) => string)

/** The second look at each page; the turns make sure that every combination is looked at often. */
const seconds = [
  { locale: 'en', scheme: 'dark', width: 360 },
  { locale: 'cs', scheme: 'dark', width: 1280 },
  { locale: 'en', scheme: 'light', width: 360 },
  { locale: 'cs', scheme: 'light', width: 360 },
  { locale: 'en', scheme: 'dark', width: 1280 },
  { locale: 'cs', scheme: 'dark', width: 360 },
] as const

const first = { locale: 'cs', scheme: 'light', width: 1280 } as const

/** Looks at pages one after the other: accessible, no wider than the narrowest telephone, and kept for the W3C checker. */
export interface Inspector {
  /** Opens a page in both languages. Ends on the Czech one and gives the addresses it links to. */
  visit(address: Address, status?: number): Promise<string[]>
  /** Looks at the page as it stands, in light and dark. Ends as wide and as light as it began. */
  stand(this: void): Promise<void>
  /** Looks at what an answer to a form shows. */
  look(answer: Response | null, status: number): Promise<void>
  /** How many pages were looked at. */
  count(): number
}

export function inspector(page: Page): Inspector {
  let turn = 0
  const drawn = async (scheme: 'light' | 'dark', width: number) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
  }
  const open = async (address: Address, locale: Locale, status: number) => {
    const path = typeof address === 'string' ? `/${locale}${address}` : address(locale)
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(status)
    await collectHtml(page, await answer?.text())
  }
  const visit = async (address: Address, status = 200) => {
    const second = seconds[turn % seconds.length] ?? seconds[0]
    turn += 1
    await drawn(first.scheme, first.width)
    await open(address, 'en', status)
    if (second.locale === 'en') {
      await drawn(second.scheme, second.width)
      await axe(page)
    }
    await expectNoOverflow(page)
    await drawn(first.scheme, first.width)
    await open(address, 'cs', status)
    await axe(page)
    if (second.locale === 'cs') {
      await drawn(second.scheme, second.width)
      await axe(page)
    }
    await expectNoOverflow(page)
    const hrefs = await page.locator('a[href]').evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
    return hrefs.map(href => new URL(href, page.url()).href)
  }
  const look = async (answer: Response | null, status: number) => {
    turn += 1
    expect(answer?.status(), page.url()).toBe(status)
    await collectHtml(page, await answer?.text())
    for (const scheme of ['light', 'dark'] as const) {
      await drawn(scheme, scheme === 'light' ? 1280 : 360)
      await axe(page)
    }
    await expectNoOverflow(page)
  }
  const stand = async () => {
    const before = page.viewportSize()
    turn += 1
    await collectHtml(page)
    for (const scheme of ['light', 'dark'] as const) {
      await drawn(scheme, scheme === 'light' ? 1280 : 360)
      await axe(page)
    }
    await expectNoOverflow(page)
    await page.emulateMedia({ colorScheme: first.scheme })
    if (before !== null) await page.setViewportSize(before)
  }
  return { visit, look, stand, count: () => turn }
}

// Runs in the page, where this program's types do not reach.
const widerThanScreen = `() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  const beyond = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > room + 1)
  return ['the page', ...beyond.slice(0, 5).map(one => one.outerHTML.slice(0, 120))]
}`

/** Nothing makes the page scroll sideways on the narrowest screen that WCAG 1.4.10 knows. */
export async function expectNoOverflow(page: Page): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 })
  const wide = await page.evaluate<string[]>(`(${widerThanScreen})()`)
  expect(wide, `${page.url()} is wider than 320 px`).toEqual([])
}

/** Sends the form of the page that is open and gives the answer. */
export async function submitted(page: Page): Promise<Response | null> {
  const [answer] = await Promise.all([
    page.waitForResponse(response => response.request().method() === 'POST'),
    page.locator('main form[method="post"] button[type="submit"]:not([name="rows"])').last().click(),
  ])
  await page.waitForLoadState()
  return answer
}
