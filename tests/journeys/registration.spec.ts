import type { Page } from '@playwright/test'
import { mailBody, privatePath } from './support/inbox.ts'
import { activate, choose, tick, typeInto } from './support/keyboard.ts'
import { expect, type Look, test } from './support/look.ts'
import { choiceOf, register } from './support/people.ts'
import { content, type Way, ways, words } from './support/words.ts'

const slug = 'clusters-meet-regions-ukazka'

// A telephone and the keyboard alone, in both languages, with a script and without one.
test.describe.configure({ mode: 'parallel' })
for (const way of ways) {
  test.describe(`${way.locale}, ${way.javaScriptEnabled ? 'with' : 'without'} a script`, () => {
    test.use({ ...way, viewport: { width: 360, height: 780 } })
    test('a guest registers with everything the form has', ({ page, look }) => registers(page, look, way))
    // The other two ways differ in nothing but words.
    if (way.colorScheme === 'dark') return
    test('a guest changes the parts and the way of coming, and hands the place over', ({ page, look }) =>
      changes(page, look, way))
  })
}

async function registers(page: Page, look: Look, way: Way): Promise<void> {
  test.setTimeout(120_000)
  const { locale, javaScriptEnabled } = way
  const [t, c] = [words[locale], content[locale]]
  const email = `prihlaska.${locale}.${String(javaScriptEnabled)}@seznan.cz`
  await page.goto(`/${locale}/events/${slug}`)
  await activate(page, page.locator('.reply').getByRole('link', { name: t.submit, exact: true }))
  await look(t.title)

  await test.step('a code opens the category of guests', async () => {
    await expect(page.getByRole('radio', { name: c.guests })).toHaveCount(0)
    await activate(page, page.locator('summary', { hasText: t.haveCode }))
    await typeInto(page, page.getByLabel(t.code), 'spatny kod')
    await page.keyboard.press('Enter')
    await expect(page.locator('#code-error')).toBeVisible()
    await look(t.title)
    await typeInto(page, page.getByLabel(t.code), 'part ner')
    await page.keyboard.press('Enter')
    await expect(page.getByText(t.codeOpened)).toBeVisible()
    await expect(page.getByRole('radio', { name: c.guests })).toBeChecked()
    await look(t.title)
  })

  await test.step('everything is filled in', async () => {
    await typeInto(page, page.getByLabel(t.givenName, { exact: true }), 'Ludmila')
    await typeInto(page, page.getByLabel(t.familyName, { exact: true }), 'Příhodová')
    await typeInto(page, page.getByRole('textbox', { name: t.email }), email)
    await choose(page, page.getByRole('group', { name: t.attendance }), t.onSite)
    await choose(page, page.getByRole('group', { name: t.category }), c.cluster)
    await choose(page, page.getByRole('group', { name: c.arrival }), c.plane)
    if (javaScriptEnabled) {
      await expect(page.locator('[data-announces]')).toContainText(`${t.alsoAsked} ${c.flight}`)
      await typeInto(page, page.getByLabel(c.flight), 'FB 971, 14:20')
    } else {
      await expect(page.getByLabel(c.flight)).toHaveCount(0)
    }
    await choose(page, page.getByRole('group', { name: c.room }), c.double)
    await tick(page, page.getByRole('checkbox', { name: c.digitour }))
    await tick(page, page.getByRole('checkbox', { name: c.greening }))
    await tick(page, page.getByRole('checkbox', { name: c.mapping }))
    await tick(page, page.getByRole('checkbox', { name: t.consent }))
    await activate(page, page.getByRole('button', { name: t.submit, exact: true }))
  })

  await test.step('what is wrong is named, and everything typed stays', async () => {
    await expect(page).toHaveTitle(t.errorTitle)
    const summary = page.locator('.error-summary')
    await expect(summary.getByRole('listitem')).toHaveCount(2)
    await expect(summary).toContainText('seznam.cz')
    await expect(page.locator('#parts-error')).toContainText(`${t.quote(c.digitour)} ${t.and} ${t.quote(c.greening)}`)
    await expect(page.locator('#newly-asked')).toHaveCount(javaScriptEnabled ? 0 : 1)
    await expect(page.getByLabel(t.givenName, { exact: true })).toHaveValue('Ludmila')
    await expect(page.getByRole('textbox', { name: t.email })).toHaveValue(email)
    for (const radio of [t.onSite, c.cluster, c.plane, c.double]) {
      await expect(page.getByRole('radio', { name: radio, exact: true })).toBeChecked()
    }
    for (const box of [c.digitour, c.greening, c.mapping, t.consent]) {
      await expect(page.getByRole('checkbox', { name: box })).toBeChecked()
    }
    if (javaScriptEnabled) await expect(page.getByLabel(c.flight)).toHaveValue('FB 971, 14:20')
    await look(t.title)
  })

  await test.step('the address is right: it was asked about once', async () => {
    if (!javaScriptEnabled) await typeInto(page, page.getByLabel(c.flight), 'FB 971, 14:20')
    await tick(page, page.getByRole('checkbox', { name: c.greening }), false)
    await activate(page, page.getByRole('button', { name: t.submit, exact: true }))
    await expect(page).toHaveURL(/\/registration\/done\?state=place/)
    await look(t.place)
  })

  await test.step('the mail says what was signed up for', async () => {
    const mail = await mailBody(page.request, email, 'registration-confirmed')
    for (const said of [c.digitour, c.mapping, c.double, t.queue]) expect(mail).toContain(said)
    expect(mail).not.toContain(c.greening)
    await page.goto(await privatePath(page.request, email, 'registration-confirmed'))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(t.place)
    const parts = page.getByRole('region', { name: t.myParts })
    await expect(parts.getByRole('listitem').filter({ hasText: c.mapping })).toContainText(t.queue)
    await expect(parts.getByRole('listitem').filter({ hasText: c.digitour })).toContainText(t.hasPlace)
    await look(t.place)
  })

  await test.step('the answers can be changed', async () => {
    await activate(page, page.getByRole('link', { name: t.edit }))
    await expect(page.getByLabel(c.flight)).toHaveValue('FB 971, 14:20')
    await look(t.edit)
    await choose(page, page.getByRole('group', { name: c.arrival }), c.local)
    await activate(page, page.getByRole('button', { name: t.save }))
    await expect(page.getByRole('status').first()).toHaveText(t.changed)
    await activate(page, page.getByRole('link', { name: t.edit }))
    await expect(page.getByLabel(c.flight)).toHaveCount(0)
  })
}

