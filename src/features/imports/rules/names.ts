import { normaliseLine } from '../../../core/typography.ts'
import { splitName } from '../../invitations/rules/columns.ts'

/** A name in its parts. */
export interface PersonName {
  readonly titleBefore: string
  readonly givenName: string
  readonly familyName: string
  readonly titleAfter: string
}

/** Titles that stand behind a name, also where the comma before them is missing. */
const after = /^(?:ph\.? ?d\.?|th\.?d\.?|csc\.?|drsc\.?|dsc\.?|dis\.?|mba|mpa|dba|msc\.?|bba|ll\. ?m\.?|jr\.?|sr\.?)$/i
/** Before a name: a word with a full stop that is no initial, or what joins two such. */
const before = /^(?:\p{L}{2,}\.(?:\p{L}+\.)*|h\.|c\.|h\.c\.|et)$/u

/**
 * A whole name as people write it, in its parts: “Ing. Jana Nováková, Ph.D.”, “Nováková, Jana”, “NOVÁKOVÁ Jana”. Which
 * of two words is the family name nobody can know; the last one is taken unless capitals say otherwise.
 */
export function readFullName(text: string): PersonName {
  const [first = '', ...rest] = normaliseLine(text)
    .split(',')
    .map(part => part.trim())
  const isTitle = (part: string) => part.split(' ').every(word => after.test(word) || word.endsWith('.'))
  const titles = rest.filter(part => part !== '' && isTitle(part))
  const named = [first, ...rest.filter(part => part !== '' && !isTitle(part))]
  const words = named.join(', ').split(' ')
  let start = 0
  while (start < words.length - 1 && before.test(words[start] ?? '')) start += 1
  let end = words.length
  while (end > start + 1 && after.test(words[end - 1] ?? '')) end -= 1
  return {
    titleBefore: words.slice(0, start).join(' '),
    ...inTwo(words.slice(start, end)),
    titleAfter: [...words.slice(end), ...titles].join(', '),
  }
}

function inTwo(words: readonly string[]): Pick<PersonName, 'givenName' | 'familyName'> {
  const isCapital = (word: string) => /^[\p{Lu}'’-]{2,}$/u.test(word)
  const [first = ''] = words
  if (words.length > 1 && isCapital(first) && !words.slice(1).every(isCapital)) {
    const given = words.findIndex(word => !isCapital(word))
    return { givenName: words.slice(given).join(' '), familyName: words.slice(0, given).join(' ') }
  }
  return splitName(words.join(' '))
}
