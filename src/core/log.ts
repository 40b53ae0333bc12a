import { pino, type DestinationStream, type Logger } from 'pino'
import { context } from './request-context.ts'

/** Structured log, one JSON object a line on standard output. */
export type Log = Logger

/**
 * A log whose lines carry the name of the request or job they belong to, and that keeps no secrets and no people:
 * private links lose their token, errors of the database lose the rows they quote, and what is named like a credential
 * or an address is replaced.
 * @param level `silent` writes nothing
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: { pid: process.pid },
    mixin: () => ({ ...context() }),
    redact: { paths: redacted, censor: '[hidden]' },
    serializers: { path: withoutSecrets, url: withoutSecrets, err: describeError, error: describeError },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

const hidden = [
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
  'email',
  'phone',
  'connectionString',
  'payload',
]
const redacted = hidden.flatMap(name => [name, `*.${name}`, `*.*.${name}`])

/** Path segments after which a token stands: whoever has it is the person. */
const secretSegment =
  /\/(r|invitations|delegations|calendar\/my|password-reset|password|reset|ticket|unsubscribe)\/[^/?#]+/g

/**
 * The path of a request as it may be logged: private links (`/cs/r/…`, `/calendar/my/….ics`) without their token, and
 * no query, as people type names into it.
 */
export function withoutSecrets(url: unknown): string {
  return String(url)
    .replace(/[?#].*$/s, '')
    .replace(secretSegment, (segment: string) => `${segment.slice(0, segment.lastIndexOf('/'))}/…`)
    .slice(0, 300)
}

/** An error with its stack and its codes; the detail of a database error (which quotes the row) is left out. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? { code: error.code } : {}
  const constraint = 'constraint' in error ? { constraint: error.constraint } : {}
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) }
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...constraint, ...cause }
}
