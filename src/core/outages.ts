import { postgresCode } from './database.ts'

/** Cut off or gone (Node), and the classes 08 (connection), 53 (no room, no more connections) and 57P (shutdown). */
const unavailable = /^(?:ECONN(?:REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|08\d{3}|53\d{3}|57P0[1-5])$/

/**
 * Whether the database cannot work just now: it is away, restarting, or has no room. Nothing is wrong with the request,
 * and the same one may do well in a moment; after a lost connection it may have been carried out already.
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (
    error.name === 'KnexTimeoutError' ||
    /Connection (?:terminated|ended)|is not queryable|timeout expired/.test(error.message)
  )
    return true
  // A socket file that is not there: the server is not.
  if ('syscall' in error && error.syscall === 'connect') return true
  return unavailable.test(postgresCode(error) ?? '')
}
