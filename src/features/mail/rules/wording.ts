import type { Locale } from '../../../core/localised-text.ts'
import { typeset } from '../../../core/typography.ts'
import type { MailDrawing, MailLink, MailParagraph } from '../types/drawing.ts'
import type { Wording } from '../types/wording.ts'
import { inert } from './inert.ts'

export type { Wording } from '../types/wording.ts'

/**
 * What organisers may put between braces. `trusted`: words of ours and of the organisers. `untrusted`: what the person
 * typed; it comes out `inert` and never into a subject (SEC-35). `link`: an address of ours, in the body only.
 */
export const placeholders = {
  event: 'trusted',
  dates: 'trusted',
  when: 'trusted',
  place: 'trusted',
  organisers: 'trusted',
  category: 'trusted',
  reference: 'trusted',
  position: 'trusted',
  deadline: 'trusted',
  given_name: 'untrusted',
  family_name: 'untrusted',
  organisation: 'untrusted',
  link: 'link',
  event_link: 'link',
  agenda_link: 'link',
  feedback_link: 'link',
} as const satisfies Record<string, 'trusted' | 'untrusted' | 'link'>

export type PlaceholderName = keyof typeof placeholders

type LinkName = 'link' | 'event_link' | 'agenda_link' | 'feedback_link'

/** What stands for each placeholder in one mail; one without a value comes out as nothing. */
export type PlaceholderValues = { readonly [Name in Exclude<PlaceholderName, LinkName>]?: string | undefined } & {
  readonly [Name in LinkName]?: MailLink | undefined
}

/** Where a text stands; placeholders of some sorts are for the body only. */
export type WordingField = keyof Wording

/** What is wrong with a text, for the error at its field. */
export interface WordingProblem {
  readonly message: string
  readonly values: Readonly<Record<string, string>>
}

const sortsIn: Record<WordingField, readonly string[]> = {
  subject: ['trusted'],
  heading: ['trusted', 'untrusted'],
  body: ['trusted', 'untrusted', 'link'],
}

/** The names of those allowed that may stand in a field, in their order. */
export function placeholdersIn(field: WordingField, allowed: readonly PlaceholderName[]): PlaceholderName[] {
  return allowed.filter(name => sortsIn[field].includes(placeholders[name]))
}

const placeholder = /\{([a-z_]+)\}/g
/** An address as people type it; the signs of the sentence after it do not belong to it. */
const address = /https?:\/\/[^\s<>"{}]*[^\s<>"{}.,;:!?)\]'“”„’]/gi

