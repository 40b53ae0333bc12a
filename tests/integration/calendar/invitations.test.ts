import { beforeEach, describe, expect, it } from '@jest/globals'
import ICAL from 'ical.js'
import PostalMime from 'postal-mime'
import { jobHandlers, mailDefinitions } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import { runJobsOnce } from '../../../src/core/jobs/worker.ts'
import { type MailTransport, sourceOf } from '../../../src/core/mailer.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { readReturnAddress } from '../../../src/core/tokens.ts'
import { recordTelling } from '../../../src/features/calendar/actions/invitation-settings.ts'
import { noteChanges, noteForgotten, tellDue } from '../../../src/features/calendar/actions/invitations.ts'
import { cancelEvent, reinstateEvent } from '../../../src/features/events/actions/phases.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { EventInput, EventRow } from '../../../src/features/events/types.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { messageOf } from '../../../src/features/mail/mails.ts'
import { findCircumstances } from '../../../src/features/mail/queries/circumstances.ts'
import type { MailRow } from '../../../src/features/mail/types.ts'
import { changeRegistration } from '../../../src/features/registration/actions/changes.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { acceptOffer } from '../../../src/features/registration/actions/offers.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createPublished, editEventTo, someTimes } from '../../factories/events.ts'
import { createCategory, createRegistration, findByEmail, linkOf } from '../../factories/registration.ts'
import { lintCalendar } from '../../support/ical-lint.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld({ INBOUND_DOMAIN: 'in.pozvanka.example' })
let event: EventRow
let category: CategoryRow

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 1 })
})

const comes = async (who: string, more = {}) => (await createRegistration(world.db, category, who, more)).registration
const later = (minutes: number) => world.at(addMinutes(now(), minutes))

/** What a minute does: collected changes that are due are told, and the mails go. */
async function pass(minutes = 0): Promise<void> {
  later(minutes)
  await world.runJobs()
  await tellDue(world.db)
  await world.runJobs()
}

const kinds = ['calendar-request', 'calendar-cancel']

async function messagesTo(who: string): Promise<MailRow[]> {
  const mails = await world
    .db('mails')
    .whereIn('kind', kinds)
    .where({ toAddress: `${who}@example.org` })
    .orderBy('id')
  return mails.filter(({ sentAt }) => sentAt !== null)
}

