import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { mailDefinitions } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import { inTransaction, only } from '../../../src/core/database.ts'
import { type MailTransport, resultOf } from '../../../src/core/mailer.ts'
import { addMinutes, instant } from '../../../src/core/time.ts'
import { draftAnnouncement } from '../../../src/features/announcements/actions/compose.ts'
import { sendDueAnnouncements } from '../../../src/features/announcements/actions/due.ts'
import { addRule } from '../../../src/features/announcements/actions/rules.ts'
import { planAnnouncement, sendAnnouncement } from '../../../src/features/announcements/actions/send.ts'
import type { AnnouncementRow } from '../../../src/features/announcements/types.ts'
import { invitationUid } from '../../../src/features/calendar/rules/invitations.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { liftSuppression, suppressAddress } from '../../../src/features/mail/actions/bounces.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { receiveMail } from '../../../src/features/inbound/actions/receive.ts'
import { inert } from '../../../src/features/mail/rules/inert.ts'
import { fittedSubject } from '../../../src/features/mail/rules/subject.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegisterRequest } from '../../../src/features/registration/types.ts'
import { createPublished, someTimes } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { entriesOf } from '../../support/ical-read.ts'
import { useWorld } from '../../support/world.ts'
import { answerAddress, bounceAddress, environment, openDesk, type Postman, sentMail } from '../inbound/desk.ts'
import { postfix, reply } from '../inbound/samples.ts'

const world = useWorld(environment)
let event: EventRow
let category: CategoryRow
let desk: Postman

beforeAll(async () => {
  desk = await openDesk(world)
})
afterAll(() => desk.close())
beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 500 })
})

const guest = async (who: string, more: Partial<RegisterRequest> = {}) =>
  (await createRegistration(world.db, category, who, more)).registration
const words = { segment: 'status=confirmed', subject: { cs: 'Parkování: {event}' }, body: { cs: 'Dobrý den.' } }
const draft = (more: Partial<typeof words> = {}) =>
  draftAnnouncement(world.db, system, { event, input: { ...words, ...more } })
const agreement = (announcement: AnnouncementRow, expected: number) => ({
  event,
  announcement,
  version: announcement.lockVersion,
  expected,
  perMinute: 600,
  expiresAt: null,
})
/** A way out that answers as it is told. */
const office = (answers: () => Awaited<ReturnType<MailTransport['send']>>) => {
  const sent: string[] = []
  const mailer: MailTransport = {
    send: async ({ to }) => {
      const result = answers()
      if (result.kind === 'accepted') sent.push(to.address)
      return result
    },
    close: () => undefined,
  }
  return { sent, services: { ...world.services, mailer } }
}
const deliver = (services = world.services) => deliverDueMails(services, mailDefinitions)
const announced = () => world.db('mails').where({ kind: 'announcement' }).orderBy('id')
const half = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/

describe('signs of two halves', () => {
  it('are never cut in two: not in a subject, not in a name, not in what mailboxes show', () => {
    const party = '🎉'.repeat(80)
    for (const shift of ['', 'x']) {
      expect(inert(shift + party)).not.toMatch(half)
      expect(fittedSubject(`Máte místo: ${shift}${party}`, shift + party)).not.toMatch(half)
    }
  })

  it('in a long text keep no announcement and no ticket from going', async () => {
    await world
      .db('events')
      .where({ id: event.id })
      .update({ title: { cs: `x${'🎉'.repeat(99)}` } })
    const [givenName, organisation] = [`x${'🎉'.repeat(49)}`, '🎉'.repeat(80)]
    await guest('party', { givenName, familyName: 'Nováková', organisation })
    for (const start of ['', 'x']) {
      const body = { cs: `${start}${'🎉'.repeat(100)} {given_name} {organisation}` }
      await sendAnnouncement(world.db, system, agreement(await draft({ body }), 1))
    }
    await deliver()
    const mails = await world.db('mails').select('kind', 'sentAt', 'smtpResponse')
    expect(mails.length).toBeGreaterThanOrEqual(3)
    for (const mail of mails) expect(mail).toMatchObject({ smtpResponse: 'demo inbox' })
  })
})

