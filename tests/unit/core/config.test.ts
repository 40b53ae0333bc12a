import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { type Environment, loadConfig, originOf, WrongConfig } from '../../../src/config.ts'
import { createLog, withoutSecrets } from '../../../src/core/log.ts'
import { projectRoot } from '../../../src/core/root.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'pozvanka-config-'))
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const good = 'kV3vX0p9mQeT7yZ1cB5nL8wRfJ2hUdSa'
const production: Environment = {
  NODE_ENV: 'production',
  BASE_URL: 'https://akce.example.org',
  SESSION_SECRET: good,
  SMTP_URL: 'smtp://mail.example.org',
  DATA_DIR: dataDir,
}

function problems(environment: Environment): readonly string[] {
  try {
    loadConfig({ DATA_DIR: dataDir, ...environment })
    return []
  } catch (error) {
    if (error instanceof WrongConfig) return error.problems
    throw error
  }
}

describe('the environment', () => {
  it('may be empty: then this is the demonstration', () => {
    expect(loadConfig({ DATA_DIR: dataDir })).toEqual({
      environment: 'demonstration',
      host: '127.0.0.1',
      port: 3000,
      baseUrl: 'http://127.0.0.1:3000',
      databaseUrl: undefined,
      databaseDirectUrl: undefined,
      databaseReplicaUrl: undefined,
      files: undefined,
      dataDir,
      smtpUrl: undefined,
      mailFrom: 'Pozvánka <pozvanka@example.org>',
      inboundDomain: undefined,
      inboundPort: undefined,
      inboundImapUrl: undefined,
      dkim: undefined,
      mailRates: { 'gmail.com': 10, 'seznam.cz': 2, 'email.cz': 2, 'outlook.com': 5, 'hotmail.com': 5, '*': 2 },
      sessionSecret: readFileSync(join(dataDir, 'secret'), 'utf8'),
      trustProxy: false,
      jobs: 'inline',
      webProcesses: 1,
      logLevel: 'warn',
      rateLimits: true,
      metricsToken: undefined,
      watchPort: undefined,
      demo: true,
      demoInbox: true,
    })
  })

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ DATA_DIR: dataDir, PORT: '', SMTP_URL: '' }).port).toBe(3000)
  })

  it('lists every problem in one message and repeats no secret', () => {
    const wrong = {
      NODE_ENV: 'production',
      HOST: 'no host',
      PORT: '70000',
      BASE_URL: 'akce.example.org/path',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      SESSION_SECRET: 'changeme',
      TRUST_PROXY: 'true',
      JOBS: 'yes',
      WEB_PROCESSES: '0',
      LOG_LEVEL: 'loud',
      RATE_LIMITS: 'maybe',
      METRICS_TOKEN: 'hunter2',
      WATCH_PORT: '0',
      DEMO: '1',
      MAIL_FROM: 'nobody',
      INBOUND_DOMAIN: 'not a domain',
      INBOUND_PORT: 'smtp',
      INBOUND_IMAP_URL: 'pop3://jana:hunter2@mail.example.org',
      DKIM_KEY_FILE: '/nowhere/key.pem',
      DKIM_SELECTOR: 'two words',
      DKIM_DOMAIN: 'not a domain',
      MAIL_RATES: 'gmail.com=fast',
    }
    const found = problems(wrong)
    expect(found.map(problem => problem.split(' ')[0])).toEqual([
      'HOST',
      'PORT',
      'BASE_URL',
      'DATABASE_URL',
      'MAIL_FROM',
      'INBOUND_DOMAIN',
      'INBOUND_PORT',
      'INBOUND_IMAP_URL',
      'DKIM_KEY_FILE',
      'DKIM_SELECTOR',
      'DKIM_DOMAIN',
      'MAIL_RATES',
      'SESSION_SECRET',
      'TRUST_PROXY',
      'JOBS',
      'WEB_PROCESSES',
      'LOG_LEVEL',
      'RATE_LIMITS',
      'METRICS_TOKEN',
      'WATCH_PORT',
      'DEMO',
      'SMTP_URL',
    ])
    expect(new WrongConfig(found).message).toContain('PORT is a whole number from 0 to 65535 (it is "70000")')
    expect(new WrongConfig(found).message).not.toMatch(/changeme|hunter2/)
  })

  it('demands in production what links, sessions and mails stand on', () => {
    expect(problems({ NODE_ENV: 'production' }).map(problem => problem.split(' ')[0])).toEqual([
      'BASE_URL',
      'SESSION_SECRET',
      'SMTP_URL',
    ])
    expect(problems({ ...production, DEMO: 'on' })).toHaveLength(1)
    expect(loadConfig(production)).toMatchObject({ demo: false, demoInbox: false, logLevel: 'info' })
  })

  it.each([
    'changeme',
    'a'.repeat(40),
    'abcabcabcabcabcabcabcabcabcabcabcabc',
    'my-secret-that-is-long-enough-00112233',
  ])('refuses the weak secret %s', SESSION_SECRET => expect(problems({ SESSION_SECRET })).toHaveLength(1))

  it.each([
    ['1', 1],
    ['2', 2],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['127.0.0.1, fd00::/8', ['127.0.0.1', 'fd00::/8']],
  ])('believes the proxies %s', (TRUST_PROXY, expected) =>
    expect(loadConfig({ DATA_DIR: dataDir, TRUST_PROXY }).trustProxy).toEqual(expected),
  )

  it.each(['true', 'yes', '0', '11', '-1', '0.0.0.0/0', '10.0.0.0/33', 'loopback,evil', '10.0.0.0/8/8'])(
    'believes nobody for TRUST_PROXY=%s',
    TRUST_PROXY => expect(problems({ TRUST_PROXY })).toHaveLength(1),
  )

  it('knows where mail comes back, and by which way', () => {
    const inbound = { INBOUND_DOMAIN: 'Mail.Example.org', INBOUND_PORT: '2525' }
    const url = 'imaps://jana:tajn%C3%A9@imap.example.org/INBOX'
    expect(loadConfig({ DATA_DIR: dataDir, ...inbound, INBOUND_IMAP_URL: url })).toMatchObject({
      inboundDomain: 'mail.example.org',
      inboundPort: 2525,
      inboundImapUrl: url,
    })
    expect(loadConfig({ DATA_DIR: dataDir, INBOUND_DOMAIN: 'mail.example.org', INBOUND_PORT: '0' }).inboundPort).toBe(0)
    expect(problems({ INBOUND_PORT: '2525', INBOUND_IMAP_URL: url })).toEqual([
      'INBOUND_DOMAIN must be set with INBOUND_PORT and INBOUND_IMAP_URL: the addresses that mail comes back to are in it',
    ])
  })

  it('reads the key that mails are signed with, for the domain they come from', () => {
    const file = join(dataDir, 'dkim.pem')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(file, pem)
    const signing = { DATA_DIR: dataDir, DKIM_KEY_FILE: file, MAIL_FROM: 'Akce <akce@example.cz>' }
    expect(loadConfig(signing).dkim).toEqual({ domain: 'example.cz', selector: 'pozvanka', privateKey: pem })
    const other = { ...signing, DKIM_SELECTOR: '2026a', DKIM_DOMAIN: 'Mail.Example.cz' }
    expect(loadConfig(other).dkim).toMatchObject({ domain: 'mail.example.cz', selector: '2026a' })
    writeFileSync(file, 'no key')
    expect(problems({ DKIM_KEY_FILE: file })).toHaveLength(1)
  })

  it.each([
    ['off', undefined],
    ['Gmail.com=5', { 'gmail.com': 5, '*': 2 }],
    ['*=0.5, seznam.cz=1', { '*': 0.5, 'seznam.cz': 1, 'gmail.com': 10 }],
  ])('sends at the rates %s', (MAIL_RATES, expected) => {
    const { mailRates } = loadConfig({ DATA_DIR: dataDir, MAIL_RATES })
    if (expected === undefined) expect(mailRates).toBeUndefined()
    else expect(mailRates).toMatchObject(expected)
  })

  it.each(['gmail.com', 'gmail.com=0', 'gmail.com=-1', '=5', 'a b=5', 'gmail.com=5,,'])('refuses the rates %s', given =>
    expect(problems({ MAIL_RATES: given })).toHaveLength(1),
  )

  it('knows what an installation of several machines has besides', () => {
    const url = 'postgres://pozvanka:hunter2@'
    const several = {
      DATABASE_URL: `${url}pooler/p`,
      DATABASE_DIRECT_URL: `${url}db/p`,
      DATABASE_REPLICA_URL: `${url}ro/p`,
    }
    expect(loadConfig({ DATA_DIR: dataDir, ...several })).toMatchObject({
      databaseUrl: several.DATABASE_URL,
      databaseDirectUrl: several.DATABASE_DIRECT_URL,
      databaseReplicaUrl: several.DATABASE_REPLICA_URL,
    })
    expect(problems({ ...several, DATABASE_URL: '' })).toEqual([
      'DATABASE_URL must be set with DATABASE_DIRECT_URL: both are about the same database',
      'DATABASE_URL must be set with DATABASE_REPLICA_URL: both are about the same database',
    ])
  })

  it.each([
    [
      's3://KEY:tajn%C3%A9%2F@s3.example.org/pozvanka/a/b?region=eu-central-1',
      {
        endpoint: 'https://s3.example.org',
        bucket: 'pozvanka',
        prefix: 'a/b/',
        region: 'eu-central-1',
        secretKey: 'tajné/',
      },
    ],
    ['s3+http://k:s@127.0.0.1:9000/pozvanka/', { endpoint: 'http://127.0.0.1:9000', prefix: '', region: 'us-east-1' }],
  ])('finds object storage at %s', (FILES_URL, expected) =>
    expect(loadConfig({ DATA_DIR: dataDir, FILES_URL }).files).toMatchObject(expected),
  )

  it.each([
    'https://s3.example.org/pozvanka',
    's3://s3.example.org/pozvanka',
    's3://key:hunter2@s3.example.org/',
    's3://key:hunter2@s3.example.org/Bucket',
    's3://key:hunter2@s3.example.org/bucket/%2e%2e/a',
    's3:bucket',
  ])('refuses the object storage %s, and repeats no secret', FILES_URL => {
    const [problem = ''] = problems({ FILES_URL })
    expect(problem).toMatch(/^FILES_URL is s3:/)
    expect(problem).not.toContain('hunter2')
  })

  it('says what is wrong with a data folder that is a file', () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    expect(problems({ DATA_DIR: file })[0]).toMatch(/^DATA_DIR must be a folder this account may write to/)
  })

  it('keeps the secret it made, for our account only', () => {
    const first = loadConfig({ DATA_DIR: dataDir }).sessionSecret
    expect(loadConfig({ DATA_DIR: dataDir }).sessionSecret).toBe(first)
    expect(first.length).toBeGreaterThanOrEqual(44)
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  })

  it('takes a relative data folder from the project, not from where it was started', () => {
    expect(loadConfig({ ...production, DATA_DIR: 'var' }).dataDir).toBe(join(projectRoot, 'var'))
  })

  it.each([
    ['127.0.0.1', 3000, 'http://127.0.0.1:3000'],
    ['0.0.0.0', 80, 'http://localhost'],
    ['::1', 8080, 'http://[::1]:8080'],
  ])('derives the address of %s port %s', (host, port, origin) => expect(originOf(host, port)).toBe(origin))
})

describe('the log', () => {
  it.each([
    ['/cs/r/ABCDEFGH23456789secret', '/cs/r/…'],
    ['/cs/r/ABCDEFGH/cancel?x=1', '/cs/r/…/cancel'],
    ['/calendar/my/TOKEN.ics', '/calendar/my/…'],
    ['/en/events/clusters-meet-regions-burgas?q=Novák', '/en/events/clusters-meet-regions-burgas'],
    ['/cs/password-reset/TOKEN', '/cs/password-reset/…'],
    ['/cs/invitations/TOKEN?x=1', '/cs/invitations/…'],
  ])('writes %s as %s', (path, logged) => expect(withoutSecrets(path)).toBe(logged))

  it('hides credentials and addresses, and the rows that database errors quote', () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => void lines.push(line) })
    const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (email)=(a@example.org)' })
    log.info({ error, body: { email: 'a@example.org', password: 'hunter2' }, url: '/cs/r/TOKEN' }, 'refused')
    expect(lines).toHaveLength(1)
    expect(lines[0]).not.toMatch(/example\.org|hunter2|TOKEN/)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: { code: '23505' }, url: '/cs/r/…', msg: 'refused' })
  })
})
