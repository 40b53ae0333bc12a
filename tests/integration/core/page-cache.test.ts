import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { RequestListener } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createApp } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import type { ContentVersions } from '../../../src/core/content-versions.ts'
import { keepingPages, type Limits } from '../../../src/core/http/page-cache.ts'
import { instant } from '../../../src/core/time.ts'
import { releaseAgenda } from '../../../src/features/agenda/actions/release.ts'
import { publishEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { closeServices, createServices, type Services } from '../../../src/services.ts'
import { createSession, createStage, talk } from '../../factories/agenda.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { type Listening, listening, type WireAnswer } from '../../support/listening.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const opened: { close(): Promise<void> }[] = []

beforeEach(() => world.at('2026-10-01T10:00:00Z'))
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

interface Process extends Listening {
  /** How many requests came to the application. */
  drawn(): number
  readonly services: Services
}

/** A process that serves, as `server.ts` makes it, with pools and a memory of its own. */
async function aProcess({
  versions,
  limits,
  slow,
}: {
  versions?: (real: ContentVersions) => ContentVersions
  limits?: Limits
  slow?: number
} = {}): Promise<Process> {
  const services = createServices(world.services.config, world.connection, world.services.log)
  opened.push({ close: () => closeServices(services) })
  const application = createApp(services)
  let drawn = 0
  const counting: RequestListener = (request, response) => {
    drawn++
    if (slow === undefined) return void application(request, response)
    setTimeout(() => application(request, response), slow)
  }
  const ground = { versions: versions?.(services.versions) ?? services.versions, log: services.log }
  const process = await listening(keepingPages(ground, counting, limits))
  opened.push(process)
  return { ...process, services, drawn: () => drawn }
}

/** An event with a programme that was released, and forty places. */
async function anEvent() {
  const { organisation } = await world.people()
  const stage = await createStage(world.db, organisation.id)
  const session = await createSession(world.db, stage.event, talk('Zahájení', '09:00', '10:00'))
  await releaseAgenda(world.db, system, { event: stage.event, note: {} })
  const category = await createCategory(world.db, stage.event, { opensAt: instant('2026-10-01T10:05:00Z') })
  return { ...stage, session, category }
}

const page = '/cs/events/klastry'
const feed = '/calendar/events/klastry.ics'
const textOf = ({ body }: WireAnswer) => body.toString('utf8').replaceAll('\u00a0', ' ')
const rename = (event: EventRow, name: string) =>
  world
    .db('events')
    .where({ id: event.id })
    .update({ title: { cs: name, en: name } })

describe('what everybody may see', () => {
  it('is drawn once and sent again, the same to the byte but for the name of the request', async () => {
    await anEvent()
    const server = await aProcess()
    for (const path of [
      '/cs/',
      page,
      `${page}/agenda`,
      `${page}/registration`,
      feed,
      '/oembed?url=x',
      '/photographs/x.webp',
    ]) {
      const before = server.drawn()
      const [first, second, third] = [await server.ask(path), await server.ask(path), await server.ask(path)]
      const { 'x-request-id': one, date: _, ...headers } = first?.headers ?? {}
      const { 'x-request-id': other, date: __, ...again } = third?.headers ?? {}
      expect([path, third?.status, third?.body.equals(first?.body ?? Buffer.alloc(0))]).toEqual([
        path,
        first?.status,
        true,
      ])
      expect([path, one !== other && /^[\da-f-]{36}$/.test(String(other))]).toEqual([path, true])
      if (first?.status !== 200) continue
      expect(again).toEqual(headers)
      expect(again).toMatchObject({ 'content-length': String(first.body.length), 'x-content-type-options': 'nosniff' })
      expect(second?.headers['cache-control']).toMatch(/^public, .*stale-if-error=3600$/)
      expect([path, server.drawn() - before]).toEqual([path, 1])
    }
  })

  it('is what the application answers without the memory', async () => {
    await anEvent()
    const server = await aProcess()
    const bare = await listening(createApp(world.services))
    opened.push(bare)
    for (const path of [page, `${page}/agenda`, feed]) {
      await server.ask(path)
      const [kept, plain] = [await server.ask(path), await bare.ask(path)]
      expect([path, kept.body.equals(plain.body), kept.headers['etag']]).toEqual([path, true, plain.headers['etag']])
      const names = (answer: WireAnswer) =>
        Object.keys(answer.headers)
          .filter(name => name !== 'vary')
          .sort()
      expect(names(kept)).toEqual(names(plain))
    }
  })

  it('answers HEAD without a body and conditions with 304, whoever asked first', async () => {
    await anEvent()
    for (const path of [page, feed]) {
      const server = await aProcess()
      const head = await server.ask(path, {}, 'HEAD')
      expect([head.status, head.body.length, Number(head.headers['content-length']) > 500]).toEqual([200, 0, true])
      const whole = await server.ask(path)
      expect(whole.headers['content-length']).toBe(head.headers['content-length'])
      const etag = String(whole.headers['etag'])
      for (const value of [etag, `"x", ${etag}`, '*', `W/${etag.replace(/^W\//, '')}`]) {
        const known = await server.ask(path, { 'If-None-Match': value })
        expect([value, known.status, known.body.length, known.headers['etag']]).toEqual([value, 304, 0, etag])
        expect(known.headers['content-length']).toBeUndefined()
      }
      for (const headers of [
        { 'If-None-Match': '"other"' },
        { 'If-None-Match': etag, 'Cache-Control': 'no-cache' },
        { 'If-None-Match': '"other"', 'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
        { 'If-Modified-Since': 'Fri, 01 Jan 1990 00:00:00 GMT' },
        { 'If-Modified-Since': 'nonsense' },
      ])
        expect([headers, (await server.ask(path, headers)).status]).toEqual([headers, 200])
      const modified = whole.headers['last-modified']
      if (modified) expect((await server.ask(path, { 'If-Modified-Since': modified })).status).toBe(304)
      expect(server.drawn()).toBe(1)
    }
    const fresh = await aProcess()
    const etag = String((await fresh.ask(page)).headers['etag'])
    const restarted = await aProcess()
    // A cache in front of us asks like this for all its life.
    expect((await restarted.ask(page, { 'If-None-Match': etag })).status).toBe(304)
    expect((await restarted.ask(page, { 'If-None-Match': etag })).status).toBe(304)
    expect((await restarted.ask(page)).status).toBe(200)
    expect(restarted.drawn()).toBe(1)
  })

  it('is compressed for who takes that, under a tag of its own', async () => {
    await anEvent()
    const server = await aProcess()
    const plain = await server.ask(page)
    for (const accept of ['br, gzip', 'gzip']) {
      await server.ask(page, { 'Accept-Encoding': accept })
      await sleep(200)
    }
    for (const [accept, coding] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['BR', 'br'],
      ['gzip;q=1.0, br;q=0', 'gzip'],
      ['x-gzip', 'gzip'],
      ['br;q=0.000, gzip; q=0', undefined],
      ['identity', undefined],
      ['*', undefined],
      [';;q=,,,=', undefined],
      [`${'a,'.repeat(3000)}br`, undefined],
    ] as const) {
      const answer = await server.ask(page, { 'Accept-Encoding': accept })
      expect([accept.slice(0, 30), answer.headers['content-encoding']]).toEqual([accept.slice(0, 30), coding])
      const decode = { br: brotliDecompressSync, gzip: gunzipSync }
      const body = coding ? decode[coding](answer.body) : answer.body
      expect(body.equals(plain.body)).toBe(true)
      expect(answer.headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(answer.body.length) })
      expect(answer.headers['etag'] === plain.headers['etag']).toBe(coding === undefined)
      const head = await server.ask(page, { 'Accept-Encoding': accept }, 'HEAD')
      expect(head.headers['content-length']).toBe(String(answer.body.length))
      const known = await server.ask(page, {
        'Accept-Encoding': accept,
        'If-None-Match': String(answer.headers['etag']),
      })
      expect([known.status, known.headers['etag']]).toEqual([304, answer.headers['etag']])
    }
    expect(server.drawn()).toBe(1)
  })
})