describe('what somebody typed', () => {
  it('is no link in any mail, however short its domain or wide its dots', () => {
    for (const typed of [
      'x.com',
      'a.cz/b',
      't.co',
      'evil。com',
      'evil．com',
      'www.1and1.de',
      'https://x.cz',
      'a@b.cz',
    ]) {
      expect(inert(typed)).toContain('\u2060')
      expect(inert(typed).replaceAll('\u2060', '')).toBe(typed)
    }
  })

  it('is not looked through for placeholders: {link} as a name stays four letters in braces', async () => {
    await guest('braces', { givenName: '{link}', familyName: '{event}', organisation: '<b>{{link}}</b>' })
    const body = { cs: 'Dobrý den, {given_name} {family_name} z {organisation}' }
    await sendAnnouncement(world.db, system, agreement(await draft({ body }), 1))
    await deliver()
    const { subject, content } = only(await announced())
    expect(content?.text).toContain('{link} {event}')
    expect(content?.html).not.toContain('<b>{{link}}')
    expect(subject).not.toMatch(/[{}\r\n]/)
  })
})

describe('a mail to many that was put off', () => {
  const later = { kind: 'deferred', code: 451, response: '451 4.7.1 later' } as const
  const taken = { kind: 'accepted', response: '250 OK' } as const

  it('is still asked, when its turn comes again, whether it makes sense for its reader', async () => {
    world.at('2027-05-01T08:00:00Z')
    const [stays, goes] = [await guest('stays'), await guest('goes')]
    await world.db('mails').delete()
    await sendAnnouncement(world.db, system, agreement(await draft(), 2))
    let answer: typeof later | typeof taken = later
    const { sent, services } = office(() => answer)
    await deliver(services)
    expect((await announced()).map(({ attempts, content }) => [attempts, content !== null])).toEqual([
      [1, true],
      [1, true],
    ])
    await cancelRegistration(world.db, system, { registration: goes, reason: 'self' })
    await world.db('mails').whereNot({ kind: 'announcement' }).delete()
    await world.db('mailDomains').delete()
    answer = taken
    world.at('2027-05-01T08:30:00Z')
    await deliver(services)
    expect(sent).toEqual([stays.email])
    expect((await announced()).find(({ toAddress }) => toAddress === goes.email)).toMatchObject({
      sentAt: null,
      smtpResponse: 'not-needed',
    })
  })

  it('does not go once the event is off', async () => {
    world.at('2027-05-01T08:00:00Z')
    await guest('jana')
    await world.db('mails').delete()
    await sendAnnouncement(world.db, system, agreement(await draft(), 1))
    let answer: typeof later | typeof taken = later
    const { sent, services } = office(() => answer)
    await deliver(services)
    world.at('2027-05-01T08:10:00Z')
    await cancelEvent(world.db, system, { event, note: {} })
    await world.db('mails').whereNot({ kind: 'announcement' }).delete()
    await world.db('mailDomains').delete()
    answer = taken
    world.at('2027-05-01T08:30:00Z')
    await deliver(services)
    expect(sent).toEqual([])
  })
})

