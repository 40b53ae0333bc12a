/** A session as far as the grid goes. Times in any one unit, half-open. */
export interface GridSession {
  readonly key: string
  readonly start: number
  readonly end: number
  /** The room it is in, if any. */
  readonly room: string | null
  readonly isBreak: boolean
}

/** Where a session stands: grid lines as CSS counts them, and a column from 1; without one it spans them all. */
export interface Place {
  readonly from: number
  readonly to: number
  readonly column: number | undefined
}

/** A column of the grid. A room in which things overlap has several; `room: null` holds what has no room. */
export interface GridColumn {
  readonly room: string | null
  /** False for the further columns of a room. */
  readonly isFirst: boolean
}

export interface Grid {
  readonly columns: readonly GridColumn[]
  readonly places: ReadonlyMap<string, Place>
  /** How many lines there are: one for each time that something begins or ends. */
  readonly lines: number
  /** False when the day has more times or columns than the style sheet counts: it is shown as a list. */
  readonly fits: boolean
}

/** Row 1 holds the names of the rooms. */
const firstLine = 2
/** The classes `from-1 … from-160`, `to-2 … to-161` and `in-1 … in-40` of the style sheet: thirty rooms, some of them double. */
export const mostTimes = 160
export const mostColumns = 40

/**
 * Lays out one day. Each distinct time is a line (of the very many times of a
 * large conference only the beginnings). A break, or a session without a room, spans all columns while nothing
 * happens beside it; whatever overlaps gets a column of its own, so that no two things ever lie over each other.
 * @param rooms keys of rooms in the order of the columns; those without a session of this day are left out
 */
export function layOutDay(sessions: readonly GridSession[], rooms: readonly string[]): Grid {
  const lines = linesOf(sessions)
  const { columns, columnOf } = layOutColumns(sessions, rooms)
  const line = (time: number) => firstAtOrAfter(lines, time) + firstLine
  const places = new Map(
    sessions.map(({ key, start, end }) => [key, { from: line(start), to: line(end), column: columnOf.get(key) }]),
  )
  return { columns, places, lines: lines.length, fits: lines.length <= mostTimes && columns.length <= mostColumns }
}

/**
 * The columns of a day, and which one each session stands in (none: it spans them all).
 * @param least columns that every room gets, even when nothing happens in it
 */
export function layOutColumns(
  sessions: readonly GridSession[],
  rooms: readonly string[],
  least: 0 | 1 = 0,
): { columns: readonly GridColumn[]; columnOf: ReadonlyMap<string, number> } {
  const known = new Set(rooms)
  const roomOf = ({ room }: GridSession) => (room !== null && known.has(room) ? room : null)
  const alone = aloneInTime(sessions)
  const spans = (session: GridSession) => (session.isBreak || roomOf(session) === null) && alone.has(session.key)
  const columns: GridColumn[] = []
  const columnOf = new Map<string, number>()
  for (const room of [...rooms, null]) {
    const { lanes, count } = lanesOf(sessions.filter(session => roomOf(session) === room && !spans(session)))
    for (const [key, lane] of lanes) columnOf.set(key, columns.length + lane + 1)
    const wanted = room === null ? count : Math.max(least, count)
    for (let lane = 0; lane < wanted; lane++) columns.push({ room, isFirst: lane === 0 })
  }
  return { columns, columnOf }
}

/**
 * The times that get a line. On a day with too many of them only those at which something begins: what ends between two
 * lines is drawn to the later one, and what follows in its column does not begin before that.
 */
function linesOf(sessions: readonly GridSession[]): number[] {
  const inOrderOfTime = (times: readonly number[]) => [...new Set(times)].sort((a, b) => a - b)
  const all = inOrderOfTime(sessions.flatMap(({ start, end }) => [start, end]))
  if (all.length <= mostTimes) return all
  return inOrderOfTime([...sessions.map(({ start }) => start), all.at(-1) ?? 0])
}

function firstAtOrAfter(lines: readonly number[], time: number): number {
  let [low, high] = [0, lines.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return Math.max(low, 0)
}

/** The keys of those that share no moment with another. */
function aloneInTime(sessions: readonly GridSession[]): Set<string> {
  const sorted = inOrder(sessions)
  const alone = new Set<string>()
  let latestEnd = Number.NEGATIVE_INFINITY
  for (const [index, session] of sorted.entries()) {
    const next = sorted[index + 1]
    if (latestEnd <= session.start && (next === undefined || session.end <= next.start)) alone.add(session.key)
    latestEnd = Math.max(latestEnd, session.end)
  }
  return alone
}

/** Gives each the first lane that is free when it begins: as few lanes as things at once. */
function lanesOf(sessions: readonly GridSession[]): { lanes: Map<string, number>; count: number } {
  const ends: number[] = []
  const lanes = new Map<string, number>()
  for (const session of inOrder(sessions)) {
    const free = ends.findIndex(end => end <= session.start)
    const lane = free === -1 ? ends.length : free
    ends[lane] = session.end
    lanes.set(session.key, lane)
  }
  return { lanes, count: ends.length }
}

function inOrder(sessions: readonly GridSession[]): GridSession[] {
  return sessions.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.key < b.key ? -1 : 1))
}
