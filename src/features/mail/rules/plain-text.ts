import type { MailDrawing, MailLink, MailParagraph } from '../types/drawing.ts'

/** Columns of a mail that is only text. */
const columns = 76

/** The mail for those who read plain text: the facts of the drawn one in its order, links on lines of their own. */
export function plainText(mail: MailDrawing): string {
  const labelWidth = Math.min(26, Math.max(0, ...mail.facts.map(({ label }) => label.length)) + 2)
  const blocks = [
    [mail.hosts, mail.voice, mail.title].filter(line => line !== undefined && line !== '').join('\n'),
    [mail.lead.heading, mail.lead.text ?? ''].filter(line => line !== '').join('\n'),
    mail.facts.map(({ label, value }) => fact(label, value, labelWidth)).join('\n'),
    mail.action ? `${mail.action.label}:\n${mail.action.href}` : '',
    mail.code ? `${mail.code.label}:\n${mail.code.text}` : '',
    ...[...mail.paragraphs, ...(mail.ways ?? [])].map(paragraph),
    ...(mail.footer.length > 0 ? ['--'] : []),
    ...mail.footer.map(paragraph),
    ...(mail.publicity ?? []).map(({ statement, disclaimer }) => [statement, disclaimer].filter(Boolean).join('\n')),
  ]
  // Non-breaking spaces have done their work once the lines are broken; old mail programs show them as signs.
  const text = blocks.filter(block => block !== '').map(block => wrapped(block))
  return `${text
    .join('\n\n')
    .replace(/\u00A0/g, ' ')
    .replace(/–\u2060/g, '–')}\n`
}

function paragraph(words: MailParagraph): string {
  if (typeof words === 'string') return words
  if ('link' in words) return `${words.before}${words.link.label}${words.after}\n${words.link.href}`
  return words.map(piece => (typeof piece === 'string' ? piece : address(piece))).join('')
}

/** An address that was typed stands as it is; words for one have it beside them (RFC 3986, appendix C). */
function address({ label, href }: MailLink): string {
  return URL.canParse(label) ? href : `${label} <${href}>`
}

function fact(label: string, value: string, width: number): string {
  const indent = ' '.repeat(width)
  const lines = value.split('\n').flatMap(line => wrapped(line, columns - width).split('\n'))
  return lines
    .map((line, index) => (index === 0 && label !== '' ? `${`${label}:`.padEnd(width)}${line}` : `${indent}${line}`))
    .join('\n')
}

/** Breaks lines at spaces (never at non-breaking ones); a word longer than a line, such as an address, stays whole. */
export function wrapped(text: string, width = columns): string {
  return text
    .split('\n')
    .map(line => (line.length <= width ? line : brokenLine(line, width)))
    .join('\n')
}

function brokenLine(line: string, width: number): string {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current].join('\n')
}
