import { type Database, firstRow } from '../../core/database.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import { findLatestOutline } from '../agenda/queries.ts'
import { findEventBySlug } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import type { SharedPage } from './rules/addresses.ts'

/** What is told of a page of ours to a site that wants to show it. */
export interface SharedMatter {
  readonly event: EventRow
  /** The session of the last release, where the page is one of a session. */
  readonly session: LocalisedText | undefined
  /** Somebody may show the programme in a frame. */
  readonly isFramed: boolean
}

/** The public event, or session of its last release, behind an address; undefined where there is none. At most three queries. */
export async function findSharedMatter(db: Database, page: SharedPage): Promise<SharedMatter | undefined> {
  const event = await findEventBySlug(db, page.event)
  if (event === undefined || event.publishedAt === null) return undefined
  if (page.kind === 'event') return { event, session: undefined, isFramed: false }
  const outline = await findLatestOutline(db, event.id)
  if (page.kind === 'session') {
    const session = outline?.content.sessions.find(({ reference }) => reference === page.session)
    return session && { event, session: session.title, isFramed: false }
  }
  const settings = await firstRow<{ framed: boolean }>(
    db,
    'select cardinality(embed_origins) > 0 as framed from agenda_settings where event_id = ?',
    [event.id],
  )
  return { event, session: undefined, isFramed: outline !== undefined && settings?.framed === true }
}
