import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { visitor } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { invitationUid } from '../../../src/features/calendar/rules/invitations.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegisterRequest, RegistrationRow } from '../../../src/features/registration/types.ts'
import type { Person } from '../../factories/accounts.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'
import { answerAddress, bounceAddress, environment, kept, openDesk, type Postman, sentMail } from './desk.ts'
import { postfix, reply, type ReplyParts, vacation } from './samples.ts'

const world = useWorld(environment)
let desk: Postman
let category: CategoryRow
let registration: RegistrationRow

beforeAll(async () => {
  desk = await openDesk(world)
})
afterAll(() => desk.close())
beforeEach(async () => {
  const event = await createPublished(world.db, { organisation: (await world.people()).organisation })
  category = await createCategory(world.db, event)
  registration = await invited('jana')
})

/** Somebody with a place, whose calendar has been told. */
async function invited(who: string, to = category, more: Partial<RegisterRequest> = {}): Promise<RegistrationRow> {
  const { registration: made } = await createRegistration(world.db, to, who, more)
  await world.runJobs()
  const told = only(await world.db('calendarInvitations').where({ registrationId: made.id }))
  expect(told).toMatchObject({ toldMethod: 'REQUEST', answer: null })
  await world.db('inboundMails').delete()
  return made
}

const genuine = (): ReplyParts => ({
  uid: invitationUid(registration.calendarUid),
  attendee: registration.email,
  organizer: answerAddress(world, registration),
  stamp: stampIn(1),
})

/** DTSTAMP so many minutes from now. */
const stampIn = (minutes: number) =>
  `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`

const deliver = (parts: Partial<ReplyParts> = {}, from = 'jana@example.org') =>
  desk.deliver({ to: answerAddress(world, registration), from, source: reply({ ...genuine(), ...parts }) })

const answer = async () => only(await world.db('calendarInvitations').where({ registrationId: registration.id })).answer
const asked = () => world.db('mails').where({ kind: 'registration-release-asked' })
const status = async () => only(await world.db('registrations').where({ id: registration.id })).status

