import { describe, expect, it } from '@jest/globals'
import { instant, timeZone } from '../../../src/core/time.ts'
import {
  changedFields,
  checkPublication,
  daysOf,
  decideTimes,
  movesCalendar,
  phaseOf,
  shiftInstant,
  shiftTimes,
} from '../../../src/features/events/rules.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { someTimes } from '../../factories/events.ts'

const prague = timeZone('Europe/Prague')
const at = instant('2027-01-01T00:00:00Z')

const row: EventRow = {
  id: 1,
  slug: 'burgas',
  calendarUid: '00000000-0000-0000-0000-000000000000',
  organisationId: 1,
  seriesId: null,
  edition: null,
  parentEventId: null,
  projectId: null,
  venueId: null,
  title: { cs: 'Burgas', en: 'Burgas' },
  subtitle: {},
  kindOfInvitation: {},
  summary: {},
  description: {},
  venueNote: {},
  pressRelease: {},
  hue: 220,
  mode: 'on_site',
  city: { cs: 'Burgas' },
  country: 'BG',
  ...someTimes(),
  registrationOpensAt: null,
  registrationClosesAt: null,
  isDemonstration: false,
  publishedAt: null,
  cancelledAt: null,
  cancellationNote: {},
  archivedAt: null,
  calendarSequence: 0,
  contentUpdatedAt: at,
  createdAt: at,
  lockVersion: 0,
}

describe('the phase of an event', () => {
  it.each([
    [{ publishedAt: null, cancelledAt: null, archivedAt: null }, 'draft'],
    [{ publishedAt: at, cancelledAt: null, archivedAt: null }, 'published'],
    [{ publishedAt: at, cancelledAt: at, archivedAt: null }, 'cancelled'],
    [{ publishedAt: at, cancelledAt: null, archivedAt: at }, 'archived'],
    [{ publishedAt: at, cancelledAt: at, archivedAt: at }, 'archived'],
  ] as const)('is told by its facts: %o', (facts, phase) => {
    expect(phaseOf(facts)).toBe(phase)
  })
})

describe('the times of an event', () => {
  const typed = {
    timeZone: prague,
    startDate: '2027-03-28',
    endDate: '2027-03-28',
    startTime: '01:00',
    endTime: '12:00',
  }

  it('are instants in its zone', () => {
    const decision = decideTimes({ ...typed, timeZone: timeZone('Europe/Sofia') })
    expect(decision).toMatchObject({
      kind: 'times',
      times: { startsAt: instant('2027-03-27T23:00:00Z'), endsAt: instant('2027-03-28T09:00:00Z'), hasTimes: true },
    })
  })

  it('are refused in a spring gap, with the nearest time', () => {
    expect(decideTimes({ ...typed, startTime: '02:30' })).toEqual({
      kind: 'gap',
      which: 'start',
      nearest: '2027-03-28T03:00:00',
    })
    expect(decideTimes({ ...typed, endTime: '02:30' })).toEqual({
      kind: 'gap',
      which: 'end',
      nearest: '2027-03-28T03:00:00',
    })
  })

  it('are asked about where they come twice, until the occurrence is chosen', () => {
    const autumn = { ...typed, startDate: '2027-10-31', endDate: '2027-10-31', startTime: '02:30' }
    expect(decideTimes(autumn)).toEqual({
      kind: 'overlap',
      which: 'start',
      earlier: instant('2027-10-31T00:30:00Z'),
      later: instant('2027-10-31T01:30:00Z'),
    })
    expect(decideTimes({ ...autumn, startOccurrence: 'later' })).toMatchObject({
      times: { startsAt: instant('2027-10-31T01:30:00Z') },
    })
  })

  it('end after they start', () => {
    expect(decideTimes({ ...typed, endTime: '01:00' })).toEqual({ kind: 'end-before-start' })
    expect(decideTimes({ timeZone: prague, startDate: '2027-05-02', endDate: '2027-05-01' })).toEqual({
      kind: 'end-before-start',
    })
  })

  it('do not last for centuries', () => {
    const dates = { timeZone: prague, startDate: '1927-05-02', endDate: '2027-05-01' }
    expect(decideTimes(dates)).toEqual({ kind: 'too-long' })
    expect(decideTimes({ ...dates, startTime: '09:00', endTime: '10:00' })).toEqual({ kind: 'too-long' })
    expect(decideTimes({ ...dates, startDate: '2026-05-02' }).kind).toBe('times')
  })

  it('are whole days where only the days are known', () => {
    const decision = decideTimes({ timeZone: prague, startDate: '2027-03-27', endDate: '2027-03-28' })
    if (decision.kind !== 'times') throw new Error(decision.kind)
    expect(decision.times).toMatchObject({
      startsAt: instant('2027-03-26T23:00:00Z'),
      endsAt: instant('2027-03-28T22:00:00Z'),
      hasTimes: false,
    })
    expect(daysOf(decision.times)).toEqual({ first: '2027-03-27', last: '2027-03-28' })
  })

  it('move with their wall times over a change of clocks', () => {
    const winter = someTimes({ startDate: '2027-03-24', endDate: '2027-03-26', zone: 'Europe/Prague' })
    expect(shiftTimes(winter, '2027-04-07')).toEqual({
      timeZone: prague,
      startsLocal: '2027-04-07T09:00:00',
      endsLocal: '2027-04-09T13:00:00',
      startsAt: instant('2027-04-07T07:00:00Z'),
      endsAt: instant('2027-04-09T11:00:00Z'),
      hasTimes: true,
    })
    expect(shiftInstant(instant('2027-03-20T22:59:00Z'), prague, 14)).toEqual(instant('2027-04-03T21:59:00Z'))
  })

  it('that would move into a gap take the first time after it', () => {
    const night = someTimes({
      startDate: '2027-03-21',
      endDate: '2027-03-21',
      startTime: '02:30',
      endTime: '05:00',
      zone: 'Europe/Prague',
    })
    expect(shiftTimes(night, '2027-03-28').startsLocal).toBe('2027-03-28T03:00:00')
  })
})

