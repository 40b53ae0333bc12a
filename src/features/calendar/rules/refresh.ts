import { addMinutes, type Instant } from '../../../core/time.ts'

interface Span {
  readonly startsAt: Instant
  readonly endsAt: Instant
}

/** Two days in minutes: that long before an event, and after it, its feed changes fast and is read often. */
const near = 48 * 60

/** Minutes after which a subscriber may ask again: a hint, which Google ignores. */
export function refreshMinutes(spans: readonly Span[], at: Instant): number {
  return spans.some(span => turnsOf(span).filter(turn => turn <= at).length === 1) ? 15 : 60
}

/** When the hint changed last, for Last-Modified: the bytes of a feed change then, though nothing in it did. */
export function lastTurn(spans: readonly Span[], at: Instant): Instant | undefined {
  const passed = spans.flatMap(turnsOf).filter(turn => turn <= at)
  return passed.reduce<Instant | undefined>((last, turn) => (last && last > turn ? last : turn), undefined)
}

function turnsOf({ startsAt, endsAt }: Span): readonly [Instant, Instant] {
  return [addMinutes(startsAt, -near), addMinutes(endsAt, near)]
}
