import { beforeEach, describe, expect, it } from '@jest/globals'
import { mailDefinitions } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import { inTransaction, only, rows } from '../../../src/core/database.ts'
import { addMinutes, type Instant, instant, useClock } from '../../../src/core/time.ts'
import { draftAnnouncement } from '../../../src/features/announcements/actions/compose.ts'
import { sendDueAnnouncements } from '../../../src/features/announcements/actions/due.ts'
import { sendAnnouncement } from '../../../src/features/announcements/actions/send.ts'
import { findAnnouncement } from '../../../src/features/announcements/queries/announcements.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { Person } from '../../factories/accounts.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let agent: Agent
let organiser: Person
const base = '/cs/organiser/events/clusters-meet-regions/announcements'
const evil = '<script>alert(1)</script>'
const words = {
  'subject.cs': 'Parkování: {event}',
  'body.cs': 'Dobrý den, {given_name},\n\nparkujte u hotelu: https://example.org/mapa\n\n{link}',
  'subject.en': 'Parking: {event}',
  'body.en': 'Hello {given_name},\n\npark at the hotel.',
  lockVersion: '0',
}

beforeEach(async () => {
  const { organisation, owner } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 500 })
  organiser = owner
  agent = await world.as(owner)
})

/** The organiser comes at a moment; a session from months before is over. */
async function signInAt(moment: Instant | string): Promise<void> {
  world.at(moment)
  agent = world.agent()
  const { email, password } = organiser
  await agent.post('/cs/sign-in').type('form').send({ email, password })
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const post = (path: string, fields: Record<string, string | string[]> = {}) =>
  agent.post(path).type('form').send(fields)
const written = async (fields: Record<string, string | string[]> = {}) => {
  const answer = await post(`${base}/new`, { ...words, status: 'confirmed', ...fields })
  expect(answer.status).toBe(303)
  return answer.headers['location'] ?? ''
}
const agreement = (text: string) => ({
  expected: /name="expected" value="(\d+)"/.exec(text)?.[1] ?? '',
  lockVersion: /name="lockVersion" value="(\d+)"/.exec(text)?.[1] ?? '',
  when: 'now',
  perMinute: '600',
})
const mails = () => world.db('mails').where({ kind: 'announcement' }).orderBy('id')
const one = async () => {
  const { reference } = only(await world.db('announcements').orderBy('id', 'desc').limit(1))
  const found = await findAnnouncement(world.db, event.id, reference)
  if (found === undefined) throw new Error('no announcement')
  return found
}

async function crowd(size: number): Promise<void> {
  for (let i = 0; i < size; i += 1) await createRegistration(world.db, category, `p${i}`)
}

/** So many people with places, by the quick way. */
async function multitude(size: number): Promise<void> {
  await createRegistration(world.db, category, 'first')
  const columns = (
    await rows<{ name: string }>(
      world.db,
      `select column_name as name from information_schema.columns where table_name = 'registrations'
       and is_generated = 'NEVER' and is_identity = 'NO'`,
    )
  ).map(({ name }) => name)
  const own: Record<string, string> = {
    reference: `'M' || lpad(translate(g::text, '01', 'AB'), 7, 'C')`,
    email: `'m' || g || '@example.org'`,
    calendar_uid: 'gen_random_uuid()',
    submission_digest: `submission_digest || g`,
  }
  await world.db.raw(
    `insert into registrations (${columns.join(', ')})
     select ${columns.map(name => own[name] ?? name).join(', ')} from registrations, generate_series(1, ?) g`,
    [size - 1],
  )
}

describe('writing to many', () => {
  it('keeps a draft, shows the exact count and who, and sends nothing before somebody agrees', async () => {
    await crowd(3)
    await createRegistration(world.db, category, 'gone', { familyName: evil })
    await cancelRegistration(world.db, system, {
      registration: await findByEmail(world.db, event.id, 'gone@example.org'),
      reason: 'self',
    })
    const path = await written({ status: ['confirmed', 'unconfirmed'] })
    const page = plain((await agent.get(path)).text)
    expect(page).toContain('3 lidé, česky 3, anglicky 0')
    expect(page).toContain('Jana Nováková p2')
    expect(page).toContain('Odeslat 3 lidem')
    expect(page).toContain('registrations?status=confirmed&amp;status=unconfirmed')
    expect(await mails()).toEqual([])
    const everybody = plain((await agent.get(await written({ status: [] }))).text)
    expect(everybody).toContain('Vynecháme, kdo nemá místo')
    expect(everybody).toContain('zrušeno 1')
  })

  it('goes once to each in their language, personally, in bulk and with its log', async () => {
    await crowd(3)
    await world
      .db('registrations')
      .where({ email: 'p2@example.org' })
      .update({ locale: 'en', givenName: 'evil.example.com' })
    const path = await written()
    const fields = agreement((await agent.get(path)).text)
    const answers = await Promise.all([1, 2, 3].map(() => post(`${path}/send`, fields)))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    await world.runJobs()
    await world.runJobs()
    const [first, , third, ...more] = await mails()
    expect(more).toEqual([])
    expect(first).toMatchObject({ isBulk: true, locale: 'cs', announcementId: (await one()).id })
    expect(plain(first?.content?.text ?? '')).toContain('Dobrý den, Jana,')
    expect(plain(first?.subject ?? '')).toMatch(/^Parkování: /)
    expect(first?.content?.html).toContain('href="https://example.org/mapa"')
    expect(first?.content?.html).toMatch(/\/cs\/r\/[2-9A-Z]/)
    expect(third).toMatchObject({ locale: 'en' })
    // A name that looks like an address does not become a link.
    expect(third?.content?.text).not.toContain('evil.example.com')
    const page = plain((await agent.get(path)).text)
    expect(page).toContain('Odesláno 3 z 3')
    expect(page).toContain('p1@example.org')
    expect((await agent.get(`${path}?state=failed`)).text).not.toContain('p1@example.org')
    expect(await world.db('auditEntries').where({ action: 'announcement.sent' })).toHaveLength(1)
    expect(plain((await agent.get(base)).text)).toContain('Odesláno 3 z 3')
  })

  it('asks again when the count is another one by now, or when somebody wrote it anew', async () => {
    await crowd(2)
    const path = await written()
    const fields = agreement((await agent.get(path)).text)
    await createRegistration(world.db, category, 'later')
    const refused = await post(`${path}/send`, fields)
    expect(refused.status).toBe(422)
    expect(plain(refused.text)).toContain('Počet se mezitím změnil z 2 na 3')
    const again = agreement(refused.text)
    expect((await post(`${path}/edit`, { ...words, status: 'confirmed' })).status).toBe(303)
    expect(plain((await post(`${path}/send`, again)).text)).toContain('mezitím někdo upravil')
    expect((await post(`${path}/edit`, { ...words, status: 'confirmed' })).status).toBe(422)
    expect(await mails()).toEqual([])
    expect((await post(`${path}/send`, { ...again, expected: '-1' })).status).toBe(422)
  })

  it('is sent at its time, to those who match then, and can be taken back before', async () => {
    await signInAt('2027-05-01T08:00:00Z')
    await crowd(2)
    const path = await written()
    const fields = { ...agreement((await agent.get(path)).text), when: 'later', date: '2027-05-02', time: '14.00' }
    expect((await post(`${path}/send`, { ...fields, date: '2027-04-01' })).status).toBe(422)
    expect((await post(`${path}/send`, { ...fields, time: '' })).status).toBe(422)
    expect((await post(`${path}/send`, fields)).status).toBe(303)
    expect(plain((await agent.get(path)).text)).toContain('Odejde: neděle 2. května 2027 v 14.00.')
    await post(`${path}/unplan`)
    await signInAt('2027-05-02T10:30:00Z')
    await announce()
    expect(await mails()).toEqual([])
    const anew = { ...agreement((await agent.get(path)).text), when: 'later', date: '2. 5. 2027', time: '14.00' }
    expect((await post(`${path}/send`, anew)).status).toBe(303)
    await createRegistration(world.db, category, 'later')
    world.at('2027-05-02T11:00:30Z')
    await announce()
    expect(await mails()).toHaveLength(3)
    expect(await one()).toMatchObject({ recipients: 3, agreedCount: 2 })
  })

  it('says why a planned one did not go: late, cancelled, nobody left', async () => {
    await signInAt('2027-05-01T08:00:00Z')
    await crowd(1)
    const path = await written()
    const fields = { ...agreement((await agent.get(path)).text), when: 'later', date: '2027-05-02', time: '12.00' }
    await post(`${path}/send`, fields)
    await signInAt('2027-05-02T13:30:00Z')
    await announce()
    expect(await one()).toMatchObject({ skipReason: 'late' })
    expect(plain((await agent.get(path)).text)).toContain('o víc než tři hodiny')
    expect((await agent.get(`${path}/edit`)).status).toBe(303)
    const copied = await post(`${path}/copy`)
    expect(copied.headers['location']).toMatch(/\/edit$/)
    expect(await one()).toMatchObject({
      subject: { cs: 'Parkování: {event}', en: 'Parking: {event}' },
      segment: 'status=confirmed',
    })
  })
})

/** The minute passes. */
async function announce(): Promise<void> {
  await Promise.all([sendDueAnnouncements(world.db), sendDueAnnouncements(world.db)])
}

describe('while it is being sent', () => {
  it('stops, waits, and goes on at its pace from then on', async () => {
    await crowd(4)
    const path = await written()
    const start = instant('2027-05-01T08:00:00Z')
    await signInAt(start)
    await world.db('announcements').update({ perMinute: 2 })
    const { id, lockVersion } = await one()
    const outcome = await sendAnnouncement(world.db, system, {
      event,
      announcement: { id },
      version: lockVersion,
      expected: 4,
      perMinute: 2,
      expiresAt: null,
    })
    expect(outcome).toEqual({ kind: 'sent', count: 4 })
    expect((await mails()).map(({ nextTryAt }) => nextTryAt)).toEqual(
      [0, 0, 1, 1].map(minute => addMinutes(start, minute)),
    )
    const running = await agent.get(path)
    expect(running.headers['refresh']).toBe('5')
    expect(plain(running.text)).toContain('Odesláno 0 z 4')
    expect((await post(`${path}/stop`)).status).toBe(303)
    expect((await post(`${path}/stop`)).status).toBe(303)
    expect(await world.db('auditEntries').where({ action: 'announcement.stopped' })).toHaveLength(1)
    world.at(addMinutes(start, 60))
    await world.runJobs()
    expect((await one()).open).toBe(4)
    const stopped = await agent.get(path)
    expect(stopped.headers['refresh']).toBeUndefined()
    expect(plain(stopped.text)).toContain('Pokračovat v odesílání')
    expect((await post(`${path}/resume`)).status).toBe(303)
    expect((await mails()).map(({ nextTryAt }) => nextTryAt)).toEqual(
      [60, 60, 61, 61].map(minute => addMinutes(start, minute)),
    )
    await world.runJobs()
    expect(await one()).toMatchObject({ open: 2, sent: 2 })
    world.at(addMinutes(start, 62))
    await world
      .db('mails')
      .whereNull('sentAt')
      .update({ nextTryAt: addMinutes(start, 61) })
    await deliverDueMails(world.services, mailDefinitions)
    expect(await one()).toMatchObject({ open: 0, sent: 4 })
  })

  it('leaves out who cancelled, changed hands, opted out or whose address is dead by then', async () => {
    await crowd(6)
    const path = await written()
    const address = (who: string) => ({ address: `${who}@example.org` })
    await world.db('mailOptOuts').insert({ organisationId: event.organisationId, ...address('p4') })
    await world
      .db('suppressedAddresses')
      .insert({ ...address('p5'), reason: 'hard-bounce', status: '5.1.1', mailId: null })
    const page = plain((await agent.get(path)).text)
    expect(page).toContain('4 lidé')
    expect(page).toContain('1 člověk si hromadné zprávy odhlásil')
    expect(page).toContain('1 adresa nefunguje')
    await post(`${path}/send`, agreement((await agent.get(path)).text))
    const registration = await findByEmail(world.db, event.id, 'p1@example.org')
    await cancelRegistration(world.db, system, { registration, reason: 'self' })
    await world.db('registrations').where({ email: 'p2@example.org' }).update({ email: 'other@example.org' })
    await world.runJobs()
    expect(await one()).toMatchObject({ sent: 2, dropped: 2, open: 0 })
    expect(plain((await agent.get(`${path}?state=dropped`)).text)).toContain('p1@example.org')
  })

  it('drops what has not gone when its time is over', async () => {
    await crowd(2)
    const path = await written()
    const fields = agreement((await agent.get(path)).text)
    await post(`${path}/send`, { ...fields, expires: 'yes' })
    useClock(() => addMinutes(event.startsAt, 1))
    await world.runJobs()
    expect(await one()).toMatchObject({ sent: 0, dropped: 2 })
  })

  it('puts thousands into the outbox with a few statements, all or none', async () => {
    await multitude(2_400)
    const announcement = await draftAnnouncement(world.db, system, {
      event,
      input: { segment: 'status=confirmed', subject: { cs: 'A' }, body: { cs: 'B' } },
    })
    const agreed = { event, announcement, version: 0, expected: 2_400, perMinute: 600, expiresAt: null }
    const { count, result } = await world.queries(() => sendAnnouncement(world.db, system, agreed))
    expect(result).toEqual({ kind: 'sent', count: 2_400 })
    expect(count).toBeLessThan(16)
    const [spread] = await rows<{ minutes: number; mails: number }>(
      world.db,
      `select count(distinct next_try_at)::int as minutes, count(*)::int as mails from mails where announcement_id = ?`,
      [announcement.id],
    )
    expect(spread).toEqual({ minutes: 4, mails: 2_400 })
    const few = await world.queries(() => agent.get(base))
    const second = await draftAnnouncement(world.db, system, {
      event,
      input: { segment: '', subject: { cs: 'A' }, body: { cs: 'B' } },
    })
    expect(second.id).not.toBe(announcement.id)
    expect((await world.queries(() => agent.get(base))).count).toBe(few.count)
    await expect(
      inTransaction(world.db, async trx => {
        await sendAnnouncement(trx, system, { ...agreed, announcement: second })
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    expect(await mails()).toHaveLength(2_400)
  }, 60_000)
})

describe('the form', () => {
  it('refuses half words and keeps what was typed, hostile text too', async () => {
    const refused = await post(`${base}/new`, {
      ...words,
      'body.cs': '',
      'subject.en': '{given_name}',
      'body.en': evil,
      status: 'waiting',
      country: 'BG',
    })
    expect(refused.status).toBe(422)
    expect(refused.text).not.toContain(evil)
    expect(refused.text).toContain('&lt;script&gt;')
    expect(refused.text).toContain('href="#body.cs"')
    expect(refused.text).toContain('href="#subject.en"')
    expect(refused.text).toMatch(/value="waiting" checked/)
    expect(refused.text).toMatch(/value="BG" selected/)
    expect((await post(`${base}/new`, { ...words, 'body.cs': 'x'.repeat(10_001) })).status).toBe(422)
    expect(await world.db('announcements')).toEqual([])
  })

  it('takes over what the table shows, and lets it be taken back', async () => {
    const { text } = await agent.get(`${base}/new?q=Novák&status=waiting&columns=email`)
    expect(plain(text)).toContain('Hledá se „Novák“')
    expect(text).toMatch(/name="q" value="Novák" checked/)
    expect(text).toMatch(/value="waiting" checked/)
    expect(text).not.toMatch(/name="status" value="unconfirmed"/)
  })

  it('previews with real data and no private link, in English too', async () => {
    await crowd(1)
    const path = await written()
    const preview = await agent.get(`${path}/preview?language=en`)
    expect(preview.headers['content-security-policy']).toContain("default-src 'none'")
    expect(preview.text).toContain('Hello Jana')
    expect(preview.text).not.toMatch(/\/(cs|en)\/r\//)
    expect((await agent.get(path.replace('/cs/', '/en/'))).text).toContain('Send to 1 person')
  })

  it('is thrown away only before it went', async () => {
    await crowd(1)
    const draft = await written()
    expect(plain((await agent.get(`${draft}/remove`)).text)).toContain('Zahodit zprávu')
    expect((await post(`${draft}/remove`)).headers['location']).toBe(base)
    const path = await written()
    await post(`${path}/send`, agreement((await agent.get(path)).text))
    expect((await post(`${path}/remove`)).headers['location']).toBe(path)
    expect(await world.db('announcements')).toHaveLength(1)
  })

  it('is for those who organise this event', async () => {
    await crowd(1)
    const path = await written()
    const { doorStaff, stranger, organisation } = await world.people()
    const elsewhere = await createPublished(world.db, { organisation, slug: 'elsewhere' })
    expect((await agent.get(path.replace('clusters-meet-regions', elsewhere.slug))).status).toBe(404)
    expect((await agent.get(`${base}/NOBODY22`)).status).toBe(404)
    for (const [person, status] of [
      [doorStaff, 403],
      [stranger, 404],
    ] as const) {
      const other = await world.as(person)
      for (const page of [base, `${base}/new`, path, `${path}/preview`, `${path}/edit`, `${base}/rules/new`])
        expect((await other.get(page)).status).toBe(status)
      for (const deed of ['send', 'stop', 'resume', 'unplan', 'copy', 'remove'])
        expect((await other.post(`${path}/${deed}`)).status).toBe(status)
    }
  })
})
