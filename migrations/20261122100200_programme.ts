import type { Knex } from 'knex'

/** Series, events, the draft agenda and its releases. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table event_series (
      id bigint generated always as identity primary key,
      slug text not null constraint series_slug_is_unique unique,
      organisation_id bigint not null references organisations,
      name localised_text not null,
      description localised_text not null default '{}',
      planned_editions integer constraint series_length_is_positive check (planned_editions > 0),
      created_at timestamptz not null default now()
    );

    create table events (
      id bigint generated always as identity primary key,
      slug text not null constraint event_slug_is_unique unique
        constraint event_slug_is_a_slug check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
      calendar_uid uuid not null default gen_random_uuid() constraint event_calendar_uid_is_unique unique,
      organisation_id bigint not null references organisations,
      series_id bigint references event_series,
      edition integer constraint event_edition_is_positive check (edition > 0),
      parent_event_id bigint references events constraint event_is_not_its_own_parent check (parent_event_id <> id),
      project_id bigint references projects,
      venue_id bigint references venues,
      title localised_text not null,
      subtitle localised_text not null default '{}',
      kind_of_invitation localised_text not null default '{}',
      summary localised_text not null default '{}',
      description localised_text not null default '{}',
      venue_note localised_text not null default '{}',
      press_release localised_text not null default '{}',
      hue integer not null default 250 constraint event_hue_is_a_step_of_ten check (hue between 0 and 350 and hue % 10 = 0),
      mode text not null default 'on_site' constraint event_mode_is_known check (mode in ('on_site', 'online', 'hybrid')),
      city localised_text not null default '{}',
      country text,
      time_zone text not null,
      starts_local timestamp not null,
      ends_local timestamp not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      has_times boolean not null default true,
      registration_opens_at timestamptz,
      registration_closes_at timestamptz,
      is_demonstration boolean not null default false,
      published_at timestamptz,
      cancelled_at timestamptz,
      cancellation_note localised_text not null default '{}',
      archived_at timestamptz,
      calendar_sequence integer not null default 0,
      content_updated_at timestamptz not null default now(),
      created_at timestamptz not null default now(),
      lock_version integer not null default 0,
      constraint event_ends_after_start check (ends_at > starts_at),
      constraint registration_closes_after_opening check (registration_closes_at > registration_opens_at)
    );
    create index events_by_organisation on events (organisation_id, starts_at);
    create index events_by_start on events (starts_at) where published_at is not null;
    create index events_by_series on events (series_id, edition);
    create index events_by_parent on events (parent_event_id);
    create index events_by_project on events (project_id);
    create index events_by_search on events using gin (
      search_text(coalesce(title->>'cs', '') || ' ' || coalesce(title->>'en', '') || ' ' || coalesce(subtitle->>'cs', '') || ' ' || coalesce(subtitle->>'en', '')) gin_trgm_ops);
    comment on column events.has_times is 'false: only the days are known, times must not be shown';
    comment on column events.kind_of_invitation is 'the words after the hosts on the cover: invite you to the conference';

    alter table audit_entries add constraint audit_event foreign key (event_id) references events;
    alter table mails add constraint mail_event foreign key (event_id) references events;

    create table event_roles (
      event_id bigint not null references events on delete cascade,
      user_id bigint not null references users on delete cascade,
      role text not null constraint event_role_is_known check (role in ('owner', 'organiser', 'door_staff', 'viewer')),
      granted_at timestamptz not null default now(),
      primary key (event_id, user_id)
    );
    create index event_roles_by_user on event_roles (user_id);

    create table event_hosts (
      event_id bigint not null references events on delete cascade,
      organisation_id bigint not null references organisations,
      role text not null constraint event_host_role_is_known check (role in ('host', 'co_organiser', 'partner', 'supporter')),
      position integer not null,
      primary key (event_id, organisation_id)
    );
    create index event_hosts_by_organisation on event_hosts (organisation_id);

    create table event_links (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      reference text not null constraint event_link_reference_is_unique unique,
      kind text not null constraint event_link_kind_is_known check (kind in ('document', 'link', 'video', 'poster', 'press_release', 'photographs')),
      title localised_text not null,
      url text not null,
      position integer not null
    );
    create index event_links_by_event on event_links (event_id, position);

    create table tracks (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      slug text not null,
      name localised_text not null,
      colour integer not null constraint track_colour_exists check (colour between 1 and 8),
      position integer not null,
      constraint track_slug_is_unique_in_event unique (event_id, slug),
      constraint track_event_is_referable unique (event_id, id)
    );

    create table agenda_sessions (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      reference text not null constraint session_reference_is_unique unique,
      calendar_uid uuid not null default gen_random_uuid() constraint session_calendar_uid_is_unique unique,
      kind text not null constraint session_kind_is_known
        check (kind in ('talk', 'panel', 'keynote', 'workshop', 'break', 'b2b', 'social')),
      title localised_text not null,
      abstract localised_text not null default '{}',
      place_note localised_text not null default '{}',
      language text constraint session_language_is_a_code check (language ~ '^[a-z]{2}$'),
      track_id bigint,
      room_id bigint,
      room_is_exclusive boolean,
      satellite_event_id bigint references events,
      capacity integer constraint session_capacity_is_positive check (capacity > 0),
      starts_local timestamp not null,
      ends_local timestamp not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      cancelled_at timestamptz,
      is_cancelled boolean not null generated always as (cancelled_at is not null) stored,
      lock_version integer not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint session_ends_after_start check (ends_at > starts_at),
      constraint session_times_are_referable unique (id, starts_at, ends_at, is_cancelled),
      constraint session_track_is_of_the_event foreign key (event_id, track_id) references tracks (event_id, id),
      constraint session_room_exclusiveness_is_the_rooms foreign key (room_id, room_is_exclusive)
        references rooms (id, is_exclusive) on update cascade,
      constraint session_room_exclusiveness_is_known check ((room_id is null) = (room_is_exclusive is null)),
      constraint room_holds_one_session_at_a_time exclude using gist
        (event_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
        where (room_is_exclusive and cancelled_at is null and kind <> 'break') deferrable initially deferred
    );
    create index agenda_sessions_by_event on agenda_sessions (event_id, starts_at);

    create table speakers (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      reference text not null constraint speaker_reference_is_unique unique,
      name localised_text not null,
      sort_name text not null,
      affiliation localised_text not null default '{}',
      biography localised_text not null default '{}',
      is_collective boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint speaker_collectiveness_is_referable unique (id, is_collective)
    );
    create index speakers_by_event on speakers (event_id, sort_name);
    comment on column speakers.is_collective is 'an institution: several of its people may speak at once, so it never clashes with itself';

    create table session_speakers (
      session_id bigint not null,
      speaker_id bigint not null,
      role text not null constraint speaker_role_is_known check (role in ('speaker', 'moderator', 'panellist')),
      position integer not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      is_cancelled boolean not null default false,
      is_collective boolean not null,
      primary key (session_id, speaker_id),
      constraint speaker_is_there_when_the_session_is foreign key (session_id, starts_at, ends_at, is_cancelled)
        references agenda_sessions (id, starts_at, ends_at, is_cancelled) on update cascade on delete cascade,
      constraint speaker_collectiveness_is_the_speakers foreign key (speaker_id, is_collective)
        references speakers (id, is_collective) on update cascade on delete cascade,
      constraint speaker_is_in_one_place_at_a_time exclude using gist
        (speaker_id with =, tstzrange(starts_at, ends_at) with &&)
        where (not is_collective and not is_cancelled) deferrable initially deferred
    );

    create table agenda_releases (
      id bigint generated always as identity primary key,
      event_id bigint not null references events on delete cascade,
      number integer not null,
      note localised_text not null default '{}',
      content jsonb not null,
      changes jsonb not null default '[]',
      released_at timestamptz not null default now(),
      released_by_user_id bigint references users,
      constraint release_number_is_unique_in_event unique (event_id, number)
    );
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table mails drop constraint mail_event;
    alter table audit_entries drop constraint audit_event;
    drop table agenda_releases, session_speakers, speakers, agenda_sessions, tracks, event_links, event_hosts, event_roles, events, event_series;
  `)
}
