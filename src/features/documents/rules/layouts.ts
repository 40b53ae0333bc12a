import type { ReleaseOutline } from '../../agenda/types.ts'
import { type Layout, layouts } from '../types.ts'

/** The layout an address asks for: the list without one, undefined for one that does not exist. */
export function layoutOf(asked: string): Layout | undefined {
  return asked === '' ? 'list' : layouts.find(layout => layout === asked)
}

/** The largest conferences have about 1 400 sessions; ten times as many would keep a process busy for seconds. */
const mostSessions = 2500

/** Fitting a day to a page means setting it a few times over. */
const mostOnSheets = 300

/** Whether each day may be fitted to a page of its own; longer programmes are lists. */
export function fitsSheets({ sessions }: Pick<ReleaseOutline, 'sessions'>): boolean {
  return sessions.length <= mostOnSheets
}

/** Whether a programme is short enough to be set while somebody waits. */
export function canBeSet({ sessions }: Pick<ReleaseOutline, 'sessions'>): boolean {
  return sessions.length <= mostSessions
}
