import type { Knex } from 'knex'

/** What public pages and feeds are made of; `places` and `people` change with registrations, `content` does not. */
const tablesOf = {
  content: [
    'agenda_releases',
    'agenda_sessions',
    'agenda_settings',
    'categories',
    'event_hosts',
    'event_links',
    'event_series',
    'events',
    'files',
    'organisations',
    'part_categories',
    'parts',
    'programmes',
    'project_documents',
    'project_partners',
    'projects',
    'question_categories',
    'question_options',
    'questions',
    'quota_members',
    'registration_settings',
    'rooms',
    'session_materials',
    'session_speakers',
    'speakers',
    'tracks',
    'venues',
  ],
  places: ['access_codes', 'quotas'],
  people: ['registrations', 'session_feedback', 'sign_ups', 'starred_sessions'],
}

const triggers = Object.entries(tablesOf).flatMap(([kind, tables]) =>
  tables.map(table => ({ kind, table, name: `${table}_are_noted` })),
)

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table content_changes (
      kind text not null constraint content_kind_is_known check (kind in ('content', 'places', 'people')),
      transaction xid8 not null default pg_current_xact_id(),
      changes bigint not null default 1,
      primary key (kind, transaction)
    );
    comment on table content_changes is 'the version of a kind is the sum of its changes: it moves when a change is committed, and never before; rows are added up now and then';

    create function note_change() returns trigger language plpgsql as $$
    begin
      insert into content_changes (kind) values (tg_argv[0])
      on conflict (kind, transaction) do update set changes = content_changes.changes + 1;
      return null;
    end $$;
  `)
  for (const { kind, table, name } of triggers) {
    await knex.raw(`
      create trigger ${name} after insert or update or delete or truncate on ${table}
      for each statement execute function note_change('${kind}')`)
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const { table, name } of triggers) await knex.raw(`drop trigger ${name} on ${table}`)
  await knex.raw('drop function note_change; drop table content_changes')
}
