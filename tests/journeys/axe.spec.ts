import { expect, type Page, test } from '@playwright/test'
import { axe } from './support/axe.ts'

// What looks at every page has to see: the same page, once right and once with a fault planted.
const rows = (last: string) => `${'<tr><th scope="row">Kdo</th><td>Co</td></tr>'.repeat(9)}${last}`
const pageOf = (main: string) => `<!doctype html><html lang="cs"><title>Stránka</title>
  <body style="color:#222;background:#fff"><main>${main}</main></body></html>`
const table = (last: string) => pageOf(`<h1>Tabulka</h1><table><tbody>${rows(last)}</tbody></table>`)
const pale = '<tr class="pale" style="color:#bbb"><th scope="row">Kdo</th><td>Co</td></tr>'

async function verdict(page: Page, html: string): Promise<string> {
  await page.setContent(html)
  return axe(page).then(
    () => 'nothing',
    (error: Error) => error.message,
  )
}

test('axe finds nothing where nothing is wrong', async ({ page }) => {
  expect(await verdict(page, table(''))).toBe('nothing')
})

test('axe finds a fault of the whole page, and of one row among many that are right', async ({ page }) => {
  expect(await verdict(page, pageOf('<p>Text</p>'))).toContain('page-has-heading-one')
  expect(await verdict(page, table(pale))).toMatch(/color-contrast[\s\S]*\.pale/)
  const coloured = '<style>[data-hue="40"] { color: #bbb }</style>'
  const hues = [10, 20, 30, 40].map(hue => `<tr data-hue="${hue}"><th scope="row">Kdo</th><td>Co</td></tr>`)
  expect(await verdict(page, coloured + table(hues.join('')))).toMatch(/color-contrast[\s\S]*data-hue="40"/)
  expect(await verdict(page, table('<tr><th scope="row">Kdo</th><td><button></button></td></tr>'))).toContain(
    'button-name',
  )
})

test('axe finds the fault of rows that are all alike, at the first two', async ({ page }) => {
  const found = await verdict(page, table(pale.repeat(5)))
  expect(found.match(/\.pale:nth-child\(\d+\) > th/g)).toHaveLength(2)
})
