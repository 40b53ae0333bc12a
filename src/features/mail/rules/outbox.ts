import { addMinutes, type Instant } from '../../../core/time.ts'

/** Minutes between the tries of a mail that a server deferred, or that found no server. */
const waits = [1, 5, 15, 30, 60, 120, 240, 480, 720, 1440]
/** Minutes after which a mail is given up: two days. */
const patience = 2 * 24 * 60

/** What becomes of a mail after a try that may be repeated. */
export type RetryDecision = { readonly kind: 'retry'; readonly at: Instant } | { readonly kind: 'give-up' }

/**
 * Decides about the next try: 1, 5, 15, 30 minutes, 1, 2, 4, 8, 12, 24 hours after the last one, the very last at the
 * end of two days.
 * @param attempts tries so far, at least 1
 */
export function decideRetry(attempts: number, tryingSince: Instant, at: Instant): RetryDecision {
  const deadline = addMinutes(tryingSince, patience)
  if (at >= deadline) return { kind: 'give-up' }
  const next = addMinutes(at, waits[Math.min(attempts, waits.length) - 1] ?? 1)
  return { kind: 'retry', at: next < deadline ? next : deadline }
}

/**
 * One plain address and nothing else: no space, comma, bracket or second @ that a mail server could read as another
 * recipient (SEC-34). Linear in its length.
 */
export function isPlainAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/.test(address)
}
