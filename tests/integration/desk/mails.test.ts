import { describe, expect, it } from '@jest/globals'
import { only } from '../../../src/core/database.ts'
import { now } from '../../../src/core/time.ts'
import { recordBounce } from '../../../src/features/mail/actions/bounces.ts'
import { createUser, grantRole } from '../../factories/accounts.ts'
import { createDeskCategory, createDeskEvent, createFailedMail, createRegistration } from '../../factories/desk.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const list = '/cs/organiser/events/konference/mails'
const plain = (html: string) => html.replaceAll('\u00A0', ' ').replaceAll('\u2060', '')

/** An event with a registration whose confirmation did not arrive. */
async function scene() {
  world.at('2027-08-22T08:00:00Z')
  const people = await world.people()
  const event = await createDeskEvent(world.db, people.organisation.id, { slug: 'konference' })
  const category = await createDeskCategory(world.db, event, { capacity: 40 })
  const registration = await createRegistration(world.db, category)
  const mail = await createFailedMail(world.db, event, {
    registration,
    text: 'Máte místo.\n\nhttps://example.org/cs/r/tajne.slovo',
  })
  const viewer = await createUser(world.db, { name: 'Vera Viewerová' })
  await grantRole(world.db, 'viewer', viewer, people.organisation)
  return { ...people, viewer, event, category, registration, mail, path: `${list}/${mail.reference}` }
}

type Scene = Awaited<ReturnType<typeof scene>>

async function statuses({ owner, viewer, doorStaff, stranger, attendee }: Scene, path: string, method: 'get' | 'post') {
  const found: Record<string, number> = {}
  for (const [name, person] of Object.entries({ viewer, doorStaff, stranger, attendee, owner }))
    found[name] = (await (await world.as(person))[method](path)).status
  return { ...found, nobody: (await world.agent()[method](path)).status }
}

describe('the mails of an event', () => {
  const readers = { owner: 200, viewer: 200, doorStaff: 403, stranger: 404, attendee: 404, nobody: 303 }

  it('are read by those who may see registrations', async () => {
    const here = await scene()
    expect(await statuses(here, list, 'get')).toEqual(readers)
    expect(await statuses(here, here.path, 'get')).toEqual(readers)
    expect(await statuses(here, `${list}/nic`, 'get')).toEqual({ ...readers, owner: 404, viewer: 404 })
  })

  it('are sent again only by organisers', async () => {
    const here = await scene()
    const writers = { owner: 303, viewer: 403, doorStaff: 403, stranger: 404, attendee: 404, nobody: 303 }
    expect(await statuses(here, `${here.path}/retry`, 'post')).toEqual(writers)
    const refused = { ...writers, owner: 422 }
    expect(await statuses(here, `${here.path}/address`, 'post')).toEqual(refused)
  })

  it('of another event are not there', async () => {
    const { owner, organisation, mail } = await scene()
    await createDeskEvent(world.db, organisation.id, { slug: 'jina' })
    const there = await (await world.as(owner)).get(`/cs/organiser/events/jina/mails/${mail.reference}`)
    expect(there.status).toBe(404)
  })

  it('are listed with state and reason, and narrowed to a state', async () => {
    const { owner } = await scene()
    const agent = await world.as(owner)
    const html = plain((await agent.get(list)).text)
    expect(html).toContain('Máte místo: Konference klastrů')
    expect(html).toContain('<span class="state bad">nedoručeno</span>')
    expect(html).toContain('550 5.1.1 No such user here')
    expect((await agent.get(`${list}?state=failed`)).text).toContain('Petr Svoboda')
    expect(plain((await agent.get(`${list}?state=sent`)).text)).toContain('V tomto stavu není žádný e-mail')
    expect((await agent.get(`${list}?state=nonsense`)).text).toContain('Petr Svoboda')
  })

  it('take the same number of queries for one mail and for sixty, in pages of fifty', async () => {
    const { owner, event } = await scene()
    const agent = await world.as(owner)
    const count = async () => (await world.queries(() => agent.get(list))).count
    const one = await count()
    for (let number = 0; number < 60; number++) await createFailedMail(world.db, event)
    expect(await count()).toBe(one)
    expect(one).toBe(3)
    expect(plain((await agent.get(list)).text)).toContain('1–50 z 61')
    expect(plain((await agent.get(`${list}?state=failed&page=2`)).text)).toContain('51–61 z 61')
  })
})

