import type { Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { Question } from '../questions/types.ts'
import type { EventRow } from '../events/types.ts'
import type { Attendance, CategoryRow, PartRow } from '../registration/types/places.ts'
import type { RegisterRequest } from '../registration/types.ts'

/** What a column of any event's table may hold; parts and questions of the event come on top. */
export const fixedTargets = [
  'email',
  'givenName',
  'familyName',
  'fullName',
  'titleBefore',
  'titleAfter',
  'organisation',
  'country',
  'locale',
  'category',
  'attendance',
  'parts',
  'tags',
  'note',
] as const
export type FixedTarget = (typeof fixedTargets)[number]

/** What a column holds: something fixed, whether somebody comes to a part, or the answer to a question (`q.…`). */
export type Target = FixedTarget | `part.${string}` | `q.${string}`

/** How a table is understood. */
export interface ImportMapping {
  /** Of each column in order; '' for one that is left out. */
  readonly columns: readonly (Target | '')[]
  /** Reference of the category of those whose line names none; '' when there must be one in each line. */
  readonly category: string
  readonly locale: Locale
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  /** Of a hybrid event. */
  readonly attendance: Attendance
}

/** A line of a table, with the number a spreadsheet shows beside it. */
export interface ImportLine {
  readonly line: number
  readonly cells: readonly string[]
}

/** What became of a line, or would. `repeated`: the same person stands further up in the file. */
export const lineOutcomes = ['place', 'waiting', 'registered', 'repeated', 'wrong'] as const
export type LineOutcome = (typeof lineOutcomes)[number]
export type ImportCounts = Readonly<Record<LineOutcome, number>>

/** What stays of a finished run. */
export interface ImportResult {
  readonly counts: ImportCounts
}

/** One table given for one event. Header and lines are emptied when the run is finished. */
export interface ImportRunRow {
  id: number
  eventId: number
  reference: string
  userId: number
  fileName: string
  header: readonly string[]
  lines: readonly ImportLine[]
  mapping: ImportMapping
  /** Of header and lines: the same content is recognised under another name. */
  digest: string
  createdAt: Instant
  finishedAt: Instant | null
  result: ImportResult | null
}

/** A run as lists show it. */
export interface ImportRunSummary extends Omit<ImportRunRow, 'header' | 'lines' | 'mapping'> {
  readonly userName: string
  readonly lineCount: number
}

/** What the cells of a table are read against. */
export interface ImportSetup {
  readonly event: Pick<EventRow, 'id' | 'slug' | 'mode'>
  readonly categories: readonly CategoryRow[]
  /** Not cancelled ones. */
  readonly parts: readonly (PartRow & { readonly categoryIds: readonly number[] })[]
  /** Those that can be answered in a cell. */
  readonly questions: readonly Question[]
  /** Options whose places are counted. */
  readonly countedOptions: ReadonlySet<number>
}

/** What is wrong with a cell; `message` is a locale key. */
export interface CellProblem {
  /** From 0; undefined: the line as a whole, or something no column says. */
  readonly column: number | undefined
  readonly message: string
  readonly values?: Readonly<Record<string, string | number>> | undefined
}

/** A line that was understood. */
export interface Wish {
  readonly request: RegisterRequest
  readonly note: string
  readonly tags: readonly string[]
  /** Columns with an answer to something this person is not asked. */
  readonly ignored: readonly number[]
}

export interface LineReading {
  readonly line: number
  readonly name: string
  readonly email: string
  /** undefined when something is wrong. */
  readonly wish: Wish | undefined
  readonly problems: readonly CellProblem[]
  /** The line further up that says the same. */
  readonly sameAs: number | undefined
}

/** What becomes of a line. */
export interface LineReport extends Pick<LineReading, 'line' | 'name' | 'email' | 'problems' | 'sameAs'> {
  readonly outcome: LineOutcome
  /** Rank in the queue of those who wait. */
  readonly position: number | undefined
  readonly ignored: readonly number[]
}

/** What becomes of a table. */
export interface ImportReport {
  readonly lines: readonly LineReport[]
  readonly counts: ImportCounts
}

/** Days after which a table that nobody finished is forgotten. */
export const daysKept = 30
/** Different tags in one table at most. */
export const mostTagsInTable = 50
/** Characters of a note. */
export const longestNote = 2_000
