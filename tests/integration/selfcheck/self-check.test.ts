import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { rows } from '../../../src/core/database.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { recordArrival, undoArrival } from '../../../src/features/registration/actions/arrival.ts'
import { cancelRegistration, moveInQueue } from '../../../src/features/registration/actions/decisions.ts'
import { mergeRegistrations } from '../../../src/features/registration/actions/merge.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { checkEverything } from '../../../src/features/selfcheck/actions/check.ts'
import { findLastCheck } from '../../../src/features/selfcheck/queries/checks.ts'
import { findViolations } from '../../../src/features/selfcheck/queries/invariants.ts'
import { createSession, createSpeaker, createStage, talk } from '../../factories/agenda.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let category: CategoryRow

// The walls of the database would refuse most of what these tests write: here they are down, as after a slip of the hand.
beforeAll(async () => {
  await world.db.raw(`
    drop index one_active_registration_per_address;
    alter table registrations drop constraint queue_number_is_unique_in_event,
      drop constraint registration_calendar_uid_is_unique, drop constraint registration_reference_is_unique,
      drop constraint place_is_held_by_the_right;
    alter table quotas drop constraint quota_is_never_oversold;
    alter table mails drop constraint mail_ends_once;
    alter table agenda_sessions drop constraint room_holds_one_session_at_a_time;
    alter table session_speakers drop constraint speaker_is_in_one_place_at_a_time;
    alter table audit_entries disable trigger audit_entries_are_append_only`)
})

/** Two have the two places, two wait; one more takes part in a workshop; all mails are sent. */
beforeEach(async () => {
  const { organisation } = await world.people()
  const event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
  const part = await createPart(world.db, event, { capacity: 1 })
  for (const who of ['a', 'b', 'c', 'd'])
    await createRegistration(world.db, category, who, { partIds: who === 'a' ? [part.id] : [] })
  await world.runJobs()
})

const find = (who: string) => findByEmail(world.db, category.eventId, `${who}@example.org`)
const registration = (who: string) => world.db('registrations').where({ email: `${who}@example.org` })
const broken = async () => [...new Set((await findViolations(world.db)).map(({ invariant }) => invariant))].sort()
const write = async (sql: string) => {
  await world.db.raw(sql)
}
const free = (count: number) => write(`update quotas set taken = taken - ${count} where category_id is not null`)

describe('an installation in which nothing went wrong', () => {
  it('breaks no invariant, whatever its people did', async () => {
    expect(await findViolations(world.db)).toEqual([])
    await recordArrival(world.db, system, { registration: await find('a') })
    await recordArrival(world.db, system, { registration: await find('b') })
    await undoArrival(world.db, system, { registration: await find('b') })
    await moveInQueue(world.db, system, { registration: await find('d'), position: 1, reason: 'host' })
    await cancelRegistration(world.db, visitor, { registration: await find('b') })
    const person = { titleBefore: '', givenName: 'Eva', familyName: 'Malá', titleAfter: '', organisation: '' }
    await replacePerson(world.db, visitor, {
      registration: await find('a'),
      event: await world
        .db('events')
        .where({ id: category.eventId })
        .first()
        .then(found => found ?? { id: 0, organisationId: 0 }),
      person: { ...person, email: 'e@example.org', country: 'CZ', locale: 'cs' },
    })
    await createRegistration(world.db, category, 'f')
    await mergeRegistrations(world.db, system, { keep: await find('f'), drop: await find('d') })
    await cancelRegistration(world.db, visitor, { registration: await find('e') })
    await world.runJobs()
    expect(await findViolations(world.db)).toEqual([])
  })

  it('is checked with a number of statements that does not grow', async () => {
    const few = await world.queries(() => findViolations(world.db))
    for (let index = 0; index < 12; index++) await createRegistration(world.db, category, `more${index}`)
    const many = await world.queries(() => findViolations(world.db))
    expect(many.count).toBe(few.count)
  })
})

