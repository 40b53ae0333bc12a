import { type Database, rows } from '../../../core/database.ts'
import type { Instant } from '../../../core/time.ts'
import type { AnnouncementRow, AnnouncementRuleRow } from '../types.ts'
import '../tables.ts'

/** A rule with the announcement it made last. */
export type RuleInEvent = AnnouncementRuleRow & {
  readonly lastReference: string | null
  readonly lastOccasion: string | null
  readonly lastQueuedAt: AnnouncementRow['queuedAt']
  readonly lastSkipReason: AnnouncementRow['skipReason']
}

/** The rules of an event in the order in which they were made, each with what it announced last. One query. */
export async function listRules(db: Database, eventId: number): Promise<RuleInEvent[]> {
  return rows<RuleInEvent>(
    db,
    `select u.*, l.reference as last_reference, l.occasion as last_occasion, l.queued_at as last_queued_at,
       l.skip_reason as last_skip_reason
     from announcement_rules u
     left join lateral (select * from announcements a where a.rule_id = u.id order by a.id desc limit 1) l on true
     where u.event_id = ? order by u.id`,
    [eventId],
  )
}

/** A rule of an event by its public reference. */
export async function findRule(
  db: Database,
  eventId: number,
  reference: string,
): Promise<AnnouncementRuleRow | undefined> {
  return db('announcementRules').where({ eventId, reference }).first()
}

/**
 * The rules that may be due: of events that begin or end within a year and some days of now. Which of them are, the rules
 * of the feature decide; those that announced their occasion already are left out there by the database.
 */
export async function listEnabledRules(db: Database, at: Instant): Promise<AnnouncementRuleRow[]> {
  return rows<AnnouncementRuleRow>(
    db,
    `select u.* from announcement_rules u join events e on e.id = u.event_id
     where u.enabled_at is not null
       and (case u.anchor when 'start' then e.starts_at else e.ends_at end) + (u.days - 2) * interval '1 day' <= :at
       and not exists (select from announcements a where a.rule_id = u.id
         and a.occasion = u.reference || ':' || (case u.anchor when 'start' then e.starts_local::date
           when 'end' then (case when e.ends_local::time = '00:00' and e.ends_local::date > e.starts_local::date
             then e.ends_local::date - 1 else e.ends_local::date end) end)::text || ':' || u.days)
     order by u.id limit 500`,
    { at },
  )
}
