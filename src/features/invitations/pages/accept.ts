import { countryOptions } from '../../../core/countries.ts'
import type { FormModel } from '../../../core/http/forms.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
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
import { type OrganisationField, organisationField } from '../../registration/frame.ts'
import { attendances } from '../../registration/types/places.ts'
import { type CategoryOffer, type EventOffer } from '../../registration/types/offers.ts'
import type { InvitationView } from '../rules/states.ts'
import type { InvitationInEvent } from '../types.ts'
import type { StateWord } from './words.ts'

interface Choice {
  readonly value: string
  readonly label: string
  readonly lang: string | undefined
  readonly hint: string | undefined
  readonly places: StateWord | undefined
  readonly disabled: boolean
}

/** The form of a yes. */
export interface AcceptModel {
  readonly form: FormModel
  readonly email: string
  /** What the invited register in, when the invitation says it. */
  readonly category: string | undefined
  readonly categories: readonly Choice[]
  readonly attendances: readonly Choice[]
  readonly questions: readonly QuestionField[]
  readonly newlyAsked: NewlyAsked | undefined
  readonly organisation: OrganisationField
  readonly countries: readonly { readonly value: string; readonly label: string }[]
  readonly labels: Readonly<Record<string, string>>
  readonly asksNeeds: boolean
  readonly asksNewsletter: boolean
  readonly hasFiles: boolean
  /** Places are gone, and who says yes queues up. */
  readonly queues: boolean
  readonly privacyHref: string
}

/** Everything the page is drawn from. */
export interface AnswerMatter {
  readonly event: EventRow
  readonly invitation: InvitationInEvent
  readonly token: string
  readonly view: InvitationView
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly venue: { readonly city: string; readonly country: string } | undefined
  readonly registrationToken: string | undefined
}

/** What a form that comes back has besides its values. */
export interface Again {
  readonly newlyAsked: readonly Question[]
  readonly files: ReadonlyMap<string, KeptFile>
}

/** Categories the invited may register in: that of the invitation, else every public one. */
export function openCategories({
  offer,
  invitation,
}: Pick<AnswerMatter, 'offer' | 'invitation'>): readonly CategoryOffer[] {
  const { categoryId } = invitation
  return categoryId === null ? offer.categories : offer.categories.filter(({ category }) => category.id === categoryId)
}

/** The category that was chosen; with only one there is nothing to choose. */
export function chosenCategory(
  matter: Pick<AnswerMatter, 'offer' | 'invitation'>,
  reference: string,
): CategoryOffer | undefined {
  const categories = openCategories(matter)
  const [only, ...others] = categories
  return only !== undefined && others.length === 0
    ? only
    : categories.find(({ category }) => category.reference === reference)
}

/** Opening times do not bind the invited, so only the places are looked at; the engine has the last word. */
export function placesOf(matter: AnswerMatter): { isFull: boolean; queues: boolean } {
  const categories = openCategories(matter)
  const hasRoom = categories.some(({ left }) => left === undefined || left > 0)
  const hasQueue = categories.some(({ category }) => category.hasWaitingList)
  return { isFull: !hasRoom && !hasQueue, queues: !hasRoom && hasQueue }
}

/** The form of a yes, ready to draw. */
export function acceptOf(context: FrameContext, matter: AnswerMatter, form: FormModel, again: Again): AcceptModel {
  const { t, locale } = context
  const { event, offer, invitation } = matter
  const categories = openCategories(matter)
  const chosen = chosenCategory(matter, form.values['category'] ?? '')?.category
  const { asksNeeds, asksNewsletter } = offer.settings
  return {
    form,
    email: invitation.email,
    category: categories.length === 1 ? readText(categories[0]?.category.name, locale) : undefined,
    categories: categories.length === 1 ? [] : categories.map(category => categoryChoice(context, category)),
    attendances: event.mode === 'hybrid' ? attendances.map(way => wayChoice(context, offer, way)) : [],
    questions: questionFields(context, matter.questions, {
      form,
      categoryId: chosen?.id,
      places: new Map(offer.options.map(option => [option.optionId, option])),
      categories: new Map(categories.map(({ category }) => [category.id, category.reference])),
      files: again.files,
    }),
    newlyAsked: newlyAskedLinks(locale, again.newlyAsked),
    organisation: organisationField(
      context,
      categories.map(({ category }) => category),
      chosen,
    ),
    countries: countryOptions(locale),
    labels: { ...fieldLabels(t), ...questionLabels(locale, matter.questions) },
    asksNeeds,
    asksNewsletter,
    hasFiles: matter.questions.some(({ kind }) => kind === 'file'),
    queues: placesOf(matter).queues,
    privacyHref: urls.privacy(locale),
  }
}

function categoryChoice({ t, locale }: FrameContext, { category, left }: CategoryOffer): Choice {
  const { text, lang } = textWithLanguage(category.name, locale)
  const hint = readText(category.description, locale) || undefined
  const isGone = left === 0
  const places = isGone ? ({ kind: 'bad', label: t('core.places.full') } as const) : undefined
  return { value: category.reference, label: text, lang, hint, places, disabled: isGone && !category.hasWaitingList }
}

function wayChoice({ t }: FrameContext, offer: EventOffer, value: 'on_site' | 'online'): Choice {
  const isFull = offer.attendances[value]?.admission === 'full'
  const places = isFull ? ({ kind: 'bad', label: t('core.places.full') } as const) : undefined
  return {
    value,
    label: t(`registration.attendance.${value}`),
    lang: undefined,
    hint: undefined,
    places,
    disabled: isFull,
  }
}

const fields = ['titleBefore', 'givenName', 'familyName', 'titleAfter', 'organisation', 'country', 'locale'] as const
const others = ['category', 'attendance', 'dietary', 'access', 'participation'] as const

function fieldLabels(t: FrameContext['t']): Record<string, string> {
  return Object.fromEntries([...fields, ...others].map(field => [field, t(`registration.fields.${field}`)]))
}

/** What stands in the form of a yes before anybody types: what the organiser knows already. */
export function acceptValues(invitation: InvitationInEvent, locale: Locale): Record<string, string> {
  const { titleBefore, givenName, familyName, titleAfter, organisation, country } = invitation
  return { titleBefore, givenName, familyName, titleAfter, organisation, country: country ?? 'CZ', locale }
}
