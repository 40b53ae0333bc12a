import { countryName } from '../../../core/countries.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import { formatShortDateTime, type Instant, type TimeZone, toLocal } from '../../../core/time.ts'
import { answerText } from '../../questions/rules/answers.ts'
import type { AnswerValue, Question } from '../../questions/types.ts'
import type { RosterFacts, RosterLine, RosterPart, RosterSignUp } from '../types.ts'
import { type Column, isPlainColumn, type PlainColumn } from './columns.ts'
import type { Words } from './words.ts'

/** What the columns of an event are made of. */
export interface ColumnFacts extends Pick<RosterFacts, 'parts'> {
  /** None of them sensitive. */
  readonly questions: readonly Question[]
}

/** A column that the event has, with its heading. */
export interface KnownColumn {
  readonly column: Column
  readonly label: string
  readonly question?: Question | undefined
  readonly part?: RosterPart | undefined
}

/** The questions that may have a column: what asks something, and nothing sensitive. */
export function questionsForColumns(questions: readonly Question[]): Question[] {
  return questions.filter(({ kind, isSensitive }) => kind !== 'heading' && kind !== 'note' && !isSensitive)
}

/** Those of the columns that the event has, in the order given. */
export function knownColumns(
  words: Words,
  columns: readonly Column[],
  { questions, parts }: ColumnFacts,
): KnownColumn[] {
  return columns.flatMap((column): KnownColumn[] => {
    if (isPlainColumn(column)) return [{ column, label: words.t(`roster.columns.${column}`) }]
    const reference = column.slice(2)
    const question = questions.find(known => column.startsWith('q.') && known.reference === reference)
    const part = parts.find(known => column.startsWith('p.') && known.reference === reference)
    if (question) return [{ column, label: shortened(readText(question.label, words.locale)), question }]
    return part ? [{ column, label: shortened(readText(part.title, words.locale)), part }] : []
  })
}

/** A heading is read at a glance; the whole question stands on the page of the form. */
function shortened(label: string): string {
  return label.length <= 48 ? label : `${label.slice(0, 46).trimEnd()}…`
}

/** A line with what was read for its columns besides. */
export interface WholeLine {
  readonly line: RosterLine
  readonly answers: ReadonlyMap<number, AnswerValue> | undefined
  readonly signUps: readonly RosterSignUp[]
}

/** What stands in a cell of the table, as text. */
export function cellText(words: Words, known: KnownColumn, whole: WholeLine, context: ColumnFacts & Zoned): string {
  const { question, part, column } = known
  const { line, answers, signUps } = whole
  if (question) return answerText(question, answers?.get(question.id), words.locale, words.t)
  if (part) {
    const place = signUps.find(({ partId }) => partId === part.id)
    return place === undefined ? '' : words.t(`roster.signUp.${place.status}`)
  }
  if (column === 'parts') return partsText(words, signUps, context.parts)
  return isPlainColumn(column) ? plainText(words, column, line, context.timeZone) : ''
}

interface Zoned {
  readonly timeZone: TimeZone
}

function plainText({ t, locale }: Words, column: PlainColumn, line: RosterLine, zone: TimeZone): string {
  switch (column) {
    case 'organisation':
    case 'country':
    case 'email':
    case 'reference':
      return line[column]
    case 'category':
      return readText(line.categoryName, locale)
    case 'status':
      return t(`roster.statuses.${line.status}`)
    case 'changed':
      return formatShortDateTime(line.changedAt, zone, locale)
    case 'created':
      return formatShortDateTime(line.createdAt, zone, locale)
    case 'attendance':
      return t(`roster.attendance.${line.attendance}`)
    case 'tags':
      return line.tags.join(', ')
    case 'notes':
      return line.notes === 0 ? '' : String(line.notes)
    case 'code':
      return line.code ?? ''
    case 'delegation':
      return line.delegation ?? ''
    case 'language':
      return t(`core.languageName.${line.locale}`)
    case 'newsletter':
      return line.wantsNewsletter ? t('core.yes') : ''
    case 'arrived':
      return line.arrivedAt === null ? '' : formatShortDateTime(line.arrivedAt, zone, locale)
    case 'parts':
      return ''
  }
}

function partsText({ t, locale }: Words, signUps: readonly RosterSignUp[], parts: readonly RosterPart[]): string {
  const named = signUps.flatMap(({ partId, status }) => {
    const part = parts.find(({ id }) => id === partId)
    if (part === undefined) return []
    const title = readText(part.title, locale)
    return [status === 'confirmed' ? title : t('roster.partWithState', { title, state: t(`roster.signUp.${status}`) })]
  })
  return named.length > 2 ? named.join('; ') : listNames(named, locale)
}

const nameColumns = ['titleBefore', 'givenName', 'familyName', 'titleAfter'] as const

/** The first row of a file: the name in its four parts, then the columns of the table. */
export function exportHeader({ t }: Words, columns: readonly KnownColumn[]): string[] {
  const position = columns.some(({ column }) => column === 'status') ? [t('roster.export.position')] : []
  const labels = columns.flatMap(({ column, label }) => (column === 'status' ? [label, ...position] : [label]))
  return [...nameColumns.map(name => t(`roster.export.${name}`)), ...labels].map(plain)
}

/** A row of a file: what the table shows, in full and without typography; times sort as text. */
export function exportRow(
  words: Words,
  columns: readonly KnownColumn[],
  whole: WholeLine,
  context: ColumnFacts & Zoned,
): string[] {
  const { line } = whole
  const cells = columns.flatMap(known => {
    if (known.column === 'status')
      return [cellText(words, known, whole, context), line.position === 0 ? '' : String(line.position)]
    if (known.column === 'country') return [countryName(line.country, words.locale)]
    if (known.column === 'changed') return [wallTime(line.changedAt, context.timeZone)]
    if (known.column === 'created') return [wallTime(line.createdAt, context.timeZone)]
    if (known.column === 'arrived') return [line.arrivedAt === null ? '' : wallTime(line.arrivedAt, context.timeZone)]
    return [cellText(words, known, whole, context)]
  })
  // What people wrote is kept letter by letter; only our own words lose what typography put in.
  return [...nameColumns.map(name => line[name]), ...cells.map(plain)]
}

/** `2027-09-13 09:00` on the wall of the event: sorts as text, and every spreadsheet reads it. */
function wallTime(instant: Instant, zone: TimeZone): string {
  return toLocal(instant, zone).slice(0, 16).replace('T', ' ')
}

/** Without the spaces and joiners that only typography needs. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
}