function entryOf(mail: MailRow) {
  const calendar = mail.content?.calendar
  const content = calendar?.content ?? ''
  const component = new ICAL.Component(ICAL.parse(content))
  const events = component.getAllSubcomponents('vevent')
  const value = (name: string) => String(events[0]?.getFirstPropertyValue(name) ?? '')
  const attendees = events.flatMap(one => one.getAllProperties('attendee'))
  return {
    content,
    count: events.length,
    method: String(component.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    status: value('status'),
    transp: value('transp'),
    start: value('dtstart'),
    url: value('url'),
    organizer: value('organizer'),
    attendees: attendees.map(one => String(one.getFirstValue())),
    partstat: String(attendees[0]?.getParameter('partstat') ?? ''),
  }
}

const told = async (who: string) =>
  (await messagesTo(who)).map(mail => {
    const { method, sequence, status } = entryOf(mail)
    return `${method} ${sequence} ${status}`
  })

const edit = (changes: Partial<EventInput>) => editEventTo(world.db, event, changes)

const move = (startTime: string) => edit(someTimes({ startTime }))

describe('an invitation', () => {
  it('follows the life of a registration: one UID, SEQUENCE 0, 1, 2, 3, each message once', async () => {
    await comes('jana')
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED'])
    await edit({ title: { cs: 'Jiná slova', en: 'Other words' } })
    await pass(60)
    expect(await told('jana')).toHaveLength(1)
    await move('10:00')
    await pass(11)
    await pass(11)
    const moved = (await findEvent(world.db, event.id)) ?? event
    await cancelEvent(world.db, system, { event: moved, note: {} })
    await pass()
    await reinstateEvent(world.db, system, { event: moved })
    await pass(1)
    await pass(30)
    expect(await told('jana')).toEqual([
      'REQUEST 0 CONFIRMED',
      'REQUEST 1 CONFIRMED',
      'CANCEL 2 CANCELLED',
      'REQUEST 3 CONFIRMED',
    ])
    const entries = (await messagesTo('jana')).map(entryOf)
    expect(new Set(entries.map(({ uid }) => uid)).size).toBe(1)
    expect(new Set(entries.map(({ organizer }) => organizer)).size).toBe(1)
  })

  it('collects changes for ten minutes from the first of them', async () => {
    await comes('jana')
    await pass()
    await move('10:00')
    await pass()
    await pass(6)
    await move('11:00')
    await pass()
    await pass(3)
    expect(await told('jana')).toHaveLength(1)
    await pass(2)
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'REQUEST 2 CONFIRMED'])
    const [, update] = await messagesTo('jana')
    expect(update && entryOf(update).start).toContain('2027-09-15')
    expect(update?.subject).toMatch(/^Změna:/)
  })

  it('is tentative while somebody waits and is offered a place, and confirmed with the place', async () => {
    await world
      .db('registrationSettings')
      .insert({ eventId: event.id, promotion: 'offer' })
      .onConflict('eventId')
      .merge()
    const jana = await comes('jana')
    await comes('petr')
    await pass()
    const [waiting] = await messagesTo('petr')
    expect(waiting && entryOf(waiting)).toMatchObject({ method: 'REQUEST', status: 'TENTATIVE', partstat: 'TENTATIVE' })
    expect(waiting?.content?.text).toMatch(/Čekáte na/)
    await cancelRegistration(world.db, system, { registration: jana })
    await pass(20)
    expect(await told('petr')).toEqual(['REQUEST 0 TENTATIVE'])
    await acceptOffer(world.db, system, { registration: await findByEmail(world.db, event.id, 'petr@example.org') })
    await pass()
    await pass(10)
    expect(await told('petr')).toEqual(['REQUEST 0 TENTATIVE', 'REQUEST 1 CONFIRMED'])
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'CANCEL 1 CANCELLED'])
  })

  it('is for nobody who applied, has to show their address, or was told by somebody else', async () => {
    const trip = await createCategory(world.db, event, { title: 'Studijní cesta', needsApproval: true })
    await createRegistration(world.db, trip, 'anna')
    await pass(60)
    await cancelRegistration(world.db, system, {
      registration: await findByEmail(world.db, event.id, 'anna@example.org'),
    })
    await pass(60)
    expect(await messagesTo('anna')).toEqual([])
    expect(await world.db('calendarInvitations')).toEqual([])
  })

  it('says nothing after the end, and nothing before the event is public', async () => {
    await comes('jana')
    world.at(addMinutes(event.endsAt, 1))
    await pass()
    expect(await messagesTo('jana')).toEqual([])
  })

  it('of somebody who came and left before it was written is never sent', async () => {
    const jana = await comes('jana')
    await cancelRegistration(world.db, system, { registration: jana })
    await pass()
    await pass(60)
    expect(await messagesTo('jana')).toEqual([])
  })

  it('goes to the next person when a place is handed over, and is withdrawn from the former one alone', async () => {
    const jana = await comes('jana')
    await pass()
    const { titleBefore, titleAfter, organisation, country } = jana
    const person = { titleBefore, titleAfter, organisation, country, locale: 'en' as const }
    await replacePerson(world.db, system, {
      registration: jana,
      event,
      person: { ...person, givenName: 'Eva', familyName: 'Malá', email: 'eva@example.org' },
    })
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'CANCEL 1 CANCELLED'])
    expect(await told('eva')).toEqual(['REQUEST 0 CONFIRMED'])
    const [first, end] = await messagesTo('jana')
    const [next] = await messagesTo('eva')
    expect(end && entryOf(end).uid).toBe(first && entryOf(first).uid)
    expect(next && entryOf(next).uid).not.toBe(first && entryOf(first).uid)
    expect(end?.locale).toBe('cs')
    const whole = `${end?.content?.text}${end?.content?.html}${end?.content?.calendar?.content}`
    expect(whole).not.toMatch(/eva|malá|\/r\//i)
    expect(end?.subject).toMatch(/^Zrušeno:/)
  })

  it('leaves a mended address with a new entry and the old one without any', async () => {
    const jana = await comes('jana')
    await pass()
    const { titleBefore, givenName, familyName, titleAfter, organisation, country, locale } = jana
    const details = { titleBefore, givenName, familyName, titleAfter, organisation, country, locale }
    await changeRegistration(world.db, system, {
      registration: jana,
      event,
      details: { ...details, email: 'jana.novakova@example.org' },
    })
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'CANCEL 1 CANCELLED'])
    expect(await told('jana.novakova')).toEqual(['REQUEST 0 CONFIRMED'])
  })

  it('is never told something older than before (P7)', async () => {
    const jana = await comes('jana')
    await pass()
    const to = { name: '', address: jana.email }
    const telling = { registrationId: jana.id, calendarUid: jana.calendarUid, to, locale: 'cs' as const }
    expect(await recordTelling(world.db, { ...telling, method: 'REQUEST', sequence: 4 })).toBe(true)
    expect(await recordTelling(world.db, { ...telling, method: 'REQUEST', sequence: 3 })).toBe(false)
    const foreign = { ...telling, calendarUid: '00000000-0000-4000-8000-000000000000' }
    expect(await recordTelling(world.db, { ...foreign, method: 'CANCEL', sequence: 9 })).toBe(false)
  })

  it('that nobody announced is found by the hour', async () => {
    await comes('jana')
    await pass()
    await world.db('events').where({ id: event.id }).increment('calendarSequence', 1)
    await noteForgotten(world.db)
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'REQUEST 1 CONFIRMED'])
    await noteForgotten(world.db)
    await pass()
    expect(await told('jana')).toHaveLength(2)
  })

  it('takes the same statements for one person and for 1,500', async () => {
    await comes('jana')
    await pass()
    const moveAndCount = async (time: string) => {
      await move(time)
      await world.runJobs()
      later(11)
      return (await world.queries(() => tellDue(world.db))).count
    }
    const one = await moveAndCount('10:00')
    await world.db.raw(
      `with guests as (
         insert into registrations (event_id, category_id, reference, submission_digest, given_name, family_name, email,
           country, locale, confirmed_at, place_held)
         select :eventId, :categoryId, 'GUEST' || n, n, 'Host', n, 'host' || n || '@example.org', 'CZ', 'cs', now(), true
         from generate_series(1, 1499) as n returning *)
       insert into calendar_invitations (registration_id, calendar_uid, told_method, told_sequence, told_address, told_name,
         told_locale, told_at)
       select id, calendar_uid, 'REQUEST', 1, email, '', 'cs', now() from guests`,
      { eventId: event.id, categoryId: category.id },
    )
    const many = await moveAndCount('11:00')
    expect(many).toBe(one)
    expect(many).toBeLessThan(12)
    // Jana's first mail went after the second move already, and told of it.
    expect(await world.db('mails').where({ kind: 'calendar-request', sentAt: null })).toHaveLength(1_499)
  })

  it('is told once, however many look at the same time', async () => {
    await comes('jana')
    await comes('petr')
    const soon = await world.db('registrations').select('id')
    await noteChanges(world.db, { registrationIds: soon.map(({ id }) => id) })
    const told = await Promise.all([1, 2, 3].map(() => tellDue(world.db)))
    expect(told.reduce((sum, one) => sum + one)).toBe(2)
  })

  it('that could not go yet is dropped when a newer one goes: never an older SEQUENCE after a newer (P7)', async () => {
    const seen: string[] = []
    let isDown = true
    const mailer: MailTransport = {
      send: async ({ calendar }) => {
        if (isDown) return { kind: 'deferred', code: 451, response: 'later' }
        if (calendar) seen.push(`${calendar.method} ${/SEQUENCE:(\d+)/.exec(calendar.content)?.[1]}`)
        return { kind: 'accepted', response: 'ok' }
      },
      close: () => undefined,
    }
    const services = { ...world.services, mailer }
    const run = async () => {
      await runJobsOnce(services, jobHandlers(services))
      await tellDue(world.db)
      await deliverDueMails(services, mailDefinitions)
    }
    await comes('jana')
    await run()
    await move('10:00')
    await run()
    later(11)
    await run()
    const held = (await findEvent(world.db, event.id)) ?? event
    await cancelEvent(world.db, system, { event: held, note: {} })
    await run()
    isDown = false
    later(60)
    await run()
    later(60)
    await run()
    expect(seen).toEqual(['CANCEL 2'])
    await reinstateEvent(world.db, system, { event: held })
    await run()
    expect(seen).toEqual(['CANCEL 2', 'REQUEST 3'])
  })
})

