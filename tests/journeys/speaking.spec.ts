import { expect, type Look, test } from './support/look.ts'
import type { Browser, Page } from '@playwright/test'
import { mailBody, pathIn } from './support/inbox.ts'
import { signIn } from './support/people.ts'
import { addSession, agendaOf, release, sessionPath } from './support/programme.ts'
import { makeOpenEvent } from './support/states.ts'

const title = 'Jak se z klastru stane soused'
const name = 'Vilemína Řehořková'
const named = 'doc. Vilemína Řehořková, Ph.D.'

// The one who speaks has a telephone without scripts once, and a desk once; the organisers sit at a desk.
test.describe.configure({ mode: 'parallel' })
test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, colorScheme: 'dark' })
  test('a speaker answers, hands everything in, and takes the consent back', ({ page, look, browser, baseURL }) =>
    speaks(page, look, { browser, baseURL: baseURL ?? '', slug: 'mluvi-z-telefonu' }))
})
test('a speaker answers, hands everything in, and takes the consent back', ({ page, look, browser, baseURL }) =>
  speaks(page, look, { browser, baseURL: baseURL ?? '', slug: 'mluvi-od-stolu' }))

interface Setting {
  readonly browser: Browser
  readonly baseURL: string
  readonly slug: string
}

async function speaks(page: Page, look: Look, { browser, baseURL, slug }: Setting): Promise<void> {
  test.setTimeout(240_000)
  const email = `${slug}@example.org`
  const desk = await (await browser.newContext({ baseURL, locale: 'cs-CZ' })).newPage()
  await signIn(desk)
  await makeOpenEvent(desk, slug, 'clusters-meet-regions-ukazka')

  await test.step('the organiser adds who speaks, and asks', async () => {
    await addSpeaker(desk, slug, email)
    await addSession(desk, slug, { title, start: '20.00', end: '20.45', speaker: name })
    await release(desk, slug)
    await desk.goto(agendaOf(slug, 'speakers/answers'))
    await desk.getByRole('link', { name: 'Oslovit (1)' }).click()
    await desk.getByRole('button', { name: 'Poslat e-maily' }).click()
    await expect(desk.getByRole('status').first()).toHaveText('E-maily jsou na cestě.')
    await expect(lineOf(desk)).toContainText('Čeká na odpověď')
    expect((await page.goto(`/cs/events/${slug}/speakers`))?.status()).toBe(200)
    await expect(page.getByText(name)).toHaveCount(0)
  })

  await test.step('the mail leads to the private page', async () => {
    expect(await mailBody(page.request, email, 'speaker-invited')).toContain(title)
    await page.goto(await pathIn(page.request, email, 'speaker-invited', 'speaking'))
    await expect(page.getByRole('region', { name: 'Vaše body programu' })).toContainText(title)
    await look('Můžeme s vámi počítat?')
  })

  await test.step('the entry is corrected; what is wrong is named', async () => {
    await page.getByRole('link', { name: 'Upravit medailonek' }).click()
    await look('Jak vás představíme')
    await page.getByLabel('Tituly před jménem').fill('doc.')
    await page.getByLabel('Tituly za jménem').fill('Ph.D.')
    await page.getByRole('group', { name: 'Medailonek' }).getByLabel('Česky').fill('Propojuje *obce* a firmy.')
    await page.getByLabel('Adresa 1').fill('toto neni adresa')
    await page.getByRole('button', { name: 'Uložit' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await look('Jak vás představíme')
    await page.getByLabel('Adresa 1').fill('https://example.org/vilemina')
    await page.getByLabel('Popis 1').fill('Vlastní stránka')
    await page.getByRole('button', { name: 'Uložit' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Uloženo.')
    await expect(page.getByRole('heading', { name: named })).toBeVisible()
  })

  await test.step('when she can, and what she needs', async () => {
    await page.getByRole('link', { name: 'Upravit, kdy můžete a co potřebujete' }).click()
    await look('Kdy můžete a co potřebujete')
    const days = page.locator('.day-choices fieldset')
    await days.nth(1).getByText('Ten den ne').click()
    await days.nth(2).getByText('Jen část dne').click()
    await days.nth(2).getByLabel('Od').fill('13:00')
    await days.nth(2).getByLabel('Do', { exact: true }).fill('12:00')
    await page.getByLabel('Co budete potřebovat').fill('Bezdrátový mikrofon')
    await page.getByRole('button', { name: 'Uložit' }).click()
    await look('Kdy můžete a co potřebujete')
    await days.nth(2).getByLabel('Do', { exact: true }).fill('17:30')
    await page.getByRole('button', { name: 'Uložit' }).click()
    await expect(page.getByRole('region', { name: 'Kdy můžete a co potřebujete' })).toContainText('Bezdrátový mikrofon')
  })

  await test.step('a photograph; a text under its name is refused', async () => {
    await page.getByRole('link', { name: 'Přidat fotografii' }).click()
    await look('Fotografie')
    const field = page.getByLabel('Nová fotografie')
    await field.setInputFiles({ name: 'ja.png', mimeType: 'image/png', buffer: Buffer.from('Nejsem obrázek.') })
    await page.getByRole('button', { name: 'Nahrát fotografii' }).click()
    await look('Fotografie')
    await field.setInputFiles({ name: 'ja.png', mimeType: 'image/png', buffer: await desk.screenshot() })
    await page.getByRole('button', { name: 'Nahrát fotografii' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Fotografie je nahraná.')
    await expectDrawn(page, 'img.own-face')
  })

  await test.step('slides', async () => {
    await page.getByRole('link', { name: `Přidat soubor k bodu ${title}` }).click()
    await look('Prezentace a podklady')
    const slides = { name: 'Řehořková slajdy.pdf', mimeType: 'application/pdf', buffer: await desk.pdf() }
    await page.getByLabel('Soubor', { exact: true }).setInputFiles(slides)
    await page.getByLabel('Název souboru pro čtenáře').fill('Sousedské slajdy')
    await page.getByRole('button', { name: 'Nahrát soubor' }).click()
    const sessions = page.getByRole('region', { name: 'Vaše body programu' })
    await expect(sessions.getByRole('listitem').filter({ hasText: 'Sousedské slajdy' })).toContainText('Neveřejné')
  })

  await test.step('yes, and named in public', async () => {
    await page.getByLabel('Souhlasím, že mě uvedete v programu na webu').check({ force: true })
    await page.getByRole('button', { name: 'Potvrdit účast' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Děkujeme, účast je potvrzená.')
    await look('Počítáme s vámi.')
  })

  await test.step('the organiser sees the answer, and puts the slides on the web', async () => {
    await desk.goto(agendaOf(slug, 'speakers/answers?group=confirmed'))
    await expect(lineOf(desk)).toContainText('Potvrzeno')
    await lineOf(desk).getByRole('link').click()
    await expect(desk.getByRole('main')).toContainText('Bezdrátový mikrofon')
    await desk.getByRole('link', { name: '1 soubor' }).click()
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Soubory: ${title}`)
    await desk.getByRole('button', { name: 'Zveřejnit' }).click()
    await expect(desk.getByRole('status').first()).toHaveText('Soubor je na webu.')
    await release(desk, slug)
  })

  const session = await sessionPath(page, slug, title)
  let speaker = ''
  let photograph = ''
  await test.step('everybody can read it', async () => {
    await page.goto(session)
    await look(title)
    const link = page.getByRole('link', { name: named })
    speaker = (await link.getAttribute('href')) ?? ''
    photograph = (await page.locator('img.portrait').getAttribute('src')) ?? ''
    const slides = await page.request.get(
      (await page.getByRole('link', { name: 'Sousedské slajdy' }).getAttribute('href')) ?? '',
    )
    expect(slides.headers()['content-disposition']).toMatch(/^attachment/)
    expect((await slides.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await link.click()
    await look(named)
    await expect(page.getByRole('main')).toContainText('Propojuje obce a firmy.')
    await expectDrawn(page, 'img.portrait')
    await page.goto(`/cs/events/${slug}/speakers`)
    await expect(page.getByRole('link', { name: named })).toBeVisible()
    await look('Řečníci')
  })

  await test.step('the consent is taken back: nothing is left of her in public', async () => {
    await page.goto(await pathIn(page.request, email, 'speaker-invited', 'speaking'))
    await page.getByRole('button', { name: 'Odvolat souhlas' }).click()
    await expect(page.getByRole('status').first()).toContainText('Souhlas je odvolaný.')
    await look('Počítáme s vámi.')
    expect((await page.goto(speaker))?.status()).toBe(404)
    expect((await page.request.get(photograph)).status()).toBe(404)
    for (const path of [session, `/cs/events/${slug}/speakers`, `/cs/events/${slug}/agenda/releases/2`]) {
      expect((await page.goto(path))?.status(), path).toBe(200)
      await expect(page.getByRole('main'), path).not.toContainText('Řehořková')
    }
  })
  await desk.context().close()
}

const lineOf = (page: Page) => page.getByRole('row').filter({ hasText: name })

async function addSpeaker(page: Page, slug: string, email: string): Promise<void> {
  await page.goto(agendaOf(slug, 'speakers'))
  await page.getByRole('link', { name: 'Přidat řečníka' }).click()
  await page.getByRole('group', { name: 'Jméno' }).getByLabel('Česky').fill(name)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('button', { name: 'Uložit řečníka' }).click()
  await expect(page.getByRole('status').first()).toContainText('Uloženo.')
}

/** A picture that the browser could read and draw. */
async function expectDrawn(page: Page, selector: string): Promise<void> {
  const picture = page.locator(selector)
  await expect(picture).toBeVisible()
  const answer = await page.request.get((await picture.getAttribute('src')) ?? '')
  expect(answer.headers()['content-type']).toBe('image/webp')
  await expect(async () => {
    expect(await page.evaluate(`document.querySelector('${selector}').naturalWidth`)).toBeGreaterThan(100)
  }).toPass()
}
