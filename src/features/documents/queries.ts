import type { Database } from '../../core/database.ts'
import type { PublicityStrip } from '../../core/http/pages.ts'
import type { Locale } from '../../core/localised-text.ts'
import { findLatestOutline } from '../agenda/queries.ts'
import type { OutlinedAgenda } from '../agenda/types.ts'
import { listPublicity } from '../directory/queries.ts'
import { listEventHosts, listSatellites } from '../events/queries.ts'
import type { EventHost, EventRow } from '../events/types.ts'
import { findVenue } from '../venues/queries.ts'
import type { VenueRow } from '../venues/types.ts'

/** What the documents of an event are made of. */
export interface DocumentMatter {
  readonly event: EventRow
  readonly release: OutlinedAgenda
  readonly venue: VenueRow | undefined
  readonly hosts: readonly EventHost[]
  /** Public satellite events, by slug. */
  readonly satellites: ReadonlyMap<string, EventRow>
  readonly publicity: readonly PublicityStrip[]
}

/**
 * The last release of a programme and what stands around it on paper, with what the funders of the event and of its
 * public satellites demand (CZ-05). undefined before the first release. At most five queries.
 */
export async function findDocumentMatter(
  db: Database,
  event: EventRow,
  locale: Locale,
): Promise<DocumentMatter | undefined> {
  const release = await findLatestOutline(db, event.id)
  if (!release) return undefined
  const [venue, hosts, all] = await Promise.all([
    event.venueId === null ? undefined : findVenue(db, event.venueId),
    listEventHosts(db, event.id),
    listSatellites(db, event.id),
  ])
  const satellites = all.filter(one => one.publishedAt !== null)
  const projects = [event, ...satellites].flatMap(({ projectId }) => projectId ?? [])
  const publicity = await listPublicity(db, [...new Set(projects)], locale)
  return { event, release, venue, hosts, satellites: new Map(satellites.map(one => [one.slug, one])), publicity }
}
