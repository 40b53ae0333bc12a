import type { Knex } from 'knex'

/** Categories, their counted places, registrations and consents. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table categories (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      reference text not null constraint category_reference_is_unique unique,
      name localised_text not null,
      description localised_text not null default '{}',
      position integer not null,
      opens_at timestamptz,
      closes_at timestamptz,
      needs_approval boolean not null default false,
      has_waiting_list boolean not null default true,
      created_at timestamptz not null default now(),
      constraint category_closes_after_opening check (closes_at > opens_at),
      constraint category_event_is_referable unique (event_id, id)
    );
    create index categories_by_event on categories (event_id, position);

    -- The hot counter lives alone: no foreign key points here, so a claim never fights a key-share lock.
    create table quotas (
      id bigint generated always as identity primary key,
      event_id bigint not null,
      category_id bigint not null constraint category_has_one_quota unique,
      capacity integer constraint quota_capacity_is_not_negative check (capacity >= 0),
      taken integer not null default 0 constraint quota_taken_is_not_negative check (taken >= 0),
      waiting integer not null default 0 constraint quota_waiting_is_not_negative check (waiting >= 0),
      next_queue_number bigint not null default 1,
      constraint quota_is_never_oversold check (capacity is null or taken <= capacity),
      constraint quota_category_is_of_the_event foreign key (event_id, category_id)
        references categories (event_id, id) on delete cascade
    );
    create index quotas_by_event on quotas (event_id, id);
    comment on column quotas.capacity is 'null: without a limit';

    create table registrations (
      id bigint generated always as identity primary key,
      event_id bigint not null references events,
      category_id bigint not null,
      reference text not null constraint registration_reference_is_unique unique,
      calendar_uid uuid not null default gen_random_uuid() constraint registration_calendar_uid_is_unique unique,
      submission_digest text not null,
      title_before text not null default '',
      given_name text not null,
      family_name text not null,
      title_after text not null default '',
      email text not null,
      organisation text not null default '',
      country text not null,
      locale text not null constraint registration_locale_is_known check (locale in ('cs', 'en')),
      created_at timestamptz not null default now(),
      applied_at timestamptz,
      confirmed_at timestamptz,
      waitlisted_at timestamptz,
      promoted_at timestamptz,
      declined_at timestamptz,
      cancelled_at timestamptz,
      queue_number bigint,
      token_version integer not null default 0,
      calendar_token_version integer not null default 0,
      calendar_sequence integer not null default 0,
      content_updated_at timestamptz not null default now(),
      status text not null generated always as (
        case when cancelled_at is not null then 'cancelled'
             when declined_at is not null then 'declined'
             when confirmed_at is not null then 'confirmed'
             when waitlisted_at is not null then 'waiting'
             else 'applied' end) stored,
      constraint registration_category_is_of_the_event foreign key (event_id, category_id) references categories (event_id, id),
      constraint registration_has_a_beginning check (applied_at is not null or confirmed_at is not null or waitlisted_at is not null),
      constraint queue_number_belongs_to_the_waiting check (status <> 'waiting' or queue_number is not null)
    );
    create unique index one_active_registration_per_address on registrations (event_id, lower(email))
      where cancelled_at is null and declined_at is null;
    create unique index queue_number_is_unique_in_category on registrations (category_id, queue_number);
    create index registrations_by_category on registrations (category_id);
    create index registrations_waiting_in_order on registrations (category_id, queue_number) where status = 'waiting';
    create index registrations_by_event on registrations (event_id, id desc);
    create index registrations_by_search on registrations using gin (
      search_text(given_name || ' ' || family_name || ' ' || organisation || ' ' || email || ' ' || reference) gin_trgm_ops);
    create index registrations_by_email on registrations (lower(email));

    alter table mails add constraint mail_registration foreign key (registration_id) references registrations;

    -- Special-category data (health, diet) apart from everything that lists, searches or exports people.
    create table registration_needs (
      registration_id bigint primary key references registrations on delete cascade,
      dietary text not null default '',
      access text not null default ''
    );

    create table consents (
      id bigint generated always as identity primary key,
      registration_id bigint not null references registrations on delete cascade,
      purpose text not null constraint consent_purpose_is_known check (purpose in ('participation', 'newsletter')),
      text_shown text not null,
      text_digest text not null,
      locale text not null,
      given_at timestamptz not null default now(),
      withdrawn_at timestamptz
    );
    create index consents_by_registration on consents (registration_id);
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table mails drop constraint mail_registration;
    drop table consents, registration_needs, registrations, quotas, categories;
  `)
}
