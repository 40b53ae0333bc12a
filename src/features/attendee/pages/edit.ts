import { countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { FrameContext } from '../../events/frame.ts'
import {
  type KeptFile,
  type NewlyAsked,
  newlyAskedLinks,
  type OptionPlaces,
  type QuestionField,
  questionFields,
  questionLabels,
} from '../../questions/frame.ts'
import type { Question } from '../../questions/types.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { Needs, RegistrationRow } from '../../registration/types.ts'
import type { Own } from '../types.ts'

export interface PersonModel {
  readonly head: Head
  readonly form: FormModel
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export interface MyEditModel extends PersonModel {
  readonly email: string
  readonly asksNeeds: boolean
  readonly questions: readonly QuestionField[]
  readonly newlyAsked: NewlyAsked | undefined
  /** A form with files is sent in another way. */
  readonly hasFiles: boolean
}

export const myEditPage = page<MyEditModel>('attendee/edit')

/** What the form of the answers is drawn with. */
export interface EditData {
  readonly own: Own
  readonly form: FormModel
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly newlyAsked: readonly Question[]
  readonly files: ReadonlyMap<string, KeptFile>
}

/** The form of the answers, without head. */
export function myEdit(context: FrameContext, data: EditData): Omit<MyEditModel, 'head'> {
  const { own, form, offer, questions, newlyAsked, files } = data
  const { registration, token } = own
  const places = new Map<number, OptionPlaces>(offer.options.map(option => [option.optionId, option]))
  const fields = questionFields(context, questions, { form, categoryId: registration.categoryId, places, files })
  return {
    form,
    countries: countryOptions(context.locale),
    labels: { ...personLabels(context), ...questionLabels(context.locale, questions) },
    email: registration.email,
    asksNeeds: offer.settings.asksNeeds,
    questions: fields,
    newlyAsked: newlyAskedLinks(context.locale, newlyAsked),
    hasFiles: fields.some(({ control }) => control === 'file'),
    backHref: urls.mine(context.locale, token),
  }
}

function personLabels({ t }: FrameContext): Record<string, string> {
  const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'email', 'organisation', 'country'] as const
  return Object.fromEntries([...fields, 'access'].map(field => [field, t(`registration.fields.${field}`)]))
}

/** What stands in that form before anybody types. */
export function personValues(registration: RegistrationRow, needs: Needs): Record<string, string> {
  const { titleBefore, givenName, familyName, titleAfter, organisation, country, locale } = registration
  return { titleBefore, givenName, familyName, titleAfter, organisation, country, locale, ...needs }
}

export const myReplacePage = page<PersonModel>('attendee/replace')

/** The form for whoever comes instead, without head and form. The organisation stays: a colleague is of the same. */
export function myReplace(context: FrameContext, { token }: Own): Omit<PersonModel, 'head' | 'form'> {
  return {
    countries: countryOptions(context.locale),
    labels: personLabels(context),
    backHref: urls.mine(context.locale, token),
  }
}
