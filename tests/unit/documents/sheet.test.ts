import { describe, expect, it } from '@jest/globals'
import { canBeSet, fitsSheets, layoutOf } from '../../../src/features/documents/rules/layouts.ts'
import { mostOnPage, pagesOfDay, type SheetSession } from '../../../src/features/documents/rules/sheet.ts'

const session = (key: string, start: number, end: number, room: string | null, isBreak = false): SheetSession => {
  return { key, start, end, room, isBreak }
}
const rooms = (count: number) => Array.from({ length: count }, (_, index) => `r${index + 1}`)

describe('a day on a page', () => {
  it('has a row from each time to the next, and long sessions span several', () => {
    const [page] = pagesOfDay(
      [session('a', 0, 60, 'r1'), session('b', 0, 30, 'r2'), session('c', 30, 60, 'r2')],
      rooms(2),
    )
    expect(page?.times).toEqual([0, 30, 60])
    expect(page?.cells).toEqual([
      { key: 'a', row: 1, rows: 2, column: 1, columns: 1 },
      { key: 'b', row: 1, rows: 1, column: 2, columns: 1 },
      { key: 'c', row: 2, rows: 1, column: 2, columns: 1 },
    ])
  })

  it('lets a break span all rooms, and leaves out rooms in which nothing happens', () => {
    const [page] = pagesOfDay(
      [session('a', 0, 30, 'r1'), session('b', 0, 30, 'r3'), session('pause', 30, 45, null, true)],
      rooms(3),
    )
    expect(page?.columns.map(({ room }) => room)).toEqual(['r1', 'r3'])
    expect(page?.cells.find(({ key }) => key === 'pause')).toEqual({
      key: 'pause',
      row: 2,
      rows: 1,
      column: 1,
      columns: 2,
    })
  })

  it('shares many rooms out over pages evenly, with the break on each', () => {
    const talks = rooms(10).map(room => session(room, 0, 30, room))
    const pages = pagesOfDay([...talks, session('pause', 30, 45, null, true)], rooms(10))
    expect(pages.map(({ columns }) => columns.length)).toEqual([5, 5])
    expect(pages.map(({ cells }) => cells.length)).toEqual([6, 6])
    expect(pages.flatMap(({ cells }) => cells.map(({ key }) => key)).filter(key => key !== 'pause')).toEqual(rooms(10))
  })

  it('never lays two sessions over each other, whatever overlaps', () => {
    const crowd = Array.from({ length: 120 }, (_, index) => {
      const start = (index * 7) % 90
      return session(
        `s${index}`,
        start,
        start + 5 + (index % 40),
        index % 9 === 0 ? null : `r${index % 12}`,
        index % 11 === 0,
      )
    })
    const pages = pagesOfDay(crowd, rooms(12))
    for (const { cells, columns } of pages) {
      const taken = cells.flatMap(({ row, rows, column, columns: across }) =>
        Array.from({ length: rows * across }, (_, one) => `${row + (one % rows)}/${column + Math.floor(one / rows)}`),
      )
      expect(new Set(taken).size).toBe(taken.length)
      expect(Math.max(...cells.map(cell => cell.column + cell.columns - 1))).toBeLessThanOrEqual(columns.length)
    }
    expect(new Set(pages.flatMap(({ cells }) => cells.map(({ key }) => key))).size).toBe(120)
  })

  it('is a page of its own also when the day is empty or one room has it all', () => {
    expect(pagesOfDay([], rooms(2))).toEqual([{ columns: [{ room: null, isFirst: false }], times: [], cells: [] }])
    const [page, ...others] = pagesOfDay([session('pause', 0, 30, null, true)], rooms(mostOnPage))
    expect(page?.cells).toEqual([{ key: 'pause', row: 1, rows: 1, column: 1, columns: 1 }])
    expect(others).toEqual([])
  })
})

describe('layouts', () => {
  it('are the list when none is asked for, and none that does not exist', () => {
    expect(['', 'sheet', 'booklet', 'folded', 'toString', 'LIST'].map(layoutOf)).toEqual([
      'list',
      'sheet',
      'booklet',
      'folded',
      undefined,
      undefined,
    ])
  })

  it('leave what is too long to the browser', () => {
    const of = (length: number) => ({ sessions: Array.from({ length }) }) as Parameters<typeof canBeSet>[0]
    expect([300, 301].map(length => fitsSheets(of(length)))).toEqual([true, false])
    expect([2500, 2501].map(length => canBeSet(of(length)))).toEqual([true, false])
  })
})
