import { type Database, only, rows } from '../../src/core/database.ts'

/** In capitals and digits as those of the product are; two events of one database share none. */
const referenceOf = (n: string) =>
  `'B' || translate(lpad(upper(to_hex(:event::bigint * 1000000 + ${n})), 9, '0'), '01', 'XY')`
/** Decides the state; 10 is confirmed. */
const kind = '(case when :mixed::boolean then n % 20 else 10 end)'

/**
 * People in plain SQL, all drawn from the number `n`: names with diacritics, many of them equal; all statuses; tags;
 * answers to every question that has options; a part for half of them; consents, a mail and an entry of the log.
 */
const people = `
  insert into registrations (event_id, category_id, reference, submission_digest, given_name, family_name, email,
    organisation, country, locale, created_at, content_updated_at, applied_at, confirmed_at, waitlisted_at, cancelled_at,
    arrived_at, queue_number, place_held, tags)
  select :event::bigint, categories.ids[1 + n % array_length(categories.ids, 1)],
    ${referenceOf('n')}, md5(:event::bigint || ':' || n),
    (array['Jana', 'Petr', 'Žofie', 'Čeněk', 'Šárka', 'Řehoř', 'Eva', 'Ondřej'])[1 + mixed % 8],
    (array['Nováková', 'Čápová', 'Chalupa', 'Hora', 'Dvořák', 'Šťastná', 'Říha', 'Žák', 'Ďurica', 'Král'])[1 + mixed % 10]
      || case when mixed % 3 = 0 then '' else ' ' || (mixed % 997) end,
    'load' || n || '@example.org',
    (array['Univerzita J. E. Purkyně', 'Inovační centrum', 'Krajský úřad', 'Klastr č.'])[1 + mixed % 4] || ' ' || mixed % 2003,
    (array['CZ', 'CZ', 'CZ', 'DE', 'PL', 'SK'])[1 + mixed % 6], (array['cs', 'cs', 'en'])[1 + mixed % 3],
    now() - n * interval '60 seconds', now() - mixed * interval '30 seconds',
    case when ${kind} = 1 then now() - n * interval '60 seconds' end,
    case when ${kind} not in (1, 2, 3) then now() - n * interval '60 seconds' end,
    case when ${kind} in (2, 3) then now() - n * interval '60 seconds' end,
    case when ${kind} in (4, 5) then now() end,
    case when ${kind} > 12 then now() end,
    case when ${kind} in (2, 3) then nextval('queue_numbers') end,
    ${kind} not in (1, 2, 3, 4, 5),
    case when n % 25 = 0 then array['VIP'] when n % 40 = 0 then array['hotel', 'mluvčí'] else '{}' end
  from (select n, ((n * 7919::bigint) % 104729)::int as mixed from generate_series(:first::int, :last::int) as n) numbers,
    (select array_agg(id order by id) as ids from categories where event_id = :event) categories`

const added = `with added as (select r.id, r.email, n from generate_series(:first::int, :last::int) as n
  join registrations r on r.reference = ${referenceOf('n')} where r.event_id = :event)`

const belongings = [
  `${added} insert into answers (registration_id, question_id, value)
   select added.id, q.id, case q.kind when 'yes_no' then to_jsonb(n % 3 = 0)
     when 'several_choices' then to_jsonb(array[o.references[1 + n % cardinality(o.references)]])
     else to_jsonb(o.references[1 + n % 7 % cardinality(o.references)]) end
   from added, questions q left join lateral (select array_agg(reference order by id) as references
     from question_options where question_id = q.id) o on true
   where q.event_id = :event and (q.kind = 'yes_no' or o.references is not null)`,
  `${added} insert into sign_ups (event_id, registration_id, part_id, confirmed_at)
   select :event, added.id, p.ids[1 + n % cardinality(p.ids)], now()
   from added, (select array_agg(id order by id) as ids from parts where event_id = :event) p
   where n % 2 = 0 and p.ids is not null`,
  `${added} insert into consents (registration_id, purpose, text_shown, text_digest, locale)
   select id, purpose, 'Souhlasím.', md5(purpose), 'cs' from added, unnest(array['participation', 'newsletter']) purpose
   where purpose = 'participation' or n % 3 = 0`,
  `${added} insert into mails (reference, idempotency_key, message_id, kind, locale, to_name, to_address, event_id,
     registration_id, sent_at, attempts)
   select md5('mail' || id), 'load-' || id, md5('message' || id), 'registration-confirmed', 'cs', 'Jana Nováková', email,
     :event, id, now(), 1 from added`,
  `${added} insert into audit_entries (actor_kind, action, event_id, subject_kind, subject_id)
   select 'visitor', 'registration.confirmed', :event, 'registration', id from added`,
]

const tables = ['registrations', 'answers', 'sign_ups', 'consents', 'mails', 'audit_entries']

/** Rows in one statement; more would hold the locks of a running application for seconds. */
const atOnce = 10_000

/** What sort of people an event is filled with. */
export interface Growth {
  /** All have a place, and the counters know it: registration goes on. Left out: people in every state, counters as before. */
  readonly allConfirmed?: boolean
}

/** Fills an event with people until `total` of them were made so, and lets PostgreSQL learn of them as it does by itself. */
export async function growEvent(
  db: Database,
  slug: string,
  total: number,
  { allConfirmed = false }: Growth = {},
): Promise<void> {
  const { event, loaded } = only(
    await rows<{ event: number; loaded: number }>(
      db,
      `select e.id as event, (select count(*)::int from registrations r
         where r.event_id = e.id and r.email ~ '^load[0-9]+@example[.]org$') as loaded from events e where e.slug = ?`,
      [slug],
    ),
  )
  for (let first = loaded + 1; first <= total; first += atOnce) {
    const bindings = { event, first, last: Math.min(total, first + atOnce - 1), mixed: !allConfirmed }
    await db.raw(people, bindings)
    // What belongs to them is found by their references; without statistics every one of them by reading the table.
    await db.raw('analyze registrations')
    for (const sql of belongings) await db.raw(sql, bindings)
  }
  if (allConfirmed) await db.raw(countedSql, { event })
  for (const table of tables) await db.raw(`vacuum analyze ${table}`)
}

const countedSql = `update quotas q set taken = (select count(*) from registrations r where r.category_id = q.category_id)
  where event_id = :event and category_id is not null`