describe('what changes', () => {
  it('is seen by the next who asks any process', async () => {
    const { event, category } = await anEvent()
    const [one, other] = [await aProcess(), await aProcess()]
    const both = async (path: string) => [await one.ask(path), await other.ask(path)].map(({ status }) => status)
    const show = async (path: string, text: string) =>
      [textOf(await one.ask(path)), textOf(await other.ask(path))].map(body => body.includes(text))
    await both(page)
    await rename(event, 'Nový název')
    expect(await show(page, 'Nový název')).toEqual([true, true])
    expect(await show(feed, 'NAME:Nový název')).toEqual([true, true])

    await createSession(world.db, event, talk('Vodíkové údolí', '11:00', '12:00'))
    expect(await show(`${page}/agenda`, 'Vodíkové údolí')).toEqual([false, false])
    await releaseAgenda(world.db, system, { event, note: {} })
    expect(await show(`${page}/agenda`, 'Vodíkové údolí')).toEqual([true, true])
    expect(await show(feed, 'Vodíkové údolí')).toEqual([true, true])

    world.at('2026-10-01T10:10:00Z')
    await both(page)
    await world.db('quotas').where({ categoryId: category.id }).update({ capacity: 1 })
    const before = [textOf(await one.ask(page)), textOf(await other.ask(page))]
    await createRegistration(world.services.db, category, 'prvni')
    const after = [textOf(await one.ask(page)), textOf(await other.ask(page))]
    expect([before[0] === before[1], after[0] === after[1], before[0] === after[0]]).toEqual([true, true, false])

    await world.db('events').where({ id: event.id }).update({ publishedAt: null })
    expect([await both(page), await both(feed)]).toEqual([
      [404, 404],
      [404, 404],
    ])
    await publishEvent(world.db, system, {
      event: { ...event, publishedAt: null },
      accepting: ['title-in-one-language'],
    })
    expect([await both(page), await both(feed)]).toEqual([
      [200, 200],
      [200, 200],
    ])
  })

  it('with the time alone is seen when its minute begins', async () => {
    await anEvent()
    const server = await aProcess()
    world.at('2026-10-01T10:04:59.999Z')
    const closed = textOf(await server.ask(`${page}/registration`))
    expect(textOf(await server.ask(`${page}/registration`))).toBe(closed)
    expect(server.drawn()).toBe(1)
    world.at('2026-10-01T10:05:00Z')
    const open = textOf(await server.ask(`${page}/registration`))
    expect([closed.includes('name="email"'), open.includes('name="email"')]).toEqual([false, true])
  })

  it('is never older than the question, however many write and ask; without the check it is', async () => {
    const { event } = await anEvent()
    const once = (real: ContentVersions): ContentVersions => {
      let first: ReturnType<ContentVersions['read']> | undefined
      return { read: () => (first ??= real.read()) }
    }
    const processes = [await aProcess(), await aProcess()]
    const blind = await aProcess({ versions: once })
    let committed = 0
    let isWriting = true
    const stale = { checked: 0, blind: 0 }
    const numberIn = (answer: WireAnswer) => Number(/Setkání č\. (\d+)/.exec(textOf(answer))?.[1] ?? -1)
    await rename(event, 'Setkání č. 0')
    const writer = async () => {
      for (let number = 1; number <= 60; number++) {
        await rename(event, `Setkání č. ${number}`)
        committed = number
        await sleep(number % 3)
      }
      isWriting = false
    }
    const reader = (server: Process, path: string, kind: keyof typeof stale) => async () => {
      let asked = 0
      while (isWriting || asked < 5) {
        const least = committed
        if (numberIn(await server.ask(path)) < least) stale[kind]++
        asked++
      }
    }
    const readers = processes.flatMap(server =>
      [page, page, feed].flatMap(path => [reader(server, path, 'checked'), reader(server, path, 'checked')]),
    )
    await Promise.all([writer(), reader(blind, page, 'blind')(), ...readers.map(read => read())])
    expect(stale.checked).toBe(0)
    expect(stale.blind).toBeGreaterThan(0)
  })
})

