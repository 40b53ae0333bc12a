import { normaliseLine, wordKey } from '../../../core/typography.ts'
import type { SpeakerRole } from '../../agenda/types.ts'
import { isNothing } from './table-words.ts'

/** Somebody named in a cell, with the titles that belong to the name. */
export interface NamedPerson {
  readonly name: string
  readonly titleBefore: string
  readonly titleAfter: string
  readonly affiliation: string
  readonly isCollective: boolean
  readonly role: SpeakerRole
}

/** Characters of a cell that are looked at: some forty names. */
const longestCell = 2_000

/** Titles that stand behind a name, also where the comma before them is missing. */
const after =
  /^(?:ph\. ?d\.?|th\. ?d\.?|csc\.?|drsc\.?|dsc\.?|dis\.?|mba|mpa|dba|msc\.?|m\. ?sc\.?|bba|ba|ma|ll\. ?m\.?|ll\. ?b\.?|jr\.?|sr\.?|et|h\. ?c\.?)$/i
/** Before a name: a word with a full stop that is no initial, or what joins two such. */
const before = /^(?:\p{L}{2,}\.(?:\p{L}+\.)*|h\.|c\.|h\.c\.|et|dr|prof|mr|mrs|ms)$/iu
const particle = /^(?:van|von|de|der|den|da|di|del|la|le|el|al|bin|ze|z|of|y)$/
/** Words of institutions, as they are compared. */
const institution =
  /\b(?:kraj\w*|urad\w*|univerzit\w*|universit\w*|ministerstv\w*|ministry|agentur\w*|agency|spolecnost\w*|institut\w*|ustav\w*|centr\w*|center|centre|klastr\w*|cluster\w*|komor\w*|chamber|svaz\w*|asociac\w*|association|mest\w*|magistrat|municipality|city|region\w*|komise|commission|rada|council|skol\w*|school|fakult\w*|faculty|nadac\w*|foundation|s r o|a s|o p s|z s|gmbh|ltd|inc|hub|park|fond\w*|bank\w*|tym|team|group|europe\w*|national|european|kolektiv)\b/

const roles: readonly (readonly [SpeakerRole, RegExp])[] = [
  [
    'moderator',
    /^(?:moderuje|moderuj[ií]|moder[aá]tor(?:ka|ři|ky)?|moderace|moderated by|moderators?|chair(?:ed by)?|facilit[aá]tor(?:ka)?|ř[ií]d[ií]|předsed[aá])\s*[:–—-]?\s+/iu,
  ],
  ['panellist', /^(?:panelist(?:é|ka|ky)?|panell?ists?|diskutuj[ií]|v diskus[ie]|host[eé]?|debatuj[ií])\s*:\s*/iu],
  [
    'speaker',
    /^(?:předn[aá]š(?:[ií]|ej[ií]|ej[ií]c[ií])|řečn[ií](?:k|ci)|speakers?|uv[aá]d[ií]|prezentuj[eí]|vystoup[ií]|with|by)\s*:?\s+/iu,
  ],
]
const roleBehind = /\s*\((?:moder[aá]tor(?:ka)?|moderuje|moderace|chair|moderator)\)\s*$/iu

/**
 * Reads the people of a cell: `Ing. Jan Novák, Ph.D. (Krajský úřad); Petra Malá`, one a line, or joined by commas and
 * “a”. Titles stay with their name, what follows a name and is none is where that person comes from, and what names no
 * person is an institution. `Moderuje:` before or `(moderátor)` behind a name gives the role.
 */
export function readPeople(cell: string, role: SpeakerRole = 'speaker'): NamedPerson[] {
  const people: NamedPerson[] = []
  let current = role
  for (const piece of piecesOf(cell.slice(0, longestCell))) {
    const said = roles.find(([, words]) => words.test(piece))
    if (said !== undefined) current = role === 'moderator' ? role : said[0]
    const text = said === undefined ? piece : piece.replace(said[1], '')
    const isModerator = roleBehind.test(text)
    people.push(...readPiece(text.replace(roleBehind, ''), isModerator ? 'moderator' : current))
    // “Moderuje: …” is about one line; “Panelisté:” about all that follow.
    if (said?.[0] === 'moderator') current = role
  }
  return people
}

/** Lines, and what semicolons, bars and bullets part; a line that ends with a comma goes on. */
function piecesOf(cell: string): string[] {
  return cell
    .replace(/,\s*\n\s*/g, ', ')
    .split(/\n|;|\s[|/]\s|[•▪●]/)
    .map(piece => normaliseLine(piece).replace(/^[-–—*]\s*/, ''))
    .filter(piece => !isNothing(piece))
}

