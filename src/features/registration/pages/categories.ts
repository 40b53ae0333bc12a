import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { locales, readText } from '../../../core/localised-text.ts'
import { formatDateTime, formatZone, type Instant, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SetupNav } from '../frame.ts'
import type { QuotaWithMembers } from '../queries/quotas.ts'
import type { CategoryWithQuota } from '../types/places.ts'
import { isUnused, momentValues, type PlacesCell, placesCell, sharedNote, textValues, tick } from './places.ts'

export interface CategoryLine {
  readonly name: string
  readonly href: string
  readonly moveAction: string
  /** undefined: somebody is in it or waits for it, so it cannot go. */
  readonly removeHref: string | undefined
  readonly places: PlacesCell
  readonly notes: readonly string[]
  readonly isFirst: boolean
  readonly isLast: boolean
}

export interface CategoryListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly nav: SetupNav
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
  shared: readonly QuotaWithMembers[],
): CategoryLine[] {
  return categories.map((category, index) => {
    const href = categoryHref(context, event, category.reference)
    return {
      name: readText(category.name, context.locale),
      href,
      moveAction: `${href}/move`,
      removeHref: isUnused(category) ? `${href}/remove` : undefined,
      places: placesCell(context, category),
      notes: [
        ...notesOf(context, event, category),
        ...sharedNote(context, shared, { kind: 'category', id: category.id }),
      ],
      isFirst: index === 0,
      isLast: index === categories.length - 1,
    }
  })
}

function notesOf({ t, locale }: FrameContext, event: EventRow, category: CategoryWithQuota): string[] {
  const at = (moment: Instant) => formatDateTime(moment, event.timeZone, locale)
  const notes: string[] = []
  if (category.isHidden) notes.push(t('capacity.categories.hidden'))
  if (category.needsApproval)
    notes.push(t(`capacity.categories.${category.approvalHoldsPlace ? 'approvalHolds' : 'approval'}`))
  if (category.mostPerOrganisation !== null)
    notes.push(t('capacity.categories.perOrganisation', { most: category.mostPerOrganisation }))
  if (!category.hasWaitingList) notes.push(t('capacity.categories.noQueue'))
  if (category.opensAt) notes.push(t('capacity.categories.opens', { when: at(category.opensAt) }))
  if (category.closesAt) notes.push(t('capacity.categories.closes', { when: at(category.closesAt) }))
  return notes
}

export interface CategoryFormModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly zone: string
  readonly taken: number
  readonly labels: Readonly<Record<string, string>>
  /** undefined: it does not exist yet. */
  readonly removeHref: string | undefined
  readonly backHref: string
}

export const categoryFormPage = page<CategoryFormModel>('registration/organiser/category')

/** What the category form needs besides what stands in it. */
export function categoryForm(
  context: FrameContext,
  event: EventRow,
): Pick<CategoryFormModel, 'zone' | 'labels' | 'backHref'> {
  const { t, locale } = context
  const fields = ['capacity', 'mostPerOrganisation', 'opensDate', 'closesDate'] as const
  const names = locales.map(language => [`name.${language}`, t('capacity.categories.fields.name')])
  return {
    zone: formatZone(now(), event.timeZone, locale),
    labels: Object.fromEntries([
      ...names,
      ...fields.map(field => [field, t(`capacity.categories.fields.${field}`)]),
      ['opensTime', t('capacity.categories.fields.opensDate')],
      ['closesTime', t('capacity.categories.fields.closesDate')],
    ]),
    backHref: urls.organiserEventPart(locale, event.slug, 'categories'),
  }
}

/** What stands in the form of a category before anybody types. */
export function categoryValues(category: CategoryWithQuota, event: EventRow): Record<string, string> {
  return {
    ...textValues('name', category.name),
    ...textValues('description', category.description),
    capacity: category.capacity === null ? '' : String(category.capacity),
    ...momentValues('opens', category.opensAt, event.timeZone),
    ...momentValues('closes', category.closesAt, event.timeZone),
    needsApproval: tick(category.needsApproval),
    approvalHoldsPlace: tick(category.approvalHoldsPlace),
    hasWaitingList: tick(category.hasWaitingList),
    isHidden: tick(category.isHidden),
    mostPerOrganisation: category.mostPerOrganisation === null ? '' : String(category.mostPerOrganisation),
  }
}
