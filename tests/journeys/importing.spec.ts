import type { Page } from '@playwright/test'
import { frabXml, written } from '../factories/schedules.ts'
import { expect, test } from './support/look.ts'
import { signIn } from './support/people.ts'
import { agendaOf } from './support/programme.ts'
import { makeOpenEvent } from './support/states.ts'

const start = 'Načíst program'
const mapping = 'Co je v kterém sloupci'
const check = 'Co se s programem stane'
const from = 'clusters-meet-regions-ukazka'

// As it comes from a spreadsheet: in an order of its own, with a column nobody needs.
const table = [
  ['Kdy', 'Kdo', 'Co', 'Kde', 'Občerstvení'],
  ['20.00–20.30', 'Ing. Bořivoj Šťastný, Ph.D.', 'Večerní přednáška o mostech', 'Hlavní sál', 'čaj'],
  ['20.30', 'doc. Jarmila Dvořáčková; Hugo Malý', 'Diskuse o řekách', 'Sál A', ''],
  ['21.15', '', 'Přestávka s hudbou', '', 'víno'],
]
const pasted = table.map(row => row.join('\t')).join('\n')

test('a pasted table: its columns are set right, and what would happen is read first', async ({ page, look }) => {
  test.setTimeout(180_000)
  const slug = 'nacita-tabulku'
  await begin(page, slug)
  await look(start)
  await page.getByLabel('Vložte tabulku').fill(pasted)
  await page.getByRole('button', { name: 'Pokračovat' }).click()

  await test.step('the guess is right, and can be changed', async () => {
    await look(mapping)
    const column = (letter: string) => page.getByLabel(new RegExp(`^Sloupec ${letter}|^${headingOf(letter)}`))
    await expect(chosenIn(column('A'))).toHaveText('Čas (začátek, nebo od–do)')
    await expect(chosenIn(column('B'))).toHaveText('Řečníci')
    await expect(chosenIn(column('C'))).toHaveText('Název')
    await expect(chosenIn(column('D'))).toHaveText('Sál')
    await column('E').selectOption('Název')
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    await expect(page.locator('.error-summary')).toContainText('už je v jiném sloupci')
    await look(mapping)
    await column('E').selectOption('vynechat')
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
  })

  await test.step('nothing has happened yet', async () => {
    await look(check)
    const main = page.getByRole('main')
    for (const said of ['Večerní přednáška o mostech', 'Diskuse o řekách', 'Přestávka s hudbou', 'Bořivoj Šťastný'])
      await expect(main).toContainText(said)
    const elsewhere = await page.request.get(agendaOf(slug))
    expect((await elsewhere.text()).replaceAll('\u{a0}', ' ')).not.toContain('Diskuse o řekách')
  })

  await test.step('now it has; nobody else sees it before a release', async () => {
    await page.getByRole('button', { name: 'Načíst 3 body' }).click()
    await look('Program je načtený')
    await page.getByRole('link', { name: 'Otevřít program' }).click()
    await expect(page.locator('#ed-lines')).toContainText('Večerní přednáška o mostech')
    await page.goto(agendaOf(slug, 'speakers'))
    await expect(page.getByRole('main')).toContainText('Ing. Bořivoj Šťastný, Ph.D.')
    await expect(page.getByRole('main')).toContainText('Hugo Malý')
    await page.goto(`/cs/events/${slug}/agenda?q=mostech`)
    await expect(page.getByRole('link', { name: 'Večerní přednáška o mostech' })).toHaveCount(0)
  })
})

test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 }, colorScheme: 'dark' })

  test('a programme of another system comes in, once; other files are refused with what to do', async ({
    page,
    look,
  }) => {
    test.setTimeout(180_000)
    const slug = 'nacita-soubor'
    await begin(page, slug)

    await test.step('another format under the right name', async () => {
      await send(page, 'schedule.xml', '<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>')
      await expect(page.locator('.error-summary')).toContainText(/není program ve formátu frab XML ani c3voc JSON/)
      await look(start)
    })

    await test.step('a file that would tell the reader to read others', async () => {
      const bomb = '<?xml version="1.0"?>\n<!DOCTYPE schedule [<!ENTITY a "aaaa">]>\n<schedule>&a;</schedule>'
      await send(page, 'schedule.xml', bomb)
      await expect(page.locator('.error-summary')).toContainText('DOCTYPE (řádek 2)')
      await look(start)
    })

    await test.step('broken: which line', async () => {
      await send(page, 'schedule.xml', '<schedule>\n<day>\n</room>\n</schedule>')
      await expect(page.locator('.error-summary')).toContainText('na řádku 3')
    })

    const day = await firstDay(page, slug)
    const when = (hour: string) => ({ day, start: hour, date: `${day}T${hour}:00+02:00`, room: 'Sál v podkroví' })
    const document = frabXml(
      [
        written(1, { ...when('20:00'), title: 'Půlnoční astronomie', people: [{ id: '1', name: 'Klára Hvězdná' }] }),
        written(2, { ...when('21:00'), title: 'Ranní rosa' }),
      ],
      { zone: 'Europe/Sofia' },
    )
    await test.step('the right one', async () => {
      await send(page, 'program.xml', document)
      await look(check)
      await expect(page.getByRole('main')).toContainText('Nové sály (1): Sál v podkroví')
      await page.getByRole('button', { name: 'Načíst 2 body' }).click()
      await look('Program je načtený')
    })

    await test.step('the same again changes nothing', async () => {
      await page.goto(agendaOf(slug, 'import'))
      await send(page, 'program.xml', document)
      await expect(page.getByRole('main')).toContainText('Není co měnit.')
      await look(check)
      await page.getByRole('link', { name: 'Zahodit' }).click()
      await look('Zahodit, co jste nahráli?')
      await page.getByRole('button', { name: 'Zahodit' }).click()
      await expect(page.getByRole('status').first()).toContainText('Zahozeno.')
    })
  })
})

const headingOf = (letter: string) => table[0]?.['ABCDE'.indexOf(letter)] ?? ''
const chosenIn = (select: ReturnType<Page['locator']>) => select.locator('option:checked')

async function begin(page: Page, slug: string): Promise<void> {
  await signIn(page)
  await makeOpenEvent(page, slug, from)
  await page.goto(agendaOf(slug, 'import'))
}

async function send(page: Page, name: string, content: string): Promise<void> {
  const file = { name, mimeType: 'text/xml', buffer: Buffer.from(content) }
  await page.getByLabel('Soubor s programem').setInputFiles(file)
  await page.getByRole('button', { name: 'Pokračovat' }).click()
}

/** `2027-02-20`: the first day of the programme. */
async function firstDay(page: Page, slug: string): Promise<string> {
  const form = await page.request.get(agendaOf(slug, 'sessions/new'))
  return /<option value="(\d{4}-\d\d-\d\d)"/.exec(await form.text())?.[1] ?? ''
}
