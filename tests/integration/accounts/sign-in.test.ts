import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { createApp } from '../../../src/app.ts'
import { rows } from '../../../src/core/database.ts'
import { forgetEndedSessions } from '../../../src/core/http/sessions.ts'
import { now, addMinutes } from '../../../src/core/time.ts'
import { disableUser } from '../../../src/features/accounts/actions/users.ts'
import { closeServices, createServices } from '../../../src/services.ts'
import { createUser } from '../../factories/accounts.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld({ RATE_LIMITS: 'on', TRUST_PROXY: '1' })
const account = '/cs/organiser/account'

function enter(email: string, password: string, extra: Record<string, string> = {}) {
  return world
    .agent()
    .post('/cs/sign-in')
    .type('form')
    .send({ email, password, ...extra })
}

const sidOf = (headers: Record<string, string | string[] | undefined>) => {
  const cookies = headers['set-cookie'] ?? []
  return [cookies]
    .flat()
    .map(cookie => cookie.split(';')[0])
    .find(cookie => cookie?.startsWith('sid='))
}

const sessionCount = async () => (await rows(world.db, 'select sid from sessions_of_users')).length

describe('signing in', () => {
  it('lets all four in, by their address in any case', async () => {
    const { owner, doorStaff, stranger, attendee } = await world.people()
    for (const person of [owner, doorStaff, stranger, attendee]) {
      const answer = await enter(person.email.toUpperCase(), person.password)
      expect([answer.status, answer.headers['location']]).toEqual([303, '/cs/organiser/events'])
    }
  })

  it('sets one cookie, out of the reach of scripts and other sites', async () => {
    const { owner } = await world.people()
    const answer = await enter(owner.email, owner.password)
    const cookies = [answer.headers['set-cookie'] ?? []].flat()
    expect(cookies).toHaveLength(1)
    expect(cookies[0]).toMatch(/^sid=s%3A.{40,}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(answer.headers['vary']).toContain('Cookie')
  })

  it('sets a __Host- cookie where people come by https, also when the proxy does not say so', async () => {
    const { owner } = await world.people()
    const config = { ...world.services.config, baseUrl: 'https://akce.example.org' }
    const services = createServices(config, world.connection, world.services.log)
    try {
      const entering = supertest(createApp(services)).post('/cs/sign-in').set('Host', 'akce.example.org').type('form')
      const answer = await entering.send({ email: owner.email, password: owner.password })
      expect([answer.status, answer.headers['strict-transport-security']]).toEqual([
        303,
        'max-age=31536000; includeSubDomains',
      ])
      expect(String(answer.headers['set-cookie'])).toMatch(
        /^__Host-sid=s%3A.{40,}; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
      )
    } finally {
      await closeServices(services)
    }
  })

  it('accepts the password however its accents are encoded', async () => {
    const { owner } = await world.people()
    expect((await enter(owner.email, owner.password.normalize('NFD'))).status).toBe(303)
    expect((await enter(owner.email, owner.password.normalize('NFC'))).status).toBe(303)
  })

  it('takes an address with a NUL or half a letter in it for what is left, not for breakage', async () => {
    const { owner } = await world.people()
    expect((await enter(`${owner.email}\u0000`, 'nic takového heslo')).status).toBe(422)
    expect((await enter(`\u0000${owner.email}`, owner.password)).status).toBe(303)
    const half = await world.agent().post('/cs/sign-in').type('form').send('email=%ED%A0%80@example.org&password=%00')
    expect(half.status).toBe(422)
  })

  it('answers the same for a wrong password, an unknown address and an account without a password', async () => {
    const { owner } = await world.people()
    const invited = await createUser(world.db, { name: 'Iva Invitovaná', email: 'invit@example.org' })
    await world.db('users').where({ id: invited.id }).update({ passwordHash: null })
    const answers = await Promise.all(
      [owner.email, 'nobody@example.org', invited.email].map(email => enter(email, 'špatné heslo')),
    )
    const bodies = answers.map(({ text }) => text.replace(/value="[^"]*@example\.org"/, 'value=""'))
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422])
    expect(new Set(bodies).size).toBe(1)
    expect(bodies[0]).toContain('E-mail nebo heslo nesouhlasí')
    expect(answers.every(({ headers }) => headers['set-cookie'] === undefined)).toBe(true)
  })

  it('does the same work for known and unknown accounts', async () => {
    const { owner } = await world.people()
    const taken = async (email: string, round: number) => {
      const start = performance.now()
      await enter(email, 'špatné heslo').set('X-Forwarded-For', `198.51.100.${round}`)
      return performance.now() - start
    }
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let round = 0; round < 11; round++) {
      known.push(await taken(owner.email, round))
      unknown.push(await taken(`nobody${round}@example.org`, round))
    }
    const [one = 0, other = 0] = [known, unknown].map(times => times.sort((a, b) => a - b)[5])
    // Without a password to check, the answer would come in a small part of the time; the rest is the noise of the machine.
    expect(other / one).toBeGreaterThan(0.5)
    expect(other / one).toBeLessThan(2)
  })

  it('says what is missing, keeps the address and never the password', async () => {
    const answer = await enter('jana', '')
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('<title>Chyba: ')
    expect(answer.text).toContain('value="jana"')
    expect(answer.text).toContain('href="#password"')
    expect((await enter('a@example.org', 'tajné heslo')).text).not.toContain('tajné heslo')
  })

  it('goes on to the page that was asked for, and only to one of ours', async () => {
    const { owner } = await world.people()
    const asked = await world.agent().get(`${account}?x=1`)
    expect([asked.status, asked.headers['location']]).toEqual([
      303,
      `/cs/sign-in?next=${encodeURIComponent(`${account}?x=1`)}`,
    ])
    const form = await world.agent().get(asked.headers['location'] ?? '')
    expect(form.text).toContain(`name="next" value="${account}?x=1"`)
    expect((await enter(owner.email, owner.password, { next: account })).headers['location']).toBe(account)
    for (const next of [
      '//evil.cz',
      '/\\evil.cz',
      'https://evil.cz',
      '/cs/organiser\\@evil.cz',
      'javascript:alert(1)',
      '/cs/sign-out',
    ])
      expect((await enter(owner.email, owner.password, { next })).headers['location']).toBe('/cs/organiser/events')
  })

  it('is refused from another site', async () => {
    const { owner } = await world.people()
    for (const site of ['cross-site', 'same-site']) {
      const answer = await enter(owner.email, owner.password).set('Sec-Fetch-Site', site)
      expect(answer.status).toBe(403)
    }
  })

  it('is not needed, nor any cookie, on the page itself', async () => {
    const answer = await world.agent().get('/en/sign-in')
    expect([answer.status, answer.headers['set-cookie']]).toEqual([200, undefined])
    expect(answer.text).toContain('autocomplete="current-password"')
  })
})

