import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import { locales, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { dateOf, formatZone, instant, now, timeOf } from '../../../core/time.ts'
import type { DraftSession, SessionKind } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { PartWithQuota } from '../queries/parts.ts'
import { attendances, type CategoryWithQuota, type PartKind, partKinds } from '../types/places.ts'
import { partHref, whenOf } from './parts.ts'
import { isUnused, momentValues, textValues, tick } from './places.ts'

interface Option {
  readonly value: string
  readonly label: string
}

export interface PartFormModel {
  readonly head: Head
  readonly title: string
  readonly form: FormModel
  readonly zone: string
  readonly taken: number
  readonly labels: Readonly<Record<string, string>>
  readonly kinds: readonly Option[]
  /** undefined: everybody comes the same way. */
  readonly attendances: readonly Option[] | undefined
  readonly categories: readonly Option[]
  /** When it is, where a session or a satellite event says so. */
  readonly fixed: { readonly when: string; readonly by: 'session' | 'satellite' } | undefined
  readonly isCancelled: boolean
  readonly isOrphan: boolean
  /** undefined: it does not exist yet, or is cancelled. */
  readonly cancelHref: string | undefined
  readonly removeHref: string | undefined
  readonly backHref: string
}

export const partFormPage = page<PartFormModel>('registration/organiser/part')
/** A question before a category, a part or shared places go. */
export const setupConfirmPage = page<ConfirmModel>('registration/organiser/confirm-setup')

/** What a new part stands for, with what it says of itself. */
export type NewPartSource =
  | { readonly kind: 'session'; readonly session: DraftSession }
  | { readonly kind: 'satellite'; readonly satellite: EventRow }

interface PartMatter {
  readonly event: EventRow
  readonly categories: readonly CategoryWithQuota[]
  readonly part: PartWithQuota | undefined
  readonly source: NewPartSource | undefined
}

/** What the form of a part needs besides what stands in it. */
export function partFormParts(
  context: FrameContext,
  { event, categories, part, source }: PartMatter,
): Omit<PartFormModel, 'head' | 'title' | 'form' | 'isOrphan'> {
  const { t, locale } = context
  const isStanding = part !== undefined && part.cancelledAt === null
  const href = part && partHref(context, event, part.reference)
  return {
    zone: formatZone(now(), event.timeZone, locale),
    taken: part?.taken ?? 0,
    labels: labelsOf(context),
    kinds: partKinds.map(kind => ({ value: kind, label: t(`capacity.parts.kinds.${kind}`) })),
    attendances: event.mode === 'hybrid' ? attendanceOptions(context) : undefined,
    categories: categories.map(({ reference, name }) => ({ value: reference, label: readText(name, locale) })),
    fixed: fixedTimes(context, event, part, source),
    isCancelled: part !== undefined && !isStanding,
    cancelHref: isStanding ? `${href}/cancel` : undefined,
    removeHref: part && isUnused(part) ? `${href}/remove` : undefined,
    backHref: partHref(context, event),
  }
}

function attendanceOptions({ t }: FrameContext): Option[] {
  const ways = ['any', ...attendances] as const
  return ways.map(way => ({ value: way, label: t(`capacity.parts.attendances.${way}`) }))
}

function labelsOf({ t }: FrameContext): Record<string, string> {
  const field = (name: 'title' | 'starts' | 'ends' | 'closes' | 'capacity' | 'kind' | 'categories') =>
    t(`capacity.parts.fields.${name}`)
  return {
    ...Object.fromEntries(locales.map(locale => [`title.${locale}`, field('title')])),
    startsDate: field('starts'),
    startsTime: field('starts'),
    endsDate: field('ends'),
    endsTime: field('ends'),
    closesDate: field('closes'),
    closesTime: field('closes'),
    capacity: field('capacity'),
    kind: field('kind'),
    categories: field('categories'),
  }
}

function fixedTimes(
  context: FrameContext,
  event: EventRow,
  part: PartWithQuota | undefined,
  source: NewPartSource | undefined,
): PartFormModel['fixed'] {
  if (part !== undefined) {
    if (part.sessionReference === null && part.satelliteEventId === null) return undefined
    return { when: whenOf(context, event, part), by: part.sessionReference === null ? 'satellite' : 'session' }
  }
  if (source?.kind === 'session') {
    const { startsAt, endsAt } = source.session
    const times = { startsAt: instant(startsAt), endsAt: instant(endsAt) }
    return { when: whenOf(context, event, times), by: 'session' }
  }
  if (source === undefined) return undefined
  const { hasTimes, startsAt, endsAt } = source.satellite
  const times = hasTimes ? { startsAt, endsAt } : { startsAt: null, endsAt: null }
  return { when: whenOf(context, event, times), by: 'satellite' }
}

/** What stands in the form of a part before anybody types. */
export function partValues(part: PartWithQuota, { timeZone }: EventRow): Record<string, string> {
  const { kind, attendance, capacity } = part
  return {
    kind,
    attendance,
    capacity: capacity === null ? '' : String(capacity),
    ...contentValues(part),
    ...localValues('starts', part.startsLocal),
    ...localValues('ends', part.endsLocal),
    ...momentValues('closes', part.closesAt, timeZone),
    hasWaitingList: tick(part.hasWaitingList),
  }
}

/** The references of the categories a part is open to. */
export function chosenCategories(part: PartWithQuota, categories: readonly CategoryWithQuota[]): string[] {
  return categories.filter(({ id }) => part.categoryIds.includes(id)).map(({ reference }) => reference)
}

const kindOfSession: Readonly<Record<SessionKind, PartKind>> = {
  talk: 'other',
  keynote: 'other',
  panel: 'other',
  workshop: 'workshop',
  b2b: 'b2b',
  social: 'meal',
  break: 'other',
}

/** What stands in the form of a new part. */
export function newPartValues(source: NewPartSource | undefined): Record<string, string> {
  const usual = { hasWaitingList: 'yes', attendance: 'any' }
  if (source?.kind === 'session') {
    const { kind, capacity, title, abstract, placeNote } = source.session
    const places = capacity === null ? '' : String(capacity)
    return {
      ...usual,
      kind: kindOfSession[kind],
      capacity: places,
      ...contentValues({ title, description: abstract, placeNote }),
    }
  }
  if (source === undefined) return { ...usual, kind: 'workshop' }
  const { title, summary, city } = source.satellite
  return { ...usual, kind: 'satellite', ...contentValues({ title, description: summary, placeNote: city }) }
}

function contentValues(content: Readonly<Record<'title' | 'description' | 'placeNote', LocalisedText>>) {
  return {
    ...textValues('title', content.title),
    ...textValues('description', content.description),
    ...textValues('placeNote', content.placeNote),
  }
}

function localValues(name: string, local: string | null): Record<string, string> {
  return local === null ? {} : { [`${name}Date`]: dateOf(local), [`${name}Time`]: timeOf(local) }
}
