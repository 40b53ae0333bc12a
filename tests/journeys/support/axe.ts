import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { ElementContext, Result, RunOptions } from 'axe-core'

// Half as long as the other one: each of some eight hundred documents reads it.
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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

// Of neighbours that are built alike (rows of a table, days of a list) the first two are looked at: elements that differ in
// nothing but their texts and in what they are called or lead to are drawn alike. Gives how many elements that leaves out.
const markAlike = `(() => {
  const naming = /^(id|name|value|for|href|src|srcset|action|alt|title|datetime|placeholder|d|aria-(label|labelledby|describedby|controls|owns))$/
  const shapes = new Map()
  const shapeOf = node => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === '' ? '' : 'text'
    if (node.nodeType !== Node.ELEMENT_NODE) return ''
    const own = [...node.attributes].filter(({ name }) => name !== 'data-alike')
    const attributes = own.map(({ name, value }) => (naming.test(name) ? name : name + '=' + value))
    const shape = node.tagName + '[' + attributes.join() + '](' + [...node.childNodes].map(shapeOf).join() + ')'
    shapes.set(node, shape)
    return shape
  }
  shapeOf(document.body)
  for (const parent of document.querySelectorAll('body, body *')) {
    const counted = new Map()
    for (const child of parent.children) {
      const shape = shapes.get(child)
      const count = (counted.get(shape) ?? 0) + 1
      counted.set(shape, count)
      child.toggleAttribute('data-alike', count > 2)
    }
  }
  return document.querySelectorAll('[data-alike], [data-alike] *').length
})()`

/**
 * Fails with every violation axe finds on the page: the rule, the help, and where. The journeys spend most of their time
 * here: axe is put into a document once, however often that is looked at, looks at what repeats itself twice, and writes
 * down nothing but what is wrong.
 * @param without rules that cannot hold for what is shown, such as landmarks in a mail
 */
export async function axe(page: Page, without: readonly string[] = []): Promise<void> {
  await page.evaluate(`${emptyFrames}\n${unstick}`)
  for (const frame of page.frames()) {
    if ((await frame.evaluate<string>('typeof axe')) === 'undefined') await frame.evaluate(source)
  }
  const context: ElementContext = {
    include: [['html']],
    exclude: (await page.evaluate<number>(markAlike)) > 0 ? [['[data-alike]']] : [],
  }
  const options: RunOptions = {
    runOnly: { type: 'tag', values: tags },
    rules: Object.fromEntries(without.map(rule => [rule, { enabled: false }])),
    resultTypes: ['violations'],
  }
  const { violations, passed } = await page.evaluate<{ violations: Result[]; passed: number }>(
    `axe.run(${JSON.stringify(context)}, ${JSON.stringify(options)}).then(({ violations, passes }) => ({ violations, passed: passes.length }))`,
  )
  if (passed === 0) throw new Error(`axe tried no rule on ${page.url()}`)
  if (violations.length === 0) return
  const found = violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(' ')}\n      ${failureSummary ?? ''}`)
    return `  ${id}: ${help}\n${places.join('\n')}`
  })
  throw new Error(`axe on ${page.url()}:\n${found.join('\n')}`)
}
