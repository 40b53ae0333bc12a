import { type Database, firstRow, inTransaction, type Transaction } from '../../../core/database.ts'
import { addMinutes, now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import '../tables.ts'
import type { MailRow } from '../types.ts'

/** Minutes a sender has before another one may think it dead; it says every few seconds that it lives. */
export const leaseMinutes = 0.5
/** Milliseconds between those signs of life. */
export const renewalMs = 10_000

/** Which mail: a certain one, or the next of a lane. */
export type Wanted = { readonly id: number } | { readonly isBulk: boolean }

/**
 * Takes a mail that is due and that nobody is sending, in one statement with the slot its domain grants: two that ask at
 * once get two mails or one gets none. A mail whose domain is not free yet is not even looked at, so waiting costs it no
 * try. Bulk waits, besides, while its domain has a pause or its announcement is stopped.
 * @returns undefined only when there is none: one that must not go gives its place to the next
 */
export async function claimMail(services: Services, wanted: Wanted): Promise<MailRow | undefined> {
  for (;;) {
    const claimed = await claimDue(services, wanted)
    if (claimed === undefined || (await mayGo(services.db, claimed))) return claimed
  }
}

async function claimDue({ db, config, mailer }: Services, wanted: Wanted): Promise<MailRow | undefined> {
  const at = now()
  const rates = mailer === null ? undefined : config.mailRates
  return firstRow<MailRow>(db, 'id' in wanted ? claimingOne : claimingNext, {
    at,
    until: addMinutes(at, leaseMinutes),
    ...('id' in wanted ? { id: wanted.id } : { bulk: wanted.isBulk }),
    paced: rates !== undefined,
    rates: JSON.stringify(rates ?? {}),
  })
}

/** How far ahead of its rate a domain may get: a ticket overtakes the bulk mails that fill the rate. */
export const aheadSql = `(case when m.is_bulk then interval '1 second' else interval '5 seconds' end)`

/** Open, due, nobody's, and not held back. */
export const dueSql = `m.sent_at is null and m.failed_at is null and m.dropped_at is null
  and (m.lease_until is null or m.lease_until <= :at)
  and (not m.is_bulk or (coalesce(d.paused_until <= :at, true) and not exists (
    select from announcements as a where a.id = m.announcement_id and a.stopped_at is not null)))`

/** A try that began and never ended may have arrived: that counts as a doubt (REL-11). */
const claiming = (which: string) => `
  with candidate as (
    select m.id, m.to_domain, m.is_bulk, ${aheadSql} as ahead
    from mails as m left join mail_domains as d on d.domain = m.to_domain
    where ${dueSql} and m.next_try_at <= :at and ${which}
      and (not :paced or coalesce(d.free_at - ${aheadSql} <= :at, true))
    order by m.next_try_at, m.id
    limit 1 for update of m skip locked
  ), slot as (
    insert into mail_domains as d (domain, free_at)
    select to_domain, :at::timestamptz + step from candidate, lateral (select make_interval(
      secs => 1 / coalesce((:rates::jsonb ->> to_domain)::float8, (:rates::jsonb ->> '*')::float8)) as step) as pace
    where :paced
    on conflict (domain) do update set free_at = greatest(d.free_at, :at) + (excluded.free_at - :at)
      where d.free_at - (select ahead from candidate) <= :at
    returning domain
  )
  update mails set lease_until = :until, attempts = attempts + 1,
    doubtful = doubtful + (lease_until is not null and content is not null)::integer
  from candidate
  where mails.id = candidate.id and (not :paced or exists (select from slot))
  returning mails.*`

const claimingOne = claiming('m.id = :id')
// Not both in one statement: only as an equality does the order of the lane come out of its index.
const claimingNext = claiming('m.is_bulk = :bulk')

/**
 * The mails about one entry of a calendar go one at a time, and none after a newer one: two at once could arrive the
 * wrong way round. One that may not go waits its turn without having tried, or is dropped: nobody's, and not due.
 */
async function mayGo(db: Database, mail: MailRow): Promise<boolean> {
  const uid = mail.calendarUid
  if (uid === null) return true
  return inTransaction(db, async trx => {
    // Whoever comes second sees what the first did.
    await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`calendar ${uid}`])
    const others = await firstRow<{ hasNewer: boolean; isSending: boolean }>(
      trx,
      `select coalesce(bool_or(id > :id and dropped_at is null), false) as has_newer,
         coalesce(bool_or(lease_until > :at and num_nonnulls(sent_at, failed_at, dropped_at) = 0), false) as is_sending
       from mails where calendar_uid = :uid and id <> :id`,
      { id: mail.id, uid, at: now() },
    )
    if (others?.hasNewer !== true && others?.isSending !== true) return true
    await (others.hasNewer ? dropOlder(trx, mail) : release(trx, mail))
    return false
  })
}

async function dropOlder(trx: Transaction, mail: MailRow): Promise<void> {
  await openOne(trx, mail).update({ leaseUntil: null, droppedAt: now(), smtpResponse: 'superseded' })
}

/** Minutes after which a mail looks again whether the one before it has gone. */
const turn = 1 / 12

async function release(trx: Transaction, mail: MailRow): Promise<void> {
  await openOne(trx, mail)
    .decrement('attempts')
    .update({ leaseUntil: null, nextTryAt: addMinutes(now(), turn) })
}

/** The row as long as nobody claimed it after us: a late answer must not undo what a later sender did. */
export function openOne(db: Database, { id, attempts }: MailRow) {
  return db('mails').where({ id, attempts, sentAt: null, failedAt: null, droppedAt: null })
}
