import {
  addDays,
  addMinutes,
  type Instant,
  type LocalDate,
  localDateTime,
  startOfDay,
  type TimeZone,
  toInstant,
} from '../../../core/time.ts'
import { daysOf } from '../../events/rules.ts'
import type { EventRow } from '../../events/types.ts'
import type { AnnouncementRow, AnnouncementRuleRow, SkipReason } from '../types.ts'

export type EventOfRule = Pick<
  EventRow,
  'startsLocal' | 'endsLocal' | 'startsAt' | 'endsAt' | 'timeZone' | 'publishedAt' | 'cancelledAt' | 'archivedAt'
>

export type RuleOfEvent = Pick<
  AnnouncementRuleRow,
  'reference' | 'anchor' | 'days' | 'timeOfDay' | 'enabledAt' | 'subject' | 'body'
>

/** Minutes after which what should have gone does not go any more: the server was down, and the day went on. */
export const mostLate = 180

const dayLength = 24 * 60

/** When a rule is due at an event, which occasion that is, and until when its mails make sense. */
export interface Occasion {
  /** One and the same as long as the event keeps its day and the rule its distance; the database takes it once. */
  readonly key: string
  readonly at: Instant
  readonly expiresAt: Instant
}

/** The occasion of a rule. A time that clocks skip moves to the first after it; of two equal ones it is the earlier. */
export function occasionOf(rule: RuleOfEvent, event: EventOfRule): Occasion {
  const { first, last } = daysOf(event)
  const anchor = rule.anchor === 'start' ? first : last
  const day = addDays(anchor, rule.days)
  const at = instantOn(day, rule.timeOfDay, event.timeZone)
  return { key: `${rule.reference}:${anchor}:${rule.days}`, at, expiresAt: expiryOf(at, day, first, event) }
}

function instantOn(day: LocalDate, time: string, zone: TimeZone): Instant {
  const meaning = toInstant(localDateTime(day, time), zone, 'earlier')
  if (meaning.kind === 'gap') return meaning.nearestInstant
  return meaning.kind === 'instant' ? meaning.instant : meaning.earlier
}

/** What speaks of tomorrow ends with its day; what comes before the event ends with its beginning, or two days later. */
function expiryOf(at: Instant, day: LocalDate, first: LocalDate, { startsAt, timeZone }: EventOfRule): Instant {
  if (at >= startsAt) return addMinutes(at, 7 * dayLength)
  if (addDays(day, 1) === first) return startOfDay(first, timeZone)
  const latest = addMinutes(at, 2 * dayLength)
  return latest < startsAt ? latest : startsAt
}

export type RuleDecision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'send' }
  | { readonly kind: 'skip'; readonly reason: SkipReason }

/** What becomes of a rule at a moment; pure, so that every reason can be tested. */
export function decideRule(rule: RuleOfEvent, event: EventOfRule, at: Instant): RuleDecision {
  const occasion = occasionOf(rule, event)
  if (rule.enabledAt === null || at < occasion.at) return { kind: 'wait' }
  const skip = (reason: SkipReason) => ({ kind: 'skip', reason }) as const
  if (event.publishedAt === null) return skip('not-published')
  if (event.cancelledAt !== null) return skip('event-cancelled')
  if (event.archivedAt !== null) return skip('event-over')
  if (rule.enabledAt > occasion.at) return skip('enabled-late')
  if (at >= event.startsAt && occasion.at < event.startsAt) return skip('event-started')
  if (at > addMinutes(occasion.at, mostLate)) return skip('late')
  if (at >= occasion.expiresAt) return skip('late')
  return { kind: 'send' }
}

/** What becomes of an announcement whose planned time has come. */
export function decidePlanned(
  { plannedFor, agreedAt, expiresAt }: Pick<AnnouncementRow, 'plannedFor' | 'agreedAt' | 'expiresAt'>,
  { cancelledAt }: Pick<EventRow, 'cancelledAt'>,
  at: Instant,
): RuleDecision {
  if (plannedFor === null || at < plannedFor) return { kind: 'wait' }
  // Who plans a mail about a cancelled event means it so.
  if (cancelledAt !== null && agreedAt !== null && agreedAt < cancelledAt) {
    return { kind: 'skip', reason: 'event-cancelled' }
  }
  if (expiresAt !== null && at >= expiresAt) return { kind: 'skip', reason: 'event-started' }
  return at > addMinutes(plannedFor, mostLate) ? { kind: 'skip', reason: 'late' } : { kind: 'send' }
}
