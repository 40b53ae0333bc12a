import type { Knex } from 'knex'

/** What the tallies say of one row of a transition table, `sign` times. */
const tallied = (table: 'before' | 'after', sign: 1 | -1) => `
  select event_id, 'standing' as kind, category_id, status, arrived_at is not null as has_arrived, null::text as tag,
    null::timestamptz as quarter, ${sign} as times from ${table}
  union all
  select event_id, 'tag', null, null, null, unnest(tags), null, ${sign} from ${table} where tags <> '{}'
  union all
  select event_id, 'taken', null, null, null, null, date_bin('15 minutes', confirmed_at, 'epoch'), ${sign}
  from ${table} where confirmed_at is not null
  union all
  select event_id, 'freed', null, null, null, null, date_bin('15 minutes', cancelled_at, 'epoch'), ${sign}
  from ${table} where confirmed_at is not null and cancelled_at is not null`

const added = (facts: string) => `
  insert into registration_tallies (event_id, kind, category_id, status, has_arrived, tag, quarter, count)
  select event_id, kind, category_id, status, has_arrived, tag, quarter, sum(times) from (${facts}) facts
  group by event_id, kind, category_id, status, has_arrived, tag, quarter having sum(times) <> 0;`

const rankOfStatus = `array_position(array['applied', 'offered', 'confirmed', 'waiting', 'unconfirmed', 'declined',
  'cancelled'], status)::bigint`

/**
 * The organiser's pages of an event of 100,000 people cost what they cost for 1,000: counts come from tallies, every
 * order of the table has an index. The new column writes the
 * table of registrations anew: seconds for 100,000 rows, during which nobody registers.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table registration_tallies (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      kind text not null constraint tally_kind_is_known check (kind in ('standing', 'tag', 'taken', 'freed')),
      category_id bigint,
      status text,
      has_arrived boolean,
      tag text,
      quarter timestamptz,
      count integer not null,
      is_sum boolean not null default false
    );
    create index registration_tallies_by_event on registration_tallies (event_id, kind);
    create index registration_tallies_to_add_up on registration_tallies (event_id, kind) where not is_sum;
    comment on table registration_tallies is 'how many registrations there are of which kind: the sum of the rows. Every statement adds what it changed and locks nothing; a job adds up';
    comment on column registration_tallies.kind is 'standing: by category, status and arrival; tag: by tag; taken, freed: places, by the quarter of an hour in which they were (whole quarters begin a day in every zone)';

    create function tally_registrations() returns trigger language plpgsql as $$
    begin
      case tg_op
        when 'INSERT' then ${added(tallied('after', 1))}
        when 'DELETE' then ${added(tallied('before', -1))}
        when 'UPDATE' then ${added(`${tallied('after', 1)} union all ${tallied('before', -1)}`)}
        else delete from registration_tallies;
      end case;
      return null;
    end $$;
    create trigger registrations_added_are_tallied after insert on registrations
      referencing new table as after for each statement execute function tally_registrations();
    create trigger registrations_changed_are_tallied after update on registrations
      referencing old table as before new table as after for each statement execute function tally_registrations();
    create trigger registrations_gone_are_tallied after delete on registrations
      referencing old table as before for each statement execute function tally_registrations();
    create trigger registrations_truncated_are_tallied after truncate on registrations
      for each statement execute function tally_registrations();

    with after as (select * from registrations) ${added(tallied('after', 1))}
    update registration_tallies set is_sum = true;
  `)
  await knex.raw(`
    alter table registrations add column search_key text not null generated always as (search_text(
      given_name || ' ' || family_name || ' ' || organisation || ' ' || email || ' ' || reference)) stored;
    drop index registrations_by_search;
    create index registrations_by_search on registrations using gin (search_key gin_trgm_ops);
    create index answers_by_value on answers using gin (value jsonb_path_ops);
    create index registrations_in_category on registrations (category_id, id);
    drop index registrations_by_category;
    create index registrations_by_creation on registrations (event_id, created_at, id);
    drop index registrations_by_event;
    create index registrations_by_organisation_name on registrations (event_id, organisation collate "cs-CZ-x-icu", id);
    create index registrations_by_country on registrations (event_id, country, id);
    create index registrations_by_standing on registrations (event_id, (${rankOfStatus}), (coalesce(queue_number, 0)), id);
    create index registrations_applied on registrations (event_id, applied_at) where status = 'applied';
    create index mails_that_failed on mails (event_id) where failed_at is not null or bounced_at is not null;
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index mails_that_failed, registrations_applied, registrations_by_standing, registrations_by_country,
      registrations_by_organisation_name;
    create index registrations_by_event on registrations (event_id, id desc);
    drop index registrations_by_creation;
    create index registrations_by_category on registrations (category_id);
    drop index registrations_in_category;
    drop index answers_by_value;
    alter table registrations drop column search_key;
    create index registrations_by_search on registrations using gin (
      search_text(given_name || ' ' || family_name || ' ' || organisation || ' ' || email || ' ' || reference) gin_trgm_ops);
    drop trigger registrations_truncated_are_tallied on registrations;
    drop trigger registrations_gone_are_tallied on registrations;
    drop trigger registrations_changed_are_tallied on registrations;
    drop trigger registrations_added_are_tallied on registrations;
    drop function tally_registrations;
    drop table registration_tallies;
  `)
}