describe('drawing', () => {
  it('is done once for all who wait, and again for who asked after a change', async () => {
    const { event } = await anEvent()
    const server = await aProcess({ slow: 80 })
    const many = async (count: number) => Promise.all(Array.from({ length: count }, () => server.ask(page)))
    const first = await many(40)
    expect([first.every(({ status }) => status === 200), server.drawn()]).toEqual([true, 1])
    const waiting = many(20)
    await sleep(20)
    await rename(event, 'Změněno během kreslení')
    const later = many(20)
    await waiting
    expect((await later).every(answer => textOf(answer).includes('Změněno během kreslení'))).toBe(true)
    expect(server.drawn()).toBeLessThanOrEqual(3)
  })

  it('is not starved while something changes all the time', async () => {
    const { event } = await anEvent()
    const server = await aProcess({ slow: 30 })
    let isOver = false
    const writer = (async () => {
      for (let number = 0; !isOver; number++) await rename(event, `Setkání ${number}`)
    })()
    const answers = await Promise.all(Array.from({ length: 60 }, () => server.ask(page)))
    isOver = true
    await writer
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(server.drawn()).toBeLessThanOrEqual(4)
  })

  it('goes on for the others when its reader hangs up', async () => {
    await anEvent()
    const server = await aProcess({ slow: 60 })
    const gone = server.hangUp(page)
    await sleep(25)
    const others = await Promise.all([server.ask(page), server.ask(page), server.ask(page, {}, 'HEAD')])
    await gone
    expect([others.map(({ status }) => status), server.drawn()]).toEqual([[200, 200, 200], 1])
  })
})

