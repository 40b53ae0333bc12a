import type { Knex } from 'knex'

/** Contents of files may lie in object storage; what lies there is written down before it is put there. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table stored_objects (
      key text primary key,
      created_at timestamptz not null default now()
    );
    comment on table stored_objects is 'contents in object storage, written down before they are put there; those that no file names are deleted there and here';
  `)
  for (const [table, name] of [
    ['files', 'file'],
    ['answer_files', 'answer_file'],
  ]) {
    await knex.raw(`
      alter table ${table} alter column content drop not null;
      alter table ${table} add column object_key text constraint ${name}_object_is_known references stored_objects;
      alter table ${table} add constraint ${name}_lies_in_one_place check ((content is null) <> (object_key is null));
      create unique index ${table}_by_object on ${table} (object_key) where object_key is not null;
      comment on column ${table}.object_key is 'where the content lies in object storage; null: in content';
    `)
  }
}

/** Only when nothing lies in object storage: npm run files -- into-database */
export async function down(knex: Knex): Promise<void> {
  for (const [table, name] of [
    ['files', 'file'],
    ['answer_files', 'answer_file'],
  ]) {
    await knex.raw(`
      alter table ${table} drop constraint ${name}_lies_in_one_place;
      alter table ${table} alter column content set not null;
      alter table ${table} drop column object_key;
    `)
  }
  await knex.raw('drop table stored_objects')
}
