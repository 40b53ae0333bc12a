import { readText } from '../../../core/localised-text.ts'
import {
  addDays,
  dateIn,
  formatDayAndMonth,
  formatTime,
  type Instant,
  isoWithOffset,
  type TimeZone,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { closingReasons } from '../../registration/types.ts'
import { type ToldAction, toldActions } from '../rules/told.ts'
import type { Activity } from '../types.ts'

/** One thing that happened, as a sentence. */
export interface ActivityLine {
  /** `10.12`, `včera`, `21. 8.` */
  readonly time: string
  readonly datetime: string
  readonly text: string
}

function isTold(action: string): action is ToldAction {
  return toldActions.some(told => told === action)
}

/** The latest doings as sentences in the language of the reader and the time of the event. */
export function activityLines(
  context: FrameContext,
  zone: TimeZone,
  at: Instant,
  entries: readonly Activity[],
): ActivityLine[] {
  return entries.map(entry => ({
    time: timeLabel(context, zone, at, entry.at),
    datetime: isoWithOffset(entry.at, zone),
    text: sentence(context, entry),
  }))
}

function timeLabel({ t, locale }: FrameContext, zone: TimeZone, at: Instant, moment: Instant): string {
  const today = dateIn(at, zone)
  const day = dateIn(moment, zone)
  if (day === today) return formatTime(moment, zone, locale)
  return day === addDays(today, -1) ? t('desk.activity.yesterday') : formatDayAndMonth(day, locale)
}

function sentence(context: FrameContext, entry: Activity): string {
  const { t } = context
  const known = isTold(entry.action) ? entry.action : 'other'
  const said = withReason(context, t(`desk.activity.${known}`, valuesOf(context, entry)), entry)
  return entry.actorName === null ? said : t('desk.activity.by', { said, name: entry.actorName })
}

/** What an organiser wrote as the reason stands behind the deed; the words of ours the deed says itself. */
function withReason({ t }: FrameContext, said: string, { details: { reason } }: Activity): string {
  if (typeof reason !== 'string' || reason === '' || closingReasons.some(ours => ours === reason)) return said
  return t('desk.activity.quoted', { said, reason })
}

function valuesOf({ t, locale }: FrameContext, entry: Activity): Record<string, string | number> {
  const { details } = entry
  const person = entry.personName ?? t('desk.activity.somebody')
  const nameless = t('desk.activity.nameless')
  return {
    who: entry.organisation === null ? person : `${person}, ${entry.organisation}`,
    outcome: textIn(details['kind']) || 'place',
    category: readText(entry.categoryName, locale) || nameless,
    session: readText(entry.sessionTitle, locale) || nameless,
    thing: readText(entry.thingName, locale) || nameless,
    address: entry.mailAddress ?? '',
    attendance: textIn(details['attendance']),
    count: numberIn(
      details['count'] ?? details['people'] ?? details['rows'] ?? details['sessions'] ?? details['speakers'],
    ),
    sessions: numberIn(details['sessions']),
    added: numberIn(details['added']),
    changed: numberIn(details['changed']),
    deed: textIn(details['deed']),
    from: numberIn(details['from']),
    to: numberIn(details['to']),
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function numberIn(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
