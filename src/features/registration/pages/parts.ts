import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateIn,
  formatDateTime,
  formatDateTimeRange,
  formatLongDate,
  formatTimeRange,
  instant,
  toLocal,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SetupNav } from '../frame.ts'
import type { PartSources, PartWithQuota } from '../queries/parts.ts'
import type { QuotaWithMembers } from '../queries/quotas.ts'
import type { CategoryWithQuota, PartKind } from '../types/places.ts'
import { type PlacesCell, placesCell, sharedNote } from './places.ts'

/** When a part is: on one day with its times apart, which never break. */
interface When {
  readonly day: string
  readonly times: { readonly text: string; readonly datetime: string } | undefined
}

export interface PartLine {
  readonly name: string
  readonly lang: string | undefined
  readonly kind: PartKind
  readonly href: string
  readonly when: When
  readonly places: PlacesCell
  readonly notes: readonly string[]
  readonly isCancelled: boolean
  /** The session it stands for does not take place any more. */
  readonly isOrphan: boolean
  readonly moveAction: string
  readonly isFirst: boolean
  readonly isLast: boolean
}

/** Something in the event that could become a part. */
export interface PartSourceLine {
  readonly name: string
  readonly when: string
  readonly addHref: string
}

export interface PartListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly nav: SetupNav
  readonly lines: readonly PartLine[]
  /** Only those there are. */
  readonly sources: readonly {
    readonly id: 'sessions' | 'satellites'
    readonly lines: readonly PartSourceLine[]
  }[]
  readonly newHref: string
  readonly backHref: string
}

export const partListPage = page<PartListModel>('registration/organiser/parts')

/** The address of a part, or of something to do with it. */
export function partHref({ locale }: Pick<FrameContext, 'locale'>, event: Pick<EventRow, 'slug'>, path = ''): string {
  return urls.organiserEventPart(locale, event.slug, path === '' ? 'parts' : `parts/${path}`)
}

/** Where the form of a new part is that begins with what a session or a satellite event says. */
export function newPartHref(
  { locale }: Pick<FrameContext, 'locale'>,
  event: Pick<EventRow, 'slug'>,
  source: { readonly session?: string | undefined; readonly satellite?: string | undefined } = {},
): string {
  return urls.organiserEventPart(locale, event.slug, 'parts/new', source)
}

interface PartMatter {
  readonly event: EventRow
  readonly parts: readonly PartWithQuota[]
  readonly categories: readonly CategoryWithQuota[]
  readonly shared: readonly QuotaWithMembers[]
  readonly sources: PartSources
}

/** The parts of an event with their places. */
export function partLines(context: FrameContext, matter: PartMatter): PartLine[] {
  const { event, parts, sources } = matter
  const standing = parts.filter(({ cancelledAt }) => cancelledAt === null)
  return parts.map(part => {
    const { text: name, lang } = textWithLanguage(part.title, context.locale)
    const href = partHref(context, event, part.reference)
    return {
      name,
      lang,
      kind: part.kind,
      href,
      when: whenApart(context, event, part),
      places: placesCell(context, part),
      notes: notesOf(context, matter, part),
      isCancelled: part.cancelledAt !== null,
      isOrphan: isOrphan(part, sources),
      moveAction: `${href}/move`,
      isFirst: standing[0] === part || part.cancelledAt !== null,
      isLast: standing.at(-1) === part || part.cancelledAt !== null,
    }
  })
}

/** Whether the session a part stands for is gone from the programme. */
export function isOrphan(part: PartWithQuota, { standing }: Pick<PartSources, 'standing'>): boolean {
  return part.cancelledAt === null && part.sessionReference !== null && !standing.has(part.sessionReference)
}

/** When a part is, in words. */
export function whenOf(
  { t, locale }: FrameContext,
  { timeZone }: Pick<EventRow, 'timeZone'>,
  { startsAt, endsAt }: Pick<PartWithQuota, 'startsAt' | 'endsAt'>,
): string {
  if (startsAt === null || endsAt === null) return t('capacity.parts.noTime')
  return formatDateTimeRange(startsAt, endsAt, timeZone, locale)
}

function whenApart(context: FrameContext, event: EventRow, part: PartWithQuota): When {
  const { startsAt, endsAt } = part
  const { timeZone } = event
  const isOneDay = startsAt && endsAt && dateIn(startsAt, timeZone) === dateIn(endsAt, timeZone)
  if (!isOneDay) return { day: whenOf(context, event, part), times: undefined }
  return {
    day: formatLongDate(dateIn(startsAt, timeZone), context.locale),
    times: {
      text: formatTimeRange(startsAt, endsAt, timeZone, context.locale),
      datetime: toLocal(startsAt, timeZone).slice(0, 16),
    },
  }
}

function notesOf(context: FrameContext, matter: PartMatter, part: PartWithQuota): string[] {
  const { t, locale } = context
  const { event, categories, shared } = matter
  const notes: string[] = []
  if (part.sessionReference !== null) notes.push(t('capacity.parts.fromSession'))
  if (part.satelliteEventId !== null) notes.push(t('capacity.parts.fromSatellite'))
  const open = categories.filter(({ id }) => part.categoryIds.includes(id)).map(({ name }) => readText(name, locale))
  if (open.length > 0) notes.push(t('capacity.parts.onlyFor', { names: open.join(', ') }))
  if (part.attendance !== 'any') notes.push(t(`capacity.parts.only.${part.attendance}`))
  if (!part.hasWaitingList) notes.push(t('capacity.places.noQueue'))
  if (part.closesAt)
    notes.push(t('capacity.places.closes', { when: formatDateTime(part.closesAt, event.timeZone, locale) }))
  return [...notes, ...sharedNote(context, shared, { kind: 'part', id: part.id })]
}

/** What could become a part. */
export function sourceLines(
  context: FrameContext,
  event: EventRow,
  { sessions, satellites }: PartSources,
): PartListModel['sources'] {
  const { locale } = context
  const fromSessions = sessions.map(({ title, reference, startsAt, endsAt }) => ({
    name: readText(title, locale),
    when: whenOf(context, event, { startsAt: instant(startsAt), endsAt: instant(endsAt) }),
    addHref: newPartHref(context, event, { session: reference }),
  }))
  const fromSatellites = satellites.map(satellite => ({
    name: readText(satellite.title, locale),
    when: satellite.hasTimes ? whenOf(context, event, satellite) : '',
    addHref: newPartHref(context, event, { satellite: satellite.slug }),
  }))
  const groups = [
    { id: 'satellites', lines: fromSatellites },
    { id: 'sessions', lines: fromSessions },
  ] as const
  return groups.filter(({ lines }) => lines.length > 0)
}
