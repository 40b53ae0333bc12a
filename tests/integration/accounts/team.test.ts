import { describe, expect, it } from '@jest/globals'
import { rows } from '../../../src/core/database.ts'
import {
  changeOrganisationRole,
  grantEventRole,
  grantOrganisationRole,
  revokeEventRole,
  revokeOrganisationRole,
} from '../../../src/features/accounts/actions/team.ts'
import { mayEnter, mayOrganise } from '../../../src/features/accounts/permissions.ts'
import { findRoleAtEvent, listEventTeam, listOrganisationsOf } from '../../../src/features/accounts/queries.ts'
import type { SignedInUser } from '../../../src/features/accounts/types.ts'
import { createUser, grantRole, type Person } from '../../factories/accounts.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const system = { kind: 'system' } as const
const team = '/cs/organiser/organisations/icuk/team'
const asUser = ({ id, reference, email, name }: Person, isAdministrator = false): SignedInUser => ({
  id,
  reference,
  email,
  name,
  locale: 'cs',
  isAdministrator,
})

async function insertEvent(organisationId: number): Promise<{ id: number; organisationId: number }> {
  const [event] = await rows<{ id: number }>(
    world.db,
    `insert into events (slug, organisation_id, title, time_zone, starts_local, ends_local, starts_at, ends_at)
     values ('burgas', ?, '{"cs": "Burgas"}', 'Europe/Sofia', '2023-09-13', '2023-09-15', '2023-09-13', '2023-09-15') returning id`,
    [organisationId],
  )
  return { id: event?.id ?? 0, organisationId }
}

