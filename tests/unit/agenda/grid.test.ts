import { describe, expect, it } from '@jest/globals'
import { type GridSession, layOutColumns, layOutDay } from '../../../src/features/agenda/rules/grid.ts'
import { steppedOrder } from '../../../src/features/agenda/rules/order.ts'
import { growth } from '../../support/growth.ts'

const session = (key: string, start: number, end: number, room: string | null = null, isBreak = false): GridSession => {
  return { key, start, end, room, isBreak }
}

const place = (sessions: GridSession[], rooms: string[], key: string) => layOutDay(sessions, rooms).places.get(key)

describe('a day on the grid', () => {
  it('makes every distinct time a line and every room a column', () => {
    const grid = layOutDay(
      [session('a', 540, 570, 'x'), session('b', 570, 660, 'x'), session('c', 540, 660, 'y')],
      ['x', 'y'],
    )
    expect(grid.columns).toEqual([
      { room: 'x', isFirst: true },
      { room: 'y', isFirst: true },
    ])
    expect([...grid.places]).toEqual([
      ['a', { from: 2, to: 3, column: 1 }],
      ['b', { from: 3, to: 4, column: 1 }],
      ['c', { from: 2, to: 4, column: 2 }],
    ])
    expect(grid.fits).toBe(true)
  })

  it('leaves out rooms in which nothing happens, unless each is to have a column', () => {
    const sessions = [session('a', 1, 2, 'y')]
    expect(layOutDay(sessions, ['x', 'y']).columns).toEqual([{ room: 'y', isFirst: true }])
    expect(layOutColumns(sessions, ['x', 'y'], 1).columns.map(({ room }) => room)).toEqual(['x', 'y'])
  })

  it('lets a break and a session without a room span all columns while nothing is beside them', () => {
    const sessions = [session('a', 1, 2, 'x'), session('coffee', 2, 3, 'x', true), session('dinner', 3, 5)]
    expect(place(sessions, ['x'], 'coffee')).toEqual({ from: 3, to: 4, column: undefined })
    expect(place(sessions, ['x'], 'dinner')).toEqual({ from: 4, to: 5, column: undefined })
  })

  it('puts a break beside what runs through it', () => {
    const sessions = [session('workshop', 1, 4, 'x'), session('coffee', 2, 3, null, true)]
    expect(place(sessions, ['x'], 'workshop')?.column).toBe(1)
    expect(place(sessions, ['x'], 'coffee')?.column).toBe(2)
  })

  it('gives a foyer as many columns as there are things at once, and names it over the first', () => {
    const sessions = [session('a', 1, 4, 'foyer'), session('b', 2, 3, 'foyer'), session('c', 3, 5, 'foyer')]
    const grid = layOutDay(sessions, ['foyer'])
    expect(grid.columns).toEqual([
      { room: 'foyer', isFirst: true },
      { room: 'foyer', isFirst: false },
    ])
    expect(['a', 'b', 'c'].map(key => grid.places.get(key)?.column)).toEqual([1, 2, 2])
  })

  it('treats a room it was not told of as none', () => {
    const sessions = [session('a', 1, 2, 'unknown'), session('b', 1, 2, 'x')]
    expect(place(sessions, ['x'], 'a')?.column).toBe(2)
  })

  it('draws only beginnings as lines when there are too many times, and still nothing over another', () => {
    const odd = Array.from({ length: 80 }, (_, index) => [
      session(`x${index}`, index * 10, index * 10 + 9, 'x'),
      session(`y${index}`, index * 10 + 1, index * 10 + 8, 'y'),
    ]).flat()
    const grid = layOutDay(odd.slice(0, 158), ['x', 'y'])
    expect([grid.fits, grid.lines]).toEqual([true, 159])
    expect(grid.places.get('x0')).toEqual({ from: 2, to: 4, column: 1 })
    expect(grid.places.get('x1')).toEqual({ from: 4, to: 6, column: 1 })
    expect(grid.places.get('y0')).toEqual({ from: 3, to: 4, column: 2 })
    expect(grid.places.get('y78')?.to).toBe(160)
  })

  it('says when a day does not fit the style sheet', () => {
    const at = (count: number) =>
      Array.from({ length: count }, (_, index) => session(`${index}`, index, index + 1, 'x'))
    expect(layOutDay(at(159), ['x']).fits).toBe(true)
    expect(layOutDay(at(160), ['x']).fits).toBe(false)
    const rooms = (count: number) => Array.from({ length: count }, (_, index) => `room-${index}`)
    const parallel = (count: number) => rooms(count).map((room, index) => session(`${index}`, 0, 1, room))
    expect(layOutDay(parallel(40), rooms(40)).fits).toBe(true)
    expect(layOutDay(parallel(41), rooms(41)).fits).toBe(false)
  })

  it('lays nothing over anything else, whatever the day', () => {
    const random = numbers(2023)
    for (let day = 0; day < 200; day++) {
      const rooms = ['a', 'b', 'c', 'foyer'].slice(0, 1 + (random() % 4))
      const sessions = Array.from({ length: random() % 40 }, (_, index) => {
        const start = (random() % 60) * 10
        const room = random() % 5 === 0 ? null : (rooms[random() % rooms.length] ?? null)
        return session(`${index}`, start, start + 10 + (random() % 20) * 5, room, random() % 6 === 0)
      })
      expect(overlaps(sessions, rooms)).toEqual([])
    }
  })

  it('does not take the square of the sessions', () => {
    const rooms = Array.from({ length: 30 }, (_, index) => `${index}`)
    const day = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const start = Math.floor(index / 30) * 30
        return session(`${index}`, start, start + 30, `${index % 30}`)
      })
    expect(growth(count => void layOutDay(day(count), rooms), 500)).toBeLessThan(24)
  })
})

function overlaps(sessions: GridSession[], rooms: string[]): string[] {
  const { places, columns } = layOutDay(sessions, rooms)
  const cells = new Map<string, string>()
  return sessions.flatMap(({ key, start, end }) => {
    const at = places.get(key)
    if (!at || at.from >= at.to || (at.column ?? 1) > Math.max(1, columns.length))
      return [`${key} ${start}–${end} nowhere`]
    const taken: string[] = []
    const wide = at.column === undefined ? [1, ...columns.map((_, index) => index + 1)] : [at.column]
    for (let line = at.from; line < at.to; line++) {
      for (const column of new Set(wide)) {
        const cell = `${line} ${column}`
        const other = cells.get(cell)
        if (other !== undefined) taken.push(`${key} over ${other} at ${cell}`)
        cells.set(cell, key)
      }
    }
    return taken
  })
}

/** The same numbers on every run: a failure can be looked at again. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor(state / 65_536)
  }
}

describe('a step in a list', () => {
  it.each([
    ['b', 'up', ['b', 'a', 'c']],
    ['b', 'down', ['a', 'c', 'b']],
    ['a', 'up', ['a', 'b', 'c']],
    ['c', 'down', ['a', 'b', 'c']],
    ['x', 'down', ['a', 'b', 'c']],
  ] as const)('takes %s %s', (entry, direction, order) => {
    expect(steppedOrder(['a', 'b', 'c'], entry, direction)).toEqual(order)
  })
})
