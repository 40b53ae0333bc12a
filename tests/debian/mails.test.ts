import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { mailDefinitions } from '../../src/app.ts'
import { createTransport } from '../../src/core/mailer.ts'
import { dropTestDatabase } from '../support/database.ts'
import { createDemonstrationDatabase } from '../support/demonstration.ts'
import { type CatalogueMail, mailCatalogue, missingFrom } from '../support/mail-catalogue.ts'
import { calendarsOf, encoded, judge } from './support/oracles.ts'
import { askPython } from './support/programs.ts'
import { startPeer } from './support/smtp-peer.ts'
import { spamassassin } from './support/spamassassin.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const dkim = {
  domain: 'pozvanka.example.org',
  selector: 'zkouska',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
}
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`

interface Verified {
  readonly verified: boolean
  /** Names of the headers that the signature covers, as often as it does. */
  readonly signed: readonly string[]
  readonly reason?: string
}

/** Only what somebody unsubscribes from. */
const isBulk = ({ message }: CatalogueMail) => message.headers?.['List-Unsubscribe'] !== undefined

describe('every kind of mail in both languages, as a mail server gets it', () => {
  let catalogue: CatalogueMail[] = []
  const wire = new Map<string, Buffer>()

  beforeAll(async () => {
    const database = await createDemonstrationDatabase()
    catalogue = await mailCatalogue(database)
    await dropTestDatabase(database)
    const peer = await startPeer()
    const transport = createTransport({ smtpUrl: peer.url, dkim })
    for (const { kind, locale, message } of catalogue) {
      await transport?.send(message)
      const [source] = peer.received.slice(-1)
      if (source === undefined) throw new Error(`${kind} did not arrive`)
      wire.set(`${kind} (${locale}) ${wire.size}`, source)
    }
    transport?.close()
    await peer.close()
    // About twenty seconds on a machine that has nothing else to do.
  }, 300_000)

  it('is there', () => {
    expect(missingFrom(catalogue, [...new Set(mailDefinitions.map(({ kind }) => kind))])).toEqual([])
    expect(wire.size).toBe(catalogue.length)
  })

  it('is signed so that python3-dkim verifies it, with the way out of a list among what is signed (RFC 8058)', async () => {
    const question = { record, at: `${dkim.selector}._domainkey.${dkim.domain}`, mails: encoded(wire) }
    const answers = await askPython<Record<string, Verified>>('dkim_verify.py', question)
    const always = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type']
    const faults = [...wire.keys()].flatMap((name, index) => {
      const { verified, signed, reason } = answers[name] ?? { verified: false, signed: [], reason: 'no answer' }
      const mail = catalogue[index]
      const wanted = mail && isBulk(mail) ? [...always, 'list-unsubscribe', 'list-unsubscribe-post'] : always
      const unsigned = wanted.filter(header => !signed.includes(header))
      return [...(verified ? [] : [`${name}: ${reason ?? 'not verified'}`]), ...unsigned.map(one => `${name}: ${one}`)]
    })
    expect(faults).toEqual([])
    expect(catalogue.some(isBulk)).toBe(true)
  })

  it('is refused by python3-dkim when a word of it was changed on the way', async () => {
    const changed = new Map(
      [...wire].map(([name, mail]) => [
        name,
        Buffer.from(mail.toString('latin1').replace(/^Subject: /m, 'Subject: =?utf-8?q?!?= '), 'latin1'),
      ]),
    )
    const question = { record, at: `${dkim.selector}._domainkey.${dkim.domain}`, mails: encoded(changed) }
    const answers = await askPython<Record<string, Verified>>('dkim_verify.py', question)
    expect(Object.values(answers).filter(({ verified }) => verified)).toEqual([])
  })

  it('has less than one point of SpamAssassin, which knows rubbish when it sees it', async () => {
    const judgements = await spamassassin(new Map([...wire, ['rubbish', rubbish]]))
    const bad = [...judgements].filter(([, { points }]) => points >= 1)
    expect(bad.filter(([name]) => name !== 'rubbish')).toEqual([])
    expect(judgements.get('rubbish')?.points).toBeGreaterThan(5)
  })

  it('carries calendar objects that libical, python-icalendar, vobject and our own linter accept', async () => {
    const calendars = new Map(await calendarsOf(wire))
    for (const method of ['REQUEST', 'CANCEL', 'PUBLISH']) {
      const parts = [...calendars].filter(([name]) => name.endsWith(`text/calendar ${method}`))
      expect([method, parts.length > 0]).toEqual([method, true])
      for (const [name, bytes] of parts)
        expect([name, bytes.includes(`\r\nMETHOD:${method}\r\n`)]).toEqual([name, true])
    }
    expect(await judge(calendars)).toEqual([])
  })
})

const rubbish = Buffer.from(
  [
    'From: "VIAGRA CHEAP" <winner12345@example.com>',
    'To: undisclosed-recipients:;',
    'Subject: YOU HAVE WON $1,000,000!!! CLICK HERE NOW!!!',
    'Content-Type: text/html',
    '',
    '<html><body bgcolor=#ffffff><font size=7 color=#fffffe>Dear friend, I am the widow of the late Mr. Abacha. 100% FREE!',
    'Lowest price viagra cialis, no prescription needed. Million dollars transfer to your bank account, next of kin.',
    'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X</font></body></html>',
    '',
  ].join('\r\n'),
)
