import { beforeEach, describe, expect, it } from '@jest/globals'
import { inTransaction } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { queueMails } from '../../../src/features/mail/actions.ts'
import { mailAbout } from '../../../src/features/registration/actions/facts.ts'
import type { RegistrationRow } from '../../../src/features/registration/types.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration, linkOf } from '../../factories/registration.ts'
import { type Agent, useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let organiser: Agent
let base: string

const words = (more: object = {}) => ({ subject: '', heading: '', body: '', lockVersion: '0', ...more })
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const templates = () => world.db('mailTemplates').orderBy(['kind', 'locale'])

beforeEach(async () => {
  const { organisation, owner } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 5 })
  organiser = await world.as(owner)
  base = `/cs/organiser/events/${event.slug}/mails/templates`
})

async function comes(who: string, more = {}): Promise<RegistrationRow> {
  return (await createRegistration(world.db, category, who, more)).registration
}

async function send(
  kind: 'registration-confirmed' | 'registration-replaced',
  registration: RegistrationRow,
  payload = {},
) {
  await inTransaction(world.db, trx =>
    queueMails(trx, [mailAbout(kind, registration, event, { key: `test-${JSON.stringify(payload)}`, payload })]),
  )
  await world.runJobs()
  const [row] = await world.db('mails').where({ registrationId: registration.id, kind }).orderBy('id', 'desc')
  if (!row?.content) throw new Error('not written')
  return { subject: plain(row.subject ?? ''), text: plain(row.content.text), html: plain(row.content.html) }
}

describe('the list', () => {
  it('names every kind in both languages, and says which have words of their own; in a constant number of queries', async () => {
    await organiser
      .post(`${base}/registration-waiting/en`)
      .type('form')
      .send(words({ heading: 'Hold on' }))
    const { result, count } = await world.queries(async () => organiser.get(base))
    expect(result.status).toBe(200)
    expect(result.text).toContain('Zařazení na čekací listinu, English, vlastní znění')
    expect(result.text).toContain('Zařazení na čekací listinu, Čeština, původní znění')
    expect(count).toBeLessThan(15)
  })
})

