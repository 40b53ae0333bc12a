import { mostColumns } from './grid.ts'

/** A room of one day: how many columns and sessions it brings. */
export interface FoldedRoom {
  readonly room: string
  readonly columns: number
  readonly sessions: number
}

/** A page of a programme stays below 150 kB, and a reader on a phone below what a thumb can scroll. */
export const mostSessions = 240
/** What has no room stands on every page, beside its rooms. */
const spareColumns = 2

/**
 * Folds the rooms of a day into pages, in their order: as few as the limits allow (a single room beyond them stays
 * whole), and of about the same size.
 */
export function foldRooms(rooms: readonly FoldedRoom[]): readonly (readonly string[])[] {
  const total = rooms.reduce((sum, { columns }) => sum + columns, 0)
  const widest = total <= mostColumns ? mostColumns : mostColumns - spareColumns
  const packed = (share: number) => pack(rooms, { columns: widest * share, sessions: mostSessions * share })
  const fewest = packed(1)
  const even = shares.map(packed).find(pages => pages.length <= fewest.length)
  return even ?? fewest
}

/** Twentieths of what a page may hold, the smallest first: the first that needs no further page is the most even. */
const shares = Array.from({ length: 20 }, (_, index) => (index + 1) / 20)

/** Puts rooms on a page until the next one would go beyond the limits. */
function pack(rooms: readonly FoldedRoom[], most: Omit<FoldedRoom, 'room'>): string[][] {
  const pages: string[][] = []
  let held = { columns: 0, sessions: 0 }
  for (const { room, columns, sessions } of rooms) {
    const page = pages.at(-1)
    const together = { columns: held.columns + columns, sessions: held.sessions + sessions }
    if (page !== undefined && together.columns <= most.columns && together.sessions <= most.sessions) {
      page.push(room)
      held = together
    } else {
      pages.push([room])
      held = { columns, sessions }
    }
  }
  return pages
}
