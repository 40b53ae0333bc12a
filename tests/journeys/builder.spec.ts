import type { Page } from '@playwright/test'
import { inspector } from './support/inspect.ts'
import { expect, test } from './support/journey.ts'
import { activate, tabTo, typeInto } from './support/keyboard.ts'
import { register, send, signIn } from './support/people.ts'
import { makeOpenEvent } from './support/states.ts'

// Copies of an event that asks „Odkud o konferenci víte?“ and, of those who choose „Odjinud“, „Odkud?“.
const known = ['Odkud o konferenci víte?', 'Odkud?']
const formOf = (slug: string) => `/cs/organiser/events/${slug}/form`

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with a script' : 'without a script', () => {
    test.use({ javaScriptEnabled })

    test('an organiser builds a form by the keyboard alone', async ({ page }) => {
      test.setTimeout(240_000)
      const slug = javaScriptEnabled ? 'formular-klavesnici' : 'formular-bez-skriptu'
      // axe is a script: what the pages say without one is what they say with one.
      const look = javaScriptEnabled ? inspector(page).stand : async () => undefined
      await signIn(page)
      await makeOpenEvent(page, slug)

      await test.step('asks for a choice with counted options', async () => {
        await page.goto(formOf(slug))
        await look()
        await activate(page, page.getByRole('link', { name: 'Přidat otázku' }))
        await look()
        await activate(page, page.getByRole('main').getByRole('link', { name: 'Jedna možnost' }))
        await activate(page, page.getByRole('button', { name: 'Uložit otázku' }).last())
        await expect(page.locator('.error-summary')).toBeVisible()
        await look()
        await typeInto(page, inLanguage(page, 'Otázka', 'Česky'), 'Kde budete spát?')
        await typeInto(page, inLanguage(page, 'Otázka', 'Anglicky'), 'Where will you sleep?')
        await fillOption(page, 1, ['V hotelu Příklad', 'At the Example Hotel', '12'])
        await tabTo(page, option(page, 1).getByRole('checkbox'))
        await page.keyboard.press('Space')
        await fillOption(page, 2, ['U Šípků', 'At the Šípeks’', ''])
        await activate(page, page.getByRole('button', { name: 'Přidat možnost' }))
        await fillOption(page, 3, ['Doma', 'At home', ''])
        await activate(page, page.getByRole('button', { name: 'Posunout možnost 3 výš' }))
        await expect(option(page, 2).getByLabel('Česky')).toHaveValue('Doma')
        await look()
        await save(page)
        await expect(labels(page)).toHaveText([...known, 'Kde budete spát?'])
      })

      await test.step('asks one thing only those who answered another', async () => {
        await activate(page, page.getByRole('link', { name: 'Přidat otázku' }))
        await activate(page, page.getByRole('main').getByRole('link', { name: 'Krátký text' }))
        await typeInto(page, inLanguage(page, 'Otázka', 'Česky'), 'S kým sdílíte pokoj?')
        await typeInto(page, inLanguage(page, 'Otázka', 'Anglicky'), 'Who do you share the room with?')
        await tabTo(page, page.getByLabel('Ptát se podle odpovědi na'))
        await page.keyboard.type('Kde bud')
        if (!javaScriptEnabled) await save(page)
        await tabTo(page, page.getByRole('checkbox', { name: 'V hotelu Příklad' }))
        await page.keyboard.press('Space')
        await look()
        await save(page)
        const row = page.getByRole('row', { name: /S kým sdílíte pokoj/ })
        await expect(row).toContainText('jen když u „Kde budete spát?“ je V hotelu Příklad')
      })

      await test.step('puts the questions in order by buttons and by a position', async () => {
        await activate(page, page.getByRole('button', { name: 'Posunout výš: Kde budete spát?' }))
        await expect(labels(page)).toHaveText([known[0] ?? '', 'Kde budete spát?', 'Odkud?', 'S kým sdílíte pokoj?'])
        await typeInto(page, page.getByLabel('Pořadí otázky Kde budete spát?'), '1')
        await page.keyboard.press('Enter')
        await expect(labels(page)).toHaveText(['Kde budete spát?', ...known, 'S kým sdílíte pokoj?'])
      })

      await test.step('is told why a question must stand after another', async () => {
        await typeInto(page, page.getByLabel('Pořadí otázky S kým sdílíte pokoj?'), '1')
        await page.keyboard.press('Enter')
        await expect(page.getByRole('alert')).toContainText('závisí na otázce „Kde budete spát?“')
        await look()
        await expect(labels(page)).toHaveText(['Kde budete spát?', ...known, 'S kým sdílíte pokoj?'])
      })

      await test.step('sees the form as the attendees do, in both languages', async () => {
        await activate(page, page.getByRole('link', { name: 'Náhled' }))
        await expect(page.getByRole('radio', { name: 'V hotelu Příklad' })).toBeVisible()
        await expect(page.getByLabel('S kým sdílíte pokoj?')).toHaveCount(0)
        await look()
        await tabTo(page, page.getByRole('radio', { name: 'V hotelu Příklad' }))
        await page.keyboard.press('Space')
        if (javaScriptEnabled) await expect(page.getByLabel('S kým sdílíte pokoj?')).toBeVisible()
        await activate(page, page.getByRole('button', { name: 'Vyzkoušet odeslání' }))
        if (!javaScriptEnabled) {
          await expect(page.getByRole('status').filter({ hasText: 'S kým sdílíte pokoj?' })).toBeVisible()
          await activate(page, page.getByRole('button', { name: 'Vyzkoušet odeslání' }))
        }
        await expect(page.getByText('Takto vyplněný formulář by prošel.')).toBeVisible()
        await expect(page.getByLabel('S kým sdílíte pokoj?')).toBeVisible()
        await look()
        await activate(page, page.getByRole('main').getByRole('link', { name: 'English' }))
        await expect(page.getByRole('group', { name: 'Where will you sleep?' })).toBeVisible()
        await expect(page.getByRole('radio', { name: 'At the Example Hotel' })).toBeVisible()
        await look()
      })

      await test.step('takes the questions of another event', async () => {
        await page.goto(formOf(slug))
        await activate(page, page.getByRole('link', { name: 'Zkopírovat z jiné akce' }))
        await look()
        await tabTo(page, page.getByLabel('Akce, ze které otázky vzít'))
        await page.keyboard.type('Ukázková konference')
        await activate(page, page.getByRole('button', { name: 'Zkopírovat otázky' }))
        await expect(page.getByRole('status').first()).toContainText('zkopírované')
        await expect(labels(page)).toHaveText([
          'Kde budete spát?',
          ...known,
          'S kým sdílíte pokoj?',
          'O čem chcete na B2B setkáních mluvit?',
          /./,
          'Cesta a nocleh',
          /./,
          /./,
          /./,
          /./,
          /./,
        ])
        await expect(page.getByRole('row', { name: /Číslo letu/ })).toContainText('je Letadlem')
        await look()
      })
    })
  })
}

