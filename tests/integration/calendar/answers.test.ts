import { beforeEach, describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { addMinutes, instant, now } from '../../../src/core/time.ts'
import { askAgain, recordAnswer } from '../../../src/features/calendar/actions/answers.ts'
import type { CalendarAnswer } from '../../../src/features/calendar/types/invitations.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, findByEmail, linkOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld({ INBOUND_DOMAIN: 'in.pozvanka.example' })
let event: EventRow
let registration: RegistrationRow

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  const category = await createCategory(world.db, event)
  registration = (await createRegistration(world.db, category, 'jana')).registration
  await world.runJobs()
  world.at('2027-06-02T08:00:00Z')
})

async function answer(said: CalendarAnswer, { sequence = 0, stamp = now() } = {}) {
  const present = await findByEmail(world.db, event.id, 'jana@example.org')
  const held = (await findEvent(world.db, event.id)) ?? event
  return recordAnswer(world.db, { registration: present, event: held, answer: said, sequence, stamp })
}

const noted = async () =>
  (await world.db('calendarInvitations').where({ registrationId: registration.id }).first())?.answer
const asked = async () => world.db('mails').where({ kind: 'registration-release-asked' })
const status = async () => (await findByEmail(world.db, event.id, 'jana@example.org')).status

describe('an answer of a calendar', () => {
  it('is noted, told to the organiser in the log, and seen on the private page', async () => {
    expect(await answer('ACCEPTED')).toBe('noted')
    world.at('2027-06-02T09:00:00Z')
    expect(await answer('TENTATIVE')).toBe('noted')
    expect(await noted()).toBe('TENTATIVE')
    const log = await world.db('auditEntries').where('action', 'like', 'registration.calendar-%').orderBy('id')
    expect(log.map(({ action }) => action)).toEqual([
      'registration.calendar-accepted',
      'registration.calendar-tentative',
    ])
    const page = await world.agent().get(linkOf(world.services, registration))
    expect(page.text).toContain('Kalendář odpověděl, že možná přijdete.')
  })

  it('that declines asks once whether the place is to be released, and never cancels', async () => {
    expect(await answer('DECLINED')).toBe('declined')
    world.at('2027-06-02T09:00:00Z')
    expect(await answer('ACCEPTED')).toBe('noted')
    world.at('2027-06-02T10:00:00Z')
    expect(await answer('DECLINED')).toBe('declined')
    expect(await asked()).toHaveLength(1)
    expect((await asked())[0]).toMatchObject({ toAddress: 'jana@example.org', registrationId: registration.id })
    expect(await status()).toBe('confirmed')
    const page = await world.agent().get(linkOf(world.services, registration))
    expect(page.text).toContain('Registrace platí')
  })

  it('that comes twice, late or out of order changes nothing', async () => {
    const early = instant('2027-06-01T12:00:00Z')
    expect(await answer('ACCEPTED')).toBe('noted')
    expect(await answer('DECLINED', { stamp: early })).toBe('older')
    expect(await answer('ACCEPTED')).toBe('older')
    expect(await noted()).toBe('ACCEPTED')
    expect(await asked()).toEqual([])
  })

  it('cannot shut out later ones with a SEQUENCE or a DTSTAMP from nowhere', async () => {
    const far = instant('2999-01-01T00:00:00Z')
    expect(await answer('ACCEPTED', { sequence: Number.MAX_SAFE_INTEGER, stamp: far })).toBe('noted')
    world.at('2027-06-02T09:00:00Z')
    expect(await answer('TENTATIVE', { sequence: Number.NaN })).toBe('noted')
    world.at('2027-06-02T10:00:00Z')
    expect(await answer('ACCEPTED', { sequence: -5 })).toBe('noted')
    expect(await noted()).toBe('ACCEPTED')
  })

  it('comes to nothing where there is nothing to answer any more', async () => {
    await world.db('calendarInvitations').update({ toldMethod: 'CANCEL' })
    expect(await answer('DECLINED')).toBe('not-active')
    await world.db('calendarInvitations').update({ toldMethod: 'REQUEST' })
    await cancelEvent(world.db, system, { event, note: {} })
    expect(await answer('DECLINED')).toBe('not-active')
    expect(await asked()).toEqual([])
  })

  it('of who cancelled, or of who never got an invitation, is not active', async () => {
    await cancelRegistration(world.db, system, { registration })
    expect(await answer('ACCEPTED')).toBe('not-active')
    await world.db('calendarInvitations').delete()
    expect(await answer('ACCEPTED')).toBe('not-active')
  })
})

describe('a calendar that asks for the present state', () => {
  const requests = async () => world.db('mails').where({ kind: 'calendar-request', registrationId: registration.id })

  it('gets it once a day', async () => {
    expect(await askAgain(world.db, { registration })).toBe('asked')
    expect(await askAgain(world.db, { registration })).toBe('too-soon')
    world.at(addMinutes(now(), 24 * 60 - 1))
    expect(await askAgain(world.db, { registration })).toBe('too-soon')
    world.at(addMinutes(now(), 1))
    expect(await askAgain(world.db, { registration })).toBe('asked')
    expect(await requests()).toHaveLength(3)
  })

  it('gets nothing when invitations are off, the registration is over, or it was never told', async () => {
    await world.db('calendarInvitations').update({ mode: 'off' })
    expect(await askAgain(world.db, { registration })).toBe('nothing')
    await world.db('calendarInvitations').delete()
    expect(await askAgain(world.db, { registration })).toBe('nothing')
    await cancelRegistration(world.db, system, { registration })
    const gone = await findByEmail(world.db, event.id, 'jana@example.org')
    expect(await askAgain(world.db, { registration: gone })).toBe('nothing')
    expect(await requests()).toHaveLength(1)
  })
})
