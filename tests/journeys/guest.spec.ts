import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'
import { lintCalendar } from '../support/ical-lint.ts'
import { mailTo, privatePath } from './support/inbox.ts'
import { expect, test } from './support/journey.ts'
import { activate, choose, tick, typeInto } from './support/keyboard.ts'
import { choiceOf, people, register, signIn } from './support/people.ts'

const slug = 'technologicky-transfer-ukazka'
const guest = { email: 'zofie.zahradnikova@example.org' }
const second = { givenName: 'Ctirad', familyName: 'Čekal', email: 'ctirad.cekal@example.org' }

// A telephone, the keyboard alone, and no script.
test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

test('a guest finds an event, registers, changes the answers and gives the place to the next one', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000)
  await addCategoryOfOnePlace(browser, baseURL ?? '')

  await test.step('finds the event', async () => {
    await page.goto('/cs/')
    await typeInto(page, page.getByRole('searchbox'), 'technologicky transfer zaverecna')
    await page.keyboard.press('Enter')
    await activate(page, page.getByRole('link', { name: /^Technologický transfer: závěrečná konference/ }))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Technologický transfer')
    await activate(page, page.locator('.reply').getByRole('link', { name: 'Registrovat se' }))
  })

  await test.step('is told what to mend, and keeps what was typed', async () => {
    await typeInto(page, page.getByLabel('Jméno', { exact: true }), 'Žofie')
    await typeInto(page, page.getByLabel('Příjmení'), 'Zahradníková')
    await typeInto(page, page.getByRole('textbox', { name: 'E-mail' }), 'zofie@')
    await choose(page, page.getByRole('group', { name: 'Koho zastupujete' }), 'Studenti')
    await activate(page, submit(page))
    await expect(page).toHaveTitle(/^Chyba: /)
    await expect(page.locator('.error-summary').getByRole('listitem')).toHaveCount(2)
    await expect(page.getByLabel('Příjmení')).toHaveValue('Zahradníková')
    await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue('zofie@')
    await expect(page.getByRole('radio', { name: 'Studenti' })).toBeChecked()
  })

  await test.step('registers', async () => {
    await activate(page, page.locator('.error-summary').getByRole('link').first())
    await typeInto(page, page.getByRole('textbox', { name: 'E-mail' }), guest.email)
    await tick(page, page.getByRole('checkbox', { name: /^Souhlasím, aby pořadatel/ }))
    await activate(page, submit(page))
    await expect(page).toHaveURL(/\/registration\/done\?state=place/)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte místo.')
  })

  await test.step('the next one waits', async () => {
    const category = await choiceOf(page.request, slug, 'Studenti')
    expect(await register(page.request, slug, second, category)).toContain('state=waiting&position=1')
  })

  await test.step('reads the mail and opens the private page', async () => {
    await mailTo(page.request, guest.email, 'registration-confirmed')
    await page.goto('/demo/inbox')
    await typeInto(page, page.getByLabel('Komu'), guest.email)
    await page.keyboard.press('Enter')
    await activate(page, page.getByRole('link', { name: /^Máte místo: / }))
    await expect(page.locator('.mail-text')).toContainText('Technologický transfer')
    await activate(page, page.locator('.mail-text a[href*="/r/"]').first())
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte místo.')
    await expect(page.getByRole('img', { name: /^QR kód vstupenky/ })).toBeVisible()
  })

  await test.step('takes the calendar file', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      activate(page, page.getByRole('link', { name: 'Soubor .ics' })),
    ])
    const bytes = await readFile(await download.path())
    expect(bytes.toString('utf8')).toMatch(/^BEGIN:VCALENDAR\r\n/)
    expect(lintCalendar(bytes)).toEqual([])
  })

  await test.step('changes an answer', async () => {
    await activate(page, page.getByRole('link', { name: 'Změnit registraci' }))
    await typeInto(page, page.getByLabel('Organizace'), 'Univerzita J. E. Purkyně v Ústí nad Labem')
    await activate(page, submit(page))
    await expect(page.getByRole('status')).toHaveText('Změny jsou uložené.')
    await expect(page.locator('.ticket')).toContainText('Univerzita J. E. Purkyně v Ústí nad Labem')
  })

  await test.step('cancels', async () => {
    await activate(page, page.getByRole('link', { name: 'Zrušit registraci' }))
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Opravdu zrušit registraci')
    await activate(page, page.getByRole('button', { name: 'Zrušit registraci' }))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Registrace je zrušená.')
    await expect(page.locator('.ticket')).toHaveCount(0)
  })

  await test.step('the next one has the place', async () => {
    await page.goto(await privatePath(page.request, second.email, 'registration-promoted'))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Máte místo.')
    await expect(page.locator('.ticket')).toContainText('Ctirad Čekal')
  })
})

function submit(page: Page) {
  return page.locator('main form button[type="submit"]').last()
}

async function addCategoryOfOnePlace(browser: Browser, baseURL: string): Promise<void> {
  const context = await browser.newContext({ baseURL, locale: 'cs-CZ' })
  const page = await context.newPage()
  await signIn(page, people.organiser)
  await page.goto(`/cs/organiser/events/${slug}/categories`)
  await page.getByRole('link', { name: 'Přidat kategorii' }).click()
  await page.getByRole('group', { name: 'Název' }).getByLabel('Česky').fill('Studenti')
  await page.getByRole('group', { name: 'Název' }).getByLabel('Anglicky').fill('Students')
  await page.getByLabel(/^Počet míst|^Kapacita/).fill('1')
  await page.getByRole('checkbox', { name: /čekací listin/i }).check({ force: true })
  await page.locator('main form button[type="submit"]').last().click()
  await expect(page.getByRole('rowheader', { name: 'Studenti' })).toBeVisible()
  await context.close()
}
