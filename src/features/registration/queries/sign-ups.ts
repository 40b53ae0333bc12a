import { type Database, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import type { LocalDateTime } from '../../../core/time.ts'
import type { Instant } from '../../../core/time.ts'
import { chosenOptionIds } from '../../questions/rules/answers.ts'
import type { Answers, Question } from '../../questions/types.ts'
import type { PartKind, SignUpRow } from '../types/places.ts'
import type { EventOffer } from '../types/offers.ts'
import '../tables.ts'

/** A sign-up with what it is for. */
export interface SignUpOfRegistration extends SignUpRow {
  /** Reference of the part; null for an option. */
  readonly partReference: string | null
  readonly partKind: PartKind | null
  readonly sessionReference: string | null
  readonly satelliteEventId: number | null
  /** The part's calendar identity, and its own SEQUENCE. */
  readonly partCalendarUid: string | null
  readonly partCalendarSequence: number | null
  readonly partUpdatedAt: Instant | null
  readonly partCancelledAt: Instant | null
  /** Title of the part, or label of the option. */
  readonly title: LocalisedText
  readonly placeNote: LocalisedText
  readonly startsLocal: LocalDateTime | null
  readonly endsLocal: LocalDateTime | null
  readonly startsAt: Instant | null
  readonly endsAt: Instant | null
  /** Label of the question an option belongs to. */
  readonly questionLabel: LocalisedText | null
  readonly optionReference: string | null
  /** Rank in the queue; 0 for those who do not wait. */
  readonly position: number
}

const query = `
  select s.*, p.reference as part_reference, p.kind as part_kind, p.session_reference, p.satellite_event_id,
    p.calendar_uid as part_calendar_uid, p.calendar_sequence as part_calendar_sequence,
    p.content_updated_at as part_updated_at, p.cancelled_at as part_cancelled_at,
    coalesce(p.title, o.label) as title, coalesce(p.place_note, '{}') as place_note,
    p.starts_local, p.ends_local, p.starts_at, p.ends_at, q.label as question_label, o.reference as option_reference,
    case when s.status = 'waiting' then (select count(*)::int from sign_ups w where w.status = 'waiting'
      and (w.part_id = s.part_id or w.option_id = s.option_id) and w.queue_number <= s.queue_number)
    else 0 end as position
  from sign_ups s left join parts p on p.id = s.part_id
    left join question_options o on o.id = s.option_id left join questions q on q.id = o.question_id`

const order = 'order by s.registration_id, p.starts_at nulls last, p.position, s.id'

/** What a registration signed up for, given-up ones left out, in the order of their times. One query. */
export async function listSignUps(db: Database | Transaction, registrationId: number): Promise<SignUpOfRegistration[]> {
  return rows(db, `${query} where s.registration_id = ? and s.cancelled_at is null ${order}`, [registrationId])
}

/** As `listSignUps`, also what was given up: calendars must hear of it. One query. */
export async function listAllSignUps(
  db: Database | Transaction,
  registrationId: number,
): Promise<SignUpOfRegistration[]> {
  return rows(db, `${query} where s.registration_id = ? ${order}`, [registrationId])
}

/** As `listSignUps`, of several registrations, by registration id. One query. */
export async function listSignUpsOf(
  db: Database | Transaction,
  registrationIds: readonly number[],
): Promise<Map<number, SignUpOfRegistration[]>> {
  const found = await rows<SignUpOfRegistration>(
    db,
    `${query} where s.registration_id = any(?) and s.cancelled_at is null ${order}`,
    [[...registrationIds]],
  )
  const byRegistration = new Map<number, SignUpOfRegistration[]>(registrationIds.map(id => [id, []]))
  for (const signUp of found) byRegistration.get(signUp.registrationId)?.push(signUp)
  return byRegistration
}

/**
 * The options with counted places that somebody is to hold after a form: those it chose; what the form does not ask about
 * stays. undefined: the event counts none.
 */
export async function findOptionsToHold(
  db: Database | Transaction,
  registrationId: number,
  { offer, questions, answers }: { offer: EventOffer; questions: readonly Question[]; answers: Answers },
): Promise<number[] | undefined> {
  if (offer.options.length === 0) return undefined
  const counted = new Set(offer.options.map(({ optionId }) => optionId))
  const onForm = new Set(questions.flatMap(question => question.options.map(({ id }) => id)))
  const held = (await listSignUps(db, registrationId)).flatMap(({ optionId }) => optionId ?? [])
  return [...chosenOptionIds(questions, answers).filter(id => counted.has(id)), ...held.filter(id => !onForm.has(id))]
}
