import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import {
  type NewlyAsked,
  newlyAskedLinks,
  type QuestionField,
  questionFields,
  questionLabels,
} from '../../questions/frame.ts'
import type { Question } from '../../questions/types.ts'
import { type PartDay, partDays } from '../../registration/frame.ts'
import type { CategoryOffer, EventOffer } from '../../registration/types/offers.ts'
import { isTheirsAlone } from '../rules/organiser-answers.ts'
import { attendanceOptions, categoryOptions, countriesFor, fieldLabels } from './fields.ts'

interface Option {
  readonly value: string
  readonly label: string
}

export interface EditModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly countries: readonly Option[]
  /** Only when somebody is added. */
  readonly adding:
    | {
        readonly categories: readonly Option[]
        /** Asked of hybrid events only. */
        readonly attendances: readonly Option[]
        readonly days: readonly PartDay[]
        readonly asksNeeds: boolean
      }
    | undefined
  readonly questions: readonly QuestionField[]
  readonly newlyAsked: NewlyAsked | undefined
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
  /** What stands on the way back: the page it leads to, by its heading. */
  readonly backLabel: string
}

export const editPage = page<EditModel>('roster/edit')

/** What the form about somebody is drawn from. */
export interface EditMatter {
  readonly event: EventRow
  readonly form: FormModel
  readonly offer: EventOffer
  readonly questions: readonly Question[]
  readonly newlyAsked: readonly Question[]
  /** The category whose questions are asked; undefined: it is chosen in the form. */
  readonly categoryId: number | undefined
}

/** The form about somebody who is there, without its head. */
export function changing(
  context: FrameContext,
  matter: EditMatter,
): Omit<EditModel, 'head' | 'title' | 'backHref' | 'backLabel'> {
  return { ...common(context, matter, undefined), adding: undefined }
}

/** The form for somebody new, without its head: also category, way of coming, parts and needs. */
export function adding(
  context: FrameContext,
  matter: EditMatter,
): Omit<EditModel, 'head' | 'title' | 'backHref' | 'backLabel'> {
  const { event, offer } = matter
  const categories = offer.categories.map(({ category }) => category)
  const references = new Map(categories.map(({ id, reference }) => [id, reference]))
  return {
    ...common(context, matter, references),
    adding: {
      categories: categoryOptions(context, categories),
      attendances: event.mode === 'hybrid' ? attendanceOptions(context) : [],
      days: partDays(context, event, offer.parts, { categories }),
      asksNeeds: offer.settings.asksNeeds,
    },
  }
}

function common(context: FrameContext, matter: EditMatter, categories: ReadonlyMap<number, string> | undefined) {
  const { form, offer, newlyAsked, categoryId } = matter
  const questions = matter.questions.filter(question => !isTheirsAlone(question))
  const places = new Map(offer.options.map(option => [option.optionId, option]))
  return {
    form,
    countries: countriesFor(context),
    questions: questionFields(context, questions, { form, categoryId, places, categories }),
    newlyAsked: newlyAskedLinks(context.locale, newlyAsked),
    labels: { ...fieldLabels(context), ...questionLabels(context.locale, questions) },
  }
}

/** An offer as it is to an organiser: neither deadlines nor approval bind, the places do. */
export function withoutDeadlines(offer: EventOffer): EventOffer {
  const parts = offer.parts
    .filter(({ part }) => part.cancelledAt === null)
    .map(part => (part.admission === 'closed' ? { ...part, admission: 'place' as const } : part))
  return { ...offer, parts }
}

/** The category a form names. */
export function categoryIn(offer: EventOffer, reference: string | undefined): CategoryOffer['category'] | undefined {
  return offer.categories.find(({ category }) => category.reference === reference)?.category
}
