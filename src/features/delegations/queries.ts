import { type Database, firstRow, rows, type Transaction } from '../../core/database.ts'
import type { Instant } from '../../core/time.ts'
import { listQuestions } from '../questions/queries.ts'
import { asksSomething } from '../questions/rules/kinds.ts'
import { visibleQuestions } from '../questions/rules/visibility.ts'
import type { AnswerValue } from '../questions/types.ts'
import { isActive } from '../registration/permissions.ts'
import type { DelegationRow } from '../registration/types.ts'
import type { DelegationLine, DelegationPerson } from './types.ts'

/** A delegation by its public reference, whatever its event; for the links of contacts. */
export async function findDelegationByReference(
  db: Database | Transaction,
  reference: string,
): Promise<DelegationRow | undefined> {
  return firstRow<DelegationRow>(db, 'select * from delegations where reference = ?', [reference])
}

/** A delegation of one event by its public reference. */
export async function findDelegationOfEvent(
  db: Database,
  eventId: number,
  reference: string,
): Promise<DelegationRow | undefined> {
  return firstRow<DelegationRow>(db, 'select * from delegations where event_id = ? and reference = ?', [
    eventId,
    reference,
  ])
}

/** The same delegation sent before, not earlier than a moment; for double submissions. */
export async function findSameDelegation(
  db: Database | Transaction,
  { eventId, submissionDigest }: Pick<DelegationRow, 'eventId' | 'submissionDigest'>,
  earliest: Instant,
): Promise<DelegationRow | undefined> {
  return firstRow<DelegationRow>(
    db,
    'select * from delegations where event_id = ? and submission_digest = ? and created_at >= ? limit 1',
    [eventId, submissionDigest, earliest],
  )
}

/** The people of a delegation in the order in which they were added. One query. */
export async function listPeople(db: Database | Transaction, delegationId: number): Promise<DelegationPerson[]> {
  return rows<DelegationPerson>(
    db,
    `select r.id, r.reference, r.title_before, r.given_name, r.family_name, r.title_after, r.email, r.status,
       r.category_id, c.name as category_name, r.person_version,
       case when r.status = 'waiting' then (select count(*)::int from registrations w
         where w.category_id = r.category_id and w.status = 'waiting' and w.queue_number <= r.queue_number)
       else 0 end as position
     from registrations r join categories c on c.id = r.category_id where r.delegation_id = ? order by r.id`,
    [delegationId],
  )
}

/** The delegations of an event, the latest first, with how many of their people stand where. One query. */
export async function listDelegations(db: Database, eventId: number): Promise<DelegationLine[]> {
  return rows<DelegationLine>(
    db,
    `select d.reference, d.organisation, d.contact_name, d.contact_email, d.waits_together, d.created_at,
       count(r.id) filter (where r.status not in ('cancelled', 'declined'))::int as people,
       count(r.id) filter (where r.status in ('confirmed', 'offered'))::int as confirmed,
       count(r.id) filter (where r.status = 'waiting')::int as waiting
     from delegations d left join registrations r on r.delegation_id = d.id
     where d.event_id = ? group by d.id order by d.id desc limit 500`,
    [eventId],
  )
}

/** The delegation somebody belongs to, for a page about them. One query. */
export async function findDelegationOf(
  db: Database,
  registration: { readonly delegationId: number | null },
): Promise<DelegationRow | undefined> {
  if (registration.delegationId === null) return undefined
  return firstRow<DelegationRow>(db, 'select * from delegations where id = ?', [registration.delegationId])
}

interface Answered {
  readonly registrationId: number
  readonly questionId: number
  readonly value: AnswerValue
}

/**
 * Which of some people have not yet answered a required question that is asked of them, by id. What they answered stays
 * here. Two queries, one when the form requires nothing.
 */
export async function findUnfinished(
  db: Database,
  eventId: number,
  people: readonly DelegationPerson[],
): Promise<Set<number>> {
  const questions = await listQuestions(db, eventId)
  const standing = people.filter(({ status }) => isActive(status))
  if (standing.length === 0 || !questions.some(({ isRequired }) => isRequired)) return new Set()
  const ids = standing.map(({ id }) => id)
  const answered = await rows<Answered>(
    db,
    `select registration_id, question_id, value from answers where registration_id = any(:ids)
     union all select registration_id, question_id, value from sensitive_answers where registration_id = any(:ids)`,
    { ids },
  )
  const answersOf = (id: number) =>
    new Map(answered.filter(one => one.registrationId === id).map(one => [one.questionId, one.value]))
  const isUnfinished = ({ id, categoryId }: DelegationPerson) => {
    const answers = answersOf(id)
    return visibleQuestions(questions, categoryId, answers).some(
      question => question.isRequired && asksSomething(question) && !answers.has(question.id),
    )
  }
  return new Set(standing.filter(isUnfinished).map(({ id }) => id))
}
