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
import type { Activity } from '../types.ts'

/** One thing that happened, as a sentence. */
export interface ActivityLine {
  /** `10.12`, `včera`, `21. 8.` */
  readonly time: string
  readonly datetime: string
  readonly text: string
}

/** What of the audit log has a sentence of its own, by `feature.fact`. */
export const toldActions = [
  'event.created',
  'event.copied',
  'event.edited',
  'event.published',
  'event.cancelled',
  'event.reinstated',
  'event.archived',
  'event.restored',
  'event.link-added',
  'event.link-edited',
  'event.link-moved',
  'event.link-removed',
  'event.role-granted',
  'event.role-changed',
  'event.role-revoked',
  'agenda.copied',
  'agenda.released',
  'agenda.session-added',
  'agenda.session-edited',
  'agenda.session-moved',
  'agenda.session-removed',
  'agenda.session-reinstated',
  'agenda.speaker-added',
  'agenda.speaker-edited',
  'agenda.speaker-removed',
  'agenda.track-added',
  'agenda.track-edited',
  'agenda.track-removed',
  'agenda.tracks-ordered',
  'category.added',
  'category.changed',
  'category.moved',
  'category.removed',
  'import.started',
  'import.finished',
  'import.discarded',
  'registration.created',
  'registration.approved',
  'registration.declined',
  'registration.cancelled',
  'registration.promoted',
  'registration.changed',
  'registration.consent-withdrawn',
  'registration.calendar-renewed',
  'registration.mail-resent',
  'registration.link-requested',
  'registration.needs-forgotten',
  'mail.retried',
] as const
type ToldAction = (typeof toldActions)[number]

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
  const said = t(`desk.activity.${isTold(entry.action) ? entry.action : 'other'}`, valuesOf(context, entry))
  return entry.actorName === null ? said : t('desk.activity.by', { said, name: entry.actorName })
}

function valuesOf({ t, locale }: FrameContext, entry: Activity): Record<string, string> {
  const person = entry.personName ?? t('desk.activity.somebody')
  return {
    who: entry.organisation === null ? person : `${person}, ${entry.organisation}`,
    outcome: entry.outcome ?? 'place',
    category: readText(entry.categoryName, locale) || t('desk.activity.nameless'),
    session: readText(entry.sessionTitle, locale) || t('desk.activity.nameless'),
    address: entry.mailAddress ?? '',
  }
}
