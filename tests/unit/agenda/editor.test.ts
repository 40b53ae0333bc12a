import { describe, expect, it } from '@jest/globals'
import { clashesOf as seen } from '../../../src/client/editor/clashes.ts'
import { localTime, placeChanges, snapped, together } from '../../../src/client/editor/plan.ts'
import type { Placed, Session } from '../../../src/client/editor/types.ts'
import { timeZone } from '../../../src/core/time.ts'
import { placesOf, shiftFollowing } from '../../../src/features/agenda/rules/batch.ts'
import { clashesOf, isHard } from '../../../src/features/agenda/rules/clashes.ts'
import { lanesOf } from '../../../src/features/agenda/rules/lanes.ts'
import { minutesInto, wallLater, wallTime } from '../../../src/features/agenda/rules/wall.ts'
import type { Draft, DraftSession, PooledSession } from '../../../src/features/agenda/types.ts'

const day = '2026-10-14'
const zone = timeZone('Europe/Prague')

describe('time on the wall', () => {
  it.each([
    [0, '2026-10-14T00:00:00'],
    [1439, '2026-10-14T23:59:00'],
    [1500, '2026-10-15T01:00:00'],
    [-60, '2026-10-13T23:00:00'],
  ])('%i minutes of the day are %s, here and in the browser', (minutes, local) => {
    expect([wallTime(day, minutes), localTime(day, minutes), minutesInto(day, local)]).toEqual([local, local, minutes])
  })

  it('moves over midnight and over a change of clocks as on paper', () => {
    expect(wallLater('2026-10-24T23:50:00', 20)).toBe('2026-10-25T00:10:00')
    expect(wallLater('2026-10-25T02:30:00', 60)).toBe('2026-10-25T03:30:00')
  })
})

describe('stripes of a column', () => {
  it('are shared only by what overlaps', () => {
    const lanes = lanesOf([
      { key: 'long', from: 0, to: 90 },
      { key: 'a', from: 0, to: 30 },
      { key: 'b', from: 30, to: 60 },
      { key: 'alone', from: 90, to: 120 },
    ])
    expect(Object.fromEntries(lanes)).toEqual({
      long: { lane: 1, of: 2 },
      a: { lane: 2, of: 2 },
      b: { lane: 2, of: 2 },
      alone: { lane: 1, of: 1 },
    })
    expect(lanesOf([]).size).toBe(0)
  })
})

function session(reference: string, from: number, minutes: number, rest: Partial<DraftSession> = {}): DraftSession {
  const [startsLocal, endsLocal] = [wallTime(day, from), wallTime(day, from + minutes)]
  return {
    id: 1,
    lockVersion: 0,
    reference,
    calendarUid: reference,
    kind: 'talk',
    title: { cs: reference },
    subtitle: {},
    abstract: {},
    description: {},
    placeNote: {},
    links: [],
    recordingUrl: null,
    doNotRecord: false,
    typeLabel: null,
    clashAccepted: false,
    importKey: null,
    signedUp: 0,
    language: null,
    track: null,
    room: 'A',
    satellite: null,
    capacity: null,
    startsLocal,
    endsLocal,
    startsAt: `${startsLocal}.000Z`,
    endsAt: `${endsLocal}.000Z`,
    isCancelled: false,
    speakers: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    ...rest,
  }
}

function pooled(reference: string, minutes: number): PooledSession {
  const { startsLocal: _1, endsLocal: _2, startsAt: _3, endsAt: _4, ...rest } = session(reference, 0, minutes)
  return { ...rest, minutes }
}

const plannable = (sessions: DraftSession[], pool: PooledSession[] = []) => ({ timeZone: zone, sessions, pool })
const ticks = (...references: string[]) => references.map(reference => ({ reference, lockVersion: 0 }))