describe('planned announcements', () => {
  it('that are for the time before the event follow it when it moves', async () => {
    const planned = instant('2027-06-10T08:00:00Z')
    await guest('jana')
    world.at('2027-05-01T08:00:00Z')
    const plan = async (startDate: string, endDate: string) => {
      const times = someTimes({ startDate, endDate })
      const [moved] = await world.db('events').where({ id: event.id }).update(times, '*')
      return moved ?? event
    }
    const before = await plan('2027-06-12', '2027-06-13')
    for (let more = 2; more > 0; more--) {
      const announcement = await draft()
      await planAnnouncement(world.db, system, {
        ...agreement(announcement, 1),
        expiresAt: before.startsAt,
        plannedFor: more === 2 ? planned : addMinutes(planned, 10 * 24 * 60),
      })
    }
    await plan('2027-06-09', '2027-06-10')
    world.at(planned)
    await sendDueAnnouncements(world.db)
    const after = await plan('2027-06-25', '2027-06-26')
    world.at(addMinutes(planned, 10 * 24 * 60))
    await sendDueAnnouncements(world.db)
    const [first, second] = await world.db('announcements').orderBy('plannedFor')
    expect(first).toMatchObject({ queuedAt: null, skipReason: 'event-started' })
    expect(second).toMatchObject({ skipReason: null, recipients: 1, expiresAt: after.startsAt })
  })

  it('and rules of other events go although one cannot', async () => {
    const { organisation } = await world.people()
    const broken = await createPublished(world.db, { organisation, slug: 'rozbita' })
    world.at('2027-01-01T08:00:00Z')
    const rule = { preset: 'own', anchor: 'start', days: -3, timeOfDay: '09:00', ...words } as const
    await addRule(world.db, system, { event: broken, input: rule })
    await addRule(world.db, system, { event, input: rule })
    await guest('jana')
    await world.db.raw(`update events set time_zone = 'Mars/Olympus' where id = ?`, [broken.id])
    world.at(addMinutes(event.startsAt, -3 * 24 * 60 + 180))
    await expect(sendDueAnnouncements(world.db)).rejects.toThrow(/mars.olympus/i)
    expect(await announced()).toHaveLength(1)
  })
})

