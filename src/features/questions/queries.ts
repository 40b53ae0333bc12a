import { asLocked, type Database, firstRow, type Locked, rows, type Transaction } from '../../core/database.ts'
import { instant } from '../../core/time.ts'
import type { Question, QuestionOptionRow } from './types.ts'
import './tables.ts'

const questionColumns = `
  q.*, p.reference as shown_if,
  coalesce((select json_agg(json_build_object('id', o.id, 'eventId', o.event_id, 'questionId', o.question_id,
      'reference', o.reference, 'position', o.position, 'label', o.label, 'hasWaitingList', o.has_waiting_list,
      'archivedAt', o.archived_at) order by o.position, o.id)
    from question_options o where o.question_id = q.id), '[]') as options,
  coalesce((select json_agg(c.category_id order by c.category_id)
    from question_categories c where c.question_id = q.id), '[]') as category_ids`

const questionTables = 'questions q left join questions p on p.id = q.shown_if_question_id'

/** Inside JSON a time is a text. */
type FoundOption = Omit<QuestionOptionRow, 'archivedAt'> & { readonly archivedAt: string | null }
type FoundQuestion = Omit<Question, 'shownIf' | 'options'> & {
  readonly shownIf: string | null
  readonly options: readonly FoundOption[]
}

/**
 * The questions of an event in order, each with its options (archived ones too, because answers may name them).
 * Archived questions only when asked for. One query.
 */
export async function listQuestions(
  db: Database | Transaction,
  eventId: number,
  { archived = false }: { readonly archived?: boolean } = {},
): Promise<Question[]> {
  const found = await rows<FoundQuestion>(
    db,
    `select ${questionColumns} from ${questionTables}
     where q.event_id = ? and (? or q.archived_at is null) order by q.position, q.id`,
    [eventId, archived],
  )
  return found.map(questionOf)
}

/** A question of an event by its public reference, archived or not. */
export async function findQuestion(
  db: Database | Transaction,
  eventId: number,
  reference: string,
): Promise<Question | undefined> {
  const found = await firstRow<FoundQuestion>(
    db,
    `select ${questionColumns} from ${questionTables} where q.event_id = ? and q.reference = ?`,
    [eventId, reference],
  )
  return found && questionOf(found)
}

function questionOf({ shownIf, options, ...question }: FoundQuestion): Question {
  const optionOf = (option: FoundOption) => ({
    ...option,
    archivedAt: option.archivedAt === null ? null : instant(option.archivedAt),
  })
  return { ...question, shownIf: shownIf ?? undefined, options: options.map(optionOf) }
}

/**
 * The questions of an event, archived ones too, with their rows locked: two changes of one form come one after the
 * other. Registering goes on meanwhile, since the lock leaves the keys free that answers point to.
 */
export async function lockQuestions(trx: Transaction, eventId: number): Promise<Locked<Question>[]> {
  await trx('questions').where({ eventId }).orderBy('id').forNoKeyUpdate().select('id')
  const questions = await listQuestions(trx, eventId, { archived: true })
  return questions.map(asLocked)
}

/** How much hangs on a question. */
export interface QuestionUsage {
  /** Registrations that answered it or agreed to it, cancelled ones too. */
  readonly answers: number
  /** By the reference of an option: how many chose it. */
  readonly chosen: Readonly<Record<string, number>>
}

const unused: QuestionUsage = { answers: 0, chosen: {} }

/** How much hangs on the questions of an event, by id of the question; questions nobody answered are left out. One query. */
export async function listUsage(db: Database | Transaction, eventId: number): Promise<Map<number, QuestionUsage>> {
  const found = await rows<QuestionUsage & { readonly questionId: number }>(
    db,
    `with given as (
       select a.question_id, a.registration_id, a.value from answers a join questions q on q.id = a.question_id
       where q.event_id = :eventId
       union all
       select s.question_id, s.registration_id, s.value from sensitive_answers s join questions q on q.id = s.question_id
       where q.event_id = :eventId
       union all
       select c.question_id, c.registration_id, 'true' from consents c join questions q on q.id = c.question_id
       where q.event_id = :eventId),
     chosen as (
       select question_id, option.reference, count(distinct registration_id)::int as people
       from given, jsonb_array_elements_text(case jsonb_typeof(value) when 'array' then value else '[]' end)
         as option(reference)
       group by question_id, option.reference)
     select g.question_id, count(distinct g.registration_id)::int as answers,
       coalesce((select jsonb_object_agg(c.reference, c.people) from chosen c where c.question_id = g.question_id), '{}')
         as chosen
     from given g group by g.question_id`,
    { eventId },
  )
  return new Map(found.map(({ questionId, answers, chosen }) => [questionId, { answers, chosen }]))
}

/** How much hangs on one question. */
export async function findUsage(db: Database | Transaction, question: Question): Promise<QuestionUsage> {
  return (await listUsage(db, question.eventId)).get(question.id) ?? unused
}
