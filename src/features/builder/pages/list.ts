import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { QuestionUsage } from '../../questions/queries.ts'
import { asksSomething } from '../../questions/rules/kinds.ts'
import type { Question } from '../../questions/types.ts'
import type { SetupNav } from '../../registration/frame.ts'
import type { CategoryRow } from '../../registration/types/places.ts'

/** One question of the form as the list shows it. */
export interface QuestionLine {
  readonly reference: string
  readonly position: number
  readonly label: string
  readonly kind: string
  readonly isHeading: boolean
  readonly asks: boolean
  readonly required: boolean
  readonly sensitive: boolean
  /** Which categories; '' all. */
  readonly who: string
  /** The condition as a sentence; '' none. */
  readonly condition: string
  readonly answers: number
  readonly href: string
  readonly moveAction: string
  readonly removeHref: string
  readonly isFirst: boolean
  readonly isLast: boolean
}

export interface FormListModel {
  readonly head: Head
  readonly nav: SetupNav
  readonly flash: string | undefined
  /** Why something was not done. */
  readonly refusal: string | undefined
  readonly lines: readonly QuestionLine[]
  readonly archived: readonly {
    readonly label: string
    readonly kind: string
    readonly answers: number
    readonly reinstateAction: string
    readonly removeHref: string
  }[]
  readonly newHref: string
  readonly previewHref: string
  readonly copyHref: string
  readonly backHref: string
}

export const formListPage = page<FormListModel>('builder/organiser/list')

/** The address of a page of the form. */
export function formHref({ locale }: Pick<FrameContext, 'locale'>, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'form' : `form/${part}`)
}

interface Shown {
  readonly questions: readonly Question[]
  readonly categories: readonly CategoryRow[]
  readonly usage: ReadonlyMap<number, QuestionUsage>
}

/** The questions of the form and those that were taken off it. */
export function formList(
  context: FrameContext,
  event: EventRow,
  { questions, categories, usage }: Shown,
): Pick<FormListModel, 'lines' | 'archived' | 'newHref' | 'previewHref' | 'copyHref' | 'backHref'> {
  const active = questions.filter(({ archivedAt }) => archivedAt === null)
  const answersOf = ({ id }: Question) => usage.get(id)?.answers ?? 0
  return {
    lines: active.map((question, index) => ({
      ...lineOf(context, event, question, questions, categories),
      position: index + 1,
      answers: answersOf(question),
      isFirst: index === 0,
      isLast: index === active.length - 1,
    })),
    archived: questions
      .filter(({ archivedAt }) => archivedAt !== null)
      .map(question => ({
        label: labelOf(context, question),
        kind: context.t(`builder.kinds.${question.kind}.name`),
        answers: answersOf(question),
        reinstateAction: formHref(context, event, `${question.reference}/reinstate`),
        removeHref: formHref(context, event, `${question.reference}/remove`),
      })),
    newHref: formHref(context, event, 'new'),
    previewHref: formHref(context, event, 'preview'),
    copyHref: formHref(context, event, 'copy'),
    backHref: urls.organiserEventPart(context.locale, event.slug, 'registrations'),
  }
}

function lineOf(
  context: FrameContext,
  event: EventRow,
  question: Question,
  questions: readonly Question[],
  categories: readonly CategoryRow[],
): Omit<QuestionLine, 'position' | 'answers' | 'isFirst' | 'isLast'> {
  const { t, locale } = context
  const href = formHref(context, event, question.reference)
  const only = categories
    .filter(({ id }) => question.categoryIds.includes(id))
    .map(({ name }) => readText(name, locale))
  return {
    reference: question.reference,
    label: labelOf(context, question),
    kind: t(`builder.kinds.${question.kind}.name`),
    isHeading: question.kind === 'heading',
    asks: asksSomething(question),
    required: question.isRequired,
    sensitive: question.isSensitive,
    who: listNames(only, locale),
    condition: conditionWords(context, question, questions),
    href,
    moveAction: `${href}/move`,
    removeHref: `${href}/remove`,
  }
}

/** “když na „Přijdete na večeři?“ odpoví Ano” */
export function conditionWords(
  { t, locale }: FrameContext,
  question: Question,
  questions: readonly Question[],
): string {
  const parent = questions.find(({ id }) => id === question.shownIfQuestionId)
  if (parent === undefined) return ''
  const answers = question.shownIfValues.map(value => {
    if (parent.kind === 'yes_no') return t(value === 'yes' ? 'core.yes' : 'core.no')
    const option = parent.options.find(({ reference }) => reference === value)
    return option ? readText(option.label, locale) : t('builder.condition.agreed')
  })
  const either = new Intl.ListFormat(locale, { type: 'disjunction' }).format(answers)
  return t('builder.condition.words', { question: labelOf({ locale }, parent), answers: either })
}

/** The label of a question, cut where a list must stay readable. */
export function labelOf({ locale }: Pick<FrameContext, 'locale'>, question: Pick<Question, 'label'>): string {
  const text = readText(question.label, locale)
  return text.length <= 120 ? text : `${text.slice(0, 117).trimEnd()}…`
}
