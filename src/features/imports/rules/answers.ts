import { type Locale, locales, rawText } from '../../../core/localised-text.ts'
import { chosenOptionIds, givenAnswers } from '../../questions/rules/answers.ts'
import { fieldName, hasOptions } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import { visibleQuestions } from '../../questions/rules/visibility.ts'
import type { Question } from '../../questions/types.ts'
import type { GivenAnswer } from '../../registration/types.ts'
import type { CellProblem } from '../types.ts'
import { countryOf, type Named, namedIn, yesOrNo } from './words.ts'

/** A question's cell, by the reference of the question. */
export type AnswerCells = ReadonlyMap<string, { readonly column: number; readonly cell: string }>

interface AnswersOfLine {
  readonly answers: readonly GivenAnswer[]
  readonly optionIds: readonly number[]
  readonly problems: readonly CellProblem[]
  readonly ignored: readonly number[]
}

/**
 * Reads the answers of a line as the form would read them, but that nobody is made to answer: labels of options in
 * either language count, so do other words for yes and names of countries. Cells with an answer to what this person is
 * not asked come back as `ignored`.
 */
export function readAnswerCells(
  questions: readonly Question[],
  cells: AnswerCells,
  { categoryId, country }: { readonly categoryId: number; readonly country: string },
): AnswersOfLine {
  const values: Record<string, string> = {}
  const lists: Record<string, readonly string[]> = {}
  const problems: CellProblem[] = []
  for (const question of questions) {
    const { cell = '', column } = cells.get(question.reference) ?? {}
    if (cell === '') continue
    const typed = typedValue(question, cell)
    if (typed.kind === 'unknown') problems.push({ column, message: typed.message, values: typed.values })
    else if (typed.kind === 'list') lists[fieldName(question)] = typed.list
    else values[fieldName(question)] = typed.value
  }
  const reading = readAnswers(questions, { values, lists }, { categoryId, country })
  for (const { field, message, values: about } of reading.problems) {
    const column = cells.get(field.slice('q.'.length))
    if (column === undefined || column.cell === '' || problems.some(known => known.column === column.column)) continue
    problems.push({ column: column.column, message, values: about })
  }
  const asked = new Set(visibleQuestions(questions, categoryId, reading.answers).map(({ reference }) => reference))
  const ignored = [...cells].flatMap(([reference, { cell, column }]) =>
    cell !== '' && !asked.has(reference) ? [column] : [],
  )
  return {
    answers: givenAnswers(questions, reading.answers),
    optionIds: chosenOptionIds(questions, reading.answers),
    problems: problems.filter(({ column }) => column === undefined || !ignored.includes(column)),
    ignored,
  }
}

type Typed =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'list'; readonly list: readonly string[] }
  | { readonly kind: 'unknown'; readonly message: string; readonly values?: Readonly<Record<string, string>> }

/** A cell as the form would have sent it. */
function typedValue(question: Question, cell: string): Typed {
  if (hasOptions(question.kind)) return chosen(question, cell)
  if (question.kind === 'yes_no') {
    const answer = yesOrNo(cell)
    if (answer === undefined) return { kind: 'unknown', message: 'imports.problems.yesOrNo' }
    return { kind: 'value', value: answer ? 'yes' : 'no' }
  }
  if (question.kind === 'country') return { kind: 'value', value: countryOf(cell) ?? cell }
  // A spreadsheet may keep a time beside the date.
  if (question.kind === 'date') return { kind: 'value', value: cell.replace(/^(\d{4}-\d\d-\d\d)[ T].*$/, '$1') }
  return { kind: 'value', value: cell }
}

function chosen(question: Question, cell: string): Typed {
  const options = question.options.filter(({ archivedAt }) => archivedAt === null)
  const named = options.map(
    ({ reference, label }): Named<string> => ({
      value: reference,
      names: locales.map((locale: Locale) => rawText(label, locale)),
    }),
  )
  const { found, unknown } = namedIn(cell, named)
  if (unknown.length > 0) {
    return { kind: 'unknown', message: 'imports.problems.unknownOption', values: { option: unknown.join(', ') } }
  }
  return { kind: 'list', list: found }
}
