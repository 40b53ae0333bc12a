import { type Database, rows } from '../../../core/database.ts'
import { findLatestRelease } from '../../agenda/queries.ts'
import type { ReleasedAgenda } from '../../agenda/types.ts'
import type { EventRow } from '../../events/types.ts'

/** A file beside a session that everybody may have. */
export interface ExportedFile {
  readonly session: string
  readonly reference: string
  readonly title: string
  readonly fileName: string
}

/** What an export is made of. */
export interface ExportMatter {
  readonly event: EventRow
  readonly release: ReleasedAgenda
  /** What an imported session is known by elsewhere, by its reference. */
  readonly importKeys: ReadonlyMap<string, string>
  readonly files: readonly ExportedFile[]
}

/** The released programme of an event with what exports add to it; undefined before the first release. Three queries. */
export async function findExportMatter(db: Database, event: EventRow): Promise<ExportMatter | undefined> {
  const release = await findLatestRelease(db, event.id)
  if (!release) return undefined
  const keys = await rows<{ reference: string; importKey: string }>(
    db,
    'select reference, import_key from agenda_sessions where event_id = ? and import_key is not null',
    [event.id],
  )
  const files = await rows<ExportedFile>(
    db,
    `select s.reference as session, m.reference, m.title, f.file_name
     from session_materials m join agenda_sessions s on s.id = m.session_id join files f on f.id = m.file_id
     where s.event_id = ? and m.published_at is not null order by m.session_id, m.position, m.id`,
    [event.id],
  )
  return { event, release, importKeys: new Map(keys.map(one => [one.reference, one.importKey])), files }
}
