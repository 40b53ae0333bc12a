import { type Database, firstRow } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import '../tables.ts'

/** What stands around the public form of an event. */
export interface Surroundings {
  /** Whether the event has access codes that open something: only then is one asked for. */
  readonly hasCodes: boolean
  /** The event in whose form one signs up for this one, which is its satellite. */
  readonly parent: { readonly slug: string; readonly title: LocalisedText } | undefined
}

interface Found {
  readonly hasCodes: boolean
  readonly slug: string | null
  readonly title: LocalisedText | null
}

/** Whether access codes are of use at an event, and whether another event offers it as its part. One query. */
export async function findSurroundings(db: Database, eventId: number): Promise<Surroundings> {
  const found = await firstRow<Found>(
    db,
    `select p.slug, p.title, exists(select from access_codes a where a.event_id = e.id and a.disabled_at is null
       and (a.expires_at is null or a.expires_at > :now)) as has_codes
     from events e left join (
       select t.satellite_event_id, o.slug, o.title from parts t join events o on o.id = t.event_id
       where t.cancelled_at is null and o.published_at is not null and o.cancelled_at is null and o.archived_at is null
     ) p on p.satellite_event_id = e.id
     where e.id = :eventId`,
    { eventId, now: now() },
  )
  const parent = found?.slug && found.title ? { slug: found.slug, title: found.title } : undefined
  return { hasCodes: found?.hasCodes ?? false, parent }
}
