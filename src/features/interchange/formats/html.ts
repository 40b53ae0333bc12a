import { Parser } from 'htmlparser2'

const blockTags = /<\/?(p|br|ul|ol|li|div|h[1-6]|blockquote|pre|table|tr|td|section|article|hr)\b[^<>]*>/i
const inlineTags = /<\/?(a|strong|em|b|i|u|s|span|code|small|sub|sup|font|img)(\s[^<>]*)?>/i
const entities = /&(amp|lt|gt|quot|nbsp|#\d{1,6}|#x[\da-f]{1,5});/i

/** True for a text written as HTML, in part or as a whole. */
export function isHtml(text: string): boolean {
  return blockTags.test(text) || inlineTags.test(text) || entities.test(text)
}

interface Piece {
  readonly tag: string
  readonly href: string
  text: string
  /** At the start of a line; asking the text itself would put it together anew with each word. */
  isAtStart: boolean
  /** Of a numbered list: the number of the next entry; 0 in a list with dashes. */
  next: number
}

const skipped = new Set(['script', 'style', 'head', 'template', 'title', 'iframe', 'object', 'svg'])
const paragraphs = new Set(['p', 'div', 'section', 'article', 'table', 'pre', 'figure', 'dl', 'dd', 'dt'])
const marks: Readonly<Record<string, string>> = { strong: '**', b: '**', em: '*', i: '*' }
const framed = new Set(['a', 'li', 'ul', 'ol', 'blockquote', ...Object.keys(marks)])
/** Lists in lists are indented line by line, each once more: who goes deeper wants to keep us busy. */
const deepest = 20
/** Characters of one element; texts are cut further below that. */
const longest = 60_000

/**
 * HTML as the Markdown our pages understand: paragraphs, line breaks, lists, headings, quotations, emphasis, links.
 * Everything else gives its text. A text with tags but no blocks keeps its line breaks and its own Markdown.
 */
export function markdownOf(html: string): string {
  const isWhole = blockTags.test(html)
  const stack: Piece[] = [piece('', '')]
  const writer = pieceWriter(stack, isWhole)
  // The parser gives every entity as a text of its own: what belongs together is written together.
  let said = ''
  const saying = (then: () => void) => {
    if (said !== '') writer.write(said)
    said = ''
    then()
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => saying(() => writer.open(name, attributes)),
      ontext: text => void (said += text),
      onclosetag: name => saying(() => writer.close(name)),
      onend: () => saying(() => undefined),
    },
    { decodeEntities: true },
  )
  parser.end(html)
  while (stack.length > 1) writer.close(stack.at(-1)?.tag ?? '')
  return (
    (stack[0]?.text.slice(0, 2 * longest) ?? '')
      // From the first space of a run alone: else a million of them are looked through a million times.
      .replace(/(?<![ \t])[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

const piece = (tag: string, href: string): Piece => ({
  tag,
  href,
  text: '',
  isAtStart: true,
  next: tag === 'ol' ? 1 : 0,
})

function pieceWriter(stack: Piece[], isWhole: boolean) {
  let muted = 0
  let verbatim = 0
  const top = () => stack.at(-1) ?? piece('', '')
  const add = (text: string) => {
    if (text === '') return
    const current = top()
    current.text += text
    current.isAtStart = text.endsWith('\n')
  }
  return {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (skipped.has(name)) muted += 1
      if (muted > 0) return
      if (name === 'pre') verbatim += 1
      if (name === 'br') add('\n')
      else if (name === 'tr') add('\n')
      else if (name === 'hr' || paragraphs.has(name)) add('\n\n')
      else if (/^h[1-6]$/.test(name)) add('\n\n### ')
      else if (name === 'img') add(pictureText(attributes))
      else if (framed.has(name) && stack.length < deepest) stack.push(piece(name, attributes['href'] ?? ''))
    },
    write(text: string) {
      if (muted > 0) return
      if (verbatim > 0 || !isWhole) return add(isWhole ? escaped(text, top().isAtStart) : text)
      const collapsed = text.replace(/\s+/g, ' ')
      const isAtLineStart = top().isAtStart
      add(escaped(isAtLineStart ? collapsed.trimStart() : collapsed, isAtLineStart))
    },
    close(name: string) {
      if (skipped.has(name)) muted = Math.max(0, muted - 1)
      if (muted > 0) return
      if (name === 'pre') verbatim = Math.max(0, verbatim - 1)
      if (name === 'td' || name === 'th') add(' ')
      else if (paragraphs.has(name) || /^h[1-6]$/.test(name)) add('\n\n')
      else if (framed.has(name) && stack.length > 1 && top().tag === name) {
        const closed = stack.pop() ?? piece('', '')
        add(closedText(closed, top()))
      }
    },
  }
}

function closedText(closed: Piece, parent: Piece): string {
  const inner = closed.text
    .slice(0, longest)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (inner === '') return closed.text === '' ? '' : ' '
  switch (closed.tag) {
    case 'ul':
    case 'ol':
      return parent.tag === 'li' ? `\n${inner}\n` : `\n\n${inner}\n\n`
    case 'li': {
      const marker = parent.next > 0 ? `${parent.next}.` : '-'
      if (parent.next > 0) parent.next += 1
      return `\n${marker} ${inner.replace(/\n+/g, `\n${' '.repeat(marker.length + 1)}`)}`
    }
    case 'blockquote':
      return `\n\n${inner.replace(/^/gm, '> ')}\n\n`
    case 'a':
      return around(closed.text, linkText(inner, closed.href))
    default:
      return around(closed.text, inner.includes('\n') ? inner : `${marks[closed.tag]}${inner}${marks[closed.tag]}`)
  }
}

/** Markdown's marks hug their words: the spaces inside a tag go outside. */
function around(original: string, marked: string): string {
  return `${/^\s/.test(original) ? ' ' : ''}${marked}${/\s$/.test(original) ? ' ' : ''}`
}

function linkText(label: string, href: string): string {
  const address = href.trim().replace(/[()<>\s]/g, symbol => `%${symbol.charCodeAt(0).toString(16).padStart(2, '0')}`)
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return label
  return `[${label.replace(/\n+/g, ' ')}](${address})`
}

function pictureText({ src = '', alt = '' }: Readonly<Record<string, string>>): string {
  return alt === '' && !/^https?:/.test(src) ? '' : linkText(escaped(alt === '' ? 'image' : alt, false), src)
}

function escaped(text: string, isAtLineStart: boolean): string {
  const plain = text
    .replace(/[\\`*[\]]/g, symbol => `\\${symbol}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/~~/g, '\\~\\~')
  if (!isAtLineStart) return plain
  return plain.replace(/^(#{1,6}(?= )|[-+>](?= |$))/, '\\$1').replace(/^(\d{1,9})([.)])(?= )/, '$1\\$2')
}
