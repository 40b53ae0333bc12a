import { expect, type Locator, type Page } from '@playwright/test'

const stops = 'a[href], button, input:not([type="radio"], [type="hidden"]), select, textarea, summary, [tabindex="0"]'

/**
 * How many stops of Tab lie for certain before the target: of a group of radio buttons, where Tab stops once or not at
 * all, it counts none.
 */
async function stopsBefore(target: Locator): Promise<number> {
  return target.evaluate((element, selector) => {
    const { activeElement, DOCUMENT_POSITION_FOLLOWING, DOCUMENT_POSITION_PRECEDING } = element.ownerDocument
    let count = 0
    for (const one of element.ownerDocument.querySelectorAll(selector)) {
      const isAhead = activeElement.compareDocumentPosition(one) & DOCUMENT_POSITION_FOLLOWING
      const isBefore = element.compareDocumentPosition(one) & DOCUMENT_POSITION_PRECEDING
      const isStop = !one.disabled && one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true })
      if (isAhead && isBefore && isStop) count += 1
    }
    return count
  }, stops)
}

/**
 * Moves the focus by Tab alone; fails when the element is not among the next stops. The stops that lie for certain before
 * it are pressed without looking in between, which is most of what a journey by the keyboard does.
 */
export async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  await expect(target).toBeVisible()
  const certain = Math.min(await stopsBefore(target), most)
  for (let count = 0; count < certain; count += 1) await page.keyboard.press('Tab')
  for (let count = certain; count < most; count += 1) {
    if (await target.evaluate(element => element === element.ownerDocument.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${target.toString()} within ${most} stops`)
}

/** Goes to an element by Tab and presses Enter. */
export async function activate(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('Enter')
}

/** Goes to a field by Tab and types over what it holds. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('Control+A')
  await page.keyboard.type(text)
}

/** Into a group of choices by Tab, from choice to choice by the arrow. */
export async function choose(page: Page, group: Locator, name: string): Promise<void> {
  const choices = group.getByRole('radio')
  const wanted = group.getByRole('radio', { name, exact: true })
  const chosen = group.getByRole('radio', { checked: true })
  await tabTo(page, (await chosen.count()) > 0 ? chosen : choices.first())
  await page.keyboard.press('Space')
  const most = await choices.count()
  for (let step = 1; step < most && !(await wanted.isChecked()); step += 1) await page.keyboard.press('ArrowDown')
  await expect(wanted).toBeChecked()
}

/** Goes to a box by Tab and ticks it, or takes the tick away. */
export async function tick(page: Page, box: Locator, ticked = true): Promise<void> {
  await tabTo(page, box)
  if ((await box.isChecked()) !== ticked) await page.keyboard.press('Space')
  await expect(box).toBeChecked({ checked: ticked })
}
