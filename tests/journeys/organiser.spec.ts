import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './support/journey.ts'
import { people, signIn } from './support/people.ts'

const slug = 'clusters-meet-regions-ukazka'
const event = `/cs/organiser/events/${slug}`

test('an organiser adds a session, is refused a clash, and releases the agenda', async ({ page }) => {
  await signIn(page)
  await page.getByRole('link', { name: /^Ukázková konference Clusters meet Regions/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Přehled')
  await page
    .getByRole('navigation', { name: 'Správa akce' })
    .getByRole('link', { name: /^Program/ })
    .click()
  const taken = await placeInMainHall(page)

  await test.step('two sessions in one room at one time are refused', async () => {
    await page.goto(`${event}/agenda/sessions/new`)
    await fillSession(page, 'Večerní prohlídka přístavu', taken)
    await expect(page.locator('.error-summary')).toContainText(/už má Hlavní sál bod/)
    await expect(titleField(page)).toHaveValue('Večerní prohlídka přístavu')
  })

  await test.step('another time is accepted', async () => {
    await fillSession(page, 'Večerní prohlídka přístavu', { ...taken, start: '20.45', end: '21.30', room: '' })
    await expect(page.getByRole('status')).toContainText('Uloženo.')
    await page.goto(`/cs/events/${slug}/agenda?day=${taken.day}`)
    await expect(page.getByText('Večerní prohlídka přístavu')).toHaveCount(0)
  })

  await test.step('what changed is shown, released, and public', async () => {
    await page.goto(`${event}/agenda`)
    await page.getByRole('link', { name: 'Porovnat a vydat' }).click()
    await expect(page.getByRole('main')).toContainText('„Večerní prohlídka přístavu“ je v programu nově.')
    await page.getByRole('button', { name: /^Vydat/ }).click()
    await expect(page.getByRole('status').first()).toBeVisible()
    await page.goto(`/cs/events/${slug}/agenda?day=${taken.day}`)
    await page.getByRole('link', { name: 'Večerní prohlídka přístavu' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Večerní prohlídka přístavu')
  })
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('an organiser finds, exports and cancels registrations', async ({ page }) => {
    await signIn(page)
    await page.goto(`${event}/registrations`)
    const links = page.getByRole('rowheader').getByRole('link')
    const names = await links.allTextContents()
    // Other journeys register people of one name several times.
    const isAlone = (one: string) => names.filter(other => plain(other).includes(plain(one))).length === 1
    const name = names.find(candidate => /[ěščřžýáíéúůĚŠČŘŽ]/.test(candidate) && isAlone(candidate)) ?? ''
    expect(name).not.toBe('')

    await test.step('search does not mind accents', async () => {
      await page.getByRole('searchbox').fill(plain(name))
      await page.getByRole('button', { name: 'Zobrazit' }).click()
      await expect(page).toHaveURL(/q=/)
      await expect(links).toHaveText([name])
    })

    await test.step('a filter is in the address', async () => {
      await page.goto(`${event}/registrations`)
      await page.locator('summary', { hasText: 'Filtry' }).click()
      await page.getByRole('group', { name: 'Stav' }).getByLabel('potvrzeno').click()
      await page.getByRole('button', { name: 'Zobrazit' }).click()
      await expect(page).toHaveURL(/status=confirmed/)
      await expect(page.locator('tbody .state:not(.good)')).toHaveCount(0)
    })

    await test.step('what is shown can be taken away', async () => {
      const rows = Number.parseInt((await page.locator('[data-count]').textContent()) ?? '', 10)
      await page.getByRole('button', { name: /: CSV$/ }).click()
      const file = page.getByRole('link', { name: 'Stáhnout' })
      await expect(file).toBeVisible({ timeout: 20_000 })
      const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
      const csv = await readFile(await download.path(), 'utf8')
      expect(csv.startsWith('\u{feff}')).toBe(true)
      expect(csv.trim().split('\r\n')).toHaveLength(rows + 1)
    })

    await test.step('a registration is cancelled after a question', async () => {
      await page.goto(`${event}/registrations?status=confirmed`)
      await links.first().click()
      await page.getByRole('link', { name: 'Zrušit registraci' }).click()
      await page.getByRole('button', { name: 'Zrušit registraci' }).click()
      await expect(page.locator('.org-title .state')).toHaveText('Zrušeno')
      await expect(page.locator('.timeline').first()).toContainText(/[Zz]rušen/)
    })
  })
})

test('an organiser changes settings and copies an event, which nobody sees before it is published', async ({
  page,
}) => {
  await signIn(page)
  await page.goto(`${event}/settings`)
  await page.getByRole('group', { name: 'Podtitul' }).getByLabel('Česky').fill('Zkouška podtitulu v přístavu')
  await page.getByRole('button', { name: 'Uložit nastavení' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
  await page.goto(`/cs/events/${slug}`)
  await expect(page.locator('.subtitle')).toHaveText('Zkouška podtitulu v přístavu')

  await page.goto('/cs/organiser/events/copy')
  await page
    .getByLabel('Která akce se má zkopírovat')
    .selectOption({ label: await labelOf(page, /^Ukázková konference/) })
  await page.getByRole('group', { name: 'Název nové akce' }).getByLabel('Česky').fill('Kopie z cesty')
  await page.getByLabel('Adresa na webu').fill('kopie-z-cesty')
  await page.getByLabel('První den').fill('14. 4. 2027')
  await page.getByRole('button', { name: 'Vytvořit kopii' }).click()
  await expect(page.getByRole('status').first()).toContainText('Kopie je hotová')
  expect((await page.request.get('/cs/events/kopie-z-cesty')).status()).toBe(404)
  await page
    .getByRole('navigation', { name: 'Správa akce' })
    .getByRole('link', { name: /^Program/ })
    .click()
  await expect(page.getByRole('main')).toContainText('14. dubna')
})

test('door staff see who comes, check them in, and change nothing else', async ({ page }) => {
  await signIn(page, people.doorStaff)
  await page.getByRole('link', { name: /^Ukázková konference Clusters meet Regions/ }).click()
  await expect(page.getByRole('navigation', { name: 'Správa akce' }).getByRole('link')).toHaveText([
    'Přehled',
    'Registrace',
    'Příchody',
  ])
  await page.getByRole('link', { name: 'Příchody' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Příchody')
  const statuses = async (part: string) => (await page.request.get(`${event}${part}`)).status()
  const parts = [
    '',
    '/settings',
    '/agenda',
    '/registrations/exports',
    '/registrations/bulk',
    '/form',
    '/codes',
    '/mails',
    '/announcements',
    '/mails/templates',
  ]
  const answers = await Promise.all(parts.map(statuses))
  expect(answers).toEqual([200, ...parts.slice(1).map(() => 403)])
})

test('a stranger does not learn that an event has an organiser side', async ({ page }) => {
  await signIn(page, people.stranger)
  await expect(page.getByRole('main')).not.toContainText('Clusters meet Regions')
  for (const part of [
    '',
    '/settings',
    '/agenda',
    '/registrations',
    '/form',
    '/imports',
    '/invitations',
    '/mails',
    '/settings/team',
  ]) {
    expect((await page.request.get(`${event}${part}`)).status(), part).toBe(404)
  }
})

interface Place {
  readonly day: string
  readonly start: string
  readonly end: string
  readonly room: string
}

/** When and where a session is whose room holds one thing at a time. */
async function placeInMainHall(page: Page): Promise<Place> {
  await page.goto(`${event}/agenda`)
  const addresses = await page
    .locator('a[href*="/agenda/sessions/"]')
    .evaluateAll(links => [
      ...new Set(links.map(link => link.getAttribute('href') ?? '').filter(href => /\/sessions\/[\w-]+$/.test(href))),
    ])
  for (const address of addresses.filter(href => !href.endsWith('/new'))) {
    await page.goto(address)
    const value = (name: string) => page.locator(`[name="${name}"]`).inputValue()
    const room = await page.locator('[name="room"] option:checked').textContent()
    if (!room?.includes('Hlavní')) continue
    return { day: await value('day'), start: await value('start'), end: await value('end'), room: await value('room') }
  }
  throw new Error('no session is in the main hall')
}

function titleField(page: Page) {
  return page.getByRole('group', { name: 'Název' }).getByLabel('Česky')
}

async function fillSession(page: Page, title: string, { day, start, end, room }: Place): Promise<void> {
  await titleField(page).fill(title)
  await page.locator('[name="day"]').selectOption(day)
  await page.locator('[name="start"]').fill(start)
  await page.locator('[name="end"]').fill(end)
  await page.locator('[name="room"]').selectOption(room)
  await page.getByLabel('Druh').selectOption('social')
  await page.getByRole('button', { name: 'Uložit bod' }).click()
}

async function labelOf(page: Page, pattern: RegExp): Promise<string> {
  const labels = await page.getByLabel('Která akce se má zkopírovat').locator('option').allTextContents()
  return labels.find(label => pattern.test(label)) ?? ''
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
