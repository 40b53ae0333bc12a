import type { Knex } from 'knex'

/** Unscheduled sessions, edits to undo, named and planned releases; speakers who answer for themselves; files; stars; feedback. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(files)
  await knex.raw(programme)
  await knex.raw(speakers)
  await knex.raw(releases)
  await knex.raw(reading)
}

const files = `
  create table files (
    id bigint generated always as identity primary key,
    reference text not null constraint file_reference_is_unique unique,
    event_id bigint not null references events on delete cascade,
    purpose text not null constraint file_purpose_is_known check (purpose in ('photograph', 'material')),
    file_name text not null,
    content_type text not null,
    size integer not null constraint file_is_not_empty check (size > 0),
    width integer,
    height integer,
    content bytea not null,
    created_at timestamptz not null default now()
  );
  -- What is uploaded is compressed already; pieces of it are read without unpacking the whole.
  alter table files alter column content set storage external;
  create index files_by_event on files (event_id);
`

const programme = `
  create table agenda_settings (
    event_id bigint primary key references events on delete cascade,
    opens text constraint opening_is_a_time check (opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    closes text constraint closing_is_a_time check (closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    room_change_minutes integer not null default 0
      constraint room_change_is_short check (room_change_minutes between 0 and 120),
    feedback_opens_at timestamptz,
    feedback_closes_at timestamptz,
    embed_origins text[] not null default '{}',
    constraint feedback_closes_after_it_opens check (feedback_closes_at > feedback_opens_at)
  );
  comment on column agenda_settings.opens is 'null: the day has no hours; sessions outside them are a warning';
  comment on column agenda_settings.room_change_minutes is 'what a speaker needs between two rooms';

  alter table agenda_sessions
    alter column starts_local drop not null, alter column ends_local drop not null,
    alter column starts_at drop not null, alter column ends_at drop not null,
    add column minutes integer constraint session_length_is_a_day_at_most check (minutes between 1 and 1440),
    add column subtitle localised_text not null default '{}',
    add column description localised_text not null default '{}',
    add column links jsonb not null default '[]',
    add column recording_url text,
    add column do_not_record boolean not null default false,
    add column type_label text,
    add column clash_accepted boolean not null default false,
    add column import_key text,
    add column changed_by_user_id bigint references users,
    add constraint session_is_placed_whole check (num_nulls(starts_local, ends_local, starts_at, ends_at) in (0, 4)),
    add constraint unscheduled_session_has_a_length check (starts_at is not null or minutes is not null),
    add constraint session_is_imported_once unique (event_id, import_key),
    drop constraint room_holds_one_session_at_a_time;
  alter table agenda_sessions
    add constraint room_holds_one_session_at_a_time exclude using gist
      (event_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
      where (room_is_exclusive and cancelled_at is null and kind <> 'break' and starts_at is not null and not clash_accepted)
      deferrable initially deferred;
  comment on column agenda_sessions.minutes is 'how long a session is to be that has no time yet';
  comment on column agenda_sessions.clash_accepted is 'came from an import as it is: its clashes are shown, not refused';
  comment on column agenda_sessions.import_key is 'what the imported document knows it by, so that the next import finds it';
  comment on column agenda_sessions.type_label is 'the kind in the words of the imported document';

  alter table session_speakers
    alter column starts_at drop not null, alter column ends_at drop not null,
    add column clash_accepted boolean not null default false,
    add constraint appearance_is_in_a_session foreign key (session_id) references agenda_sessions (id) on delete cascade,
    drop constraint speaker_is_in_one_place_at_a_time;
  alter table session_speakers
    add constraint speaker_is_in_one_place_at_a_time exclude using gist
      (speaker_id with =, tstzrange(starts_at, ends_at) with &&)
      where (not is_collective and not is_cancelled and starts_at is not null and not clash_accepted)
      deferrable initially deferred;
  create index session_speakers_by_speaker on session_speakers (speaker_id);

  create table agenda_edits (
    id bigint generated always as identity primary key,
    event_id bigint not null references events on delete cascade,
    user_id bigint references users,
    deed text not null,
    entries jsonb not null,
    made_at timestamptz not null default now(),
    undone_at timestamptz
  );
  create index agenda_edits_by_event on agenda_edits (event_id, id desc);
  comment on column agenda_edits.entries is 'each touched session before and after: what undo and conflicts are told from';
`

const speakers = `
  alter table speakers
    add column title_before text not null default '',
    add column title_after text not null default '',
    add column links jsonb not null default '[]',
    add column email text,
    add column locale text not null default 'cs' constraint speaker_locale_is_known check (locale in ('cs', 'en')),
    add column photograph_id bigint references files on delete set null,
    add column availability jsonb not null default '[]',
    add column technical_needs text not null default '',
    add column invited_at timestamptz,
    add column reminded_at timestamptz,
    add column confirmed_at timestamptz,
    add column declined_at timestamptz,
    add column decline_reason text not null default '',
    add column consented_at timestamptz,
    add column consent_source text constraint consent_source_is_known check (consent_source in ('speaker', 'organiser')),
    add column is_public boolean not null generated always as (is_collective or consented_at is not null) stored,
    add column token_version integer not null default 0,
    add column lock_version integer not null default 0,
    add column import_key text,
    add constraint consent_has_a_source check (consented_at is null or consent_source is not null),
    add constraint speaker_gives_one_answer check (confirmed_at is null or declined_at is null),
    add constraint speaker_is_imported_once unique (event_id, import_key);
  -- Whoever stood in a programme before stays there: their organisers answered for it.
  update speakers set consented_at = created_at, consent_source = 'organiser' where not is_collective;
  comment on column speakers.availability is '[{"from": "2023-09-13T09:00:00", "to": …}]: when they can come; empty: whenever';
  comment on column speakers.consent_source is 'speaker without consented_at: withdrawn, and no organiser can give it again';
  comment on column speakers.is_public is 'without consent a person stands in no release';

  create table session_materials (
    id bigint generated always as identity primary key,
    reference text not null constraint material_reference_is_unique unique,
    session_id bigint not null references agenda_sessions on delete cascade,
    file_id bigint not null references files on delete cascade,
    speaker_id bigint references speakers on delete set null,
    title text not null default '',
    position integer not null,
    published_at timestamptz,
    created_at timestamptz not null default now()
  );
  create index session_materials_by_session on session_materials (session_id, position);
  comment on column session_materials.published_at is 'null: only the organisers and the speaker see it';
`

const releases = `
  alter table agenda_releases
    add column name localised_text not null default '{}',
    add column outline jsonb not null default '{}',
    add column restored_from integer;
  update agenda_releases set content = jsonb_build_object(
    'rooms', content->'rooms', 'tracks', content->'tracks',
    'sessions', (select coalesce(jsonb_agg('{"subtitle": {}, "description": {}, "links": [], "recordingUrl": null,
      "doNotRecord": false, "typeLabel": null}'::jsonb || session), '[]') from jsonb_array_elements(content->'sessions') session),
    'speakers', (select coalesce(jsonb_agg('{"titleBefore": "", "titleAfter": "", "links": [], "photograph": null}'::jsonb
      || speaker), '[]') from jsonb_array_elements(content->'speakers') speaker));
  update agenda_releases set outline = jsonb_build_object(
    'rooms', content->'rooms', 'tracks', content->'tracks',
    'sessions', (select coalesce(jsonb_agg(session - 'abstract' - 'description' - 'links' - 'recordingUrl'), '[]')
      from jsonb_array_elements(content->'sessions') session),
    'speakers', (select coalesce(jsonb_agg(speaker - 'biography' - 'links'), '[]')
      from jsonb_array_elements(content->'speakers') speaker));
  comment on column agenda_releases.outline is 'the content without its long texts: what the pages of the programme read';

  create table planned_releases (
    event_id bigint primary key references events on delete cascade,
    release_at timestamptz not null,
    name localised_text not null default '{}',
    note localised_text not null default '{}',
    planned_by_user_id bigint references users,
    created_at timestamptz not null default now()
  );
  create index planned_releases_in_order on planned_releases (release_at);

  create table schedule_imports (
    id bigint generated always as identity primary key,
    reference text not null constraint schedule_import_reference_is_unique unique,
    event_id bigint not null references events on delete cascade,
    user_id bigint references users,
    source text not null constraint schedule_source_is_known check (source in ('frab-xml', 'c3voc-json', 'table')),
    file_name text not null default '',
    document jsonb not null,
    mapping jsonb not null default '{}',
    created_at timestamptz not null default now(),
    confirmed_at timestamptz,
    result jsonb
  );
  create index schedule_imports_by_event on schedule_imports (event_id, id desc);
`

const reading = `
  create table starred_sessions (
    registration_id bigint not null references registrations on delete cascade,
    person_version integer not null,
    session_reference text not null,
    starred_at timestamptz not null default now(),
    primary key (registration_id, person_version, session_reference)
  );
  comment on column starred_sessions.person_version is 'whose stars they are: who takes over a place begins without any';

  create table session_feedback (
    id bigint generated always as identity primary key,
    session_id bigint not null references agenda_sessions on delete cascade,
    rating smallint constraint rating_is_of_five check (rating between 1 and 5),
    comment text not null default '',
    given_at timestamptz not null default now(),
    constraint feedback_says_something check (rating is not null or comment <> '')
  );
  create index session_feedback_by_session on session_feedback (session_id, id desc);
`

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table session_feedback, starred_sessions, schedule_imports, planned_releases, session_materials, agenda_edits,
      agenda_settings;
    alter table agenda_releases drop column restored_from, drop column outline, drop column name;
    alter table speakers drop constraint speaker_is_imported_once, drop constraint speaker_gives_one_answer,
      drop constraint consent_has_a_source, drop column import_key, drop column lock_version, drop column token_version,
      drop column is_public, drop column consent_source, drop column consented_at, drop column decline_reason,
      drop column declined_at, drop column confirmed_at, drop column reminded_at, drop column invited_at,
      drop column technical_needs, drop column availability, drop column photograph_id, drop column locale,
      drop column email, drop column links, drop column title_after, drop column title_before;
    delete from agenda_sessions where starts_at is null or clash_accepted;
    drop index session_speakers_by_speaker;
    alter table session_speakers drop constraint speaker_is_in_one_place_at_a_time,
      drop constraint appearance_is_in_a_session, drop column clash_accepted;
    alter table session_speakers alter column starts_at set not null, alter column ends_at set not null,
      add constraint speaker_is_in_one_place_at_a_time exclude using gist
        (speaker_id with =, tstzrange(starts_at, ends_at) with &&) where (not is_collective and not is_cancelled)
        deferrable initially deferred;
    alter table agenda_sessions drop constraint room_holds_one_session_at_a_time,
      drop constraint session_is_imported_once, drop constraint unscheduled_session_has_a_length,
      drop constraint session_is_placed_whole, drop column changed_by_user_id, drop column import_key,
      drop column clash_accepted, drop column type_label, drop column do_not_record, drop column recording_url,
      drop column links, drop column description, drop column subtitle, drop column minutes;
    alter table agenda_sessions alter column starts_local set not null, alter column ends_local set not null,
      alter column starts_at set not null, alter column ends_at set not null,
      add constraint room_holds_one_session_at_a_time exclude using gist
        (event_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
        where (room_is_exclusive and cancelled_at is null and kind <> 'break') deferrable initially deferred;
    drop table files;
  `)
}
