import type { Page } from '@playwright/test'
import { mailTo, pathIn } from './support/inbox.ts'
import { activate, choose, tick, typeInto } from './support/keyboard.ts'
import { expect, type Look, test } from './support/look.ts'
import { signIn } from './support/people.ts'
import { content, words } from './support/words.ts'

const slug = 'clusters-meet-regions-ukazka'

test.describe.configure({ mode: 'parallel' })

test.describe('Czech, without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('a contact registers a delegation of three and looks after it', async ({ page, look }) => {
    test.setTimeout(120_000)
    await page.goto(`/cs/events/${slug}/registration`)
    await activate(page, page.getByRole('link', { name: 'Přihlašuji víc lidí z jedné organizace' }))
    await look('Registrace delegace')
    await fillDelegation(page, look)
    await activate(page, page.getByRole('button', { name: 'Registrovat delegaci' }))
    await look('Delegaci máme.')
    for (const who of ['adela', 'bohdan', 'cyril']) {
      await mailTo(page.request, `${who}.delegat@example.org`, 'registration-confirmed')
    }
    await page.goto(await pathIn(page.request, 'kontakt@example.org', 'delegation-registered', 'delegations'))
    await look(/Dunajský klastr/)
    await expect(page.locator('.delegates > li')).toHaveCount(3)
    await lookAfter(page, look)
  })
})

test.describe('English, with a script', () => {
  test.use({ colorScheme: 'dark', viewport: { width: 360, height: 780 } })

  test('somebody invited says no, thinks again and says yes', async ({ page, look }) => {
    test.setTimeout(120_000)
    const email = 'ingrid.guest@example.org'
    await invite(page, `jméno\tpříjmení\te-mail\tjazyk\nIngrid\tØstergaard\t${email}\ten`)
    await page.goto(await pathIn(page.request, email, 'invitation', 'invitations'))
    await look('You are invited')
    await activate(page, page.getByRole('button', { name: 'I will not take part' }))
    await look('Thank you for your answer.')
    await activate(page, page.getByRole('button', { name: 'Change my answer' }))
    await look('You are invited')
    await expect(page.getByLabel('Family name')).toHaveValue('Østergaard')
    await activate(page, page.getByRole('button', { name: 'Confirm that you take part' }))
    await expect(page.locator('.error-summary')).toBeVisible()
    await look('You are invited')
    await choose(page, page.getByRole('group', { name: words.en.attendance }), words.en.onSite)
    await tick(page, page.getByRole('checkbox', { name: words.en.consent }))
    await activate(page, page.getByRole('button', { name: 'Confirm that you take part' }))
    await look('You have a place.')
    await activate(page, page.getByRole('link', { name: 'Open my registration' }))
    await expect(page.locator('.ticket')).toContainText('Ingrid Østergaard')
    await look('You have a place.')
  })
})

async function fillDelegation(page: Page, look: Look): Promise<void> {
  const register = page.getByRole('button', { name: 'Registrovat delegaci' })
  await typeInto(page, page.getByLabel('Jméno a příjmení'), 'Kamil Kontakt')
  await typeInto(page, page.getByRole('textbox', { name: 'Organizace' }), 'Dunajský klastr')
  await activate(page, register)
  await expect(page.locator('.error-summary')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Organizace' })).toHaveValue('Dunajský klastr')
  await look('Registrace delegace')
  await typeInto(page, page.getByLabel('Váš e-mail'), 'kontakt@example.org')
  await choose(page, page.getByRole('group', { name: 'Koho zastupujete' }), content.cs.sme)
  const rows = page.locator('.person-row')
  for (let count = await rows.count(); count < 3; count += 1) {
    await activate(page, page.getByRole('button', { name: 'Přidat dalšího člověka' }))
    await expect(rows).toHaveCount(count + 1)
  }
  await expect(page.getByLabel('Váš e-mail')).toHaveValue('kontakt@example.org')
  for (const [index, given] of ['Adéla', 'Bohdan', 'Cyril'].entries()) {
    const row = rows.nth(index)
    await typeInto(page, row.getByLabel('Jméno', { exact: true }), given)
    await typeInto(page, row.getByLabel('Příjmení'), 'Delegátová')
    await typeInto(page, row.getByLabel('E-mail'), `${plain(given)}.delegat@example.org`)
  }
  await tick(page, page.getByRole('checkbox', { name: /^Potvrzuji, že všichni/ }))
}

async function lookAfter(page: Page, look: Look): Promise<void> {
  await activate(page, page.getByRole('link', { name: 'Vyměnit: Bohdan Delegátová' }))
  await look('Kdo přijede místo: Bohdan Delegátová')
  await typeInto(page, page.getByLabel('Jméno', { exact: true }), 'Dana')
  await typeInto(page, page.getByLabel('Příjmení'), 'Delegátová')
  await typeInto(page, page.getByLabel('E-mail'), 'dana.delegat@example.org')
  await tick(page, page.getByRole('checkbox', { name: /^Potvrzuji, že tento/ }))
  await activate(page, page.getByRole('button', { name: 'Vyměnit' }))
  await expect(page.getByRole('status').first()).toHaveText('Vyměněno, místo zůstalo. Oběma jsme napsali.')
  await expect(page.locator('.delegates')).toContainText('Dana Delegátová')
  await look(/Dunajský klastr/)
  await activate(page, page.getByRole('link', { name: 'Přidat člověka' }))
  await look('Přidat člověka')
  await activate(page, page.getByRole('button', { name: 'Přidat do delegace' }))
  await expect(page.locator('.error-summary')).toBeVisible()
  await look('Přidat člověka')
  await activate(page, page.getByRole('link', { name: 'Zpět', exact: true }))
  await activate(page, page.getByRole('link', { name: 'Odhlásit: Cyril Delegátová' }))
  await look('Odhlásit: Cyril Delegátová?')
  await activate(page, page.getByRole('button', { name: 'Odhlásit' }))
  await expect(page.getByRole('status').first()).toHaveText('Odhlášeno, e-mail je na cestě.')
  await expect(page.locator('.delegates > li').filter({ hasText: 'Cyril' })).toContainText('Odhlášení')
  await look(/Dunajský klastr/)
}

/** As the organiser: invites a pasted list into the hidden category. */
async function invite(page: Page, list: string): Promise<void> {
  await signIn(page)
  await page.goto(`/cs/organiser/events/${slug}/invitations/new`)
  await page.getByLabel('Seznam').fill(list)
  await page.getByLabel('Kategorie').selectOption({ label: content.cs.guests })
  await page.getByRole('button', { name: 'Zkontrolovat seznam' }).click()
  await page.getByRole('button', { name: 'Pozvat 1 člověka' }).click()
  await expect(page.getByRole('status').first()).toHaveText('Pozvánky jsou na cestě.')
  await page.context().clearCookies()
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