describe('the mail of an invitation', () => {
  const first = async (who = 'jana', locale: 'cs' | 'en' = 'cs') => {
    const registration = await comes(who, { locale })
    await pass()
    const [mail] = await messagesTo(who)
    if (mail?.content === undefined || mail.content === null) throw new Error('no mail')
    return { registration, mail, entry: entryOf(mail) }
  }

  it('is a message of RFC 6047: the last alternative, its method as its parameter, the same bytes attached (P1)', async () => {
    const { mail } = await first()
    const written = { ...mail, subject: mail.subject ?? '', content: mail.content ?? neverContent() }
    const belonging = await findCircumstances(world.db, mail)
    const source = await sourceOf(messageOf(world.services, written, belonging, now()))
    const text = source.toString('latin1')
    expect(text).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
    const alternatives = [...text.matchAll(/^Content-Type: (text\/\w+|application\/ics)/gim)].map(([, type]) => type)
    expect(alternatives).toEqual(['text/plain', 'text/html', 'text/calendar', 'application/ics'])
    const encoded = [
      ...text.matchAll(/Content-Type: (?:text\/calendar|application\/ics)[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/g),
    ]
    const bytes = encoded.map(([, base64 = '']) => Buffer.from(base64, 'base64').toString('utf8'))
    expect(bytes).toHaveLength(2)
    expect(new Set(bytes)).toEqual(new Set([mail.content?.calendar?.content]))
    expect(text).toMatch(/filename=invite\.ics/)
    const parsed = await PostalMime.parse(source)
    expect(parsed.from?.address).toBe(entryOf(mail).organizer.replace('mailto:', ''))
  })

  it('comes from its ORGANIZER, a mailbox that is read, and names one ATTENDEE: the recipient (P2, P3)', async () => {
    const { mail, entry, registration } = await first()
    const address = entry.organizer.replace('mailto:', '')
    expect(mail.content?.fromAddress).toBe(address)
    expect(readReturnAddress(world.services.tokens, address)).toEqual({
      purpose: 'answer',
      reference: registration.reference,
    })
    expect(entry.attendees).toEqual(['mailto:jana@example.org'])
    expect(entry.content.replaceAll('\r\n ', '')).toMatch(
      /ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE/,
    )
    expect(entry.content).toContain('X-MICROSOFT-DISALLOW-COUNTER:TRUE')
    expect(entry.content).not.toContain('SENT-BY')
    expect(entry.url).toBe(`${world.url}${linkOf(world.services, registration)}`)
    expect(entry.transp).toBe('OPAQUE')
  })

  it('holds one entry without a reminder or a repetition, and its bytes are right in both languages (P4)', async () => {
    const cs = await first('jana', 'cs')
    const en = await first('john', 'en')
    for (const { entry } of [cs, en]) {
      expect(entry.count).toBe(1)
      expect(entry.content).not.toMatch(/VALARM|RRULE|RDATE|COMMENT/)
      expect(lintCalendar(Buffer.from(entry.content))).toEqual([])
    }
    expect(cs.mail.subject).toMatch(/^Do kalendáře:/)
    expect(en.mail.subject).toMatch(/^For your calendar:/)
    expect(cs.mail.content?.text).toContain('registrace platí dál')
  })

  it('keeps hostile names and titles inside their values', async () => {
    const evil = 'X\r\nATTENDEE:mailto:a@b.example\r\nMETHOD:CANCEL"^;,\\'
    await edit({ title: { cs: evil, en: evil } })
    const { entry, mail } = await first('jana')
    const lines = entry.content.replaceAll('\r\n ', '').split('\r\n')
    expect(lines.filter(line => line.startsWith('ATTENDEE'))).toHaveLength(1)
    expect(lines.filter(line => line.startsWith('METHOD'))).toEqual(['METHOD:REQUEST'])
    expect(lintCalendar(Buffer.from(entry.content))).toEqual([])
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })
})

function neverContent(): never {
  throw new Error('the mail was not written')
}

describe('the switch on the private page', () => {
  const link = (registration: RegistrationRow) => linkOf(world.services, registration)
  const choose = (registration: RegistrationRow, mode: string) =>
    world
      .agent()
      .post(`${link(registration)}/invitations`)
      .type('form')
      .send({ mode })

  it('shows what was sent and has it sent again, every ten minutes at most', async () => {
    const jana = await comes('jana')
    expect((await world.agent().get(link(jana))).text).toContain('Zatím jsme nic neposlali.')
    await pass()
    const page = await world.agent().get(link(jana))
    expect(page.text).toContain('Naposledy odesláno')
    expect(page.text).not.toContain('/invitations/again')
    const soon = await world.agent().post(`${link(jana)}/invitations/again`)
    expect(soon.headers['location']).toBe(`${link(jana)}?done=invitationsNotSent`)
    later(11)
    expect((await world.agent().get(link(jana))).text).toContain('/invitations/again')
    const again = await world.agent().post(`${link(jana)}/invitations/again`)
    expect(again.headers['location']).toBe(`${link(jana)}?done=invitationsSent`)
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'REQUEST 0 CONFIRMED'])
  })

  it('off: nothing more is sent, neither changes nor the end; on again: the present state, if it is news', async () => {
    const jana = await comes('jana')
    await pass()
    expect((await choose(jana, 'off')).headers['location']).toBe(`${link(jana)}?done=invitations`)
    await move('10:00')
    await pass(11)
    expect(await told('jana')).toHaveLength(1)
    await choose(jana, 'on')
    await choose(jana, 'on')
    await pass()
    expect(await told('jana')).toEqual(['REQUEST 0 CONFIRMED', 'REQUEST 1 CONFIRMED'])
    await choose(jana, 'attachment')
    await cancelRegistration(world.db, system, { registration: jana })
    await pass(11)
    expect(await told('jana')).toHaveLength(2)
  })

  it('decides about the file of the ticket mail: with `attachment` and `on`, not with `off`', async () => {
    const jana = await comes('jana')
    const petr = await comes('petr')
    await choose(petr, 'off')
    await cancelRegistration(world.db, system, { registration: jana })
    await pass()
    const [ticket] = await world.db('mails').where({ kind: 'registration-promoted', toAddress: petr.email })
    const types = ticket?.content?.attachments.map(({ contentType }) => contentType)
    expect(types).toEqual(['image/png'])
    const [first] = await world.db('mails').where({ kind: 'registration-cancelled', toAddress: jana.email })
    expect(first?.content?.attachments).toEqual([])
    expect(await messagesTo('petr')).toEqual([])
  })

  it('refuses what it does not know, forged links, and who has no place any more', async () => {
    const jana = await comes('jana')
    expect((await choose(jana, 'always')).headers['location']).toBe(link(jana))
    const forged = `/cs/r/${'A'.repeat(51)}/invitations`
    expect((await world.agent().post(forged).type('form').send({ mode: 'off' })).status).toBe(404)
    expect(await world.db('calendarInvitations').where({ mode: 'off' })).toEqual([])
    await cancelRegistration(world.db, system, { registration: jana })
    const gone = await world.agent().get(link(jana))
    expect(gone.text).not.toContain('/invitations')
  })
})
