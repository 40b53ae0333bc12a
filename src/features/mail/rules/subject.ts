import { beginning } from '../../../core/typography.ts'

/** Characters that mailboxes show of a subject. */
const shown = 60
/** Fewer of a title say nothing. */
const leastOfATitle = 12

/**
 * A subject of at most 60 characters: the fact that it begins with stays whole, the title that it ends with is cut
 * between words. A subject that ends otherwise stays as it is.
 */
export function fittedSubject(subject: string, title: string): string {
  if (subject.length <= shown || title === '' || !subject.endsWith(title)) return subject
  const fact = subject.slice(0, -title.length)
  const room = shown - fact.length - 1
  if (room < leastOfATitle) return fact.replace(/[\s:·,–-]+$/, '') || subject
  const cut = title.slice(0, room + 1)
  const atWord = cut.slice(0, Math.max(0, cut.search(/[\s\u00A0]\S*$/))).replace(/[\s\u00A0,:–-]+$/, '')
  const whole = atWord.replace(/[\s\u00A0]\p{L}{1,2}$/u, '')
  return `${fact}${whole.length >= leastOfATitle ? whole : beginning(title, room).trimEnd()}…`
}
