import { isDeepStrictEqual } from 'node:util'
import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../core/database.ts'
import { copyQuestions } from '../questions/actions/copy.ts'
import type {
  AddQuestionOutcome,
  ArchiveQuestionOutcome,
  EditQuestionOutcome,
  RemoveQuestionOutcome,
} from '../questions/actions/outcomes.ts'
import { addQuestion, archiveQuestion, editQuestion, removeQuestion } from '../questions/actions/questions.ts'
import { listQuestions } from '../questions/queries.ts'
import type { Question, QuestionKind } from '../questions/types.ts'
import { setOptionPlaces } from '../registration/actions/quotas.ts'
import { allOrNothing } from '../registration/actions/savepoints.ts'
import { lockLedger } from '../registration/queries/ledger.ts'
import { listCategories } from '../registration/queries/offers.ts'
import { listOptionCapacities } from './queries.ts'
import { matchCategories } from './rules/categories.ts'
import type { QuestionDraft } from './types.ts'

/** More chose the option already than it is to have places. `index` counts the options of the draft from 0. */
export interface BelowTaken {
  readonly kind: 'below-taken'
  readonly index: number
  readonly taken: number
}

/** Adds a question with the places of its options. The same form sent twice is one question. */
export async function addToForm(
  db: Database,
  actor: Actor,
  { event, kind, draft }: { event: { readonly id: number }; kind: QuestionKind; draft: QuestionDraft },
): Promise<AddQuestionOutcome | BelowTaken> {
  return allOrNothing(db, async (trx): Promise<AddQuestionOutcome | BelowTaken> => {
    // Places before questions: the order of docs/locking.md.
    await lockLedger(trx, event.id)
    const twin = findTwin(await listQuestions(trx, event.id), kind, draft)
    if (twin !== undefined) return { kind: 'added', question: twin }
    const outcome = await addQuestion(trx, actor, { event, kind, input: draft.input })
    if (outcome.kind !== 'added') return outcome
    return (await setPlaces(trx, actor, outcome.question, draft)) ?? outcome
  })
}

/** The question at the end of the form, where it is this one in everything that is asked. */
function findTwin(questions: readonly Question[], kind: QuestionKind, { input }: QuestionDraft): Question | undefined {
  const last = questions.at(-1)
  if (last?.kind !== kind) return undefined
  const parent = questions.find(({ id }) => id === last.shownIfQuestionId)
  const asked = ({ label, help, options, categoryIds, shownIf, shownIfValues }: Asked) => ({
    label,
    help,
    options: options.map(option => option.label),
    categoryIds: [...categoryIds].toSorted((one, other) => one - other),
    shownIf,
    shownIfValues: [...shownIfValues].toSorted(),
  })
  return isDeepStrictEqual(asked({ ...last, shownIf: parent?.reference }), asked(input)) ? last : undefined
}

type Asked = Pick<QuestionDraft['input'], 'label' | 'help' | 'categoryIds' | 'shownIf' | 'shownIfValues'> & {
  readonly options: readonly Pick<Question['options'][number], 'label'>[]
}

/** Changes a question and the places of its options; more places go at once to those who wait. */
export async function changeOnForm(
  db: Database,
  actor: Actor,
  { question, draft }: { question: Question; draft: QuestionDraft },
): Promise<EditQuestionOutcome | BelowTaken> {
  return allOrNothing(db, async (trx): Promise<EditQuestionOutcome | BelowTaken> => {
    await lockLedger(trx, question.eventId)
    const outcome = await editQuestion(trx, actor, { question, input: draft.input })
    if (outcome.kind !== 'saved') return outcome
    return (await setPlaces(trx, actor, outcome.question, draft)) ?? outcome
  })
}

/** Takes a question off the form: for good where nobody answered it, else what was answered stays readable. */
export async function takeOffForm(
  db: Database,
  actor: Actor,
  { question }: { question: Question },
): Promise<Exclude<RemoveQuestionOutcome, { kind: 'answered' }> | ArchiveQuestionOutcome> {
  const removal = await inTransaction(db, async trx => {
    // With a question go the places of its options.
    await lockLedger(trx, question.eventId)
    return removeQuestion(trx, actor, { question })
  })
  return removal.kind === 'answered' ? archiveQuestion(db, actor, { question }) : removal
}

async function setPlaces(
  trx: Transaction,
  actor: Actor,
  { eventId, options }: Question,
  { capacities }: QuestionDraft,
): Promise<BelowTaken | undefined> {
  const before = await listOptionCapacities(trx, eventId)
  const active = options.filter(({ archivedAt }) => archivedAt === null)
  for (const [index, option] of active.entries()) {
    const capacity = capacities[index] ?? null
    if (capacity === (before.get(option.id) ?? null)) continue
    const outcome = await setOptionPlaces(trx, actor, { eventId, optionId: option.id, capacity })
    if (outcome.kind === 'below-taken') return { kind: 'below-taken', index, taken: outcome.taken }
  }
  return undefined
}

/** Takes the questions of another event over to the end of this one's form; how many came. */
export async function copyForm(
  db: Database,
  actor: Actor,
  { from, to }: { from: { readonly id: number }; to: { readonly id: number } },
): Promise<{ readonly kind: 'copied' }> {
  return inTransaction(db, async trx => {
    await lockLedger(trx, to.id)
    const categoryIds = matchCategories(await listCategories(trx, from.id), await listCategories(trx, to.id))
    const options = await copyQuestions(trx, actor, { from: from.id, to: to.id, categoryIds })
    const capacities = await listOptionCapacities(trx, from.id)
    for (const [old, optionId] of options) {
      const capacity = capacities.get(old) ?? null
      if (capacity !== null) await setOptionPlaces(trx, actor, { eventId: to.id, optionId, capacity })
    }
    return { kind: 'copied' }
  })
}
