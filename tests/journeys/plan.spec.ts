import type { Page } from '@playwright/test'
import { privatePath } from './support/inbox.ts'
import { expect, test } from './support/look.ts'
import { choiceOf, register } from './support/people.ts'
import { sessionPath } from './support/programme.ts'
import { content } from './support/words.ts'

const slug = 'clusters-meet-regions-ukazka'
const digitour = 'DIGITOUR: čeho dosáhl program voucherů'
const discussion = /^Otevřená diskuse: jak nastartovat/
const overview = 'Místní klastrové prostředí: podrobný přehled'
const heading = 'Můj program'

test('stars of a browser come along to the registration, and into its calendar', async ({ page, look }) => {
  test.setTimeout(120_000)
  const path = await guest(page, 'Hvězdička')

  await test.step('without an account, from the pages of two sessions', async () => {
    await page.goto(await sessionPath(page, slug, digitour))
    const star = page.locator('#session-actions .star-button')
    await star.click()
    await expect(star).toHaveAttribute('aria-pressed', 'true')
    await page.goto(`/cs/events/${slug}/agenda`)
    const other = page.getByRole('button', { name: /^Můj program: Otevřená diskuse/ })
    await other.click()
    await expect(page.locator('.clash').first()).toContainText('Ve stejnou dobu')
    await page.getByRole('link', { name: 'Můj program (2)' }).click()
    await expect(page.locator('.session')).toHaveCount(2)
    await look(heading)
  })

  await test.step('the registration takes them over', async () => {
    await page.goto(path)
    await page.getByRole('link', { name: 'Sestavit si můj program' }).click()
    await look(heading)
    expect(await entriesOf(page, path)).toContain(overview)
    await page.goto(`${path}/agenda`)
    await page.getByRole('button', { name: 'Přidat je sem' }).click()
    await expect(starOf(page, digitour)).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('button', { name: 'Přidat je sem' })).toBeHidden()
    await expect(lineOf(page, digitour)).toContainText(/Ve stejnou dobu máte\si\s.*Otevřená diskuse/)
    await look(heading)
  })

  await test.step('the calendar holds what has a star', async () => {
    const entries = await entriesOf(page, path)
    expect(entries).toContain(digitour)
    expect(entries).toContain('Otevřená diskuse')
    expect(entries).not.toContain(overview)
  })
})

test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, colorScheme: 'dark' })

  test('a guest stars, is told of a clash, and signs up for what has places', async ({ page, look }) => {
    test.setTimeout(120_000)
    const path = await guest(page, 'Bezskriptová')
    await page.goto(path)
    await page.getByRole('link', { name: 'Sestavit si můj program' }).click()
    await look(heading)
    await starOf(page, digitour).click()
    await starOf(page, discussion).click()
    await expect(lineOf(page, digitour)).toContainText(/Ve stejnou dobu máte\si\s.*Otevřená diskuse/)
    await look(heading)
    await page.getByRole('link', { name: /^Jen můj \(2 hvězdičky\)/ }).click()
    await expect(page.locator('.plan > li')).toHaveCount(2)
    await look(heading)
    await starOf(page, discussion).click()
    await expect(page.locator('.plan > li')).toHaveCount(1)
    await expect(page.getByText('Ve stejnou dobu')).toHaveCount(0)
    expect(await entriesOf(page, path)).not.toContain('Otevřená diskuse')

    await test.step('places of a session are asked for from here', async () => {
      await page.goto(`${path}/agenda`)
      await dayWith(page, content.cs.mapping)
      const line = lineOf(page, content.cs.mapping)
      await expect(line).toContainText('jen s přihlášením')
      await line.getByRole('link', { name: 'Změnit přihlášení' }).click()
      await page.getByRole('checkbox', { name: content.cs.mapping }).check({ force: true })
      await page.getByRole('button', { name: 'Uložit výběr' }).click()
      await expect(page.getByRole('status').first()).toBeVisible()
      await page.goto(`${path}/agenda`)
      await dayWith(page, content.cs.mapping)
      await expect(line).toContainText(/máte místo|čekací listina/)
    })

    await test.step('in English too', async () => {
      await page.goto(`${path.replace(/^\/cs/, '/en')}/agenda?show=mine`)
      await expect(page.locator('.plan > li').first()).toContainText('DIGITOUR')
      await look('My agenda')
    })
  })
})

const lineOf = (page: Page, title: string | RegExp) =>
  page.locator('.plan > li').filter({ has: page.getByRole('link', { name: title }) })
const starOf = (page: Page, title: string | RegExp) => lineOf(page, title).locator('button.star')

/** Registers somebody and gives the path of their private page. */
async function guest(page: Page, familyName: string): Promise<string> {
  const email = `${familyName
    .normalize('NFD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase()}@example.org`
  const category = await choiceOf(page.request, slug, content.cs.authority)
  await register(page.request, slug, { givenName: 'Světlana', familyName, email }, category)
  return privatePath(page.request, email, 'registration-confirmed')
}

/** Opens the day on which a session is. */
async function dayWith(page: Page, title: string): Promise<void> {
  const days = page.getByRole('navigation', { name: 'Dny' }).getByRole('link')
  const count = await days.count()
  for (let day = 0; day < count; day += 1) {
    await days.nth(day).click()
    await page.waitForLoadState()
    if ((await lineOf(page, title).count()) > 0) return
  }
  throw new Error(`${title} is on no day`)
}

/** The personal calendar of a registration, its lines unfolded. */
async function entriesOf(page: Page, path: string): Promise<string> {
  await page.goto(path)
  const link = await page.getByRole('link', { name: 'Odebírat v kalendáři' }).getAttribute('href')
  const feed = await (await page.request.get((link ?? '').replace(/^webcal/, 'http'))).text()
  return feed.replaceAll('\r\n ', '').replaceAll('\\,', ',').replaceAll('\u{a0}', ' ')
}