describe('the page of the team', () => {
  it('is for the owner', async () => {
    const { owner, doorStaff, stranger, attendee } = await world.people()
    const statuses: number[] = []
    for (const person of [owner, doorStaff, stranger, attendee])
      statuses.push((await (await world.as(person)).get(team)).status)
    expect(statuses).toEqual([200, 403, 404, 404])
    const visitor = await world.agent().get(team)
    expect([visitor.status, visitor.headers['location']]).toEqual([303, `/cs/sign-in?next=${encodeURIComponent(team)}`])
    for (const person of [doorStaff, stranger]) {
      const answer = await (await world.as(person))
        .post(team)
        .type('form')
        .send({ email: 'x@example.org', role: 'owner', locale: 'cs' })
      expect([403, 404]).toContain(answer.status)
    }
  })

  it('shows names as text and takes the same number of queries for few and many', async () => {
    const { owner, organisation } = await world.people()
    const agent = await world.as(owner)
    const few = await world.queries(() => agent.get(team))
    for (let count = 0; count < 30; count++) {
      await grantRole(world.db, 'viewer', await createUser(world.db, { name: `<b>Člen ${count}</b>` }), organisation)
    }
    const many = await world.queries(() => agent.get(team))
    expect(many.result.text).toContain('&lt;b&gt;Člen 29&lt;/b&gt;')
    expect(many.result.text).not.toContain('<b>Člen')
    expect([few.count, many.count]).toEqual([3, 3])
  })

  it('invites once when an unknown address is invited several times at once', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const invite = () =>
      agent.post(team).type('form').send({ email: 'nova@example.org', name: 'Nová', role: 'viewer', locale: 'cs' })
    const answers = await Promise.all([invite(), invite(), invite(), invite()])
    for (const { status } of answers) expect([303, 422]).toContain(status)
    expect(await rows(world.db, `select id from users where email = 'nova@example.org'`)).toHaveLength(1)
    expect(await rows(world.db, `select id from mails where kind = 'account-invitation'`)).toHaveLength(1)
  })

  it('adds somebody with an account, and invites somebody without', async () => {
    const { owner, stranger, organisation } = await world.people()
    const agent = await world.as(owner)
    const add = (email: string, name = '') =>
      agent.post(team).type('form').send({ email, name, role: 'organiser', locale: 'en' })
    expect((await add(stranger.email)).status).toBe(303)
    expect((await add('nova@example.org', 'Nová <Kolegyně>')).status).toBe(303)
    expect((await agent.get(team)).text).toContain('Pozvánka odchází e-mailem.')
    const again = await add('NOVA@example.org')
    expect([again.status, /už v\stýmu je/.test(again.text)]).toEqual([422, true])
    const roles = await rows(
      world.db,
      `select users.email, role from organisation_roles join users on users.id = user_id
      where organisation_id = ? and role = 'organiser' order by email`,
      [organisation.id],
    )
    expect(roles).toEqual([
      { email: 'nova@example.org', role: 'organiser' },
      { email: stranger.email, role: 'organiser' },
    ])
    await world.runJobs()
    const mails = await rows<{ text: string; html: string }>(
      world.db,
      `select kind, locale, to_address, subject, content->>'text' as text, content->>'html' as html from mails`,
    )
    expect(mails).toEqual([
      {
        kind: 'account-invitation',
        locale: 'en',
        toAddress: 'nova@example.org',
        subject: 'Invitation to the organisers',
        text: expect.stringContaining('Invited by:'),
        html: expect.stringContaining('Inovační centrum Ústeckého kraje'),
      },
    ])
    const link = /\/en\/password-reset\/\S+/.exec(mails[0]?.text ?? '')?.[0] ?? ''
    await world.agent().post(link).type('form').send({ password: 'moje úplně první heslo' })
    const entered = await world
      .agent()
      .post('/en/sign-in')
      .type('form')
      .send({ email: 'nova@example.org', password: 'moje úplně první heslo' })
    expect(entered.status).toBe(303)
  })

  it('says what is wrong and keeps what was typed', async () => {
    const { owner } = await world.people()
    const answer = await (await world.as(owner))
      .post(team)
      .type('form')
      .send({ email: 'x', name: 'Jana', role: 'boss', locale: 'cs' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="Jana"')
    for (const field of ['#email', '#role']) expect(answer.text).toContain(`href="${field}"`)
  })

  it('changes and removes, but keeps the last owner', async () => {
    const { owner, doorStaff } = await world.people()
    const agent = await world.as(owner)
    const change = (person: Person, role: string) =>
      agent.post(`${team}/${person.reference}`).type('form').send({ role })
    expect((await change(owner, 'viewer')).status).toBe(422)
    expect((await agent.post(`${team}/${owner.reference}/remove`)).status).toBe(422)
    expect((await change(doorStaff, 'owner')).status).toBe(303)
    expect((await agent.get(`${team}/${doorStaff.reference}/remove`)).status).toBe(200)
    expect((await agent.post(`${team}/${doorStaff.reference}/remove`)).status).toBe(303)
    expect((await agent.get(`${team}/${doorStaff.reference}/remove`)).status).toBe(404)
    expect((await (await world.as(doorStaff)).get(team)).status).toBe(404)
  })
})

describe('roles', () => {
  it('of an organisation: two owners who leave at once leave one behind', async () => {
    const { owner, doorStaff, organisation } = await world.people()
    const organisationId = organisation.id
    await changeOrganisationRole(world.db, system, { organisationId, userId: doorStaff.id, role: 'owner' })
    const outcomes = await Promise.all(
      [owner, doorStaff].map(({ id }) => revokeOrganisationRole(world.db, system, { organisationId, userId: id })),
    )
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['last-owner', 'saved'])
  })

  it('of an organisation are listed by what they allow; an administrator owns all', async () => {
    const { owner, doorStaff, attendee } = await world.people()
    const slugs = async (user: SignedInUser, permission = mayOrganise) =>
      (await listOrganisationsOf(world.db, user, permission)).map(({ slug, role }) => `${slug} ${role}`)
    expect(await slugs(asUser(owner))).toEqual(['icuk owner'])
    expect(await slugs(asUser(doorStaff))).toEqual([])
    expect(await slugs(asUser(doorStaff), mayEnter)).toEqual(['icuk door_staff'])
    expect(await slugs(asUser(attendee, true))).toEqual(['cizi-klastr owner', 'icuk owner'])
  })

  it('of an event count besides those of its organisation', async () => {
    const { owner, doorStaff, attendee, organisation } = await world.people()
    const event = await insertEvent(organisation.id)
    const invitee = { email: attendee.email, name: '', locale: 'cs' } as const
    const roleOf = (person: Person) => findRoleAtEvent(world.db, asUser(person), event)
    expect([await roleOf(owner), await roleOf(doorStaff), await roleOf(attendee)]).toEqual([
      'owner',
      'door_staff',
      undefined,
    ])
    await grantEventRole(world.db, system, { event, invitee, role: 'viewer' })
    await grantEventRole(world.db, system, { event, invitee, role: 'organiser' })
    expect(await roleOf(attendee)).toBe('organiser')
    expect((await listEventTeam(world.db, event.id)).map(({ email, role }) => [email, role])).toEqual([
      [attendee.email, 'organiser'],
    ])
    expect(await revokeEventRole(world.db, system, { eventId: event.id, userId: attendee.id })).toEqual({
      kind: 'revoked',
    })
    expect(await revokeEventRole(world.db, system, { eventId: event.id, userId: attendee.id })).toEqual({
      kind: 'no-member',
    })
    expect(await roleOf(attendee)).toBeUndefined()
  })

  it('invite one address once, however often it is added', async () => {
    const { organisation } = await world.people()
    const invitee = { email: 'nova@example.org', name: 'Nová', locale: 'cs' } as const
    const outcomes = []
    for (const role of ['viewer', 'organiser'] as const)
      outcomes.push(await grantOrganisationRole(world.db, system, { organisationId: organisation.id, invitee, role }))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['invited', 'granted'])
    expect(await rows(world.db, 'select id from mails')).toHaveLength(1)
  })
})