describe('an answer to an invitation', () => {
  it('that accepts, or perhaps, is noted', async () => {
    expect((await deliver({ decision: 'TENTATIVE', stamp: stampIn(-2) })).code).toBe(250)
    expect(await answer()).toBe('TENTATIVE')
    await deliver({ decision: 'ACCEPTED', stamp: stampIn(-1) })
    expect(await answer()).toBe('ACCEPTED')
    expect(await kept(world)).toEqual([
      { kind: 'answer', outcome: 'noted' },
      { kind: 'answer', outcome: 'noted' },
    ])
    expect(await world.db('inboundMails').first()).toMatchObject({
      registrationId: registration.id,
      details: { method: 'REPLY', sequence: 0 },
    })
    expect(await asked()).toEqual([])
  })

  it('that declines asks once whether to release the place, and cancels nothing', async () => {
    await deliver({ decision: 'DECLINED', stamp: stampIn(-3) })
    await deliver({ decision: 'ACCEPTED', stamp: stampIn(-2) })
    await deliver({ decision: 'DECLINED', stamp: stampIn(-1) })
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(['declined', 'noted', 'declined'])
    expect(await answer()).toBe('DECLINED')
    expect(await status()).toBe('confirmed')
    await world.runJobs()
    const mail = only(await asked())
    expect(mail).toMatchObject({ toAddress: 'jana@example.org', subject: expect.any(String) })
    expect(mail.content?.text).toContain('/cancel')
  })

  it('stands on the page of the registration, for those who organise', async () => {
    const { owner, doorStaff } = await world.people()
    const event = only(await world.db('events').where({ id: registration.eventId }))
    const path = `/organiser/events/${event.slug}/registrations/${registration.reference}`
    const page = async (person: Person, locale = 'cs') => (await (await world.as(person)).get(`/${locale}${path}`)).text
    expect(await page(owner)).not.toContain('odmítnuto')
    await deliver({ decision: 'DECLINED', stamp: stampIn(-1) })
    expect(await page(owner)).toMatch(/odmítnuto .*registrace platí dál/)
    expect(await page(owner, 'en')).toMatch(/declined .*the registration stands/)
    expect(await page(doorStaff)).not.toMatch(/odmítnuto/)
  })

  it.each([
    ['cs', 'confirmed', /^Máme uvolnit vaše místo\?/, 'Uvolnit místo'],
    ['en', 'confirmed', /^Shall we release your place\?/, 'Release my place'],
    ['cs', 'waiting', /^Zůstáváte na čekací listině\?/, 'Odejít z čekací listiny'],
  ] as const)('is asked about in %s who is %s', async (locale, state, subject, button) => {
    const small = await createCategory(world.db, { id: registration.eventId }, { capacity: 1 })
    if (state === 'waiting') await createRegistration(world.db, small, 'first')
    registration = await invited('eva', small, { locale })
    await deliver({ decision: 'DECLINED', stamp: stampIn(-1) })
    await world.runJobs()
    const mail = only(await asked())
    expect(mail.subject?.replaceAll('\u00a0', ' ')).toMatch(subject)
    expect(mail.content?.text.replaceAll('\u00a0', ' ')).toContain(button)
    expect(mail.content?.html.match(/\/cancel"/g)).toHaveLength(1)
  })

  it('that declines is not asked about any more by whoever accepted before the mail went', async () => {
    await deliver({ decision: 'DECLINED', stamp: stampIn(-2) })
    await deliver({ decision: 'ACCEPTED', stamp: stampIn(-1) })
    await world.runJobs()
    expect(only(await asked())).toMatchObject({ content: null, droppedAt: expect.any(Date) })
  })

  it('that is older than one read before changes nothing', async () => {
    await deliver({ decision: 'ACCEPTED', stamp: stampIn(-1) })
    await deliver({ decision: 'DECLINED', stamp: stampIn(-5) })
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(['noted', 'older'])
    expect(await answer()).toBe('ACCEPTED')
    expect(await asked()).toEqual([])
  })

  it('from the far future does not shut out the next', async () => {
    await deliver({ decision: 'TENTATIVE', stamp: '29991231T235959Z', sequence: 2_000_000_000 })
    await new Promise(resolve => setTimeout(resolve, 5))
    await deliver({ decision: 'ACCEPTED', stamp: stampIn(10) })
    expect(await answer()).toBe('ACCEPTED')
  })

  it('after the registration was cancelled is for nobody', async () => {
    await cancelRegistration(world.db, visitor, { registration })
    await deliver({ decision: 'DECLINED' })
    expect(await kept(world)).toEqual([{ kind: 'answer', outcome: 'not-active' }])
    expect(await asked()).toEqual([])
  })

  it('knows the address in any case, and where iCloud writes it', async () => {
    await deliver({ attendee: 'JANA@Example.ORG', stamp: stampIn(-2) })
    const icloud =
      'ATTENDEE;CN="Jana";EMAIL=jana@example.org;PARTSTAT=TENTATIVE:urn:uuid:0d8a1f3c-0000-4000-8000-000000000000'
    await deliver({ attendee: icloud, stamp: stampIn(-1) })
    expect(await answer()).toBe('TENTATIVE')
  })

  it('that a calendar sent by itself for its user counts', async () => {
    await deliver({ headers: 'Auto-Submitted: auto-generated\n' })
    expect(await answer()).toBe('ACCEPTED')
  })
})

describe('an answer that changes nothing', () => {
  const outcomes: [string, () => Partial<ReplyParts>, string][] = [
    [
      'has a UID of another entry',
      () => ({ uid: 'reg-00000000-0000-4000-8000-000000000000@pozvanka' }),
      'foreign-entry',
    ],
    ['has the UID of the event', () => ({ uid: registration.calendarUid }), 'foreign-entry'],
    ['names another attendee', () => ({ attendee: 'petr@example.org' }), 'foreign-attendee'],
    ['names two attendees', () => ({ more: 'ATTENDEE;PARTSTAT=DECLINED:mailto:petr@example.org\n' }), 'unreadable'],
    ['is about one occurrence', () => ({ more: 'RECURRENCE-ID:20270913T070000Z\n' }), 'unreadable'],
    ['says another method in its part', () => ({ parameter: 'REQUEST' }), 'unreadable'],
    ['asks instead of answering', () => ({ method: 'REQUEST' }), 'no-answer'],
    ['cancels', () => ({ method: 'CANCEL' }), 'no-answer'],
    ['delegates', () => ({ decision: 'DELEGATED' }), 'no-answer'],
    ['has no decision', () => ({ attendee: `ATTENDEE:mailto:${registration.email}` }), 'no-answer'],
    ['came through a list', () => ({ headers: 'List-Id: <all.example.org>\n' }), 'automatic'],
    ['was written by a machine in reply', () => ({ headers: 'Auto-Submitted: auto-replied\n' }), 'automatic'],
  ]
  it.each(outcomes)('because it %s', async (_name, parts, outcome) => {
    await deliver({ decision: 'DECLINED', ...parts() })
    expect(await kept(world)).toEqual([{ kind: 'answer', outcome }])
    expect([await answer(), await status(), await asked()]).toEqual([null, 'confirmed', []])
  })

  it('because nobody sent it', async () => {
    await deliver({ decision: 'DECLINED' }, '')
    expect(await kept(world)).toEqual([{ kind: 'answer', outcome: 'automatic' }])
  })

  it('because it came to the address of somebody else, or of a mail', async () => {
    const other = await invited('petr')
    const source = reply({ ...genuine(), decision: 'DECLINED' })
    await desk.deliver({ to: answerAddress(world, other), from: 'jana@example.org', source })
    await desk.deliver({ to: bounceAddress(world, await sentMail(world)), from: 'jana@example.org', source })
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(['foreign-entry', 'nobody'])
    expect(await answer()).toBeNull()
  })

  it('because the address is forged: it is refused before its content comes', async () => {
    const forged = answerAddress(world, registration).replace(/\.[a-z2-7]{26}@/, `.${'b'.repeat(26)}@`)
    const heard = await desk.deliver({ to: forged, from: 'jana@example.org', source: reply(genuine()) })
    expect(heard).toMatchObject({ code: 550, text: '5.1.1 No such address' })
    expect(await kept(world)).toEqual([])
  })

  it('because it is no calendar at all', async () => {
    const to = answerAddress(world, registration)
    for (const calendar of [
      '',
      'BEGIN:VCALENDAR',
      'METHOD:REPLY',
      'BEGIN:VEVENT\r\n'.repeat(2_000),
      '\u0000'.repeat(500),
    ]) {
      const source = `From: jana@example.org\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n${calendar}\r\n`
      expect((await desk.deliver({ to, from: 'jana@example.org', source })).code).toBe(250)
    }
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(Array(5).fill('unreadable'))
  })

  it('because it is an absence note, or a bounce that went astray', async () => {
    const to = answerAddress(world, registration)
    await desk.deliver({ to, source: vacation('jana@example.org') })
    const request = only(await world.db('mails').where({ kind: 'calendar-request' }))
    await desk.deliver({ to, source: postfix({ to: request.toAddress, messageId: request.messageId }) })
    expect(await kept(world)).toEqual([
      { kind: 'other', outcome: 'automatic' },
      { kind: 'bounce', outcome: 'hard' },
    ])
    expect(await answer()).toBeNull()
  })
})

describe('a calendar that asks', () => {
  const requests = () => world.db('mails').where({ kind: 'calendar-request' }).orderBy('id')

  it.each(['REFRESH', 'COUNTER'])('%s gets the present invitation, once a day', async method => {
    const before = await requests()
    await deliver({ method, stamp: stampIn(-2) })
    await deliver({ method, stamp: stampIn(-1) })
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(['asked-again', 'too-soon'])
    expect(await requests()).toHaveLength(before.length + 1)
    expect(await answer()).toBeNull()
  })

  it('gets nothing when nobody pressed a button', async () => {
    const before = await requests()
    await deliver({ method: 'REFRESH', headers: 'Auto-Submitted: auto-generated\n' })
    await deliver({ method: 'REFRESH', stamp: stampIn(-1) }, '')
    expect((await kept(world)).map(({ outcome }) => outcome)).toEqual(['automatic', 'automatic'])
    expect(await requests()).toEqual(before)
  })
})
