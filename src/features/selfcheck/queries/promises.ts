/**
 * I6: each promise of a mail is one row of the outbox. Of those who registered by themselves: whom an organiser enters
 * may have been told already, and nothing in the row says so. What may be sent again (a ticket, on request) has a key of
 * its own and does not count. Two that were merged have swapped what they were told.
 */
export const promises = `
  with own as (
    select r.* from registrations r
    where r.closing_reason is distinct from 'merged' and exists (select from audit_entries a
        where a.subject_kind = 'registration' and a.subject_id = r.id and a.action = 'registration.created'
          and a.actor_kind <> 'user')
      and not exists (select from audit_entries a where a.subject_kind = 'registration' and a.subject_id = r.id
        and a.action = 'registration.merged')
  )
  select 'I6' as invariant, o.event_id, 'registration ' || o.reference as subject,
    p.what || ' was told ' || p.mails || ' times' as problem
  from own o cross join lateral (
    select 'a place' as what, o.confirmed_at is not null as is_promised,
      (select count(*) from mails where idempotency_key in
        ('registration-confirmed:' || o.reference, 'registration-promoted:' || o.reference)) as mails
    union all
    select 'waiting', o.waitlisted_at is not null,
      (select count(*) from mails where idempotency_key = 'registration-waiting:' || o.reference)
    union all
    select 'the end', o.closing_reason in ('self', 'organiser', 'contact', 'offer-declined'),
      (select count(*) from mails where idempotency_key = 'registration-cancelled:' || o.reference)
    union all
    select 'the end of an offer', o.closing_reason = 'offer-expired',
      (select count(*) from mails where idempotency_key = 'registration-offer-expired:' || o.reference)
    union all
    select 'a refusal', o.declined_at is not null,
      (select count(*) from mails where idempotency_key = 'registration-declined:' || o.reference)
  ) p
  where coalesce(p.is_promised, false) and p.mails <> 1`

/**
 * I7: a mail that was sent was accepted, and none stays without an end: it is given up after two days, and what a sender
 * that died had taken is taken over within minutes. What an organiser stopped may wait.
 */
export const outbox = `
  select 'I7' as invariant, m.event_id, 'mail ' || m.reference as subject, p.problem
  from mails m left join announcements a on a.id = m.announcement_id
  cross join lateral (values
    (case when m.sent_at is not null and m.smtp_response is null then 'was sent, and no server accepted it' end),
    (case when m.sent_at is not null and m.attempts = 0 then 'was sent, and nobody tried' end),
    (case when num_nonnulls(m.sent_at, m.failed_at, m.dropped_at) > 1 then 'ended twice' end),
    (case when m.failed_at is not null and m.smtp_response is null then 'failed without a reason' end),
    (case when num_nonnulls(m.sent_at, m.failed_at, m.dropped_at) = 0 and a.stopped_at is null
      and m.trying_since < :at::timestamptz - interval '3 days' then 'has had no end for three days' end),
    (case when num_nonnulls(m.sent_at, m.failed_at, m.dropped_at) = 0
      and m.lease_until < :at::timestamptz - interval '15 minutes' and m.next_try_at < :at
      then 'was left by a sender that died' end)) p(problem)
  where p.problem is not null`

/**
 * I11: each registration's beginning and end is in the log once (the demonstration begins in the middle of things), an
 * entry of a user names the user, and time goes forwards. Entries of one moment may be numbered in any order, so a
 * minute is allowed for.
 */
export const log = `
  select 'I11' as invariant, r.event_id, 'registration ' || r.reference as subject,
    'begins ' || a.begun || ' times and ends ' || a.ended || ' times in the log' as problem
  from registrations r join events e on e.id = r.event_id and not e.is_demonstration
  cross join lateral (
    select count(*) filter (where action = 'registration.created') as begun,
      count(*) filter (where action <> 'registration.created') as ended
    from audit_entries where subject_kind = 'registration' and subject_id = r.id and action in (
      'registration.created', 'registration.cancelled', 'registration.declined', 'registration.offer-expired',
      'registration.offer-declined', 'registration.address-expired')) a
  where a.begun <> 1 or a.ended <> case when r.status in ('cancelled', 'declined') then 1 else 0 end
  union all
  select 'I11', event_id, 'audit entry ' || id, 'names nobody' from audit_entries
  where actor_kind = 'user' and actor_user_id is null
  union all
  select 'I11', event_id, 'audit entry ' || id, 'is of the future' from audit_entries
  where at > :at::timestamptz + interval '1 minute'
  union all
  select 'I11', event_id, 'audit entry ' || id, 'is older than the one before it' from (
    select id, event_id, at, lag(at) over (partition by subject_kind, subject_id order by id) as before
    from audit_entries where subject_kind = 'registration') entries
  where at < before - interval '1 minute'`
