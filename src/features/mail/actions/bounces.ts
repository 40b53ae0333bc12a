import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import { recordAudit } from '../../audit/actions.ts'
import { bounceWindowDays, judgeBounces } from '../rules/bounces.ts'
import '../tables.ts'
import type { MailRow } from '../types.ts'
import type { SuppressionReason } from '../types/standing.ts'

/** A report about a mail that a server had taken (RFC 3464). */
export interface BounceReport {
  readonly mail: MailRow
  /** RFC 3463: `5.1.1`. */
  readonly status: string
  /** `delayed`: the server goes on trying; nothing is lost. */
  readonly kind: 'failed' | 'delayed'
  /** What the server said, for the organiser. */
  readonly diagnostic: string
}

/** `hard`, `suppressed`: nothing is sent there any more. `soft`: noted. `known`: this mail came back before. */
export type BounceOutcome = 'hard' | 'soft' | 'suppressed' | 'delayed' | 'known'

/** Notes that a mail came back, and stops mail to an address that does not exist or returns too much. Bears repetition. */
export async function recordBounce(
  db: Database,
  { mail, status, kind, diagnostic }: BounceReport,
): Promise<BounceOutcome> {
  if (kind === 'delayed') return 'delayed'
  return inTransaction(db, async trx => {
    const noted = await trx('mails')
      .where({ id: mail.id, bouncedAt: null })
      .update({ bouncedAt: now(), bounceStatus: status, smtpResponse: diagnostic.slice(0, mostOfAResponse) })
    return noted === 0 ? 'known' : judgeAddress(trx, mail, status)
  })
}

/** What a server says may be long; the organiser needs its beginning. */
export const mostOfAResponse = 500

/** A mail was refused by the server that was to take it: as a bounce, without waiting for one. */
export async function recordRefusal(
  trx: Transaction,
  { mail, status, response }: { mail: MailRow; status: string; response: string },
): Promise<void> {
  await trx('mails')
    .where({ id: mail.id })
    .update({ bouncedAt: now(), bounceStatus: status, smtpResponse: response.slice(0, mostOfAResponse) })
  await judgeAddress(trx, mail, status)
}

async function judgeAddress(trx: Transaction, mail: MailRow, status: string): Promise<'hard' | 'soft' | 'suppressed'> {
  const address = mail.toAddress.toLowerCase()
  const before = await trx('mails')
    .whereRaw('lower(to_address) = ?', [address])
    .where('bouncedAt', '>', addMinutes(now(), -bounceWindowDays * 24 * 60))
    .whereNot({ id: mail.id })
    .limit(50)
    .select('bounceStatus')
  const verdict = judgeBounces([status, ...before.flatMap(({ bounceStatus }) => bounceStatus ?? [])])
  if (verdict === 'soft') return verdict
  await suppressAddress(trx, {
    address,
    reason: verdict === 'hard' ? 'hard-bounce' : 'soft-bounces',
    status,
    mailId: mail.id,
  })
  return verdict
}

/** The recipient called a mail spam (RFC 5965): no more bulk mail to them, of anybody. Bears repetition. */
export async function recordComplaint(db: Database, { mail }: { mail: MailRow }): Promise<void> {
  await inTransaction(db, async trx => {
    await suppressAddress(trx, { address: mail.toAddress, reason: 'complaint', status: '', mailId: mail.id })
  })
}

/** An address that nothing is to be sent to, and why. */
export interface Suppression {
  readonly address: string
  readonly reason: SuppressionReason
  readonly status?: string | undefined
  readonly mailId?: number | undefined
}

/** Stops mail to an address. A bounce says more than a complaint before it; a complaint takes nothing from a bounce. */
export async function suppressAddress(
  trx: Transaction,
  { address, reason, status, mailId }: Suppression,
): Promise<void> {
  const row = {
    address: address.toLowerCase(),
    reason,
    status: status ?? '',
    mailId: mailId ?? null,
    suppressedAt: now(),
  }
  const known = trx('suppressedAddresses').insert(row).onConflict('address')
  await (reason === 'complaint' ? known.ignore() : known.merge())
}

/** Lets mail to an address go again, as an organiser whose mail it stopped asks. */
export async function liftSuppression(
  db: Database,
  actor: Actor,
  { mail }: { mail: Pick<MailRow, 'id' | 'eventId' | 'toAddress'> },
): Promise<{ readonly kind: 'lifted' } | { readonly kind: 'not-suppressed' }> {
  return inTransaction(db, async trx => {
    // A complaint is the reader's own word: it stops no ticket, and no organiser takes it back.
    const dead = trx('suppressedAddresses').where({ address: mail.toAddress.toLowerCase() })
    const lifted = await dead.whereNot({ reason: 'complaint' }).delete()
    if (lifted === 0) return { kind: 'not-suppressed' }
    await recordAudit(trx, actor, 'mail.suppression-lifted', {
      eventId: mail.eventId ?? undefined,
      subject: { kind: 'mail', id: mail.id },
    })
    return { kind: 'lifted' }
  })
}
