import { beforeEach, describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { now } from '../../../src/core/time.ts'
import { cancelEvent, reinstateEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { changeRegistration, resendConfirmation } from '../../../src/features/registration/actions/changes.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import { createPublished } from '../../factories/events.ts'
import {
  aRequest,
  createCategory,
  createRegistration,
  findByEmail,
  formOf,
  linkOf,
} from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let jana: RegistrationRow

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 1 })
  jana = (await createRegistration(world.db, category, 'jana')).registration
})

const get = (path: string) => world.agent().get(path)
const post = (path: string, fields: Record<string, string> = {}) => world.agent().post(path).type('form').send(fields)
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

describe('my registration', () => {
  it('shows the place, a ticket with a code that fits into a small QR, and stays private', async () => {
    const page = await get(linkOf(world.services, jana))
    expect(page.status).toBe(200)
    expect(page.text).toContain('Máte místo.')
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(page.headers['x-robots-tag']).toBe('noindex')
    expect(page.headers['set-cookie']).toBeUndefined()
    const code = /EVS1\.[A-Z0-9]{8}\.[A-Z2-7]{32}/.exec(page.text)?.[0] ?? ''
    expect(code).toContain(jana.reference)
    expect(code.length).toBeLessThanOrEqual(60)
    expect(page.text).toContain('viewBox="0 0 37 37"')
    const english = await get(linkOf(world.services, jana, 'en'))
    expect(english.text).toContain('You have a place.')
    expect(page.text).toContain(linkOf(world.services, jana, 'en'))
  })

  it('tells the rank of those who wait, and shows them no ticket', async () => {
    await createRegistration(world.db, category, 'petr')
    const { registration } = await createRegistration(world.db, category, 'pavel')
    const page = await get(linkOf(world.services, registration))
    expect(plain(page.text)).toContain('Jste na čekací listině, 2. v pořadí.')
    expect(page.text).not.toContain('EVS1.')
  })

  it('is 404 for a forged or foreign link, and 410 for a replaced one', async () => {
    const { registration: petr } = await createRegistration(world.db, category, 'petr')
    const link = linkOf(world.services, jana)
    const mac = link.slice(-43)
    const forged = [
      `/cs/r/${petr.reference}${mac}`,
      `${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`,
      '/cs/r/nic',
      `/cs/r/${world.services.tokens.issue('calendar', jana.reference, 0)}`,
    ]
    for (const path of forged) expect((await get(path)).status).toBe(404)
    const details = { ...aRequest(category, 'jana'), email: 'nova@example.org' }
    const { needs: _n, consents: _c, eventId: _e, categoryId: _k, ...person } = details
    await changeRegistration(world.db, system, { registration: jana, event, details: person })
    const replaced = await get(link)
    expect(replaced.status).toBe(410)
    expect(replaced.text).toContain('Odkaz už neplatí')
    const fresh = await findByEmail(world.db, event.id, 'nova@example.org')
    expect((await get(linkOf(world.services, fresh))).status).toBe(200)
  })

  it('dies thirty days after the event', async () => {
    world.at('2027-10-17T09:00:00Z')
    expect((await get(linkOf(world.services, jana))).status).toBe(200)
    world.at('2027-10-17T11:00:00Z')
    const gone = await get(linkOf(world.services, jana))
    expect(gone.status).toBe(410)
    expect((await post(`${linkOf(world.services, jana)}/cancel`)).status).toBe(410)
  })

  it('changes nothing by GET or HEAD, however often a scanner opens it', async () => {
    const link = linkOf(world.services, jana)
    for (const path of ['', '/cancel', '/edit', '/data.json', '/calendar', '/consent']) {
      for (let time = 0; time < 3; time++) {
        await get(link + path)
        await world.agent().head(link + path)
      }
    }
    expect(await findByEmail(world.db, event.id, 'jana@example.org')).toEqual(jana)
    expect((await get(`${link}/calendar`)).status).toBe(405)
  })

  it('cancels by a POST on the page that asks, and promotes the next one', async () => {
    await createRegistration(world.db, category, 'petr')
    const link = linkOf(world.services, jana)
    expect((await get(`${link}/cancel`)).text).toContain('Opravdu zrušit')
    const answer = await post(`${link}/cancel`)
    expect([answer.status, answer.headers['location']]).toEqual([303, `${link}?done=cancelled`])
    expect((await get(`${link}?done=cancelled`)).text).toContain('Registrace je zrušená.')
    expect((await findByEmail(world.db, event.id, 'petr@example.org')).status).toBe('confirmed')
    expect((await post(`${link}/cancel`)).headers['location']).toBe(link)
    expect(await findDisagreements(world.db)).toEqual([])
    expect((await get(`${link}/edit`)).headers['location']).toBe(link)
  })

  it('changes the answers but not the address, and keeps what was typed when it refuses', async () => {
    const link = `${linkOf(world.services, jana)}/edit`
    const fields = { ...formOf(category, 'zlodej'), familyName: 'Malá', dietary: 'vegan', access: 'Vozík' }
    const { email: _, ...withoutEmail } = fields
    expect((await post(link, fields)).status).toBe(303)
    const changed = await findByEmail(world.db, event.id, 'jana@example.org')
    expect(changed.familyName).toBe('Malá')
    expect((await get(link)).text).toContain('Vozík')
    const refused = await post(link, { ...withoutEmail, givenName: '', organisation: 'Zůstane' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="Zůstane"')
    const [entry] = await world.db('auditEntries').where({ action: 'registration.changed' })
    expect(JSON.stringify(entry?.details)).not.toContain('Malá')
    expect(entry?.details).toEqual({ fields: ['familyName', 'organisation', 'needs'] })
  })

  it('withdraws a consent, renews the calendar link, hands out the data', async () => {
    const consents = [{ purpose: 'newsletter', textShown: 'Posílejte.', locale: 'cs' }] as const
    const { registration } = await createRegistration(world.db, category, 'petr', { consents })
    const link = linkOf(world.services, registration)
    expect((await post(`${link}/consent`, { purpose: 'newsletter' })).status).toBe(303)
    expect((await get(link)).text).not.toContain('Odvolat souhlas')
    await post(`${link}/calendar`)
    const data = await get(`${link}/data.json`)
    expect(data.headers['content-disposition']).toContain('attachment')
    expect(data.headers['cache-control']).toBe('private, no-store')
    expect(Object.keys(data.body)).toEqual([
      'format',
      'version',
      'event',
      'registration',
      'answers',
      'parts',
      'needs',
      'consents',
      'mails',
      'history',
    ])
    expect(data.body.registration).toMatchObject({ email: 'petr@example.org', status: 'waiting', position: 1 })
    expect(data.body.consents[0].withdrawnAt).not.toBeNull()
    expect(data.text).not.toMatch(/"id"|tokenVersion|submissionDigest/)
    expect((await findByEmail(world.db, event.id, 'petr@example.org')).calendarTokenVersion).toBe(1)
  })

  it('asks the database the same number of times at 1 and at 1,000 registrations', async () => {
    const { registration } = await createRegistration(world.db, category, 'petr')
    const few = await world.queries(() => get(linkOf(world.services, registration)))
    await Promise.all(Array.from({ length: 999 }, (_, i) => register(world.db, visitor, aRequest(category, `x${i}`))))
    const many = await world.queries(() => get(linkOf(world.services, registration)))
    expect(few.count).toBe(7)
    expect(many.count).toBe(7)
  }, 30_000)
})

describe('the mails of a registration', () => {
  const mailTo = async (address: string, kind: string) => {
    await world.runJobs()
    const [row] = await world.db('mails').where({ toAddress: address, kind }).orderBy('id', 'desc')
    if (row?.content === null || row === undefined) throw new Error(`no ${kind} to ${address}`)
    return { ...row, ...row.content }
  }

  it('confirms with when, zone, where, category, links, QR and calendar entry', async () => {
    const mail = await mailTo('jana@example.org', 'registration-confirmed')
    expect(plain(mail.subject ?? '')).toBe('Máte místo: Clusters meet Regions Burgas')
    const link = world.url + linkOf(world.services, jana)
    for (const body of [plain(mail.text), plain(mail.html)]) {
      expect(body).toContain('středa 15. září 2027, 9.00')
      expect(body).toContain('UTC+3')
      expect(body).toContain('Burgas, Bulharsko')
      expect(body).toContain('Účastník')
      expect(body).toContain(link)
      expect(body).toContain(`${link}/cancel`)
      expect(body).toContain('EVS1.')
      expect(body).not.toContain('Nováková')
    }
    const [png, ics] = mail.attachments
    expect(png).toMatchObject({ contentType: 'image/png', contentId: 'ticket' })
    expect(
      Buffer.from(png?.base64 ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect(ics?.contentType).toContain('method=PUBLISH')
    expect(Buffer.from(ics?.base64 ?? '', 'base64').toString()).toContain('METHOD:PUBLISH')
  })

  it('tells the position, the promotion, the cancellation, in the language of correspondence', async () => {
    await createRegistration(world.db, category, 'peter', { locale: 'en' })
    const waiting = await mailTo('peter@example.org', 'registration-waiting')
    expect(waiting.subject).toContain('Waiting list, number 1')
    await post(`${linkOf(world.services, jana)}/cancel`)
    expect(plain((await mailTo('jana@example.org', 'registration-cancelled')).text)).toContain('Registrace je zrušená.')
    const promoted = await mailTo('peter@example.org', 'registration-promoted')
    expect(promoted.text).toContain('You have a place.')
    expect(promoted.attachments).toHaveLength(2)
  })

  it('tells a second form, the asked-for link, an application, and that the event is off', async () => {
    const speaker = await createCategory(world.db, event, { title: 'Řečník', needsApproval: true })
    await createRegistration(world.db, speaker, 'anna')
    expect(plain((await mailTo('anna@example.org', 'registration-applied')).text)).toContain('Přihlášku máme.')
    await register(world.db, visitor, aRequest(category, 'jana', { givenName: 'Útočník' }))
    const exists = await mailTo('jana@example.org', 'registration-exists')
    expect(exists.text).not.toContain('Útočník')
    expect(exists.text).toContain(linkOf(world.services, jana))
    await post('/cs/events/clusters-meet-regions/registration/link', { email: 'jana@example.org' })
    expect((await mailTo('jana@example.org', 'registration-link')).text).toContain(linkOf(world.services, jana))
    await cancelEvent(world.db, system, { event, note: { cs: 'Sál vyhořel.' } })
    const off = await mailTo('anna@example.org', 'event-cancelled')
    expect(plain(off.text)).toContain('Sál vyhořel.')
    expect(plain((await get(linkOf(world.services, jana))).text)).toContain('Akce se nekoná.')
  })

  it('tells everybody each time the event is called off and takes place after all, and of no place meanwhile', async () => {
    const note = { cs: 'Sál vyhořel.' }
    const kinds = async () => {
      await world.runJobs()
      const found = await world
        .db('mails')
        .where({ toAddress: 'jana@example.org' })
        .whereNotNull('content')
        .orderBy('id')
      return found.map(({ kind }) => kind).filter(kind => kind.startsWith('event-'))
    }
    await cancelEvent(world.db, system, { event, note })
    await resendConfirmation(world.db, system, { registration: jana, event: { ...event, cancelledAt: now() } })
    expect(await kinds()).toEqual(['event-cancelled', 'event-cancelled'])
    await reinstateEvent(world.db, system, { event })
    const back = await mailTo('jana@example.org', 'event-reinstated')
    expect(plain(back.text)).toContain('Vaše registrace platí tak jako předtím.')
    await cancelEvent(world.db, system, { event, note })
    expect((await kinds()).filter(kind => kind === 'event-cancelled')).toHaveLength(3)
  })

  it('carries nothing that an attacker typed', async () => {
    const evil = '<script>alert(1)</script> http://evil.example'
    const more = { givenName: evil, familyName: '[x](http://evil.example)', organisation: evil }
    const free = await createCategory(world.db, event, { title: 'Volná' })
    await createRegistration(world.db, free, 'obet', more)
    const mail = await mailTo('obet@example.org', 'registration-confirmed')
    expect(mail.toName).toBe('')
    expect(mail.html + mail.text).not.toMatch(/evil|alert/)
  })
})
