import { type Database, inTransaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { findReleasedAppearances, findReleasedChanges } from '../../contributions/queries/appearances.ts'
import { findEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { mailName } from '../../registration/queries/names.ts'
import { listTouched } from '../queries.ts'
import { concernedSessions, isAhead, isToCome } from '../rules/touched.ts'
import type { ToldPlanner } from '../types.ts'

/** PostgreSQL takes 65,535 values a statement. */
const atOnce = 2_000

/**
 * Tells those with a place that a release moved, renamed, took off or brought back a session that they starred, signed up
 * for or speak in, or put it elsewhere: one mail to each, whatever changed for them. May run any number of times; takes
 * the same number of statements for everybody as for one.
 * @returns how many mails are new
 */
export async function tellPlanners(
  db: Database,
  { eventId, number }: { eventId: number; number: number },
): Promise<number> {
  const release = number > 1 ? await findReleasedChanges(db, eventId, number) : undefined
  const event = release && (await findEvent(db, eventId))
  if (!release || !event || !isToCome(event, now())) return 0
  const sessions = await listAhead(db, event, concernedSessions(release.changes))
  if (sessions.length === 0) return 0
  return inTransaction(db, async trx => {
    const people = await listTouched(trx, eventId, sessions)
    let queued = 0
    for (let from = 0; from < people.length; from += atOnce) {
      const mails = people.slice(from, from + atOnce).map(planner => mailTo(event, planner, number))
      queued += await queueMails(trx, mails)
    }
    return queued
  })
}

/** Those of the sessions that are not over. */
async function listAhead(db: Database, event: EventRow, sessions: readonly string[]): Promise<string[]> {
  const released = await findReleasedAppearances(db, event.id, sessions)
  return sessions.filter(session => isAhead(released.get(session), event, now()))
}

function mailTo(event: EventRow, planner: ToldPlanner, number: number): MailToQueue {
  return {
    kind: 'plan-changed',
    idempotencyKey: `plan-changed:${planner.reference}:${number}`,
    to: { name: mailName(planner), address: planner.email },
    locale: planner.locale,
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: planner.id,
    expiresAt: event.endsAt,
    payload: { release: number },
  }
}