describe('where chosen sessions go', () => {
  const draft = plannable([session('B', 600, 30), session('A', 540, 60)], [pooled('P', 45), pooled('Q', 15)])
  const places = (references: string[], target: Parameters<typeof placesOf>[2]) =>
    Object.fromEntries(
      [...(placesOf(draft, ticks(...references), target) ?? [])].map(
        ([reference, { startsLocal, endsLocal, room }]) => [
          reference,
          [minutesInto(day, startsLocal), minutesInto(day, endsLocal), room],
        ],
      ),
    )

  it('keeps their distance, and puts what has no time behind them', () => {
    expect(places(['B', 'A', 'P'], { day, time: '12:00', room: 'F' })).toEqual({
      A: [720, 780, 'F'],
      B: [780, 810, 'F'],
      P: [810, 855, 'F'],
    })
    expect(places(['P', 'Q'], { day, time: '12:00' })).toEqual({ P: [720, 765, undefined], Q: [765, 780, undefined] })
    expect(places(['A', 'B'], { room: null })).toEqual({ A: [540, 600, null], B: [600, 630, null] })
    expect(places(['A'], { day: '2026-10-15' })).toEqual({ A: [540 + 1440, 600 + 1440, undefined] })
  })

  it('needs a day and a time for what has none', () => {
    expect(placesOf(draft, ticks('P'), { day })).toBeUndefined()
    expect(placesOf(draft, ticks('P'), { time: '12:00' })).toBeUndefined()
    expect(placesOf(draft, ticks('P', 'A'), {})?.get('P')?.startsLocal).toBe(wallTime(day, 600))
  })

  it('shifts what follows, and nothing before, elsewhere, or taken off', () => {
    const all = plannable([
      ...draft.sessions,
      session('C', 630, 30, { room: 'F' }),
      session('X', 640, 30, { isCancelled: true }),
    ])
    const shifted = (room: string | undefined) =>
      shiftFollowing(all, { day, from: '10:00', room, minutes: 15 }).map(one =>
        'reference' in one ? one.reference : '',
      )
    expect([shifted(undefined), shifted('F')]).toEqual([['B', 'C'], ['C']])
  })
})

describe('a drag', () => {
  const of = (reference: string, from: number | null, room: string | null, rest: Partial<Session> = {}): Session => ({
    reference,
    version: 3,
    title: reference,
    kind: 'talk',
    room,
    from,
    minutes: 30,
    speakers: [],
    satellite: null,
    capacity: null,
    signedUp: 0,
    accepted: false,
    ...rest,
  })
  const columns = ['A', 'B', 'C']
  const [a, b, p] = [of('a', 540, 'A'), of('b', 600, 'B'), of('p', null, null)]
  const placed = (found: readonly Placed[] | undefined) => found?.map(one => [one.reference, one.from, one.room])

  it('moves all that is chosen, by the same time and as many rooms', () => {
    expect(placed(together([b, a, p], a, { from: 570, room: 'B', columns }))).toEqual([
      ['a', 570, 'B'],
      ['b', 630, 'C'],
      ['p', 600, 'B'],
    ])
    expect(together([a, b], a, { from: 570, room: 'C', columns })).toBeUndefined()
  })

  it('leaves a break across all rooms where it is, but for the time', () => {
    const pause = of('k', 660, null, { kind: 'break' })
    expect(placed(together([pause, a], pause, { from: 690, room: 'C', columns }))).toEqual([
      ['k', 690, null],
      ['a', 570, 'A'],
    ])
  })

  it('snaps to the grid and sends only what changes', () => {
    expect([snapped(547, 15), snapped(548, 15), snapped(547, 5)]).toEqual([540, 555, 545])
    const same = { ...a, from: 540 }
    expect(placeChanges(day, [a, b], [same, { ...b, from: 615 }])).toEqual([
      {
        kind: 'place',
        reference: 'b',
        lockVersion: 3,
        to: { startsLocal: wallTime(day, 615), endsLocal: wallTime(day, 645), room: 'B' },
      },
    ])
  })
})

