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

/** Names of what a refusal may be about, in the language of the page; '' for what was removed in the same moment. */
export interface RefusalNames {
  readonly part: (partId: number) => string
  /** The field of the question whose option it is, and the label of the option. */
  readonly option: (optionId: number) => { readonly field: string; readonly label: string }
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
