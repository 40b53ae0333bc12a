import { wordKey } from '../../../core/typography.ts'
import type { TableLine, TableMapping, Target } from '../types/table.ts'
import { looksLikeName, type NamedPerson, readPeople } from './table-people.ts'
import { isNothing, kindByTitle } from './table-words.ts'

/** The cells of a row by what they hold. */
export interface Row {
  readonly line: TableLine
  readonly header: readonly string[]
  of(target: Target): string
  all(target: Target): readonly { readonly heading: string; readonly cell: string }[]
}

/** A row by the mapping of its table. */
export function rowOf(line: TableLine, header: readonly string[], { columns }: TableMapping): Row {
  const all = (target: Target) =>
    columns.flatMap((one, column) => {
      const cell = line.cells[column] ?? ''
      return one === target && cell !== '' ? [{ heading: header[column] ?? '', cell }] : []
    })
  return {
    line,
    header,
    all,
    of: target =>
      all(target)
        .map(({ cell }) => cell)
        .join('\n'),
  }
}

/** The cells that say something. */
export const filledOf = (cells: readonly string[]) => cells.filter(cell => cell !== '')

/** What is on, and in which room. */
export interface RowTitle {
  readonly text: string
  readonly room: string | null
  /** Its speakers have a column of their own. */
  readonly isPlain: boolean
}

/** What the row is called; in a table of rooms there is one title for each. */
export function titlesOf(row: Row): RowTitle[] {
  const titles = row.of('title')
  const inRooms = row.all('titleInRoom').filter(({ cell }) => !isNothing(cell))
  const texts = new Set(inRooms.map(({ cell }) => wordKey(cell.slice(0, 200))))
  const [only] = inRooms
  // The same in every room, or a break said once, is for all.
  const isForAll = texts.size === 1 && only !== undefined && (inRooms.length > 1 || kindByTitle(only.cell) === 'break')
  const rooms = isForAll
    ? [{ text: only.cell, room: null, isPlain: false }]
    : inRooms.map(({ heading, cell }) => ({ text: cell, room: heading, isPlain: false }))
  const room = isNothing(row.of('room')) ? null : row.of('room').replace(/\s+/g, ' ')
  return [...(isNothing(titles) ? nameless(row, room) : [{ text: titles, room, isPlain: true }]), ...rooms]
}

/** Somebody speaks, nobody knows yet what about. */
function nameless(row: Row, room: string | null): RowTitle[] {
  const speakers = row.of('speakers').replace(/\s+/g, ' ')
  return row.of('time') === '' || isNothing(speakers) ? [] : [{ text: speakers, room, isPlain: true }]
}

/** Whom the row names, with where they are from. */
export function peopleOf(row: Row): NamedPerson[] {
  const people = [...readPeople(row.of('speakers')), ...readPeople(row.of('moderators'), 'moderator')]
  const lines = row
    .of('affiliation')
    .split('\n')
    .filter(line => !isNothing(line))
  if (lines.length === 0) return people
  return people.map((person, index) => {
    const own = lines.length === people.length ? lines[index] : lines.join(', ')
    return person.affiliation === '' && !person.isCollective ? { ...person, affiliation: own ?? '' } : person
  })
}

/** The first line is the title, with those that only go on in it; the others name people, or tell more. */
export function partsOfTitle(text: string, hasSpeakers: boolean) {
  const [first = '', ...rest] = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  let title = first
  while (rest.length > 0 && /^\p{Ll}/u.test(rest[0] ?? '')) title += ` ${rest.shift() ?? ''}`
  const areNames = rest.length > 0 && !hasSpeakers && rest.every(line => readPeople(line).every(isSurePerson))
  return areNames
    ? { title, more: '', people: readPeople(rest.join('\n')) }
    : { title, more: rest.join('\n'), people: [] }
}

const isSurePerson = ({ titleBefore, name, titleAfter }: NamedPerson) =>
  looksLikeName(`${titleBefore} ${name} ${titleAfter}`.trim())
