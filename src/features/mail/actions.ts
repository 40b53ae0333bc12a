import type { Actor } from '../../core/actor.ts'
import { type Database, insertRows, inTransaction, type Transaction } from '../../core/database.ts'
import { enqueue, enqueueAll, type Nothing } from '../../core/jobs.ts'
import { now } from '../../core/time.ts'
import { together } from '../../core/together.ts'
import { newReference } from '../../core/tokens.ts'
import { beginning, normaliseLine } from '../../core/typography.ts'
import { recordAudit } from '../audit/actions.ts'
import { bulkQueued, mailQueued } from './jobs.ts'
import './tables.ts'
import type { MailRow, MailToQueue } from './types.ts'

/**
 * Puts a mail into the outbox as part of the transaction, and the job that delivers it: rolled back with it, on its
 * way with its commit. False when a mail with this idempotency key is there already; then the job finds nothing to do.
 */
export async function queueMail(trx: Transaction, mail: MailToQueue): Promise<boolean> {
  return (await queueMails(trx, [mail])) === 1
}

/** Jobs that wake the lane for many mails: as many as it sends at once, each sends until nothing is due. */
const mostWakers = 4

/** As `queueMail`, for many mails in two statements. Gives the number of those that were new. */
export async function queueMails(trx: Transaction, mails: readonly MailToQueue[]): Promise<number> {
  if (mails.length === 0) return 0
  const at = now()
  const urgent = mails.filter(({ isBulk }) => isBulk !== true)
  const [queued] = await together(
    trx,
    async () =>
      insertRows<'mails', { id: number }>(
        trx,
        'mails',
        mails.map(mail => rowOf(mail, at)),
        'on conflict (idempotency_key) do nothing returning id',
      ),
    async () =>
      enqueueAll(
        trx,
        mailQueued,
        Array.from({ length: Math.min(urgent.length, mostWakers) }, (): Nothing => ({})),
      ),
    // One job for all that goes to many: it fetches what is due, at the pace each domain bears.
    async () => urgent.length < mails.length && enqueue(trx, bulkQueued, {}, { key: 'mail.bulk' }),
  )
  return queued.length
}

/** Longer names are nobody's; what stands in a header must be one short line without control characters (SEC-34, 35). */
const mostOfAName = 100

function rowOf({ kind, idempotencyKey, to, locale, ...about }: MailToQueue, at: Date) {
  const reference = newReference(10)
  return {
    reference,
    idempotencyKey,
    // The sender's domain is added with the content, at the first try.
    messageId: `${kind}.${reference}`,
    kind,
    locale,
    toName: beginning(normaliseLine(to.name), mostOfAName),
    toAddress: normaliseLine(to.address),
    organisationId: about.organisationId ?? null,
    eventId: about.eventId ?? null,
    registrationId: about.registrationId ?? null,
    payload: about.payload ?? {},
    isBulk: about.isBulk ?? false,
    announcementId: about.announcementId ?? null,
    expiresAt: about.expiresAt ?? null,
    calendarUid: about.calendarUid ?? null,
    createdAt: at,
    tryingSince: about.notBefore ?? at,
    nextTryAt: about.notBefore ?? at,
  }
}

/** A mail as it was before anybody tried it. */
const untried = {
  sentAt: null,
  failedAt: null,
  bouncedAt: null,
  bounceStatus: null,
  smtpResponse: null,
  leaseUntil: null,
  attempts: 0,
  doubtful: 0,
}

/** The organiser has a mail that was given up or came back tried again, to the same address or to a mended one. */
export async function retryMail(
  db: Database,
  actor: Actor,
  { mail, address }: { mail: Pick<MailRow, 'id' | 'eventId'>; address?: string | undefined },
): Promise<{ readonly kind: 'queued' } | { readonly kind: 'not-failed' }> {
  return inTransaction(db, async trx => {
    const at = now()
    const retried = await trx('mails')
      .where({ id: mail.id })
      .where(lost => lost.whereNotNull('failedAt').orWhereNotNull('bouncedAt'))
      .update({
        ...untried,
        tryingSince: at,
        nextTryAt: at,
        ...(address !== undefined && { toAddress: normaliseLine(address) }),
      })
    if (retried === 0) return { kind: 'not-failed' }
    await enqueue(trx, mailQueued, {})
    await recordAudit(trx, actor, 'mail.retried', {
      eventId: mail.eventId ?? undefined,
      subject: { kind: 'mail', id: mail.id },
      details: { addressMended: address !== undefined },
    })
    return { kind: 'queued' }
  })
}
