import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { inTransaction, only } from '../../../src/core/database.ts'
import { createTransport, type MailTransport } from '../../../src/core/mailer.ts'
import { now } from '../../../src/core/time.ts'
import { queueMail } from '../../../src/features/mail/actions.ts'
import { deliverMail } from '../../../src/features/mail/actions/deliver.ts'
import { testMailServer } from '../../../src/features/mail/actions/servers.ts'
import { findMailServer } from '../../../src/features/mail/queries/circumstances.ts'
import { useWorld } from '../../support/world.ts'
import { confirmation } from '../mail/confirmation.ts'
import { type SmtpPeer, startSmtpPeer } from '../mail/smtp-peer.ts'

const world = useWorld()
let house: SmtpPeer
let own: SmtpPeer
let transport: MailTransport | null

beforeAll(async () => {
  ;[house, own] = [await startSmtpPeer(), await startSmtpPeer()]
  transport = createTransport({ smtpUrl: house.url })
})
afterAll(async () => {
  transport?.close()
  await house.close()
  await own.close()
})

async function scene() {
  const people = await world.people()
  const path = `/cs/organiser/organisations/${people.organisation.slug}/mail-server`
  const port = new URL(own.url).port
  const form = { host: '127.0.0.1', port, security: 'none', userName: '', password: '', fromName: 'Klastr' }
  const typed = { ...form, fromAddress: 'akce@klastr.example', isEnabled: 'yes', version: '0' }
  return { ...people, path, typed, agent: await world.as(people.owner) }
}