describe('the checklist of publication', () => {
  it('has nothing against a complete event', () => {
    expect(checkPublication(row, undefined)).toEqual({ blockers: [], warnings: [] })
  })

  it('asks for a place unless the event is online', () => {
    expect(checkPublication({ ...row, city: {} }, undefined).blockers).toEqual(['place'])
    expect(checkPublication({ ...row, city: {}, mode: 'online' }, undefined).blockers).toEqual([])
  })

  it('warns of what a funder demands', () => {
    const funding = { hasProgramme: true, hasStatement: true, registrationNumber: 'CZ.02', evidenceUntil: '2030-01-01' }
    expect(checkPublication(row, funding).warnings).toEqual([])
    expect(
      checkPublication(
        { ...row, title: { cs: 'Burgas' } },
        { ...funding, hasStatement: false, registrationNumber: null, evidenceUntil: null },
      ).warnings,
    ).toEqual([
      'title-in-one-language',
      'project-without-statement',
      'project-without-number',
      'project-without-evidence-date',
    ])
    expect(checkPublication(row, { ...funding, hasProgramme: false, hasStatement: false }).warnings).toEqual([
      'project-without-programme',
    ])
  })
})

describe('the SEQUENCE of an event', () => {
  it('rises with when and where, not with words', () => {
    expect(movesCalendar(row, { ...row, title: { cs: 'Jinak' }, description: { cs: 'Jinak' }, hue: 10 })).toBe(false)
    expect(movesCalendar(row, { ...row, startsAt: instant('2027-09-15T07:00:00Z') })).toBe(true)
    expect(movesCalendar(row, { ...row, timeZone: prague })).toBe(true)
    expect(movesCalendar(row, { ...row, venueId: 7 })).toBe(true)
    expect(movesCalendar(row, { ...row, city: { cs: 'Varna' } })).toBe(true)
    expect(movesCalendar(row, { ...row, city: { cs: 'Burgas', en: '' } })).toBe(false)
  })

  it('and no field counts as changed when it says the same', () => {
    expect(
      changedFields(row, { ...row, city: { cs: 'Burgas', en: '' }, startsAt: instant(row.startsAt.toISOString()) }),
    ).toEqual([])
    expect(changedFields(row, { ...row, hue: 10, subtitle: { en: 'New' } })).toEqual(['subtitle', 'hue'])
  })
})
