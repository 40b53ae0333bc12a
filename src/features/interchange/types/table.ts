import type { Locale } from '../../../core/localised-text.ts'

/** What a column of a programme written as a table may hold. */
export const targets = [
  'day',
  'time',
  'end',
  'length',
  'title',
  'titleInRoom',
  'speakers',
  'moderators',
  'affiliation',
  'room',
  'track',
  'language',
  'kind',
  'abstract',
] as const
/** `titleInRoom`: the heading names a room, the cells say what is on there. */
export type Target = (typeof targets)[number]

/** How a table is understood. */
export interface TableMapping {
  /** Of each column in order; '' for one that is left out. */
  readonly columns: readonly (Target | '')[]
  /** What language its texts are in. */
  readonly locale: Locale
  /** How long a session is where the table does not say, and no other begins. */
  readonly minutes: number
}

export interface TableLine {
  /** Counts the rows of all its tables from 1, as a spreadsheet does. */
  readonly line: number
  readonly cells: readonly string[]
}

/** A programme that somebody keeps as a table, as it is stored until it is imported. */
export interface ProgrammeTable {
  /** Headings; '' for all where the first row is part of the programme already. */
  readonly header: readonly string[]
  readonly lines: readonly TableLine[]
  /** What stood above, between and below, and is not part of it. */
  readonly leftOut: readonly string[]
}

/** Minutes of a day in a cell: `end` may lie beyond midnight (more than 1440). */
export interface Times {
  readonly start: number | undefined
  readonly end: number | undefined
}

export const defaultMinutes = 30

/** A table and how it is understood, as an import keeps them until it is carried out. */
export interface StoredTable extends ProgrammeTable, TableMapping {}