describe('one’s own account', () => {
  const page = '/cs/organiser/account'

  it('is there for whoever signs in', async () => {
    const people = await world.people()
    for (const person of [people.owner, people.doorStaff, people.stranger, people.attendee]) {
      const answer = await (await world.as(person)).get(page)
      expect([answer.status, answer.text.includes(person.email)]).toEqual([200, true])
    }
    expect((await world.agent().get(page)).status).toBe(303)
  })

  it('changes the name and the language', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    expect((await agent.post(page).type('form').send({ name: ' Olga\u202E  Nová ', locale: 'en' })).status).toBe(303)
    expect((await agent.get(page)).text).toContain('value="Olga Nová"')
    const refused = await agent
      .post(page)
      .type('form')
      .send({ name: 'x'.repeat(10_000), locale: 'de' })
    expect([refused.status, refused.text.includes('href="#name"'), refused.text.includes('href="#locale"')]).toEqual([
      422,
      true,
      true,
    ])
  })

  it('changes the password, and every other session ends', async () => {
    const { owner } = await world.people()
    const [agent, other] = [await world.as(owner), world.agent()]
    await other.post('/cs/sign-in').type('form').send({ email: owner.email, password: owner.password })
    const change = (present: string, password: string) =>
      agent.post(`${page}/password`).type('form').send({ present, password })
    expect((await change('špatné heslo', 'úplně nové heslo')).text).toContain('Současné heslo nesouhlasí')
    expect((await change(owner.password, 'krátké')).status).toBe(422)
    expect((await change(owner.password, 'úplně nové heslo')).status).toBe(303)
    expect([(await agent.get(page)).status, (await other.get(page)).status]).toEqual([200, 303])
  })

  it('signs out everywhere else', async () => {
    const { owner } = await world.people()
    const [agent, other] = [await world.as(owner), world.agent()]
    await other.post('/cs/sign-in').type('form').send({ email: owner.email, password: owner.password })
    expect((await agent.post(`${page}/sessions`)).status).toBe(303)
    expect([(await agent.get(page)).status, (await other.get(page)).status]).toEqual([200, 303])
  })
})
