import { system } from '../../src/core/actor.ts'
import type { Database } from '../../src/core/database.ts'
import { addQuestion } from '../../src/features/questions/actions/questions.ts'
import type { Question, QuestionInput, QuestionKind, QuestionOptionRow } from '../../src/features/questions/types.ts'

/** What an organiser says of a question as a test needs it; the label in both languages. */
export function questionInput({
  title = 'Otázka',
  choices = [],
  ...input
}: Partial<QuestionInput> & { title?: string; choices?: readonly string[] } = {}): QuestionInput {
  return {
    label: { cs: title, en: `${title} (en)` },
    help: {},
    isRequired: false,
    isSensitive: false,
    keepDays: null,
    least: null,
    most: null,
    purpose: {},
    shownIf: undefined,
    shownIfValues: [],
    options: choices.map(choice => ({ label: { cs: choice, en: `${choice} (en)` }, hasWaitingList: false })),
    categoryIds: [],
    ...input,
  }
}

/** Adds a question to the form of an event through the product's own action. */
export async function createQuestion(
  db: Database,
  event: { readonly id: number },
  kind: QuestionKind,
  input: Parameters<typeof questionInput>[0] = {},
): Promise<Question> {
  const outcome = await addQuestion(db, system, { event, kind, input: questionInput(input) })
  if (outcome.kind !== 'added') throw new Error(`the question was not added: ${outcome.kind}`)
  return outcome.question
}

let made = 0

/** A question without a database, for the rules. */
export function aQuestion(
  kind: QuestionKind,
  { choices = [], ...more }: Partial<Question> & { choices?: readonly string[] } = {},
): Question {
  const id = (made += 1)
  return {
    id,
    eventId: 1,
    reference: `Q${id}`,
    kind,
    position: id,
    label: { cs: `Otázka ${id}` },
    help: {},
    purpose: {},
    isRequired: false,
    isSensitive: false,
    keepDays: null,
    least: null,
    most: null,
    textVersion: 1,
    shownIfQuestionId: null,
    shownIfValues: [],
    shownIf: undefined,
    archivedAt: null,
    categoryIds: [],
    createdAt: new Date(0),
    options: choices.map((choice, index) => anOption(id, choice, index + 1)),
    ...more,
  }
}

function anOption(questionId: number, choice: string, position: number): QuestionOptionRow {
  const base = { id: questionId * 100 + position, eventId: 1, questionId, position }
  return { ...base, reference: choice, label: { cs: choice }, hasWaitingList: false, archivedAt: null }
}

/** The same question, asked only when another one is answered like this. */
export function shownWhen(question: Question, parent: Question, ...values: string[]): Question {
  return { ...question, shownIfQuestionId: parent.id, shownIf: parent.reference, shownIfValues: values }
}
