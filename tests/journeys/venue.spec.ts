import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { expectNoOverflow } from './support/inspect.ts'
import { expect, test } from './support/journey.ts'
import { signIn } from './support/people.ts'
import { agendaOf, release } from './support/programme.ts'
import { makeOpenEvent } from './support/states.ts'
import { collectHtml } from './support/vnu.ts'

const slug = 'clusters-meet-regions-ukazka'
const foyer = `/cs/events/${slug}/display`
const offline = 'Bez spojení. Program platí podle stavu v'

test.describe('a screen on the wall', () => {
  // The demonstration begins in Sofia at half past eight, on a day that moves along with the calendar; the clock of the
  // screen is its own.
  test.use({ timezoneId: 'Europe/Sofia', viewport: { width: 1920, height: 1080 } })

  test('of the foyer: what runs and what comes, through a lost network', async ({ page }) => {
    await page.clock.install({ time: new Date(await onFirstDay(page, '09:10')) })
    await page.goto(foyer)
    await collectHtml(page)
    const room = (name: string) => page.getByRole('region', { name, exact: true })
    await expect(room('Hlavní sál').locator('li.now')).toContainText('Zahájení konference')
    await expect(room('Hlavní sál').locator('li.now')).toContainText('Teď')
    await expect(room('Foyer').locator('li.past')).toContainText('Příchod a registrace')
    await expect(page.locator('[data-clock]')).toHaveText('9.10')
    await expect(page.locator('.offline')).toBeHidden()
    await expectFits(page)
    await axe(page)

    await test.step('the network goes: it says so, and goes on by its own clock', async () => {
      await page.context().setOffline(true)
      await page.clock.runFor(61_000)
      await expect(page.locator('.offline')).toHaveText(`${offline} 9.10.`)
      await page.clock.runFor(25 * 60_000)
      await expect(page.locator('.offline')).toHaveText(`${offline} 9.10.`)
      await expect(page.locator('[data-clock]')).toHaveText('9.36')
      await expect(room('Hlavní sál').locator('li.past').first()).toContainText('Zahájení konference')
      await expect(room('Sál A').locator('li.now')).toContainText('Otevřená diskuse')
      await expectFits(page)
      await axe(page)
    })

    await test.step('the network is back: nobody has to touch anything', async () => {
      await page.context().setOffline(false)
      await page.clock.runFor(61_000)
      await expect(page.locator('.offline')).toBeHidden()
      await expect(room('Sál A').locator('li.now')).toContainText('Otevřená diskuse')
    })
  })

  test('of a room: its sessions alone, in either language, and in the hand', async ({ page }) => {
    await signIn(page)
    await page.goto(agendaOf(slug, 'outlets'))
    const path = (await page.getByRole('link', { name: 'Sál A', exact: true }).getAttribute('href')) ?? ''
    await page.context().clearCookies()
    for (const locale of ['cs', 'en'] as const) {
      await page.goto(path.replace(/^\/cs/, `/${locale}`))
      await collectHtml(page)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(locale === 'cs' ? 'Sál A' : 'Room A')
      await axe(page)
      await expectFits(page)
    }
    expect(await page.context().cookies()).toEqual([])
    await page.setViewportSize({ width: 360, height: 780 })
    await axe(page)
    await expectNoOverflow(page)
  })
})

test.describe('a screen without scripts', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('shows the same and loads itself again', async ({ page }) => {
    await page.goto(foyer)
    await expect(page.getByRole('region', { name: 'Hlavní sál' })).toContainText('Zahájení konference')
    await expect(page.locator('noscript meta[http-equiv="refresh"], meta[http-equiv="refresh"]')).toHaveCount(1)
    await expectNoOverflow(page)
  })
})

