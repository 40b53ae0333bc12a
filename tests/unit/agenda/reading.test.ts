import { describe, expect, it } from '@jest/globals'
import { dayFinder } from '../../../src/features/agenda/rules/days.ts'
import { filterSessions } from '../../../src/features/agenda/rules/filters.ts'
import { foldRooms, mostSessions } from '../../../src/features/agenda/rules/folding.ts'
import { mostColumns } from '../../../src/features/agenda/rules/grid.ts'
import { nowAndNext } from '../../../src/features/agenda/rules/now.ts'
import { overlapsOf } from '../../../src/features/agenda/rules/overlaps.ts'
import type { OutlineSession, ReleaseOutline } from '../../../src/features/agenda/types.ts'

const span = (startsLocal: string, endsLocal = startsLocal) => ({ startsLocal, endsLocal })

describe('the day a session stands on', () => {
  const evening = span('2027-02-06T22:00:00')
  const night = span('2027-02-07T04:59:00')
  const morning = span('2027-02-07T05:00:00')

  it('is that of the evening for what begins before five', () => {
    const dayOf = dayFinder([evening, night, morning])
    expect([evening, night, morning].map(dayOf)).toEqual(['2027-02-06', '2027-02-06', '2027-02-07'])
  })

  it('is its date when the evening before has no programme', () => {
    expect(dayFinder([night, morning])(night)).toBe('2027-02-07')
    expect(dayFinder([night])(night)).toBe('2027-02-07')
  })

  it('does not follow nights back to a day that only another night made', () => {
    const second = span('2027-02-08T01:00:00')
    expect(dayFinder([evening, night, second])(second)).toBe('2027-02-08')
  })
})

describe('folding rooms into pages', () => {
  const rooms = (count: number, sessions: number, columns = 1) =>
    Array.from({ length: count }, (_, index) => ({ room: `r${index}`, columns, sessions }))

  it('keeps thirty rooms together while their sessions fit', () => {
    expect(foldRooms(rooms(30, 8))).toEqual([rooms(30, 8).map(({ room }) => room)])
    expect(foldRooms([])).toEqual([])
    expect(foldRooms(rooms(1, mostSessions + 100))).toEqual([['r0']])
  })

  it.each([
    [31, 1, 1],
    [92, 4, 1],
    [78, 6, 1],
    [29, 17, 1],
    [30, 17, 2],
    [7, 90, 1],
    [198, 1, 3],
  ])(
    'of %i rooms with %i sessions and %i columns each makes pages within the limits, in order',
    (count, each, wide) => {
      const all = rooms(count, each, wide)
      const pages = foldRooms(all)
      expect(pages.flat()).toEqual(all.map(({ room }) => room))
      for (const page of pages) {
        expect(page.length * wide).toBeLessThanOrEqual(mostColumns)
        expect(page.length * each).toBeLessThanOrEqual(mostSessions)
      }
      const sizes = pages.map(page => page.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(Math.max(...sizes) / 2)
    },
  )
})

describe('filters', () => {
  const session = (title: string, rest: Partial<OutlineSession>): OutlineSession => ({
    reference: title,
    calendarUid: title,
    kind: 'talk',
    title: { cs: title },
    subtitle: {},
    placeNote: {},
    language: null,
    track: null,
    room: null,
    satellite: null,
    capacity: null,
    ...span('2027-02-06T09:00:00', '2027-02-06T10:00:00'),
    startsAt: '2027-02-06T08:00:00.000Z',
    endsAt: '2027-02-06T09:00:00.000Z',
    isCancelled: false,
    doNotRecord: false,
    typeLabel: null,
    speakers: [],
    calendarSequence: 0,
    contentUpdatedAt: '2027-01-01T00:00:00.000Z',
    createdAt: '2027-01-01T00:00:00.000Z',
    ...rest,
  })
  const speaker = { reference: 'S', name: { cs: 'Čeněk Řehoř' }, affiliation: { cs: 'Klastr Łódź' } }
  const rest = { titleBefore: 'Ing.', titleAfter: '', sortName: 'Řehoř', isCollective: false, photograph: null }
  const room = { reference: 'R', name: { cs: 'Sál A', en: 'Hall A' }, note: {}, capacity: null, isExclusive: true }
  const content: ReleaseOutline = {
    rooms: [room],
    tracks: [{ slug: 'energie', name: { cs: 'Energie', en: 'Energy' }, colour: 1 }],
    speakers: [{ ...speaker, ...rest }],
    sessions: [
      session('Vodík', { track: 'energie', room: 'R', speakers: [{ reference: 'S', role: 'speaker' }] }),
      session('Vítr', { language: 'en', subtitle: { en: 'Wind at sea' } }),
      session('Blesky', { kind: 'workshop', typeLabel: 'Lightning talk' }),
    ],
  }
  const found = (filter: Parameters<typeof filterSessions>[2]) =>
    filterSessions(content, content.sessions, filter).map(one => one.reference)

  it('leave what has each asked thing', () => {
    expect(found({})).toEqual(['Vodík', 'Vítr', 'Blesky'])
    expect(found({ track: 'energie' })).toEqual(['Vodík'])
    expect(found({ room: 'R', language: 'en' })).toEqual([])
    expect(found({ type: 'Lightning talk' })).toEqual(['Blesky'])
    expect(found({ type: 'workshop' })).toEqual([])
  })

  it.each([
    ['vodik', ['Vodík']],
    ['ENERGY', ['Vodík']],
    ['lodz cenek', ['Vodík']],
    ['hall', ['Vodík']],
    ['sea', ['Vítr']],
    ['v', ['Vodík', 'Vítr']],
    ['  ', ['Vodík', 'Vítr', 'Blesky']],
    ['.*', []],
  ])('find “%s” without case and diacritics', (words, titles) => {
    expect(found({ words })).toEqual(titles)
  })
})

describe('now and next', () => {
  const minute = 60_000
  const at = (start: number, end: number) => ({ start: start * minute, end: end * minute })

  it('counts the beginning in and the end out', () => {
    const one = at(0, 30)
    expect(nowAndNext([one], 0).running).toEqual([one])
    expect(nowAndNext([one], 30 * minute)).toEqual({ running: [], next: [] })
  })

  it('takes what begins within 45 minutes of the first as next', () => {
    const list = [at(100, 110), at(60, 90), at(104, 120), at(105, 120), at(0, 50)]
    expect(nowAndNext(list, 10 * minute)).toEqual({
      running: [at(0, 50)],
      next: [at(60, 90), at(100, 110), at(104, 120)],
    })
  })
})

describe('what is at the same time', () => {
  it('is told of both, and not of what only touches', () => {
    const meetings = [
      { key: 'a', start: 0, end: 60 },
      { key: 'b', start: 30, end: 45 },
      { key: 'c', start: 60, end: 90 },
      { key: 'd', start: 40, end: 70 },
    ]
    const found = overlapsOf(meetings)
    const keys = (key: string) => (found.get(key) ?? []).map(one => one.key).sort()
    expect([keys('a'), keys('b'), keys('c'), keys('d')]).toEqual([['b', 'd'], ['a', 'd'], ['d'], ['a', 'b', 'c']])
  })
})
