import { inTransaction } from '../../../core/database.ts'
import type { SendResult } from '../../../core/mailer.ts'
import { addMinutes, type Instant, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { meaningOf, statusOf } from '../rules/bounces.ts'
import { decideRetry, isTooDoubtful, type Obstacle } from '../rules/outbox.ts'
import '../tables.ts'
import type { MailRow } from '../types.ts'
import { mostOfAResponse, recordRefusal } from './bounces.ts'
import { openOne } from './claim.ts'

/** What became of one try. */
export type Delivery = 'not-due' | 'sent' | 'retry' | 'failed' | 'dropped'

/** How a mail was sent. */
interface Manner {
  /** Its content is forgotten once it is taken. */
  readonly isSecret: boolean
  /** Through the server of an organisation: what that one says of an address or a domain, no other has to bear. */
  readonly isOwnServer: boolean
}

/** Writes down what a try brought, and decides what comes next. */
export async function settle(
  services: Services,
  mail: MailRow,
  result: SendResult,
  { isSecret, isOwnServer }: Manner,
): Promise<Delivery> {
  const { db, mailer } = services
  if (mailer !== null && !isOwnServer) await judgeDomain(services, mail, result)
  if (result.kind === 'accepted') {
    const forgotten = isSecret && mailer !== null ? { content: null } : {}
    // A fact, whoever holds the lease by now.
    await db('mails')
      .where({ id: mail.id, sentAt: null, failedAt: null, droppedAt: null })
      .update({ ...forgotten, sentAt: now(), leaseUntil: null, smtpResponse: result.response })
    return 'sent'
  }
  if (result.kind === 'refused')
    return isOwnServer ? giveUp(services, mail, result.response) : refused(services, mail, result)
  const mayHaveArrived = result.kind === 'unreachable' && result.mayHaveArrived === true
  const doubtful = mail.doubtful + (mayHaveArrived ? 1 : 0)
  if (isTooDoubtful({ ...mail, doubtful })) return giveUp(services, mail, 'doubtful')
  return tryAgain(services, { ...mail, doubtful }, result.kind === 'deferred' ? result.response : result.reason)
}

async function refused(
  services: Services,
  mail: MailRow,
  { response, code }: { response: string; code: number },
): Promise<Delivery> {
  await inTransaction(services.db, async trx => {
    const mine = await openOne(trx, mail).update({ leaseUntil: null, failedAt: now() })
    if (mine > 0) await recordRefusal(trx, { mail, status: statusOf(response, code), response })
  })
  return 'failed'
}

/** Later, or never when two days are over. */
export async function tryAgain({ db }: Services, mail: MailRow, reason: string): Promise<Delivery> {
  const decision = decideRetry(mail.attempts, mail.tryingSince, now())
  const smtpResponse = reason.slice(0, mostOfAResponse)
  if (decision.kind === 'give-up') {
    await openOne(db, mail).update({ leaseUntil: null, failedAt: now(), smtpResponse })
    return 'failed'
  }
  const { doubtful } = mail
  await openOne(db, mail).update({ leaseUntil: null, nextTryAt: decision.at, smtpResponse, doubtful })
  return 'retry'
}

async function giveUp({ db }: Services, mail: MailRow, reason: string): Promise<Delivery> {
  const smtpResponse = reason.slice(0, mostOfAResponse)
  await openOne(db, mail).update({ leaseUntil: null, failedAt: now(), smtpResponse })
  return 'failed'
}

/** A mail that is not to be sent ends here, with its reason. */
export async function stopAt(services: Services, mail: MailRow, { kind, reason }: Obstacle): Promise<Delivery> {
  if (kind === 'fail') return giveUp(services, mail, reason)
  await openOne(services.db, mail).update({ leaseUntil: null, droppedAt: now(), smtpResponse: reason })
  return 'dropped'
}

/** Minutes of what a domain answered that are looked at together, and the pause after too many deferrals. */
const window = 5
const pause = 15
/** Minutes that bulk waits when a server says that it is our mail it does not want. */
const policyPause = 60

/**
 * Counts what a domain answers. When a fifth of at least ten tries within five minutes was put off, bulk mail leaves it
 * alone for a quarter of an hour; when it refuses us by policy (5.7.x), for an hour.
 */
async function judgeDomain({ db, log }: Services, mail: MailRow, result: SendResult): Promise<void> {
  if (result.kind === 'unreachable') return
  const isPolicy = result.kind === 'refused' && meaningOf(statusOf(result.response, result.code)) === 'policy'
  if (isPolicy) log.warn({ domain: mail.toDomain, mail: mail.reference }, 'a domain refuses our mail by its policy')
  const at = now()
  await db.raw(counting, {
    domain: mail.toDomain,
    at,
    since: addMinutes(at, -window),
    deferred: result.kind === 'deferred' ? 1 : 0,
    pausedUntil: addMinutes(at, pause),
    policyUntil: isPolicy && mail.isBulk ? addMinutes(at, policyPause) : (null as Instant | null),
  })
}

const freshSql = 'd.window_started_at < :since'
const triesSql = `(case when ${freshSql} then 0 else d.tries end + 1)`
const deferralsSql = `(case when ${freshSql} then 0 else d.deferrals end + :deferred)`
const counting = `
  insert into mail_domains as d (domain, window_started_at, tries, deferrals, paused_until)
  values (:domain, :at, 1, :deferred, :policyUntil::timestamptz)
  on conflict (domain) do update set
    window_started_at = case when ${freshSql} then :at else d.window_started_at end,
    tries = ${triesSql}, deferrals = ${deferralsSql},
    paused_until = case when ${triesSql} >= 10 and ${deferralsSql} * 5 >= ${triesSql}
      then greatest(d.paused_until, :pausedUntil, :policyUntil) else greatest(d.paused_until, :policyUntil) end`
