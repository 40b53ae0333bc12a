import { faultPoint } from '../../../core/fault-points.ts'
import type { SendResult } from '../../../core/mailer.ts'
import { counter } from '../../../core/metrics.ts'
import { addMinutes, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { messageOf } from '../mails.ts'
import { type Circumstances, findCircumstances } from '../queries/circumstances.ts'
import { isPlainAddress, obstacleTo } from '../rules/outbox.ts'
import '../tables.ts'
import type { MailDefinition, MailRow } from '../types.ts'
import { claimMail, leaseMinutes, openOne, renewalMs } from './claim.ts'
import { type Delivery, settle, stopAt, tryAgain } from './settle.ts'
import { transportOf } from './servers.ts'
import { writeOnce, type Written } from './write.ts'

const tried = counter('mail_tries_total', 'Tries to deliver a mail by what became of them', ['lane', 'outcome'])

/**
 * Tries to deliver one mail, if it is due, may go and nobody else is at it. That it is being sent is committed before
 * anything goes on the wire; a sender that dies leaves a lease, and after it ends the mail is sent again with the same
 * Message-ID, by which mailboxes know a repeat (REL-11).
 */
export async function deliverMail(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mailId: number,
): Promise<Delivery> {
  const mail = await claimMail(services, { id: mailId })
  return mail === undefined ? 'not-due' : deliverClaimed(services, definitions, mail)
}

/** Delivers a mail that is ours until its lease ends, which is put off as long as we work on it. */
export async function deliverClaimed(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mail: MailRow,
): Promise<Delivery> {
  const lease = setInterval(() => void renew(services, mail), renewalMs)
  try {
    const outcome = await attemptSafely(services, definitions, mail)
    tried.inc({ lane: mail.isBulk ? 'bulk' : 'tickets', outcome })
    return outcome
  } finally {
    clearInterval(lease)
  }
}

async function attemptSafely(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mail: MailRow,
): Promise<Delivery> {
  try {
    return await attempt(services, definitions, mail)
  } catch (error) {
    services.log.error({ err: error, mail: mail.reference, kind: mail.kind }, 'a mail could not be written')
    return tryAgain(services, mail, 'unwritten')
  }
}

async function attempt(
  services: Services,
  definitions: readonly MailDefinition<Services>[],
  mail: MailRow,
): Promise<Delivery> {
  const circumstances = await findCircumstances(services.db, mail)
  const obstacle = obstacleTo(mail, circumstances, now())
  if (obstacle !== undefined) return stopAt(services, mail, obstacle)
  const written = await writeOnce(services, definitions, mail, circumstances)
  if (written === undefined) return stopAt(services, mail, { kind: 'drop', reason: 'not-needed' })
  if (services.mailer !== null && !isPlainAddress(mail.toAddress))
    return stopAt(services, mail, { kind: 'fail', reason: 'no-address' })
  // What answers must come back to an address of ours, so it leaves through the server of the installation.
  const server = written.content.fromAddress ? null : circumstances.server
  await faultPoint('mail.sending')
  const result = await send(services, written, { ...circumstances, server })
  await faultPoint('mail.sent')
  const isSecret = definitions.find(({ kind }) => kind === mail.kind)?.isSecret === true
  return settle(services, mail, result, { isSecret, isOwnServer: server !== null })
}

async function send(services: Services, written: Written, circumstances: Circumstances): Promise<SendResult> {
  if (services.mailer === null) return { kind: 'accepted', response: 'demo inbox' }
  const { server } = circumstances
  const way = await transportOf(services, server)
  if (way.kind === 'unusable') return { kind: 'unreachable', reason: way.reason }
  const message = messageOf({ ...services, server }, written, circumstances, now())
  return way.transport.send(message)
}

async function renew({ db, log }: Services, mail: MailRow): Promise<void> {
  await openOne(db, mail)
    .update({ leaseUntil: addMinutes(now(), leaseMinutes) })
    .catch((error: unknown) => log.warn({ error }, 'a lease was not renewed'))
}
