import { isEmailAddress } from '../../../core/email-address.ts'
import { type Locale, locales, rawText, readText } from '../../../core/localised-text.ts'
import { longestCell } from '../../../core/tables/types.ts'
import { beginning, normaliseInput, normaliseLine, wordKey } from '../../../core/typography.ts'
import { isFormula, languageOf } from '../../invitations/rules/columns.ts'
import { clashesAmong, isPartFor } from '../../registration/rules/admission.ts'
import { type Attendance } from '../../registration/types/places.ts'
import { longest } from '../../registration/types.ts'
import { longestTag, readTag } from '../../roster/rules/tags.ts'
import { type CellProblem, type ImportMapping, type ImportSetup, longestNote, type Target } from '../types.ts'
import { type PersonName, readFullName } from './names.ts'
import { attendanceOf, countryOf, namedIn, yesOrNo } from './words.ts'

/** What lines are read with. */
export interface Reader {
  readonly mapping: ImportMapping
  readonly setup: ImportSetup
  /** Of the names in problems. */
  readonly locale: Locale
}

/** A line under the hands: what its cells say by target, and what was found wrong so far. */
export interface Sheet extends Reader {
  readonly cells: readonly string[]
  readonly problems: CellProblem[]
}

/** The cell of a target; '' when no column holds it. */
function cellOf({ mapping, cells }: Sheet, target: Target): string {
  const column = mapping.columns.indexOf(target)
  return column < 0 ? '' : (cells[column] ?? '').slice(0, longestCell)
}

function complain({ mapping, problems }: Sheet, target: Target, message: string, values?: CellProblem['values']): void {
  const column = mapping.columns.indexOf(target)
  problems.push({ column: column < 0 ? undefined : column, message, values })
}

const limits = { ...longest, givenName: longest.name, familyName: longest.name, organisation: longest.organisation }
type PlainTarget = 'titleBefore' | 'givenName' | 'familyName' | 'titleAfter' | 'organisation'

function limitOf(target: PlainTarget): number {
  return target === 'titleBefore' || target === 'titleAfter' ? limits.title : limits[target]
}

/** One line of text within its limit. What a spreadsheet would calculate is nobody's name. */
export function textOf(sheet: Sheet, target: PlainTarget): string {
  return checked(sheet, target, normaliseLine(cellOf(sheet, target)), target)
}

function checked(sheet: Sheet, target: Target, text: string, limit: PlainTarget): string {
  if (isFormula(text)) complain(sheet, target, 'imports.problems.formula')
  else if (text.length > limitOf(limit)) complain(sheet, target, 'errors.tooLong', { max: limitOf(limit) })
  return text
}

export function emailOf(sheet: Sheet): string {
  const text = normaliseLine(cellOf(sheet, 'email')).replace(/^mailto:/i, '')
  if (text === '') complain(sheet, 'email', 'imports.problems.empty')
  else if (!isEmailAddress(text)) complain(sheet, 'email', 'errors.email')
  return text
}

export function nameOf(sheet: Sheet): PersonName {
  if (!sheet.mapping.columns.includes('fullName')) {
    const name = {
      titleBefore: textOf(sheet, 'titleBefore'),
      givenName: textOf(sheet, 'givenName'),
      familyName: textOf(sheet, 'familyName'),
      titleAfter: textOf(sheet, 'titleAfter'),
    }
    if (name.givenName === '') complain(sheet, 'givenName', 'imports.problems.empty')
    if (name.familyName === '') complain(sheet, 'familyName', 'imports.problems.empty')
    return name
  }
  const text = normaliseLine(cellOf(sheet, 'fullName'))
  const read = readFullName(text)
  const name = {
    ...read,
    titleBefore: [textOf(sheet, 'titleBefore'), read.titleBefore].filter(title => title !== '').join(' '),
    titleAfter: [read.titleAfter, textOf(sheet, 'titleAfter')].filter(title => title !== '').join(', '),
  }
  if (text === '') complain(sheet, 'fullName', 'imports.problems.empty')
  else if (name.givenName === '' || name.familyName === '') complain(sheet, 'fullName', 'imports.problems.halfName')
  for (const part of ['titleBefore', 'givenName', 'familyName', 'titleAfter'] as const) {
    checked(sheet, 'fullName', name[part], part)
  }
  return name
}

