import { z } from 'zod'
import {
  checkbox,
  type FieldProblem,
  localDate,
  optionalLocalDate,
  optionalLocalTime,
} from '../../../core/http/forms.ts'
import type { Locale } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDate,
  formatLocalTime,
  type Instant,
  type LocalDateTime,
  localDateTime,
  parseTimeZone,
  type TimeZone,
  timeOf,
  toInstant,
} from '../../../core/time.ts'
import { decideTimes } from '../rules.ts'
import type { EventTimes } from '../types.ts'

const occurrence = () => z.enum(['earlier', 'later']).optional().catch(undefined)

/** When an event happens: fields to spread into its forms. */
export const whenFields = {
  timeZone: z.string({ error: 'errors.timeZone' }).transform((text, context) => {
    const zone = parseTimeZone(text)
    if (zone !== undefined) return zone
    context.addIssue({ code: 'custom', message: 'errors.timeZone' })
    return z.NEVER
  }),
  daysOnly: checkbox(),
  startDate: localDate(),
  startTime: optionalLocalTime(),
  startOccurrence: occurrence(),
  endDate: localDate(),
  endTime: optionalLocalTime(),
  endOccurrence: occurrence(),
}

/** When registration opens and closes; a date without a time means its first or its last minute. */
export const registrationFields = {
  opensDate: optionalLocalDate(),
  opensTime: optionalLocalTime(),
  closesDate: optionalLocalDate(),
  closesTime: optionalLocalTime(),
}

const when = z.object(whenFields)
const registration = z.object(registrationFields)
type When = z.output<typeof when>
type Registration = z.output<typeof registration>

/** What a decision about typed dates gives: the dates, or what is wrong and how to mend it. */
export type Decided<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

/** The times of an event out of its typed dates; the problems name the field and the mend (REL-10). */
export function timesOf(form: When, locale: Locale): Decided<EventTimes> {
  const missing = form.daysOnly ? [] : (['startTime', 'endTime'] as const).filter(field => form[field] === undefined)
  if (missing.length > 0) return { ok: false, problems: missing.map(field => ({ field, message: 'errors.required' })) }
  const times = form.daysOnly ? {} : { startTime: form.startTime, endTime: form.endTime }
  const decision = decideTimes({ ...form, startTime: undefined, endTime: undefined, ...times })
  switch (decision.kind) {
    case 'times':
      return { ok: true, value: decision.times }
    case 'end-before-start':
      return { ok: false, problems: [{ field: 'endDate', message: 'errors.endBeforeStart' }] }
    case 'too-long':
      return { ok: false, problems: [{ field: 'endDate', message: 'events.problem.tooLong' }] }
    case 'gap':
      return { ok: false, problems: [gapProblem(`${decision.which}Time`, decision.nearest, locale)] }
    case 'overlap':
      return { ok: false, problems: [{ field: `${decision.which}Occurrence`, message: 'events.problem.overlap' }] }
  }
}

/** What is wrong with the dates of a form that is refused for other fields too: everything is told at once. */
export function whenProblems(body: unknown, locale: Locale): readonly FieldProblem[] {
  const dates = when.safeParse(body)
  if (!dates.success) return []
  const times = timesOf(dates.data, locale)
  return times.ok ? [] : times.problems
}

function gapProblem(field: string, nearest: LocalDateTime, locale: Locale): FieldProblem {
  const values = { day: formatDate(dateOf(nearest), locale), time: formatLocalTime(timeOf(nearest), locale) }
  return { field, message: 'events.problem.gap', values }
}

interface RegistrationDates {
  readonly registrationOpensAt: Instant | null
  readonly registrationClosesAt: Instant | null
}

/** When registration opens and closes, in the zone of the event. Where a time comes twice the generous one is taken. */
export function registrationDates(form: Registration, zone: TimeZone, locale: Locale): Decided<RegistrationDates> {
  const opens = form.opensDate && toInstant(localDateTime(form.opensDate, form.opensTime ?? '00:00'), zone, 'earlier')
  const closes = form.closesDate && toInstant(localDateTime(form.closesDate, form.closesTime ?? '23:59'), zone, 'later')
  const problems: FieldProblem[] = []
  if (!opens && form.opensTime) problems.push({ field: 'opensDate', message: 'errors.required' })
  if (!closes && form.closesTime) problems.push({ field: 'closesDate', message: 'errors.required' })
  if (opens && opens.kind === 'gap') problems.push(gapProblem('opensTime', opens.nearest, locale))
  if (closes && closes.kind === 'gap') problems.push(gapProblem('closesTime', closes.nearest, locale))
  const registrationOpensAt = opens && opens.kind === 'instant' ? opens.instant : null
  const registrationClosesAt = closes && closes.kind === 'instant' ? closes.instant : null
  if (registrationOpensAt && registrationClosesAt && registrationClosesAt <= registrationOpensAt)
    problems.push({ field: 'closesDate', message: 'events.problem.closesBeforeOpening' })
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: { registrationOpensAt, registrationClosesAt } }
}