/** The first thing that is wrong with a text: a brace that opens nothing known, or an address of a form we do not send. */
export function problemOf(
  text: string,
  field: WordingField,
  allowed: readonly PlaceholderName[],
): WordingProblem | undefined {
  for (const [, name = ''] of text.matchAll(placeholder)) {
    const known = allowed.find(one => one === name)
    if (known === undefined) return { message: 'errors.placeholderUnknown', values: { name: `{${name}}` } }
    if (!sortsIn[field].includes(placeholders[known])) {
      return { message: 'errors.placeholderElsewhere', values: { name: `{${name}}` } }
    }
  }
  const brace = /[{}][^{}]{0,20}/.exec(text.replace(placeholder, ''))?.[0]
  if (brace !== undefined) return { message: 'errors.placeholderOpen', values: { text: brace.trim() } }
  if (/https?:\/\/[^\s<>"]*\{/i.test(text)) return { message: 'errors.linkForm', values: { link: '{…}' } }
  const link = text.match(address)?.find(one => !isGoodLink(one))
  return link === undefined ? undefined : { message: 'errors.linkForm', values: { link } }
}

/** Addresses that hide where they lead: mail filters dislike them, and so should readers (A4). */
const shorteners = ['bit.ly', 'tinyurl.com', 't.co', 'goo.gl', 'ow.ly', 'is.gd', 'cutt.ly', 'rebrand.ly', 'jdem.cz']

/** Whether an address may stand in a mail: https, a name with a dot and no number, no account, port or shortener. */
export function isGoodLink(typed: string): boolean {
  if (typed.length > 500 || !URL.canParse(typed)) return false
  const { protocol, hostname, username, password, port } = new URL(typed)
  const isName = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.([a-z]{2,}|xn--[a-z0-9-]+)$/i.test(hostname)
  return protocol === 'https:' && isName && `${username}${password}${port}` === '' && !shorteners.includes(hostname)
}

/**
 * The mail with the organiser's words in it: subject, heading, and the paragraphs. Facts, ticket, button, ways out and
 * footer stay. Without a template it is the drawing as it came.
 */
export function worded(
  drawing: MailDrawing,
  template: Wording | undefined,
  values: PlaceholderValues,
  locale: Locale,
): MailDrawing {
  if (template === undefined) return drawing
  const { subject, heading, body } = template
  return {
    ...drawing,
    subject: subject === '' ? drawing.subject : lineOf(subject, values, locale) || drawing.subject,
    lead:
      heading === ''
        ? drawing.lead
        : { ...drawing.lead, heading: lineOf(heading, values, locale) || drawing.lead.heading },
    paragraphs: body === '' ? drawing.paragraphs : paragraphsOf(body, values, locale),
  }
}

/** One line of the organiser's with the values in it; links leave their words. */
export function lineOf(text: string, values: PlaceholderValues, locale: Locale): string {
  const words = piecesOf(text, values, locale).map(piece => (typeof piece === 'string' ? piece : piece.label))
  return words
    .join('')
    .replace(/[ \t\n]+/g, ' ')
    .trim()
}

/** The organiser's text, a paragraph after each empty line, with the values in it and its addresses as links. */
export function paragraphsOf(text: string, values: PlaceholderValues, locale: Locale): MailParagraph[] {
  const paragraphs = text.split(/\n[ \t]*\n/).map((part): MailParagraph => {
    const pieces = piecesOf(part.trim(), values, locale)
    return pieces.every(piece => typeof piece === 'string') ? pieces.join('').trim() : pieces
  })
  return paragraphs.filter(paragraph => paragraph !== '')
}

/** Cut once: what a value holds is never looked through for placeholders or addresses again. */
function piecesOf(text: string, values: PlaceholderValues, locale: Locale): (string | MailLink)[] {
  const parts = typeset(text, locale).split(/(\{[a-z_]+\})/)
  return parts
    .flatMap((part, index) => (index % 2 === 0 ? linked(part) : [valueOf(part, values, parts[index + 1] ?? '')]))
    .filter(piece => piece !== '')
}

function linked(text: string): (string | MailLink)[] {
  const pieces: (string | MailLink)[] = []
  let from = 0
  for (const { 0: found, index } of text.matchAll(address)) {
    pieces.push(text.slice(from, index), isGoodLink(found) ? { href: new URL(found).href, label: found } : inert(found))
    from = index + found.length
  }
  return [...pieces, text.slice(from)]
}

/** @param next what follows: a name must not become an address with it (`{given_name}.example.org`) */
function valueOf(braced: string, values: PlaceholderValues, next: string): string | MailLink {
  const name = braced.slice(1, -1)
  if (!isPlaceholder(name)) return braced
  const value = values[name] ?? ''
  if (typeof value !== 'string') return value
  const line = value.replace(/\s*\n\s*/g, ', ')
  if (placeholders[name] !== 'untrusted') return line
  return `${inert(line)}${/^[.@:/]\S/.test(next) ? '\u2060' : ''}`
}

function isPlaceholder(name: string): name is PlaceholderName {
  return Object.hasOwn(placeholders, name)
}

/** The placeholders that help beside a form, as `views/partials/placeholders` lists them. */
export function placeholderLines(
  allowed: readonly PlaceholderName[],
): { readonly name: PlaceholderName; readonly isInBodyOnly: boolean }[] {
  return allowed.map(name => ({ name, isInBodyOnly: !sortsIn.heading.includes(placeholders[name]) }))
}
