import { type Locale, readText } from '../../../core/localised-text.ts'
import { fieldName } from '../../questions/rules/kinds.ts'
import type { Question } from '../../questions/types.ts'
import type { EventOffer, Refusal } from '../types/offers.ts'

/** Why somebody gets no place, as a message (locale key) at a field; without what a form knows of its parts. */
export const refusalMessages: Readonly<Record<Refusal['kind'], string>> = {
  full: 'errors.categoryFull',
  closed: 'errors.categoryClosed',
  'not-yet': 'errors.categoryNotYet',
  cancelled: 'errors.eventCancelled',
  'code-unknown': 'errors.codeUnknown',
  'code-used-up': 'errors.codeUsedUp',
  'organisation-full': 'errors.organisationFull',
  'part-full': 'errors.partFull',
  'option-full': 'errors.optionFull',
}

/** Why something of a registration cannot be changed as it was wanted. */
export type ChangeRefusal =
  | { readonly kind: 'address-taken' }
  | { readonly kind: 'organisation-needed' }
  | { readonly kind: 'organisation-full'; readonly most: number }
  | { readonly kind: 'option-full'; readonly optionId: number }

/** Names of what a refusal may be about, in the language of the page; '' for what was removed in the same moment. */
export interface RefusalNames {
  readonly part: (partId: number) => string
  /** The field of the question whose option it is, and the label of the option. */
  readonly option: (optionId: number) => { readonly field: string; readonly label: string }
}

/** The names of the parts and options of a form. */
export function refusalNames(
  { parts }: Pick<EventOffer, 'parts'>,
  questions: readonly Question[],
  locale: Locale,
): RefusalNames {
  return {
    part: partId => readText(parts.find(({ part }) => part.id === partId)?.part.title, locale),
    option(optionId) {
      const question = questions.find(({ options }) => options.some(({ id }) => id === optionId))
      const label = readText(question?.options.find(({ id }) => id === optionId)?.label, locale)
      return { field: question ? fieldName(question) : 'category', label }
    },
  }
}

/** A refusal at the field it is about; fits the `FieldProblem` of `core/http/forms`. */
export interface RefusalAtField {
  readonly field: string
  readonly message: string
  readonly values?: Readonly<Record<string, string | number>> | undefined
}

/**
 * The field that a refusal of the engine belongs to, with what it says there. A claim refused as `full` because of the
 * way somebody comes is a matter of that field.
 */
export function refusalAtField(
  refusal: Refusal,
  names: RefusalNames,
  { attendances }: Pick<EventOffer, 'attendances'>,
  attendance: 'on_site' | 'online',
): RefusalAtField {
  const message = refusalMessages[refusal.kind]
  switch (refusal.kind) {
    case 'code-unknown':
    case 'code-used-up':
      return { field: 'code', message }
    case 'organisation-full':
      return { field: 'organisation', message, values: { most: refusal.most } }
    case 'part-full': {
      const part = names.part(refusal.partId)
      return part === ''
        ? { field: 'parts', message: 'errors.partUnknown' }
        : { field: 'parts', message, values: { part } }
    }
    case 'option-full': {
      const { field, label } = names.option(refusal.optionId)
      return label === '' ? { field, message: 'errors.formChanged' } : { field, message, values: { option: label } }
    }
    case 'full':
      if (attendances[attendance]?.left === 0) return { field: 'attendance', message: 'errors.attendanceFull' }
      return { field: 'category', message }
    default:
      return { field: 'category', message }
  }
}

/** Why a change of a registration cannot be had, at its field. */
export function changeProblem(refusal: ChangeRefusal, questions: readonly Question[], locale: Locale): RefusalAtField {
  switch (refusal.kind) {
    case 'address-taken':
      return { field: 'email', message: 'errors.registeredAddress' }
    case 'organisation-needed':
      return { field: 'organisation', message: 'errors.organisationNeeded' }
    case 'organisation-full':
      return { field: 'organisation', message: 'errors.organisationFull', values: { most: refusal.most } }
    case 'option-full': {
      const { field, label } = refusalNames({ parts: [] }, questions, locale).option(refusal.optionId)
      return label === ''
        ? { field: 'givenName', message: 'errors.formChanged' }
        : { field, message: 'errors.optionFull', values: { option: label } }
    }
  }
}
