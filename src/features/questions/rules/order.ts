import type { Question } from '../types.ts'

/** Questions of one event at most: a form is to be filled in, and a posted one must hold them all. */
export const mostQuestions = 60
/** Options of one question at most. */
export const mostOptions = 50

type Placed = Pick<Question, 'id' | 'shownIfQuestionId'>

export type Reordering<Some extends Placed> =
  | { readonly kind: 'order'; readonly order: readonly Some[] }
  /** It depends on this one, which would come only after it. */
  | { readonly kind: 'before-condition'; readonly condition: Some }
  /** This one depends on it and would come before it. */
  | { readonly kind: 'after-dependent'; readonly dependent: Some }

/**
 * The questions with one of them moved to a position (from 1; what is beyond the ends counts as the end). A condition
 * may only look back, so a move that breaks that is refused with the question it would break.
 */
export function reorder<Some extends Placed>(
  questions: readonly Some[],
  moved: Pick<Question, 'id'>,
  position: number,
): Reordering<Some> {
  const question = questions.find(({ id }) => id === moved.id)
  const others = questions.filter(({ id }) => id !== moved.id)
  if (question === undefined) return { kind: 'order', order: questions }
  const place = Math.min(Math.max(position - 1, 0), others.length)
  const [before, after] = [others.slice(0, place), others.slice(place)]
  const condition = after.find(({ id }) => id === question.shownIfQuestionId)
  if (condition !== undefined) return { kind: 'before-condition', condition }
  const dependent = before.find(({ shownIfQuestionId }) => shownIfQuestionId === question.id)
  if (dependent !== undefined) return { kind: 'after-dependent', dependent }
  return { kind: 'order', order: [...before, question, ...after] }
}

/** The active questions that are asked depending on this one. */
export function dependentsOf<Some extends Pick<Question, 'shownIfQuestionId' | 'archivedAt'>>(
  questions: readonly Some[],
  { id }: Pick<Question, 'id'>,
): Some[] {
  return questions.filter(({ shownIfQuestionId, archivedAt }) => shownIfQuestionId === id && archivedAt === null)
}
