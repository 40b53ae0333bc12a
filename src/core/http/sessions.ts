import connectPgSimple from 'connect-pg-simple'
import type { Request, RequestHandler } from 'express'
import session from 'express-session'
import type pg from 'pg'
import type { Database, Transaction } from '../database.ts'
import { now } from '../time.ts'

declare module 'express-session' {
  interface SessionData {
    /** When this person signed in (milliseconds): a session ends twelve hours later, however busy. */
    signedInAt?: number
    /** A sentence to show once, as a locale key. */
    flash?: string
  }
}

/** Minutes without a request after which an organiser signs in again (SEC-06). */
export const idleMinutes = 30
/** Hours after which an organiser signs in again in any case. */
export const absoluteHours = 12

interface SessionOptions {
  readonly db: Database
  readonly secret: string
  /** https: the cookie gets `Secure` and the `__Host-` prefix. */
  readonly isSecure: boolean
}

/**
 * Sessions in PostgreSQL, for organisers only: mounted where people sign in, never on public pages, and a cookie is
 * set only once somebody has signed in (`saveUninitialized: false`).
 */
export function sessions({ db, secret, isSecure }: SessionOptions): RequestHandler {
  const Store = connectPgSimple(session)
  const store = new Store({
    pool: poolOf(db),
    tableName: 'sessions_of_users',
    pruneSessionInterval: false,
    disableTouch: false,
  })
  const keep = session({
    name: cookieName(isSecure),
    secret,
    store,
    resave: false,
    rolling: true,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/', maxAge: idleMinutes * 60_000 },
  })
  return (request, response, next) => {
    // People come by https because BASE_URL says so. A proxy that forgets to repeat it must not cost the cookie: the
    // sign-in would send everybody round in a circle.
    if (isSecure) Object.defineProperty(request, 'secure', { value: true })
    keep(request, response, next)
  }
}

/** connect-pg-simple wants a pg pool; it shares ours through the one method it calls. */
function poolOf(db: Database): pg.Pool {
  const query = async (text: string, values: unknown[]) => {
    const connection = (await db.client.acquireConnection()) as pg.Client
    try {
      return await connection.query(text, values)
    } finally {
      await db.client.releaseConnection(connection)
    }
  }
  return { query } as unknown as pg.Pool
}

/** Whether the session has reached its absolute end. */
export function hasOutlived(request: Request): boolean {
  const since = request.session.signedInAt
  return since !== undefined && now().getTime() - since > absoluteHours * 3_600_000
}

/**
 * Ends every session of a user at once, on all processes: disabled, password changed, signed out elsewhere (SEC-07, 08).
 * @param except the id of the session that may stay
 */
export async function endSessionsOf(trx: Transaction, userId: number, except = ''): Promise<void> {
  await trx.raw(`delete from sessions_of_users where sess #>> '{passport,user}' = ? and sid <> ?`, [
    String(userId),
    except,
  ])
}

/** Deletes the sessions nobody can come back to; how many there were. */
export async function forgetEndedSessions(db: Database): Promise<number> {
  return db('sessionsOfUsers').where('expire', '<', now()).delete()
}

/** What the cookie of a session is called; the prefix makes browsers insist on Secure, this host and this path. */
export function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-sid' : 'sid'
}
