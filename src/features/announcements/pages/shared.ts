import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import {
  formatLongDate,
  formatLocalTime,
  formatShortDateTime,
  type Instant,
  dateIn,
  timeIn,
  type TimeZone,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { lineOf } from '../../mail/rules/wording.ts'
import { chipsOf, type FilterData } from '../../roster/frame.ts'
import { parseSelection } from '../../roster/rules/selection.ts'
import { stateOf } from '../rules/states.ts'
import type { AnnouncementInEvent, AnnouncementState } from '../types.ts'

/** A shape and a word (`partials/state`). */
export interface StateWord {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** What selections are said from: all but the selection itself. */
export type SegmentFacts = Omit<FilterData, 'selection'>

/** The address of a page about announcements. */
export function announcementsHref(
  locale: FrameContext['locale'],
  event: Pick<EventRow, 'slug'>,
  part = '',
  query: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return urls.organiserEventPart(locale, event.slug, `announcements${part}`, query)
}

/** Whom a selection means, in words: one for each filter; none for everybody. */
export function segmentWords(context: FrameContext, facts: SegmentFacts, segment: string): string[] {
  const values = new Map<string, string[]>()
  for (const { label } of chipsOf(context, { ...facts, selection: parseSelection(segment) })) {
    const [name = '', ...rest] = label.split(': ')
    values.set(name, [...(values.get(name) ?? []), ...(rest.length > 0 ? [rest.join(': ')] : [])])
  }
  return [...values].map(([name, those]) => (those.length > 0 ? `${name}: ${those.join(', ')}` : name))
}

/** The subject in the reader's language, else the other one, with the title of the event where it stands. */
export function titleOf(
  { t, locale }: FrameContext,
  event: Pick<EventRow, 'title'>,
  { subject }: Pick<AnnouncementInEvent, 'subject'>,
): string {
  const values = { event: readText(event.title, locale), ...shownAsTyped }
  return lineOf(readText(subject, locale), values, locale) || t('announcements.untitled')
}

/** What differs from reader to reader stands there as it was typed. */
const shownAsTyped = {
  organisers: '{organisers}',
  category: '{category}',
  reference: '{reference}',
  dates: '{dates}',
  when: '{when}',
  place: '{place}',
}

const kinds: Readonly<Record<AnnouncementState, StateWord['kind']>> = {
  draft: 'off',
  planned: 'warn',
  running: 'warn',
  stopped: 'bad',
  done: 'good',
  skipped: 'off',
}

/** How an announcement stands. */
export function stateWord({ t }: FrameContext, announcement: AnnouncementInEvent): StateWord {
  const state = stateOf(announcement)
  return { kind: kinds[state], label: t(`announcements.states.${state}`) }
}

/** `středa 6. září v 9.00`, on the wall of the event. */
export function momentWords({ t, locale }: FrameContext, at: Instant, zone: TimeZone): string {
  const [day, time] = [formatLongDate(dateIn(at, zone), locale), formatLocalTime(timeIn(at, zone), locale)]
  return t('announcements.moment', { day, time })
}

/** `6. 9. 9.00`, and the same for machines. */
export function shortMoment({ locale }: FrameContext, at: Instant, zone: TimeZone): { text: string; datetime: string } {
  return { text: formatShortDateTime(at, zone, locale), datetime: at.toISOString() }
}