describe('zero bytes', () => {
  it('in a report or an answer of a calendar are read over: they neither come again for ever nor hide anything', async () => {
    const mail = await sentMail(world)
    const returned = { to: mail.toAddress, messageId: mail.messageId }
    const said = '550 5.1.1 unknown\0 user'
    const bounce = await desk.deliver({ to: bounceAddress(world, mail), source: postfix(returned, { said }) })
    expect(bounce.code).toBe(250)
    expect(only(await world.db('mails').where({ id: mail.id }))).toMatchObject({ bounceStatus: '5.1.1' })
    const foreign = postfix({ ...returned, messageId: '<a\0b@example.org>' })
    expect((await desk.deliver({ to: bounceAddress(world, mail), source: foreign })).code).toBe(250)

    const registration = await guest('jana')
    const parts = { attendee: registration.email, organizer: answerAddress(world, registration) }
    const uid = invitationUid(registration.calendarUid)
    for (const method of ['RE\0PLY', 'X\0', `${'X'.repeat(19)}🎉`])
      expect(
        (
          await desk.deliver({
            to: parts.organizer,
            from: 'jana@example.org',
            source: reply({ ...parts, uid, method, parameter: 'REPLY' }).replace(/; method=REPLY/i, ''),
          })
        ).code,
      ).toBe(250)
  })

  it('in what a mail server says are read over', () => {
    const refusal = { code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 no\0 such user' }
    expect(resultOf(Object.assign(new Error('refused'), refusal))).toMatchObject({ response: '550 5.1.1 no such user' })
  })
})

describe('a report by Message-ID alone', () => {
  it('on a mail that left through the server of an organisation is believed by nobody: that server knows them all', async () => {
    const mail = await sentMail(world)
    const messageId = `<announcement.${mail.reference}@klastr.example>`
    await world.db('mails').where({ id: mail.id }).update({ messageId })
    const source = Buffer.from(`Return-Path: <>\r\n${postfix({ to: mail.toAddress, messageId })}`)
    expect(await receiveMail(world.services, { source })).toBe('nobody')
    expect(await world.db('suppressedAddresses')).toEqual([])
  })
})

describe('an address that is dead', () => {
  it('lives again when an organiser says so; a complaint is not theirs to take back', async () => {
    const mail = await sentMail(world)
    for (const [reason, kind] of [
      ['complaint', 'not-suppressed'],
      ['hard-bounce', 'lifted'],
    ] as const) {
      await inTransaction(world.db, trx => suppressAddress(trx, { address: mail.toAddress, reason }))
      expect(await liftSuppression(world.db, system, { mail })).toEqual({ kind })
    }
  })
})

describe('an invitation to the strangest event', () => {
  const title = `A;B,C\\nD:"ž" ${'Žluťoučký kůň 🎉 '.repeat(60)}`.trim()
  const night = { startDate: '2027-10-30', endDate: '2027-10-31' }
  const nowhere = { venueId: null, city: {} }
  const days = { ...someTimes({ ...night, zone: 'Europe/Prague', startTime: '00:00', endTime: '23:59' }), ...nowhere }
  const late = { startDate: '2027-03-13', endDate: '2027-03-14', startTime: '22:30', endTime: '03:30' }
  const overMidnight = { ...someTimes({ ...late, zone: 'America/New_York' }), ...nowhere }
  const hours = { startDate: '2027-10-31', endDate: '2027-10-31', startTime: '01:15', endTime: '04:15' }
  const online = { ...someTimes({ ...hours, zone: 'Europe/Prague' }), ...nowhere, mode: 'online' as const }

  it.each([
    [
      'of days, over the night when clocks change',
      { ...days, hasTimes: false },
      ['DTSTART;VALUE=DATE:20271030', 'DTEND;VALUE=DATE:20271101'],
    ],
    [
      'over midnight into summer, in a zone far away',
      overMidnight,
      ['DTSTART;TZID=America/New_York:20270313T223000', 'DTEND;TZID=America/New_York:20270314T033000'],
    ],
    [
      'online, while an hour comes twice',
      online,
      ['DTSTART;TZID=Europe/Prague:20271031T011500', 'DTEND;TZID=Europe/Prague:20271031T041500'],
    ],
  ])('%s, is one sound entry at the right time', async (_name, change, times) => {
    await world
      .db('events')
      .where({ id: event.id })
      .update({ ...change, title: { cs: title } })
    world.at('2027-01-10T08:00:00Z')
    await guest('jana', { givenName: 'Čeněk "X"; CN=y', familyName: 'Říčný\\, Ph.D.' })
    await world.runJobs()
    const mail = only(await world.db('mails').where({ kind: 'calendar-request' }))
    const content = mail.content?.calendar?.content ?? ''
    expect(lintCalendar(Buffer.from(content))).toEqual([])
    const { start, end, location } = only(entriesOf(content))
    expect(content.split('\r\n')).toEqual(expect.arrayContaining(times))
    expect(location).toBe('mode' in change ? 'online' : '')
    if (!('hasTimes' in change && !change.hasTimes))
      expect([start, end]).toEqual([change.startsAt.getTime(), change.endsAt.getTime()])
    expect(mail.subject).toMatch(/^Do kalendáře: A;B,C.*…$/)
  })
})

describe('leaving the mails to many', () => {
  it('bears every kind of body a program may send, and answers no 500', async () => {
    const mail = await sentMail(world, { isBulk: true, organisationId: event.organisationId })
    const path = `/cs/unsubscribe/${world.services.tokens.issue('unsubscribe', mail.reference, 0)}`
    const bodies: readonly (readonly [string, string])[] = [
      ['application/json', '{"List-Unsubscribe":'],
      ['application/json', '[]'],
      ['text/plain', 'List-Unsubscribe=One-Click'],
      ['multipart/form-data', 'no boundary'],
      ['multipart/form-data; boundary=x', '--x\r\nno headers'],
      ['application/x-www-form-urlencoded', 'deed[toString]=1&__proto__[deed]=resume&List-Unsubscribe=One-Click'],
      ['application/x-www-form-urlencoded', `a=${'x'.repeat(300_000)}`],
      ['application/x-www-form-urlencoded; charset=utf-7', 'List-Unsubscribe=One-Click'],
    ]
    for (const [type, body] of bodies) {
      const answer = await supertest(world.app).post(path).set('Content-Type', type).send(body)
      expect([type, answer.status < 500]).toEqual([type, true])
    }
    await supertest(world.app).get(path)
    await supertest(world.app).head(path)
    expect(await world.db('mailOptOuts').select('address')).toEqual([{ address: mail.toAddress }])
    await supertest(world.app).get(`${path}?deed=resume`)
    expect(await world.db('mailOptOuts')).toHaveLength(1)
  })
})
