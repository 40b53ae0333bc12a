import { type Database, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { QuotaRow } from '../types/places.ts'
import '../tables.ts'

/** What a quota of its own belongs to. */
export type QuotaOwner = { readonly categoryId: number } | { readonly partId: number } | { readonly optionId: number }

/** The quota a category, part or option has for itself; undefined: an option without counted places. */
export async function findOwnQuota(db: Database | Transaction, owner: QuotaOwner): Promise<QuotaRow | undefined> {
  return db('quotas')
    .where({ scope: 'own', ...owner })
    .first()
}

/** Something that a shared quota counts, or might. */
export interface CountedThing {
  readonly kind: 'category' | 'part' | 'option'
  readonly id: number
  readonly reference: string
  readonly name: LocalisedText
  /** Of an option: its question. */
  readonly question: LocalisedText | null
}

/** A quota that is not of one thing alone, with what it counts (nothing: it counts everybody, by its scope). */
export interface QuotaWithMembers extends QuotaRow {
  readonly members: readonly CountedThing[]
}

const countedThings = `
  select 'category' as kind, c.id, c.event_id, c.reference, c.name, null::jsonb as question, 1 as rank, c.position
  from categories c
  union all
  select 'part', p.id, p.event_id, p.reference, p.title, null, 2, p.position from parts p where p.cancelled_at is null
  union all
  select 'option', o.id, o.event_id, o.reference, o.label, q.label, 3, q.position * 1000 + o.position
  from question_options o join questions q on q.id = o.question_id
  where o.archived_at is null and q.archived_at is null`

/** Everything in an event that may share places: its categories, parts and options; one query. */
export async function listCountedThings(db: Database | Transaction, eventId: number): Promise<CountedThing[]> {
  return rows<CountedThing>(
    db,
    `select kind, id, reference, name, question from (${countedThings}) t
     where event_id = ? order by rank, position, id`,
    [eventId],
  )
}

/** The quotas of an event that are not of one thing alone: those of everybody first, then the shared ones; one query. */
export async function listSharedQuotas(db: Database | Transaction, eventId: number): Promise<QuotaWithMembers[]> {
  return rows<QuotaWithMembers>(
    db,
    `select q.*, coalesce(m.members, '[]') as members
     from quotas q left join lateral (
       select json_agg(json_build_object('kind', t.kind, 'id', t.id, 'reference', t.reference, 'name', t.name,
         'question', t.question) order by t.rank, t.position, t.id) as members
       from quota_members qm join (${countedThings}) t on (t.kind = 'category' and t.id = qm.category_id)
         or (t.kind = 'part' and t.id = qm.part_id) or (t.kind = 'option' and t.id = qm.option_id)
       where qm.quota_id = q.id) m on true
     where q.event_id = ? and q.scope <> 'own'
     order by array_position(array['event', 'on_site', 'online', 'shared'], q.scope), q.id`,
    [eventId],
  )
}

/** One shared quota of an event by its public reference. */
export async function findSharedQuota(
  db: Database,
  eventId: number,
  reference: string,
): Promise<QuotaWithMembers | undefined> {
  const quotas = await listSharedQuotas(db, eventId)
  return quotas.find(quota => quota.scope === 'shared' && quota.reference === reference)
}
