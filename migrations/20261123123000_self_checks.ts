import type { Knex } from 'knex'

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table self_checks (
      id bigint generated always as identity primary key,
      started_at timestamptz not null,
      finished_at timestamptz not null,
      violations integer not null constraint self_check_counts_what_it_found check (violations >= 0),
      found jsonb not null
    );
    comment on table self_checks is 'each look of the self-check at everything: when, and what it found';
    create index self_checks_in_order on self_checks (finished_at desc);
  `)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table self_checks')
}