describe('a mail that did not arrive', () => {
  it('is shown without the secret of its link', async () => {
    const { owner, path } = await scene()
    const html = plain((await (await world.as(owner)).get(path)).text)
    expect(html).toContain('https://example.org/cs/r/…')
    expect(html).not.toContain('tajne')
    expect(html).toContain('Poslat znovu')
  })

  it('goes out again, once, and the page tells who sent it', async () => {
    const { owner, path, mail } = await scene()
    const agent = await world.as(owner)
    expect((await agent.post(`${path}/retry`)).headers['location']).toBe(path)
    expect(await world.db('mails').where({ id: mail.id }).first()).toMatchObject({ failedAt: null, attempts: 0 })
    const html = plain((await agent.get(path)).text)
    expect(html).toContain('E-mail je znovu na cestě.')
    expect(html).toContain('E-mail: další pokus o doručení na petr@example.org (Olga Ownerová)')
    expect(html).not.toContain('action="/cs/organiser')
    await agent.post(`${path}/retry`)
    expect(plain((await agent.get(path)).text)).toContain('Tento e-mail už chybu nehlásí')
  })

  it('has its address mended in the registration; the new address gets the link, and nothing waits any more', async () => {
    const { owner, path, registration } = await scene()
    const agent = await world.as(owner)
    const answer = await agent.post(`${path}/address`).type('form').send({ email: ' petr.svoboda@example.org ' })
    expect([answer.status, answer.headers['location']]).toEqual([303, path])
    const mended = only(await world.db('registrations').where({ id: registration.id }))
    expect(mended).toMatchObject({ email: 'petr.svoboda@example.org', tokenVersion: 1 })
    const sent = only(await world.db('mails').where({ registrationId: registration.id, kind: 'registration-link' }))
    expect(sent.toAddress).toBe('petr.svoboda@example.org')
    expect(plain((await agent.get('/cs/organiser/events/konference')).text)).not.toContain('nepodařilo doručit')
  })

  it('keeps what was typed when the address cannot be taken', async () => {
    const { owner, path, category } = await scene()
    await createRegistration(world.db, category, { email: 'jana@example.org' })
    const agent = await world.as(owner)
    const cases = [
      ['petr@', 'Napište celou e-mailovou adresu'],
      ['petr@example.org', 'Tahle adresa u registrace už je.'],
      ['jana@example.org', 'S touto adresou už je na akci jiná registrace.'],
    ]
    for (const [email, reason] of cases) {
      const answer = await agent.post(`${path}/address`).type('form').send({ email })
      expect(answer.status).toBe(422)
      expect(plain(answer.text)).toContain(reason)
      expect(answer.text).toContain(`value="${email}"`)
    }
  })
})

describe('a mail that came back', () => {
  async function bounced(here: Scene) {
    const { mail, registration } = here
    await world.db('mails').where({ id: mail.id }).update({ failedAt: null, sentAt: now(), smtpResponse: '250 queued' })
    const row = only(await world.db('mails').where({ id: mail.id }))
    const diagnostic = '550 5.1.1 <script>no such user</script>'
    expect(await recordBounce(world.db, { mail: row, status: '5.1.1', kind: 'failed', diagnostic })).toBe('hard')
    return registration
  }

  it('is in the list of its state, with what the server said, and in the overview', async () => {
    const here = await scene()
    await bounced(here)
    const agent = await world.as(here.owner)
    const html = plain((await agent.get(`${list}?state=bounced`)).text)
    expect(html).toContain('<span class="state bad">vrátil se</span>')
    expect(html).toContain('550 5.1.1 &lt;script&gt;no such user&lt;/script&gt;')
    expect((await agent.get(`${list}?state=sent`)).text).not.toContain('Petr Svoboda')
    expect(plain((await agent.get('/cs/organiser/events/konference')).text)).toContain('nepodařilo doručit')
  })

  it('says that nothing is sent there, and goes again once the address is allowed', async () => {
    const here = await scene()
    await bounced(here)
    const agent = await world.as(here.owner)
    const html = plain((await agent.get(here.path)).text)
    expect(html).toContain('Poštovní server odpověděl, že taková schránka neexistuje.')
    expect(html).not.toContain(`action="${here.path}/retry"`)
    const viewer = plain((await (await world.as(here.viewer)).get(here.path)).text)
    expect(viewer).toContain('taková schránka neexistuje')
    expect(viewer).not.toContain('/lift')
    expect((await (await world.as(here.viewer)).post(`${here.path}/lift`)).status).toBe(403)
    expect((await agent.post(`${here.path}/lift`)).headers['location']).toBe(here.path)
    expect(await world.db('suppressedAddresses').select('address')).toEqual([])
    expect(only(await world.db('mails').where({ id: here.mail.id }))).toMatchObject({ sentAt: null, bouncedAt: null })
    const after = plain((await agent.get(here.path)).text)
    expect(after).toContain('E-mail je znovu na cestě.')
    expect(after).toContain('zase se posílá na jednu adresu')
    await agent.post(`${here.path}/lift`)
    expect(plain((await agent.get(here.path)).text)).toContain('už chybu nehlásí')
  })

  it('has its address mended as one that failed', async () => {
    const here = await scene()
    const registration = await bounced(here)
    const agent = await world.as(here.owner)
    await agent.post(`${here.path}/address`).type('form').send({ email: 'petr.svoboda@example.org' })
    expect(only(await world.db('registrations').where({ id: registration.id })).email).toBe('petr.svoboda@example.org')
  })

  it('or was dropped says why in words', async () => {
    const here = await scene()
    const dropped = { failedAt: null, droppedAt: now(), smtpResponse: 'opted-out' }
    await world.db('mails').where({ id: here.mail.id }).update(dropped)
    const agent = await world.as(here.owner)
    expect(plain((await agent.get(list)).text)).toContain('Na této adrese hromadné zprávy nechtějí.')
    expect(plain((await agent.get(here.path.replace('/cs/', '/en/'))).text)).toContain('wants no announcements')
  })
})
