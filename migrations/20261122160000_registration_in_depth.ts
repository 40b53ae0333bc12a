import type { Knex } from 'knex'

/** Questions, shared places, parts, offers, codes, invitations, delegations; the organiser's table in depth. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(questions)
  await knex.raw(places)
  await knex.raw(people)
  await knex.raw(codes)
  await knex.raw(roster)
}

const questions = `
  create table questions (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint question_reference_is_unique unique,
    kind text not null constraint question_kind_is_known check (kind in ('short_text', 'long_text', 'email', 'phone',
      'number', 'date', 'yes_no', 'one_choice', 'several_choices', 'country', 'organisation', 'company_number', 'file',
      'consent', 'heading', 'note')),
    position integer not null,
    label localised_text not null,
    help localised_text not null default '{}',
    is_required boolean not null default false,
    is_sensitive boolean not null default false,
    keep_days integer constraint question_is_kept_some_days check (keep_days between 0 and 3650),
    least integer,
    most integer,
    purpose localised_text not null default '{}',
    text_version integer not null default 1,
    shown_if_question_id bigint,
    shown_if_values text[] not null default '{}',
    archived_at timestamptz,
    created_at timestamptz not null default now(),
    constraint question_event_is_referable unique (event_id, id),
    constraint question_depends_on_one_of_its_event foreign key (event_id, shown_if_question_id)
      references questions (event_id, id),
    constraint question_does_not_depend_on_itself check (shown_if_question_id <> id),
    constraint question_limits_are_ordered check (least <= most)
  );
  create index questions_by_event on questions (event_id, position);
  create index questions_by_condition on questions (shown_if_question_id);
  comment on column questions.least is 'least number, least characters or least choices, by kind; dates as days since 1970';
  comment on column questions.text_version is 'of a consent: raised when its words change after somebody agreed';
  comment on column questions.keep_days is 'days after the end of the event; null: as long as the registration';

  create table question_options (
    id bigint generated always as identity primary key,
    event_id bigint not null,
    question_id bigint not null,
    reference text not null constraint question_option_reference_is_unique unique,
    position integer not null,
    label localised_text not null,
    has_waiting_list boolean not null default false,
    archived_at timestamptz,
    constraint option_event_is_referable unique (event_id, id),
    constraint option_question_is_of_the_event foreign key (event_id, question_id)
      references questions (event_id, id) on delete cascade
  );
  create index question_options_by_question on question_options (question_id, position);
  create index question_options_by_event on question_options (event_id);

  create table question_categories (
    question_id bigint not null references questions on delete cascade,
    category_id bigint not null references categories on delete cascade,
    primary key (question_id, category_id)
  );
  create index question_categories_by_category on question_categories (category_id);
  comment on table question_categories is 'no row: the question is asked of everybody';
`

const places = `
  create table registration_settings (
    event_id bigint primary key references events on delete cascade,
    promotion text not null default 'at_once' constraint promotion_is_known check (promotion in ('at_once', 'offer')),
    offer_hours integer not null default 48 constraint offer_lasts_a_while check (offer_hours between 1 and 720),
    waiting_frozen_at timestamptz,
    parts_close_at timestamptz,
    confirms_address boolean not null default false,
    takes_delegations boolean not null default false,
    largest_delegation integer not null default 10 constraint delegation_size_is_sensible
      check (largest_delegation between 2 and 50),
    asks_needs boolean not null default true,
    asks_newsletter boolean not null default true,
    join_url text not null default '',
    join_from timestamptz
  );
  comment on column registration_settings.waiting_frozen_at is 'from here on nobody is promoted but by hand';

  alter table categories
    add column is_hidden boolean not null default false,
    add column approval_holds_place boolean not null default false,
    add column most_per_organisation integer
      constraint category_takes_some_of_an_organisation check (most_per_organisation > 0);

  create table parts (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint part_reference_is_unique unique,
    kind text not null constraint part_kind_is_known
      check (kind in ('satellite', 'workshop', 'b2b', 'excursion', 'meal', 'other')),
    position integer not null,
    title localised_text not null,
    description localised_text not null default '{}',
    place_note localised_text not null default '{}',
    starts_local timestamp,
    ends_local timestamp,
    starts_at timestamptz,
    ends_at timestamptz,
    satellite_event_id bigint references events,
    session_reference text,
    attendance text not null default 'any' constraint part_attendance_is_known
      check (attendance in ('any', 'on_site', 'online')),
    has_waiting_list boolean not null default true,
    closes_at timestamptz,
    cancelled_at timestamptz,
    calendar_uid uuid not null default gen_random_uuid() constraint part_calendar_uid_is_unique unique,
    calendar_sequence integer not null default 0,
    content_updated_at timestamptz not null default now(),
    created_at timestamptz not null default now(),
    constraint part_event_is_referable unique (event_id, id),
    constraint part_ends_after_start check (ends_at > starts_at),
    constraint part_times_are_complete check (num_nonnulls(starts_local, ends_local, starts_at, ends_at) in (0, 4)),
    constraint part_stands_for_one_session unique (event_id, session_reference),
    constraint part_stands_for_one_satellite unique (satellite_event_id)
  );
  create index parts_by_event on parts (event_id, position);

  create table part_categories (
    part_id bigint not null references parts on delete cascade,
    category_id bigint not null references categories on delete cascade,
    primary key (part_id, category_id)
  );
  create index part_categories_by_category on part_categories (category_id);
  comment on table part_categories is 'no row: the part is open to everybody';

  -- A quota of its own belongs to one category, part or option; a shared one has members; the others count everybody.
  alter table quotas drop constraint quota_category_is_of_the_event;
  alter table quotas
    alter column category_id drop not null,
    drop column next_queue_number,
    add column scope text not null default 'own' constraint quota_scope_is_known
      check (scope in ('own', 'shared', 'event', 'on_site', 'online')),
    add column reference text,
    add column name localised_text not null default '{}',
    add column part_id bigint constraint part_has_one_quota unique,
    add column option_id bigint constraint option_has_one_quota unique,
    add constraint quota_category_is_of_the_event foreign key (event_id, category_id)
      references categories (event_id, id) on delete cascade,
    add constraint quota_part_is_of_the_event foreign key (event_id, part_id)
      references parts (event_id, id) on delete cascade,
    add constraint quota_option_is_of_the_event foreign key (event_id, option_id)
      references question_options (event_id, id) on delete cascade,
    add constraint quota_of_its_own_has_an_owner check ((scope = 'own') = (num_nonnulls(category_id, part_id, option_id) = 1)
      and num_nonnulls(category_id, part_id, option_id) <= 1);
  update quotas set reference = 'q' || id;
  alter table quotas alter column reference set not null, add constraint quota_reference_is_unique unique (reference);
  create unique index quota_of_everybody_is_unique on quotas (event_id, scope) where scope in ('event', 'on_site', 'online');

  create table quota_members (
    quota_id bigint not null references quotas on delete cascade,
    category_id bigint references categories on delete cascade,
    part_id bigint references parts on delete cascade,
    option_id bigint references question_options on delete cascade,
    constraint quota_member_is_one_thing check (num_nonnulls(category_id, part_id, option_id) = 1),
    constraint quota_member_is_listed_once unique nulls not distinct (quota_id, category_id, part_id, option_id)
  );
  create index quota_members_by_category on quota_members (category_id);
  create index quota_members_by_part on quota_members (part_id);
  create index quota_members_by_option on quota_members (option_id);

  -- Drawn under the lock on the quotas: of two who want the same thing, who came first has the lower number.
  create sequence queue_numbers as bigint;
  select setval('queue_numbers', greatest(1, (select coalesce(max(queue_number), 0) from registrations) + 1));
`

const people = `
  create table delegations (
    id bigint generated always as identity primary key,
    event_id bigint not null references events,
    reference text not null constraint delegation_reference_is_unique unique,
    contact_name text not null,
    contact_email text not null,
    organisation text not null,
    locale text not null constraint delegation_locale_is_known check (locale in ('cs', 'en')),
    waits_together boolean not null default false,
    submission_digest text not null,
    token_version integer not null default 0,
    created_at timestamptz not null default now()
  );
  create index delegations_by_event on delegations (event_id, id desc);

  create table access_codes (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint access_code_reference_is_unique unique,
    code text not null,
    note text not null default '',
    category_id bigint,
    most_uses integer constraint access_code_has_some_uses check (most_uses > 0),
    used integer not null default 0 constraint access_code_use_is_not_negative check (used >= 0),
    reserves boolean not null default false,
    expires_at timestamptz,
    released_at timestamptz,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    constraint access_code_is_unique_at_the_event unique (event_id, code),
    constraint access_code_is_never_overused check (most_uses is null or used <= most_uses),
    constraint reservation_is_counted check (not reserves or (most_uses is not null and category_id is not null)),
    constraint access_code_category_is_of_the_event foreign key (event_id, category_id) references categories (event_id, id)
  );
  create index access_codes_by_category on access_codes (category_id);
  comment on column access_codes.released_at is 'when the reserved places that nobody used were given back';

  alter table registrations
    drop constraint queue_number_belongs_to_the_waiting,
    drop constraint registration_has_a_beginning;
  drop index one_active_registration_per_address, queue_number_is_unique_in_category, registrations_waiting_in_order;
  alter table registrations drop column status;
  alter table registrations
    add column attendance text not null default 'on_site' constraint attendance_is_known
      check (attendance in ('on_site', 'online')),
    add column place_held boolean not null default false,
    add column address_asked_at timestamptz,
    add column address_confirmed_at timestamptz,
    add column offered_at timestamptz,
    add column offer_expires_at timestamptz,
    add column closing_reason text constraint closing_reason_is_known
      check (closing_reason in ('self', 'organiser', 'contact', 'offer-expired', 'offer-declined', 'address-unconfirmed', 'merged')),
    add column delegation_id bigint references delegations,
    add column access_code_id bigint references access_codes,
    add column person_version integer not null default 0,
    add column tags text[] not null default '{}',
    add column organisation_key text not null generated always as (search_text(btrim(organisation))) stored,
    add column name_key text not null generated always as (search_text(family_name || ' ' || given_name)) stored,
    add column status text not null generated always as (
      case when cancelled_at is not null then 'cancelled'
           when declined_at is not null then 'declined'
           when confirmed_at is not null then 'confirmed'
           when offered_at is not null then 'offered'
           when waitlisted_at is not null then 'waiting'
           when applied_at is not null then 'applied'
           else 'unconfirmed' end) stored;
  update registrations set place_held = true where status = 'confirmed';
  update registrations r set attendance = 'online' from events e where e.id = r.event_id and e.mode = 'online';
  alter table registrations
    add constraint registration_has_a_beginning check (
      num_nonnulls(address_asked_at, applied_at, confirmed_at, waitlisted_at, offered_at) > 0),
    add constraint queue_number_belongs_to_the_waiting check (status <> 'waiting' or queue_number is not null),
    add constraint offer_has_a_deadline check (status <> 'offered' or offer_expires_at is not null),
    add constraint place_is_held_by_the_right check (
      case status when 'confirmed' then place_held when 'offered' then place_held when 'applied' then true
           else not place_held end),
    add constraint queue_number_is_unique_in_event unique (event_id, queue_number) deferrable initially immediate;
  create unique index one_active_registration_per_address on registrations (event_id, lower(email))
    where cancelled_at is null and declined_at is null;
  create index registrations_waiting_in_order on registrations (event_id, queue_number) where status = 'waiting';
  create index registrations_waiting_in_category on registrations (category_id, queue_number) where status = 'waiting';
  create index registrations_with_an_offer on registrations (offer_expires_at) where status = 'offered';
  create index registrations_unconfirmed on registrations (address_asked_at) where status = 'unconfirmed';
  create index registrations_by_delegation on registrations (delegation_id);
  create index registrations_by_access_code on registrations (access_code_id);
  create index registrations_by_organisation on registrations (category_id, organisation_key);
  create index registrations_by_name_key on registrations (event_id, name_key)
    where cancelled_at is null and declined_at is null;
  create index registrations_by_tag on registrations using gin (tags);
  create index registrations_by_name on registrations
    (event_id, (family_name collate "cs-CZ-x-icu"), (given_name collate "cs-CZ-x-icu"), id);
  create index registrations_by_change on registrations (event_id, content_updated_at, id);
  create index registrations_tagged on registrations (event_id) where tags <> '{}';
  comment on column registrations.person_version is 'how often somebody else took over this place';

  create table sign_ups (
    id bigint generated always as identity primary key,
    event_id bigint not null,
    registration_id bigint not null references registrations on delete cascade,
    part_id bigint,
    option_id bigint,
    created_at timestamptz not null default now(),
    confirmed_at timestamptz,
    waitlisted_at timestamptz,
    offered_at timestamptz,
    offer_expires_at timestamptz,
    cancelled_at timestamptz,
    queue_number bigint,
    calendar_sequence integer not null default 0,
    content_updated_at timestamptz not null default now(),
    status text not null generated always as (
      case when cancelled_at is not null then 'cancelled'
           when confirmed_at is not null then 'confirmed'
           when offered_at is not null then 'offered'
           when waitlisted_at is not null then 'waiting'
           else 'wished' end) stored,
    constraint sign_up_is_for_one_thing check (num_nonnulls(part_id, option_id) = 1),
    constraint sign_up_queue_number_belongs_to_the_waiting check (status <> 'waiting' or queue_number is not null),
    constraint sign_up_offer_has_a_deadline check (status <> 'offered' or offer_expires_at is not null),
    constraint sign_up_part_is_of_the_event foreign key (event_id, part_id) references parts (event_id, id),
    constraint sign_up_option_is_of_the_event foreign key (event_id, option_id) references question_options (event_id, id)
  );
  create unique index sign_up_for_a_part_is_unique on sign_ups (registration_id, part_id) where cancelled_at is null;
  create unique index sign_up_for_an_option_is_unique on sign_ups (registration_id, option_id) where cancelled_at is null;
  create index sign_ups_by_part on sign_ups (part_id, queue_number);
  create index sign_ups_by_option on sign_ups (option_id, queue_number);
  create index sign_ups_waiting_in_order on sign_ups (event_id, queue_number) where status = 'waiting';
  create index sign_ups_with_an_offer on sign_ups (offer_expires_at) where status = 'offered';
  comment on column sign_ups.option_id is 'an option of a question with places of its own';

  create table answers (
    registration_id bigint not null references registrations on delete cascade,
    question_id bigint not null references questions,
    value jsonb not null,
    primary key (registration_id, question_id)
  );
  create index answers_by_question on answers (question_id);
  comment on column answers.value is 'text, number, true/false, or a list of option references, by the kind of the question';

  -- Special-category data apart from everything that lists, searches or exports people.
  create table sensitive_answers (
    registration_id bigint not null references registrations on delete cascade,
    question_id bigint not null references questions,
    value jsonb not null,
    primary key (registration_id, question_id)
  );
  create index sensitive_answers_by_question on sensitive_answers (question_id);

  create table answer_files (
    id bigint generated always as identity primary key,
    reference text not null constraint answer_file_reference_is_unique unique,
    event_id bigint not null references events on delete cascade,
    question_id bigint not null references questions on delete cascade,
    registration_id bigint references registrations on delete cascade,
    file_name text not null,
    content_type text not null,
    size integer not null,
    content bytea not null,
    created_at timestamptz not null default now()
  );
  create index answer_files_by_registration on answer_files (registration_id);
  create index answer_files_by_question on answer_files (question_id);
  comment on column answer_files.registration_id is 'null: uploaded with a form that was not accepted yet';

  alter table consents
    drop constraint consent_purpose_is_known,
    add column question_id bigint references questions,
    add column text_version integer not null default 1,
    add constraint consent_purpose_is_known check (purpose in ('participation', 'newsletter', 'question')),
    add constraint consent_of_a_question_names_it check ((purpose = 'question') = (question_id is not null));
  create index consents_by_question on consents (question_id);

  create table registration_notes (
    id bigint generated always as identity primary key,
    registration_id bigint not null references registrations on delete cascade,
    user_id bigint references users,
    body text not null,
    created_at timestamptz not null default now()
  );
  create index registration_notes_by_registration on registration_notes (registration_id);
`

const codes = `
  create table invitations (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint invitation_reference_is_unique unique,
    category_id bigint,
    title_before text not null default '',
    given_name text not null,
    family_name text not null,
    title_after text not null default '',
    email text not null,
    organisation text not null default '',
    country text,
    locale text not null constraint invitation_locale_is_known check (locale in ('cs', 'en')),
    message text not null default '',
    token_version integer not null default 0,
    created_at timestamptz not null default now(),
    sent_at timestamptz,
    opened_at timestamptz,
    reminded_at timestamptz,
    answered_at timestamptz,
    answer text constraint invitation_answer_is_known check (answer in ('yes', 'no')),
    withdrawn_at timestamptz,
    registration_id bigint references registrations,
    constraint invitation_answer_is_dated check ((answer is null) = (answered_at is null)),
    constraint invitation_category_is_of_the_event foreign key (event_id, category_id) references categories (event_id, id)
  );
  -- An address that was forgotten is ''.
  create unique index invitation_of_an_address_is_unique on invitations (event_id, lower(email))
    where withdrawn_at is null and email <> '';
  create index invitations_by_event on invitations (event_id, id desc);
  create index invitations_by_category on invitations (category_id);
  create index invitations_by_registration on invitations (registration_id);
`

const roster = `
  create table registration_views (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint registration_view_reference_is_unique unique,
    name text not null,
    query text not null,
    created_by bigint references users,
    created_at timestamptz not null default now(),
    constraint registration_view_name_is_unique unique (event_id, name)
  );

  create table bulk_runs (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint bulk_run_reference_is_unique unique,
    user_id bigint not null references users,
    deed text not null constraint bulk_deed_is_known
      check (deed in ('approve', 'decline', 'cancel', 'mail', 'tag', 'untag')),
    details jsonb not null default '{}',
    total integer not null,
    created_at timestamptz not null default now(),
    finished_at timestamptz
  );
  create index bulk_runs_by_event on bulk_runs (event_id, id desc);

  create table bulk_items (
    run_id bigint not null references bulk_runs on delete cascade,
    registration_id bigint not null references registrations on delete cascade,
    position integer not null,
    outcome text,
    primary key (run_id, registration_id)
  );
  create index bulk_items_to_do on bulk_items (run_id, position) where outcome is null;
  create index bulk_items_by_registration on bulk_items (registration_id);

  create table export_runs (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint export_run_reference_is_unique unique,
    user_id bigint not null references users,
    format text not null constraint export_format_is_known check (format in ('csv', 'xlsx')),
    query jsonb not null,
    locale text not null constraint export_locale_is_known check (locale in ('cs', 'en')),
    total integer not null,
    done integer not null default 0,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    failed_at timestamptz,
    expires_at timestamptz not null
  );
  create index export_runs_by_event on export_runs (event_id, id desc);

  create table export_chunks (
    run_id bigint not null references export_runs on delete cascade,
    position integer not null,
    content bytea not null,
    primary key (run_id, position)
  );

  create table import_runs (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint import_run_reference_is_unique unique,
    user_id bigint not null references users,
    file_name text not null,
    header jsonb not null,
    lines jsonb not null,
    mapping jsonb not null default '{}',
    digest text not null,
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    result jsonb
  );
  create index import_runs_by_event on import_runs (event_id, id desc);
  create unique index one_unfinished_import_of_an_event on import_runs (event_id) where finished_at is null;
`

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table import_runs, export_chunks, export_runs, bulk_items, bulk_runs, registration_views, invitations,
      registration_notes, answer_files, sensitive_answers, answers, sign_ups, quota_members, part_categories;
    alter table consents drop constraint consent_of_a_question_names_it, drop column text_version, drop column question_id;
    delete from consents where purpose = 'question';
    alter table consents drop constraint consent_purpose_is_known, add constraint consent_purpose_is_known
      check (purpose in ('participation', 'newsletter'));
    alter table registrations
      drop constraint place_is_held_by_the_right, drop constraint offer_has_a_deadline,
      drop constraint queue_number_belongs_to_the_waiting, drop constraint registration_has_a_beginning,
      drop constraint queue_number_is_unique_in_event;
    drop index one_active_registration_per_address, registrations_waiting_in_order, registrations_waiting_in_category;
    delete from registrations where status in ('unconfirmed', 'offered');
    alter table registrations drop column status, drop column organisation_key, drop column name_key, drop column tags,
      drop column person_version, drop column access_code_id, drop column delegation_id, drop column closing_reason,
      drop column offer_expires_at, drop column offered_at, drop column address_confirmed_at,
      drop column address_asked_at, drop column place_held, drop column attendance;
    alter table registrations add column status text not null generated always as (
      case when cancelled_at is not null then 'cancelled' when declined_at is not null then 'declined'
           when confirmed_at is not null then 'confirmed' when waitlisted_at is not null then 'waiting'
           else 'applied' end) stored;
    alter table registrations
      add constraint registration_has_a_beginning
        check (applied_at is not null or confirmed_at is not null or waitlisted_at is not null),
      add constraint queue_number_belongs_to_the_waiting check (status <> 'waiting' or queue_number is not null);
    create unique index one_active_registration_per_address on registrations (event_id, lower(email))
      where cancelled_at is null and declined_at is null;
    create unique index queue_number_is_unique_in_category on registrations (category_id, queue_number);
    create index registrations_waiting_in_order on registrations (category_id, queue_number) where status = 'waiting';
    drop table access_codes, delegations;
    drop sequence queue_numbers;
    delete from quotas where scope <> 'own' or category_id is null;
    drop index quota_of_everybody_is_unique;
    alter table quotas drop constraint quota_of_its_own_has_an_owner, drop column option_id, drop column part_id,
      drop column name, drop column reference, drop column scope, alter column category_id set not null,
      add column next_queue_number bigint not null default 1;
    drop table parts;
    alter table categories drop column most_per_organisation, drop column approval_holds_place, drop column is_hidden;
    drop table registration_settings, question_categories, question_options, questions;
  `)
}
