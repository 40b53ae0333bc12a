import { createConnection } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { startListener } from '../../../src/core/inbound/listener.ts'
import { CannotStart } from '../../../src/core/lifecycle.ts'
import { openReception } from '../../../src/features/inbound/actions/listen.ts'
import { useWorld } from '../../support/world.ts'
import { bounceAddress, environment, kept, openDesk, type Postman, sentMail } from './desk.ts'
import { postfix } from './samples.ts'

const world = useWorld(environment)
let desk: Postman
beforeAll(async () => {
  desk = await openDesk(world)
})
afterAll(() => desk.close())

/** A conversation word by word: sends each line after the answer to the one before, and gives the codes. */
async function converse(lines: readonly string[], port = desk.port): Promise<number[]> {
  const socket = createConnection(port, '127.0.0.1')
  const codes: number[] = []
  const left = [...lines]
  let heard = ''
  socket.on('data', part => {
    heard += part.toString('latin1')
    for (let end = heard.indexOf('\r\n'); end !== -1; end = heard.indexOf('\r\n')) {
      const line = heard.slice(0, end)
      heard = heard.slice(end + 2)
      if (line[3] === '-') continue
      codes.push(Number(line.slice(0, 3)))
      const next = left.shift()
      if (next === undefined) socket.end()
      else socket.write(`${next}\r\n`)
    }
  })
  await new Promise(resolve => socket.on('close', resolve).on('error', resolve))
  return codes
}

const hello = ['EHLO peer.example.net', 'MAIL FROM:<>']

describe('the mail server', () => {
  it('relays to nobody, takes mail for no mailbox, and knows no passwords and no TLS', async () => {
    const mail = await sentMail(world)
    const foreign = bounceAddress(world, mail).replace('@mail.example.org', '@example.com')
    const codes = await converse([
      ...hello,
      'RCPT TO:<victim@example.com>',
      'RCPT TO:<postmaster@mail.example.org>',
      `RCPT TO:<${foreign}>`,
      `RCPT TO:<"${bounceAddress(world, mail)}"@example.com>`,
      'DATA',
      'QUIT',
    ])
    expect(codes.slice(0, 6)).toEqual([220, 250, 250, 550, 550, 550])
    expect(codes.slice(6).every(code => code >= 500 || code === 221)).toBe(true)
    expect(await converse(['EHLO x', 'AUTH PLAIN AGEAYg==', 'STARTTLS', 'VRFY root', 'QUIT'])).toEqual([
      220, 250, 500, 500, 252, 221,
    ])
    expect(await kept(world)).toEqual([])
  })

  it('hangs up on who guesses addresses', async () => {
    const guess = (n: number) => `RCPT TO:<bounce+abcdefgh2${n}.${'c'.repeat(26)}@mail.example.org>`
    const codes = await converse([...hello, ...[2, 3, 4, 5, 6, 7, 8].map(guess)])
    expect(codes).toEqual([220, 250, 250, 550, 550, 550, 550, 421])
  })

  it('takes a genuine address in any case, with a second recipient in a transaction of its own', async () => {
    const [one, other] = [await sentMail(world), await sentMail(world)]
    const [to, second] = [bounceAddress(world, one), bounceAddress(world, other)]
    const codes = await converse([
      ...hello,
      `RCPT TO:<${to.toUpperCase()}>`,
      `RCPT TO:<${second}>`,
      'DATA',
      `${postfix({ to: one.toAddress, messageId: one.messageId })}.`,
      'QUIT',
    ])
    expect(codes).toEqual([220, 250, 250, 250, 452, 354, 250, 221])
    expect(await kept(world)).toEqual([{ kind: 'bounce', outcome: 'hard' }])
  })

  it('refuses five megabytes: by what is announced, and by what comes', async () => {
    const to = bounceAddress(world, await sentMail(world))
    const body = 'x'.repeat(70)
    const long = `From: a@example.org\r\n\r\n${`${body}\r\n`.repeat(75_000)}`
    expect(await desk.deliver({ to, source: long })).toMatchObject({ code: 552 })
    expect(await converse(['EHLO peer', 'MAIL FROM:<> SIZE=5000000', 'QUIT'])).toEqual([220, 250, 552, 221])
    const codes = await converse([...hello, `RCPT TO:<${to}>`, 'DATA', `${long}.`, 'QUIT'])
    expect(codes).toEqual([220, 250, 250, 250, 354, 552, 221])
    expect(new Set((await kept(world)).map(({ outcome }) => outcome))).toEqual(new Set(['too-large']))
  })

  it('asks to come again when the database does not answer, and keeps nothing', async () => {
    const broken = await startListener({
      name: 'mail.example.org',
      host: '127.0.0.1',
      port: 0,
      log: world.services.log,
      limits: false,
      knows: () => true,
      take: () => Promise.reject(new Error('no database')),
    })
    const codes = await converse(
      [...hello, 'RCPT TO:<a@b.cz>', 'DATA', 'Subject: x\r\n\r\nx\r\n.', 'QUIT'],
      broken.port,
    )
    await broken.stop()
    expect(codes).toEqual([220, 250, 250, 250, 354, 451, 221])
  })

  it('bears no more than thirty mails an hour to one address', async () => {
    let taken = 0
    const limited = await startListener({
      name: 'mail.example.org',
      host: '127.0.0.1',
      port: 0,
      log: world.services.log,
      limits: true,
      knows: () => true,
      take: async () => void (taken += 1),
    })
    const one = ['MAIL FROM:<>', 'RCPT TO:<bounce@mail.example.org>', 'DATA', 'Subject: x\r\n\r\nx\r\n.']
    const codes = await converse(['EHLO peer', ...Array.from({ length: 30 }, () => one).flat()], limited.port)
    expect(codes.filter(code => code === 250).length).toBe(1 + 30 * 3)
    expect(await converse([...hello, 'RCPT TO:<BOUNCE@mail.example.org>', 'QUIT'], limited.port)).toContain(450)
    await limited.stop()
    expect(taken).toBe(30)
  })
})

