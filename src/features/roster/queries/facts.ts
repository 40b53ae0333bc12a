import { type Database, only, rows } from '../../../core/database.ts'
import type { AnswerValue } from '../../questions/types.ts'
import type { KnownColumn, WholeLine } from '../rules/cells.ts'
import type { RosterFacts, RosterLine, RosterSignUp } from '../types.ts'
import { usedTags } from './tallies.ts'
import '../tables.ts'

/** Tags and views at most that the page offers. */
const mostOffered = 100

/** What the filters and columns of an event are made of, and its saved views. One query. */
export async function findFacts(db: Database, eventId: number): Promise<RosterFacts> {
  return only(
    await rows<RosterFacts>(
      db,
      `select
         coalesce((select json_agg(json_build_object('id', id, 'reference', reference, 'name', name) order by position, id)
           from categories where event_id = :eventId), '[]') as categories,
         coalesce((select json_agg(json_build_object('id', id, 'reference', reference, 'title', title)
           order by position, id) from parts where event_id = :eventId), '[]') as parts,
         coalesce((select json_agg(tag order by tag collate "cs-CZ-x-icu") from (
           ${usedTags(':eventId')} limit ${mostOffered}) used), '[]') as tags,
         coalesce((select json_agg(json_build_object('reference', reference, 'name', name, 'query', query)
           order by name collate "cs-CZ-x-icu", id) from (select * from registration_views where event_id = :eventId
           order by id desc limit ${mostOffered}) views), '[]') as views,
         exists (select from access_codes where event_id = :eventId) as has_codes,
         exists (select from delegations where event_id = :eventId) as has_delegations,
         exists (select from registration_notes n join registrations r on r.id = n.registration_id
           where r.event_id = :eventId) as has_notes`,
      { eventId },
    ),
  )
}

/** The answers of some people to some questions, none of them sensitive: by registration, then by question. One query. */
export async function listAnswersOf(
  db: Database,
  registrationIds: readonly number[],
  questionIds: readonly number[],
): Promise<Map<number, Map<number, AnswerValue>>> {
  const found = await rows<{ registrationId: number; questionId: number; value: AnswerValue }>(
    db,
    `select a.registration_id, a.question_id, a.value from answers a join questions q on q.id = a.question_id
     where a.registration_id = any(?) and a.question_id = any(?) and not q.is_sensitive`,
    [registrationIds, questionIds],
  )
  const answers = new Map<number, Map<number, AnswerValue>>()
  for (const { registrationId, questionId, value } of found) {
    const known = answers.get(registrationId) ?? new Map<number, AnswerValue>()
    answers.set(registrationId, known.set(questionId, value))
  }
  return answers
}

/** The parts that some people take part in or wait for, by registration, in the order of the parts. One query. */
export async function listPlacesOf(
  db: Database,
  registrationIds: readonly number[],
): Promise<Map<number, RosterSignUp[]>> {
  const found = await rows<RosterSignUp>(
    db,
    `select s.registration_id, s.part_id, s.option_id, s.status from sign_ups s join parts p on p.id = s.part_id
     where s.registration_id = any(?) and s.cancelled_at is null order by p.position, p.id`,
    [registrationIds],
  )
  const places = new Map<number, RosterSignUp[]>()
  for (const place of found) places.set(place.registrationId, [...(places.get(place.registrationId) ?? []), place])
  return places
}

/** What the columns of some lines need besides the lines: answers and places, each only when a column shows them. */
export async function completeLines(
  db: Database,
  lines: readonly RosterLine[],
  columns: readonly KnownColumn[],
): Promise<WholeLine[]> {
  const ids = lines.map(({ id }) => id)
  const questionIds = columns.flatMap(({ question }) => (question ? [question.id] : []))
  const hasParts = columns.some(({ column, part }) => column === 'parts' || part !== undefined)
  const answers = questionIds.length === 0 ? undefined : await listAnswersOf(db, ids, questionIds)
  const places = hasParts ? await listPlacesOf(db, ids) : undefined
  return lines.map(line => ({ line, answers: answers?.get(line.id), signUps: places?.get(line.id) ?? [] }))
}
