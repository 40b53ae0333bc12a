import { describe, expect, it } from '@jest/globals'
import { rows } from '../../src/core/database.ts'
import { useWorld } from '../support/world.ts'
import { filesIn } from './sources.ts'
import { foreignWrites, ownersOf } from './table-writes.ts'

/** Tables of the core itself: versions of the content, sessions, throttling, heartbeats. */
const ofCore = ['content_changes', 'sessions_of_users', 'throttles', 'worker_heartbeats']

/** Tables of which no public page and no feed shows anything: changes of them are not counted. */
const unseen = [
  ...ofCore,
  'agenda_edits',
  'announcement_rules',
  'announcements',
  'answer_files',
  'answers',
  'audit_entries',
  'bulk_items',
  'bulk_runs',
  'calendar_invitations',
  'consents',
  'delegations',
  'event_roles',
  'export_chunks',
  'export_runs',
  'import_runs',
  'inbound_mails',
  'invitations',
  'mail_domains',
  'mail_opt_outs',
  'mail_servers',
  'mail_templates',
  'mails',
  'organisation_roles',
  'password_resets',
  'planned_releases',
  'registration_needs',
  'registration_notes',
  'registration_tallies',
  'registration_views',
  'schedule_imports',
  'self_checks',
  'sensitive_answers',
  'stored_objects',
  'suppressed_addresses',
  'users',
]

const world = useWorld()
const sources = () => filesIn(['src/features'], /\.ts$/)

describe('a table', () => {
  it('is written only by the actions of its owner', () => {
    expect(foreignWrites(ownersOf(sources()), sources())).toEqual([])
  })

  it('has exactly one owner', async () => {
    const tables = await rows<{ name: string }>(
      world.db,
      `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
       and relname not like 'knex\\_%'`,
    )
    const owned = [...ownersOf(sources()).keys()].map(name =>
      name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    )
    expect([...owned, ...ofCore].sort()).toEqual(tables.map(({ name }) => name).sort())
  })

  it('that a public answer may show has its changes counted', async () => {
    const uncounted = await rows<{ name: string }>(
      world.db,
      `select relname as name from pg_class c where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
       and relname not like 'knex\\_%' and not exists (select from pg_trigger t
         where t.tgrelid = c.oid and t.tgfoid = 'note_change'::regproc)`,
    )
    expect(uncounted.map(({ name }) => name).sort()).toEqual([...unseen].sort())
  })
})

describe('a planted write', () => {
  const owners = ownersOf([
    { path: 'src/features/venues/tables.ts', text: `export const owns = ['venues', 'venueRooms'] as const` },
    { path: 'src/features/mail/tables.ts', text: `export const owns = ['mails'] as const` },
  ])
  const found = (path: string, text: string) => foreignWrites(owners, [{ path: `src/features/${path}`, text }]).length

  it.each([
    `await db('venueRooms').insert({ name })`,
    `await trx('venueRooms')\n  .where({ id: rooms[0].id })\n  .update({ name })`,
    `await db('venueRooms').whereIn('id', db('mails').select('id')).del()`,
    `await db<Row>('venueRooms').delete()`,
    `await db.insert(row).into('venueRooms')`,
    `await db.from('venueRooms').where({ id }).increment('places', 1)`,
    'await db.raw(`insert into venue_rooms (name) values (?)`)',
    'await db.raw(`update venue_rooms as r set name = ?`)',
    'await db.raw(`with gone as (delete from venue_rooms returning id) select 1`)',
  ])('is found: %s', statement => {
    expect(found('mail/actions.ts', statement)).toBe(1)
    expect(found('venues/queries.ts', statement)).toBe(1)
    expect(found('venues/actions.ts', statement)).toBe(0)
    expect(found('venues/actions/rooms.ts', statement)).toBe(0)
  })

  it.each([
    `await db('venueRooms').where({ id }).select('name')`,
    'await db.raw(`select * from venue_rooms for update of venue_rooms`)',
    `t('venueRooms.update')`,
    `await lockedRow(trx('mails').whereNull('venueRooms')).then(row => row)`,
  ])('is not seen in a reading: %s', statement => {
    expect(found('mail/queries.ts', statement)).toBe(0)
  })

  it('of a table with two owners is refused', () => {
    const file = (feature: string) => ({
      path: `src/features/${feature}/tables.ts`,
      text: `export const owns = ['mails'] as const`,
    })
    expect(() => ownersOf([file('mail'), file('venues')])).toThrow('mails is owned by mail and by venues')
  })
})
