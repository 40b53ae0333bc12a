import type { Answers, Question, TypedAnswers } from '../types.ts'
import { askedField } from './kinds.ts'
import { readAnswers } from './reading.ts'
import { visibleQuestions } from './visibility.ts'

/** What an option with counted places has left (`PlacesOffer` of `registration` fits). */
export interface OptionPlaces {
  readonly left: number | undefined
  readonly admission: 'place' | 'waiting' | 'full' | 'closed'
}

/** A file that was uploaded before, as the form names it. */
export interface KeptFile {
  readonly reference: string
  readonly name: string
}

/** How a question is drawn. */
export type Control =
  | 'input'
  | 'textarea'
  | 'radios'
  | 'select'
  | 'checkboxes'
  | 'checkbox'
  | 'file'
  | 'heading'
  | 'note'

/** Choices up to here are radios, longer lists fold into a select. */
const mostRadios = 8

/** The control a question is answered with. */
export function controlOf({ kind, options }: Pick<Question, 'kind' | 'options'>): Control {
  switch (kind) {
    case 'long_text':
      return 'textarea'
    case 'yes_no':
      return 'radios'
    case 'one_choice':
      return options.filter(({ archivedAt }) => archivedAt === null).length > mostRadios ? 'select' : 'radios'
    case 'several_choices':
      return 'checkboxes'
    case 'country':
      return 'select'
    case 'consent':
      return 'checkbox'
    case 'file':
    case 'heading':
    case 'note':
      return kind
    default:
      return 'input'
  }
}

/**
 * The ids of the questions that what stands in a form makes visible. It need not be valid for that: too many choices,
 * or one that is archived now, decide as long as they stand there.
 */
export function shownOnForm(
  questions: readonly Question[],
  { values, lists }: TypedAnswers,
  { categoryId }: { readonly categoryId: number | undefined },
): ReadonlySet<number> {
  const everything = { values, lists: { ...lists, [askedField]: [] } }
  const unlimited = questions.map(question => ({ ...question, least: null, most: null }))
  const former: Answers = new Map(questions.map(({ id, options }) => [id, options.map(({ reference }) => reference)]))
  const { answers } = readAnswers(unlimited, everything, { categoryId, former })
  return new Set(visibleQuestions(questions, categoryId, answers).map(({ id }) => id))
}
