import { readFile } from 'node:fs/promises'
import type { Download, Page } from '@playwright/test'
import { mailTo } from './support/inbox.ts'
import { inspector } from './support/inspect.ts'
import { expect, test } from './support/journey.ts'
import { register, signIn } from './support/people.ts'
import { makeOpenEvent, setPlaces } from './support/states.ts'

// Each has its part of the demonstration, or an event of its own.
test.describe.configure({ mode: 'parallel' })

const demo = '/cs/organiser/events/clusters-meet-regions-ukazka'
const at = (slug: string, part: string) => `/cs/organiser/events/${slug}/${part}`

test('an organiser finds people, keeps what was found as a view, and takes it away as a file', async ({ page }) => {
  test.setTimeout(240_000)
  const { stand } = inspector(page)
  await signIn(page)
  await page.goto(`${demo}/registrations`)
  const names = await people(page).allTextContents()
  // Other journeys register people of one name several times.
  const isAlone = (one: string) => names.filter(other => plain(other).includes(plain(one))).length === 1
  const name = names.find(candidate => /[ěščřžýáíéúů]/i.test(candidate) && isAlone(candidate)) ?? ''
  const count = page.locator('[data-count]')
  await stand()

  await test.step('the table follows what is typed, and minds no accents', async () => {
    await page.getByRole('searchbox').pressSequentially(plain(name))
    await expect(people(page)).toHaveText([name])
    await expect(page).toHaveURL(/[?&]q=/)
    await expect(page.getByRole('status').first()).toContainText('1 registrace')
    await expect(page.getByRole('searchbox')).toBeFocused()
    await page.getByRole('searchbox').clear()
    await expect(people(page)).toHaveCount(names.length)
  })

  await test.step('filters and columns are in the address', async () => {
    await page.locator('summary', { hasText: 'Filtry' }).click()
    await page.getByRole('group', { name: 'Stav' }).getByLabel('potvrzeno').click()
    await page.getByRole('group', { name: 'Stav' }).getByLabel('zrušeno').click()
    await expect(page).toHaveURL(/status=confirmed.*status=cancelled/)
    await stand()
    await page.locator('summary', { hasText: 'Filtry' }).click()
    await page.locator('summary', { hasText: 'Sloupce' }).click()
    await page.getByRole('group', { name: 'Registrace', exact: true }).getByLabel('E-mail').click()
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toBeVisible()
    await stand()
    await page.reload()
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toBeVisible()
    await expect(page.locator('tbody .state').filter({ hasText: /Čeká|Ke schválení/ })).toHaveCount(0)
  })

  const found = (await count.textContent()) ?? ''
  await test.step('a view brings them back', async () => {
    await page.getByText('Uložit pohled', { exact: true }).click()
    await page.getByLabel('Název pohledu').fill('Přijedou, nebo už ne')
    await page.getByRole('button', { name: 'Uložit' }).click()
    await expect(page.getByRole('status').first()).toContainText('Pohled je uložený.')
    await page.goto(`${demo}/registrations`)
    await expect(count).not.toHaveText(found)
    const bar = page.getByRole('navigation', { name: 'Uložené pohledy' })
    await bar.getByRole('link', { name: 'Přijedou, nebo už ne' }).click()
    await expect(count).toHaveText(found)
    await expect(page.getByRole('columnheader', { name: 'E-mail' })).toBeVisible()
    await expect(bar.locator('[aria-current]')).toHaveText('Přijedou, nebo už ne')
  })

  const rows = Number.parseInt(found, 10)
  await test.step('what is shown becomes a file, made by a job', async () => {
    const csv = (await exported(page, 'CSV')).toString('utf8')
    expect(csv.startsWith('\u{feff}')).toBe(true)
    expect(csv.trim().split('\r\n')).toHaveLength(rows + 1)
    expect(csv).toContain('@')
    await stand()
    await page.getByRole('link', { name: 'Registrace' }).last().click()
    await page.getByRole('navigation', { name: 'Uložené pohledy' }).getByRole('link', { name: 'Přijedou' }).click()
    expect((await exported(page, 'Excel')).subarray(0, 2).toString()).toBe('PK')
    await page.getByRole('link', { name: 'Exporty' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: `Export CSV, ${rows}` })).toContainText('Hotovo')
    await stand()
  })
})

