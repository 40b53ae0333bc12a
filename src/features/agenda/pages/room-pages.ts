import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import { foldRooms } from '../rules/folding.ts'
import { layOutColumns } from '../rules/grid.ts'
import type { OutlineSession, ReleaseOutline } from '../types.ts'
import { meetingOf } from './programme-items.ts'
import type { Link, LinkTo } from './programme-links.ts'

/** The rooms in which something happens, folded into pages; `[[]]` where nothing does. */
export function roomPagesOf(
  content: ReleaseOutline,
  sessions: readonly OutlineSession[],
): readonly (readonly string[])[] {
  const rooms = content.rooms.map(room => room.reference)
  const { columns } = layOutColumns(sessions.map(meetingOf), rooms)
  const counts = new Map<string, number>()
  for (const { room } of sessions) counts.set(room ?? '', (counts.get(room ?? '') ?? 0) + 1)
  const folded = rooms.flatMap(room => {
    const count = counts.get(room) ?? 0
    const wide = columns.filter(column => column.room === room).length
    return count === 0 ? [] : [{ room, columns: wide, sessions: count }]
  })
  const pages = foldRooms(folded)
  return pages.length === 0 ? [[]] : pages
}

/** The sessions in the rooms of a page. What has no room stands on the last page, a break without one on every page. */
export function sessionsOfPage(
  content: ReleaseOutline,
  sessions: readonly OutlineSession[],
  pages: readonly (readonly string[])[],
  page: number,
): OutlineSession[] {
  if (pages.length === 1) return [...sessions]
  const here = new Set(pages[page - 1])
  const known = new Set(content.rooms.map(room => room.reference))
  return sessions.filter(({ room, kind }) =>
    room !== null && known.has(room) ? here.has(room) : kind === 'break' || page === pages.length,
  )
}

/** Links to the pages of rooms, named after their first and last one; none where one page has them all. */
export function pageLinks(
  { t, locale }: FrameContext,
  content: ReleaseOutline,
  pages: readonly (readonly string[])[],
  current: number,
  to: LinkTo,
): Link[] {
  if (pages.length === 1) return []
  const nameOf = (reference: string | undefined) =>
    readText(content.rooms.find(room => room.reference === reference)?.name, locale)
  return pages.map((rooms, index) => {
    const [from, until] = [nameOf(rooms[0]), nameOf(rooms.at(-1))]
    return {
      label: rooms.length === 1 ? from : t('agenda.programme.roomPage', { from, to: until }),
      href: to({ rooms: index === 0 ? '' : String(index + 1) }),
      current: index + 1 === current,
    }
  })
}
