import { system } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { findEvent } from '../../events/queries.ts'
import type { EventRow } from '../../events/types.ts'
import { listDueAnnouncements, lockDueAnnouncement } from '../queries/announcements.ts'
import { listReaders } from '../queries/audience.ts'
import { listEnabledRules } from '../queries/rules.ts'
import { decidePlanned, decideRule, occasionOf, type RuleDecision } from '../rules/occasions.ts'
import { isWritten } from '../rules/words.ts'
import type { AnnouncementRow, AnnouncementRuleRow } from '../types.ts'
import { queueAnnouncement, skipAnnouncement } from './send.ts'
import '../tables.ts'

/** Announcements sent before other jobs get a turn. */
const mostAtOnce = 20

/**
 * Sends what is due: planned announcements, and those of rules whose occasion has come. May run any number of times.
 * @throws the first of what went wrong, after all the others had their turn: one event keeps no other waiting
 */
export async function sendDueAnnouncements(db: Database): Promise<void> {
  const problems: unknown[] = []
  const inTurn = (one: Promise<void>) => one.catch((problem: unknown) => void problems.push(problem))
  for (const id of await listDueAnnouncements(db, now(), mostAtOnce)) await inTurn(sendPlanned(db, id))
  for (const rule of await listEnabledRules(db, now())) await inTurn(announceOccasion(db, rule))
  if (problems.length > 0) throw problems[0]
}

async function sendPlanned(db: Database, id: number): Promise<void> {
  await inTransaction(db, async trx => {
    const announcement = await lockDueAnnouncement(trx, id, now())
    if (announcement === undefined) return
    const event = await findEvent(trx, announcement.eventId)
    if (event === undefined) throw new Error(`announcement ${announcement.id} has no event`)
    // Agreed until the event begins, whenever that is by now.
    const current = { ...announcement, expiresAt: announcement.expiresAt && event.startsAt }
    await carryOut(trx, event, current, decidePlanned(current, event, now()))
  })
}

/** Makes the announcement of a rule for its occasion, unless another process was quicker, and sends or skips it. */
async function announceOccasion(db: Database, rule: AnnouncementRuleRow): Promise<void> {
  await inTransaction(db, async trx => {
    const current = await trx('announcementRules').where({ id: rule.id }).forShare().first()
    const event = await findEvent(trx, rule.eventId)
    if (current === undefined || event === undefined) return
    const decision = decideRule(current, event, now())
    if (decision.kind === 'wait') return
    const announcement = await makeOccasion(trx, current, event)
    if (announcement) await carryOut(trx, event, announcement, decision)
  })
}

async function makeOccasion(
  trx: Transaction,
  rule: AnnouncementRuleRow,
  event: EventRow,
): Promise<AnnouncementRow | undefined> {
  const { key, at, expiresAt } = occasionOf(rule, event)
  const { eventId, segment, subject, body } = rule
  const words = { eventId, segment, subject, body, reference: newReference(), createdAt: now() }
  const [made] = await trx('announcements')
    .insert({ ...words, ruleId: rule.id, occasion: key, plannedFor: at, agreedAt: rule.enabledAt, expiresAt }, '*')
    .onConflict('occasion')
    .ignore()
  return made
}

async function carryOut(
  trx: Transaction,
  event: EventRow,
  announcement: AnnouncementRow,
  decision: RuleDecision,
): Promise<void> {
  if (decision.kind === 'wait') return
  if (decision.kind === 'skip') return skipAnnouncement(trx, system, announcement, decision.reason)
  if (!isWritten(announcement)) return skipAnnouncement(trx, system, announcement, 'unwritten')
  const readers = await listReaders(trx, event, announcement.segment)
  if (readers.length === 0) return skipAnnouncement(trx, system, announcement, 'nobody')
  await queueAnnouncement(trx, system, event, announcement, readers)
}