test('an organiser drags a question with the pointer, and lets go of it with Escape', async ({ page }) => {
  await signIn(page)
  await makeOpenEvent(page, 'formular-ukazatelem')
  await page.goto(formOf('formular-ukazatelem'))
  await ask(page, 'formular-ukazatelem', 'Kde budete spát?')
  await page.goto(formOf('formular-ukazatelem'))

  await drag(page, 'Kde budete spát?', known[0] ?? '')
  await page.mouse.up()
  await expect(page).toHaveURL(/#question-/)
  await expect(labels(page)).toHaveText(['Kde budete spát?', ...known])
  await page.reload()
  await expect(labels(page)).toHaveText(['Kde budete spát?', ...known])

  await drag(page, known[0] ?? '', 'Kde budete spát?')
  await expect(labels(page)).toHaveText([known[0] ?? '', 'Kde budete spát?', known[1] ?? ''])
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(labels(page)).toHaveText(['Kde budete spát?', ...known])

  await drag(page, known[1] ?? '', 'Kde budete spát?')
  await page.mouse.up()
  await expect(page.getByRole('alert')).toContainText('musí být až za ní')
  await expect(labels(page)).toHaveText(['Kde budete spát?', ...known])
})

test('changing a question that has answers says first what happens to them', async ({ page, request }) => {
  const slug = 'formular-s-odpovedmi'
  const { stand } = inspector(page)
  await signIn(page)
  await makeOpenEvent(page, slug)
  await page.goto(`/cs/events/${slug}/registration`)
  const group = page.getByRole('group', { name: known[0] ?? '' })
  const field = (await group.getByRole('radio').first().getAttribute('name')) ?? ''
  const chosen = await group.getByRole('radio').first().getAttribute('value')
  const option = (await group.locator('.choice label').first().textContent()) ?? ''
  for (const givenName of ['Adéla', 'Břetislav']) {
    const answers = { [field]: chosen ?? '' }
    await register(request, slug, {
      givenName,
      familyName: 'Žďárská',
      email: `${givenName.length}@example.org`,
      answers,
    })
  }

  await test.step('the wording and an option somebody chose', async () => {
    await page.goto(formOf(slug))
    await page
      .getByRole('rowheader')
      .getByRole('link', { name: known[0] ?? '' })
      .click()
    await expect(page.getByRole('main')).toContainText('Odpověděli už 2 lidé.')
    await stand()
    await inLanguage(page, 'Otázka', 'Česky').fill('Kde jste o konferenci slyšeli?')
    await page.getByRole('button', { name: 'Odebrat možnost 1' }).click()
    await page.getByRole('button', { name: 'Uložit otázku' }).last().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Než změnu uložíte')
    await expect(page.getByRole('main')).toContainText('2 odpovědi na původní znění')
    await expect(page.getByRole('main')).toContainText(`Možnost „${option}“ vybrali 2 lidé. Zůstane u nich čitelná`)
    await stand()
    await page.getByRole('button', { name: 'Uložit změnu' }).click()
    await expect(labels(page).first()).toHaveText('Kde jste o konferenci slyšeli?')
    await expect(page.getByRole('row').nth(1)).toContainText('2')
  })

  await test.step('new people choose from the others, the answers stay readable', async () => {
    await page.goto(`/cs/events/${slug}/registration`)
    await expect(page.getByRole('group', { name: 'Kde jste o konferenci slyšeli?' })).toBeVisible()
    await expect(page.getByRole('radio', { name: option, exact: true })).toHaveCount(0)
    await page.goto(`/cs/organiser/events/${slug}/registrations`)
    await page.getByRole('rowheader').getByRole('link').first().click()
    await expect(page.getByRole('main')).toContainText(option)
  })

  await test.step('a question is taken off and put back', async () => {
    await page.goto(formOf(slug))
    await page.getByRole('link', { name: /^Odebrat: Kde jste/ }).click()
    await expect(page.getByRole('alert')).toContainText('závisí otázka „Odkud?“')
    await page.getByRole('link', { name: 'Odebrat: Odkud?' }).click()
    await expect(page.getByRole('main')).toContainText('Nikdo na ni zatím neodpověděl')
    await page.getByRole('button', { name: 'Smazat otázku' }).click()
    await page.getByRole('link', { name: /^Odebrat: Kde jste/ }).click()
    await expect(page.getByRole('main')).toContainText('Odpověděli na ni 2 lidé, jejich odpovědi zůstanou čitelné.')
    await stand()
    await page.getByRole('button', { name: 'Odebrat z formuláře' }).click()
    await expect(page.getByRole('heading', { name: 'Odebrané z formuláře' })).toBeVisible()
    await stand()
    await page.getByRole('button', { name: /^Vrátit do formuláře: Kde jste/ }).click()
    await expect(labels(page)).toHaveText(['Kde jste o konferenci slyšeli?'])
  })
})

function labels(page: Page) {
  return page.locator('.form-table').getByRole('rowheader').getByRole('link')
}

function inLanguage(page: Page, legend: string, language: 'Česky' | 'Anglicky') {
  return page.getByRole('group', { name: legend, exact: true }).getByLabel(language)
}

function option(page: Page, number: number) {
  return page.getByRole('group', { name: `Možnost ${number}`, exact: true })
}

async function fillOption(
  page: Page,
  number: number,
  [cs, en, places]: readonly [string, string, string],
): Promise<void> {
  await typeInto(page, option(page, number).getByLabel('Česky'), cs)
  await typeInto(page, option(page, number).getByLabel('Anglicky'), en)
  if (places !== '') await typeInto(page, option(page, number).getByLabel(/^Míst /), places)
}

/** As a keyboard sends a form from any of its fields. */
async function save(page: Page): Promise<void> {
  await activate(page, page.getByRole('button', { name: 'Uložit otázku' }).last())
}

async function ask(page: Page, slug: string, label: string): Promise<void> {
  await send(page, `${formOf(slug)}/new?kind=short_text`, { 'label.cs': label, 'label.en': label })
}

/** Takes a row by its grip and carries it over another one; the button stays down. */
async function drag(page: Page, from: string, over: string): Promise<void> {
  const row = (label: string) =>
    page.getByRole('row').filter({ has: page.getByRole('link', { name: label, exact: true }) })
  await row(from).locator('[data-grip]').hover()
  await page.mouse.down()
  const box = await row(over).boundingBox()
  if (box === null) throw new Error(`no row ${over}`)
  const isUp = ((await row(from).boundingBox())?.y ?? 0) > box.y
  await page.mouse.move(box.x + 20, box.y + (isUp ? 4 : box.height - 4), { steps: 8 })
}
