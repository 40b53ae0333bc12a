import { type Database, inTransaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { findEvent } from '../../events/queries.ts'
import { queueMails } from '../../mail/actions.ts'
import { findReleasedChanges } from '../queries/appearances.ts'
import { listConcerned } from '../queries/speakers.ts'
import { concernedSessions } from '../rules/changes.ts'
import { mayAnswer } from '../rules/states.ts'
import { mailTo } from './ask.ts'

/**
 * Tells those who speak that a release moved, prolonged, shortened, took off or brought back a session of theirs, or
 * put it into another room: one mail to each of those concerned, whatever changed for them; none to those who are told
 * as registered guests (`plans`). May run any number of times.
 * @returns how many mails are new
 */
export async function tellSpeakers(
  db: Database,
  { eventId, number }: { eventId: number; number: number },
): Promise<number> {
  const release = number > 1 ? await findReleasedChanges(db, eventId, number) : undefined
  const event = release && (await findEvent(db, eventId))
  if (!release || !event || !mayAnswer(event, now())) return 0
  const sessions = concernedSessions(release.changes)
  if (sessions.length === 0) return 0
  return inTransaction(db, async trx => {
    const speakers = await listConcerned(trx, eventId, sessions)
    const mails = speakers.flatMap(speaker =>
      mailTo(event, speaker, 'session-changed', String(number), { release: number }),
    )
    return queueMails(trx, mails)
  })
}