describe('never kept', () => {
  it('is what a cookie, credentials, a part or a method other than reading asks for', async () => {
    await anEvent()
    const server = await aProcess()
    for (const headers of [{ Cookie: 'sid=x' }, { Authorization: 'Bearer x' }, { Range: 'bytes=0-9' }]) {
      const drawn = server.drawn()
      await server.ask(page, headers)
      await server.ask(page, headers)
      expect([headers, server.drawn() - drawn]).toEqual([headers, 2])
    }
    await server.ask(page)
    const drawn = server.drawn()
    const answer = await server.ask(page, { Cookie: 'sid=x', 'Accept-Encoding': 'br' })
    expect([server.drawn() - drawn, answer.headers['content-encoding']]).toEqual([1, undefined])
    expect((await server.ask(page, {}, 'DELETE')).status).toBe(405)
    expect((await server.ask(page, {}, 'OPTIONS')).status).not.toBe(500)
  })

  it('is an error, a redirect, a private page, or an answer for another host', async () => {
    const { event } = await anEvent()
    const server = await aProcess()
    await server.ask(page)
    for (const [path, headers, status] of [
      ['/cs/events/nic', {}, 404],
      ['/calendar/events/nic.ics', {}, 404],
      ['/', {}, 302],
      ['/cs/sign-in', {}, 200],
      ['/cs/organiser/events', {}, 303],
      [`${page}/display`, {}, 200],
      [`${page}/registration?code=X`, {}, 422],
      [page, { Host: 'evil.example' }, 421],
      ['/health/live', {}, 200],
    ] as const) {
      const drawn = server.drawn()
      const answers = [await server.ask(path, headers), await server.ask(path, headers)]
      expect([path, server.drawn() - drawn, ...answers.map(one => one.status)]).toEqual([path, 2, status, status])
    }
    await world.db('events').where({ id: event.id }).update({ slug: 'nic' })
    expect((await server.ask('/cs/events/nic')).status).toBe(200)
    const failing = await listening(
      keepingPages(world.services, (_request, response) => {
        response.statusCode = 500
        response.setHeader('Cache-Control', 'public, max-age=60')
        response.end('broken')
      }),
    )
    opened.push(failing)
    const wrong = await Promise.all([failing.ask('/a'), failing.ask('/a'), failing.ask('/a')])
    expect(wrong.map(({ status }) => status)).toEqual([500, 500, 500])
  })

  it('is what no version vouches for: then the application answers, as before', async () => {
    await anEvent()
    let state: 'fine' | 'broken' | 'silent' = 'fine'
    const server = await aProcess({
      limits: { plain: 1e6, odd: 1e6, patience: 1_000 },
      versions: real => ({
        async read() {
          if (state === 'broken') throw new Error('no database')
          return state === 'silent' ? new Promise(() => undefined) : real.read()
        },
      }),
    })
    await server.ask(page)
    for (const trouble of ['broken', 'silent'] as const) {
      state = trouble
      const drawn = server.drawn()
      expect([(await server.ask(page)).status, server.drawn() - drawn]).toEqual([200, 1])
    }
    state = 'fine'
    const drawn = server.drawn()
    expect([(await server.ask(page)).status, server.drawn() - drawn]).toEqual([200, 0])
  })
})

