import { spawn } from 'node:child_process'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { rows } from '../../../src/core/database.ts'
import { hashPassword, isOutdatedHash, isPassword } from '../../../src/core/passwords.ts'
import { Busy } from '../../../src/core/errors.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { sendPasswordReset } from '../../../src/features/accounts/actions/passwords.ts'
import { signIn, signInThrottles } from '../../../src/features/accounts/actions/sign-in.ts'
import { createUser as makeUser } from '../../../src/features/accounts/actions/users.ts'
import { buildOnce } from '../../support/built.ts'
import { databaseUrl } from '../../support/database-url.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const fresh = 'zbrusu nové dlouhé heslo'

const ask = (email: string) => world.agent().post('/cs/password-reset').type('form').send({ email })
const enter = async (email: string, password: string) =>
  (await world.agent().post('/cs/sign-in').type('form').send({ email, password })).status

async function linkFromMail(): Promise<string> {
  await world.runJobs()
  const [mail] = await rows<{ text: string }>(
    world.db,
    `select content->>'text' as text from mails where kind in ('password-reset', 'account-invitation') order by id desc limit 1`,
  )
  const link = /https?:\/\/\S+\/password-reset\/(\S+)/.exec(mail?.text ?? '')?.[1]
  return `/cs/password-reset/${link ?? 'none'}`
}

describe('a forgotten password', () => {
  it('is asked for with the same answer for everybody', async () => {
    const { owner } = await world.people()
    const answers = [await ask(owner.email), await ask('nobody@example.org')]
    expect(answers.map(({ status, headers, text }) => [status, headers['location'], text])).toEqual([
      [303, '/cs/password-reset/sent', answers[0]?.text],
      [303, '/cs/password-reset/sent', answers[0]?.text],
    ])
    await world.runJobs()
    expect(await rows(world.db, `select kind, to_address, locale, smtp_response from mails`)).toEqual([
      { kind: 'password-reset', toAddress: owner.email, locale: 'cs', smtpResponse: 'demo inbox' },
    ])
    const sent = await world.agent().get('/en/password-reset/sent')
    expect([sent.status, sent.headers['set-cookie']]).toEqual([200, undefined])
  })

  it('needs an address', async () => {
    const answer = await ask('jana@')
    expect([answer.status, answer.text.includes('value="jana@"')]).toEqual([422, true])
  })

  it('is set by the link, once, and everybody signed in is out', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    await ask(owner.email)
    const link = await linkFromMail()
    for (let look = 0; look < 3; look++) {
      expect((await world.agent().head(link)).status).toBe(200)
      const form = await world.agent().get(link)
      expect([form.status, form.headers['cache-control'], form.headers['x-robots-tag']]).toEqual([
        200,
        'private, no-store',
        'noindex',
      ])
    }
    const short = await world.agent().post(link).type('form').send({ password: 'krátké' })
    expect([short.status, short.text.includes('krátké')]).toEqual([422, false])
    const answer = await world.agent().post(link).type('form').send({ password: fresh })
    expect([answer.status, answer.headers['location']]).toEqual([303, '/cs/sign-in?notice=password'])
    expect((await agent.get('/cs/organiser/account')).status).toBe(303)
    expect([await enter(owner.email, owner.password), await enter(owner.email, fresh)]).toEqual([422, 303])
    expect((await world.agent().get(link)).status).toBe(410)
    expect(
      (
        await world
          .agent()
          .post(link)
          .type('form')
          .send({ password: `${fresh} 2` })
      ).status,
    ).toBe(410)
  })

  it('is set by one of two who use the link at once', async () => {
    const { owner } = await world.people()
    await ask(owner.email)
    const link = await linkFromMail()
    const both = await Promise.all(
      [1, 2].map(n =>
        world
          .agent()
          .post(link)
          .type('form')
          .send({ password: `${fresh} ${n}` }),
      ),
    )
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([303, 410])
  })

  it('expires after an hour; a forged or foreign token opens nothing', async () => {
    const { owner } = await world.people()
    await ask(owner.email)
    const link = await linkFromMail()
    const { tokens } = world.services
    const [reset] = await rows<{ reference: string }>(world.db, 'select reference from password_resets')
    const foreign = tokens.issue('registration', reset?.reference ?? '', 0)
    for (const wrong of [foreign, `${link.slice(20, -1)}x`, 'x', '%00'])
      expect([400, 404, 410]).toContain((await world.agent().get(`/cs/password-reset/${wrong}`)).status)
    const asked = now()
    world.at(addMinutes(asked, 59))
    expect((await world.agent().get(link)).status).toBe(200)
    world.at(addMinutes(asked, 61))
    expect((await world.agent().get(link)).status).toBe(410)
  })

  it('is not mailed to a disabled account, nor when the link was used before the mail left', async () => {
    const { owner, stranger } = await world.people()
    await world.db('users').where({ id: owner.id }).update({ disabledAt: now() })
    await ask(owner.email)
    await world.runJobs()
    expect(await rows(world.db, 'select id from mails')).toEqual([])
    await sendPasswordReset(world.db, stranger.email)
    await world.db('passwordResets').update({ usedAt: now() })
    await world.runJobs()
    const states = await rows(
      world.db,
      `select sent_at is not null as sent, dropped_at is not null as dropped from mails`,
    )
    expect(states).toEqual([{ sent: false, dropped: true }])
  })
})

