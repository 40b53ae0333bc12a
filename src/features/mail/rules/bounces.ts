/**
 * What a status of RFC 3463 says about an address. `gone`: there is no such mailbox. `lost`: its domain is not found,
 * which may pass. `policy`: it is our mail that is not wanted, the address may be fine. `passing`: anything else.
 */
export type BounceMeaning = 'gone' | 'lost' | 'policy' | 'passing'

/** Reads a status; one that nobody knows is `passing`. */
export function meaningOf(status: string): BounceMeaning {
  if (/^5\.1\.(1|3|6|10)$/.test(status)) return 'gone'
  if (status === '5.1.2') return 'lost'
  return /^[45]\.7\./.test(status) ? 'policy' : 'passing'
}

/** Days in which soft bounces add up. */
export const bounceWindowDays = 14

/** How many bounces of a meaning, this one included, stop all mail to an address; policy never does. */
const enough: Readonly<Record<BounceMeaning, number>> = { gone: 1, lost: 2, policy: Infinity, passing: 5 }

/**
 * Whether an address is to be suppressed, by the statuses of its bounces of the last 14 days, this one first.
 * @param statuses as RFC 3463 has them, at least one
 */
export function judgeBounces(statuses: readonly string[]): 'hard' | 'suppressed' | 'soft' {
  const meaning = meaningOf(statuses[0] ?? '')
  const same = statuses.filter(status => meaningOf(status) === meaning).length
  if (same < enough[meaning]) return 'soft'
  return meaning === 'passing' ? 'suppressed' : 'hard'
}

/** The enhanced status in the answer of a mail server (`550 5.1.1 no such user`), or its class (`5.0.0`). */
export function statusOf(response: string, code: number): string {
  return /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(response)?.[0] ?? `${Math.floor(code / 100)}.0.0`
}