function readPiece(text: string, role: SpeakerRole): NamedPerson[] {
  const people: NamedPerson[] = []
  const tokens = tokensOf(text)
  for (const { text: token, isAside } of tokens) {
    const last = people.at(-1)
    if (last !== undefined && isTitles(token))
      people[people.length - 1] = { ...last, titleAfter: joined(last.titleAfter, token) }
    else if (isAside && last !== undefined)
      people[people.length - 1] = { ...last, affiliation: joined(last.affiliation, token) }
    else if (looksLikePeople(token)) people.push(...splitPair(token).map(name => personOf(name, role)))
    else if (last !== undefined && !last.isCollective) {
      people[people.length - 1] = { ...last, affiliation: joined(last.affiliation, token) }
    } else people.push(collectiveOf(token, role))
  }
  return reversed(people, tokens.length)
}

/** Between commas; what stands in brackets or behind a dash is said of the name before it. */
function tokensOf(text: string): { readonly text: string; readonly isAside: boolean }[] {
  const asides: string[] = []
  const flat = text
    .replace(/\(([^()]*)\)/g, (_whole, inside: string) => `,\u0001${asides.push(inside) - 1}\u0002`)
    .replace(
      /\s+[–—-]\s+(.*)$/u,
      (_whole, behind: string) => `,\u0001${asides.push(restored(behind, asides)) - 1}\u0002`,
    )
  return flat
    .split(',')
    .map(token => {
      const aside = /\u0001(\d+)\u0002/.exec(token)
      return { text: (aside === null ? token : (asides[Number(aside[1])] ?? '')).trim(), isAside: aside !== null }
    })
    .filter(({ text: token }) => token !== '')
}

const restored = (text: string, asides: readonly string[]) =>
  text.replace(/,\u0001(\d+)\u0002/g, (_whole, index: string) => ` (${asides[Number(index)] ?? ''})`)

const joined = (one: string, other: string) => (one === '' ? other : `${one}, ${other}`)
const isTitles = (text: string) => text.split(' ').every(word => after.test(word))
const words = (text: string) => text.split(' ').filter(word => word !== '')

/** A name and its titles apart. */
function apart(text: string): { readonly start: string[]; readonly name: string[]; readonly end: string[] } {
  const all = words(text)
  let start = 0
  while (start < all.length - 1 && before.test(all[start] ?? '')) start += 1
  let end = all.length
  while (end > start + 1 && after.test(all[end - 1] ?? '')) end -= 1
  return { start: all.slice(0, start), name: all.slice(start, end), end: all.slice(end) }
}

/** Whether a text reads as the name of a person: two to five words with capitals, none of them of an institution. */
export function looksLikeName(text: string): boolean {
  const { start, name } = apart(text)
  if (name.length > 5 || (name.length < 2 && start.length === 0)) return false
  const isWord = (word: string) =>
    /^\p{Lu}[\p{L}\p{M}'’.-]*$/u.test(word) && !/^\p{Lu}{1,4}$/u.test(word.replace('.', ''))
  const areWords = name.every(word => isWord(word) || particle.test(word) || /^\p{Lu}\.$/u.test(word))
  return areWords && name.some(isWord) && !institution.test(wordKey(name.join(' ')))
}

function looksLikePeople(text: string): boolean {
  return splitPair(text).every(looksLikeName)
}

/** `Jan Novák a Petra Malá` are two; so are three with “&”. */
function splitPair(text: string): string[] {
  const parts = text.split(/\s+(?:a|and|&|\+)\s+/)
  return parts.length > 1 && parts.every(looksLikeName) ? parts : [text]
}

function personOf(text: string, role: SpeakerRole): NamedPerson {
  const { start, name, end } = apart(text)
  const titles = { titleBefore: start.join(' '), titleAfter: end.join(' ') }
  return { name: name.join(' '), ...titles, affiliation: '', isCollective: false, role }
}

function collectiveOf(text: string, role: SpeakerRole): NamedPerson {
  // A word with one capital is a person by first or family name; everything else a body.
  const isPerson = /^\p{Lu}\p{Ll}+$/u.test(text) && !institution.test(wordKey(text))
  return { name: text, titleBefore: '', titleAfter: '', affiliation: '', isCollective: !isPerson, role }
}

/** `Nováková, Jana`: one person, the family name first. */
function reversed(people: readonly NamedPerson[], tokens: number): NamedPerson[] {
  const [one] = people
  const isReversed = tokens === 2 && people.length === 1 && one !== undefined && !one.isCollective
  if (!isReversed || /\s/.test(one.name) || !/^\p{Lu}\p{Ll}+$/u.test(one.affiliation)) return [...people]
  return [{ ...one, name: `${one.affiliation} ${one.name}`, affiliation: '' }]
}
