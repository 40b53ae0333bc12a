import { readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createAnswerReader, type WholeAnswer } from '../../../bench/support/answer-reader.ts'
import { createHistogram } from '../../../bench/support/histogram.ts'
import type { Report } from '../../../bench/support/load.ts'
import { Run } from '../../../bench/support/load-run.ts'
import { compare, spread } from '../../../bench/support/measurements.ts'
import { requestWriter } from '../../../bench/support/requests.ts'

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\ncontent-length: 99\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\n\r\n!\r\n0\r\n\r\n',
  'HTTP/1.1 303 See Other\r\nLocation: /done?state=place\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
]

function readAll(chunks: readonly string[]): WholeAnswer[] {
  const heard: WholeAnswer[] = []
  const reader = createAnswerReader(
    () => false,
    answer => heard.push(answer),
  )
  for (const chunk of chunks) reader(Buffer.from(chunk, 'latin1'))
  return heard
}

describe('the reader of answers', () => {
  it('finds the same answers wherever the stream is cut', () => {
    const stream = answers.join('')
    const whole = readAll([stream])
    expect(whole.map(({ status, isLast }) => ({ status, isLast }))).toEqual([
      { status: 200, isLast: false },
      { status: 304, isLast: false },
      { status: 200, isLast: false },
      { status: 303, isLast: true },
    ])
    expect(whole.map(({ bytes }) => bytes)).toEqual(answers.map(({ length }) => length))
    for (let at = 1; at < stream.length; at++) {
      expect(readAll([stream.slice(0, at), stream.slice(at)])).toEqual(whole)
    }
    expect(readAll([...stream])).toEqual(whole)
  })
})

describe('the histogram', () => {
  it('is right within half a per cent and never flatters', () => {
    const histogram = createHistogram()
    for (let value = 1; value <= 10_000; value++) histogram.add(value / 10)
    for (const share of [0.01, 0.5, 0.95, 0.99]) {
      const exact = share * 1_000
      expect(histogram.quantile(share)).toBeGreaterThanOrEqual(exact)
      expect(histogram.quantile(share)).toBeLessThan(exact * 1.01)
    }
    expect(histogram.quantile(1)).toBe(1_000)
    expect(histogram.longest()).toBe(1_000)
  })
})

describe('a request', () => {
  it('has its number in the form and a length that stays right', () => {
    const write = requestWriter('localhost:1', {
      path: '/a',
      form: { email: 'čeněk.{n}@example.org' },
      headers: { 'X-Forwarded-For': '{address}' },
      expect: [303],
    })
    for (const number of [0, 7_000_000, 36 ** 8 - 1]) {
      const [head = '', body = ''] = write(number).split('\r\n\r\n')
      expect(Number(/Content-Length: (\d+)/.exec(head)?.[1])).toBe(body.length)
      expect(body).toBe(`email=%C4%8Den%C4%9Bk.${number.toString(36).padStart(8, '0')}%40example.org`)
    }
    expect(write(258)).toContain('X-Forwarded-For: 10.0.1.2\r\n')
  })
})

describe('docs/performance.md', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  const names = readdirSync(new URL('../../../bench/scenarios', import.meta.url))
    .filter(name => name.endsWith('.ts'))
    .map(name => name.replace('.ts', ''))

  it('explains every scenario, and has a place for the results', () => {
    const page = read('docs/performance.md')
    expect(names.length).toBeGreaterThan(7)
    expect(names.filter(name => !page.includes(`\n**${name}.** `))).toEqual([])
    for (const marker of ['<!-- bench: latest results -->\n', '<!-- bench: end -->'])
      expect(page.split(marker)).toHaveLength(2)
  })
})

describe('rounds', () => {
  it('have a middle and are compared one by one', () => {
    expect(spread([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 })
    expect(spread([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
    expect(compare('other', [10, 30, 20], [10, 10, 10]).ratio).toEqual({ median: 2, least: 1, most: 3 })
    expect(() => spread([])).toThrow('no rounds')
  })
})

describe('a load', () => {
  let server: Server | undefined
  afterEach(() => void server?.close())

  /** Answers each request of its connections by what `answer` says of its number; undefined hangs up. */
  async function serve(answer: (number: number) => string | undefined): Promise<string> {
    let number = 0
    server = createServer(socket => {
      socket.on('error', () => undefined)
      socket.on('data', () => {
        const text = answer(number++)
        if (text === undefined) socket.destroy()
        else socket.write(text)
      })
    })
    await new Promise<void>(listening => void server?.listen(0, '127.0.0.1', listening))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  function load(url: string, more: { rate?: number } = {}): Promise<Report> {
    const targets = [{ path: '/', expect: [200] }]
    const order = { url, connections: 4, requests: 100, targets, firstNumber: 0, countBy: 'state=(\\w+)', ...more }
    return new Run(order).report()
  }

  it('counts what is wrong: other statuses and answers that never come', async () => {
    const url = await serve(number => (number % 10 === 3 ? undefined : answers[number % 10 === 5 ? 3 : 0]))
    const { requests, failures, counts, nextNumber } = await load(url)
    expect({ requests, nextNumber }).toEqual({ requests: 100, nextNumber: 100 })
    expect(counts).toEqual({ 200: 80, 303: 10, closed: 10, place: 10 })
    expect(failures).toBe(20)
  })

  it('is answered in full where every answer is right, in a closed loop and in an open one', async () => {
    const url = await serve(() => answers[0])
    expect(await load(url)).toMatchObject({ requests: 100, failures: 0, counts: { 200: 100 } })
    expect(await load(url, { rate: 2_000 })).toMatchObject({ requests: 100, failures: 0, counts: { 200: 100 } })
  })

  it('ends where nobody listens any more', async () => {
    const url = await serve(number => {
      if (number === 20) server?.close()
      return number < 20 ? answers[0] : undefined
    })
    const { requests, failures } = await load(url)
    expect(requests).toBe(100)
    expect(failures).toBe(80)
  })
})
