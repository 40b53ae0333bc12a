import { countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import {
  type KeptFile,
  type NewlyAsked,
  newlyAskedLinks,
  type QuestionField,
  questionFields,
  questionLabels,
} from '../../questions/frame.ts'
import type { Question } from '../../questions/types.ts'
import { type OrganisationField, organisationField } from '../frame.ts'
import { isOfferedTo } from '../rules/form-parts.ts'
import type { CategoryOffer, EventOffer } from '../types/offers.ts'
import { attendanceChoices, categoryChoice, type OptionChoice, type StateWord, stateOfOffer } from './choices.ts'
import { type PartDay, partDays, queueHint } from './part-choices.ts'

/** The field for an access code, and what the code that was given does. */
export interface CodeModel {
  /** A GET form: the code then stands in the address, and the page is the same for everybody who has it. */
  readonly form: FormModel
  /** `Kód platí: otevřel vám kategorii Hosté.` */
  readonly opened: string | undefined
}

/** The event in whose form one registers for its satellite. */
export interface ParentLink {
  readonly href: string
  readonly title: string
}

export interface RegistrationFormModel {
  readonly head: Head
  readonly form: FormModel
  readonly state: StateWord | undefined
  readonly until: string | undefined
  readonly who: string
  /** Asked of hybrid events only. */
  readonly attendances: readonly OptionChoice[]
  /** One category is not a choice: it is stated. */
  readonly categories: readonly OptionChoice[]
  readonly questions: readonly QuestionField[]
  /** Consents of the organiser that everybody is asked for; they stand with the other consents. */
  readonly consents: readonly QuestionField[]
  readonly newlyAsked: NewlyAsked | undefined
  readonly days: readonly PartDay[]
  readonly partsHint: string | undefined
  readonly organisation: OrganisationField
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly asksNeeds: boolean
  readonly asksNewsletter: boolean
  /** The form carries files and is sent as multipart. */
  readonly hasFiles: boolean
  readonly code: CodeModel | undefined
  readonly parent: ParentLink | undefined
  readonly delegationHref: string | undefined
  readonly privacyHref: string
  readonly linkHref: string
}

export const registrationFormPage = page<RegistrationFormModel>('registration/form')

/** What the form is drawn from besides what stands in its fields. */
export interface FormMatter {
  readonly event: EventRow
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly newlyAsked: readonly Question[]
  readonly files: ReadonlyMap<string, KeptFile>
  readonly code: CodeModel | undefined
  readonly parent: ParentLink | undefined
}

/** Everything of the form but its head. */
export function registrationForm(
  context: FrameContext,
  matter: FormMatter,
  form: FormModel,
): Omit<RegistrationFormModel, 'head'> {
  const { t, locale } = context
  const { event, offer, code, parent } = matter
  const chosen = chosenCategory(offer, form.values['category'] ?? '')?.category
  const questions = questionFields(context, matter.questions, {
    form,
    categoryId: chosen?.id,
    places: new Map(offer.options.map(option => [option.optionId, option])),
    categories: new Map(offer.categories.map(({ category }) => [category.id, category.reference])),
    files: matter.files,
  })
  return {
    form,
    ...stateOfOffer(context, event, offer.event),
    who: t(event.mode === 'on_site' ? 'registration.form.who' : 'registration.form.whoTakesPart'),
    attendances: event.mode === 'hybrid' ? attendanceChoices(context, offer) : [],
    categories: offer.categories.map(category => categoryChoice(context, event, category, offer.settings)),
    questions: questions.filter(question => !isPlainConsent(question)),
    consents: questions.filter(isPlainConsent),
    newlyAsked: newlyAskedLinks(locale, matter.newlyAsked),
    days: daysFor(context, event, offer, chosen),
    partsHint: queueHint(context, offer.parts, offer.settings),
    organisation: organisationField(
      context,
      offer.categories.map(({ category }) => category),
      chosen,
    ),
    countries: countryOptions(locale),
    labels: { ...fieldLabels(context), ...questionLabels(locale, matter.questions) },
    asksNeeds: offer.settings.asksNeeds,
    asksNewsletter: offer.settings.asksNewsletter,
    hasFiles: matter.questions.some(({ kind }) => kind === 'file'),
    code,
    parent,
    delegationHref: offer.settings.takesDelegations ? urls.delegationForm(locale, event.slug) : undefined,
    privacyHref: urls.privacy(locale),
    linkHref: urls.registrationLink(locale, event.slug),
  }
}

/** The category that was chosen; with only one there is nothing to choose, and the form names none. */
export function chosenCategory({ categories }: EventOffer, reference: string): CategoryOffer | undefined {
  const [only, ...others] = categories
  if (only !== undefined && others.length === 0 && reference === '') return only
  return categories.find(({ category }) => category.reference === reference)
}

/** Parts that somebody of the chosen category may take part in; all of them while none is chosen. */
function daysFor(
  context: FrameContext,
  event: EventRow,
  offer: EventOffer,
  chosen: CategoryOffer['category'] | undefined,
): PartDay[] {
  const parts = offer.parts.filter(part => isOfferedTo(part, chosen?.id))
  const categories = offer.categories.length > 1 ? offer.categories.map(({ category }) => category) : []
  return partDays(context, event, parts, { categories })
}

/** A consent whose place in the form nothing depends on: it neither waits for an answer nor belongs to a category. */
function isPlainConsent({ control, shownIf, categories }: QuestionField): boolean {
  return control === 'checkbox' && shownIf === undefined && categories === undefined
}

/** What stands before a message in the error summary. */
export function fieldLabels({ t }: FrameContext): Readonly<Record<string, string>> {
  const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'email', 'organisation'] as const
  const others = [
    'country',
    'locale',
    'category',
    'dietary',
    'access',
    'participation',
    'attendance',
    'parts',
    'code',
  ] as const
  return Object.fromEntries([...fields, ...others].map(field => [field, t(`registration.fields.${field}`)]))
}