describe('a mail built to take long', () => {
  const parts = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
  const nested = Array.from({ length: 2_000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`)
  const report = 'Content-Type: message/delivery-status\r\n\r\n'
  it.each([
    ['four hundred thousand lines', `Subject: x\r\n\r\n${'\n'.repeat(400_000)}`, 'unreadable'],
    ['a hundred thousand parts', parts + '--b\r\n\r\n'.repeat(100_000), 'unreadable'],
    ['parts within parts', nested.join('\r\n'), 'unreadable'],
    ['one endless header', `Subject: ${'=?utf-8?q?a?= '.repeat(60_000)}\r\n\r\nx`, 'unreadable'],
    ['mails within mails', 'Content-Type: message/rfc822\r\n\r\n'.repeat(5_000), 'automatic'],
    ['a report of empty groups', report + '\r\n \r\n'.repeat(9_000), 'automatic'],
    ['a report of one long line', `${report}Status: ${'5.'.repeat(400_000)}`, 'automatic'],
    ['a calendar of one long line', `Content-Type: text/calendar\r\n\r\n${'A;B='.repeat(200_000)}`, 'nobody'],
    ['nothing at all', '', 'automatic'],
    ['no text', String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code)).repeat(4), 'automatic'],
  ])('%s is read in no time, or not at all', async (_name, source, outcome) => {
    const to = bounceAddress(world, await sentMail(world))
    const begun = process.cpuUsage()
    const { code } = await desk.deliver({ to, source: Buffer.from(source, 'latin1') })
    // Of this process, whatever else the machine does: most take a tenth of a second, what runs away takes minutes.
    expect(process.cpuUsage(begun).user).toBeLessThan(10_000_000)
    expect(code).toBe(250)
    expect((await kept(world)).map(one => one.outcome)).toEqual([outcome])
    expect(await world.db('mails').whereNotNull('bouncedAt')).toEqual([])
  })
})

describe('where it listens', () => {
  afterEach(() => void Object.assign(world.services.config, { inboundPort: 0 }))

  it('is nowhere without a domain or a port', async () => {
    Object.assign(world.services.config, { inboundPort: undefined })
    const reception = await openReception(world.services)
    await reception.stop()
    expect(reception.port).toBeUndefined()
  })

  it('leaves the port to the process that has it', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    Object.assign(world.services.config, { inboundPort: (other.address() as AddressInfo).port })
    expect((await openReception(world.services)).port).toBeUndefined()
    await new Promise(resolve => other.close(resolve))
  })

  it('says when it cannot', async () => {
    const services = { ...world.services, config: { ...world.services.config, host: '203.0.113.1' } }
    await expect(openReception(services)).rejects.toThrow(CannotStart)
    await expect(openReception(services)).rejects.toThrow(/^INBOUND_PORT 0 on 203\.0\.113\.1 cannot be had/)
  })
})
