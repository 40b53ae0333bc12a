import type { Locator, Page } from '@playwright/test'
import { axe } from './support/axe.ts'
import { expect, test } from './support/journey.ts'
import { tabTo } from './support/keyboard.ts'
import { signIn } from './support/people.ts'
import { makeOpenEvent } from './support/states.ts'

const path = (slug: string) => `/cs/organiser/events/${slug}/agenda`
const item = (page: Page, title: string) =>
  page.locator('.ed-board li[data-ref]:not(.ghost)').filter({ hasText: title })
const when = (page: Page, title: string) => item(page, title).locator('.ed-when')
const said = (page: Page) => page.locator('#ed-said')

/** Drags by so many pixels, or to the middle of something; `grip` is where on the item the hand is. */
async function drag(
  page: Page,
  from: Locator,
  to: Locator | readonly [number, number],
  grip = { x: 40, y: 10 },
): Promise<void> {
  await from.scrollIntoViewIfNeeded()
  const box = await from.boundingBox()
  if (box === null) throw new Error('nothing to drag')
  const start = { x: box.x + grip.x, y: box.y + (grip.y < 0 ? box.height + grip.y : grip.y) }
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  const target = 'boundingBox' in to ? await to.boundingBox() : undefined
  const [x, y] = target
    ? [target.x + target.width / 2, target.y + target.height / 2]
    : [start.x + Number((to as readonly number[])[0]), start.y + Number((to as readonly number[])[1])]
  await page.mouse.move((start.x + x) / 2, (start.y + y) / 2, { steps: 4 })
  await page.mouse.move(x, y, { steps: 4 })
  await page.mouse.up()
}

test('an organiser drags, resizes, copies, unschedules and takes back', async ({ page }) => {
  await signIn(page)
  await makeOpenEvent(page, 'editor-mysi', 'clusters-meet-regions-ukazka')
  await page.goto(path('editor-mysi'))
  const opening = item(page, 'Zahájení konference')
  await expect(when(page, 'Zahájení konference')).toContainText('9.00–9.30')
  const hour = (await page.locator('.ed-hours li').nth(1).boundingBox())?.y ?? 0
  const rem = ((await page.locator('.ed-hours li').nth(2).boundingBox())?.y ?? 0) - hour
  await drag(page, opening, [0, -rem / 2])
  await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
  await expect(said(page)).toContainText('8.30–9.00, Hlavní sál')

  await test.step('a clash is said while dragging, and refused', async () => {
    await drag(page, opening, [0, (rem * 3) / 2])
    await expect(said(page)).toContainText('Tam to nejde. Hlavní sál: už tu je')
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
  })

  await test.step('the lower edge makes it longer', async () => {
    await drag(page, opening, [0, rem / 4], { x: 40, y: -3 })
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.15')
  })

  await test.step('undo and redo', async () => {
    await page.keyboard.press('Control+z')
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
    await page.getByRole('button', { name: /^Znovu/ }).click()
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.15')
  })

  await test.step('to the pool and to another day', async () => {
    await drag(page, opening, page.locator('[data-pool] h2'))
    await expect(page.locator('[data-pool]')).toContainText('Zahájení konference')
    await page.keyboard.press('Control+z')
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.15')
    // A break: nothing can be in its way on the other day.
    const arrival = item(page, 'Příchod a registrace')
    await page.evaluate('scrollTo(0, 0)')
    await drag(page, arrival, page.locator('#ed-days a').nth(1))
    await expect(arrival).toHaveCount(0)
    await expect(said(page)).toContainText('„Příchod a registrace“ je teď jinde')
  })
  await axe(page)
})

test('everything works from the keyboard alone', async ({ page }) => {
  await signIn(page)
  await makeOpenEvent(page, 'editor-klavesy', 'clusters-meet-regions-ukazka')
  await page.goto(path('editor-klavesy'))
  const link = item(page, 'Zahájení konference').locator('a')
  await tabTo(page, link)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(said(page)).toContainText('8.30–9.00, Hlavní sál. Uloží se za chvíli')
  await page.keyboard.press('Enter')
  await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
  await expect(link).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect(said(page)).toContainText('je zpět, kde to bylo')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.15')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(said(page)).toContainText('už tu je')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Delete')
  const pooled = page.locator('[data-pool] li', { hasText: 'Zahájení konference' })
  await expect(pooled.locator('a')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(pooled).toHaveCount(0)
  await expect(link).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('group', { name: 'S vybranými body' })).toContainText('Vybráno: 1')
  await axe(page)
  await page.keyboard.press('Control+z')
  await expect(pooled).toHaveCount(1)
})

test('two organisers at once lose nothing', async ({ page, browser, app }) => {
  await signIn(page)
  await makeOpenEvent(page, 'editor-dva', 'clusters-meet-regions-ukazka')
  const other = await (await browser.newContext({ baseURL: app.url, locale: 'cs-CZ' })).newPage()
  await signIn(other)
  for (const one of [page, other]) await one.goto(path('editor-dva'))

  await test.step('what one does, the other sees within two seconds', async () => {
    await item(page, 'Zahájení konference').locator('a').focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(when(page, 'Zahájení konference')).toContainText('8.45–9.15')
    await expect(when(other, 'Zahájení konference')).toContainText('8.45–9.15', { timeout: 2_000 })
    await expect(said(other)).toContainText('Někdo právě změnil „Zahájení konference“')
  })

  await test.step('a conflict is told, and mine can stand', async () => {
    // One of them hears nothing for a while.
    await other.context().setOffline(true)
    await item(page, 'Zahájení konference').locator('a').focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
    await other.route('**/agenda?*', route => route.abort())
    await other.route('**/agenda', route => route.abort())
    await other.context().setOffline(false)
    await item(other, 'Zahájení konference').locator('a').focus()
    await other.keyboard.press('ArrowDown')
    await other.keyboard.press('Enter')
    const dialog = other.getByRole('dialog', { name: 'Mezitím to změnil někdo jiný' })
    await expect(dialog).toContainText(/„Zahájení konference“ je teď jinde: .*8\.30–.*9\.00/)
    await other.unroute('**/agenda?*')
    await other.unroute('**/agenda')
    await dialog.getByRole('button', { name: 'Platí moje' }).click()
    await expect(when(other, 'Zahájení konference')).toContainText('9.00–9.30')
    await expect(when(page, 'Zahájení konference')).toContainText('9.00–9.30')
  })
  await other.context().close()
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('the forms do the same', async ({ page }) => {
    await signIn(page)
    await makeOpenEvent(page, 'editor-bez-skriptu', 'clusters-meet-regions-ukazka')
    await page.goto(path('editor-bez-skriptu'))
    const bulk = page.getByRole('group', { name: 'S vybranými body' })
    await page.locator('#ed-lines').getByLabel('Vybrat: Zahájení konference').check()
    await bulk.getByLabel('O kolik minut').fill('-30')
    await bulk.getByRole('button', { name: 'Posunout', exact: true }).click()
    await expect(page.getByRole('status').first()).toContainText('Posunuto.')
    await expect(when(page, 'Zahájení konference')).toContainText('8.30–9.00')
    await page.getByRole('button', { name: /^Vrátit/ }).click()
    await expect(when(page, 'Zahájení konference')).toContainText('9.00–9.30')
    await page.setViewportSize({ width: 360, height: 740 })
    await page.locator('#ed-lines').getByLabel('Vybrat: Zahájení konference').check()
    await bulk.getByRole('button', { name: 'Mezi nezařazené' }).click()
    await expect(page.locator('[data-pool]')).toContainText('Zahájení konference')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
  })
})
