import type { LocalisedText } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'

/** What an organiser may ask, and the two kinds that ask nothing: a heading and a note. */
export const questionKinds = [
  'short_text',
  'long_text',
  'email',
  'phone',
  'number',
  'date',
  'yes_no',
  'one_choice',
  'several_choices',
  'country',
  'organisation',
  'company_number',
  'file',
  'consent',
  'heading',
  'note',
] as const
export type QuestionKind = (typeof questionKinds)[number]

/** A question of a registration form. */
export interface QuestionRow {
  id: number
  eventId: number
  reference: string
  kind: QuestionKind
  position: number
  label: LocalisedText
  help: LocalisedText
  isRequired: boolean
  /** Special-category data (GDPR Art. 9): kept apart, forgotten early. */
  isSensitive: boolean
  /** Days after the end of the event; null: as long as the registration. */
  keepDays: number | null
  /** Least number, characters or choices, by kind; a date as days since 1970-01-01. */
  least: number | null
  most: number | null
  /** Of a consent: what for. */
  purpose: LocalisedText
  /** Of a consent: raised when its words change after somebody agreed. */
  textVersion: number
  shownIfQuestionId: number | null
  /** Option references, `yes` or `no`; one of them must be answered for this question to be asked. */
  shownIfValues: string[]
  archivedAt: Instant | null
  createdAt: Instant
}

/** One option of a choice. Its places, if they are counted, are a quota of `registration`. */
export interface QuestionOptionRow {
  id: number
  eventId: number
  questionId: number
  reference: string
  position: number
  label: LocalisedText
  hasWaitingList: boolean
  archivedAt: Instant | null
}

export interface QuestionCategoryRow {
  questionId: number
  categoryId: number
}

/** A question with its options in order and the categories it is asked of (empty: all). */
export interface Question extends QuestionRow {
  readonly options: readonly QuestionOptionRow[]
  readonly categoryIds: readonly number[]
  /** Reference of the question it depends on. */
  readonly shownIf: string | undefined
}

/**
 * An answer as it is stored: text for the texts, e-mail, phone (E.164), country (ISO 3166-1 alpha-2), organisation, company number and
 * date (`2027-09-13`); number; true or false for yes/no and consent; option references for choices; the reference of an
 * answer file for a file.
 */
export type AnswerValue = string | number | boolean | readonly string[]

/** Valid answers by question id; nothing where nothing was answered. */
export type Answers = ReadonlyMap<number, AnswerValue>

/** What came in a posted form, as `core/http/forms` keeps it. */
export interface TypedAnswers {
  readonly values: Readonly<Record<string, string>>
  readonly lists: Readonly<Record<string, readonly string[]>>
}

/** What is wrong with an answer; `message` is a locale key. Fits the `FieldProblem` of `core/http/forms`. */
export interface AnswerProblem {
  readonly field: string
  readonly message: string
  readonly values?: Readonly<Record<string, string | number>> | undefined
}

/** What the answers are read with. */
export interface ReadingContext {
  /** Chosen category; undefined: none was chosen yet, so only what everybody is asked is read. */
  readonly categoryId: number | undefined
  /** Reference of the question → reference of the file that came with this form or stays from before. */
  readonly files?: ReadonlyMap<string, string> | undefined
  /** Telephone numbers without a prefix are of this country; usual: the field `country` of the form, then CZ. */
  readonly country?: string | undefined
  /** What was answered before: an option that was archived since may stay chosen, but not be chosen anew. */
  readonly former?: Answers | undefined
}

/** Valid answers, complaints, and what became visible only through the answers and was not on the page. */
export interface AnswersReading {
  readonly answers: Answers
  readonly problems: readonly AnswerProblem[]
  /** The form comes back (422) asking them; nothing of it is the reader's mistake. */
  readonly newlyAsked: readonly Question[]
}

/** What an organiser says of one option; without `reference` it is a new one. */
export interface OptionInput {
  readonly reference?: string | undefined
  readonly label: LocalisedText
  readonly hasWaitingList: boolean
}

/** What an organiser says of a question. The kind stays what it was when the question was made. */
export interface QuestionInput {
  readonly label: LocalisedText
  readonly help: LocalisedText
  readonly isRequired: boolean
  readonly isSensitive: boolean
  readonly keepDays: number | null
  readonly least: number | null
  readonly most: number | null
  readonly purpose: LocalisedText
  /** Reference of an earlier question of the event; undefined: always asked. */
  readonly shownIf: string | undefined
  readonly shownIfValues: readonly string[]
  /** In order; of choices only. Options that are left out are archived, or removed when nobody chose them. */
  readonly options: readonly OptionInput[]
  /** Empty: asked in all categories. */
  readonly categoryIds: readonly number[]
}
