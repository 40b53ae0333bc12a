import { describe, expect, it } from '@jest/globals'
import PostalMime from 'postal-mime'
import { inTransaction } from '../../../src/core/database.ts'
import { queueMails } from '../../../src/features/mail/actions.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import type { MailToQueue } from '../../../src/features/mail/types.ts'
import { useWorld } from '../../support/world.ts'
import { confirmation } from './confirmation.ts'

const world = useWorld()

async function written(mails: readonly Partial<MailToQueue>[]): Promise<void> {
  const whole = mails.map((mail, n) => ({
    kind: 'test-confirmed',
    idempotencyKey: `mail ${n}`,
    to: { name: 'Jana Nováková', address: `jana${n}@example.org` },
    locale: 'cs' as const,
    ...mail,
  }))
  await inTransaction(world.db, trx => queueMails(trx, whole))
  await deliverDueMails(world.services, [confirmation, { ...confirmation, kind: 'test-other' }])
}

const get = (path: string) => world.agent().get(path)
const listed = async (query = '') =>
  (await get(`/demo/inbox.json${query}`)).body as { id: string; to: string; kind: string }[]

describe('the list for programs', () => {
  it('has five fields, the newest first', async () => {
    world.at('2026-11-22T08:00:00Z')
    await written([{}, {}])
    const answer = await get('/demo/inbox.json')
    expect(answer.headers['content-type']).toContain('application/json')
    expect(answer.body).toEqual(
      ['jana1@example.org', 'jana0@example.org'].map(to => ({
        id: expect.stringMatching(/^[2-9A-Z]{10}$/),
        to,
        subject: 'Máte místo: Clusters meet Regions Burgas',
        kind: 'test-confirmed',
        createdAt: '2026-11-22T08:00:00.000Z',
      })),
    )
  })

  it('is filtered by address and kind, and limited unless the limit is 0', async () => {
    await written([...Array.from({ length: 60 }, () => ({})), { kind: 'test-other' }])
    expect(await listed()).toHaveLength(50)
    expect(await listed('?limit=0')).toHaveLength(61)
    expect(await listed('?limit=3')).toHaveLength(3)
    expect(await listed('?limit=-1')).toHaveLength(50)
    expect((await listed('?to=JANA7@example.org')).map(({ to }) => to)).toEqual(['jana7@example.org'])
    expect((await listed('?kind=test-other&limit=0')).map(({ kind }) => kind)).toEqual(['test-other'])
    expect(await listed('?to=jana7@example.org&kind=test-other')).toEqual([])
    expect(await listed(`?to=${encodeURIComponent("' or 1=1 --")}`)).toEqual([])
    expect(await listed('?to=%00')).toHaveLength(50)
  })

  it('takes one query at 1 and at 61 mails', async () => {
    await written([{}])
    expect((await world.queries(() => listed())).count).toBe(1)
    await written(Array.from({ length: 60 }, (_, n) => ({ idempotencyKey: `more ${n}` })))
    expect((await world.queries(() => listed('?limit=0'))).count).toBe(1)
  })
})

