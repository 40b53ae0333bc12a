import { beforeEach, describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { timeZone, toInstant } from '../../../src/core/time.ts'
import { createEvent } from '../../../src/features/events/actions/create.ts'
import { setEventHosts } from '../../../src/features/events/actions/hosts.ts'
import { saveEventLink } from '../../../src/features/events/actions/links.ts'
import { cancelEvent, publishEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow, NewEventInput } from '../../../src/features/events/types.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const prague = timeZone('Europe/Prague')
const attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

beforeEach(() => world.at('2026-11-22T12:00:00Z'))

function moment(local: string) {
  const meaning = toInstant(local, prague)
  if (meaning.kind !== 'instant') throw new Error(local)
  return meaning.instant
}

/** An event on one day, published unless told otherwise. */
async function anEvent(
  slug: string,
  day: string,
  more: Partial<NewEventInput> = {},
  isDraft = false,
): Promise<EventRow> {
  const { organisation } = await world.people()
  const [startsLocal, endsLocal] = [`${day}T09:00:00`, `${day}T16:00:00`]
  const times = {
    timeZone: prague,
    startsLocal,
    endsLocal,
    startsAt: moment(startsLocal),
    endsAt: moment(endsLocal),
    hasTimes: true,
  }
  const title = { cs: `Akce ${slug}`, en: `Event ${slug}` }
  const input = { slug, title, city: { cs: 'Ústí nad Labem', en: 'Ústí nad Labem' }, country: 'CZ', ...times, ...more }
  const created = await createEvent(world.db, system, { organisationId: organisation.id, input })
  if (created.kind !== 'created') throw new Error(created.kind)
  if (isDraft) return created.event
  const published = await publishEvent(world.db, system, {
    event: created.event,
    accepting: ['title-in-one-language'],
  })
  if (published.kind !== 'published') throw new Error(JSON.stringify(published))
  return published.event
}

const get = (path: string, headers: Record<string, string> = {}) => supertest(world.app).get(path).set(headers)

describe('the list of events', () => {
  it('shows published ones, the next first and the latest past first, and no draft', async () => {
    await anEvent('pozdeji', '2027-03-10')
    await anEvent('brzy', '2026-12-01')
    await anEvent('davno', '2011-10-24')
    await anEvent('nedavno', '2026-10-01')
    await anEvent('tajna', '2026-12-24', {}, true)
    const { text } = await get('/cs/')
    const order = [...text.matchAll(/href="\/cs\/events\/([a-z]+)"/g)].map(([, slug]) => slug)
    expect(order).toEqual(['brzy', 'pozdeji', 'nedavno', 'davno'])
    expect(text).toContain('prosince\u00a02026')
  })

  it('finds without diacritics and in any order of words, satellites too', async () => {
    const event = await anEvent('transfer', '2027-03-10', {
      title: { cs: 'Závěrečná konference Twinning', en: 'Final conference' },
    })
    await anEvent('doprovodna', '2027-03-10', { title: { cs: 'Vodíková dílna' }, parentEventId: event.id })
    await anEvent('jina', '2027-03-11')
    const found = async (q: string) => {
      const { text } = await get(`/cs/?q=${encodeURIComponent(q)}`)
      return [...text.matchAll(/href="\/cs\/events\/([a-z]+)"/g)].map(([, slug]) => slug)
    }
    expect(await found('twinning ZAVERECNA')).toEqual(['transfer'])
    expect(await found('vodikova')).toEqual(['doprovodna'])
    expect(new Set(await found('usti'))).toEqual(new Set(['doprovodna', 'jina', 'transfer']))
    expect(await found('nic takoveho')).toEqual([])
    expect((await get('/cs/?q=nic+takoveho')).text).toContain('Takovou akci tu nemáme')
    for (const odd of ['%', "'; drop table events; --", '\\', '  ', 'x'.repeat(5_000)]) {
      expect((await get(`/cs/?q=${encodeURIComponent(odd)}`)).status).toBe(200)
    }
    expect((await get('/cs/?q=a&q=b&where[x]=1')).status).toBe(200)
  })

  it('narrows to a country or to what is online', async () => {
    await anEvent('doma', '2027-03-10')
    await anEvent('venku', '2027-03-11', { city: { cs: 'Milán' }, country: 'IT' })
    await anEvent('online', '2027-03-12', { mode: 'online', city: {}, country: null })
    const slugs = async (query: string) =>
      [...(await get(`/en/${query}`)).text.matchAll(/href="\/en\/events\/([a-z]+)"/g)].map(([, slug]) => slug)
    expect(await slugs('?where=IT')).toEqual(['venku'])
    expect(await slugs('?where=online')).toEqual(['online'])
    expect(await slugs('')).toEqual(['doma', 'venku', 'online'])
    expect((await get('/en/')).text).toContain('href="/en/?where=IT"')
  })

  it('takes the same few queries for one event and for a thousand', async () => {
    const { id } = await anEvent('prvni', '2027-03-10')
    const one = await world.queries(() => get('/cs/'))
    await world.db.raw(
      `insert into events (slug, organisation_id, title, time_zone, starts_local, ends_local, starts_at, ends_at, published_at)
       select 'dalsi-' || n, organisation_id, title, time_zone, starts_local, ends_local, starts_at - n * interval '1 day',
         ends_at - n * interval '1 day', published_at
       from events, generate_series(1, 1000) as n where id = ?`,
      [id],
    )
    const many = await world.queries(() => get('/cs/'))
    expect(many.result.status).toBe(200)
    expect([one.count, many.count]).toEqual([4, 4])
  })
})

describe('the page of an event', () => {
  it('answers the same bytes without a cookie, and 304', async () => {
    await anEvent('akce', '2027-03-10')
    for (const path of [
      '/cs/',
      '/cs/events/akce',
      '/en/events/akce',
      '/cs/projects',
      '/cs/organisations',
      '/cs/privacy',
    ]) {
      const first = await get(path)
      const again = await get(path)
      expect(first.status).toBe(200)
      expect(first.headers['set-cookie']).toBeUndefined()
      expect(again.text).toBe(first.text)
      expect((await get(path, { 'If-None-Match': first.headers['etag'] ?? '' })).status).toBe(304)
    }
  })

  it('speaks both languages and falls back with the language marked', async () => {
    await anEvent('akce', '2027-03-10', { title: { cs: 'Jen česky' }, summary: { cs: 'Shrnutí', en: 'Summary' } })
    const { text } = await get('/en/events/akce')
    expect(text).toContain('<html lang="en"')
    expect(text).toMatch(/<h1 lang="cs">Jen česky<\/h1>/)
    expect(text).toContain('Summary')
    expect(text).toContain('hreflang="cs"')
  })

  it('is 404 for a draft and an unknown one, and stays for a cancelled one with the reason', async () => {
    await anEvent('navrh', '2027-03-10', {}, true)
    expect((await get('/cs/events/navrh')).status).toBe(404)
    expect((await get('/cs/events/nikdy')).status).toBe(404)
    expect((await get('/cs/events/..%2f..%2fetc')).status).toBe(404)
    const event = await anEvent('zrusena', '2027-03-10')
    await cancelEvent(world.db, system, { event, note: { cs: 'Sál vyhořel.' } })
    const { status, text } = await get('/cs/events/zrusena')
    expect(status).toBe(200)
    expect(text).toContain('Sál vyhořel.')
  })

  it('shows hostile text as text, also to machines', async () => {
    const everywhere = { cs: attack, en: attack }
    const event = await anEvent('utok', '2027-03-10', {
      title: everywhere,
      subtitle: everywhere,
      summary: everywhere,
      description: everywhere,
      kindOfInvitation: everywhere,
      venueNote: everywhere,
      pressRelease: everywhere,
      city: everywhere,
    })
    await saveEventLink(world.db, system, {
      event,
      input: { kind: 'document', title: everywhere, url: 'https://example.org/a' },
    })
    const { text } = await get('/cs/events/utok')
    expect(text).not.toMatch(/<script>|<img src=x|onerror=alert\(1\)>(?!&)/)
    const json = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''
    expect(JSON.parse(json).name).toContain('<script>alert(1)</script>')
  })

  it('tells machines when and where, with the offset', async () => {
    await anEvent('akce', '2027-07-10')
    const { text } = await get('/cs/events/akce')
    const json = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(text)?.[1] ?? ''
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'Event',
      startDate: '2027-07-10T09:00+02:00',
      endDate: '2027-07-10T16:00+02:00',
      eventStatus: 'https://schema.org/EventScheduled',
      location: { '@type': 'Place', address: { addressCountry: 'CZ' } },
    })
  })

  it('takes the same few queries whatever it shows', async () => {
    const event = await anEvent('akce', '2027-03-10')
    const little = await world.queries(() => get('/cs/events/akce'))
    const { organisation, otherOrganisation } = await world.people()
    await setEventHosts(world.db, system, {
      event,
      hosts: [
        { organisationId: organisation.id, role: 'host' },
        { organisationId: otherOrganisation.id, role: 'partner' },
      ],
    })
    for (let n = 0; n < 12; n += 1) {
      await anEvent(`satelit-${n}`, '2027-03-10', { parentEventId: event.id })
      const input = { kind: 'link', title: { cs: `Odkaz ${n}` }, url: 'https://example.org/' } as const
      await saveEventLink(world.db, system, { event, input })
    }
    const much = await world.queries(() => get('/cs/events/akce'))
    expect([little.count, much.count]).toEqual([6, 6])
  })
})