describe('a session', () => {
  it('is new after every sign-in, and the old one is dead', async () => {
    const { owner, stranger } = await world.people()
    const agent = await world.as(owner)
    const first = sidOf((await agent.get(account)).headers)
    const second = await agent
      .post('/cs/sign-in')
      .type('form')
      .send({ email: stranger.email, password: stranger.password })
    expect(sidOf(second.headers)).not.toBe(first)
    expect(
      (
        await supertest(world.url)
          .get(account)
          .set('Cookie', first ?? '')
      ).status,
    ).toBe(303)
    expect((await agent.get(account)).text).toContain(stranger.email)
  })

  it('of somebody else’s choosing is not taken', async () => {
    const { owner } = await world.people()
    const answer = await enter(owner.email, owner.password).set('Cookie', 'sid=s%3Achosen.signature')
    expect(sidOf(answer.headers)).not.toContain('chosen')
  })

  it('ends for good by signing out', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const sid = sidOf((await agent.get(account)).headers) ?? ''
    expect((await agent.get('/cs/sign-out')).status).toBe(405)
    const answer = await agent.post('/cs/sign-out')
    expect([answer.status, answer.headers['location']]).toEqual([303, '/cs/sign-in'])
    expect(answer.headers['clear-site-data']).toBe('"cache", "storage"')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await sessionCount()).toBe(0)
    expect((await supertest(world.url).get(account).set('Cookie', sid)).status).toBe(303)
    expect((await agent.post('/cs/sign-out')).status).toBe(303)
  })

  it('ends with the next request when the account is disabled', async () => {
    const { owner } = await world.people()
    const [one, other] = [await world.as(owner), world.agent()]
    await other.post('/cs/sign-in').type('form').send({ email: owner.email, password: owner.password })
    expect([(await one.get(account)).status, (await other.get(account)).status]).toEqual([200, 200])
    await disableUser(world.db, { kind: 'system' }, { userId: owner.id })
    expect([(await one.get(account)).status, (await other.get(account)).status]).toEqual([303, 303])
    expect(await sessionCount()).toBe(0)
    expect((await enter(owner.email, owner.password)).status).toBe(422)
  })

  it('ends twelve hours after signing in, however busy', async () => {
    const { owner } = await world.people()
    const start = now()
    const agent = await world.as(owner)
    world.at(addMinutes(start, 12 * 60 - 1))
    expect((await agent.get(account)).status).toBe(200)
    world.at(addMinutes(start, 12 * 60 + 1))
    expect((await agent.get(account)).status).toBe(303)
  })

  it('ends after half an hour without a request, starts that anew with each one, and is cleared away', async () => {
    const { owner, doorStaff } = await world.people()
    const agent = await world.as(owner)
    const leave = (minutes: number) =>
      world.db.raw(`update sessions_of_users set expire = expire - make_interval(mins => ?)`, [minutes])
    await leave(29)
    expect((await agent.get(account)).status).toBe(200)
    await leave(29)
    expect((await agent.get(account)).status).toBe(200)
    await leave(31)
    expect((await agent.get(account)).status).toBe(303)
    await world.as(doorStaff)
    expect(await sessionCount()).toBe(2)
    expect(await forgetEndedSessions(world.db)).toBe(1)
    expect(await sessionCount()).toBe(1)
  })

  it('holds nothing but who it is', async () => {
    const { owner } = await world.people()
    await (await world.as(owner)).get(account)
    const [session] = await rows<{ sess: Record<string, unknown> }>(world.db, 'select sess from sessions_of_users')
    expect(Object.keys(session?.sess ?? {}).sort()).toEqual(['cookie', 'passport', 'signedInAt'])
    expect(session?.sess['passport']).toEqual({ user: owner.id })
  })
})

