import { once } from 'node:events'
import net from 'node:net'
import { describe, expect, it } from '@jest/globals'
import type { Request } from 'express'
import { type Claimant, createBatches } from '../../../src/core/batches.ts'
import { keptForm } from '../../../src/core/http/kept-form.ts'
import { isUnavailable } from '../../../src/core/outages.ts'

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })

describe('a database that cannot work just now', () => {
  it('is told from a request that is wrong', () => {
    const away: Error[] = ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53100', '53300', '08006'].map(code =>
      coded(code),
    )
    away.push(new Error('select 1 - Connection terminated unexpectedly'), new Error('timeout expired'))
    away.push(Object.assign(coded('ENOENT'), { syscall: 'connect' }))
    expect(away.filter(error => !isUnavailable(error))).toEqual([])
    const wrong = [coded('23505'), coded('42P01'), coded('ENOENT'), coded('55P03'), new Error('no'), 'ECONNRESET']
    expect(wrong.filter(isUnavailable)).toEqual([])
  })

  it('is told from a socket that refuses', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as net.AddressInfo
    await new Promise(done => server.close(done))
    const [error] = (await once(net.connect(port, '127.0.0.1'), 'error', {}).catch((reason: unknown) => [reason])) as [
      unknown,
    ]
    expect(isUnavailable(error)).toBe(true)
  })
})

describe('a batch whose connection was lost', () => {
  const claimant = (fails: number): { claim: Claimant<number, string>; tries: number[][] } => {
    const tries: number[][] = []
    const claim = createBatches<number, string>(async (_key, claims) => {
      tries.push([...claims])
      if (tries.length <= fails) throw coded('ECONNRESET')
      return claims.map(String)
    })
    return { claim, tries }
  }

  it('is tried once more as a whole: it may have been written', async () => {
    const { claim, tries } = claimant(1)
    expect(await Promise.all([1, 2, 3].map(one => claim(7, one)))).toEqual(['1', '2', '3'])
    expect(tries).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
  })

  it('is given up when there is no database, and not tried one by one', async () => {
    const { claim, tries } = claimant(99)
    const answers = await Promise.allSettled([1, 2, 3].map(one => claim(7, one)))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(tries).toHaveLength(2)
  })
})

describe('a form that could not be taken', () => {
  const posted = (body: unknown, method = 'POST') => ({ method, body, originalUrl: '/cs/a?b=1' }) as Request

  it('is kept whole, lists too', () => {
    expect(keptForm(posted({ name: 'Jana "J"', parts: ['1', '2'], odd: 3 }))).toEqual({
      action: '/cs/a?b=1',
      fields: [
        { name: 'name', value: 'Jana "J"' },
        { name: 'parts', value: '1' },
        { name: 'parts', value: '2' },
      ],
    })
  })

  it.each([
    ['a secret is never repeated', posted({ email: 'a@b.cz', password: 'x' })],
    ['nothing was sent', posted({})],
    ['the body was not read', posted(undefined)],
    ['it was no form', posted({ a: '1' }, 'GET')],
  ])('is not when %s', (_why, request) => {
    expect(keptForm(request)).toBeUndefined()
  })
})
