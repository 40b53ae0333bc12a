import { type Block, mostLines } from '../../../core/tables/types.ts'
import { splitTime } from './table-times.ts'

/**
 * Whether a text is lines of a programme (from a word processor, with or without tabs) rather than separated values:
 * lines begin with times, and neither semicolons nor quoted cells of several lines cut it.
 */
export function isProgrammeText(text: string): boolean {
  // As many lines as may be read are enough to know what they are.
  const lines = text.split(/\r\n?|\n/, mostLines).filter(line => line.trim() !== '')
  const timed = lines.filter(line => splitTime(line) !== undefined).length
  const cut = lines.filter(line => line.includes(';') && !line.includes('\t')).length
  const hasQuotedLines = /(?:^|\t)"[^"\n]*\n[^"]*"(?:\t|\r?\n|$)/.test(text)
  return timed > 0 && timed >= lines.length / 10 && cut < lines.length * 0.6 && !hasQuotedLines
}

/** The lines of a text as blocks. */
export function textBlocks(text: string): Block[] {
  return text
    .split(/\r\n?|\n/)
    .filter(line => line.trim() !== '')
    .map(line => ({ kind: 'line', text: line.replace(/^ +|(?<! ) +$/g, '') }))
}