describe('the memory', () => {
  it('stays within its bytes, and a flood of made-up addresses pushes out nothing of ours', async () => {
    await anEvent()
    const server = await aProcess({ limits: { plain: 2_000_000, odd: 300_000, patience: 2_000 } })
    await server.ask(page)
    const variants = ['/CS/events/klastry', '/cs/Events/klastry', '/cs/events/%6blastry']
    for (const path of variants) expect((await server.ask(path)).status).toBe(200)
    for (let number = 0; number < 60; number++) {
      await server.ask(`${page}?x=${number}`)
      await server.ask(`${page}?x=${number}`)
    }
    const drawn = server.drawn()
    await server.ask(page)
    expect(server.drawn() - drawn).toBe(0)
    // Asked for twice and now again: among the last ones it is still there, the first has gone.
    await server.ask(`${page}?x=59`)
    expect(server.drawn() - drawn).toBe(0)
    await server.ask(`${page}?x=0`)
    expect(server.drawn() - drawn).toBe(1)
    expect((await server.ask(`${page}?${'x'.repeat(3_000)}`)).status).toBe(200)
  })
})

describe('files of the application', () => {
  it('are kept as long as the process lives in production, and read anew elsewhere', async () => {
    const ask = async (environment: 'production' | 'development') => {
      const services = { ...world.services, config: { ...world.services.config, environment } }
      let reads = 0
      const noVersions: ContentVersions = { read: async () => Promise.reject(new Error('no database')) }
      const versions = { read: async () => (reads++ === 0 ? world.services.versions.read() : noVersions.read()) }
      let drawn = 0
      const application = createApp(services)
      const counting: RequestListener = (request, response) => {
        drawn++
        application(request, response)
      }
      const server = await listening(keepingPages({ versions, log: services.log }, counting))
      opened.push(server)
      const headers = { Host: new URL(world.url).host, 'Accept-Encoding': 'gzip' }
      const first = await server.ask('/css/site.css', headers)
      await server.ask('/css/site.css', headers)
      await sleep(150)
      const last = await server.ask('/css/site.css', headers)
      const known = await server.ask('/css/site.css', { ...headers, 'If-None-Match': String(last.headers['etag']) })
      expect([first.status, known.status]).toEqual([200, 304])
      expect(last.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'content-type': 'text/css; charset=utf-8',
      })
      return { drawn, coding: last.headers['content-encoding'], isWhole: last.body.length === first.body.length }
    }
    expect(await ask('production')).toEqual({ drawn: 1, coding: 'gzip', isWhole: false })
    expect(await ask('development')).toEqual({ drawn: 4, coding: undefined, isWhole: true })
  })
})

describe('a personal feed', () => {
  it('is kept for its secret address until the person, their plan or their token changes', async () => {
    const { category } = await anEvent()
    world.at('2026-10-01T10:10:00Z')
    const { registration } = await createRegistration(world.services.db, category, 'jana')
    const tokenOf = (version: number) => world.services.tokens.issue('calendar', registration.reference, version)
    const path = `/calendar/my/${tokenOf(registration.calendarTokenVersion)}.ics`
    const server = await aProcess()
    const first = await server.ask(path)
    await sleep(50)
    const second = await server.ask(path, { 'Accept-Encoding': 'br' })
    expect([first.status, second.body.equals(first.body), second.headers['cache-control']]).toEqual([
      200,
      true,
      'private, max-age=300',
    ])
    // How well a feed full of secrets compresses is nobody's business.
    expect([second.headers['content-encoding'], second.headers['vary']]).toEqual([undefined, undefined])
    const kept = server.drawn()
    await server.ask(path)
    await server.ask(path)
    await server.ask(path)
    expect(server.drawn() - kept).toBeLessThanOrEqual(1)
    await world
      .db('registrations')
      .where({ id: registration.id })
      .update({ calendarTokenVersion: registration.calendarTokenVersion + 1 })
    expect((await server.ask(path)).status).toBe(410)
  })
})
