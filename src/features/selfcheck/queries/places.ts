/** I1, counted without anything of what registering counts with: nothing holds more than it may. */
export const oversold = `
  select 'I1' as invariant, o.event_id, o.subject, 'holds ' || o.held || ' of ' || o.capacity as problem from (
    select q.event_id, 'category ' || c.reference as subject, count(*) as held, q.capacity
    from quotas q join categories c on c.id = q.category_id
      join registrations r on r.category_id = c.id and r.status in ('confirmed', 'offered')
    group by q.id, c.reference having count(*) > q.capacity
    union all
    select q.event_id, 'part ' || p.reference, count(*), q.capacity
    from quotas q join parts p on p.id = q.part_id
      join sign_ups s on s.part_id = p.id and s.status in ('confirmed', 'offered')
    group by q.id, p.reference having count(*) > q.capacity
    union all
    select q.event_id, 'option ' || o.reference, count(*), q.capacity
    from quotas q join question_options o on o.id = q.option_id
      join sign_ups s on s.option_id = o.id and s.status in ('confirmed', 'offered')
    group by q.id, o.reference having count(*) > q.capacity
    union all
    select q.event_id, 'places ' || q.scope, sum(r.people)::bigint, q.capacity
    from quotas q join (select event_id, attendance, count(*) as people from registrations
        where status in ('confirmed', 'offered') group by event_id, attendance) r
      on r.event_id = q.event_id and q.scope in ('event', r.attendance)
    group by q.id having sum(r.people) > q.capacity
    union all
    select a.event_id, 'code ' || a.reference, count(*), a.most_uses
    from access_codes a join registrations r on r.access_code_id = a.id
      and r.status not in ('cancelled', 'declined', 'unconfirmed')
    group by a.id having count(*) > a.most_uses
  ) o`

/** I5: nobody is registered twice for one event. An address is a person's, so it is not repeated here. */
export const twice = `
  select 'I5' as invariant, event_id, 'registration ' || min(reference) as subject,
    count(*) || ' active ones of one address' as problem
  from registrations where cancelled_at is null and declined_at is null
  group by event_id, lower(email) having count(*) > 1`

/**
 * I8, second half: nobody waits for what is free. Whoever waits together (a delegation) needs room for all of it; each
 * draws on the quota of what it is, those it is a member of, and, coming, those of everybody.
 */
export const idlePlaces = `
  with waiting as (
    select 'registration ' || r.reference as subject, coalesce('d' || d.id, 'r' || r.id) as unit, r.event_id,
      r.category_id, r.attendance, null::bigint as part_id, null::bigint as option_id
    from registrations r left join delegations d on d.id = r.delegation_id and d.waits_together
    where r.status = 'waiting'
    union all
    select 'sign-up of ' || r.reference, 's' || s.id, s.event_id, null, null, s.part_id, s.option_id
    from sign_ups s join registrations r on r.id = s.registration_id where s.status = 'waiting'
  ),
  needed as (
    select w.unit, q.id, q.capacity - q.taken - count(*) as rest
    from waiting w join quotas q on q.event_id = w.event_id and case q.scope
        when 'own' then q.category_id = w.category_id or q.part_id = w.part_id or q.option_id = w.option_id
        when 'shared' then exists (select from quota_members m where m.quota_id = q.id
          and (m.category_id = w.category_id or m.part_id = w.part_id or m.option_id = w.option_id))
        when 'event' then w.category_id is not null
        else q.scope = w.attendance end
    group by w.unit, q.id
  )
  select 'I8' as invariant, w.event_id, min(w.subject) as subject, 'waits for what is free' as problem
  from waiting w join events e on e.id = w.event_id left join registration_settings s on s.event_id = e.id
  where e.cancelled_at is null and e.ends_at > :at and (s.waiting_frozen_at is null or s.waiting_frozen_at > :at)
    and not exists (select from needed n where n.unit = w.unit and n.rest < 0)
  group by w.event_id, w.unit`

/** I9: a rank in a queue, a reference and a name in calendars is used once, also across the tables that share them. */
export const usedTwice = `
  select 'I9' as invariant, event_id, 'registration ' || min(reference) as subject,
    count(*) || ' have the rank ' || queue_number as problem
  from registrations where queue_number is not null group by event_id, queue_number having count(*) > 1
  union all
  select 'I9', event_id, 'sign-up ' || min(id), count(*) || ' have the rank ' || queue_number
  from sign_ups where status = 'waiting' group by event_id, queue_number having count(*) > 1
  union all
  select 'I9', null, 'calendar entry ' || calendar_uid, count(*) || ' have it' from (
    select calendar_uid from registrations union all select calendar_uid from events
    union all select calendar_uid from agenda_sessions union all select calendar_uid from parts) uids
  group by calendar_uid having count(*) > 1
  union all
  select 'I9', min(event_id), 'reference ' || reference, count(*) || ' registrations have it'
  from registrations group by reference having count(*) > 1`

/** I12: nobody speaks, and no hall is used, twice at a time, but for what came so from an import or is called off. */
export const overlaps = `
  with placed as (
    select s.id, s.event_id, s.reference, s.room_id, s.starts_at, s.ends_at from agenda_sessions s
    join rooms r on r.id = s.room_id and r.is_exclusive
    where s.cancelled_at is null and s.kind <> 'break' and not s.clash_accepted and s.starts_at is not null
  ),
  speaking as (
    select ss.speaker_id, s.id, s.event_id, s.reference, s.starts_at, s.ends_at from session_speakers ss
    join agenda_sessions s on s.id = ss.session_id join speakers p on p.id = ss.speaker_id and not p.is_collective
    where s.cancelled_at is null and not ss.clash_accepted and s.starts_at is not null
  )
  select 'I12' as invariant, a.event_id, 'session ' || a.reference as subject,
    'is in one room with ' || b.reference as problem
  from placed a join placed b on b.event_id = a.event_id and b.room_id = a.room_id and b.id > a.id
    and b.starts_at < a.ends_at and a.starts_at < b.ends_at
  union all
  select 'I12', a.event_id, 'session ' || a.reference, 'has a speaker at the same time as ' || b.reference
  from speaking a join speaking b on b.speaker_id = a.speaker_id and b.id > a.id
    and b.starts_at < a.ends_at and a.starts_at < b.ends_at`

/**
 * I15: whoever arrived had a place, and the last word of the log about it is that they came. Another person in the place
 * has not arrived yet, and of two that were merged one has it from the other.
 */
export const arrivals = `
  select 'I15' as invariant, r.event_id, 'registration ' || r.reference as subject, p.problem
  from registrations r
  cross join lateral (select
      coalesce(max(id) filter (where action = 'registration.arrived'), 0) as came,
      coalesce(max(id) filter (where action in ('registration.arrival-undone', 'registration.replaced')), 0) as undone,
      count(*) filter (where action = 'registration.merged' or details->>'reason' = 'merged') as merges
    from audit_entries where subject_kind = 'registration' and subject_id = r.id
      and action in ('registration.arrived', 'registration.arrival-undone', 'registration.replaced',
        'registration.merged', 'registration.cancelled')) a
  cross join lateral (values
    (case when r.arrived_at is not null and r.confirmed_at is null then 'arrived without a place' end),
    (case when a.merges = 0 and (r.arrived_at is not null) <> (a.came > a.undone)
      then 'arrival does not agree with the log' end)) p(problem)
  where p.problem is not null and (r.arrived_at is not null or a.came > 0)`
