import type { FieldProblem } from '../../../core/http/forms.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { CategoryOffer, EventOffer, Refusal } from '../../registration/types/offers.ts'
import type { GivenConsent, RegisterRequest } from '../../registration/types.ts'
import type { DelegationFields, PersonFields } from '../forms.ts'

/** The category that was chosen; with only one there is nothing to choose. */
export function chosenCategory({ categories }: EventOffer, reference: string): CategoryOffer | undefined {
  const [only, ...others] = categories
  if (only !== undefined && others.length === 0) return only
  return categories.find(({ category }) => category.reference === reference)
}

/** The words the contact agreed to for the people, as they go on record with each of them. */
export function contactConsent({ t, locale }: FrameContext, about: 'participation' | 'one'): GivenConsent[] {
  return [{ purpose: 'participation', textShown: t(`delegations.consents.${about}`), locale }]
}

/** What all people of a delegation have in common. */
type Common = Pick<
  RegisterRequest,
  'eventId' | 'categoryId' | 'organisation' | 'country' | 'locale' | 'attendance' | 'consents'
>

/** The wish of one person; what only they can say is left to them. */
export function requestOf(person: PersonFields, common: Common): RegisterRequest {
  return { ...person, titleAfter: '', needs: { dietary: '', access: '' }, ...common }
}

/** What the contact sent, as the engine of registrations takes it. */
export function requestsOf(
  context: FrameContext,
  { category }: CategoryOffer,
  { people, waits, attendance, organisation, country, locale, contactName, contactEmail }: DelegationFields,
) {
  const common: Common = {
    eventId: category.eventId,
    categoryId: category.id,
    organisation,
    country,
    locale,
    ...(attendance !== '' && { attendance }),
    consents: contactConsent(context, 'participation'),
  }
  const delegation = { contactName, contactEmail, organisation, locale, waitsTogether: waits === 'together' }
  return { delegation, requests: people.map(person => requestOf(person, common)) }
}

/** Why there is no place for everybody, at the field where that can be mended. */
export function refusalProblem({ refusal }: { readonly refusal: Refusal }): FieldProblem {
  switch (refusal.kind) {
    case 'organisation-full':
      return { field: 'category', message: 'delegations.problem.organisationFull', values: { most: refusal.most } }
    case 'not-yet':
      return { field: 'category', message: 'errors.categoryNotYet' }
    case 'closed':
      return { field: 'category', message: 'errors.categoryClosed' }
    case 'cancelled':
      return { field: 'category', message: 'errors.eventCancelled' }
    case 'code-unknown':
    case 'code-used-up':
      return { field: 'category', message: 'delegations.problem.codeNeeded' }
    default:
      return { field: 'category', message: 'delegations.problem.notEnough' }
  }
}
