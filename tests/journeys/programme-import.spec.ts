import { expect, test } from './support/journey.ts'
import { signIn } from './support/people.ts'

const place = '/cs/organiser/events/clusters-meet-regions-ukazka/agenda/import'

test('a table copied from a word processor keeps its cells of several lines', async ({ page }) => {
  await signIn(page)
  await page.goto(place)
  const field = page.getByLabel('Vložte tabulku')
  // As text: the tests know no types of browsers.
  await field.focus()
  await page.evaluate(`{
    const data = new DataTransfer()
    const cell = 'Večerní plavba<br>Ing. Jana Lodní, Ph.D.'
    data.setData('text/html', '<table><tr><td>Čas<td>Název<tr><td>21.00–22.00<td>' + cell + '</table>')
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  }`)
  await expect(page.getByText('Vložili jste tabulku')).toBeVisible()
  await page.getByRole('button', { name: 'Pokračovat' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Co je v kterém sloupci')
  await page.getByRole('button', { name: 'Zkontrolovat' }).click()
  await expect(page.getByRole('main')).toContainText('Noví řečníci (1): Jana Lodní')
  await page.getByRole('button', { name: 'Načíst 1 bod' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Program je načtený')
})

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false })

  test('pasted lines become a programme, and what is none is refused with what to do', async ({ page }) => {
    await signIn(page)
    await page.goto(place)
    await page.getByLabel('Vložte tabulku').fill('Milí přátelé, zveme vás')
    await page.getByRole('button', { name: 'Pokračovat' }).click()
    await expect(page.locator('.error-summary')).toContainText(/program jsme tu nenašli/)
    await expect(page.getByLabel('Vložte tabulku')).toHaveValue('Milí přátelé, zveme vás')
    await page.getByLabel('Vložte tabulku').fill('6.00–6.30 Ranní běh\n6.30 Snídaně\n')
    await page.getByRole('button', { name: 'Pokračovat' }).click()
    await page.getByRole('button', { name: 'Zkontrolovat' }).click()
    await expect(page.getByRole('main')).toContainText('Ranní běh')
    await page.getByRole('link', { name: 'Zahodit' }).click()
    await page.getByRole('button', { name: 'Zahodit' }).click()
    await expect(page.getByRole('status').first()).toContainText('Zahozeno')
  })
})
