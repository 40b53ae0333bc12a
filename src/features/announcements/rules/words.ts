import { type LocalisedText, locales } from '../../../core/localised-text.ts'
import { type PlaceholderName, placeholdersIn, problemOf } from '../../mail/rules/wording.ts'

/** What may stand between braces in an announcement. */
export const announcementPlaceholders: readonly PlaceholderName[] = [
  'given_name',
  'family_name',
  'organisation',
  'event',
  'dates',
  'when',
  'place',
  'organisers',
  'category',
  'reference',
  'link',
  'event_link',
  'agenda_link',
  'feedback_link',
]

/** Those of them that may stand in the subject, or in the text. */
export const placeholdersOf = {
  subject: placeholdersIn('subject', announcementPlaceholders),
  body: placeholdersIn('body', announcementPlaceholders),
} as const

/** What an announcement says. */
export interface Words {
  readonly subject: LocalisedText
  readonly body: LocalisedText
}

interface WordsProblem {
  readonly field: string
  readonly message: string
  readonly values?: Readonly<Record<string, string>> | undefined
}

/** What is wrong with the words: half a language, none at all, or a brace that opens nothing. */
export function wordsProblems({ subject, body }: Words): WordsProblem[] {
  const problems = locales.flatMap(locale => {
    const [title, text] = [subject[locale] ?? '', body[locale] ?? '']
    const missing =
      title === '' && text !== ''
        ? [{ field: `subject.${locale}`, message: 'errors.required' }]
        : title !== '' && text === ''
          ? [{ field: `body.${locale}`, message: 'errors.required' }]
          : []
    const wrong = (['subject', 'body'] as const).flatMap(part => {
      const problem = problemOf(part === 'subject' ? title : text, part, announcementPlaceholders)
      return problem ? [{ field: `${part}.${locale}`, ...problem }] : []
    })
    return [...missing, ...wrong]
  })
  const isEmpty = locales.every(locale => (subject[locale] ?? '') === '' && (body[locale] ?? '') === '')
  return isEmpty ? [{ field: 'subject.cs', message: 'errors.announcementEmpty' }] : problems
}

/** Whether it says something in at least one language, so that it may go. */
export function isWritten({ subject, body }: Words): boolean {
  return locales.some(locale => (subject[locale] ?? '') !== '' && (body[locale] ?? '') !== '')
}

/** The language in which somebody reads it: their own, else the one there is. */
export function languageFor({ subject }: Pick<Words, 'subject'>, locale: (typeof locales)[number]) {
  return (subject[locale] ?? '') === '' ? (locales.find(other => (subject[other] ?? '') !== '') ?? locale) : locale
}
