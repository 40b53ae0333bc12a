import { type LocalisedText, type Locale, locales, readText } from '../../../core/localised-text.ts'
import { isReworded } from '../../questions/rules/consents.ts'
import type { Question } from '../../questions/types.ts'
import type { Consequence, QuestionDraft } from '../types.ts'

/** What hangs on a question before it is changed. */
export interface Standing {
  readonly answers: number
  /** How many chose an option, by its reference. */
  readonly chosen: Readonly<Record<string, number>>
  /** Places of options that are counted, by the id of the option. */
  readonly capacities: ReadonlyMap<number, number | null>
  /** Registrations of the event that are not cancelled. */
  readonly registrations: number
}

/** What a change of a question does to answers given already, to be said before it is done. */
export function consequencesOf(
  question: Question,
  draft: QuestionDraft,
  standing: Standing,
  locale: Locale,
): Consequence[] {
  const { input } = draft
  const { answers, registrations } = standing
  const found: Consequence[] = []
  if (input.isRequired && !question.isRequired && registrations > answers) {
    found.push({ kind: 'required', missing: registrations - answers })
  }
  if (answers === 0) return found
  if (isReworded(question, input)) found.push({ kind: 'reworded', answers, version: question.textVersion + 1 })
  else if (!isSame(question.label, input.label)) found.push({ kind: 'relabelled', answers })
  if (question.least !== input.least || question.most !== input.most) found.push({ kind: 'limited', answers })
  if (isNarrowed(question, input)) found.push({ kind: 'narrowed', answers })
  return [...found, ...optionConsequences(question, draft, standing, locale)]
}

function isSame(one: LocalisedText, other: LocalisedText): boolean {
  return locales.every(locale => (one[locale] ?? '') === (other[locale] ?? ''))
}

/** Whether fewer people may be asked than before: other categories, another condition. */
function isNarrowed(question: Question, { categoryIds, shownIf, shownIfValues }: QuestionDraft['input']): boolean {
  const before = question.categoryIds
  const losesCategory = categoryIds.length > 0 && (before.length === 0 || before.some(id => !categoryIds.includes(id)))
  if (losesCategory) return true
  if (shownIf === undefined) return false
  return shownIf !== question.shownIf || question.shownIfValues.some(value => !shownIfValues.includes(value))
}

function optionConsequences(
  question: Question,
  { input, capacities }: QuestionDraft,
  standing: Standing,
  locale: Locale,
): Consequence[] {
  return question.options.flatMap((option): Consequence[] => {
    const chosen = standing.chosen[option.reference] ?? 0
    if (option.archivedAt !== null || chosen === 0) return []
    const about = { option: readText(option.label, locale), chosen }
    const index = input.options.findIndex(({ reference }) => reference === option.reference)
    const kept = input.options[index]
    if (kept === undefined) return [{ kind: 'option-archived', ...about }]
    const isCounted = (capacities[index] ?? null) !== null && !standing.capacities.has(option.id)
    const said: Consequence[] = isSame(option.label, kept.label) ? [] : [{ kind: 'option-relabelled', ...about }]
    return isCounted ? [...said, { kind: 'option-counted', ...about }] : said
  })
}
