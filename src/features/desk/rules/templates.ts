import {
  addMinutes,
  datesBetween,
  type LocalDate,
  type LocalTime,
  localDateTime,
  timeOf,
  toInstant,
  toLocal,
  type TimeZone,
} from '../../../core/time.ts'
import type { Span } from '../../agenda/types.ts'
import { daysOf } from '../../events/rules.ts'
import type { EventRow } from '../../events/types.ts'
import { finalConference } from './final-conference.ts'
import { infoDay } from './info-day.ts'
import { studyTrip } from './study-trip.ts'
import { threeDays } from './three-days.ts'
import type { Template, TemplateKey, TemplateSatellite, TemplateSession } from './template.ts'

const templates: Readonly<Record<TemplateKey, Template>> = {
  'final-conference': finalConference,
  'three-days': threeDays,
  'info-day': infoDay,
  'study-trip': studyTrip,
}

/** The template of that name; undefined for anything else. */
export function findTemplate(key: string): Template | undefined {
  return Object.values(templates).find(template => template.key === key)
}

/** When something is, on the wall of the event and in the world. */
export interface PlannedTimes extends Span {
  readonly startsAt: string
  readonly endsAt: string
}

/** A template on the days of an event. */
export interface PlannedTemplate {
  /** Sessions; without times for those whose day, or hour, the event does not have. */
  readonly sessions: readonly { readonly session: TemplateSession; readonly times: PlannedTimes | null }[]
  /** Satellites on days that the event has. */
  readonly satellites: readonly { readonly satellite: TemplateSatellite; readonly times: PlannedTimes }[]
}

type Frame = Pick<EventRow, 'startsLocal' | 'endsLocal' | 'timeZone' | 'hasTimes'>

/** Nothing is planned to begin later than this; a first day that starts late pushes its evening here. */
const latestStart = 22 * 60

/**
 * Puts a template on the days of an event. The first day begins when the event does, the others when the template says;
 * what has no day there, or would begin at night, gets no time. Times that clocks skip move to the first after them.
 */
export function planTemplate(template: Template, event: Frame): PlannedTemplate {
  const { first, last } = daysOf(event)
  const days = datesBetween(first, last)
  const shift = shiftOfFirstDay(template, event)
  const timesOf = (what: Pick<TemplateSession, 'day' | 'start' | 'minutes'>) => {
    const day = days[what.day]
    const start = minutesOf(what.start) + (what.day === 0 ? shift : 0)
    return day === undefined || start < 0 || start > latestStart
      ? null
      : placed(day, start, what.minutes, event.timeZone)
  }
  return {
    sessions: template.sessions.map(session => ({ session, times: timesOf(session) })),
    satellites: template.satellites.flatMap(satellite => {
      const times = timesOf(satellite)
      return times === null ? [] : [{ satellite, times }]
    }),
  }
}

/** Minutes by which the first day of the event begins later than that of the template. */
function shiftOfFirstDay({ sessions }: Template, event: Frame): number {
  if (!event.hasTimes) return 0
  const starts = sessions.filter(({ day }) => day === 0).map(({ start }) => minutesOf(start))
  return minutesOf(timeOf(event.startsLocal)) - Math.min(...starts)
}

function minutesOf(time: LocalTime): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

function placed(day: LocalDate, start: number, minutes: number, zone: TimeZone): PlannedTimes {
  const two = (number: number) => String(number).padStart(2, '0')
  const typed = localDateTime(day, `${two(Math.floor(start / 60))}:${two(start % 60)}`)
  const meaning = toInstant(typed, zone, 'earlier')
  const startsAt =
    meaning.kind === 'gap' ? meaning.nearestInstant : meaning.kind === 'instant' ? meaning.instant : meaning.earlier
  const endsAt = addMinutes(startsAt, minutes)
  return {
    startsLocal: toLocal(startsAt, zone),
    endsLocal: toLocal(endsAt, zone),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  }
}