export function categoryOf(sheet: Sheet): number | undefined {
  const { categories } = sheet.setup
  const cell = normaliseLine(cellOf(sheet, 'category'))
  const usual = categories.find(({ reference }) => reference === sheet.mapping.category)
  if (cell === '') {
    if (usual === undefined) complain(sheet, 'category', 'imports.problems.noCategory')
    return usual?.id
  }
  const named = categories.find(({ name }) => locales.some(locale => wordKey(rawText(name, locale)) === wordKey(cell)))
  if (named === undefined) complain(sheet, 'category', 'imports.problems.unknownCategory', { category: shown(cell) })
  return named?.id
}

export function countryCell(sheet: Sheet): string {
  const cell = cellOf(sheet, 'country')
  if (cell === '') return sheet.mapping.country
  const country = countryOf(cell)
  if (country === undefined) complain(sheet, 'country', 'imports.problems.unknownCountry', { country: shown(cell) })
  return country ?? sheet.mapping.country
}

export function localeCell(sheet: Sheet): Locale {
  const cell = cellOf(sheet, 'locale')
  if (cell === '') return sheet.mapping.locale
  const locale = languageOf(cell)
  if (locale === undefined) complain(sheet, 'locale', 'imports.problems.unknownLanguage', { language: shown(cell) })
  return locale ?? sheet.mapping.locale
}

/** Only a hybrid event knows two ways; the engine knows the way of the others. */
export function attendanceCell(sheet: Sheet): Attendance | undefined {
  const { mode } = sheet.setup.event
  if (mode !== 'hybrid') return undefined
  const cell = cellOf(sheet, 'attendance')
  if (cell === '') return sheet.mapping.attendance
  const attendance = attendanceOf(cell)
  if (attendance === undefined) complain(sheet, 'attendance', 'imports.problems.unknownAttendance')
  return attendance ?? sheet.mapping.attendance
}

export function answerCells(sheet: Sheet) {
  const found = new Map<string, { column: number; cell: string }>()
  for (const [column, target] of sheet.mapping.columns.entries()) {
    if (!target.startsWith('q.')) continue
    found.set(target.slice('q.'.length), { column, cell: (sheet.cells[column] ?? '').slice(0, longestCell) })
  }
  return found
}

export function partsOf(sheet: Sheet, categoryId: number | undefined, attendance: Attendance | undefined): number[] {
  const { parts, event } = sheet.setup
  const wanted = new Map<number, Target>()
  const named = parts.map(({ id, title }) => ({ value: id, names: locales.map(locale => rawText(title, locale)) }))
  const { found, unknown } = namedIn(cellOf(sheet, 'parts'), named)
  for (const id of found) wanted.set(id, 'parts')
  if (unknown.length > 0) complain(sheet, 'parts', 'imports.problems.unknownPart', { part: shown(unknown.join(', ')) })
  for (const part of parts) {
    const target: Target = `part.${part.reference}`
    const answer = yesOrNo(cellOf(sheet, target))
    if (answer === undefined) complain(sheet, target, 'imports.problems.yesOrNo')
    if (answer === true) wanted.set(part.id, target)
  }
  const chosen = parts.filter(({ id }) => wanted.has(id))
  const person = {
    categoryId: categoryId ?? 0,
    attendance: attendance ?? (event.mode === 'online' ? 'online' : 'on_site'),
  }
  for (const part of chosen) {
    if (categoryId === undefined || isPartFor(part, person)) continue
    const title = readText(part.title, sheet.locale)
    complain(sheet, wanted.get(part.id) ?? 'parts', 'imports.problems.partNotFor', { part: title })
  }
  const clash = clashesAmong(chosen)
  if (clash !== undefined) {
    const title = (id: number) => readText(chosen.find(part => part.id === id)?.title, sheet.locale)
    const values = { first: title(clash[0]), second: title(clash[1]) }
    complain(sheet, wanted.get(clash[1]) ?? 'parts', 'imports.problems.clash', values)
  }
  return chosen.map(({ id }) => id)
}

export function tagsOf(sheet: Sheet): string[] {
  const texts = cellOf(sheet, 'tags')
    .split(/[,;\n]/)
    .filter(text => text.trim() !== '')
  const tags = texts.map(readTag)
  if (tags.includes(undefined)) complain(sheet, 'tags', 'imports.problems.longTag', { max: longestTag })
  if (tags.length > 20) complain(sheet, 'tags', 'imports.problems.manyTags', { max: 20 })
  return [...new Set(tags.flatMap(tag => tag ?? []))]
}

export function noteOf(sheet: Sheet): string {
  const note = normaliseInput(cellOf(sheet, 'note'))
  if (note.length > longestNote) complain(sheet, 'note', 'errors.tooLong', { max: longestNote })
  return note
}

/** As much of a cell as a message may quote. */
function shown(text: string): string {
  return text.length > 60 ? `${beginning(text, 60)}…` : text
}