describe('the inbox', () => {
  it('is empty at first, and says what to do', async () => {
    const answer = await get('/demo/inbox').set('Accept-Language', 'cs')
    expect([answer.status, answer.text.includes('Zatím žádný e-mail')]).toEqual([200, true])
  })

  it('lists, filters and pages, in the reader’s language', async () => {
    await written([...Array.from({ length: 60 }, () => ({})), { kind: 'test-other' }])
    const first = await get('/demo/inbox').set('Accept-Language', 'en')
    expect(first.text).toContain('<html lang="en"')
    expect(first.text.match(/<li class="inbox-line">/g)).toHaveLength(50)
    expect(first.text).toContain('/demo/inbox?page=2')
    expect((await get('/demo/inbox?page=2')).text.match(/<li class="inbox-line">/g)).toHaveLength(11)
    const found = await get('/demo/inbox?to=jana7@example.org&lang=cs').set('Accept-Language', 'en')
    expect(found.text).toContain('<html lang="cs"')
    expect(found.text.match(/<li class="inbox-line">/g)).toHaveLength(1)
    expect([first.headers['set-cookie'], first.headers['cache-control']]).toEqual([undefined, 'private, no-store'])
    const one = await world.queries(() => get('/demo/inbox'))
    expect(one.count).toBe(2)
  })

  it('shows one mail with its facts, its text with links, and its files', async () => {
    await written([{}])
    const [{ id } = { id: '' }] = await listed()
    const answer = await get(`/demo/inbox/${id}?lang=cs`)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('Jana Nováková &lt;jana0@example.org&gt;')
    expect(answer.text).toContain(`<a href="${world.url}/cs/r/TOKEN">`)
    expect(answer.text).toContain(`src="/demo/inbox/${id}/body"`)
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self'.*;frame-src 'self'$/)
    const file = await get(`/demo/inbox/${id}/attachments/2`)
    expect(file.headers['content-type']).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(file.headers['content-disposition']).toContain("filename*=UTF-8''akce%20%E2%80%93%20kv%C4%9Bten.ics")
    expect(file.text).toBe('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n')
  })

  it('shows the html in a frame where nothing runs', async () => {
    await written([{ to: { name: '<script>alert(1)</script>', address: 'a@example.org' } }])
    const [{ id } = { id: '' }] = await listed()
    const body = await get(`/demo/inbox/${id}/body`)
    expect(body.headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'unsafe-inline';img-src data:;form-action 'none';frame-ancestors 'self';sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
    )
    expect(body.text).toContain('src="data:image/png;base64,')
    expect(body.text).toContain('&lt;script&gt;')
    expect(body.text).not.toMatch(/<script|cid:/)
    expect((await get(`/demo/inbox/${id}`)).text).not.toContain('<script>alert')
  })

  it('gives the whole message as a file', async () => {
    await written([{}])
    const [{ id } = { id: '' }] = await listed()
    const answer = await get(`/demo/inbox/${id}.eml`).responseType('blob')
    expect(answer.headers['content-type']).toContain('message/rfc822')
    expect(answer.headers['content-disposition']).toContain(`test-confirmed-${id}.eml`)
    const source = Buffer.from(answer.body as Uint8Array)
    expect(
      source
        .toString('latin1')
        .split('\r\n')
        .filter(line => line.length > 998),
    ).toEqual([])
    const mail = await new PostalMime().parse(source)
    expect(mail.messageId).toBe(`<test-confirmed.${id}@example.org>`)
    expect(mail.to).toEqual([{ name: 'Jana Nováková', address: 'jana0@example.org' }])
    expect(mail.subject).toBe('Máte místo: Clusters meet Regions Burgas')
    expect(mail.attachments).toHaveLength(2)
    expect(mail.html).toContain('Máte místo.')
    expect(mail.text).toContain('Máte místo.')
  })

  it('does not know what is not there', async () => {
    for (const path of ['NOTHING', 'NOTHING.eml', 'NOTHING/body', 'NOTHING/attachments/1', '%00'])
      expect([400, 404]).toContain((await get(`/demo/inbox/${path}`)).status)
    await written([{}])
    const [{ id } = { id: '' }] = await listed()
    for (const number of ['0', '3', '-1', 'x', '__proto__'])
      expect((await get(`/demo/inbox/${id}/attachments/${number}`)).status).toBe(404)
    expect((await world.agent().post('/demo/inbox')).status).toBe(405)
  })
})

describe('in production', () => {
  const production = useWorld({
    NODE_ENV: 'production',
    BASE_URL: 'http://127.0.0.1:9',
    SESSION_SECRET: 'b7Jq0xLw2nV9sTzK4mRf8hYc1pGd6aUe',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'akce@example.org',
  })

  it('there is no inbox', async () => {
    for (const path of ['', '.json', '/X', '/X.eml', '/X/body', '/X/attachments/1']) {
      const answer = await production.agent().get(`/demo/inbox${path}`).set('Host', '127.0.0.1:9')
      expect([path, answer.status]).toEqual([path, 404])
    }
  })
})
