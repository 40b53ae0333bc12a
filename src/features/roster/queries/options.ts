import { type Database, rows } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import '../tables.ts'

/** An option with counted places, and the question it answers. */
export interface OptionOfEvent {
  readonly id: number
  readonly reference: string
  readonly label: LocalisedText
  readonly question: LocalisedText
}

/** The options of an event whose places are counted, in the order of the form; none of a sensitive question. One query. */
export async function listCountedOptions(db: Database, eventId: number): Promise<OptionOfEvent[]> {
  return rows<OptionOfEvent>(
    db,
    `select o.id, o.reference, o.label, q.label as question from question_options o
       join questions q on q.id = o.question_id join quotas k on k.option_id = o.id
     where o.event_id = ? and not q.is_sensitive order by q.position, o.position, o.id`,
    [eventId],
  )
}