describe('the mail server of an organisation', () => {
  it('is for its owners', async () => {
    const { path, doorStaff, stranger } = await scene()
    const door = await world.as(doorStaff)
    const other = await world.as(stranger)
    expect([(await door.get(path)).status, (await other.get(path)).status]).toEqual([403, 404])
    expect([(await door.post(path)).status, (await other.post(`${path}/test`)).status]).toEqual([403, 404])
    expect((await world.agent().get(path)).status).toBe(303)
  })

  it('is kept, tried with a mail to oneself, used for the mails of the organisation, and removed', async () => {
    const { path, typed, agent, owner, organisation } = await scene()
    expect((await agent.post(`${path}/test`)).status).toBe(404)
    expect((await agent.post(path).type('form').send(typed)).status).toBe(303)
    const tried = await agent.post(`${path}/test`)
    expect([tried.status, tried.text.includes(owner.email)]).toEqual([200, true])
    expect(own.received.map(({ from, to }) => [from, to])).toEqual([['akce@klastr.example', [owner.email]]])
    await inTransaction(world.db, trx =>
      queueMail(trx, {
        kind: 'test-confirmed',
        idempotencyKey: 'own',
        to: { name: '', address: 'jana@example.org' },
        locale: 'cs',
        organisationId: organisation.id,
      }),
    )
    const { id } = only(await world.db('mails').select('id'))
    expect(await deliverMail({ ...world.services, mailer: transport }, [confirmation], id)).toBe('sent')
    expect([house.received.length, own.received.length]).toEqual([0, 2])
    expect(own.received[1]?.source).toMatch(/^From: Klastr <akce@klastr\.example>\r$/m)
    expect(own.received[1]?.source).toMatch(/^Message-ID: <test-confirmed\.\w+@klastr\.example>\r$/m)
    expect((await agent.post(`${path}/remove`)).status).toBe(303)
    expect(await findMailServer(world.db, organisation.id)).toBeUndefined()
  })

  it('that is set up anew within a minute is the new one: nothing goes to the one before', async () => {
    const { path, typed, agent } = await scene()
    const heard = own.received.length
    await agent.post(path).type('form').send(typed)
    await agent.post(`${path}/test`)
    await agent.post(`${path}/remove`)
    await agent
      .post(path)
      .type('form')
      .send({ ...typed, port: new URL(house.url).port })
    expect((await agent.post(`${path}/test`)).status).toBe(200)
    expect([own.received.length - heard, house.received.length]).toEqual([1, 1])
    house.received.splice(0)
  })

  it('that calls an address dead or puts everything off harms the mails of nobody else', async () => {
    const { path, typed, agent, organisation } = await scene()
    await agent.post(path).type('form').send(typed)
    own.next({ kind: 'refuse-recipient' }, ...Array.from({ length: 12 }, () => ({ kind: 'defer-recipient' }) as const))
    const mails = Array.from({ length: 13 }, (_, index) => ({
      kind: 'test-confirmed',
      idempotencyKey: `victim ${index}`,
      to: { name: '', address: 'victim@example.net' },
      locale: 'cs' as const,
      organisationId: organisation.id,
    }))
    for (const mail of mails) await inTransaction(world.db, trx => queueMail(trx, mail))
    for (const { id } of await world.db('mails').orderBy('id').select('id')) {
      await world.db('mailDomains').update({ freeAt: now() })
      await deliverMail({ ...world.services, mailer: transport }, [confirmation], id)
    }
    const [first] = await world.db('mails').orderBy('id')
    expect(first).toMatchObject({ smtpResponse: '550 5.1.1 no such user', bouncedAt: null })
    expect(first?.failedAt).not.toBeNull()
    expect(await world.db('suppressedAddresses')).toEqual([])
    expect((await world.db('mailDomains')).filter(({ pausedUntil }) => pausedUntil !== null)).toEqual([])
    own.forget()
  })

  it('says what is wrong with a server that does not answer, and its mails wait instead of taking another way', async () => {
    const { path, typed, agent, organisation } = await scene()
    await agent
      .post(path)
      .type('form')
      .send({ ...typed, port: '9' })
    const tried = await agent.post(`${path}/test`)
    expect(tried.text).toContain('ECONNREFUSED')
    house.received.splice(0)
    const to = { name: '', address: 'jana@example.org' }
    const mail = {
      kind: 'test-confirmed',
      idempotencyKey: 'x',
      to,
      locale: 'cs' as const,
      organisationId: organisation.id,
    }
    await inTransaction(world.db, trx => queueMail(trx, mail))
    const { id } = only(await world.db('mails').select('id'))
    expect(await deliverMail({ ...world.services, mailer: transport }, [confirmation], id)).toBe('retry')
    expect(house.received).toEqual([])
  })

  it('keeps its password sealed, never shows it, and asks for it again with another host or account', async () => {
    const { path, typed, agent, organisation } = await scene()
    const withUser = { ...typed, userName: 'klastr', password: 'Velmi tajné 1!' }
    expect(
      (
        await agent
          .post(path)
          .type('form')
          .send({ ...withUser, password: '' })
      ).status,
    ).toBe(422)
    await agent.post(path).type('form').send(withUser)
    const kept = await findMailServer(world.db, organisation.id)
    expect(kept?.passwordSealed).toMatch(/^v1\.[\w-]+$/)
    expect((await agent.get(path)).text).not.toContain('Velmi tajné')
    const renamed = { ...withUser, password: '', fromName: 'Jiný', version: '1' }
    expect((await agent.post(path).type('form').send(renamed)).status).toBe(303)
    expect((await findMailServer(world.db, organisation.id))?.passwordSealed).toBe(kept?.passwordSealed)
    const stolen = await agent
      .post(path)
      .type('form')
      .send({ ...renamed, host: 'evil.example', version: '2' })
    expect([stolen.status, stolen.text.includes('evil.example')]).toEqual([422, true])
    expect((await agent.post(path).type('form').send(renamed)).status).toBe(409)
  })

  it.each([
    [{ host: 'https://smtp.example.org' }],
    [{ host: 'a b' }],
    [{ host: 'x\r\nRCPT TO:<a@b.c>' }],
    [{ port: '0' }],
    [{ port: '70000' }],
    [{ fromAddress: 'nobody' }],
    [{ security: 'maybe' }],
  ])('refuses %j', async wrong => {
    const { path, typed, agent, organisation } = await scene()
    expect(
      (
        await agent
          .post(path)
          .type('form')
          .send({ ...typed, ...wrong })
      ).status,
    ).toBe(422)
    expect(await findMailServer(world.db, organisation.id)).toBeUndefined()
  })

  it('never leads into a network of ours in production, whatever its name answers', async () => {
    const { path, typed, agent, organisation } = await scene()
    const { services } = world
    const inProduction = { ...services, config: { ...services.config, environment: 'production' as const } }
    const mail = { to: { name: '', address: 'a@example.org' }, subject: 'x', text: 'x', html: 'x' }
    let version = 0
    for (const [host, port] of [
      ['127.0.0.1', '25'],
      ['localhost', '587'],
      ['10.0.0.7', '465'],
      ['::1', '25'],
      ['169.254.169.254', '25'],
      ['192.0.2.1', '6379'],
    ] as const) {
      await agent
        .post(path)
        .type('form')
        .send({ ...typed, host, port, version: String(version++) })
      const server = await findMailServer(world.db, organisation.id)
      if (server === undefined) throw new Error('not kept')
      const result = await testMailServer(inProduction, { kind: 'system' }, { server, mail })
      expect([
        host,
        result.kind,
        result.kind === 'unreachable' && /not a server|not one of mail/.test(result.reason),
      ]).toEqual([host, 'unreachable', true])
    }
  })
})
