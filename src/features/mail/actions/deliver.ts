import type { Database } from '../../../core/database.ts'
import type { SendResult } from '../../../core/mailer.ts'
import { addMinutes, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { freeze, headerLine, messageOf, senderOf, type WrittenMail } from '../mails.ts'
import { findTitleOfEvent, listDueMails } from '../queries.ts'
import { decideRetry, isPlainAddress } from '../rules/outbox.ts'
import '../tables.ts'
import type { MailDefinition, MailRow } from '../types.ts'

/** Minutes a sender has before another one may think it dead. */
const leaseMinutes = 1
/** Milliseconds after which a sender that still sends says so. */
const renewal = 20_000
/** Mails the sweep has under way at once. */
const abreast = 4

/** What became of one try. */
export type Delivery = 'not-due' | 'sent' | 'retry' | 'failed' | 'dropped'

/**
 * Tries to deliver one mail, if it is due and nobody else is at it. That it is being sent is committed before anything
 * goes on the wire; a sender that dies leaves a lease, and after it ends the mail is sent again with the same
 * Message-ID, by which mailboxes know a repeat (REL-11).
 */
export async function deliverMail(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mailId: number,
): Promise<Delivery> {
  const mail = await claim(services.db, mailId)
  if (mail === undefined) return 'not-due'
  const lease = setInterval(() => void renew(services, mail), renewal)
  try {
    const definition = definitions.find(({ kind }) => kind === mail.kind)
    const written = await writtenOnce(services, definition, mail)
    if (written === undefined) return await drop(services.db, mail)
    const result = await send(services, written)
    return await settle(services, mail, result, definition?.isSecret === true)
  } catch (error) {
    services.log.error({ err: error, mail: mail.reference, kind: mail.kind }, 'a mail could not be written')
    return await settle(services, mail, { kind: 'unreachable', reason: 'the mail could not be written' }, false)
  } finally {
    clearInterval(lease)
  }
}

/** Delivers whatever is due: what was deferred, and what a lost job or a dead sender left. */
export async function deliverDueMails(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
): Promise<void> {
  const due = await listDueMails(services.db, now(), 500)
  const sender = async () => {
    for (let id = due.pop(); id !== undefined; id = due.pop()) await deliverMail(services, definitions, id)
  }
  await Promise.all(Array.from({ length: abreast }, sender))
}

/** One statement: of two that claim at once, the second waits for the first and then finds the lease. */
async function claim(db: Database, id: number): Promise<MailRow | undefined> {
  const at = now()
  const [claimed] = await db('mails')
    .where({ id, sentAt: null, failedAt: null, droppedAt: null })
    .where('nextTryAt', '<=', at)
    .where(lease => lease.whereNull('leaseUntil').orWhere('leaseUntil', '<=', at))
    .increment('attempts')
    .update({ leaseUntil: addMinutes(at, leaseMinutes) }, '*')
  return claimed
}

async function renew({ db, log }: Services, { id, attempts }: MailRow): Promise<void> {
  await db('mails')
    .where({ id, attempts, sentAt: null, failedAt: null, droppedAt: null })
    .update({ leaseUntil: addMinutes(now(), leaseMinutes) })
    .catch((error: unknown) => log.warn({ error }, 'a lease was not renewed'))
}

/** The mail with its content: that of the first try, else written and kept now; undefined when it is not needed. */
async function writtenOnce(
  services: Services,
  definition: MailDefinition<Services> | undefined,
  mail: MailRow,
): Promise<WrittenMail | undefined> {
  if (mail.content !== null && mail.subject !== null) return { ...mail, subject: mail.subject, content: mail.content }
  if (definition === undefined) throw new Error(`nobody writes mails of the kind ${mail.kind}`)
  const content = await definition.write(services, mail)
  if (content === undefined) return undefined
  const domain = senderOf(services.config.mailFrom).address.split('@').at(-1) ?? 'localhost'
  const fromName = content.fromName ?? (await findTitleOfEvent(services.db, mail.eventId, mail.locale))
  const written = {
    subject: headerLine(content.subject),
    messageId: `<${mail.kind}.${mail.reference}@${domain}>`,
    content: freeze({ ...content, fromName }),
  }
  await services.db('mails').where({ id: mail.id }).update(written)
  return { ...mail, ...written }
}

async function send({ mailer, config }: Services, written: WrittenMail): Promise<SendResult> {
  if (mailer === null) return { kind: 'accepted', response: 'demo inbox' }
  if (!isPlainAddress(written.toAddress)) return { kind: 'refused', code: 553, response: 'not one plain address' }
  return mailer.send(messageOf(written, config.mailFrom, now()))
}

async function settle(
  { db, mailer }: Services,
  mail: MailRow,
  result: SendResult,
  isSecret: boolean,
): Promise<Delivery> {
  if (result.kind === 'accepted') {
    const forgotten = isSecret && mailer !== null ? { content: null } : {}
    // A fact, whoever holds the lease by now.
    await db('mails')
      .where({ id: mail.id, sentAt: null, failedAt: null, droppedAt: null })
      .update({ ...forgotten, sentAt: now(), leaseUntil: null, smtpResponse: result.response })
    return 'sent'
  }
  if (result.kind === 'refused') return giveUp(db, mail, result.response)
  const reason = result.kind === 'deferred' ? result.response : result.reason
  const decision = decideRetry(mail.attempts, mail.tryingSince, now())
  if (decision.kind === 'give-up') return giveUp(db, mail, reason)
  await ours(db, mail).update({ leaseUntil: null, nextTryAt: decision.at, smtpResponse: reason })
  return 'retry'
}

async function giveUp(db: Database, mail: MailRow, reason: string): Promise<Delivery> {
  await ours(db, mail).update({ leaseUntil: null, failedAt: now(), smtpResponse: reason })
  return 'failed'
}

async function drop(db: Database, mail: MailRow): Promise<Delivery> {
  await ours(db, mail).update({ leaseUntil: null, droppedAt: now() })
  return 'dropped'
}

/** The row as long as nobody claimed it after us: a late answer must not undo what a later sender did. */
function ours(db: Database, { id, attempts }: MailRow) {
  return db('mails').where({ id, attempts, sentAt: null, failedAt: null, droppedAt: null })
}
