import { valuesOf } from '../../questions/rules/visibility.ts'
import { fieldName, keptFieldName } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import type { Answers, AnswersReading, Question, TypedAnswers } from '../../questions/types.ts'

/**
 * What an organiser does not answer for somebody: nobody else can agree, and a file is sent by whose it is. What the
 * person said there stays.
 */
export function isTheirsAlone({ kind }: Pick<Question, 'kind'>): boolean {
  return kind === 'consent' || kind === 'file'
}

/** Reads what an organiser filled in for somebody, together with what stays as they said it themselves. */
export function readForThem(
  questions: readonly Question[],
  typed: TypedAnswers,
  { categoryId, former }: { readonly categoryId: number | undefined; readonly former: Answers },
): AnswersReading {
  const theirs = questions.filter(isTheirsAlone)
  const files = new Map(
    theirs.flatMap(({ id, reference, kind }) =>
      kind === 'file' && former.has(id) ? [[reference, String(former.get(id))]] : [],
    ),
  )
  const { answers, problems, newlyAsked } = readAnswers(questions, withTheirs(typed, theirs, former), {
    categoryId,
    former,
    files,
  })
  const fields = new Set(theirs.map(fieldName))
  return {
    answers,
    problems: problems.filter(({ field }) => !fields.has(field)),
    newlyAsked: newlyAsked.filter(question => !isTheirsAlone(question)),
  }
}

/** The form as if what stays had been on it. */
function withTheirs({ values, lists }: TypedAnswers, theirs: readonly Question[], former: Answers): TypedAnswers {
  const stays = theirs.flatMap(question => {
    const [value = ''] = valuesOf(former.get(question.id))
    const name = question.kind === 'file' ? keptFieldName(question) : fieldName(question)
    return [[name, value === 'no' ? '' : value]]
  })
  const asked = lists['asked'] ?? []
  const all = asked.length === 0 ? asked : [...asked, ...theirs.map(({ reference }) => reference)]
  return { values: { ...values, ...Object.fromEntries(stays) }, lists: { ...lists, asked: all } }
}