test('an organiser decides about many at once, knowing exactly how many', async ({ page }) => {
  test.setTimeout(240_000)
  const { stand } = inspector(page)
  await signIn(page)
  await page.goto(`${demo}/registrations?status=applied`)
  const applied = await people(page).allTextContents()
  expect(applied.length).toBeGreaterThan(2)

  await test.step('approves those who are ticked', async () => {
    const boxes = page.getByRole('checkbox', { name: /^Označit: / })
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    await expect(page.getByRole('group', { name: 'Hromadné úpravy' })).toContainText('Označeno: 2')
    await stand()
    await page.getByLabel('Co s nimi udělat').selectOption({ label: 'Schválit přihlášky' })
    await page.getByRole('button', { name: 'Pokračovat' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Schválit 2 přihlášky?')
    for (const name of applied.slice(0, 2)) await expect(page.getByRole('main')).toContainText(name)
    await stand()
    await page.getByRole('button', { name: 'Schválit 2 přihlášky' }).click()
    await finished(page)
    await expect(page.getByRole('main')).toContainText('Schváleno, má místo2 lidé')
    await stand()
    await page.goto(`${demo}/registrations?status=applied`)
    await expect(people(page)).toHaveText(applied.slice(2))
  })

  await test.step('tags all that the filter found, and nobody else', async () => {
    await page.goto(`${demo}/registrations?country=SK`)
    const total = Number.parseInt((await page.locator('[data-count]').textContent()) ?? '', 10)
    await page.getByRole('checkbox', { name: new RegExp(`${total} odpovídající`) }).check()
    await page.getByLabel('Co s nimi udělat').selectOption({ label: 'Přidat štítek' })
    await page.getByRole('button', { name: 'Pokračovat' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Přidat štítek ${total} registracím`)
    await page.getByRole('button', { name: 'Přidat štítek' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await stand()
    await page.getByLabel('Štítek').fill('sousedé')
    await page.getByRole('button', { name: 'Přidat štítek' }).click()
    await finished(page)
    await expect(page.getByRole('main')).toContainText('Štítek přidán')
    await page.goto(`${demo}/registrations?tag=sousedé`)
    await expect(people(page)).toHaveCount(total)
  })
})

test('an organiser notes, moves and promotes with a reason, all of it in the timeline', async ({ page, request }) => {
  test.setTimeout(240_000)
  const slug = 'tabulka-poradi'
  const { stand } = inspector(page)
  await signIn(page)
  await makeOpenEvent(page, slug)
  await setPlaces(page, slug, 1)
  const [first, second, third, fourth] = ['Prvá', 'Druhá', 'Třetí', 'Čtvrtá']
  for (const familyName of [first, second, third, fourth]) {
    await register(request, slug, { givenName: 'Růžena', familyName, email: `${plain(familyName)}@example.org` })
  }

  await test.step('from now on places are given by hand', async () => {
    await page.goto(at(slug, 'registration-settings'))
    await stand()
    await page.locator('[name="offerHours"]').fill('moc')
    await page.getByRole('button', { name: 'Uložit pravidla' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await stand()
    await page.locator('[name="offerHours"]').fill('48')
    await page.locator('[name="waitingFrozenDate"]').fill('2026-01-01')
    await page.locator('[name="waitingFrozenTime"]').fill('09:00')
    await page.getByRole('button', { name: 'Uložit pravidla' }).click()
    await expect(page.getByRole('status').first()).toContainText('Uloženo')
    await setPlaces(page, slug, 2)
  })

  await test.step('one who waits is given the free place, and why is kept', async () => {
    await openOne(page, slug, third)
    await page.getByRole('link', { name: 'Dát místo' }).click()
    await page.getByRole('button', { name: 'Dát místo' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await stand()
    await page.getByLabel('Důvod').fill('Přednáší místo kolegyně.')
    await page.getByRole('button', { name: 'Dát místo' }).click()
    await expect(page.getByRole('status').first()).toContainText('Místo je přidělené')
    await expect(timeline(page)).toContainText('Přednáší místo kolegyně.')
    await mailTo(page.request, `${plain(third)}@example.org`, 'registration-promoted')
  })

  await test.step('another comes to the head of the queue', async () => {
    await openOne(page, slug, fourth)
    await expect(page.locator('.org-title .state')).toHaveText('Čeká, 2.')
    await page.getByRole('link', { name: 'Posunout v pořadí' }).click()
    await stand()
    await page.getByLabel('Nové pořadí').fill('1')
    await page.getByLabel('Důvod').fill('Přihlásila se telefonem už minulý týden.')
    await page.getByRole('button', { name: 'Posunout' }).click()
    await expect(page.locator('.org-title .state')).toHaveText('Čeká, 1.')
    await expect(timeline(page)).toContainText('Posun v pořadí na 1. místo')
  })

  await test.step('notes and tags are beside the mails', async () => {
    await page.getByRole('textbox', { name: 'Nová poznámka' }).fill('Volala, přijede vlakem.')
    await page.getByRole('button', { name: 'Přidat poznámku' }).click()
    await page.getByRole('combobox', { name: 'Nový štítek' }).fill('vlak')
    await page.getByRole('button', { name: 'Přidat štítek' }).click()
    await expect(timeline(page)).toContainText('Volala, přijede vlakem.')
    await expect(timeline(page)).toContainText('Přidán štítek')
    await expect(page.getByRole('button', { name: 'Odebrat štítek vlak' })).toBeVisible()
    await stand()
    await page.getByRole('button', { name: 'Odebrat štítek vlak' }).click()
    await expect(page.getByText('Žádné.', { exact: true })).toBeVisible()
  })

  await test.step('the counters agree with the registrations', async () => {
    await page.goto(at(slug, 'self-check'))
    await expect(page.getByRole('main')).toContainText('Všechno souhlasí.')
    await stand()
  })
})

test('an organiser joins the two registrations of one person', async ({ page, request }) => {
  const slug = 'tabulka-dvojice'
  const { stand } = inspector(page)
  await signIn(page)
  await makeOpenEvent(page, slug)
  for (const host of ['example.org', 'example.com']) {
    await register(request, slug, { givenName: 'Jiřina', familyName: 'Dvojitá', email: `jirina@${host}` })
  }
  await page.goto(at(slug, 'registrations'))
  await page.getByRole('link', { name: /^Možné dvojí registrace/ }).click()
  await stand()
  await page.getByRole('link', { name: 'Porovnat: Jiřina Dvojitá' }).click()
  await expect(page.getByRole('table')).toContainText('jirina@example.com')
  await stand()
  await page.getByRole('group', { name: 'Která zůstane' }).getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: 'Sloučit registrace' }).click()
  await expect(page.getByRole('status').first()).toContainText('Registrace jsou sloučené.')
  await page.goto(at(slug, 'registrations?status=confirmed'))
  await expect(people(page)).toHaveCount(1)
  await page.goto(at(slug, 'registrations/duplicates'))
  await expect(page.getByRole('main')).toContainText('Nikdo tu není dvakrát')
})

test('an organiser imports what Czech Excel saved, all of it or nothing, and twice without harm', async ({ page }) => {
  test.setTimeout(240_000)
  const slug = 'tabulka-import'
  const { stand } = inspector(page)
  const header = 'Příjmení;Jméno;E-mail;Organizace'
  const [one, two] = ['Šťastná;Žofie;zofie@example.org;Město Děčín', 'Řeřicha;Čeněk;cenek@example.org;"Ústí; kraj"']
  await signIn(page)
  await makeOpenEvent(page, slug)
  await page.goto(at(slug, 'imports'))
  await page.getByRole('button', { name: 'Pokračovat ke sloupcům' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  await stand()

  await test.step('a row that cannot be read stops all', async () => {
    await chooseTable(page, [header, one, 'Bez adresy;Emil;nikam;'])
    await expect(page.getByRole('table')).toContainText('Šťastná')
    await expect(page.getByLabel(/Příjmení/).first()).toHaveValue(/./)
    await stand()
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    await expect(page.getByRole('heading', { name: 'Co je potřeba opravit' })).toBeVisible()
    await expect(page.getByRole('row', { name: /řádek 3.*nikam/ }).first()).toBeVisible()
    await stand()
    await page.getByRole('link', { name: 'Zahodit a nahrát opravenou' }).click()
    await page.getByRole('button', { name: 'Zahodit tabulku' }).click()
  })

  await test.step('the mended table is imported in its order', async () => {
    await chooseTable(page, [header, one, two])
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    await expect(page.getByRole('row', { name: /Čeněk Řeřicha/ })).toContainText('dostane místo')
    await stand()
    await page.getByRole('checkbox', { name: 'Poslat nově zaregistrovaným e-mail (2 e-maily)' }).check({ force: true })
    await page.getByRole('button', { name: 'Zaregistrovat 2 lidi' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hotovo')
    await stand()
    await mailTo(page.request, 'zofie@example.org', 'registration-confirmed')
    await page.getByRole('link', { name: 'Přejít na registrace' }).click()
    await expect(people(page)).toHaveCount(2)
    await expect(page.getByRole('row', { name: /Čeněk Řeřicha/ })).toContainText('Ústí; kraj')
  })

  await test.step('the same table again changes nothing', async () => {
    await page.goto(at(slug, 'imports'))
    await stand()
    await chooseTable(page, [header, one, two])
    await expect(page.getByRole('main')).toContainText('Tabulka se stejným obsahem už jednou prošla')
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    await expect(page.getByRole('main')).toContainText('registrace už je, nic se nezmění')
    await page.getByRole('button', { name: 'Potvrdit import' }).click()
    await page.getByRole('link', { name: 'Přejít na registrace' }).click()
    await expect(people(page)).toHaveCount(2)
  })
})

test('an organiser hands out codes and invites people from a spreadsheet', async ({ page }) => {
  test.setTimeout(240_000)
  const slug = 'tabulka-pozvani'
  const { stand } = inspector(page)
  await signIn(page)
  await makeOpenEvent(page, slug)

  await test.step('codes by the dozen', async () => {
    await page.goto(at(slug, 'codes'))
    await stand()
    await page.getByRole('link', { name: 'Víc kódů najednou' }).click()
    await page.getByRole('button', { name: 'Vydat kódy' }).click()
    await expect(page.locator('.error-summary')).toBeVisible()
    await stand()
    await page.getByLabel('Kolik kódů').fill('12')
    await page.getByLabel(/^Začátek kódu/).fill('novinar')
    await page.getByLabel('Otevírá kategorii').selectOption({ index: 1 })
    await page.getByLabel(/^Kolikrát se dá použít/).fill('1')
    await page.getByLabel(/^Poznámka/).fill('novináři')
    await page.getByRole('button', { name: 'Vydat kódy' }).click()
    await expect(page.getByRole('status').first()).toContainText('Kódy jsou vydané.')
    await expect(people(page)).toHaveCount(12)
    await stand()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Stáhnout CSV' }).click(),
    ])
    const csv = (await contents(download)).toString('utf8')
    expect(csv.trim().split('\r\n')).toHaveLength(13)
    expect(csv).toMatch(/NOVINAR\w{8}/)
  })

  await test.step('a code is turned off', async () => {
    await people(page).first().click()
    await stand()
    await page.getByRole('link', { name: 'Vypnout kód' }).click()
    await stand()
    await page.getByRole('button', { name: 'Vypnout kód' }).click()
    await expect(page.locator('.org-title .state')).toHaveText('Vypnutý')
  })

  const header = 'jméno a příjmení\te-mail\torganizace\tjazyk'
  await test.step('a list with a mistake goes to nobody', async () => {
    await page.goto(at(slug, 'invitations'))
    await stand()
    await page.getByRole('link', { name: 'Pozvat' }).first().click()
    await page
      .getByLabel('Seznam', { exact: true })
      .fill(`${header}\nVěra Hostinská\tvera@example.org\tKraj\tcs\nJohn Guest\tjohn\tCluster\ten`)
    await page.getByRole('button', { name: 'Zkontrolovat seznam' }).click()
    await expect(page.getByRole('alert')).toContainText('Řádek 3: tohle není e-mailová adresa.')
    await expect(page.getByRole('button', { name: /^Pozvat/ })).toHaveCount(0)
    await stand()
  })

  await test.step('the mended list goes out after a dry run', async () => {
    const list = page.getByLabel('Seznam', { exact: true })
    await list.fill((await list.inputValue()).replace('\tjohn\t', '\tjohn@example.org\t'))
    await page.getByRole('button', { name: 'Zkontrolovat seznam' }).click()
    await expect(page.getByRole('status').first()).toContainText('Pozvánka odejde 2 lidem.')
    await stand()
    await page.getByRole('button', { name: 'Pozvat 2 lidi' }).click()
    await expect(page.getByRole('status').first()).toContainText('Pozvánky jsou na cestě.')
    await expect(people(page)).toHaveText([/Guest/, /Hostinská/])
    await mailTo(page.request, 'vera@example.org', 'invitation')
    await stand()
    await people(page).first().click()
    await stand()
  })
})

test('an organiser lets two categories share places', async ({ page }) => {
  const slug = 'tabulka-spolecna-mista'
  const { stand } = inspector(page)
  await signIn(page)
  await makeOpenEvent(page, slug, 'clusters-meet-regions-ukazka')
  await page.goto(at(slug, 'quotas'))
  await stand()
  await page.getByRole('link', { name: 'Přidat společná místa' }).click()
  await page.getByRole('button', { name: 'Uložit společná místa' }).click()
  await expect(page.locator('.error-summary')).toBeVisible()
  await stand()
  await page.getByRole('group', { name: 'Název' }).getByLabel('Česky').fill('Malý sál')
  await page.getByRole('group', { name: 'Název' }).getByLabel('Anglicky').fill('Small hall')
  await page.getByLabel('Počet míst').fill('3')
  for (const name of ['Veřejná správa', 'Klastrová organizace']) {
    await page.getByRole('group', { name: 'Kategorie' }).getByRole('checkbox', { name }).check({ force: true })
  }
  await page.getByRole('button', { name: 'Uložit společná místa' }).click()
  await expect(page.getByRole('row', { name: /Malý sál/ })).toContainText('0 z 3')
  await expect(page.getByRole('row', { name: /Malý sál/ })).toContainText('Klastrová organizace')
  await page.getByRole('link', { name: 'Nastavit místa celé akce' }).click()
  await stand()
  await page.getByLabel(/^Všichni dohromady/).fill('2')
  await page.getByRole('button', { name: 'Uložit místa celé akce' }).click()
  await expect(page.getByRole('row', { name: /Všichni dohromady/ })).toContainText('0 z 2')
  await page.getByRole('link', { name: 'Malý sál' }).click()
  await page.getByRole('link', { name: 'Odebrat společná místa' }).click()
  await stand()
  await page.getByRole('button', { name: 'Odebrat společná místa' }).click()
  await expect(page.getByRole('status').first()).toContainText('Společná místa jsou odebraná.')
})

/** What the rows of the table are called: people, codes. */
function people(page: Page) {
  return page.locator('.results tbody').getByRole('rowheader').getByRole('link')
}

function timeline(page: Page) {
  return page.locator('.timeline')
}

async function openOne(page: Page, slug: string, familyName: string): Promise<void> {
  await page.goto(at(slug, `registrations?q=${encodeURIComponent(familyName)}`))
  await people(page).first().click()
}

async function finished(page: Page): Promise<void> {
  await expect(page.locator('.run .state')).toHaveText('Hotovo', { timeout: 20_000 })
}

/** Exports what the table shows and waits for the job. Ends on the page of the export. */
async function exported(page: Page, format: 'CSV' | 'Excel'): Promise<Buffer> {
  await page.getByRole('button', { name: new RegExp(`: ${format}$`) }).click()
  const file = page.getByRole('link', { name: 'Stáhnout' })
  await expect(file).toBeVisible({ timeout: 20_000 })
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
  return contents(download)
}

async function contents(download: Download): Promise<Buffer> {
  return readFile(await download.path())
}

async function chooseTable(page: Page, lines: readonly string[]): Promise<void> {
  const buffer = inWindows1250(lines.join('\r\n'))
  await page.getByLabel('Soubor').setInputFiles({ name: 'ucastnici.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Pokračovat ke sloupcům' }).click()
  // Where the event has one category it stands there already; other journeys may have added another to its original.
  await page.getByRole('combobox', { name: 'Kategorie', exact: true }).selectOption({ label: 'Účast na konferenci' })
}

/** The bytes of Windows-1250, found by reading each byte as it: Node writes no encoding of that age. */
function inWindows1250(text: string): Buffer {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const letters = [...bytes].map(byte => new TextDecoder('windows-1250').decode(Uint8Array.of(byte)))
  return Buffer.from([...text].map(letter => letters.indexOf(letter)))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