describe('the reasons a drag shows', () => {
  /** The same numbers every time: a failure can be repeated. */
  function* numbers(seed: number): Generator<number, never> {
    for (let state = seed; ; ) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      yield state
    }
  }

  const rooms = [
    { id: 1, reference: 'A', name: { cs: 'A' }, note: {}, capacity: 30, isExclusive: true },
    { id: 2, reference: 'F', name: { cs: 'F' }, note: {}, capacity: null, isExclusive: false },
  ]
  const person = (
    reference: string,
    isCollective: boolean,
    availability: Draft['speakers'][number]['availability'],
  ) => ({
    id: 1,
    reference,
    name: { cs: reference },
    titleBefore: '',
    titleAfter: '',
    sortName: '',
    affiliation: {},
    biography: {},
    links: [],
    photograph: null,
    isPublic: true,
    answer: 'none' as const,
    importKey: null,
    isCollective,
    availability,
  })
  const speakers = [
    person('P', false, [{ from: wallTime(day, 500), to: wallTime(day, 900) }]),
    person('Q', false, []),
    person('I', true, []),
  ]

  function world(seed: number) {
    const random = numbers(seed)
    const upTo = (count: number) => Math.floor(random.next().value / 65_536) % count
    const settings = {
      opens: upTo(2) === 0 ? null : '09:00',
      closes: ['18:00', '01:00', null][upTo(3)] ?? null,
      roomChangeMinutes: upTo(2) * 15,
      feedbackOpensAt: null,
      feedbackClosesAt: null,
      embedOrigins: [],
    }
    const sessions = Array.from({ length: 14 }, (_, index) =>
      session(`s${index}`, 420 + upTo(80) * 15, 15 + upTo(6) * 15, {
        room: ['A', 'F', null][upTo(3)] ?? null,
        kind: upTo(5) === 0 ? 'break' : 'talk',
        speakers: ['P', 'Q', 'I']
          .filter(() => upTo(3) === 0)
          .map(reference => ({ reference, role: 'speaker' as const })),
        satellite: upTo(6) === 0 ? 'vecer' : null,
        capacity: upTo(4) === 0 ? 40 : null,
        signedUp: upTo(4) === 0 ? 50 : 0,
      }),
    )
    const satellites = [
      { id: 1, slug: 'vecer', title: { cs: 'Večer' }, startsLocal: wallTime(day, 900), endsLocal: wallTime(day, 1200) },
    ]
    const frame = { timeZone: zone, startsLocal: wallTime(day, 540), endsLocal: wallTime(day, 1020) }
    return { rooms, speakers, sessions, satellites, settings, ...frame }
  }

  it('are those of the server, for two hundred programmes', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const programme = world(seed)
      const clock = (time: string | null) => (time === null ? null : minutesInto(day, `${day}T${time}:00`))
      const rules = {
        rooms: rooms.map(room => ({ ...room, name: room.reference })),
        speakers: speakers
          .filter(one => !one.isCollective)
          .map(one => ({
            ...one,
            name: one.reference,
            available: one.availability.map(({ from, to }): [number, number] => [
              minutesInto(day, from),
              minutesInto(day, to),
            ]),
          })),
        satellites: [{ slug: 'vecer', title: 'Večer', from: 900, to: 1200 }],
        roomChange: programme.settings.roomChangeMinutes,
        opens: clock(programme.settings.opens),
        closes: clock(programme.settings.closes),
        eventFrom: 0,
        eventTo: 1440,
      }
      const drawn = programme.sessions.map(
        (one): Placed => ({
          ...one,
          version: 0,
          title: one.reference,
          from: minutesInto(day, one.startsLocal),
          minutes: minutesInto(day, one.endsLocal) - minutesInto(day, one.startsLocal),
          speakers: one.speakers.map(({ reference }) => reference),
          accepted: false,
        }),
      )
      for (const [index, one] of programme.sessions.entries()) {
        const said = clashesOf(one, programme).map(
          clash => `${clash.kind} ${'other' in clash ? clash.other.reference : ''} ${isHard(clash)}`,
        )
        const shown = drawn[index] ? seen(drawn[index], drawn, rules) : []
        const told = shown.map(why => `${why.kind} ${why.other?.reference ?? ''} ${why.isHard}`)
        expect({ seed, reference: one.reference, told: told.toSorted() }).toEqual({
          seed,
          reference: one.reference,
          told: said.toSorted(),
        })
      }
    }
  })
})
