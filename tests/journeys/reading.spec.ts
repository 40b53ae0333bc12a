import { axe } from './support/axe.ts'
import { expect, test } from './support/journey.ts'

const agenda = '/cs/events/clusters-meet-regions-burgas/agenda'

test.describe('on a telephone without scripts', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('a reader finds a session by a word, a filter and a day, and reads it', async ({ page }) => {
    await page.goto(agenda)
    const width = page.viewportSize()?.width ?? 0
    expect((await page.locator('main').boundingBox())?.width ?? 0).toBeLessThanOrEqual(width)
    await page.getByText('Hledat a vybírat').click()
    await page.getByRole('searchbox', { name: 'Hledat v programu' }).fill('kreativni prumysl')
    await page.getByRole('button', { name: 'Ukázat' }).click()
    await expect(page.getByRole('status')).toContainText('Vybrali jste')
    await expect(page.locator('.session').first()).toContainText('Kreativní průmysl')
    await page.getByRole('navigation', { name: 'Dny' }).getByRole('link').nth(1).click()
    await expect(page.getByRole('heading', { level: 2, name: 'Čtvrtek 14. září' })).toBeVisible()
    await page.getByText('Hledat a vybírat').click()
    await page.getByRole('group', { name: 'Sál' }).getByRole('link').nth(1).click()
    await expect(page.getByRole('status')).toContainText('Vybrali jste')
    await page.locator('.session h4 a').first().click()
    await page.getByText('Přidat do kalendáře').click()
    await expect(page.getByRole('link', { name: 'Soubor .ics' })).toBeVisible()
    await expect(page.locator('.star, .star-button')).toHaveCount(0)
  })
})

test.describe('with scripts', () => {
  test.use({ timezoneId: 'America/New_York' })

  test('a reader stars sessions, is told of what is at the same time, and keeps them', async ({ page }) => {
    await page.goto(agenda)
    const session = (title: string) => page.locator('.session').filter({ has: page.getByRole('link', { name: title }) })
    const star = (title: string) => page.getByRole('button', { name: `Můj program: ${title}` })
    await star('DIGITOUR: čeho dosáhl').press('Enter')
    await star('Otevřená diskuse').press('Space')
    await expect(star('Otevřená diskuse')).toHaveAttribute('aria-pressed', 'true')
    await expect(session('Otevřená diskuse').locator('.clash')).toContainText('Ve stejnou dobu')
    await page.reload()
    await expect(star('DIGITOUR: čeho dosáhl')).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('link', { name: 'Můj program (2)' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Můj program')
    await expect(page.locator('.session')).toHaveCount(2)
    await star('Otevřená diskuse').click()
    await expect(page.locator('.clash')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Můj program (1)' })).toBeVisible()
    await axe(page)
  })

  test('a reader elsewhere reads the times of their own clock', async ({ page }) => {
    await page.goto(agenda)
    await page.getByRole('link', { name: 'Ukázat časy ve vašem pásmu (New York)' }).click()
    await expect(page.getByText('časy jsou v pásmu New York')).toBeVisible()
    await expect(page.locator('.slot time').first()).toHaveAttribute('datetime', /-04:00$/)
    await expect(page.locator('.zone-offer')).toHaveCount(0)
  })
})
