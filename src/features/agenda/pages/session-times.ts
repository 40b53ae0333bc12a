import type { Locale } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatLocalTime,
  instant,
  minutesBetween,
  parseLocalTime,
  type TimeZone,
  timeOf,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { occurrenceOf } from '../rules/times.ts'
import type { SessionState } from '../types/changes.ts'
import { spanText } from './sentences.ts'

type Timed = Pick<SessionState, 'times' | 'minutes'>

/** The fields of day and time of a session as they stand; those of one without a time are empty. */
export function timeValues({ times, minutes }: Timed, zone: TimeZone, locale: Locale): Record<string, string> {
  if (times === null) {
    return { day: '', start: '', end: '', unscheduled: 'yes', minutes: minutes === null ? '' : String(minutes) }
  }
  const { startsLocal, endsLocal } = times
  const [startsAt, endsAt] = [instant(times.startsAt), instant(times.endsAt)]
  return {
    day: dateOf(startsLocal),
    start: formatLocalTime(timeOf(startsLocal), locale),
    end: formatLocalTime(timeOf(endsLocal), locale),
    endsNextDay: dateOf(endsLocal) > dateOf(startsLocal) ? 'yes' : '',
    startOccurrence: occurrenceOf(startsLocal, startsAt, zone) ?? '',
    endOccurrence: occurrenceOf(endsLocal, endsAt, zone) ?? '',
    unscheduled: '',
    minutes: String(minutesBetween(startsAt, endsAt)),
  }
}

/** `Středa 13. září, 9.00–9.30`, or how long a session without a time is to be. */
export function whenText({ times, minutes }: Timed, { t, locale }: FrameContext): string {
  if (times === null) return t('agenda.session.waits', { n: minutes ?? 0 })
  return `${formatDay(dateOf(times.startsLocal), locale)}, ${spanText(times, { locale })}`
}

/** What is typed in the fields of day and time, in the same words; a time nobody can read stays as it was typed. */
export function typedWhen(values: Readonly<Record<string, string>>, { t, locale }: FrameContext): string {
  if (values['unscheduled']) return t('agenda.session.waits', { n: Number(values['minutes']) || 0 })
  const clock = (text: string | undefined) => {
    const time = parseLocalTime(text ?? '')
    return time === undefined ? (text ?? '') : formatLocalTime(time, locale)
  }
  const day = values['day'] ? `${formatDay(values['day'], locale)}, ` : ''
  return `${day}${clock(values['start'])}–${clock(values['end'])}`
}
