import type { Knex } from 'knex'

/** People who sign in, organisations, projects, venues; the audit log and the mail outbox. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table users (
      id bigint generated always as identity primary key,
      reference text not null constraint user_reference_is_unique unique,
      email text not null,
      name text not null,
      locale text not null default 'cs' constraint user_locale_is_known check (locale in ('cs', 'en')),
      password_hash text,
      is_administrator boolean not null default false,
      disabled_at timestamptz,
      created_at timestamptz not null default now()
    );
    create unique index user_email_is_unique on users (lower(email));

    create table password_resets (
      id bigint generated always as identity primary key,
      reference text not null constraint password_reset_reference_is_unique unique,
      user_id bigint not null references users on delete cascade,
      requested_at timestamptz not null default now(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index password_resets_by_user on password_resets (user_id);

    create table organisations (
      id bigint generated always as identity primary key,
      slug text not null constraint organisation_slug_is_unique unique,
      name localised_text not null,
      kind text not null default 'other' constraint organisation_kind_is_known
        check (kind in ('region', 'agency', 'cluster', 'university', 'chamber', 'platform', 'ministry', 'company', 'association', 'other')),
      country text,
      city text,
      web text,
      description localised_text not null default '{}',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table organisation_roles (
      organisation_id bigint not null references organisations on delete cascade,
      user_id bigint not null references users on delete cascade,
      role text not null constraint organisation_role_is_known check (role in ('owner', 'organiser', 'door_staff', 'viewer')),
      granted_at timestamptz not null default now(),
      primary key (organisation_id, user_id)
    );
    create index organisation_roles_by_user on organisation_roles (user_id);

    create table programmes (
      id bigint generated always as identity primary key,
      slug text not null constraint programme_slug_is_unique unique,
      name localised_text not null,
      period text,
      shows_eu_emblem boolean not null default false,
      statement localised_text not null default '{}',
      disclaimer localised_text not null default '{}',
      logos jsonb not null default '[]',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );

    create table projects (
      id bigint generated always as identity primary key,
      slug text not null constraint project_slug_is_unique unique,
      organisation_id bigint not null references organisations,
      programme_id bigint references programmes,
      name localised_text not null,
      acronym text,
      registration_number text,
      starts_on date,
      ends_on date,
      budget_cents bigint constraint project_budget_is_not_negative check (budget_cents >= 0),
      eu_contribution_cents bigint constraint project_contribution_is_not_negative check (eu_contribution_cents >= 0),
      currency text not null default 'EUR' constraint project_currency_is_known check (currency in ('EUR', 'CZK')),
      eu_fund text,
      state text not null default 'running' constraint project_state_is_known
        check (state in ('before_start', 'running', 'sustainability', 'closed', 'rejected')),
      description localised_text not null default '{}',
      web text,
      contact localised_text not null default '{}',
      evidence_until date,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint project_ends_after_start check (ends_on >= starts_on)
    );
    create index projects_by_programme on projects (programme_id);
    create index projects_by_organisation on projects (organisation_id);

    create table project_partners (
      id bigint generated always as identity primary key,
      project_id bigint not null references projects on delete cascade,
      organisation_id bigint references organisations,
      position integer not null,
      name text not null,
      country text not null,
      web text,
      is_lead boolean not null default false,
      constraint project_partner_position_is_unique unique (project_id, position)
    );

    create table project_documents (
      id bigint generated always as identity primary key,
      project_id bigint not null references projects on delete cascade,
      position integer not null,
      title localised_text not null,
      url text,
      constraint project_document_position_is_unique unique (project_id, position)
    );

    create table venues (
      id bigint generated always as identity primary key,
      reference text not null constraint venue_reference_is_unique unique,
      organisation_id bigint not null references organisations,
      name localised_text not null,
      street text,
      city text not null,
      postal_code text,
      country text not null,
      latitude double precision constraint venue_latitude_is_on_earth check (latitude between -90 and 90),
      longitude double precision constraint venue_longitude_is_on_earth check (longitude between -180 and 180),
      accessibility localised_text not null default '{}',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint venue_position_is_complete check ((latitude is null) = (longitude is null))
    );
    create index venues_by_organisation on venues (organisation_id);

    create table rooms (
      id bigint generated always as identity primary key,
      venue_id bigint not null references venues on delete cascade,
      reference text not null constraint room_reference_is_unique unique,
      name localised_text not null,
      note localised_text not null default '{}',
      capacity integer constraint room_capacity_is_positive check (capacity > 0),
      is_exclusive boolean not null default true,
      position integer not null,
      constraint room_exclusiveness_is_referable unique (id, is_exclusive)
    );
    create index rooms_by_venue on rooms (venue_id, position);
    comment on column rooms.is_exclusive is 'false: several things may happen here at once (a foyer)';

    create table audit_entries (
      id bigint generated always as identity primary key,
      at timestamptz not null default now(),
      actor_kind text not null constraint audit_actor_is_known check (actor_kind in ('user', 'attendee', 'visitor', 'system')),
      actor_user_id bigint references users,
      action text not null,
      organisation_id bigint references organisations,
      event_id bigint,
      subject_kind text,
      subject_id bigint,
      details jsonb not null default '{}'
    );
    create index audit_entries_by_event on audit_entries (event_id, id desc);
    create index audit_entries_by_subject on audit_entries (subject_kind, subject_id, id desc);

    create function refuse_audit_change() returns trigger language plpgsql as $$
      begin raise exception 'the audit log is append-only'; end $$;
    create trigger audit_entries_are_append_only before update or delete on audit_entries
      for each statement execute function refuse_audit_change();

    create table mails (
      id bigint generated always as identity primary key,
      reference text not null constraint mail_reference_is_unique unique,
      idempotency_key text not null constraint mail_is_queued_once unique,
      message_id text not null constraint mail_message_id_is_unique unique,
      kind text not null,
      locale text not null constraint mail_locale_is_known check (locale in ('cs', 'en')),
      to_name text not null,
      to_address text not null,
      organisation_id bigint references organisations,
      event_id bigint,
      registration_id bigint,
      payload jsonb not null default '{}',
      subject text,
      content jsonb,
      created_at timestamptz not null default now(),
      trying_since timestamptz not null default now(),
      next_try_at timestamptz not null default now(),
      lease_until timestamptz,
      attempts integer not null default 0,
      sent_at timestamptz,
      failed_at timestamptz,
      dropped_at timestamptz,
      smtp_response text,
      constraint mail_ends_once check (num_nonnulls(sent_at, failed_at, dropped_at) <= 1)
    );
    create index mails_to_send on mails (next_try_at, id)
      where sent_at is null and failed_at is null and dropped_at is null;
    create index mails_by_event on mails (event_id, id desc);
    create index mails_by_registration on mails (registration_id, id);
    create index mails_by_address on mails (lower(to_address), id desc);
    comment on column mails.dropped_at is 'when it turned out that nobody needs this mail any more';
    comment on column mails.content is 'html, text and attachments, frozen at the first attempt so that a retry is byte-equal';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table mails, audit_entries, rooms, venues, project_documents, project_partners, projects, programmes,
      organisation_roles, organisations, password_resets, users;
    drop function refuse_audit_change();
  `)
}
