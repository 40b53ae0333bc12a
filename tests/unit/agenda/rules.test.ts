import { describe, expect, it } from '@jest/globals'
import { instantOf, timeZone } from '../../../src/core/time.ts'
import { diffReleases } from '../../../src/features/agenda/rules/changes.ts'
import { clashesIn, clashesOf, isHard } from '../../../src/features/agenda/rules/clashes.ts'
import { contentOf, numbered } from '../../../src/features/agenda/rules/releases.ts'
import { refusalsOf } from '../../../src/features/agenda/rules/sessions.ts'
import { stateOf } from '../../../src/features/agenda/rules/states.ts'
import { decideTimes, shiftedTimes } from '../../../src/features/agenda/rules/times.ts'
import type { Draft, DraftSession, ReleaseContent } from '../../../src/features/agenda/types.ts'

const prague = timeZone('Europe/Prague')
const autumn = { timeZone: prague, startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-25T17:00:00' }
const spring = { timeZone: prague, startsLocal: '2026-03-28T09:00:00', endsLocal: '2026-03-29T17:00:00' }

describe('the times of a session', () => {
  it('become instants in the zone of the event', () => {
    const decision = decideTimes(autumn, { startsLocal: '2026-10-24T09:00:00', endsLocal: '2026-10-24T10:30:00' })
    expect(decision).toMatchObject({ kind: 'times', times: { startsAt: new Date('2026-10-24T07:00:00Z') } })
  })

  it('may end after midnight', () => {
    const decision = decideTimes(autumn, { startsLocal: '2026-10-24T22:00:00', endsLocal: '2026-10-25T01:00:00' })
    expect(decision).toMatchObject({ kind: 'times', times: { endsAt: new Date('2026-10-24T23:00:00Z') } })
  })

  it.each([
    ['2026-03-29T02:30:00', '2026-03-29T04:00:00', spring, [{ kind: 'gap', field: 'start' }]],
    ['2026-03-29T01:00:00', '2026-03-29T02:15:00', spring, [{ kind: 'gap', field: 'end' }]],
    ['2026-10-25T02:30:00', '2026-10-25T04:00:00', autumn, [{ kind: 'twice', field: 'start' }]],
    ['2026-10-24T10:00:00', '2026-10-24T10:00:00', autumn, [{ kind: 'end-before-start' }]],
    ['2026-10-24T10:00:00', '2026-10-24T09:00:00', autumn, [{ kind: 'end-before-start' }]],
    ['2026-10-24T10:00:00', '2026-10-25T12:00:00', autumn, [{ kind: 'too-long' }]],
    ['2026-10-23T10:00:00', '2026-10-23T12:00:00', autumn, [{ kind: 'outside' }]],
    ['2026-10-26T10:00:00', '2026-10-26T09:00:00', autumn, [{ kind: 'outside' }, { kind: 'end-before-start' }]],
  ])('refuses %s to %s', (startsLocal, endsLocal, event, problems) => {
    expect(decideTimes(event, { startsLocal, endsLocal })).toEqual({ kind: 'refused', problems })
  })

  it('take the one of two that was said', () => {
    const typed = { startsLocal: '2026-10-25T02:30:00', endsLocal: '2026-10-25T02:45:00' }
    const times = (startsOccurrence: 'earlier' | 'later') =>
      decideTimes(autumn, { ...typed, startsOccurrence, endsOccurrence: 'later' })
    expect(times('earlier')).toMatchObject({ times: { startsAt: new Date('2026-10-25T00:30:00Z') } })
    expect(times('later')).toMatchObject({ times: { startsAt: new Date('2026-10-25T01:30:00Z') } })
  })

  it('keep the wall when they are copied over a change of clocks, and leave a gap', () => {
    const winter = { startsLocal: '2026-03-15T09:00:00', endsLocal: '2026-03-15T10:00:00' }
    expect(shiftedTimes(winter, 14, prague)).toEqual({
      startsLocal: '2026-03-29T09:00:00',
      endsLocal: '2026-03-29T10:00:00',
      startsAt: new Date('2026-03-29T07:00:00Z'),
      endsAt: new Date('2026-03-29T08:00:00Z'),
    })
    const night = { startsLocal: '2026-03-15T02:15:00', endsLocal: '2026-03-15T02:45:00' }
    expect(shiftedTimes(night, 14, prague)).toMatchObject({
      startsLocal: '2026-03-29T03:00:00',
      endsLocal: '2026-03-29T04:00:00',
    })
  })

  it('follow the wall when the zone of the event changes, else stay what they were', () => {
    const stored = new Date('2026-10-25T01:30:00Z')
    expect(instantOf('2026-10-25T02:30:00', stored, prague)).toEqual(stored)
    expect(instantOf('2026-10-25T02:30:00', stored, timeZone('Europe/London'))).toEqual(
      new Date('2026-10-25T02:30:00Z'),
    )
  })
})

const rooms = [
  { id: 1, reference: 'A', name: { cs: 'Sál A' }, note: {}, capacity: 60, isExclusive: true },
  { id: 2, reference: 'F', name: { cs: 'Foyer' }, note: {}, capacity: null, isExclusive: false },
]
const speakers = [
  { ...person('P', 'Petra'), isCollective: false, id: 1 },
  { ...person('I', 'ICUK'), isCollective: true, id: 2 },
]

function person(reference: string, name: string) {
  const texts = { titleBefore: '', titleAfter: '', sortName: name, affiliation: {}, biography: {}, links: [] }
  const facts = { photograph: null, isPublic: true, answer: 'none' as const, availability: [], importKey: null }
  return { reference, name: { cs: name }, ...texts, ...facts }
}

const settings = {
  opens: null,
  closes: null,
  roomChangeMinutes: 0,
  feedbackOpensAt: null,
  feedbackClosesAt: null,
  embedOrigins: [],
}

function session(reference: string, start: string, end: string, rest: Partial<DraftSession> = {}): DraftSession {
  return {
    id: reference.charCodeAt(0),
    lockVersion: 0,
    reference,
    calendarUid: `uid-${reference}`,
    kind: 'talk',
    title: { cs: `Bod ${reference}` },
    subtitle: {},
    abstract: {},
    description: {},
    links: [],
    recordingUrl: null,
    doNotRecord: false,
    typeLabel: null,
    clashAccepted: false,
    importKey: null,
    signedUp: 0,
    placeNote: {},
    language: null,
    track: null,
    room: 'A',
    satellite: null,
    capacity: null,
    startsLocal: `2026-10-24T${start}:00`,
    endsLocal: `2026-10-24T${end}:00`,
    startsAt: new Date(`2026-10-24T${start}:00+02:00`).toISOString(),
    endsAt: new Date(`2026-10-24T${end}:00+02:00`).toISOString(),
    isCancelled: false,
    speakers: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    ...rest,
  }
}

function draftOf(sessions: DraftSession[], rest: Partial<Draft> = {}): Draft {
  return { ...autumn, eventId: 1, rooms, speakers, tracks: [], satellites: [], pool: [], settings, sessions, ...rest }
}

describe('clashes', () => {
  const other = session('O', '09:00', '10:00', { speakers: [{ reference: 'P', role: 'speaker' }] })
  const clashes = (candidate: DraftSession) => clashesOf(candidate, draftOf([other])).map(clash => clash.kind)
  const petra = [{ reference: 'P', role: 'moderator' as const }]

  it.each([
    ['the same room at the same time', session('X', '09:30', '10:30'), ['room']],
    ['a session that begins when the other ends', session('X', '10:00', '11:00', { speakers: petra }), []],
    ['a break in the room', session('X', '09:30', '10:30', { kind: 'break' }), []],
    ['a room for several things', session('X', '09:30', '10:30', { room: 'F' }), []],
    ['the same person elsewhere', session('X', '09:30', '10:30', { room: 'F', speakers: petra }), ['speaker']],
    ['both', session('X', '09:30', '10:30', { speakers: petra }), ['room', 'speaker']],
    ['a cancelled session', session('X', '09:30', '10:30', { isCancelled: true }), []],
    ['itself', session('O', '09:30', '10:30'), []],
  ])('of %s', (_, candidate, kinds) => {
    expect(clashes(candidate)).toEqual(kinds)
  })

  it('never come from an institution', () => {
    const icuk = [{ reference: 'I', role: 'speaker' as const }]
    const one = session('X', '09:00', '10:00', { speakers: icuk })
    const two = session('Y', '09:00', '10:00', { room: 'F', speakers: icuk })
    expect(clashesOf(one, draftOf([two]))).toEqual([])
  })

  it('are listed once, with rooms too small and days outside the event', () => {
    const big = session('B', '12:00', '13:00', { capacity: 61 })
    const sunday = { startsLocal: '2026-10-25T09:00:00' }
    const found = clashesIn(draftOf([other, session('X', '09:30', '10:30'), big], sunday))
    expect(found.map(({ kind, session }) => `${kind} ${session.reference}`)).toEqual([
      'room O',
      'outside O',
      'outside X',
      'capacity B',
      'outside B',
    ])
  })

  it.each([
    [
      'too little time to the next room',
      { roomChangeMinutes: 10 },
      session('X', '10:05', '11:00', { room: 'F', speakers: petra }),
      ['transfer'],
    ],
    ['time enough', { roomChangeMinutes: 10 }, session('X', '10:10', '11:00', { room: 'F', speakers: petra }), []],
    ['the same room after', { roomChangeMinutes: 10 }, session('X', '10:00', '11:00', { speakers: petra }), []],
    ['a start before the doors open', { opens: '08:30' }, session('X', '08:00', '08:45'), ['hours']],
    ['an end after they close', { closes: '18:00' }, session('X', '17:30', '18:30'), ['hours']],
    ['a night that closes after midnight', { opens: '08:00', closes: '02:00' }, session('X', '20:00', '23:30'), []],
    ['more sign-ups than seats', {}, session('X', '12:00', '13:00', { signedUp: 61 }), ['sign-ups']],
  ])('warn of %s', (_, rest, candidate, kinds) => {
    const draft = draftOf([other], { settings: { ...settings, ...rest } })
    expect(clashesOf(candidate, draft).map(({ kind }) => kind)).toEqual(kinds)
    expect(clashesIn({ ...draft, sessions: [other, candidate] }).map(({ kind }) => kind)).toEqual(kinds)
    expect(clashesOf(candidate, draft).some(isHard)).toBe(false)
  })

  it('warn of people who cannot come then, and of satellites outside', () => {
    const [first] = speakers
    if (!first) throw new Error('nobody')
    const availability = [{ from: '2026-10-24T09:00:00', to: '2026-10-24T12:00:00' }]
    const satellite = {
      id: 9,
      slug: 's',
      title: { cs: 'S' },
      startsLocal: '2026-10-25T09:00:00',
      endsLocal: '2026-10-26T10:00:00',
    }
    const late = session('X', '11:30', '12:30', { speakers: petra, satellite: 's' })
    const draft = draftOf([late], { speakers: [{ ...first, availability }], satellites: [satellite] })
    expect(clashesIn(draft).map(({ kind }) => kind)).toEqual(['unavailable', 'satellite', 'satellite-event'])
  })

  it('and names of nothing are refused', () => {
    const nobody = [{ reference: 'none', role: 'speaker' as const }]
    const names = { track: 'none', room: 'none', satellite: 'none', speakers: nobody }
    const state = stateOf(session('N', '14:00', '15:00', names))
    expect(refusalsOf(draftOf([]), [{ reference: 'N', state }])).toEqual([
      {
        reference: 'N',
        problems: ['track', 'room', 'satellite', 'speakers'].map(field => ({ kind: 'unknown', field })),
      },
    ])
  })

  it('do not keep two sessions from changing places', () => {
    const [one, two] = [session('X', '09:00', '10:00'), session('Y', '10:00', '11:00')]
    const times = ({ startsLocal, endsLocal, startsAt, endsAt }: DraftSession) => ({
      startsLocal,
      endsLocal,
      startsAt,
      endsAt,
    })
    const wanted = [
      { reference: 'X', state: stateOf({ ...one, ...times(two) }) },
      { reference: 'Y', state: stateOf({ ...two, ...times(one) }) },
    ]
    expect(refusalsOf(draftOf([one, two]), wanted)).toEqual([])
    expect(refusalsOf(draftOf([one, two]), wanted.slice(0, 1))).toMatchObject([{ reference: 'X' }])
  })
})

describe('releases', () => {
  const release = (draft: Draft, previous: ReleaseContent | undefined, day: number) => {
    const content = contentOf(draft, previous)
    const changes = diffReleases(previous, content)
    return { changes, content: numbered(content, previous, `2026-01-0${day}T00:00:00.000Z`) }
  }
  const kinds = (previous: Draft, next: Draft) => {
    const before = release(previous, undefined, 1).content
    return diffReleases(before, contentOf(next, before)).map(change => change.kind)
  }
  const only = (content: ReleaseContent) => content.sessions[0]

  it('number a session 0, 0, 1, 2, 3 through text, move, cancellation and return', () => {
    const at = session('S', '09:00', '10:00')
    const moved = session('S', '11:00', '12:00', { abstract: { cs: 'Jinak.' } })
    const states = [at, { ...at, abstract: { cs: 'Jinak.' } }, moved, { ...moved, isCancelled: true }, moved]
    let previous: ReleaseContent | undefined
    const numbers = states.map((state, index) => {
      previous = release(draftOf([state]), previous, index + 1).content
      return [only(previous)?.calendarSequence, only(previous)?.contentUpdatedAt.slice(0, 10)]
    })
    expect(numbers).toEqual([
      [0, '2026-01-01'],
      [0, '2026-01-02'],
      [1, '2026-01-03'],
      [2, '2026-01-04'],
      [3, '2026-01-05'],
    ])
  })

  it('keep what has gone from the draft as cancelled, with what it named, and say so once', () => {
    const first = release(
      draftOf([session('S', '09:00', '10:00', { speakers: [{ reference: 'P', role: 'speaker' }] })]),
      undefined,
      1,
    )
    const empty = draftOf([], { rooms: [], speakers: [] })
    const second = release(empty, first.content, 2)
    expect(second.changes).toEqual([{ kind: 'cancelled', session: 'S', title: { cs: 'Bod S' } }])
    expect(only(second.content)).toMatchObject({ isCancelled: true, calendarSequence: 1, room: 'A' })
    expect(second.content.rooms.map(room => room.reference)).toEqual(['A'])
    expect(second.content.speakers.map(speaker => speaker.reference)).toEqual(['P'])
    expect(release(empty, second.content, 3).changes).toEqual([])
  })

  it('leave out what was cancelled before anybody saw it, and rooms and speakers that nothing names', () => {
    const draft = draftOf([session('S', '09:00', '10:00'), session('X', '09:00', '10:00', { isCancelled: true })])
    const { content } = release(draft, undefined, 1)
    expect(content.sessions.map(({ reference }) => reference)).toEqual(['S'])
    expect(content.rooms.map(({ reference }) => reference)).toEqual(['A'])
    expect(content.speakers).toEqual([])
    expect(JSON.stringify(content)).not.toContain('lockVersion')
  })

  it('raise the time of the content when the name of a room or a speaker changes', () => {
    const speaking = session('S', '09:00', '10:00', { speakers: [{ reference: 'P', role: 'speaker' }] })
    const first = release(draftOf([speaking]), undefined, 1).content
    const renamed = draftOf([speaking], { rooms: rooms.map(room => ({ ...room, name: { cs: 'Aula' } })) })
    const second = release(renamed, first, 2)
    expect(only(second.content)).toMatchObject({ calendarSequence: 0, contentUpdatedAt: '2026-01-02T00:00:00.000Z' })
    expect(second.changes).toEqual([{ kind: 'rooms' }])
  })

  const base = session('S', '09:00', '10:00')
  const petra = [{ reference: 'P', role: 'speaker' as const }]
  it.each([
    ['nothing', {}, []],
    ['another start', { startsAt: '2026-10-24T08:00:00.000Z', startsLocal: '2026-10-24T10:00:00' }, ['moved']],
    ['a later end', { endsAt: '2026-10-24T09:00:00.000Z' }, ['longer']],
    ['an earlier end', { endsAt: '2026-10-24T07:30:00.000Z' }, ['shorter']],
    ['another room', { room: 'F' }, ['room']],
    ['another title', { title: { cs: 'Jiný' } }, ['renamed']],
    ['another speaker', { speakers: petra }, ['speakers']],
    ['another language', { language: 'en' }, ['text']],
    ['an empty abstract written otherwise', { abstract: { cs: '' } }, []],
    ['a cancellation with all else', { isCancelled: true, room: 'F', title: { cs: 'Jiný' } }, ['cancelled']],
  ])('call %s by its name', (_, change, expected) => {
    expect(kinds(draftOf([base]), draftOf([{ ...base, ...change }]))).toEqual(expected)
  })

  it('tell changed words of a speaker and another role apart', () => {
    const speaking = draftOf([{ ...base, speakers: petra }])
    const biography = speakers.map(speaker => ({ ...speaker, biography: { cs: 'Nový medailonek' } }))
    expect(kinds(speaking, { ...speaking, speakers: biography })).toEqual(['speaker'])
    const moderating = draftOf([{ ...base, speakers: [{ reference: 'P', role: 'moderator' }] }])
    expect(kinds(speaking, moderating)).toEqual(['text'])
  })
})
