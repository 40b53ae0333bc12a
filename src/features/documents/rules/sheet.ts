import { type GridColumn, layOutDay } from '../../agenda/rules/grid.ts'
import type { PaperCell } from '../types.ts'

/** A session as far as a page goes: minutes since any moment, half-open. */
export interface SheetSession {
  readonly key: string
  readonly start: number
  readonly end: number
  readonly room: string | null
  readonly isBreak: boolean
}

/** One page: its columns, its distinct times, and where each session stands. */
export interface SheetPage {
  readonly columns: readonly GridColumn[]
  readonly times: readonly number[]
  readonly cells: readonly (PaperCell & { readonly key: string })[]
}

/** More columns than this on A4 across leave too little for a title. */
export const mostOnPage = 7

/**
 * A day on as few pages as its rooms need, the rooms shared out evenly; what goes on in all rooms stands on each page.
 * @param rooms keys of rooms in the order of the columns
 */
export function pagesOfDay(sessions: readonly SheetSession[], rooms: readonly string[]): SheetPage[] {
  const whole = layOutDay(sessions, rooms)
  const columnOf = (session: SheetSession) => whole.places.get(session.key)?.column
  return shares(whole.columns).map(({ from, to }) => {
    const isHere = (column: number | undefined) => column === undefined || (column > from && column <= to)
    const here = sessions.filter(session => isHere(columnOf(session)))
    const names = whole.columns.slice(from, to).flatMap(column => column.room ?? [])
    return pageOf(here, [...new Set(names)])
  })
}

/** Columns `from` to `to` (half-open) of each page; the lanes of a room stay together where they can. */
function shares(columns: readonly GridColumn[]): { from: number; to: number }[] {
  const wanted = Math.ceil(columns.length / Math.max(1, Math.ceil(columns.length / mostOnPage)))
  const pages: { from: number; to: number }[] = []
  let from = 0
  for (let to = 1; to <= columns.length; to++) {
    const isNewRoom = columns[to]?.isFirst !== false
    if (to === columns.length || (to - from >= wanted && isNewRoom)) {
      pages.push({ from, to })
      from = to
    }
  }
  return pages.length === 0 ? [{ from: 0, to: 0 }] : pages
}

const nowhere: GridColumn = { room: null, isFirst: false }

function pageOf(sessions: readonly SheetSession[], rooms: readonly string[]): SheetPage {
  const { columns: used, places } = layOutDay(sessions, rooms)
  // What spans all rooms needs one to stand in, also where nothing is in any room.
  const columns = used.length === 0 ? [nowhere] : used
  const times = [...new Set(sessions.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const row = new Map(times.map((time, index) => [time, index + 1]))
  const cells = sessions.map(({ key, start, end }) => {
    const column = places.get(key)?.column
    const at = row.get(start) ?? 1
    const rows = Math.max(1, (row.get(end) ?? at) - at)
    const across = column === undefined ? { column: 1, columns: columns.length } : { column, columns: 1 }
    return { key, row: at, rows, ...across }
  })
  return { columns, times, cells }
}
