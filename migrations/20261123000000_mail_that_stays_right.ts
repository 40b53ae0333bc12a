import type { Knex } from 'knex'

/** Mails in lanes, at rates and with bounces; servers and texts of organisers' own; announcements; calendar invitations and their answers. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(delivery)
  await knex.raw(words)
  await knex.raw(announcements)
  await knex.raw(invitations)
}

const delivery = `
  alter table mails
    add column is_bulk boolean not null default false,
    add column expires_at timestamptz,
    add column to_domain text not null generated always as (lower(substring(to_address from '[^@]*$'))) stored,
    add column calendar_uid text,
    add column calendar_sequence integer,
    add column doubtful integer not null default 0,
    add column bounced_at timestamptz,
    add column bounce_status text,
    add constraint bounce_has_a_status check ((bounced_at is null) = (bounce_status is null));
  comment on column mails.is_bulk is 'written to many at once: goes after what somebody waits for, and may be unsubscribed from';
  comment on column mails.expires_at is 'later the mail makes no sense and is dropped';
  comment on column mails.calendar_uid is 'of a calendar message (RFC 5546): one at a time, and never an older one after a newer';
  comment on column mails.calendar_sequence is 'what was written into it, at the first try';
  comment on column mails.doubtful is 'tries after which nobody knows whether the server has the mail';
  comment on column mails.bounced_at is 'a mail server that had taken it gave it back (RFC 3464)';
  drop index mails_to_send;
  create index mails_to_send on mails (is_bulk, next_try_at, id)
    where sent_at is null and failed_at is null and dropped_at is null;
  create index mails_by_calendar_uid on mails (calendar_uid, id) where calendar_uid is not null;

  create table mail_domains (
    domain text primary key,
    free_at timestamptz not null default now(),
    window_started_at timestamptz not null default now(),
    tries integer not null default 0,
    deferrals integer not null default 0,
    paused_until timestamptz
  );
  comment on table mail_domains is 'how fast each receiving domain may be sent to, for all processes together';
  comment on column mail_domains.free_at is 'when the next mail may go: each one moves it on by its share of a second';
  comment on column mail_domains.paused_until is 'the domain put off too much: bulk waits until then';

  create table mail_servers (
    organisation_id bigint primary key references organisations on delete cascade,
    host text not null,
    port integer not null constraint mail_port_is_a_port check (port between 1 and 65535),
    security text not null constraint mail_security_is_known check (security in ('tls', 'starttls', 'none')),
    user_name text not null default '',
    password_sealed text,
    from_name text not null default '',
    from_address text not null,
    enabled_at timestamptz,
    tested_at timestamptz,
    test_response text not null default '',
    lock_version integer not null default 0,
    updated_at timestamptz not null default now()
  );
  comment on column mail_servers.password_sealed is 'AES-256-GCM with a key derived from the secret of the installation';
  comment on column mail_servers.enabled_at is 'null: the mails go through the server of the installation';

  create table suppressed_addresses (
    address text primary key constraint suppressed_address_is_folded check (address = lower(address)),
    reason text not null constraint suppression_reason_is_known
      check (reason in ('hard-bounce', 'soft-bounces', 'complaint', 'organiser')),
    status text not null default '',
    mail_id bigint references mails on delete set null,
    suppressed_at timestamptz not null default now()
  );
  comment on table suppressed_addresses is 'nothing is sent there until somebody mends the address or lifts it; a complaint stops bulk only';

  create table mail_opt_outs (
    organisation_id bigint not null references organisations on delete cascade,
    address text not null constraint opt_out_address_is_folded check (address = lower(address)),
    opted_out_at timestamptz not null default now(),
    primary key (organisation_id, address)
  );
  comment on table mail_opt_outs is 'wants no more bulk mail of this organisation (RFC 8058); tickets still come';

  create table inbound_mails (
    id bigint generated always as identity primary key,
    digest text not null constraint inbound_mail_is_read_once unique,
    kind text not null constraint inbound_kind_is_known check (kind in ('bounce', 'answer', 'complaint', 'other')),
    outcome text not null,
    mail_id bigint references mails on delete set null,
    registration_id bigint references registrations on delete cascade,
    details jsonb not null default '{}',
    received_at timestamptz not null default now()
  );
  comment on table inbound_mails is 'what came into our mailbox and what became of it; not the mails themselves';
  create index inbound_mails_by_registration on inbound_mails (registration_id, id desc);
  create index inbound_mails_by_age on inbound_mails (received_at);
`

const words = `
  create table mail_templates (
    event_id bigint not null references events on delete cascade,
    kind text not null,
    locale text not null constraint template_locale_is_known check (locale in ('cs', 'en')),
    subject text not null default '',
    heading text not null default '',
    body text not null default '',
    lock_version integer not null default 0,
    updated_at timestamptz not null default now(),
    updated_by_user_id bigint references users,
    primary key (event_id, kind, locale)
  );
  comment on table mail_templates is 'the organiser''s own words in a mail of the system; what is empty stays as the original says it';
`

const announcements = `
  alter table registrations add column arrived_at timestamptz;
  comment on column registrations.arrived_at is 'checked in; only somebody with a place can be';

  create table announcement_rules (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint announcement_rule_reference_is_unique unique,
    preset text not null constraint announcement_preset_is_known
      check (preset in ('week-before', 'day-before', 'tomorrow', 'thanks', 'own')),
    anchor text not null constraint announcement_anchor_is_known check (anchor in ('start', 'end')),
    days integer not null constraint announcement_days_are_few check (days between -365 and 365),
    time_of_day text not null constraint announcement_time_is_a_time check (time_of_day ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    segment text not null default '',
    subject localised_text not null default '{}',
    body localised_text not null default '{}',
    enabled_at timestamptz,
    lock_version integer not null default 0,
    created_at timestamptz not null default now()
  );
  comment on table announcement_rules is 'mails that go by themselves, so many days before the start or after the end, at a time of the event''s zone';
  create index announcement_rules_by_event on announcement_rules (event_id, id);

  create table announcements (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    reference text not null constraint announcement_reference_is_unique unique,
    rule_id bigint references announcement_rules on delete set null,
    occasion text constraint rule_announces_once_per_occasion unique,
    segment text not null default '',
    subject localised_text not null default '{}',
    body localised_text not null default '{}',
    per_minute integer not null default 600 constraint pace_is_possible check (per_minute between 1 and 6000),
    planned_for timestamptz,
    expires_at timestamptz,
    agreed_count integer,
    agreed_at timestamptz,
    created_by_user_id bigint references users,
    created_at timestamptz not null default now(),
    queued_at timestamptz,
    stopped_at timestamptz,
    skipped_at timestamptz,
    skip_reason text,
    recipients integer not null default 0,
    lock_version integer not null default 0,
    constraint skipping_has_a_reason check ((skipped_at is null) = (skip_reason is null)),
    constraint announcement_is_sent_or_skipped check (num_nonnulls(queued_at, skipped_at) <= 1)
  );
  comment on table announcements is 'a mail of the organiser to many registered people; its mails in the outbox are the log of who got it';
  comment on column announcements.segment is 'the query of a selection of registrations, as the table of registrations has it in its address';
  comment on column announcements.planned_for is 'null and not queued: a draft';
  comment on column announcements.agreed_at is 'when somebody last agreed that it goes, now or as planned';
  comment on column announcements.stopped_at is 'its mails wait until somebody goes on';
  create index announcements_by_event on announcements (event_id, id desc);
  create index announcements_to_send on announcements (planned_for) where queued_at is null and skipped_at is null;

  alter table mails add column announcement_id bigint references announcements;
  create index mails_by_announcement on mails (announcement_id, id) where announcement_id is not null;
`

const invitations = `
  create table calendar_invitations (
    registration_id bigint primary key references registrations on delete cascade,
    calendar_uid uuid not null,
    mode text not null default 'on' constraint invitation_mode_is_known check (mode in ('on', 'attachment', 'off')),
    due_at timestamptz,
    told_address text,
    told_name text,
    told_locale text constraint told_locale_is_known check (told_locale in ('cs', 'en')),
    told_sequence integer,
    told_method text constraint told_method_is_known check (told_method in ('REQUEST', 'CANCEL')),
    told_at timestamptz,
    answer text constraint calendar_answer_is_known check (answer in ('ACCEPTED', 'TENTATIVE', 'DECLINED')),
    answer_sequence integer,
    answer_stamp timestamptz,
    answered_at timestamptz,
    refreshed_at timestamptz,
    constraint telling_is_whole check (num_nonnulls(told_address, told_name, told_locale, told_sequence,
      told_method, told_at) in (0, 6))
  );
  comment on table calendar_invitations is 'what the calendar of a registered person was told by mail (iMIP, RFC 6047), and what it answered';
  comment on column calendar_invitations.due_at is 'something changed: look at this time what is to be told';
  comment on column calendar_invitations.calendar_uid is 'whose all this is; the registration has another one by now: it was handed over, or its address mended';
  comment on column calendar_invitations.told_address is 'who holds the last REQUEST: whoever else gets the place does not';
  create index calendar_invitations_due on calendar_invitations (due_at) where due_at is not null;
`

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table calendar_invitations;
    alter table mails drop column announcement_id;
    drop table announcements, announcement_rules, mail_templates, inbound_mails, mail_opt_outs, suppressed_addresses,
      mail_servers, mail_domains;
    alter table registrations drop column arrived_at;
    drop index mails_to_send;
    alter table mails drop constraint bounce_has_a_status, drop column bounce_status, drop column bounced_at, drop column doubtful,
      drop column calendar_sequence, drop column calendar_uid, drop column to_domain, drop column expires_at,
      drop column is_bulk;
    create index mails_to_send on mails (next_try_at, id)
      where sent_at is null and failed_at is null and dropped_at is null;
  `)
}
