import type { FieldProblem } from '../../../core/http/forms.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import type { AddQuestionOutcome, EditQuestionOutcome } from '../../questions/actions/outcomes.ts'
import { mostQuestions } from '../../questions/rules/order.ts'
import type { BelowTaken } from '../actions.ts'

export type SaveRefusal = Exclude<AddQuestionOutcome | EditQuestionOutcome | BelowTaken, { kind: 'added' | 'saved' }>

/** Why a question was not saved, at the field that can mend it. */
export function problemOf(refusal: SaveRefusal, locale: Locale): FieldProblem {
  switch (refusal.kind) {
    case 'too-many':
      return { field: 'label.cs', message: 'errors.formFull', values: { max: mostQuestions } }
    case 'condition-unknown':
      return { field: 'shownIf', message: 'errors.conditionUnknown' }
    case 'condition-without-values':
      return { field: 'shownIf', message: 'errors.choose' }
    case 'sensitivity-answered':
      return { field: 'isSensitive', message: 'builder.refusals.sensitivity', values: { answers: refusal.answers } }
    case 'below-taken': {
      const field = `option.${refusal.index}.capacity`
      return { field, message: 'errors.capacityBelowTaken', values: { taken: refusal.taken } }
    }
    default: {
      const names = { option: readText(refusal.option.label, locale), other: readText(refusal.dependent.label, locale) }
      return { field: 'option.0.cs', message: 'builder.refusals.option-needed', values: names }
    }
  }
}
