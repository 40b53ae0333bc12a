-- Made by `node --import tsx bin/dump-schema.ts` from migrations/; for reading, not for loading.

create extension btree_gist;
create extension pg_trgm;
create extension unaccent;

create domain localised_text as jsonb
  constraint is_localised CHECK (is_localised_text(VALUE));

CREATE OR REPLACE FUNCTION public.is_localised_text(content jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((jsonb_typeof(content) = 'object'::text) AND (((content - 'cs'::text) - 'en'::text) = '{}'::jsonb) AND (jsonb_typeof(COALESCE((content -> 'cs'::text), '""'::jsonb)) = 'string'::text) AND (jsonb_typeof(COALESCE((content -> 'en'::text), '""'::jsonb)) = 'string'::text));

CREATE OR REPLACE FUNCTION public.note_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      insert into content_changes (kind) values (tg_argv[0])
      on conflict (kind, transaction) do update set changes = content_changes.changes + 1;
      return null;
    end $function$;

CREATE OR REPLACE FUNCTION public.refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin raise exception 'the audit log is append-only'; end $function$;

CREATE OR REPLACE FUNCTION public.search_text(content text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(unaccent('unaccent'::regdictionary, content));

CREATE OR REPLACE FUNCTION public.tally_registrations()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    begin
      case tg_op
        when 'INSERT' then 
  insert into registration_tallies (event_id, kind, category_id, status, has_arrived, tag, quarter, count)
  select event_id, kind, category_id, status, has_arrived, tag, quarter, sum(times) from (
  select event_id, 'standing' as kind, category_id, status, arrived_at is not null as has_arrived, null::text as tag,
    null::timestamptz as quarter, 1 as times from after
  union all
  select event_id, 'tag', null, null, null, unnest(tags), null, 1 from after where tags <> '{}'
  union all
  select event_id, 'taken', null, null, null, null, date_bin('15 minutes', confirmed_at, 'epoch'), 1
  from after where confirmed_at is not null
  union all
  select event_id, 'freed', null, null, null, null, date_bin('15 minutes', cancelled_at, 'epoch'), 1
  from after where confirmed_at is not null and cancelled_at is not null) facts
  group by event_id, kind, category_id, status, has_arrived, tag, quarter having sum(times) <> 0;
        when 'DELETE' then 
  insert into registration_tallies (event_id, kind, category_id, status, has_arrived, tag, quarter, count)
  select event_id, kind, category_id, status, has_arrived, tag, quarter, sum(times) from (
  select event_id, 'standing' as kind, category_id, status, arrived_at is not null as has_arrived, null::text as tag,
    null::timestamptz as quarter, -1 as times from before
  union all
  select event_id, 'tag', null, null, null, unnest(tags), null, -1 from before where tags <> '{}'
  union all
  select event_id, 'taken', null, null, null, null, date_bin('15 minutes', confirmed_at, 'epoch'), -1
  from before where confirmed_at is not null
  union all
  select event_id, 'freed', null, null, null, null, date_bin('15 minutes', cancelled_at, 'epoch'), -1
  from before where confirmed_at is not null and cancelled_at is not null) facts
  group by event_id, kind, category_id, status, has_arrived, tag, quarter having sum(times) <> 0;
        when 'UPDATE' then 
  insert into registration_tallies (event_id, kind, category_id, status, has_arrived, tag, quarter, count)
  select event_id, kind, category_id, status, has_arrived, tag, quarter, sum(times) from (
  select event_id, 'standing' as kind, category_id, status, arrived_at is not null as has_arrived, null::text as tag,
    null::timestamptz as quarter, 1 as times from after
  union all
  select event_id, 'tag', null, null, null, unnest(tags), null, 1 from after where tags <> '{}'
  union all
  select event_id, 'taken', null, null, null, null, date_bin('15 minutes', confirmed_at, 'epoch'), 1
  from after where confirmed_at is not null
  union all
  select event_id, 'freed', null, null, null, null, date_bin('15 minutes', cancelled_at, 'epoch'), 1
  from after where confirmed_at is not null and cancelled_at is not null union all 
  select event_id, 'standing' as kind, category_id, status, arrived_at is not null as has_arrived, null::text as tag,
    null::timestamptz as quarter, -1 as times from before
  union all
  select event_id, 'tag', null, null, null, unnest(tags), null, -1 from before where tags <> '{}'
  union all
  select event_id, 'taken', null, null, null, null, date_bin('15 minutes', confirmed_at, 'epoch'), -1
  from before where confirmed_at is not null
  union all
  select event_id, 'freed', null, null, null, null, date_bin('15 minutes', cancelled_at, 'epoch'), -1
  from before where confirmed_at is not null and cancelled_at is not null) facts
  group by event_id, kind, category_id, status, has_arrived, tag, quarter having sum(times) <> 0;
        else delete from registration_tallies;
      end case;
      return null;
    end $function$;

create table access_codes (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  code text not null,
  note text not null default ''::text,
  category_id bigint,
  most_uses integer,
  used integer not null default 0,
  reserves boolean not null default false,
  expires_at timestamp with time zone,
  released_at timestamp with time zone,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint access_codes_pkey PRIMARY KEY (id),
  constraint access_code_is_unique_at_the_event UNIQUE (event_id, code),
  constraint access_code_reference_is_unique UNIQUE (reference),
  constraint access_code_has_some_uses CHECK ((most_uses > 0)),
  constraint access_code_is_never_overused CHECK (((most_uses IS NULL) OR (used <= most_uses))),
  constraint access_code_use_is_not_negative CHECK ((used >= 0)),
  constraint reservation_is_counted CHECK (((NOT reserves) OR ((most_uses IS NOT NULL) AND (category_id IS NOT NULL)))),
  constraint access_code_category_is_of_the_event FOREIGN KEY (event_id, category_id) REFERENCES categories(event_id, id),
  constraint access_codes_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX access_codes_by_category ON public.access_codes USING btree (category_id);
CREATE TRIGGER access_codes_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.access_codes FOR EACH STATEMENT EXECUTE FUNCTION note_change('places');
-- released_at: when the reserved places that nobody used were given back

create table agenda_edits (
  id bigint not null generated always as identity,
  event_id bigint not null,
  user_id bigint,
  deed text not null,
  entries jsonb not null,
  made_at timestamp with time zone not null default now(),
  undone_at timestamp with time zone,
  constraint agenda_edits_pkey PRIMARY KEY (id),
  constraint agenda_edits_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint agenda_edits_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX agenda_edits_by_event ON public.agenda_edits USING btree (event_id, id DESC);
-- entries: each touched session before and after: what undo and conflicts are told from

create table agenda_releases (
  id bigint not null generated always as identity,
  event_id bigint not null,
  number integer not null,
  note localised_text not null default '{}'::jsonb,
  content jsonb not null,
  changes jsonb not null default '[]'::jsonb,
  released_at timestamp with time zone not null default now(),
  released_by_user_id bigint,
  name localised_text not null default '{}'::jsonb,
  outline jsonb not null default '{}'::jsonb,
  restored_from integer,
  time_zone text not null,
  constraint agenda_releases_pkey PRIMARY KEY (id),
  constraint release_number_is_unique_in_event UNIQUE (event_id, number),
  constraint agenda_releases_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint agenda_releases_released_by_user_id_fkey FOREIGN KEY (released_by_user_id) REFERENCES users(id)
);
CREATE TRIGGER agenda_releases_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.agenda_releases FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- outline: the content without its long texts: what the pages of the programme read
-- time_zone: the zone of its wall times: what its instants are derived from when the tables of zones change

create table agenda_sessions (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  calendar_uid uuid not null default gen_random_uuid(),
  kind text not null,
  title localised_text not null,
  abstract localised_text not null default '{}'::jsonb,
  place_note localised_text not null default '{}'::jsonb,
  language text,
  track_id bigint,
  room_id bigint,
  room_is_exclusive boolean,
  satellite_event_id bigint,
  capacity integer,
  starts_local timestamp without time zone,
  ends_local timestamp without time zone,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  is_cancelled boolean not null generated always as ((cancelled_at IS NOT NULL)) stored,
  lock_version integer not null default 0,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  minutes integer,
  subtitle localised_text not null default '{}'::jsonb,
  description localised_text not null default '{}'::jsonb,
  links jsonb not null default '[]'::jsonb,
  recording_url text,
  do_not_record boolean not null default false,
  type_label text,
  clash_accepted boolean not null default false,
  import_key text,
  changed_by_user_id bigint,
  constraint agenda_sessions_pkey PRIMARY KEY (id),
  constraint session_calendar_uid_is_unique UNIQUE (calendar_uid),
  constraint session_is_imported_once UNIQUE (event_id, import_key),
  constraint session_reference_is_unique UNIQUE (reference),
  constraint session_times_are_referable UNIQUE (id, starts_at, ends_at, is_cancelled),
  constraint session_capacity_is_positive CHECK ((capacity > 0)),
  constraint session_ends_after_start CHECK ((ends_at > starts_at)),
  constraint session_is_placed_whole CHECK ((num_nulls(starts_local, ends_local, starts_at, ends_at) = ANY (ARRAY[0, 4]))),
  constraint session_kind_is_known CHECK ((kind = ANY (ARRAY['talk'::text, 'panel'::text, 'keynote'::text, 'workshop'::text, 'break'::text, 'b2b'::text, 'social'::text]))),
  constraint session_language_is_a_code CHECK ((language ~ '^[a-z]{2}$'::text)),
  constraint session_length_is_a_day_at_most CHECK (((minutes >= 1) AND (minutes <= 1440))),
  constraint session_room_exclusiveness_is_known CHECK (((room_id IS NULL) = (room_is_exclusive IS NULL))),
  constraint unscheduled_session_has_a_length CHECK (((starts_at IS NOT NULL) OR (minutes IS NOT NULL))),
  constraint room_holds_one_session_at_a_time EXCLUDE USING gist (event_id WITH =, room_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((room_is_exclusive AND (cancelled_at IS NULL) AND (kind <> 'break'::text) AND (starts_at IS NOT NULL) AND (NOT clash_accepted))) DEFERRABLE INITIALLY DEFERRED,
  constraint agenda_sessions_changed_by_user_id_fkey FOREIGN KEY (changed_by_user_id) REFERENCES users(id),
  constraint agenda_sessions_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint agenda_sessions_satellite_event_id_fkey FOREIGN KEY (satellite_event_id) REFERENCES events(id),
  constraint session_room_exclusiveness_is_the_rooms FOREIGN KEY (room_id, room_is_exclusive) REFERENCES rooms(id, is_exclusive) ON UPDATE CASCADE,
  constraint session_track_is_of_the_event FOREIGN KEY (event_id, track_id) REFERENCES tracks(event_id, id)
);
create INDEX agenda_sessions_by_event ON public.agenda_sessions USING btree (event_id, starts_at);
CREATE TRIGGER agenda_sessions_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.agenda_sessions FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- minutes: how long a session is to be that has no time yet
-- type_label: the kind in the words of the imported document
-- clash_accepted: came from an import as it is: its clashes are shown, not refused
-- import_key: what the imported document knows it by, so that the next import finds it

create table agenda_settings (
  event_id bigint not null,
  opens text,
  closes text,
  room_change_minutes integer not null default 0,
  feedback_opens_at timestamp with time zone,
  feedback_closes_at timestamp with time zone,
  embed_origins text[] not null default '{}'::text[],
  constraint agenda_settings_pkey PRIMARY KEY (event_id),
  constraint closing_is_a_time CHECK ((closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint feedback_closes_after_it_opens CHECK ((feedback_closes_at > feedback_opens_at)),
  constraint opening_is_a_time CHECK ((opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint room_change_is_short CHECK (((room_change_minutes >= 0) AND (room_change_minutes <= 120))),
  constraint agenda_settings_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
CREATE TRIGGER agenda_settings_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.agenda_settings FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- opens: null: the day has no hours; sessions outside them are a warning
-- room_change_minutes: what a speaker needs between two rooms

-- mails that go by themselves, so many days before the start or after the end, at a time of the event's zone
create table announcement_rules (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  preset text not null,
  anchor text not null,
  days integer not null,
  time_of_day text not null,
  segment text not null default ''::text,
  subject localised_text not null default '{}'::jsonb,
  body localised_text not null default '{}'::jsonb,
  enabled_at timestamp with time zone,
  lock_version integer not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint announcement_rules_pkey PRIMARY KEY (id),
  constraint announcement_rule_reference_is_unique UNIQUE (reference),
  constraint announcement_anchor_is_known CHECK ((anchor = ANY (ARRAY['start'::text, 'end'::text]))),
  constraint announcement_days_are_few CHECK (((days >= '-365'::integer) AND (days <= 365))),
  constraint announcement_preset_is_known CHECK ((preset = ANY (ARRAY['week-before'::text, 'day-before'::text, 'tomorrow'::text, 'thanks'::text, 'own'::text]))),
  constraint announcement_time_is_a_time CHECK ((time_of_day ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text)),
  constraint announcement_rules_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX announcement_rules_by_event ON public.announcement_rules USING btree (event_id, id);

-- a mail of the organiser to many registered people; its mails in the outbox are the log of who got it
create table announcements (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  rule_id bigint,
  occasion text,
  segment text not null default ''::text,
  subject localised_text not null default '{}'::jsonb,
  body localised_text not null default '{}'::jsonb,
  per_minute integer not null default 600,
  planned_for timestamp with time zone,
  expires_at timestamp with time zone,
  agreed_count integer,
  agreed_at timestamp with time zone,
  created_by_user_id bigint,
  created_at timestamp with time zone not null default now(),
  queued_at timestamp with time zone,
  stopped_at timestamp with time zone,
  skipped_at timestamp with time zone,
  skip_reason text,
  recipients integer not null default 0,
  lock_version integer not null default 0,
  constraint announcements_pkey PRIMARY KEY (id),
  constraint announcement_reference_is_unique UNIQUE (reference),
  constraint rule_announces_once_per_occasion UNIQUE (occasion),
  constraint announcement_is_sent_or_skipped CHECK ((num_nonnulls(queued_at, skipped_at) <= 1)),
  constraint pace_is_possible CHECK (((per_minute >= 1) AND (per_minute <= 6000))),
  constraint skipping_has_a_reason CHECK (((skipped_at IS NULL) = (skip_reason IS NULL))),
  constraint announcements_created_by_user_id_fkey FOREIGN KEY (created_by_user_id) REFERENCES users(id),
  constraint announcements_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint announcements_rule_id_fkey FOREIGN KEY (rule_id) REFERENCES announcement_rules(id) ON DELETE SET NULL
);
create INDEX announcements_by_event ON public.announcements USING btree (event_id, id DESC);
create INDEX announcements_to_send ON public.announcements USING btree (planned_for) WHERE ((queued_at IS NULL) AND (skipped_at IS NULL));
-- segment: the query of a selection of registrations, as the table of registrations has it in its address
-- planned_for: null and not queued: a draft
-- agreed_at: when somebody last agreed that it goes, now or as planned
-- stopped_at: its mails wait until somebody goes on

create table answer_files (
  id bigint not null generated always as identity,
  reference text not null,
  event_id bigint not null,
  question_id bigint not null,
  registration_id bigint,
  file_name text not null,
  content_type text not null,
  size integer not null,
  content bytea,
  created_at timestamp with time zone not null default now(),
  object_key text,
  constraint answer_files_pkey PRIMARY KEY (id),
  constraint answer_file_reference_is_unique UNIQUE (reference),
  constraint answer_file_lies_in_one_place CHECK (((content IS NULL) <> (object_key IS NULL))),
  constraint answer_file_object_is_known FOREIGN KEY (object_key) REFERENCES stored_objects(key),
  constraint answer_files_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint answer_files_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id) ON DELETE CASCADE,
  constraint answer_files_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create UNIQUE INDEX answer_files_by_object ON public.answer_files USING btree (object_key) WHERE (object_key IS NOT NULL);
create INDEX answer_files_by_question ON public.answer_files USING btree (question_id);
create INDEX answer_files_by_registration ON public.answer_files USING btree (registration_id);
-- registration_id: null: uploaded with a form that was not accepted yet
-- object_key: where the content lies in object storage; null: in content

create table answers (
  registration_id bigint not null,
  question_id bigint not null,
  value jsonb not null,
  constraint answers_pkey PRIMARY KEY (registration_id, question_id),
  constraint answers_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id),
  constraint answers_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create INDEX answers_by_question ON public.answers USING btree (question_id);
create INDEX answers_by_value ON public.answers USING gin (value jsonb_path_ops);
-- value: text, number, true/false, or a list of option references, by the kind of the question

create table audit_entries (
  id bigint not null generated always as identity,
  at timestamp with time zone not null default now(),
  actor_kind text not null,
  actor_user_id bigint,
  action text not null,
  organisation_id bigint,
  event_id bigint,
  subject_kind text,
  subject_id bigint,
  details jsonb not null default '{}'::jsonb,
  constraint audit_entries_pkey PRIMARY KEY (id),
  constraint audit_actor_is_known CHECK ((actor_kind = ANY (ARRAY['user'::text, 'attendee'::text, 'visitor'::text, 'system'::text]))),
  constraint audit_entries_actor_user_id_fkey FOREIGN KEY (actor_user_id) REFERENCES users(id),
  constraint audit_entries_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint audit_event FOREIGN KEY (event_id) REFERENCES events(id)
);
create INDEX audit_entries_by_event ON public.audit_entries USING btree (event_id, id DESC);
create INDEX audit_entries_by_subject ON public.audit_entries USING btree (subject_kind, subject_id, id DESC);
CREATE TRIGGER audit_entries_are_append_only BEFORE DELETE OR UPDATE ON public.audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

create table bulk_items (
  run_id bigint not null,
  registration_id bigint not null,
  "position" integer not null,
  outcome text,
  constraint bulk_items_pkey PRIMARY KEY (run_id, registration_id),
  constraint bulk_items_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE,
  constraint bulk_items_run_id_fkey FOREIGN KEY (run_id) REFERENCES bulk_runs(id) ON DELETE CASCADE
);
create INDEX bulk_items_by_registration ON public.bulk_items USING btree (registration_id);
create INDEX bulk_items_to_do ON public.bulk_items USING btree (run_id, "position") WHERE (outcome IS NULL);

create table bulk_runs (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  user_id bigint not null,
  deed text not null,
  details jsonb not null default '{}'::jsonb,
  total integer not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint bulk_runs_pkey PRIMARY KEY (id),
  constraint bulk_run_reference_is_unique UNIQUE (reference),
  constraint bulk_deed_is_known CHECK ((deed = ANY (ARRAY['approve'::text, 'decline'::text, 'cancel'::text, 'mail'::text, 'tag'::text, 'untag'::text]))),
  constraint bulk_runs_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint bulk_runs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX bulk_runs_by_event ON public.bulk_runs USING btree (event_id, id DESC);

-- what the calendar of a registered person was told by mail (iMIP, RFC 6047), and what it answered
create table calendar_invitations (
  registration_id bigint not null,
  calendar_uid uuid not null,
  mode text not null default 'on'::text,
  due_at timestamp with time zone,
  told_address text,
  told_name text,
  told_locale text,
  told_sequence integer,
  told_method text,
  told_at timestamp with time zone,
  answer text,
  answer_sequence integer,
  answer_stamp timestamp with time zone,
  answered_at timestamp with time zone,
  refreshed_at timestamp with time zone,
  constraint calendar_invitations_pkey PRIMARY KEY (registration_id),
  constraint calendar_answer_is_known CHECK ((answer = ANY (ARRAY['ACCEPTED'::text, 'TENTATIVE'::text, 'DECLINED'::text]))),
  constraint invitation_mode_is_known CHECK ((mode = ANY (ARRAY['on'::text, 'attachment'::text, 'off'::text]))),
  constraint telling_is_whole CHECK ((num_nonnulls(told_address, told_name, told_locale, told_sequence, told_method, told_at) = ANY (ARRAY[0, 6]))),
  constraint told_locale_is_known CHECK ((told_locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint told_method_is_known CHECK ((told_method = ANY (ARRAY['REQUEST'::text, 'CANCEL'::text]))),
  constraint calendar_invitations_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create INDEX calendar_invitations_due ON public.calendar_invitations USING btree (due_at) WHERE (due_at IS NOT NULL);
-- calendar_uid: whose all this is; the registration has another one by now: it was handed over, or its address mended
-- due_at: something changed: look at this time what is to be told
-- told_address: who holds the last REQUEST: whoever else gets the place does not

create table categories (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  name localised_text not null,
  description localised_text not null default '{}'::jsonb,
  "position" integer not null,
  opens_at timestamp with time zone,
  closes_at timestamp with time zone,
  needs_approval boolean not null default false,
  has_waiting_list boolean not null default true,
  created_at timestamp with time zone not null default now(),
  is_hidden boolean not null default false,
  approval_holds_place boolean not null default false,
  most_per_organisation integer,
  constraint categories_pkey PRIMARY KEY (id),
  constraint category_event_is_referable UNIQUE (event_id, id),
  constraint category_reference_is_unique UNIQUE (reference),
  constraint category_closes_after_opening CHECK ((closes_at > opens_at)),
  constraint category_takes_some_of_an_organisation CHECK ((most_per_organisation > 0)),
  constraint categories_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX categories_by_event ON public.categories USING btree (event_id, "position");
CREATE TRIGGER categories_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.categories FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table consents (
  id bigint not null generated always as identity,
  registration_id bigint not null,
  purpose text not null,
  text_shown text not null,
  text_digest text not null,
  locale text not null,
  given_at timestamp with time zone not null default now(),
  withdrawn_at timestamp with time zone,
  question_id bigint,
  text_version integer not null default 1,
  constraint consents_pkey PRIMARY KEY (id),
  constraint consent_of_a_question_names_it CHECK (((purpose = 'question'::text) = (question_id IS NOT NULL))),
  constraint consent_purpose_is_known CHECK ((purpose = ANY (ARRAY['participation'::text, 'newsletter'::text, 'question'::text]))),
  constraint consents_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id),
  constraint consents_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create INDEX consents_by_question ON public.consents USING btree (question_id);
create INDEX consents_by_registration ON public.consents USING btree (registration_id);

-- the version of a kind is the sum of its changes: it moves when a change is committed, and never before; rows are added up now and then
create table content_changes (
  kind text not null,
  transaction xid8 not null default pg_current_xact_id(),
  changes bigint not null default 1,
  constraint content_changes_pkey PRIMARY KEY (kind, transaction),
  constraint content_kind_is_known CHECK ((kind = ANY (ARRAY['content'::text, 'places'::text, 'people'::text])))
);

create table delegations (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  contact_name text not null,
  contact_email text not null,
  organisation text not null,
  locale text not null,
  waits_together boolean not null default false,
  submission_digest text not null,
  token_version integer not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint delegations_pkey PRIMARY KEY (id),
  constraint delegation_reference_is_unique UNIQUE (reference),
  constraint delegation_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint delegations_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id)
);
create INDEX delegations_by_event ON public.delegations USING btree (event_id, id DESC);

create table event_hosts (
  event_id bigint not null,
  organisation_id bigint not null,
  role text not null,
  "position" integer not null,
  constraint event_hosts_pkey PRIMARY KEY (event_id, organisation_id),
  constraint event_host_role_is_known CHECK ((role = ANY (ARRAY['host'::text, 'co_organiser'::text, 'partner'::text, 'supporter'::text]))),
  constraint event_hosts_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint event_hosts_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
create INDEX event_hosts_by_organisation ON public.event_hosts USING btree (organisation_id);
CREATE TRIGGER event_hosts_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.event_hosts FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table event_links (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  kind text not null,
  title localised_text not null,
  url text not null,
  "position" integer not null,
  constraint event_links_pkey PRIMARY KEY (id),
  constraint event_link_reference_is_unique UNIQUE (reference),
  constraint event_link_kind_is_known CHECK ((kind = ANY (ARRAY['document'::text, 'link'::text, 'video'::text, 'poster'::text, 'press_release'::text, 'photographs'::text]))),
  constraint event_links_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX event_links_by_event ON public.event_links USING btree (event_id, "position");
CREATE TRIGGER event_links_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.event_links FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table event_roles (
  event_id bigint not null,
  user_id bigint not null,
  role text not null,
  granted_at timestamp with time zone not null default now(),
  constraint event_roles_pkey PRIMARY KEY (event_id, user_id),
  constraint event_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'organiser'::text, 'door_staff'::text, 'viewer'::text]))),
  constraint event_roles_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint event_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create INDEX event_roles_by_user ON public.event_roles USING btree (user_id);

create table event_series (
  id bigint not null generated always as identity,
  slug text not null,
  organisation_id bigint not null,
  name localised_text not null,
  description localised_text not null default '{}'::jsonb,
  planned_editions integer,
  created_at timestamp with time zone not null default now(),
  constraint event_series_pkey PRIMARY KEY (id),
  constraint series_slug_is_unique UNIQUE (slug),
  constraint series_length_is_positive CHECK ((planned_editions > 0)),
  constraint event_series_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
CREATE TRIGGER event_series_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.event_series FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table events (
  id bigint not null generated always as identity,
  slug text not null,
  calendar_uid uuid not null default gen_random_uuid(),
  organisation_id bigint not null,
  series_id bigint,
  edition integer,
  parent_event_id bigint,
  project_id bigint,
  venue_id bigint,
  title localised_text not null,
  subtitle localised_text not null default '{}'::jsonb,
  kind_of_invitation localised_text not null default '{}'::jsonb,
  summary localised_text not null default '{}'::jsonb,
  description localised_text not null default '{}'::jsonb,
  venue_note localised_text not null default '{}'::jsonb,
  press_release localised_text not null default '{}'::jsonb,
  hue integer not null default 250,
  mode text not null default 'on_site'::text,
  city localised_text not null default '{}'::jsonb,
  country text,
  time_zone text not null,
  starts_local timestamp without time zone not null,
  ends_local timestamp without time zone not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  has_times boolean not null default true,
  registration_opens_at timestamp with time zone,
  registration_closes_at timestamp with time zone,
  is_demonstration boolean not null default false,
  published_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancellation_note localised_text not null default '{}'::jsonb,
  archived_at timestamp with time zone,
  calendar_sequence integer not null default 0,
  content_updated_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  lock_version integer not null default 0,
  constraint events_pkey PRIMARY KEY (id),
  constraint event_calendar_uid_is_unique UNIQUE (calendar_uid),
  constraint event_slug_is_unique UNIQUE (slug),
  constraint event_edition_is_positive CHECK ((edition > 0)),
  constraint event_ends_after_start CHECK ((ends_at > starts_at)),
  constraint event_hue_is_a_step_of_ten CHECK ((((hue >= 0) AND (hue <= 350)) AND ((hue % 10) = 0))),
  constraint event_is_not_its_own_parent CHECK ((parent_event_id <> id)),
  constraint event_mode_is_known CHECK ((mode = ANY (ARRAY['on_site'::text, 'online'::text, 'hybrid'::text]))),
  constraint event_slug_is_a_slug CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 80))),
  constraint registration_closes_after_opening CHECK ((registration_closes_at > registration_opens_at)),
  constraint events_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint events_parent_event_id_fkey FOREIGN KEY (parent_event_id) REFERENCES events(id),
  constraint events_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id),
  constraint events_series_id_fkey FOREIGN KEY (series_id) REFERENCES event_series(id),
  constraint events_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id)
);
create INDEX events_by_organisation ON public.events USING btree (organisation_id, starts_at);
create INDEX events_by_parent ON public.events USING btree (parent_event_id);
create INDEX events_by_project ON public.events USING btree (project_id);
create INDEX events_by_search ON public.events USING gin (search_text(((((((COALESCE(((title)::jsonb ->> 'cs'::text), ''::text) || ' '::text) || COALESCE(((title)::jsonb ->> 'en'::text), ''::text)) || ' '::text) || COALESCE(((subtitle)::jsonb ->> 'cs'::text), ''::text)) || ' '::text) || COALESCE(((subtitle)::jsonb ->> 'en'::text), ''::text))) gin_trgm_ops);
create INDEX events_by_series ON public.events USING btree (series_id, edition);
create INDEX events_by_start ON public.events USING btree (starts_at) WHERE (published_at IS NOT NULL);
CREATE TRIGGER events_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- kind_of_invitation: the words after the hosts on the cover: invite you to the conference
-- has_times: false: only the days are known, times must not be shown

create table export_chunks (
  run_id bigint not null,
  "position" integer not null,
  content bytea not null,
  constraint export_chunks_pkey PRIMARY KEY (run_id, "position"),
  constraint export_chunks_run_id_fkey FOREIGN KEY (run_id) REFERENCES export_runs(id) ON DELETE CASCADE
);

create table export_runs (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  user_id bigint not null,
  format text not null,
  query jsonb not null,
  locale text not null,
  total integer not null,
  done integer not null default 0,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  failed_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  constraint export_runs_pkey PRIMARY KEY (id),
  constraint export_run_reference_is_unique UNIQUE (reference),
  constraint export_format_is_known CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint export_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint export_runs_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint export_runs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX export_runs_by_event ON public.export_runs USING btree (event_id, id DESC);

create table files (
  id bigint not null generated always as identity,
  reference text not null,
  event_id bigint not null,
  purpose text not null,
  file_name text not null,
  content_type text not null,
  size integer not null,
  width integer,
  height integer,
  content bytea,
  created_at timestamp with time zone not null default now(),
  object_key text,
  constraint files_pkey PRIMARY KEY (id),
  constraint file_reference_is_unique UNIQUE (reference),
  constraint file_is_not_empty CHECK ((size > 0)),
  constraint file_lies_in_one_place CHECK (((content IS NULL) <> (object_key IS NULL))),
  constraint file_purpose_is_known CHECK ((purpose = ANY (ARRAY['photograph'::text, 'material'::text]))),
  constraint file_object_is_known FOREIGN KEY (object_key) REFERENCES stored_objects(key),
  constraint files_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX files_by_event ON public.files USING btree (event_id);
create UNIQUE INDEX files_by_object ON public.files USING btree (object_key) WHERE (object_key IS NOT NULL);
CREATE TRIGGER files_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.files FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- object_key: where the content lies in object storage; null: in content

create table import_runs (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  user_id bigint not null,
  file_name text not null,
  header jsonb not null,
  lines jsonb not null,
  mapping jsonb not null default '{}'::jsonb,
  digest text not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  result jsonb,
  constraint import_runs_pkey PRIMARY KEY (id),
  constraint import_run_reference_is_unique UNIQUE (reference),
  constraint import_runs_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint import_runs_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX import_runs_by_event ON public.import_runs USING btree (event_id, id DESC);
create UNIQUE INDEX one_unfinished_import_of_an_event ON public.import_runs USING btree (event_id) WHERE (finished_at IS NULL);

-- what came into our mailbox and what became of it; not the mails themselves
create table inbound_mails (
  id bigint not null generated always as identity,
  digest text not null,
  kind text not null,
  outcome text not null,
  mail_id bigint,
  registration_id bigint,
  details jsonb not null default '{}'::jsonb,
  received_at timestamp with time zone not null default now(),
  constraint inbound_mails_pkey PRIMARY KEY (id),
  constraint inbound_mail_is_read_once UNIQUE (digest),
  constraint inbound_kind_is_known CHECK ((kind = ANY (ARRAY['bounce'::text, 'answer'::text, 'complaint'::text, 'other'::text]))),
  constraint inbound_mails_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE SET NULL,
  constraint inbound_mails_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create INDEX inbound_mails_by_age ON public.inbound_mails USING btree (received_at);
create INDEX inbound_mails_by_registration ON public.inbound_mails USING btree (registration_id, id DESC);

create table invitations (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  category_id bigint,
  title_before text not null default ''::text,
  given_name text not null,
  family_name text not null,
  title_after text not null default ''::text,
  email text not null,
  organisation text not null default ''::text,
  country text,
  locale text not null,
  message text not null default ''::text,
  token_version integer not null default 0,
  created_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  opened_at timestamp with time zone,
  reminded_at timestamp with time zone,
  answered_at timestamp with time zone,
  answer text,
  withdrawn_at timestamp with time zone,
  registration_id bigint,
  constraint invitations_pkey PRIMARY KEY (id),
  constraint invitation_reference_is_unique UNIQUE (reference),
  constraint invitation_answer_is_dated CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint invitation_answer_is_known CHECK ((answer = ANY (ARRAY['yes'::text, 'no'::text]))),
  constraint invitation_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint invitation_category_is_of_the_event FOREIGN KEY (event_id, category_id) REFERENCES categories(event_id, id),
  constraint invitations_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint invitations_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id)
);
create UNIQUE INDEX invitation_of_an_address_is_unique ON public.invitations USING btree (event_id, lower(email)) WHERE ((withdrawn_at IS NULL) AND (email <> ''::text));
create INDEX invitations_by_category ON public.invitations USING btree (category_id);
create INDEX invitations_by_event ON public.invitations USING btree (event_id, id DESC);
create INDEX invitations_by_registration ON public.invitations USING btree (registration_id);

-- how fast each receiving domain may be sent to, for all processes together
create table mail_domains (
  domain text not null,
  free_at timestamp with time zone not null default now(),
  window_started_at timestamp with time zone not null default now(),
  tries integer not null default 0,
  deferrals integer not null default 0,
  paused_until timestamp with time zone,
  constraint mail_domains_pkey PRIMARY KEY (domain)
);
-- free_at: when the next mail may go: each one moves it on by its share of a second
-- paused_until: the domain put off too much: bulk waits until then

-- wants no more bulk mail of this organisation (RFC 8058); tickets still come
create table mail_opt_outs (
  organisation_id bigint not null,
  address text not null,
  opted_out_at timestamp with time zone not null default now(),
  constraint mail_opt_outs_pkey PRIMARY KEY (organisation_id, address),
  constraint opt_out_address_is_folded CHECK ((address = lower(address))),
  constraint mail_opt_outs_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);

create table mail_servers (
  organisation_id bigint not null,
  host text not null,
  port integer not null,
  security text not null,
  user_name text not null default ''::text,
  password_sealed text,
  from_name text not null default ''::text,
  from_address text not null,
  enabled_at timestamp with time zone,
  tested_at timestamp with time zone,
  test_response text not null default ''::text,
  lock_version integer not null default 0,
  updated_at timestamp with time zone not null default now(),
  constraint mail_servers_pkey PRIMARY KEY (organisation_id),
  constraint mail_port_is_a_port CHECK (((port >= 1) AND (port <= 65535))),
  constraint mail_security_is_known CHECK ((security = ANY (ARRAY['tls'::text, 'starttls'::text, 'none'::text]))),
  constraint mail_servers_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE
);
-- password_sealed: AES-256-GCM with a key derived from the secret of the installation
-- enabled_at: null: the mails go through the server of the installation

-- the organiser's own words in a mail of the system; what is empty stays as the original says it
create table mail_templates (
  event_id bigint not null,
  kind text not null,
  locale text not null,
  subject text not null default ''::text,
  heading text not null default ''::text,
  body text not null default ''::text,
  lock_version integer not null default 0,
  updated_at timestamp with time zone not null default now(),
  updated_by_user_id bigint,
  constraint mail_templates_pkey PRIMARY KEY (event_id, kind, locale),
  constraint template_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint mail_templates_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint mail_templates_updated_by_user_id_fkey FOREIGN KEY (updated_by_user_id) REFERENCES users(id)
);

create table mails (
  id bigint not null generated always as identity,
  reference text not null,
  idempotency_key text not null,
  message_id text not null,
  kind text not null,
  locale text not null,
  to_name text not null,
  to_address text not null,
  organisation_id bigint,
  event_id bigint,
  registration_id bigint,
  payload jsonb not null default '{}'::jsonb,
  subject text,
  content jsonb,
  created_at timestamp with time zone not null default now(),
  trying_since timestamp with time zone not null default now(),
  next_try_at timestamp with time zone not null default now(),
  lease_until timestamp with time zone,
  attempts integer not null default 0,
  sent_at timestamp with time zone,
  failed_at timestamp with time zone,
  dropped_at timestamp with time zone,
  smtp_response text,
  is_bulk boolean not null default false,
  expires_at timestamp with time zone,
  to_domain text not null generated always as (lower("substring"(to_address, '[^@]*$'::text))) stored,
  calendar_uid text,
  calendar_sequence integer,
  doubtful integer not null default 0,
  bounced_at timestamp with time zone,
  bounce_status text,
  announcement_id bigint,
  constraint mails_pkey PRIMARY KEY (id),
  constraint mail_is_queued_once UNIQUE (idempotency_key),
  constraint mail_message_id_is_unique UNIQUE (message_id),
  constraint mail_reference_is_unique UNIQUE (reference),
  constraint bounce_has_a_status CHECK (((bounced_at IS NULL) = (bounce_status IS NULL))),
  constraint mail_ends_once CHECK ((num_nonnulls(sent_at, failed_at, dropped_at) <= 1)),
  constraint mail_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint mail_event FOREIGN KEY (event_id) REFERENCES events(id),
  constraint mail_registration FOREIGN KEY (registration_id) REFERENCES registrations(id),
  constraint mails_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcements(id),
  constraint mails_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
create INDEX mails_by_address ON public.mails USING btree (lower(to_address), id DESC);
create INDEX mails_by_announcement ON public.mails USING btree (announcement_id, id) WHERE (announcement_id IS NOT NULL);
create INDEX mails_by_calendar_uid ON public.mails USING btree (calendar_uid, id) WHERE (calendar_uid IS NOT NULL);
create INDEX mails_by_event ON public.mails USING btree (event_id, id DESC);
create INDEX mails_by_registration ON public.mails USING btree (registration_id, id);
create INDEX mails_that_failed ON public.mails USING btree (event_id) WHERE ((failed_at IS NOT NULL) OR (bounced_at IS NOT NULL));
create INDEX mails_to_send ON public.mails USING btree (is_bulk, next_try_at, id) WHERE ((sent_at IS NULL) AND (failed_at IS NULL) AND (dropped_at IS NULL));
-- content: html, text and attachments, frozen at the first attempt so that a retry is byte-equal
-- dropped_at: when it turned out that nobody needs this mail any more
-- is_bulk: written to many at once: goes after what somebody waits for, and may be unsubscribed from
-- expires_at: later the mail makes no sense and is dropped
-- calendar_uid: of a calendar message (RFC 5546): one at a time, and never an older one after a newer
-- calendar_sequence: what was written into it, at the first try
-- doubtful: tries after which nobody knows whether the server has the mail
-- bounced_at: a mail server that had taken it gave it back (RFC 3464)

create table organisation_roles (
  organisation_id bigint not null,
  user_id bigint not null,
  role text not null,
  granted_at timestamp with time zone not null default now(),
  constraint organisation_roles_pkey PRIMARY KEY (organisation_id, user_id),
  constraint organisation_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'organiser'::text, 'door_staff'::text, 'viewer'::text]))),
  constraint organisation_roles_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id) ON DELETE CASCADE,
  constraint organisation_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create INDEX organisation_roles_by_user ON public.organisation_roles USING btree (user_id);

create table organisations (
  id bigint not null generated always as identity,
  slug text not null,
  name localised_text not null,
  kind text not null default 'other'::text,
  country text,
  city text,
  web text,
  description localised_text not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint organisations_pkey PRIMARY KEY (id),
  constraint organisation_slug_is_unique UNIQUE (slug),
  constraint organisation_kind_is_known CHECK ((kind = ANY (ARRAY['region'::text, 'agency'::text, 'cluster'::text, 'university'::text, 'chamber'::text, 'platform'::text, 'ministry'::text, 'company'::text, 'association'::text, 'other'::text])))
);
CREATE TRIGGER organisations_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.organisations FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

-- no row: the part is open to everybody
create table part_categories (
  part_id bigint not null,
  category_id bigint not null,
  constraint part_categories_pkey PRIMARY KEY (part_id, category_id),
  constraint part_categories_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE,
  constraint part_categories_part_id_fkey FOREIGN KEY (part_id) REFERENCES parts(id) ON DELETE CASCADE
);
create INDEX part_categories_by_category ON public.part_categories USING btree (category_id);
CREATE TRIGGER part_categories_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.part_categories FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table parts (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  kind text not null,
  "position" integer not null,
  title localised_text not null,
  description localised_text not null default '{}'::jsonb,
  place_note localised_text not null default '{}'::jsonb,
  starts_local timestamp without time zone,
  ends_local timestamp without time zone,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  satellite_event_id bigint,
  session_reference text,
  attendance text not null default 'any'::text,
  has_waiting_list boolean not null default true,
  closes_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  calendar_uid uuid not null default gen_random_uuid(),
  calendar_sequence integer not null default 0,
  content_updated_at timestamp with time zone not null default now(),
  created_at timestamp with time zone not null default now(),
  constraint parts_pkey PRIMARY KEY (id),
  constraint part_calendar_uid_is_unique UNIQUE (calendar_uid),
  constraint part_event_is_referable UNIQUE (event_id, id),
  constraint part_reference_is_unique UNIQUE (reference),
  constraint part_stands_for_one_satellite UNIQUE (satellite_event_id),
  constraint part_stands_for_one_session UNIQUE (event_id, session_reference),
  constraint part_attendance_is_known CHECK ((attendance = ANY (ARRAY['any'::text, 'on_site'::text, 'online'::text]))),
  constraint part_ends_after_start CHECK ((ends_at > starts_at)),
  constraint part_kind_is_known CHECK ((kind = ANY (ARRAY['satellite'::text, 'workshop'::text, 'b2b'::text, 'excursion'::text, 'meal'::text, 'other'::text]))),
  constraint part_times_are_complete CHECK ((num_nonnulls(starts_local, ends_local, starts_at, ends_at) = ANY (ARRAY[0, 4]))),
  constraint parts_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint parts_satellite_event_id_fkey FOREIGN KEY (satellite_event_id) REFERENCES events(id)
);
create INDEX parts_by_event ON public.parts USING btree (event_id, "position");
CREATE TRIGGER parts_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.parts FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table password_resets (
  id bigint not null generated always as identity,
  reference text not null,
  user_id bigint not null,
  requested_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint password_resets_pkey PRIMARY KEY (id),
  constraint password_reset_reference_is_unique UNIQUE (reference),
  constraint password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);
create INDEX password_resets_by_user ON public.password_resets USING btree (user_id);

create table planned_releases (
  event_id bigint not null,
  release_at timestamp with time zone not null,
  name localised_text not null default '{}'::jsonb,
  note localised_text not null default '{}'::jsonb,
  planned_by_user_id bigint,
  created_at timestamp with time zone not null default now(),
  constraint planned_releases_pkey PRIMARY KEY (event_id),
  constraint planned_releases_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint planned_releases_planned_by_user_id_fkey FOREIGN KEY (planned_by_user_id) REFERENCES users(id)
);
create INDEX planned_releases_in_order ON public.planned_releases USING btree (release_at);

create table programmes (
  id bigint not null generated always as identity,
  slug text not null,
  name localised_text not null,
  period text,
  shows_eu_emblem boolean not null default false,
  statement localised_text not null default '{}'::jsonb,
  disclaimer localised_text not null default '{}'::jsonb,
  logos jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint programmes_pkey PRIMARY KEY (id),
  constraint programme_slug_is_unique UNIQUE (slug)
);
CREATE TRIGGER programmes_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.programmes FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table project_documents (
  id bigint not null generated always as identity,
  project_id bigint not null,
  "position" integer not null,
  title localised_text not null,
  url text,
  constraint project_documents_pkey PRIMARY KEY (id),
  constraint project_document_position_is_unique UNIQUE (project_id, "position"),
  constraint project_documents_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE TRIGGER project_documents_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.project_documents FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table project_partners (
  id bigint not null generated always as identity,
  project_id bigint not null,
  organisation_id bigint,
  "position" integer not null,
  name text not null,
  country text not null,
  web text,
  is_lead boolean not null default false,
  constraint project_partners_pkey PRIMARY KEY (id),
  constraint project_partner_position_is_unique UNIQUE (project_id, "position"),
  constraint project_partners_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint project_partners_project_id_fkey FOREIGN KEY (project_id) REFERENCES projects(id) ON DELETE CASCADE
);
CREATE TRIGGER project_partners_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.project_partners FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table projects (
  id bigint not null generated always as identity,
  slug text not null,
  organisation_id bigint not null,
  programme_id bigint,
  name localised_text not null,
  acronym text,
  registration_number text,
  starts_on date,
  ends_on date,
  budget_cents bigint,
  eu_contribution_cents bigint,
  currency text not null default 'EUR'::text,
  eu_fund text,
  state text not null default 'running'::text,
  description localised_text not null default '{}'::jsonb,
  web text,
  contact localised_text not null default '{}'::jsonb,
  evidence_until date,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint projects_pkey PRIMARY KEY (id),
  constraint project_slug_is_unique UNIQUE (slug),
  constraint project_budget_is_not_negative CHECK ((budget_cents >= 0)),
  constraint project_contribution_is_not_negative CHECK ((eu_contribution_cents >= 0)),
  constraint project_currency_is_known CHECK ((currency = ANY (ARRAY['EUR'::text, 'CZK'::text]))),
  constraint project_ends_after_start CHECK ((ends_on >= starts_on)),
  constraint project_state_is_known CHECK ((state = ANY (ARRAY['before_start'::text, 'running'::text, 'sustainability'::text, 'closed'::text, 'rejected'::text]))),
  constraint projects_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint projects_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES programmes(id)
);
create INDEX projects_by_organisation ON public.projects USING btree (organisation_id);
create INDEX projects_by_programme ON public.projects USING btree (programme_id);
CREATE TRIGGER projects_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.projects FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

-- no row: the question is asked of everybody
create table question_categories (
  question_id bigint not null,
  category_id bigint not null,
  constraint question_categories_pkey PRIMARY KEY (question_id, category_id),
  constraint question_categories_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE,
  constraint question_categories_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id) ON DELETE CASCADE
);
create INDEX question_categories_by_category ON public.question_categories USING btree (category_id);
CREATE TRIGGER question_categories_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.question_categories FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table question_options (
  id bigint not null generated always as identity,
  event_id bigint not null,
  question_id bigint not null,
  reference text not null,
  "position" integer not null,
  label localised_text not null,
  has_waiting_list boolean not null default false,
  archived_at timestamp with time zone,
  constraint question_options_pkey PRIMARY KEY (id),
  constraint option_event_is_referable UNIQUE (event_id, id),
  constraint question_option_reference_is_unique UNIQUE (reference),
  constraint option_question_is_of_the_event FOREIGN KEY (event_id, question_id) REFERENCES questions(event_id, id) ON DELETE CASCADE
);
create INDEX question_options_by_event ON public.question_options USING btree (event_id);
create INDEX question_options_by_question ON public.question_options USING btree (question_id, "position");
CREATE TRIGGER question_options_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.question_options FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table questions (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  kind text not null,
  "position" integer not null,
  label localised_text not null,
  help localised_text not null default '{}'::jsonb,
  is_required boolean not null default false,
  is_sensitive boolean not null default false,
  keep_days integer,
  "least" integer,
  most integer,
  purpose localised_text not null default '{}'::jsonb,
  text_version integer not null default 1,
  shown_if_question_id bigint,
  shown_if_values text[] not null default '{}'::text[],
  archived_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint questions_pkey PRIMARY KEY (id),
  constraint question_event_is_referable UNIQUE (event_id, id),
  constraint question_reference_is_unique UNIQUE (reference),
  constraint question_does_not_depend_on_itself CHECK ((shown_if_question_id <> id)),
  constraint question_is_kept_some_days CHECK (((keep_days >= 0) AND (keep_days <= 3650))),
  constraint question_kind_is_known CHECK ((kind = ANY (ARRAY['short_text'::text, 'long_text'::text, 'email'::text, 'phone'::text, 'number'::text, 'date'::text, 'yes_no'::text, 'one_choice'::text, 'several_choices'::text, 'country'::text, 'organisation'::text, 'company_number'::text, 'file'::text, 'consent'::text, 'heading'::text, 'note'::text]))),
  constraint question_limits_are_ordered CHECK (("least" <= most)),
  constraint question_depends_on_one_of_its_event FOREIGN KEY (event_id, shown_if_question_id) REFERENCES questions(event_id, id),
  constraint questions_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX questions_by_condition ON public.questions USING btree (shown_if_question_id);
create INDEX questions_by_event ON public.questions USING btree (event_id, "position");
CREATE TRIGGER questions_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.questions FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- keep_days: days after the end of the event; null: as long as the registration
-- least: least number, least characters or least choices, by kind; dates as days since 1970
-- text_version: of a consent: raised when its words change after somebody agreed

create table quota_members (
  quota_id bigint not null,
  category_id bigint,
  part_id bigint,
  option_id bigint,
  constraint quota_member_is_listed_once UNIQUE NULLS NOT DISTINCT (quota_id, category_id, part_id, option_id),
  constraint quota_member_is_one_thing CHECK ((num_nonnulls(category_id, part_id, option_id) = 1)),
  constraint quota_members_category_id_fkey FOREIGN KEY (category_id) REFERENCES categories(id) ON DELETE CASCADE,
  constraint quota_members_option_id_fkey FOREIGN KEY (option_id) REFERENCES question_options(id) ON DELETE CASCADE,
  constraint quota_members_part_id_fkey FOREIGN KEY (part_id) REFERENCES parts(id) ON DELETE CASCADE,
  constraint quota_members_quota_id_fkey FOREIGN KEY (quota_id) REFERENCES quotas(id) ON DELETE CASCADE
);
create INDEX quota_members_by_category ON public.quota_members USING btree (category_id);
create INDEX quota_members_by_option ON public.quota_members USING btree (option_id);
create INDEX quota_members_by_part ON public.quota_members USING btree (part_id);
CREATE TRIGGER quota_members_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.quota_members FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table quotas (
  id bigint not null generated always as identity,
  event_id bigint not null,
  category_id bigint,
  capacity integer,
  taken integer not null default 0,
  waiting integer not null default 0,
  scope text not null default 'own'::text,
  reference text not null,
  name localised_text not null default '{}'::jsonb,
  part_id bigint,
  option_id bigint,
  constraint quotas_pkey PRIMARY KEY (id),
  constraint category_has_one_quota UNIQUE (category_id),
  constraint option_has_one_quota UNIQUE (option_id),
  constraint part_has_one_quota UNIQUE (part_id),
  constraint quota_reference_is_unique UNIQUE (reference),
  constraint quota_capacity_is_not_negative CHECK ((capacity >= 0)),
  constraint quota_is_never_oversold CHECK (((capacity IS NULL) OR (taken <= capacity))),
  constraint quota_of_its_own_has_an_owner CHECK ((((scope = 'own'::text) = (num_nonnulls(category_id, part_id, option_id) = 1)) AND (num_nonnulls(category_id, part_id, option_id) <= 1))),
  constraint quota_scope_is_known CHECK ((scope = ANY (ARRAY['own'::text, 'shared'::text, 'event'::text, 'on_site'::text, 'online'::text]))),
  constraint quota_taken_is_not_negative CHECK ((taken >= 0)),
  constraint quota_waiting_is_not_negative CHECK ((waiting >= 0)),
  constraint quota_category_is_of_the_event FOREIGN KEY (event_id, category_id) REFERENCES categories(event_id, id) ON DELETE CASCADE,
  constraint quota_option_is_of_the_event FOREIGN KEY (event_id, option_id) REFERENCES question_options(event_id, id) ON DELETE CASCADE,
  constraint quota_part_is_of_the_event FOREIGN KEY (event_id, part_id) REFERENCES parts(event_id, id) ON DELETE CASCADE
);
create UNIQUE INDEX quota_of_everybody_is_unique ON public.quotas USING btree (event_id, scope) WHERE (scope = ANY (ARRAY['event'::text, 'on_site'::text, 'online'::text]));
create INDEX quotas_by_event ON public.quotas USING btree (event_id, id);
CREATE TRIGGER quotas_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.quotas FOR EACH STATEMENT EXECUTE FUNCTION note_change('places');
-- capacity: null: without a limit

create table registration_needs (
  registration_id bigint not null,
  dietary text not null default ''::text,
  access text not null default ''::text,
  constraint registration_needs_pkey PRIMARY KEY (registration_id),
  constraint registration_needs_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);

create table registration_notes (
  id bigint not null generated always as identity,
  registration_id bigint not null,
  user_id bigint,
  body text not null,
  created_at timestamp with time zone not null default now(),
  constraint registration_notes_pkey PRIMARY KEY (id),
  constraint registration_notes_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE,
  constraint registration_notes_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX registration_notes_by_registration ON public.registration_notes USING btree (registration_id);

create table registration_settings (
  event_id bigint not null,
  promotion text not null default 'at_once'::text,
  offer_hours integer not null default 48,
  waiting_frozen_at timestamp with time zone,
  parts_close_at timestamp with time zone,
  confirms_address boolean not null default false,
  takes_delegations boolean not null default false,
  largest_delegation integer not null default 10,
  asks_needs boolean not null default true,
  asks_newsletter boolean not null default true,
  join_url text not null default ''::text,
  join_from timestamp with time zone,
  constraint registration_settings_pkey PRIMARY KEY (event_id),
  constraint delegation_size_is_sensible CHECK (((largest_delegation >= 2) AND (largest_delegation <= 50))),
  constraint offer_lasts_a_while CHECK (((offer_hours >= 1) AND (offer_hours <= 720))),
  constraint promotion_is_known CHECK ((promotion = ANY (ARRAY['at_once'::text, 'offer'::text]))),
  constraint registration_settings_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
CREATE TRIGGER registration_settings_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.registration_settings FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- waiting_frozen_at: from here on nobody is promoted but by hand

-- how many registrations there are of which kind: the sum of the rows. Every statement adds what it changed and locks nothing; a job adds up
create table registration_tallies (
  id bigint not null generated always as identity,
  event_id bigint not null,
  kind text not null,
  category_id bigint,
  status text,
  has_arrived boolean,
  tag text,
  quarter timestamp with time zone,
  count integer not null,
  is_sum boolean not null default false,
  constraint registration_tallies_pkey PRIMARY KEY (id),
  constraint tally_kind_is_known CHECK ((kind = ANY (ARRAY['standing'::text, 'tag'::text, 'taken'::text, 'freed'::text]))),
  constraint registration_tallies_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
create INDEX registration_tallies_by_event ON public.registration_tallies USING btree (event_id, kind);
create INDEX registration_tallies_to_add_up ON public.registration_tallies USING btree (event_id, kind) WHERE (NOT is_sum);
-- kind: standing: by category, status and arrival; tag: by tag; taken, freed: places, by the quarter of an hour in which they were (whole quarters begin a day in every zone)

create table registration_views (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  name text not null,
  query text not null,
  created_by bigint,
  created_at timestamp with time zone not null default now(),
  constraint registration_views_pkey PRIMARY KEY (id),
  constraint registration_view_name_is_unique UNIQUE (event_id, name),
  constraint registration_view_reference_is_unique UNIQUE (reference),
  constraint registration_views_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id),
  constraint registration_views_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);

create table registrations (
  id bigint not null generated always as identity,
  event_id bigint not null,
  category_id bigint not null,
  reference text not null,
  calendar_uid uuid not null default gen_random_uuid(),
  submission_digest text not null,
  title_before text not null default ''::text,
  given_name text not null,
  family_name text not null,
  title_after text not null default ''::text,
  email text not null,
  organisation text not null default ''::text,
  country text not null,
  locale text not null,
  created_at timestamp with time zone not null default now(),
  applied_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  waitlisted_at timestamp with time zone,
  promoted_at timestamp with time zone,
  declined_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  queue_number bigint,
  token_version integer not null default 0,
  calendar_token_version integer not null default 0,
  calendar_sequence integer not null default 0,
  content_updated_at timestamp with time zone not null default now(),
  attendance text not null default 'on_site'::text,
  place_held boolean not null default false,
  address_asked_at timestamp with time zone,
  address_confirmed_at timestamp with time zone,
  offered_at timestamp with time zone,
  offer_expires_at timestamp with time zone,
  closing_reason text,
  delegation_id bigint,
  access_code_id bigint,
  person_version integer not null default 0,
  tags text[] not null default '{}'::text[],
  organisation_key text not null generated always as (search_text(btrim(organisation))) stored,
  name_key text not null generated always as (search_text(((family_name || ' '::text) || given_name))) stored,
  status text not null generated always as (
CASE
    WHEN (cancelled_at IS NOT NULL) THEN 'cancelled'::text
    WHEN (declined_at IS NOT NULL) THEN 'declined'::text
    WHEN (confirmed_at IS NOT NULL) THEN 'confirmed'::text
    WHEN (offered_at IS NOT NULL) THEN 'offered'::text
    WHEN (waitlisted_at IS NOT NULL) THEN 'waiting'::text
    WHEN (applied_at IS NOT NULL) THEN 'applied'::text
    ELSE 'unconfirmed'::text
END) stored,
  arrived_at timestamp with time zone,
  search_key text not null generated always as (search_text(((((((((given_name || ' '::text) || family_name) || ' '::text) || organisation) || ' '::text) || email) || ' '::text) || reference))) stored,
  constraint registrations_pkey PRIMARY KEY (id),
  constraint queue_number_is_unique_in_event UNIQUE (event_id, queue_number) DEFERRABLE,
  constraint registration_calendar_uid_is_unique UNIQUE (calendar_uid),
  constraint registration_reference_is_unique UNIQUE (reference),
  constraint attendance_is_known CHECK ((attendance = ANY (ARRAY['on_site'::text, 'online'::text]))),
  constraint closing_reason_is_known CHECK ((closing_reason = ANY (ARRAY['self'::text, 'organiser'::text, 'contact'::text, 'offer-expired'::text, 'offer-declined'::text, 'address-unconfirmed'::text, 'merged'::text]))),
  constraint offer_has_a_deadline CHECK (((status <> 'offered'::text) OR (offer_expires_at IS NOT NULL))),
  constraint place_is_held_by_the_right CHECK (
CASE status
    WHEN 'confirmed'::text THEN place_held
    WHEN 'offered'::text THEN place_held
    WHEN 'applied'::text THEN true
    ELSE (NOT place_held)
END),
  constraint queue_number_belongs_to_the_waiting CHECK (((status <> 'waiting'::text) OR (queue_number IS NOT NULL))),
  constraint registration_has_a_beginning CHECK ((num_nonnulls(address_asked_at, applied_at, confirmed_at, waitlisted_at, offered_at) > 0)),
  constraint registration_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint registration_category_is_of_the_event FOREIGN KEY (event_id, category_id) REFERENCES categories(event_id, id),
  constraint registrations_access_code_id_fkey FOREIGN KEY (access_code_id) REFERENCES access_codes(id),
  constraint registrations_delegation_id_fkey FOREIGN KEY (delegation_id) REFERENCES delegations(id),
  constraint registrations_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id)
);
create UNIQUE INDEX one_active_registration_per_address ON public.registrations USING btree (event_id, lower(email)) WHERE ((cancelled_at IS NULL) AND (declined_at IS NULL));
create INDEX registrations_applied ON public.registrations USING btree (event_id, applied_at) WHERE (status = 'applied'::text);
create INDEX registrations_by_access_code ON public.registrations USING btree (access_code_id);
create INDEX registrations_by_change ON public.registrations USING btree (event_id, content_updated_at, id);
create INDEX registrations_by_country ON public.registrations USING btree (event_id, country, id);
create INDEX registrations_by_creation ON public.registrations USING btree (event_id, created_at, id);
create INDEX registrations_by_delegation ON public.registrations USING btree (delegation_id);
create INDEX registrations_by_email ON public.registrations USING btree (lower(email));
create INDEX registrations_by_name ON public.registrations USING btree (event_id, family_name COLLATE "cs-CZ-x-icu", given_name COLLATE "cs-CZ-x-icu", id);
create INDEX registrations_by_name_key ON public.registrations USING btree (event_id, name_key) WHERE ((cancelled_at IS NULL) AND (declined_at IS NULL));
create INDEX registrations_by_organisation ON public.registrations USING btree (category_id, organisation_key);
create INDEX registrations_by_organisation_name ON public.registrations USING btree (event_id, organisation COLLATE "cs-CZ-x-icu", id);
create INDEX registrations_by_search ON public.registrations USING gin (search_key gin_trgm_ops);
create INDEX registrations_by_standing ON public.registrations USING btree (event_id, ((array_position(ARRAY['applied'::text, 'offered'::text, 'confirmed'::text, 'waiting'::text, 'unconfirmed'::text, 'declined'::text, 'cancelled'::text], status))::bigint), COALESCE(queue_number, (0)::bigint), id);
create INDEX registrations_by_tag ON public.registrations USING gin (tags);
create INDEX registrations_in_category ON public.registrations USING btree (category_id, id);
create INDEX registrations_tagged ON public.registrations USING btree (event_id) WHERE (tags <> '{}'::text[]);
create INDEX registrations_unconfirmed ON public.registrations USING btree (address_asked_at) WHERE (status = 'unconfirmed'::text);
create INDEX registrations_waiting_in_category ON public.registrations USING btree (category_id, queue_number) WHERE (status = 'waiting'::text);
create INDEX registrations_waiting_in_order ON public.registrations USING btree (event_id, queue_number) WHERE (status = 'waiting'::text);
create INDEX registrations_with_an_offer ON public.registrations USING btree (offer_expires_at) WHERE (status = 'offered'::text);
CREATE TRIGGER registrations_added_are_tallied AFTER INSERT ON public.registrations REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_registrations();
CREATE TRIGGER registrations_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.registrations FOR EACH STATEMENT EXECUTE FUNCTION note_change('people');
CREATE TRIGGER registrations_changed_are_tallied AFTER UPDATE ON public.registrations REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION tally_registrations();
CREATE TRIGGER registrations_gone_are_tallied AFTER DELETE ON public.registrations REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION tally_registrations();
CREATE TRIGGER registrations_truncated_are_tallied AFTER TRUNCATE ON public.registrations FOR EACH STATEMENT EXECUTE FUNCTION tally_registrations();
-- person_version: how often somebody else took over this place
-- arrived_at: checked in; only somebody with a place can be

create table rooms (
  id bigint not null generated always as identity,
  venue_id bigint not null,
  reference text not null,
  name localised_text not null,
  note localised_text not null default '{}'::jsonb,
  capacity integer,
  is_exclusive boolean not null default true,
  "position" integer not null,
  constraint rooms_pkey PRIMARY KEY (id),
  constraint room_exclusiveness_is_referable UNIQUE (id, is_exclusive),
  constraint room_reference_is_unique UNIQUE (reference),
  constraint room_capacity_is_positive CHECK ((capacity > 0)),
  constraint rooms_venue_id_fkey FOREIGN KEY (venue_id) REFERENCES venues(id) ON DELETE CASCADE
);
create INDEX rooms_by_venue ON public.rooms USING btree (venue_id, "position");
CREATE TRIGGER rooms_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.rooms FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- is_exclusive: false: several things may happen here at once (a foyer)

create table schedule_imports (
  id bigint not null generated always as identity,
  reference text not null,
  event_id bigint not null,
  user_id bigint,
  source text not null,
  file_name text not null default ''::text,
  document jsonb not null,
  mapping jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  result jsonb,
  constraint schedule_imports_pkey PRIMARY KEY (id),
  constraint schedule_import_reference_is_unique UNIQUE (reference),
  constraint schedule_source_is_known CHECK ((source = ANY (ARRAY['frab-xml'::text, 'c3voc-json'::text, 'table'::text]))),
  constraint schedule_imports_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint schedule_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id)
);
create INDEX schedule_imports_by_event ON public.schedule_imports USING btree (event_id, id DESC);

-- each look of the self-check at everything: when, and what it found
create table self_checks (
  id bigint not null generated always as identity,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone not null,
  violations integer not null,
  found jsonb not null,
  constraint self_checks_pkey PRIMARY KEY (id),
  constraint self_check_counts_what_it_found CHECK ((violations >= 0))
);
create INDEX self_checks_in_order ON public.self_checks USING btree (finished_at DESC);

create table sensitive_answers (
  registration_id bigint not null,
  question_id bigint not null,
  value jsonb not null,
  constraint sensitive_answers_pkey PRIMARY KEY (registration_id, question_id),
  constraint sensitive_answers_question_id_fkey FOREIGN KEY (question_id) REFERENCES questions(id),
  constraint sensitive_answers_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create INDEX sensitive_answers_by_question ON public.sensitive_answers USING btree (question_id);

create table session_feedback (
  id bigint not null generated always as identity,
  session_id bigint not null,
  rating smallint,
  comment text not null default ''::text,
  given_at timestamp with time zone not null default now(),
  constraint session_feedback_pkey PRIMARY KEY (id),
  constraint feedback_says_something CHECK (((rating IS NOT NULL) OR (comment <> ''::text))),
  constraint rating_is_of_five CHECK (((rating >= 1) AND (rating <= 5))),
  constraint session_feedback_session_id_fkey FOREIGN KEY (session_id) REFERENCES agenda_sessions(id) ON DELETE CASCADE
);
create INDEX session_feedback_by_session ON public.session_feedback USING btree (session_id, id DESC);
CREATE TRIGGER session_feedback_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.session_feedback FOR EACH STATEMENT EXECUTE FUNCTION note_change('people');

create table session_materials (
  id bigint not null generated always as identity,
  reference text not null,
  session_id bigint not null,
  file_id bigint not null,
  speaker_id bigint,
  title text not null default ''::text,
  "position" integer not null,
  published_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint session_materials_pkey PRIMARY KEY (id),
  constraint material_reference_is_unique UNIQUE (reference),
  constraint session_materials_file_id_fkey FOREIGN KEY (file_id) REFERENCES files(id) ON DELETE CASCADE,
  constraint session_materials_session_id_fkey FOREIGN KEY (session_id) REFERENCES agenda_sessions(id) ON DELETE CASCADE,
  constraint session_materials_speaker_id_fkey FOREIGN KEY (speaker_id) REFERENCES speakers(id) ON DELETE SET NULL
);
create INDEX session_materials_by_session ON public.session_materials USING btree (session_id, "position");
CREATE TRIGGER session_materials_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.session_materials FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- published_at: null: only the organisers and the speaker see it

create table session_speakers (
  session_id bigint not null,
  speaker_id bigint not null,
  role text not null,
  "position" integer not null,
  starts_at timestamp with time zone,
  ends_at timestamp with time zone,
  is_cancelled boolean not null default false,
  is_collective boolean not null,
  clash_accepted boolean not null default false,
  constraint session_speakers_pkey PRIMARY KEY (session_id, speaker_id),
  constraint speaker_role_is_known CHECK ((role = ANY (ARRAY['speaker'::text, 'moderator'::text, 'panellist'::text]))),
  constraint speaker_is_in_one_place_at_a_time EXCLUDE USING gist (speaker_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (((NOT is_collective) AND (NOT is_cancelled) AND (starts_at IS NOT NULL) AND (NOT clash_accepted))) DEFERRABLE INITIALLY DEFERRED,
  constraint appearance_is_in_a_session FOREIGN KEY (session_id) REFERENCES agenda_sessions(id) ON DELETE CASCADE,
  constraint speaker_collectiveness_is_the_speakers FOREIGN KEY (speaker_id, is_collective) REFERENCES speakers(id, is_collective) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint speaker_is_there_when_the_session_is FOREIGN KEY (session_id, starts_at, ends_at, is_cancelled) REFERENCES agenda_sessions(id, starts_at, ends_at, is_cancelled) ON UPDATE CASCADE ON DELETE CASCADE
);
create INDEX session_speakers_by_speaker ON public.session_speakers USING btree (speaker_id);
CREATE TRIGGER session_speakers_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.session_speakers FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table sessions_of_users (
  sid text not null,
  sess json not null,
  expire timestamp(6) without time zone not null,
  constraint sessions_of_users_pkey PRIMARY KEY (sid)
);
create INDEX sessions_of_users_by_expiry ON public.sessions_of_users USING btree (expire);

create table sign_ups (
  id bigint not null generated always as identity,
  event_id bigint not null,
  registration_id bigint not null,
  part_id bigint,
  option_id bigint,
  created_at timestamp with time zone not null default now(),
  confirmed_at timestamp with time zone,
  waitlisted_at timestamp with time zone,
  offered_at timestamp with time zone,
  offer_expires_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  queue_number bigint,
  calendar_sequence integer not null default 0,
  content_updated_at timestamp with time zone not null default now(),
  status text not null generated always as (
CASE
    WHEN (cancelled_at IS NOT NULL) THEN 'cancelled'::text
    WHEN (confirmed_at IS NOT NULL) THEN 'confirmed'::text
    WHEN (offered_at IS NOT NULL) THEN 'offered'::text
    WHEN (waitlisted_at IS NOT NULL) THEN 'waiting'::text
    ELSE 'wished'::text
END) stored,
  constraint sign_ups_pkey PRIMARY KEY (id),
  constraint sign_up_is_for_one_thing CHECK ((num_nonnulls(part_id, option_id) = 1)),
  constraint sign_up_offer_has_a_deadline CHECK (((status <> 'offered'::text) OR (offer_expires_at IS NOT NULL))),
  constraint sign_up_queue_number_belongs_to_the_waiting CHECK (((status <> 'waiting'::text) OR (queue_number IS NOT NULL))),
  constraint sign_up_option_is_of_the_event FOREIGN KEY (event_id, option_id) REFERENCES question_options(event_id, id),
  constraint sign_up_part_is_of_the_event FOREIGN KEY (event_id, part_id) REFERENCES parts(event_id, id),
  constraint sign_ups_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
create UNIQUE INDEX sign_up_for_a_part_is_unique ON public.sign_ups USING btree (registration_id, part_id) WHERE (cancelled_at IS NULL);
create UNIQUE INDEX sign_up_for_an_option_is_unique ON public.sign_ups USING btree (registration_id, option_id) WHERE (cancelled_at IS NULL);
create INDEX sign_ups_by_option ON public.sign_ups USING btree (option_id, queue_number);
create INDEX sign_ups_by_part ON public.sign_ups USING btree (part_id, queue_number);
create INDEX sign_ups_waiting_in_order ON public.sign_ups USING btree (event_id, queue_number) WHERE (status = 'waiting'::text);
create INDEX sign_ups_with_an_offer ON public.sign_ups USING btree (offer_expires_at) WHERE (status = 'offered'::text);
CREATE TRIGGER sign_ups_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.sign_ups FOR EACH STATEMENT EXECUTE FUNCTION note_change('people');
-- option_id: an option of a question with places of its own

create table speakers (
  id bigint not null generated always as identity,
  event_id bigint not null,
  reference text not null,
  name localised_text not null,
  sort_name text not null,
  affiliation localised_text not null default '{}'::jsonb,
  biography localised_text not null default '{}'::jsonb,
  is_collective boolean not null default false,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  title_before text not null default ''::text,
  title_after text not null default ''::text,
  links jsonb not null default '[]'::jsonb,
  email text,
  locale text not null default 'cs'::text,
  photograph_id bigint,
  availability jsonb not null default '[]'::jsonb,
  technical_needs text not null default ''::text,
  invited_at timestamp with time zone,
  reminded_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  declined_at timestamp with time zone,
  decline_reason text not null default ''::text,
  consented_at timestamp with time zone,
  consent_source text,
  is_public boolean not null generated always as ((is_collective OR (consented_at IS NOT NULL))) stored,
  token_version integer not null default 0,
  lock_version integer not null default 0,
  import_key text,
  constraint speakers_pkey PRIMARY KEY (id),
  constraint speaker_collectiveness_is_referable UNIQUE (id, is_collective),
  constraint speaker_is_imported_once UNIQUE (event_id, import_key),
  constraint speaker_reference_is_unique UNIQUE (reference),
  constraint consent_has_a_source CHECK (((consented_at IS NULL) OR (consent_source IS NOT NULL))),
  constraint consent_source_is_known CHECK ((consent_source = ANY (ARRAY['speaker'::text, 'organiser'::text]))),
  constraint speaker_gives_one_answer CHECK (((confirmed_at IS NULL) OR (declined_at IS NULL))),
  constraint speaker_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text]))),
  constraint speakers_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE,
  constraint speakers_photograph_id_fkey FOREIGN KEY (photograph_id) REFERENCES files(id) ON DELETE SET NULL
);
create INDEX speakers_by_event ON public.speakers USING btree (event_id, sort_name);
CREATE TRIGGER speakers_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.speakers FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');
-- is_collective: an institution: several of its people may speak at once, so it never clashes with itself
-- availability: [{"from": "2023-09-13T09:00:00", "to": …}]: when they can come; empty: whenever
-- consent_source: speaker without consented_at: withdrawn, and no organiser can give it again
-- is_public: without consent a person stands in no release

create table starred_sessions (
  registration_id bigint not null,
  person_version integer not null,
  session_reference text not null,
  starred_at timestamp with time zone not null default now(),
  constraint starred_sessions_pkey PRIMARY KEY (registration_id, person_version, session_reference),
  constraint starred_sessions_registration_id_fkey FOREIGN KEY (registration_id) REFERENCES registrations(id) ON DELETE CASCADE
);
CREATE TRIGGER starred_sessions_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.starred_sessions FOR EACH STATEMENT EXECUTE FUNCTION note_change('people');
-- person_version: whose stars they are: who takes over a place begins without any

-- contents in object storage, written down before they are put there; those that no file names are deleted there and here
create table stored_objects (
  key text not null,
  created_at timestamp with time zone not null default now(),
  constraint stored_objects_pkey PRIMARY KEY (key)
);

-- nothing is sent there until somebody mends the address or lifts it; a complaint stops bulk only
create table suppressed_addresses (
  address text not null,
  reason text not null,
  status text not null default ''::text,
  mail_id bigint,
  suppressed_at timestamp with time zone not null default now(),
  constraint suppressed_addresses_pkey PRIMARY KEY (address),
  constraint suppressed_address_is_folded CHECK ((address = lower(address))),
  constraint suppression_reason_is_known CHECK ((reason = ANY (ARRAY['hard-bounce'::text, 'soft-bounces'::text, 'complaint'::text, 'organiser'::text]))),
  constraint suppressed_addresses_mail_id_fkey FOREIGN KEY (mail_id) REFERENCES mails(id) ON DELETE SET NULL
);

create table throttles (
  key character varying(255) not null,
  points integer not null default 0,
  expire bigint,
  constraint throttles_pkey PRIMARY KEY (key)
);

create table tracks (
  id bigint not null generated always as identity,
  event_id bigint not null,
  slug text not null,
  name localised_text not null,
  colour integer not null,
  "position" integer not null,
  constraint tracks_pkey PRIMARY KEY (id),
  constraint track_event_is_referable UNIQUE (event_id, id),
  constraint track_slug_is_unique_in_event UNIQUE (event_id, slug),
  constraint track_colour_exists CHECK (((colour >= 1) AND (colour <= 8))),
  constraint tracks_event_id_fkey FOREIGN KEY (event_id) REFERENCES events(id) ON DELETE CASCADE
);
CREATE TRIGGER tracks_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.tracks FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table users (
  id bigint not null generated always as identity,
  reference text not null,
  email text not null,
  name text not null,
  locale text not null default 'cs'::text,
  password_hash text,
  is_administrator boolean not null default false,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint users_pkey PRIMARY KEY (id),
  constraint user_reference_is_unique UNIQUE (reference),
  constraint user_locale_is_known CHECK ((locale = ANY (ARRAY['cs'::text, 'en'::text])))
);
create UNIQUE INDEX user_email_is_unique ON public.users USING btree (lower(email));

create table venues (
  id bigint not null generated always as identity,
  reference text not null,
  organisation_id bigint not null,
  name localised_text not null,
  street text,
  city text not null,
  postal_code text,
  country text not null,
  latitude double precision,
  longitude double precision,
  accessibility localised_text not null default '{}'::jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint venues_pkey PRIMARY KEY (id),
  constraint venue_reference_is_unique UNIQUE (reference),
  constraint venue_latitude_is_on_earth CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  constraint venue_longitude_is_on_earth CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  constraint venue_position_is_complete CHECK (((latitude IS NULL) = (longitude IS NULL))),
  constraint venues_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id)
);
create INDEX venues_by_organisation ON public.venues USING btree (organisation_id);
CREATE TRIGGER venues_are_noted AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.venues FOR EACH STATEMENT EXECUTE FUNCTION note_change('content');

create table worker_heartbeats (
  worker_id text not null,
  seen_at timestamp with time zone not null,
  constraint worker_heartbeats_pkey PRIMARY KEY (worker_id)
);
