import { addMinutes, type Instant } from '../../../core/time.ts'
import type { MailRow } from '../types.ts'
import type { SuppressionReason } from '../types/standing.ts'
import type { DeliveryReason } from './reasons.ts'

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

/** What stands in the way of a mail: it is given up for the organiser to see, or dropped as nobody's business. */
export interface Obstacle {
  readonly kind: 'fail' | 'drop'
  readonly reason: DeliveryReason
}

/** What is known of the recipient. */
export interface Standing {
  /** Why nothing is to be sent to the address. */
  readonly suppressed: SuppressionReason | null
  /** Wants no bulk mail of this organisation. */
  readonly hasOptedOut: boolean
}

/**
 * Whether a mail may go: not after its time, not to an address that is dead; in bulk not to somebody who does not want
 * it, and never again when nobody knows whether it arrived (REL-11). A ticket goes a second time, and no third.
 */
export function obstacleTo(
  mail: Pick<MailRow, 'isBulk' | 'expiresAt' | 'doubtful' | 'toAddress'>,
  { suppressed, hasOptedOut }: Standing,
  at: Instant,
): Obstacle | undefined {
  if (mail.expiresAt !== null && mail.expiresAt <= at) return { kind: 'drop', reason: 'expired' }
  if (isTooDoubtful(mail)) return { kind: 'fail', reason: 'doubtful' }
  if (mail.isBulk && hasOptedOut) return { kind: 'drop', reason: 'opted-out' }
  if (suppressed === null) return undefined
  if (mail.isBulk) return { kind: 'drop', reason: suppressed === 'complaint' ? 'opted-out' : 'suppressed' }
  return suppressed === 'complaint' ? undefined : { kind: 'fail', reason: 'suppressed' }
}

/** Whether a further try could bring a third copy of a ticket, or a second of a mail to many (REL-11). */
export function isTooDoubtful({ isBulk, doubtful }: Pick<MailRow, 'isBulk' | 'doubtful'>): boolean {
  return doubtful >= (isBulk ? 1 : 2)
}

/** Whether a mail did not reach its person, and an organiser can do something about it. */
export function isLost({ failedAt, bouncedAt }: Pick<MailRow, 'failedAt' | 'bouncedAt'>): boolean {
  return failedAt !== null || bouncedAt !== null
}
