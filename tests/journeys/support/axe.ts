import type { Page } from '@playwright/test'
import axeCore, { type Result, type RunOptions } from 'axe-core'

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
 * Fails with every violation axe finds on the page: the rule, the help, and where. The journeys spend most of their time
 * here: axe is put into a document once, however often that is looked at, and writes down nothing but what is wrong.
 * @param without rules that cannot hold for what is shown, such as landmarks in a mail
 */
export async function axe(page: Page, without: readonly string[] = []): Promise<void> {
  await page.evaluate(`${emptyFrames}\n${unstick}`)
  for (const frame of page.frames()) {
    if ((await frame.evaluate<string>('typeof axe')) === 'undefined') await frame.evaluate(axeCore.source)
  }
  const options: RunOptions = {
    runOnly: { type: 'tag', values: tags },
    rules: Object.fromEntries(without.map(rule => [rule, { enabled: false }])),
    resultTypes: ['violations'],
  }
  const { violations, passed } = await page.evaluate<{ violations: Result[]; passed: number }>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations, passes }) => ({ violations, passed: passes.length }))`,
  )
  if (passed === 0) throw new Error(`axe tried no rule on ${page.url()}`)
  if (violations.length === 0) return
  const found = violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(' ')}\n      ${failureSummary ?? ''}`)
    return `  ${id}: ${help}\n${places.join('\n')}`
  })
  throw new Error(`axe on ${page.url()}:\n${found.join('\n')}`)
}
