import type { Answers, AnswerValue, Question } from '../types.ts'

/**
 * The questions asked of somebody of a category who answered that much, in order. Archived ones are not; a condition
 * looks only at questions that are asked themselves, so a chain ends where its first link is not shown.
 */
export function visibleQuestions(
  questions: readonly Question[],
  categoryId: number | undefined,
  answers: Answers,
): Question[] {
  const visible = new Map<number, Question>()
  for (const question of questions) {
    if (question.archivedAt !== null || !isAskedIn(question, categoryId)) continue
    if (isConditionMet(question, visible, answers)) visible.set(question.id, question)
  }
  return [...visible.values()]
}

/** Whether people of a category are asked this at all. */
export function isAskedIn(question: Pick<Question, 'categoryIds'>, categoryId: number | undefined): boolean {
  const { categoryIds } = question
  return categoryIds.length === 0 || (categoryId !== undefined && categoryIds.includes(categoryId))
}

/** Whether the question it depends on is asked and answered in one of the ways that count. */
export function isConditionMet(question: Question, visible: ReadonlyMap<number, Question>, answers: Answers): boolean {
  const parentId = question.shownIfQuestionId
  if (parentId === null) return true
  if (!visible.has(parentId)) return false
  const chosen = valuesOf(answers.get(parentId))
  return question.shownIfValues.some(value => chosen.includes(value))
}

/** An answer as the values a condition names: option references, `yes` or `no`. */
export function valuesOf(value: AnswerValue | undefined): readonly string[] {
  if (value === undefined) return []
  if (typeof value === 'boolean') return [value ? 'yes' : 'no']
  return typeof value === 'object' ? value : [String(value)]
}
