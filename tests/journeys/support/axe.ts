import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

// Nothing runs in the frame of a mail, so axe cannot look into it and would wait. The mail is looked at by itself.
const emptyFrames = `for (const frame of document.querySelectorAll('iframe[sandbox]')) {
  frame.removeAttribute('sandbox')
  frame.src = 'about:blank'
}`

// What sticks to an edge of the screen covers a part of whatever scrolls beneath it, which axe takes for a target too small
// to hit. It is looked at where it belongs, and at the end of the page, where bars at the foot stand there anyway.
const unstick = `
  for (const part of document.querySelectorAll('body *'))
    if (getComputedStyle(part).position === 'sticky') part.style.position = 'static'
  scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })`

/**
 * Fails with every violation axe finds on the page: the rule, the help, and where.
 * @param without rules that cannot hold for what is shown, such as landmarks in a mail
 */
export async function axe(page: Page, without: readonly string[] = []): Promise<void> {
  await page.evaluate(emptyFrames)
  await page.evaluate(unstick)
  const { violations } = await new AxeBuilder({ page })
    .withTags(tags)
    .disableRules([...without])
    // Our frames are emptied above: without them nothing has to be gathered in a page of its own, which takes longest.
    .setLegacyMode()
    .analyze()
  if (violations.length === 0) return
  const found = violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(' ')}\n      ${failureSummary ?? ''}`)
    return `  ${id}: ${help}\n${places.join('\n')}`
  })
  throw new Error(`axe on ${page.url()}:\n${found.join('\n')}`)
}
