import { type Database, rows } from '../../src/core/database.ts'
import { findViolations } from '../../src/features/selfcheck/queries/invariants.ts'
import type { Received } from '../../tests/integration/mail/smtp-peer.ts'
import { findViolations as findInEvent } from '../../tests/support/histories/checks.ts'
import type { Entrance } from './entrance.ts'
import type { History } from './history.ts'

/**
 * What was broken of the invariants I1 to I15: by the product's own self-check, by a count of the places that knows
 * nothing of the product, and by comparing what people were told with what the database says.
 */
export async function findBroken(db: Database, entrances: readonly Entrance[], history: History): Promise<string[]> {
  const own = (await findViolations(db)).map(one => `${one.invariant} ${one.subject}: ${one.problem}`)
  const perEvent: string[] = []
  for (const { event } of entrances) perEvent.push(...(await findInEvent(db, event.id, [])))
  return [...new Set([...own, ...perEvent, ...(await findBrokenPromises(db, history))])]
}

interface Standing {
  readonly email: string
  readonly registrations: number
  readonly submissions: number
  readonly hadPlace: boolean
  readonly hadTurn: boolean
  readonly isActive: boolean
}

/**
 * I3: who was told of a place, or of a place in the queue, has it (or had it, and it was ended since). I4: however often
 * the same form was sent, it is one registration. And nobody who was told that there is no place has one.
 */
export async function findBrokenPromises(db: Database, history: History): Promise<string[]> {
  const found = await rows<Standing>(
    db,
    `select lower(email) as email, count(*)::int as registrations,
       count(distinct submission_digest)::int as submissions,
       bool_or(confirmed_at is not null) as had_place, bool_or(waitlisted_at is not null) as had_turn,
       bool_or(status not in ('cancelled', 'declined')) as is_active
     from registrations group by lower(email)`,
  )
  const standing = new Map(found.map(one => [one.email, one]))
  const broken: string[] = []
  for (const { email, outcome } of history.attempts) {
    const one = standing.get(email.toLowerCase())
    if (outcome === 'place' && one?.hadPlace !== true) broken.push(`I3 ${email} was told of a place and has none`)
    if (outcome === 'waiting' && one?.hadTurn !== true) broken.push(`I3 ${email} was told to wait and does not`)
  }
  for (const { email, registrations, submissions } of found)
    if (registrations > submissions) broken.push(`I4 ${email}: ${registrations} registrations of ${submissions} forms`)
  for (const [email, outcome] of history.final()) {
    const isIn = standing.get(email.toLowerCase())?.isActive === true
    if (outcome === 'full' && isIn) broken.push(`I3 ${email} was told that it is full and has a place`)
  }
  return [...new Set(broken)]
}

interface Outbox {
  readonly messageId: string
  readonly kind: string
  readonly isSent: boolean
  readonly isOver: boolean
}

/**
 * I7: every mail came to an end, what counts as sent was accepted by a mail server, and none was accepted twice, unless
 * a sender or a connection was killed meanwhile: then at most twice, under the same Message-ID.
 * @param most copies of one mail that are right
 */
export async function findBrokenMails(db: Database, received: readonly Received[], most: number): Promise<string[]> {
  const copies = new Map<string, number>()
  for (const { source } of received) {
    const id = /^Message-ID: *(\S+)/im.exec(source)?.[1] ?? ''
    copies.set(id, (copies.get(id) ?? 0) + 1)
  }
  const found = await rows<Outbox>(
    db,
    `select message_id, kind, sent_at is not null as is_sent,
       num_nonnulls(sent_at, failed_at, dropped_at) > 0 as is_over from mails`,
  )
  return found.flatMap(({ messageId, kind, isSent, isOver }) => {
    const count = copies.get(messageId) ?? 0
    if (!isOver) return [`I7 ${kind} ${messageId} never ended`]
    if (isSent && count === 0) return [`I7 ${kind} ${messageId} counts as sent, and nobody got it`]
    return count > most ? [`I7 ${kind} ${messageId} came ${count} times`] : []
  })
}
