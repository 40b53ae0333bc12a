import { type Database, firstRow } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import { usedTags } from './tallies.ts'
import '../tables.ts'

/** What a registration came with. */
export interface Connections {
  readonly code: string | null
  readonly delegationReference: string | null
  readonly delegationOrganisation: string | null
  readonly hasParts: boolean
  /** What the calendar answered to its invitation (RFC 5546), and when. */
  readonly calendarAnswer: 'ACCEPTED' | 'TENTATIVE' | 'DECLINED' | null
  readonly calendarAnsweredAt: Instant | null
  /** Everything tags of this event were used for, as suggestions. */
  readonly tags: readonly string[]
  /** Names of the categories by id: the history tells of changes between them. */
  readonly categories: readonly { readonly id: number; readonly reference: string; readonly name: LocalisedText }[]
  /** Titles of the parts and counted options, gone ones too, by reference: the history tells of signing up for them. */
  readonly parts: readonly { readonly reference: string; readonly title: LocalisedText }[]
}

/** The code and the delegation a registration came with, what its calendar answered, and what the event has to offer for it. One query. */
export async function findConnections(db: Database, registrationId: number): Promise<Connections> {
  const found = await firstRow<Connections>(
    db,
    `select k.code, d.reference as delegation_reference, d.organisation as delegation_organisation,
       i.answer as calendar_answer, i.answered_at as calendar_answered_at,
       exists (select from parts where event_id = r.event_id and cancelled_at is null) as has_parts,
       coalesce((select json_agg(tag order by tag collate "cs-CZ-x-icu") from (${usedTags('r.event_id')} limit 200) used), '[]') as tags,
       coalesce((select json_agg(json_build_object('id', id, 'reference', reference, 'name', name) order by position, id)
         from categories where event_id = r.event_id), '[]') as categories,
       coalesce((select json_agg(json_build_object('reference', reference, 'title', title) order by position, id)
         from (select reference, title, position, id from parts where event_id = r.event_id
           union all select o.reference, o.label, 1000 + o.position, o.id from question_options o
             where o.event_id = r.event_id and exists (select from sign_ups s where s.option_id = o.id)) things), '[]') as parts
     from registrations r left join access_codes k on k.id = r.access_code_id
       left join delegations d on d.id = r.delegation_id
       left join calendar_invitations i on i.registration_id = r.id and i.calendar_uid = r.calendar_uid
     where r.id = ?`,
    [registrationId],
  )
  if (found === undefined) throw new Error(`registration ${registrationId} is gone`)
  return found
}
