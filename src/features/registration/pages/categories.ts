import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type LocalisedText, locales, rawText, readText } from '../../../core/localised-text.ts'
import { dateIn, formatDateTime, formatZone, type Instant, now, timeIn } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CategoryWithQuota } from '../types.ts'

export interface CategoryLine {
  readonly name: string
  readonly href: string
  readonly moveAction: string
  readonly removeHref: string
  readonly places: string
  readonly bar: { readonly taken: number; readonly capacity: number } | undefined
  readonly waiting: number
  readonly notes: readonly string[]
  readonly isFirst: boolean
  readonly isLast: boolean
}

export interface CategoryListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly lines: readonly CategoryLine[]
  readonly newHref: string
  readonly backHref: string
}

export const categoryListPage = page<CategoryListModel>('registration/organiser/categories')

/** The address of a category, or of something to do with it. */
export function categoryHref(context: FrameContext, event: EventRow, part: string): string {
  return urls.organiserEventPart(context.locale, event.slug, `categories/${part}`)
}

/** The categories of an event with their places. */
export function categoryLines(
  context: FrameContext,
  event: EventRow,
  categories: readonly CategoryWithQuota[],
): CategoryLine[] {
  const { t, locale } = context
  return categories.map((category, index) => {
    const { reference, capacity, taken, waiting } = category
    const href = categoryHref(context, event, reference)
    const key = capacity === null ? 'unlimited' : 'limited'
    return {
      name: readText(category.name, locale),
      href,
      moveAction: `${href}/move`,
      removeHref: `${href}/remove`,
      places: t(`registration.categories.${key}`, { taken, capacity: capacity ?? 0 }),
      bar: capacity === null || capacity === 0 ? undefined : { taken, capacity },
      waiting,
      notes: notesOf(context, event, category),
      isFirst: index === 0,
      isLast: index === categories.length - 1,
    }
  })
}

function notesOf({ t, locale }: FrameContext, event: EventRow, category: CategoryWithQuota): string[] {
  const at = (moment: Instant) => formatDateTime(moment, event.timeZone, locale)
  const notes: string[] = []
  if (category.needsApproval) notes.push(t('registration.places.approval'))
  if (!category.hasWaitingList) notes.push(t('registration.categories.noQueue'))
  if (category.opensAt) notes.push(t('registration.categories.opens', { when: at(category.opensAt) }))
  if (category.closesAt) notes.push(t('registration.categories.closes', { when: at(category.closesAt) }))
  return notes
}

export interface CategoryFormModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly zone: string
  readonly taken: number
  readonly labels: Readonly<Record<string, string>>
  readonly backHref: string
}

export const categoryFormPage = page<CategoryFormModel>('registration/organiser/category')

/** What the category form needs besides what stands in it. */
export function categoryForm(
  context: FrameContext,
  event: EventRow,
): Pick<CategoryFormModel, 'zone' | 'labels' | 'backHref'> {
  const { t, locale } = context
  const fields = ['capacity', 'opensDate', 'closesDate'] as const
  const names = locales.map(language => [`name.${language}`, t('registration.categories.fields.name')])
  return {
    zone: formatZone(now(), event.timeZone, locale),
    labels: Object.fromEntries([
      ...names,
      ...fields.map(field => [field, t(`registration.categories.fields.${field}`)]),
      ['opensTime', t('registration.categories.fields.opensDate')],
      ['closesTime', t('registration.categories.fields.closesDate')],
    ]),
    backHref: urls.organiserEventPart(locale, event.slug, 'categories'),
  }
}

/** What stands in the form of a category before anybody types. */
export function categoryValues(category: CategoryWithQuota, event: EventRow): Record<string, string> {
  const tick = (isOn: boolean) => (isOn ? 'yes' : '')
  return {
    ...textValues('name', category.name),
    ...textValues('description', category.description),
    capacity: category.capacity === null ? '' : String(category.capacity),
    ...momentValues('opens', category.opensAt, event),
    ...momentValues('closes', category.closesAt, event),
    needsApproval: tick(category.needsApproval),
    hasWaitingList: tick(category.hasWaitingList),
  }
}

function textValues(name: string, text: LocalisedText): Record<string, string> {
  return Object.fromEntries(locales.map(locale => [`${name}.${locale}`, rawText(text, locale)]))
}

function momentValues(name: string, moment: Instant | null, { timeZone }: EventRow): Record<string, string> {
  if (moment === null) return {}
  return { [`${name}Date`]: dateIn(moment, timeZone), [`${name}Time`]: timeIn(moment, timeZone) }
}