test.describe('on somebody else’s site', () => {
  test('the element shows the programme; a frame only where the organisers let it', async ({
    page,
    browser,
    baseURL,
  }) => {
    test.setTimeout(120_000)
    const event = 'na-cizim-webu'
    await signIn(page)
    await makeOpenEvent(page, event, slug)
    await release(page, event)
    const site = await startSite(baseURL ?? '', event)
    const guest = await guestOf(browser)

    await test.step('the element', async () => {
      await guest.goto(`${site.url}/element`)
      const element = guest.locator('pozvanka-agenda')
      await expect(element.getByRole('link', { name: 'Zahájení konference' })).toBeVisible()
      await expect(element.getByText('Odkaz pro ty bez skriptů')).toBeHidden()
      const first = (await element.getByRole('heading', { level: 3 }).textContent()) ?? ''
      await element.getByRole('navigation', { name: 'Dny' }).getByRole('link').nth(1).click()
      await expect(element.getByRole('heading', { level: 3 })).not.toHaveText(first)
      await expect(guest.locator('pozvanka-registration').getByRole('link', { name: 'Registrovat se' })).toBeVisible()
      // The site keeps its own looks.
      expect(await guest.evaluate("getComputedStyle(document.querySelector('h1')).color")).toBe('rgb(0, 128, 0)')
      await axe(guest)
    })

    await test.step('the frame is refused', async () => {
      await guest.goto(`${site.url}/frame`)
      await expect(guest.frameLocator('iframe').getByText('Zahájení konference')).toHaveCount(0)
      const answer = await page.request.get(`/cs/events/${event}/embed/agenda`)
      expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'")
    })

    await test.step('the frame is let in', async () => {
      await page.goto(agendaOf(event, 'settings'))
      await page.getByLabel(/^Weby, které smějí program vložit/).fill(site.url)
      await page.getByRole('button', { name: 'Uložit nastavení' }).click()
      await expect(page.getByRole('status').first()).toContainText('Uloženo.')
      await guest.goto(`${site.url}/frame`)
      const frame = guest.frameLocator('iframe')
      await expect(frame.getByRole('link', { name: 'Zahájení konference' })).toBeVisible()
      // The page in the frame has a <main> as well: it is a page.
      await axe(guest, ['landmark-unique'])
      // Elsewhere it stays closed, and so does every page but these two.
      const other = await page.request.get(`/cs/events/${event}/agenda`)
      expect(other.headers()['content-security-policy']).toContain("frame-ancestors 'none'")
    })

    await test.step('by itself, in the hand', async () => {
      await page.setViewportSize({ width: 360, height: 780 })
      for (const part of ['agenda', 'registration']) {
        await page.goto(`/cs/events/${event}/embed/${part}`)
        await collectHtml(page)
        await axe(page)
        await expectNoOverflow(page)
      }
    })
    await guest.context().close()
    site.server.close()
  })
})

/** On a wall nobody scrolls. */
async function expectFits(page: Page): Promise<void> {
  const below = await page.evaluate('document.documentElement.scrollHeight - document.documentElement.clientHeight')
  expect(below, `${page.url()} is higher than the screen`).toBeLessThanOrEqual(0)
}

async function guestOf(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: 'cs-CZ', viewport: { width: 1280, height: 900 } })).newPage()
}

/** A site of somebody else, on another origin. */
async function startSite(app: string, event: string): Promise<{ url: string; server: Server }> {
  const link = `<a href="${app}/cs/events/${event}">Odkaz pro ty bez skriptů</a>`
  const elements = ['agenda', 'registration'].map(
    part => `<pozvanka-${part} event="${event}" lang="cs">${link}</pozvanka-${part}>`,
  )
  const bodies: Readonly<Record<string, string>> = {
    '/element': `<script type="module" src="${app}/js/embed.js"></script>${elements.join('')}`,
    '/frame': `<iframe src="${app}/cs/events/${event}/embed/agenda" title="Program" width="600" height="600"></iframe>`,
  }
  const server = createServer((request, response) => {
    const body = `<main><h1 style="color: green">Zpravodaj kraje</h1>${bodies[request.url ?? ''] ?? ''}</main>`
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="cs"><title>Zpravodaj kraje</title>${body}</html>`)
  })
  await new Promise<void>(done => void server.listen(0, 'localhost', done))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, server }
}

/** `2027-02-17T09:10:00+02:00`: a time of the day on which the demonstration begins. */
async function onFirstDay(page: Page, time: string): Promise<string> {
  const answer = await page.request.get(`/events/${slug}/schedule.json`)
  const { schedule } = (await answer.json()) as { schedule: { conference: { days: { day_start: string }[] } } }
  return schedule.conference.days[0]?.day_start.replace(/T\d\d:\d\d:\d\d/, `T${time}:00`) ?? ''
}