describe('guessing', () => {
  it('is stopped for one place over all processes, while the owner comes in from another', async () => {
    const { owner } = await world.people()
    const second = createServices(world.services.config, world.connection, world.services.log)
    const servers = [world.agent(), supertest.agent(createApp(second)).set('Sec-Fetch-Site', 'same-origin')]
    const guess = async (round: number, password: string, place: string) =>
      servers[round % 2]
        ?.post('/cs/sign-in')
        .set('X-Forwarded-For', place)
        .type('form')
        .send({ email: owner.email, password })
    const statuses: (number | undefined)[] = []
    for (let round = 0; round < 8; round++) statuses.push((await guess(round, 'hádám', '203.0.113.9'))?.status)
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429, 429, 429])
    const right = await guess(0, owner.password, '203.0.113.9')
    expect([right?.status, right?.headers['retry-after']]).toEqual([429, '900'])
    expect((await guess(1, owner.password, '203.0.113.10'))?.status).toBe(303)
    await closeServices(second)
  })

  it('is forgiven after a success', async () => {
    const { owner } = await world.people()
    for (let round = 0; round < 3; round++) {
      for (let wrong = 0; wrong < 4; wrong++) expect((await enter(owner.email, 'hádám')).status).toBe(422)
      expect((await enter(owner.email, owner.password)).status).toBe(303)
    }
  })

  it('counts the addresses of one IPv6 network together', async () => {
    const { owner } = await world.people()
    const from = (host: number) => enter(owner.email, 'hádám').set('X-Forwarded-For', `2001:db8:1:2::${host}`)
    for (let host = 1; host <= 5; host++) expect((await from(host)).status).toBe(422)
    expect((await from(6)).status).toBe(429)
    expect((await enter(owner.email, owner.password).set('X-Forwarded-For', '2001:db8:1:3::1')).status).toBe(303)
  })

  it('leaves no address of anybody in the counters', async () => {
    await enter('nobody@example.org', 'hádám').set('X-Forwarded-For', '203.0.113.77')
    const keys = await rows<{ key: string }>(world.db, 'select key from throttles')
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.filter(({ key }) => /example|203\.0/.test(key))).toEqual([])
  })
})