describe('a violation that somebody made by hand is found', () => {
  it.each<[string, string[], () => PromiseLike<unknown>]>([
    [
      'more people than places',
      ['I1', 'I2', 'I6'],
      () => registration('c').update({ confirmedAt: now(), placeHeld: true }),
    ],
    [
      'a counter that tells less',
      ['I2'],
      () => write('update quotas set taken = 1 where category_id is not null and capacity = 2'),
    ],
    ['a tally that tells more', ['I2'], () => write('update registration_tallies set count = count + 1')],
    ['two of one address', ['I5'], () => registration('b').update({ email: 'A@example.org' })],
    ['a promise without a mail', ['I6'], () => world.db('mails').where({ kind: 'registration-waiting' }).del()],
    ['a mail that no server took', ['I7'], () => world.db('mails').update({ smtpResponse: null })],
    ['a mail that ended twice', ['I7'], () => world.db('mails').update({ failedAt: now() })],
    [
      'a mail without an end',
      ['I7'],
      () => world.db('mails').update({ sentAt: null, tryingSince: addMinutes(now(), -5_000) }),
    ],
    [
      'a mail whose sender died',
      ['I7'],
      () => world.db('mails').update({ sentAt: null, leaseUntil: addMinutes(now(), -20) }),
    ],
    ['two of one rank', ['I9'], () => write(`update registrations set queue_number = 1 where status = 'waiting'`)],
    [
      'two of one calendar entry',
      ['I9'],
      () => write('update registrations set calendar_uid = (select min(calendar_uid::text)::uuid from registrations)'),
    ],
    [
      'a beginning that the log lost',
      ['I11'],
      () =>
        write(
          `delete from audit_entries where action = 'registration.created' and subject_id = (select min(id) from registrations)`,
        ),
    ],
    [
      'a deed of nobody',
      ['I11'],
      () =>
        world.db('auditEntries').where({ action: 'event.published' }).update({ actorKind: 'user', actorUserId: null }),
    ],
    [
      'an entry of the future',
      ['I11'],
      () =>
        world
          .db('auditEntries')
          .where({ action: 'event.published' })
          .update({ at: addMinutes(now(), 10) }),
    ],
    ['an arrival without a place', ['I15'], () => registration('c').update({ arrivedAt: now() })],
    ['an arrival that the log does not know', ['I15'], () => registration('a').update({ arrivedAt: now() })],
  ])('%s', async (_what, invariants, spoil) => {
    expect(await broken()).toEqual([])
    await spoil()
    const found = await broken()
    for (const invariant of invariants) expect(found).toContain(invariant)
    expect(JSON.stringify(await findViolations(world.db))).not.toContain('@example.org')
  })

  it('a free place while somebody waits', async () => {
    await registration('a').update({ cancelledAt: now(), closingReason: 'self', placeHeld: false })
    await free(1)
    expect(await broken()).toContain('I8')
  })

  it('somebody who was served before the one before them', async () => {
    const later = await find('d')
    await cancelRegistration(world.db, visitor, { registration: await find('a') })
    expect(await broken()).toEqual([])
    await rows(world.db, `update audit_entries set subject_id = ? where action = 'registration.promoted'`, [later.id])
    expect((await findViolations(world.db)).map(({ problem }) => problem)).toContainEqual(
      expect.stringMatching(/^was served before /),
    )
  })

  it('two sessions in one hall, and one speaker in two', async () => {
    const { organisation } = await world.people()
    const { event, hall, foyer } = await createStage(world.db, organisation.id)
    const speakers = [{ reference: await createSpeaker(world.db, event, 'Jana'), role: 'speaker' as const }]
    await createSession(world.db, event, talk('První', '09:00', '10:00', { room: hall, speakers }))
    await createSession(world.db, event, talk('Druhá', '10:00', '11:00', { room: hall, speakers }))
    await createSession(world.db, event, talk('Třetí', '10:00', '11:00', { room: foyer }))
    expect(await broken()).toEqual([])
    await world
      .db('agendaSessions')
      .where({ eventId: event.id })
      .update({
        startsAt: new Date('2026-10-24T08:00:00Z'),
        endsAt: new Date('2026-10-24T09:00:00Z'),
      })
    const found = await findViolations(world.db)
    expect(found.map(({ problem }) => problem.replace(/ \S+$/, ''))).toEqual([
      'is in one room with',
      'has a speaker at the same time as',
    ])
  })
})

describe('the nightly check', () => {
  it('writes down that it looked and what it found, and keeps a quarter of a year', async () => {
    expect(await findLastCheck(world.db)).toBeUndefined()
    expect(await checkEverything(world.db)).toEqual([])
    expect(await findLastCheck(world.db)).toMatchObject({ violations: 0 })
    await registration('c').update({ arrivedAt: now() })
    const [violation] = await checkEverything(world.db)
    const [check] = await world.db('selfChecks').orderBy('id', 'desc')
    expect(check).toMatchObject({ violations: 2, found: expect.arrayContaining([violation]) })
    await write(`insert into self_checks (started_at, finished_at, violations, found)
      select now(), now(), 0, '[]' from generate_series(1, 100)`)
    await checkEverything(world.db)
    expect(await world.db('selfChecks')).toHaveLength(92)
  })
})
