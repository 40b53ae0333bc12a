import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table agenda_releases add column time_zone text;
    update agenda_releases a set time_zone = e.time_zone from events e where e.id = a.event_id;
    alter table agenda_releases alter column time_zone set not null;
    comment on column agenda_releases.time_zone is 'the zone of its wall times: what its instants are derived from when the tables of zones change';
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table agenda_releases drop column time_zone')
}
