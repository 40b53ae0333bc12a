/**
 * Fills an event with people in plain SQL: names with diacritics, many of them equal, eight categories, four questions,
 * three parts, tags, all statuses. Counters are left alone: nobody registers at this event afterwards.
 */
export const loadSql = `
  with event as (select id from events where slug = :slug),
  numbers as (select n, (n * 7919) % 104729 as mixed from generate_series(1, :people::int) as n)
  insert into registrations (event_id, category_id, reference, calendar_uid, submission_digest, given_name, family_name,
    email, organisation, country, locale, created_at, content_updated_at, applied_at, confirmed_at, waitlisted_at,
    cancelled_at, queue_number, place_held, tags)
  select event.id, categories.ids[1 + n % array_length(categories.ids, 1)],
    'B' || translate(lpad(upper(to_hex(n)), 7, '0'), '01', 'XY'), gen_random_uuid(), md5(n::text),
    (array['Jana', 'Petr', 'Žofie', 'Čeněk', 'Šárka', 'Řehoř', 'Eva', 'Ondřej'])[1 + mixed % 8],
    (array['Nováková', 'Čápová', 'Chalupa', 'Hora', 'Dvořák', 'Šťastná', 'Říha', 'Žák', 'Ďurica', 'Král'])[1 + mixed % 10]
      || case when mixed % 3 = 0 then '' else ' ' || (mixed % 997) end,
    'load' || n || '@example.org',
    (array['Univerzita J. E. Purkyně', 'Inovační centrum', 'Krajský úřad', 'Klastr č.'])[1 + mixed % 4] || ' ' || mixed % 2003,
    (array['CZ', 'CZ', 'CZ', 'DE', 'PL', 'SK'])[1 + mixed % 6], (array['cs', 'cs', 'en'])[1 + mixed % 3],
    now() - n * interval '3 seconds', now() - mixed * interval '2 seconds',
    case when n % 20 = 1 then now() end,
    case when n % 20 not in (1, 2, 3) then now() end,
    case when n % 20 in (2, 3) then now() end,
    case when n % 20 in (4, 5) then now() end,
    case when n % 20 in (2, 3) then nextval('queue_numbers') end,
    n % 20 not in (1, 2, 3, 4, 5),
    case when n % 25 = 0 then array['VIP'] when n % 40 = 0 then array['hotel', 'mluvčí'] else '{}' end
  from numbers, event, (select array_agg(id order by id) as ids from categories
    where event_id = (select id from events where slug = :slug)) categories`
