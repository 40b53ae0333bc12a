import type { Knex } from 'knex'

/** Extensions, search, sessions, throttling, workers: what every feature stands on. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create extension if not exists unaccent;
    create extension if not exists pg_trgm;
    create extension if not exists btree_gist;

    -- unaccent() is only stable because its dictionary may change; ours never does, and an index needs immutable.
    create function search_text(content text) returns text
      language sql immutable parallel safe strict
      return lower(public.unaccent('public.unaccent'::regdictionary, content));

    -- Content in languages: {"cs": "…", "en": "…"} with text values and no other key.
    create function is_localised_text(content jsonb) returns boolean
      language sql immutable parallel safe
      return jsonb_typeof(content) = 'object'
        and content - 'cs' - 'en' = '{}'::jsonb
        and jsonb_typeof(coalesce(content -> 'cs', '""')) = 'string'
        and jsonb_typeof(coalesce(content -> 'en', '""')) = 'string';
    create domain localised_text as jsonb constraint is_localised check (is_localised_text(value));

    create table sessions_of_users (
      sid text primary key,
      sess json not null,
      expire timestamp(6) not null
    );
    create index sessions_of_users_by_expiry on sessions_of_users (expire);

    create table throttles (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    );

    create table worker_heartbeats (
      worker_id text primary key,
      seen_at timestamptz not null
    );
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table worker_heartbeats, throttles, sessions_of_users;
    drop domain localised_text;
    drop function is_localised_text(jsonb);
    drop function search_text(text);
  `)
}
