import type { Page } from '@playwright/test'
import { expect, test } from './support/look.ts'
import { send, signIn } from './support/people.ts'
import { agendaOf } from './support/programme.ts'

const start = 'Začít s programem'
const several = 'Stejná akce na více místech'

test('a programme begins with a template, or with that of another event', async ({ page, look }) => {
  test.setTimeout(180_000)
  await signIn(page)
  const [trip, copy] = ['studijni-cesta-z-predlohy', 'prevzaty-program']
  await makeEmptyEvent(page, trip, '2027-05-10')

  await test.step('an empty programme leads to its beginning', async () => {
    await page.goto(agendaOf(trip))
    await look('Program')
    await page.getByRole('main').getByRole('link', { name: 'Začít rychle' }).last().click()
    await look(start)
    const template = page.getByRole('listitem').filter({ hasText: 'Studijní cesta' })
    await template.getByText('Co v ní je').click()
    await expect(template.locator('.template-day').first()).toBeVisible()
    await look(start)
    await template.getByRole('button', { name: 'Použít předlohu' }).click()
  })

  await test.step('what it made can be taken on', async () => {
    await expect(page.getByRole('status').first()).toContainText('Program je založený.')
    expect(await page.locator('#ed-lines').getByRole('checkbox').count()).toBeGreaterThan(3)
    await look('Program')
    await page.goto(agendaOf(trip, 'start'))
    await expect(page.getByRole('main')).toContainText('Program už něco obsahuje')
    await look(start)
  })

  await test.step('the programme of another event', async () => {
    await makeEmptyEvent(page, copy, '2027-06-07')
    await page.goto(agendaOf(copy, 'start'))
    await page.getByRole('button', { name: 'Převzít program' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await look(start)
    await page.getByLabel('Ze které akce').selectOption({ label: await offered(page, /^Ukázková konference/) })
    await page.getByRole('button', { name: 'Převzít program' }).click()
    await expect(page.getByRole('status').first()).toContainText('Program je založený.')
    await expect(page.locator('#ed-lines')).toContainText('Zahájení konference')
  })
})

test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, colorScheme: 'dark' })

  test('the same info day in several places: checked first, then all at once', async ({ page, look }) => {
    test.setTimeout(180_000)
    await signIn(page)
    const slug = 'infoden-k-objezdu'
    await makeEmptyEvent(page, slug, '2027-03-01')
    await send(page, agendaOf(slug, 'start/template'), { template: 'info-day' })
    await page.goto(agendaOf(slug, 'start'))
    await page.getByRole('link', { name: several }).click()
    await look(several)
    const place = (number: number) => page.getByRole('group', { name: `${number}. místo` })
    const fill = async (number: number, city: string, day: string, address: string) => {
      await place(number).getByLabel('Město česky').fill(city)
      await place(number)
        .getByLabel(/^První den/)
        .fill(day)
      await place(number)
        .getByLabel(/^Adresa na webu/)
        .fill(address)
    }

    await test.step('rows come and go', async () => {
      while ((await page.getByRole('group', { name: /^\d+\. místo$/ }).count()) < 3)
        await page.getByRole('button', { name: 'Další místo' }).click()
      await fill(1, 'Most', '8. 3. 2027', 'infoden-most')
      await fill(2, 'Cheb', '9. 3. 2027', 'infoden-cheb')
      await fill(3, 'Praha', '10. 3. 2027', 'infoden-praha')
      await page.getByRole('button', { name: 'Odebrat 3. místo' }).click()
      await expect(place(2).getByLabel('Město česky')).toHaveValue('Cheb')
    })

    await test.step('an address that is taken is refused where it stands', async () => {
      await fill(2, 'Cheb', '9. 3. 2027', slug)
      await page.getByRole('button', { name: 'Zkontrolovat' }).click()
      await expect(page.locator('.error-summary').getByRole('link')).toHaveText(/^2\. místo/)
      await look(several)
      await fill(2, 'Cheb', '9. 3. 2027', 'infoden-cheb')
      await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    })

    await test.step('what will be, and then is', async () => {
      await expect(page.getByRole('heading', { name: 'Vzniknou 2 akce' })).toBeVisible()
      await look(several)
      expect((await page.request.get('/cs/organiser/events/infoden-most')).status()).toBe(404)
      await page.getByRole('button', { name: 'Založit 2 akce' }).click()
      await expect(page.getByRole('status').first()).toContainText('Akce jsou založené')
      for (const made of ['infoden-most', 'infoden-cheb']) {
        const programme = await (await page.request.get(agendaOf(made))).text()
        expect(programme, made).toContain('data-ref')
        expect((await page.request.get(`/cs/events/${made}`)).status(), made).toBe(404)
      }
    })
  })
})

/** A one-day event from nine to five with nothing in its programme. */
async function makeEmptyEvent(page: Page, slug: string, day: string): Promise<void> {
  await page.goto('/cs/organiser/events/new')
  await page.getByLabel('Organizace', { exact: true }).selectOption({ index: 1 })
  const titles = page.getByRole('group', { name: 'Název akce' })
  await titles.getByLabel('Česky').fill(`Zkouška ${slug}`)
  await page.getByLabel('Adresa stránky').fill(slug)
  for (const [edge, time] of [
    ['Začátek', '09:00'],
    ['Konec', '17:00'],
  ] as const) {
    const moment = page.getByRole('group', { name: edge })
    await moment.getByLabel('Datum').fill(day)
    await moment.getByLabel('Čas').fill(time)
  }
  await page.getByRole('group', { name: 'Město' }).getByLabel('Česky').fill('Ústí nad Labem')
  await page.locator('main form[method="post"] button[type="submit"]').last().click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

async function offered(page: Page, pattern: RegExp): Promise<string> {
  const labels = await page.getByLabel('Ze které akce').locator('option').allTextContents()
  return labels.find(label => pattern.test(label)) ?? ''
}
