import type { Page } from '@playwright/test'
import { expect, test } from './support/look.ts'
import { signIn } from './support/people.ts'
import { addSession, agendaOf, release, sessionPath } from './support/programme.ts'
import { inDays, makeOpenEvent } from './support/states.ts'

const from = 'clusters-meet-regions-ukazka'
const night = 'Noční plavba přístavem'
const h1 = 'Porovnat a vydat program'

test('an organiser compares, releases with a name, and goes back', async ({ page, look }) => {
  test.setTimeout(180_000)
  const slug = 'vydava-se'
  await signIn(page)
  await makeOpenEvent(page, slug, from)
  await release(page, slug)
  await addSession(page, slug, { title: night, titleEn: 'The harbour by night', start: '21.00', end: '22.00' })

  await test.step('the difference is read before anybody else reads it', async () => {
    await page.goto(agendaOf(slug))
    await page.getByRole('link', { name: 'Porovnat a vydat' }).click()
    await expect(changes(page)).toHaveText([`„${night}“ je v programu nově.`])
    await look(h1)
    await name(page, 'Po uzávěrce', 'After the deadline')
    await page.getByRole('button', { name: 'Vydat program (vydání 2)' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Program je vydaný.')
    await expect(page.getByRole('main')).toContainText('Není co vydat.')
    await look(h1)
  })

  await test.step('moved and renamed: the next release says both', async () => {
    await page.goto(await editPath(page, slug))
    await page.locator('[name="start"]').fill('21.30')
    await page.locator('[name="end"]').fill('22.30')
    await page.getByRole('group', { name: 'Název' }).getByLabel('Česky').fill('Noční plavba zálivem')
    await page.getByRole('button', { name: 'Uložit bod' }).click()
    await page.goto(agendaOf(slug, 'release'))
    await expect(page.getByRole('main')).toContainText('původní začátek 21.00, nový 21.30')
    await expect(page.getByRole('main')).toContainText('Noční plavba zálivem')
    await page.getByRole('button', { name: 'Vydat program (vydání 3)' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Program je vydaný.')
  })

  await test.step('what was released before stays readable, and says that it no longer holds', async () => {
    await page.goto(`/cs/events/${slug}/agenda/releases`)
    await look('Vydání programu')
    await page.getByRole('link', { name: 'Vydání 2: Po uzávěrce' }).click()
    await look('Vydání 2: Po uzávěrce')
    await expect(page.getByRole('main')).toContainText('Platí vydání 3.')
    await expect(page.getByRole('main')).toContainText(night)
    await page.goto(`/en/events/${slug}/agenda/releases`)
    await expect(page.getByRole('link', { name: 'Release 2: After the deadline' })).toBeVisible()
    await look('Releases of the agenda')
    const feed = await (await page.request.get(`/cs/events/${slug}/changes.atom`)).text()
    expect(feed.replaceAll('\u{a0}', ' ')).toContain('Vydání 2: Po uzávěrce')
  })

  await test.step('back to the second release, first in the draft, then for everybody', async () => {
    await page.goto(agendaOf(slug, 'release'))
    await page.getByRole('link', { name: /^Vrátit se k tomuto vydání.*Vydání 2/ }).click()
    await look('Vrátit návrh k vydání 2?')
    await page.getByRole('button', { name: 'Vrátit návrh' }).click()
    await expect(page.getByRole('status').first()).toContainText('Návrh je zpátky u staršího vydání.')
    await expect(page.getByRole('main')).toContainText('Tímto vydáním se program vrací k vydání 2.')
    await page.getByRole('button', { name: 'Vydat program (vydání 4)' }).click()
    await page.goto(`/cs/events/${slug}/agenda/releases`)
    await expect(page.getByRole('listitem').filter({ hasText: 'návrat k vydání 2' })).toContainText('platí')
    await page.goto(await sessionPath(page, slug, night))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(night)
    await expect(page.getByRole('main')).toContainText('21.00–22.00')
  })
})

test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, colorScheme: 'dark' })

  test('a release is planned, refused in the past, and called off', async ({ page, look }) => {
    test.setTimeout(120_000)
    const slug = 'vyda-se-pozdeji'
    await signIn(page)
    await makeOpenEvent(page, slug, from)
    await release(page, slug)
    await addSession(page, slug, { title: night, start: '21.00', end: '22.00' })
    await page.goto(agendaOf(slug, 'release'))
    await look(h1)
    await name(page, 'Ranní vydání', 'The morning release')
    await page.getByText('V určený čas', { exact: true }).click()
    await page.getByLabel('Datum').fill('2020-03-01')
    await page.getByLabel('Čas', { exact: true }).fill('06:00')
    await page.getByRole('button', { name: /^Vydat program/ }).click()
    await expect(page.locator('.error-summary')).toContainText(/tento čas už byl/i)
    await look(h1)
    await page.getByLabel('Datum').fill(inDays(3))
    await page.getByRole('button', { name: /^Vydat program/ }).click()
    await expect(page.getByRole('status').first()).toHaveText('Vydání je naplánované.')
    const plan = page.getByRole('region', { name: 'Program vyjde sám' })
    await expect(plan).toContainText('Ranní vydání')
    await look(h1)
    await page.goto(`/cs/events/${slug}/agenda/releases`)
    await expect(page.getByRole('main')).not.toContainText('Ranní vydání')
    await look('Vydání programu')
    await page.goto(agendaOf(slug, 'release'))
    await plan.getByRole('button', { name: 'Zrušit naplánované vydání' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Naplánované vydání je zrušené.')
    await expect(plan).toHaveCount(0)
  })
})

const changes = (page: Page) => page.getByRole('region', { name: /návštěvníci uvidí/ }).getByRole('listitem')

async function name(page: Page, cs: string, en: string): Promise<void> {
  const names = page.getByRole('group', { name: 'Název vydání' })
  await names.getByLabel('Česky').fill(cs)
  await names.getByLabel('Anglicky').fill(en)
}

/** Where the session of the night is edited: known to everybody by the same reference. */
async function editPath(page: Page, slug: string): Promise<string> {
  const path = await sessionPath(page, slug, night)
  return agendaOf(slug, `sessions/${path.split('/').pop() ?? ''}`)
}
