import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { inTransaction, only } from '../../../src/core/database.ts'
import { queueMail } from '../../../src/features/mail/actions.ts'
import type { MailToQueue } from '../../../src/features/mail/types.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

/** The link of a mail to many, as its header has it. */
async function link(more: Partial<MailToQueue> = {}): Promise<string> {
  const { organisation } = await world.people()
  const mail: MailToQueue = {
    kind: 'announcement',
    idempotencyKey: `unsubscribe ${JSON.stringify(more)}`,
    to: { name: 'Jana', address: 'Jana@Example.org' },
    locale: 'cs',
    organisationId: organisation.id,
    isBulk: true,
    ...more,
  }
  await inTransaction(world.db, trx => queueMail(trx, mail))
  const { reference } = only(await world.db('mails').select('reference').orderBy('id', 'desc').limit(1))
  return `/cs/unsubscribe/${world.services.tokens.issue('unsubscribe', reference, 0)}`
}

const optOuts = () => world.db('mailOptOuts').select('address')
/** A mail program: no cookie, no page before. */
const program = (path: string) => supertest(world.app).post(path)

describe('leaving the mails to many', () => {
  it('is asked by a GET, which changes nothing and leaves no trace', async () => {
    const path = await link()
    const answer = await supertest(world.app).get(path)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('jana@example.org')
    expect(answer.text).toContain('<form method="post"')
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await optOuts()).toEqual([])
    expect((await supertest(world.app).get(path.replace('/cs/', '/en/'))).text).toContain('Unsubscribe')
  })

  it('works by one POST, as mail programs make it (RFC 8058): without a cookie, from anywhere, in either form', async () => {
    const path = await link()
    const oneClick = 'List-Unsubscribe=One-Click'
    const urlencoded = await program(path).set('Sec-Fetch-Site', 'cross-site').type('form').send(oneClick)
    expect([urlencoded.status, urlencoded.headers['set-cookie']]).toEqual([200, undefined])
    expect(await optOuts()).toEqual([{ address: 'jana@example.org' }])
    const multipart = await program(path)
      .set('Origin', 'https://mail.example.com')
      .field('List-Unsubscribe', 'One-Click')
    expect(multipart.status).toBe(200)
    expect((await program(path)).status).toBe(200)
    expect(await optOuts()).toHaveLength(1)
  })

  it('can be taken back on the same page', async () => {
    const path = await link()
    await program(path)
    expect((await supertest(world.app).get(path)).text).toContain('value="resume"')
    const answer = await program(path).type('form').send({ deed: 'resume' })
    expect([answer.status, await optOuts()]).toEqual([200, []])
  })

  it('is not there for a forged link, for one of another purpose, and for a mail that is not to many', async () => {
    const path = await link()
    const token = path.split('/').at(-1) ?? ''
    const reference = world.services.tokens.referenceOf(token) ?? ''
    const other = world.services.tokens.issue('registration', reference, 0)
    const ticket = await link({ isBulk: false })
    const nobodys = await link({ organisationId: undefined, kind: 'password-reset' })
    for (const wrong of [`${path.slice(0, -1)}x`, `/cs/unsubscribe/${other}`, '/cs/unsubscribe/x', ticket, nobodys]) {
      expect([(await supertest(world.app).get(wrong)).status, (await program(wrong)).status]).toEqual([404, 404])
    }
    expect(await optOuts()).toEqual([])
  })
})
