import { Parser } from 'htmlparser2'
import { BlockBuilder } from './blocks.ts'
import { type Block, type RefusedTable, refused } from './types.ts'

/** Elements whose content is not read by people. */
const unseen = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'del', 'object'])
/** Elements that begin and end a line. */
const lines = new Set([
  'p',
  'div',
  'li',
  'ul',
  'ol',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'caption',
  'section',
  'article',
])
const deepest = 500

/** Whether a text is HTML with a table: what a word processor or a page leaves in the clipboard, or saves as “.doc”. */
export function holdsMarkup(text: string): boolean {
  return /<table[\s>]/i.test(text) && /<\/t[dh]>|<t[dh][\s>]/i.test(text)
}

/** The lines and tables of HTML as people see it; nothing of it is kept but the words. */
export function readMarkup(html: string): Block[] | RefusedTable {
  const builder = new BlockBuilder()
  let skipped = 0
  let depth = 0
  let isTooDeep = false
  const span = (text: string | undefined) => Number(text ?? 1)
  const parser = new Parser({
    onopentag(name, attributes) {
      depth += 1
      if (depth > deepest) isTooDeep = true
      if (skipped > 0 || unseen.has(name)) skipped += 1
      else if (name === 'table') builder.openTable()
      else if (name === 'tr') builder.openRow()
      else if (name === 'td' || name === 'th')
        builder.openCell(span(attributes['colspan']), span(attributes['rowspan']))
      else if (name === 'br' || lines.has(name)) builder.breakLine()
    },
    onclosetag(name) {
      depth -= 1
      if (skipped > 0) skipped -= 1
      else if (name === 'table') builder.closeTable()
      else if (name === 'tr') builder.closeRow()
      else if (name === 'td' || name === 'th') builder.closeCell()
      else if (lines.has(name)) builder.breakLine()
    },
    ontext(text) {
      // A line end in HTML is a space; only elements make lines.
      if (skipped === 0 && !isTooDeep) builder.text(text.replace(/[\s\u00a0]+/g, ' '))
    },
  })
  parser.write(html)
  parser.end()
  return isTooDeep ? refused('not-a-table') : builder.end()
}
