import { type Actor, system } from '../../../core/actor.ts'
import type { Locked, Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { recordAudit, recordAudits } from '../../audit/actions.ts'
import { queueMails } from '../../mail/actions.ts'
import type { MailToQueue } from '../../mail/types.ts'
import { type Allotment, lockNextWaiting } from '../queries/locks.ts'
import { mailName } from '../queries/names.ts'
import { promotionsDue } from '../rules.ts'
import type { QuotaRow, RegistrationMailKind, RegistrationRow } from '../types.ts'
import '../tables.ts'

/** Counters as they are to be after a change. */
export type NextCounters = Pick<QuotaRow, 'capacity' | 'taken' | 'waiting' | 'nextQueueNumber'>

/** The counters of a locked quota, to change. */
export function countersOf({ quota }: Allotment): NextCounters {
  const { capacity, taken, waiting, nextQueueNumber } = quota
  return { capacity, taken, waiting, nextQueueNumber }
}

/**
 * Writes the counters of a category, first giving every free place to those who wait, strictly in their order, each
 * with a mail. Returns how many were promoted.
 */
export async function settleCounters(trx: Transaction, allotment: Allotment, counters: NextCounters): Promise<number> {
  const due = promotionsDue(counters, allotment.event, now())
  const promoted = due === 0 ? [] : await lockNextWaiting(trx, allotment.quota.categoryId, due)
  await confirmWaiting(trx, system, allotment, promoted)
  await trx('quotas')
    .where({ id: allotment.quota.id })
    .update({ ...counters, taken: counters.taken + promoted.length, waiting: counters.waiting - promoted.length })
  return promoted.length
}

/** Turns waiting registrations into confirmed ones and tells them; the caller counts. */
export async function confirmWaiting(
  trx: Transaction,
  actor: Actor,
  { event }: Allotment,
  waiting: readonly Locked<RegistrationRow>[],
): Promise<void> {
  if (waiting.length === 0) return
  const moment = now()
  const ids = waiting.map(({ id }) => id)
  const changes = { confirmedAt: moment, promotedAt: moment, contentUpdatedAt: moment }
  // TENTATIVE becomes CONFIRMED: calendars take a change of status only with a higher SEQUENCE.
  await trx('registrations').whereIn('id', ids).update(changes).increment('calendarSequence', 1)
  const abouts = ids.map(id => ({ eventId: event.id, subject: { kind: 'registration', id } }))
  await recordAudits(trx, actor, 'registration.promoted', abouts)
  await queueMails(
    trx,
    waiting.map(row => mailAbout('registration-promoted', row, event)),
  )
}

/** A mail about a registration, sent once in its life; `key` tells apart those that may be sent again. */
export function mailAbout(
  kind: RegistrationMailKind,
  registration: RegistrationRow,
  event: { readonly id: number; readonly organisationId: number },
  key = '',
): MailToQueue {
  return {
    kind,
    idempotencyKey: `${kind}:${registration.reference}${key === '' ? '' : `:${key}`}`,
    to: { name: mailName(registration), address: registration.email },
    locale: registration.locale,
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: registration.id,
  }
}

/** Writes down a fact about one registration. */
export async function auditRegistration(
  trx: Transaction,
  actor: Actor,
  fact: string,
  registration: Pick<RegistrationRow, 'id' | 'eventId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'registration', id: registration.id }
  await recordAudit(trx, actor, `registration.${fact}`, { eventId: registration.eventId, subject, details })
}
