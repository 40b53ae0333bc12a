import { longestCell } from '../../../core/tables/types.ts'
import { wordKey } from '../../../core/typography.ts'
import type { RegisterRequest } from '../../registration/types.ts'
import { type CellProblem, type FixedTarget, type ImportLine, type LineReading, mostTagsInTable } from '../types.ts'
import { readAnswerCells } from './answers.ts'
import {
  answerCells,
  attendanceCell,
  categoryOf,
  countryCell,
  emailOf,
  localeCell,
  nameOf,
  noteOf,
  partsOf,
  type Reader,
  type Sheet,
  tagsOf,
  textOf,
} from './cells.ts'

/**
 * Understands the lines of a table. A person who stands in it twice (the same address and name) is taken once; two
 * people with one address are wrong, for each needs an address of their own.
 */
export function readLines(lines: readonly ImportLine[], reader: Reader): LineReading[] {
  const first = new Map<string, LineReading>()
  const tags = new Set<string>()
  return lines.map(line => {
    const reading = readLine(line, reader)
    for (const tag of reading.wish?.tags ?? []) tags.add(tag)
    if (tags.size > mostTagsInTable) {
      return wrong(reading, reader, 'tags', { message: 'imports.problems.manyTags', values: { max: mostTagsInTable } })
    }
    const address = reading.email.toLowerCase()
    const earlier = first.get(address)
    if (earlier === undefined) {
      if (address !== '') first.set(address, reading)
      return reading
    }
    if (wordKey(earlier.name) === wordKey(reading.name)) return { ...reading, sameAs: earlier.line }
    return wrong(reading, reader, 'email', {
      message: 'imports.problems.sharedAddress',
      values: { line: earlier.line },
    })
  })
}

function wrong(
  reading: LineReading,
  { mapping }: Reader,
  target: FixedTarget,
  problem: Omit<CellProblem, 'column'>,
): LineReading {
  const column = mapping.columns.indexOf(target)
  return { ...reading, wish: undefined, problems: [...reading.problems, { ...problem, column }] }
}

function readLine({ line, cells }: ImportLine, reader: Reader): LineReading {
  const sheet: Sheet = { ...reader, cells, problems: [] }
  for (const [column, target] of reader.mapping.columns.entries()) {
    if (target === '' || (cells[column] ?? '').length <= longestCell) continue
    sheet.problems.push({ column, message: 'errors.tooLong', values: { max: longestCell } })
  }
  const email = emailOf(sheet)
  const name = nameOf(sheet)
  const whole = [name.titleBefore, name.givenName, name.familyName, name.titleAfter].filter(text => text !== '')
  const about = { line, email: email.slice(0, 254), name: whole.join(' ').slice(0, 300), sameAs: undefined }
  const categoryId = categoryOf(sheet)
  const country = countryCell(sheet)
  const attendance = attendanceCell(sheet)
  const answered = readAnswerCells(reader.setup.questions, answerCells(sheet), { categoryId: categoryId ?? 0, country })
  sheet.problems.push(...(categoryId === undefined ? [] : answered.problems))
  const partIds = partsOf(sheet, categoryId, attendance)
  const optionIds = answered.optionIds.filter(id => reader.setup.countedOptions.has(id))
  const more = { ...name, email, country, locale: localeCell(sheet), organisation: textOf(sheet, 'organisation') }
  const [note, tags] = [noteOf(sheet), tagsOf(sheet)]
  // Several things may be wrong with a cell; the first says enough.
  const problems = sheet.problems.filter((one, at) => sheet.problems.findIndex(two => two.column === one.column) === at)
  if (problems.length > 0 || categoryId === undefined) return { ...about, wish: undefined, problems }
  const request: RegisterRequest = {
    ...more,
    eventId: reader.setup.event.id,
    categoryId,
    needs: { dietary: '', access: '' },
    consents: [],
    attendance,
    answers: answered.answers,
    partIds,
    optionIds,
  }
  return { ...about, problems: [], wish: { request, note, tags, ignored: answered.ignored } }
}