describe('the number of links', () => {
  const strict = useWorld({ RATE_LIMITS: 'on' })

  it('is three an hour for an address, with the same answer afterwards', async () => {
    const { owner } = await strict.people()
    for (let round = 0; round < 5; round++) {
      const answer = await strict.agent().post('/cs/password-reset').type('form').send({ email: owner.email })
      expect([answer.status, answer.headers['location']]).toEqual([303, '/cs/password-reset/sent'])
    }
    await strict.runJobs()
    expect(await rows(strict.db, 'select id from mails')).toHaveLength(3)
  })
})

describe('hashes', () => {
  it('are argon2id with the parameters of the standard, and each of its own', async () => {
    const [one, other] = await Promise.all([hashPassword(fresh), hashPassword(fresh)])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(other)
    expect(await isPassword(one, fresh.normalize('NFD'))).toBe(true)
    expect(await isPassword(one, `${fresh} `)).toBe(false)
    expect(await isPassword(undefined, fresh)).toBe(false)
  })

  it('with old parameters are renewed at the next sign-in', async () => {
    const { owner } = await world.people()
    const { hash } = await import('@node-rs/argon2')
    await world
      .db('users')
      .where({ id: owner.id })
      .update({ passwordHash: await hash(owner.password, { memoryCost: 8192, timeCost: 1 }) })
    expect(await enter(owner.email, owner.password)).toBe(303)
    const [user] = await world.db('users').where({ id: owner.id })
    expect(isOutdatedHash(user?.passwordHash ?? '')).toBe(false)
    expect(await enter(owner.email, owner.password)).toBe(303)
  })

  it('are computed a few at a time; too many at once are told to come back', async () => {
    const results = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword(undefined, fresh)))
    const refused = results.filter(result => result.status === 'rejected')
    expect(refused).toHaveLength(7)
    expect(refused.every(({ reason }) => reason instanceof Busy)).toBe(true)
    expect(await isPassword(undefined, fresh)).toBe(false)
  })
})

describe('the accounts of the demonstration', () => {
  it('open in the demonstration and nowhere else', async () => {
    const user = {
      email: 'organizator@example.org',
      name: 'Organizátor',
      locale: 'cs',
      password: 'pozvanka-demo',
    } as const
    await makeUser(world.db, { kind: 'system' }, user)
    const throttles = signInThrottles(world.db, true)
    const kinds = await Promise.all(
      [false, true].map(isProduction => signIn(world.db, throttles, { ...user, address: '127.0.0.1', isProduction })),
    )
    expect(kinds.map(({ kind }) => kind)).toEqual(['signed-in', 'refused'])
  })
})

describe('the command line', () => {
  beforeAll(buildOnce, 120_000)

  function run(args: readonly string[], input = ''): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, ['dist/bin/user.js', ...args], {
      env: {
        ...process.env,
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl(world.connection),
        DATA_DIR: world.services.config.dataDir,
        LOG_LEVEL: 'silent',
      },
    })
    let output = ''
    child.stdout.on('data', part => (output += String(part)))
    child.stderr.on('data', part => (output += String(part)))
    child.stdin.end(input)
    return new Promise(resolve => child.on('close', code => resolve({ code, output })))
  }

  it('makes the first administrator, who sets a password by the link', async () => {
    const made = await run(['create', '--email', 'Spravce@example.org', '--role', 'admin', '--name', 'Správce'])
    expect([made.code, made.output]).toEqual([
      0,
      expect.stringContaining('Made an administrator: Správce, Spravce@example.org'),
    ])
    const path = /\/cs\/password-reset\/\S+/.exec(made.output)?.[0] ?? ''
    const { tokens } = world.services
    const [reset] = await rows<{ reference: string }>(world.db, 'select reference from password_resets')
    expect(tokens.referenceOf(path.split('/').at(-1) ?? '')).toBe(reset?.reference)
    expect((await world.agent().post(path).type('form').send({ password: fresh })).status).toBe(303)
    expect(await enter('spravce@example.org', fresh)).toBe(303)
    const again = await run(
      ['create', '--email', 'spravce@example.org', '--role', 'admin', '--password-stdin'],
      `${fresh}\n`,
    )
    expect([again.code, again.output]).toEqual([1, expect.stringContaining('already')])
    const weak = await run(['create', '--email', 'x@example.org', '--password-stdin'], '123456789012\n')
    expect([weak.code, weak.output]).toEqual([1, expect.stringContaining('common')])
  }, 40_000)

  it('explains itself', async () => {
    const { code, output } = await run(['help'])
    expect([code, output]).toEqual([1, expect.stringContaining('npm run user -- create --email')])
  }, 20_000)
})