describe('words of the organiser', () => {
  const own = {
    subject: 'Těšíme se: {event}',
    heading: '{given_name}, máte místo',
    body: 'Dobrý den,\nmapa je na https://example.org/mapa.\n\nVšechno ostatní: {link}',
  }

  it('stand in the mails from then on, escaped, with facts and ways out as before; the other language is untouched', async () => {
    const saved = await organiser.post(`${base}/registration-confirmed/cs`).type('form').send(words(own))
    expect([saved.status, saved.headers['location']]).toEqual([303, `${base}/registration-confirmed/cs`])
    const jana = await comes('jana', { givenName: '<b>Jana</b> evil.example.com' })
    const mail = await send('registration-confirmed', jana)
    expect(mail.subject).toBe('Těšíme se: Clusters meet Regions Burgas')
    expect(mail.html).toContain('&lt;b&gt;Jana&lt;/b&gt; evil.example.com, máte místo')
    expect(mail.html).toContain('<br>mapa je na <a class="a" href="https://example.org/mapa"')
    expect(mail.html).toContain(`${linkOf(world.services, jana)}"`)
    expect(mail.html).toContain('zrušte registraci')
    expect(mail.text).toContain('mapa je na https://example.org/mapa.')
    const english = await send('registration-confirmed', await comes('petr', { locale: 'en' }))
    expect(english.subject).toContain('You have a place')
  })

  it('are for those who come: who handed a place over gets the original, and no private link', async () => {
    await organiser.post(`${base}/registration-replaced/cs`).type('form').send(words(own))
    const jana = await comes('jana')
    const former = await send('registration-replaced', { ...jana, email: 'byvaly@example.org' }, { to: 'former' })
    expect(former.text).not.toMatch(/mapa|\/r\//)
    expect((await send('registration-replaced', jana, { to: 'new' })).text).toContain('mapa je na')
  })

  it.each([
    ['subject', '{given_name}', 'patří jen do textu zprávy'],
    ['heading', '{link}', 'patří jen do textu zprávy'],
    ['body', 'Ahoj {neznama}', 'Zástupku {neznama} neznáme'],
    ['body', 'Ahoj {event', 'chybí druhá složená závorka'],
    ['body', 'http://example.org', 'poslat nejde'],
    ['body', 'a'.repeat(5_001), '5 000'],
    ['subject', 'b'.repeat(151), '150'],
  ])('are refused at the %s: %.20s', async (field, typed, message) => {
    const answer = await organiser
      .post(`${base}/registration-confirmed/cs`)
      .type('form')
      .send(words({ [field]: typed }))
    expect(answer.status).toBe(422)
    expect(plain(answer.text)).toContain(message)
    expect(answer.text).toContain(typed.slice(0, 40))
    expect(await templates()).toEqual([])
  })

  it('of two who write at once, the second is told', async () => {
    const path = `${base}/registration-confirmed/cs`
    expect(
      (
        await organiser
          .post(path)
          .type('form')
          .send(words({ heading: 'A' }))
      ).status,
    ).toBe(303)
    expect(
      (
        await organiser
          .post(path)
          .type('form')
          .send(words({ heading: 'B' }))
      ).status,
    ).toBe(409)
    expect(
      (
        await organiser
          .post(path)
          .type('form')
          .send(words({ heading: 'C', lockVersion: '1' }))
      ).status,
    ).toBe(303)
    expect(await templates()).toMatchObject([{ heading: 'C', lockVersion: 2 }])
  })

  it('can be taken back, and their version goes on', async () => {
    const path = `${base}/registration-confirmed/cs`
    await organiser.post(path).type('form').send(words(own))
    const question = await organiser.get(`${path}/reset`)
    expect(question.text).toContain('Opravdu vrátit původní znění?')
    expect((await organiser.post(`${path}/reset`).type('form').send({ lockVersion: '0' })).status).toBe(409)
    expect((await organiser.post(`${path}/reset`).type('form').send({ lockVersion: '1' })).status).toBe(303)
    expect(await templates()).toMatchObject([{ subject: '', heading: '', body: '', lockVersion: 2 }])
    expect((await organiser.get(`${path}/reset`)).status).toBe(303)
    expect((await send('registration-confirmed', await comes('jana'))).subject).toContain('Máte místo')
    const told = await world.db('auditEntries').whereILike('action', 'template.%').orderBy('id').pluck('action')
    expect(told).toEqual(['template.changed', 'template.reset'])
  })
})

describe('the preview', () => {
  it('shows what is not saved, with links that open nothing, in either scheme, and leaves nothing behind', async () => {
    const jana = await comes('jana')
    const path = `${base}/registration-confirmed/cs`
    const typed = {
      ...words({ heading: 'Vítejte, {given_name} <b>', body: '{link} {cosi}' }),
      registration: jana.reference,
    }
    const dark = await organiser
      .post(`${path}/preview`)
      .type('form')
      .send({ ...typed, scheme: 'dark' })
    expect(dark.status).toBe(200)
    expect(plain(dark.text)).toContain(`Vítejte, ${jana.givenName} &lt;b&gt;`)
    expect(dark.text).toContain('{cosi}')
    expect(dark.text).toContain('@media all{')
    expect(dark.text).toContain('src="data:image/png;base64,')
    expect(dark.text).not.toContain(linkOf(world.services, jana))
    const csp = dark.headers['content-security-policy'] ?? ''
    expect(csp).toContain('sandbox')
    expect(csp).not.toMatch(/sandbox[^;]*(same-origin|forms)|script-src/)
    const light = await organiser.get(`${path}/preview?registration=${jana.reference}&scheme=light`)
    expect(light.text).toContain('Máte místo.')
    expect(light.text).toContain('@media not all{')
    expect(light.text).not.toContain(linkOf(world.services, jana))
    expect(await templates()).toEqual([])
    const dead = /\/cs\/r\/([\w-]+)/.exec(light.text)?.[0] ?? ''
    expect((await world.agent().get(dead)).status).toBe(404)
  })

  it('is there for every kind, whatever state the only registration is in', async () => {
    const jana = await comes('jana')
    const list = await organiser.get(base)
    const paths = [...list.text.matchAll(/href="([^"]*\/mails\/templates\/[^"]*)"/g)].map(([, href = '']) => href)
    expect(paths.length).toBeGreaterThan(30)
    for (const path of paths) {
      const page = await organiser.get(path)
      expect([path, page.status]).toEqual([path, 200])
      const preview = await organiser.get(`${path}/preview?registration=${jana.reference}`)
      expect([path, preview.status]).toEqual([path, 200])
      expect(preview.text).not.toMatch(/undefined|\[object/)
    }
    expect(await world.db('calendarInvitations').whereNotNull('toldAt')).toEqual([])
    expect(await world.db('mails').where({ kind: 'calendar-request' }).whereNotNull('subject')).toEqual([])
  })

  it('needs a registration of this event', async () => {
    const { organisation } = await world.people()
    const path = `${base}/registration-confirmed/cs`
    expect((await organiser.get(path)).text).toContain('jakmile se někdo zaregistruje')
    const other = await createPublished(world.db, { organisation, slug: 'jina-akce' })
    const { registration } = await createRegistration(world.db, await createCategory(world.db, other), 'petr')
    expect((await organiser.get(`${path}/preview?registration=${registration.reference}`)).status).toBe(404)
    expect((await organiser.post(`${path}/test`).type('form').send({ registration: 'x' })).status).toBe(404)
  })
})

describe('a test to myself', () => {
  it('goes to the organiser alone, once a minute, with dead links and no entry for calendars', async () => {
    const { owner } = await world.people()
    const jana = await comes('jana')
    const path = `${base}/registration-confirmed/en`
    await organiser
      .post(path)
      .type('form')
      .send(words({ heading: 'Welcome, {given_name}' }))
    const press = () => organiser.post(`${path}/test`).type('form').send({ registration: jana.reference })
    expect((await press()).status).toBe(303)
    expect((await press()).status).toBe(303)
    await world.runJobs()
    const sent = await world.db('mails').where({ kind: 'mail-test' })
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ toAddress: owner.email, registrationId: null, locale: 'en' })
    expect(sent[0]?.subject).toMatch(/^Test: You have a place/)
    expect(sent[0]?.content?.text).toContain(`Welcome, ${jana.givenName}`)
    expect(sent[0]?.content?.text).not.toContain(linkOf(world.services, jana))
    expect(sent[0]?.content?.attachments.map(({ contentType }) => contentType)).toEqual(['image/png'])
  })
})

it('unknown kinds and languages are nowhere, and the pages are for organisers of the event only', async () => {
  const { stranger } = await world.people()
  for (const path of ['registration-message/cs', 'password-reset/cs', 'registration-confirmed/de', '__proto__/cs']) {
    expect([path, (await organiser.get(`${base}/${path}`)).status]).toEqual([path, 404])
  }
  const foreign = await world.as(stranger)
  expect((await foreign.get(base)).status).toBe(404)
  expect((await foreign.post(`${base}/registration-confirmed/cs`).type('form').send(words())).status).toBe(404)
})
