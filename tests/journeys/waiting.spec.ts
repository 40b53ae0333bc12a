import type { Page } from '@playwright/test'
import { mailBody, privatePath } from './support/inbox.ts'
import { activate } from './support/keyboard.ts'
import { expect, test } from './support/look.ts'
import { choiceOf, register, signIn } from './support/people.ts'
import { makeOpenEvent, setPlaces } from './support/states.ts'
import { content, words } from './support/words.ts'

const burgas = 'clusters-meet-regions-ukazka'
const [t, c] = [words.cs, content.cs]

// A telephone, the keyboard alone, and no script.
test.describe.configure({ mode: 'parallel' })
test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

test('who waits is offered what becomes free: one declines, the next accepts', async ({ page, look }) => {
  test.setTimeout(120_000)
  const slug = 'zkouska-nabidky'
  await asOrganiser(page, async () => {
    await makeOpenEvent(page, slug, burgas)
    await setPlaces(page, slug, 1)
    await setPlacesOfPart(page, slug, c.dinner, 1)
  })
  const [first, second] = [
    await choiceOf(page.request, slug, c.cluster),
    await choiceOf(page.request, slug, c.authority),
  ]
  const parts = [await choiceOf(page.request, slug, c.dinner)]
  const [holder, declines, accepts, dines] = ['Držitelka', 'Odmítavá', 'Přijímavá', 'Večeřící'].map(person)
  if (!holder || !declines || !accepts || !dines) throw new Error('four people')
  expect(await register(page.request, slug, { ...holder, parts }, first)).toContain('state=place')
  expect(await register(page.request, slug, declines, first)).toContain('state=waiting&position=1')
  expect(await register(page.request, slug, accepts, first)).toContain('state=waiting&position=2')
  expect(await register(page.request, slug, { ...dines, parts }, second)).toContain('state=place')
  await page.goto(await privatePath(page.request, accepts.email, 'registration-waiting'))
  await look('Jste na čekací listině, 2. v pořadí.')

  await asOrganiser(page, () => cancelAsOrganiser(page, slug, holder.email))

  await test.step('the first declines', async () => {
    expect(await mailBody(page.request, declines.email, 'registration-offered')).toContain('Uvolnilo se pro vás místo.')
    await page.goto(await privatePath(page.request, declines.email, 'registration-offered'))
    await look('Uvolnilo se pro vás místo.')
    await activate(page, page.getByRole('link', { name: 'Odmítnout', exact: true }))
    await look('Opravdu odmítnout nabídnuté místo?')
    await activate(page, page.getByRole('button', { name: 'Odmítnout místo' }))
    await look(t.cancelled)
  })

  await test.step('the second accepts, from the mail', async () => {
    await page.goto(await privatePath(page.request, accepts.email, 'registration-offered'))
    await activate(page, page.getByRole('button', { name: 'Přijmout místo' }))
    await expect(page.getByRole('status').first()).toHaveText('Místo je vaše.')
    await look(t.place)
    await expect(page.locator('.ticket')).toContainText(accepts.familyName)
  })

  await test.step('a place at the dinner is offered and accepted beside the rest', async () => {
    expect(await mailBody(page.request, dines.email, 'registration-parts')).toContain(c.dinner)
    await page.goto(await privatePath(page.request, dines.email, 'registration-parts'))
    const dinner = page.getByRole('region', { name: t.myParts }).getByRole('listitem').filter({ hasText: c.dinner })
    await expect(dinner).toContainText('nabídka platí do')
    await look(t.place)
    await activate(page, dinner.getByRole('button', { name: /^Přijmout místo/ }))
    await expect(dinner).toContainText(t.hasPlace)
    await look(t.place)
  })
})

test('a place counts once the address is confirmed', async ({ page, look }) => {
  const slug = 'zkouska-adresy'
  await asOrganiser(page, async () => {
    await makeOpenEvent(page, slug)
    await page.goto(`/cs/organiser/events/${slug}/registration-settings`)
    await page.getByLabel('Před registrací potvrdit e-mail').check({ force: true })
    await page.getByRole('button', { name: 'Uložit pravidla' }).click()
    await expect(page.getByRole('status').first()).toBeVisible()
  })
  const guest = person('Potvrzovaná')
  await page.goto(await register(page.request, slug, guest))
  await look('Ještě potvrďte svou adresu.')
  await page.goto(await privatePath(page.request, guest.email, 'registration-address'))
  await look('Potvrďte svou adresu.')
  await activate(page, page.getByRole('button', { name: 'Potvrdit adresu' }))
  await expect(page.getByRole('status').first()).toHaveText('Adresa je potvrzená.')
  await look(t.place)
})

function person(familyName: string) {
  const plain = familyName.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return { givenName: 'Alžběta', familyName, email: `${plain}.ceka@example.org` }
}

/** What the organiser does between; the guest has no cookie afterwards. */
async function asOrganiser(page: Page, deed: () => Promise<void>): Promise<void> {
  await signIn(page)
  await deed()
  await page.context().clearCookies()
}

async function cancelAsOrganiser(page: Page, slug: string, email: string): Promise<void> {
  await page.goto(`/cs/organiser/events/${slug}/registrations?q=${encodeURIComponent(email)}`)
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Zrušit registraci' }).click()
  await page.getByRole('button', { name: 'Zrušit registraci' }).click()
  await expect(page.locator('.org-title .state')).toHaveText('Zrušeno')
}

async function setPlacesOfPart(page: Page, slug: string, title: string, capacity: number): Promise<void> {
  await page.goto(`/cs/organiser/events/${slug}/parts`)
  await page.getByRole('link', { name: title }).first().click()
  await page.locator('[name="capacity"]').fill(String(capacity))
  await page.locator('main form button[type="submit"]').last().click()
  await expect(page.getByRole('status').first()).toBeVisible()
}
