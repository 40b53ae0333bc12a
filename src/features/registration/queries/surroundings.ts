import { type Database, firstRow } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import '../tables.ts'

/** What stands around the public form of an event. */
export interface Surroundings {
  /** Until when the event has access codes that open something: only then is one asked for. */
  readonly codesUntil: Instant | 'always' | undefined
  /** The event in whose form one signs up for this one, which is its satellite. */
  readonly parent: { readonly slug: string; readonly title: LocalisedText } | undefined
}

interface Found {
  readonly isAlways: boolean | null
  readonly until: Instant | null
  readonly slug: string | null
  readonly title: LocalisedText | null
}

/** Until when access codes are of use at an event, and whether another event offers it as its part. One query. */
export async function findSurroundings(db: Database, eventId: number): Promise<Surroundings> {
  const found = await firstRow<Found>(
    db,
    `select p.slug, p.title, a.is_always, a.until
     from events e left join (
       select t.satellite_event_id, o.slug, o.title from parts t join events o on o.id = t.event_id
       where t.cancelled_at is null and o.published_at is not null and o.cancelled_at is null and o.archived_at is null
     ) p on p.satellite_event_id = e.id
     cross join lateral (
       select bool_or(c.expires_at is null) as is_always, max(c.expires_at) as until from access_codes c
       where c.event_id = e.id and c.disabled_at is null) a
     where e.id = ?`,
    [eventId],
  )
  const parent = found?.slug && found.title ? { slug: found.slug, title: found.title } : undefined
  return { codesUntil: found?.isAlways ? 'always' : (found?.until ?? undefined), parent }
}

/** Whether a code is of use at a moment. */
export function hasCodes({ codesUntil }: Surroundings, moment: Instant): boolean {
  return codesUntil === 'always' || (codesUntil !== undefined && codesUntil > moment)
}