async function changes(page: Page, look: Look, way: Way): Promise<void> {
  test.setTimeout(120_000)
  const { locale, javaScriptEnabled } = way
  const [t, c] = [words[locale], content[locale]]
  const name = `zmeny.${locale}.${String(javaScriptEnabled)}`
  const guest = { givenName: 'Ondřej', familyName: 'Šťastný', email: `${name}@example.org`, locale }
  const colleague = { givenName: 'Jiřina', familyName: 'Nováčková', email: `${name}.kolegyne@example.org` }
  const category = await choiceOf(page.request, slug, content.cs.authority)
  const part = await choiceOf(page.request, slug, content.cs.digitour)
  await register(page.request, slug, { ...guest, parts: [part] }, category)
  await page.goto(await privatePath(page.request, guest.email, 'registration-confirmed'))
  const address = page.url()

  await test.step('two parts at one time are refused by name', async () => {
    await activate(page, page.getByRole('link', { name: t.changeParts }))
    await look(t.partsTitle)
    await expect(page.getByRole('checkbox', { name: c.digitour })).toBeChecked()
    await tick(page, page.getByRole('checkbox', { name: c.greening }))
    await tick(page, page.getByRole('checkbox', { name: c.dinner }))
    await activate(page, page.getByRole('button', { name: t.saveParts }))
    await expect(page.locator('.error-summary')).toContainText(c.greening)
    await expect(page.getByRole('checkbox', { name: c.dinner })).toBeChecked()
    await look(t.partsTitle)
  })

  await test.step('another choice is kept and confirmed by mail', async () => {
    await tick(page, page.getByRole('checkbox', { name: c.digitour }), false)
    await activate(page, page.getByRole('button', { name: t.saveParts }))
    await expect(page.getByRole('status').first()).toHaveText(t.partsChanged)
    const parts = page.getByRole('region', { name: t.myParts })
    await expect(parts.getByRole('listitem')).toHaveCount(2)
    await look(t.place)
    const mail = await mailBody(page.request, guest.email, 'registration-parts')
    for (const said of [c.digitour, c.greening, c.dinner]) expect(mail).toContain(said)
  })

  await test.step('online instead: what is lost is said before', async () => {
    await activate(page, page.getByRole('link', { name: t.goOnline }))
    await expect(page.getByRole('listitem').filter({ hasText: c.dinner })).toContainText(c.greening)
    await look(t.onlineQuestion)
    await activate(page, page.getByRole('button', { name: t.goOnline }))
    await expect(page.getByRole('status').first()).toHaveText(t.attendanceChanged)
    await expect(page.getByRole('heading', { name: t.joining })).toBeVisible()
    // At no door does anybody ask for a ticket.
    await expect(page.locator('.ticket')).toHaveCount(0)
    await look(t.place)
  })

  await test.step('a colleague takes the place', async () => {
    await activate(page, page.getByRole('link', { name: t.handOverLink }))
    await activate(page, page.getByRole('button', { name: t.handOver }))
    await expect(page.locator('.error-summary').getByRole('listitem')).toHaveCount(3)
    await look(t.handOver)
    await typeInto(page, page.getByLabel(t.givenName, { exact: true }), colleague.givenName)
    await typeInto(page, page.getByLabel(t.familyName, { exact: true }), colleague.familyName)
    await typeInto(page, page.getByRole('textbox', { name: t.email }), colleague.email)
    await activate(page, page.getByRole('button', { name: t.handOver }))
    await look(t.handedOver)
    expect((await page.goto(address))?.status()).toBe(410)
  })

  await test.step('the colleague has it, and gives it up', async () => {
    await page.goto(await privatePath(page.request, colleague.email, 'registration-replaced'))
    await activate(page, page.getByRole('link', { name: t.edit }))
    await expect(page.getByLabel(t.familyName, { exact: true })).toHaveValue(colleague.familyName)
    await activate(page, page.getByRole('link', { name: t.back, exact: true }))
    await activate(page, page.getByRole('link', { name: t.cancel }))
    await look(t.cancelQuestion)
    await activate(page, page.getByRole('button', { name: t.cancel }))
    await look(t.cancelled)
  })
}
