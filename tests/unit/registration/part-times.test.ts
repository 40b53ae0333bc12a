import { describe, expect, it } from '@jest/globals'
import { instant, timeZone } from '../../../src/core/time.ts'
import { readMoment } from '../../../src/features/registration/forms/moments.ts'
import { isMoved, shiftedMoment, shiftedPartTimes } from '../../../src/features/registration/rules/part-times.ts'

const prague = timeZone('Europe/Prague')
const sofia = timeZone('Europe/Sofia')

const times = (startsLocal: string, endsLocal: string, startsAt: string, endsAt: string) => ({
  startsLocal,
  endsLocal,
  startsAt: instant(startsAt),
  endsAt: instant(endsAt),
})
const morning = times('2027-03-21T02:30:00', '2027-03-21T04:00:00', '2027-03-21T01:30:00Z', '2027-03-21T03:00:00Z')

describe('the times of a part', () => {
  it('are others when an instant differs, or when they come or go', () => {
    expect(isMoved(morning, { ...morning })).toBe(false)
    expect(isMoved(morning, { ...morning, endsAt: instant('2027-03-21T03:01:00Z') })).toBe(true)
    expect(isMoved(morning, null)).toBe(true)
    expect(isMoved({ startsAt: null, endsAt: null }, morning)).toBe(true)
    expect(isMoved({ startsAt: null, endsAt: null }, null)).toBe(false)
  })

  it('stay on the wall some days later, in another zone too', () => {
    const later = shiftedPartTimes(morning, sofia, 8)
    expect(later).toEqual(
      times('2027-03-29T02:30:00', '2027-03-29T04:00:00', '2027-03-28T23:30:00Z', '2027-03-29T01:00:00Z'),
    )
    expect(shiftedMoment(instant('2027-03-21T08:00:00Z'), prague, sofia, 8)).toEqual(instant('2027-03-29T06:00:00Z'))
  })

  it('begin at the first time there is where clocks skip theirs, and last an hour if nothing is left of them', () => {
    const shortened = shiftedPartTimes(morning, prague, 7)
    expect(shortened.startsLocal).toBe('2027-03-28T03:00:00')
    expect(shortened.endsLocal).toBe('2027-03-28T04:00:00')
    const gone = { ...morning, endsLocal: '2027-03-21T02:45:00', endsAt: instant('2027-03-21T01:45:00Z') }
    expect(shiftedPartTimes(gone, prague, 7)).toEqual(
      times('2027-03-28T03:00:00', '2027-03-28T04:00:00', '2027-03-28T01:00:00Z', '2027-03-28T02:00:00Z'),
    )
  })
})

describe('a moment as it is typed', () => {
  const read = (date: string, time: string, sense: 'opens' | 'closes') =>
    readMoment({ theDate: date, theTime: time }, 'the', prague, sense)

  it('may be left out, may lack its time, and takes the generous of two equal times', () => {
    expect(read('', ' ', 'opens')).toEqual({ at: null, local: null, problems: [] })
    expect(read('5. 9. 2027', '', 'opens').at).toEqual(instant('2027-09-04T22:00:00Z'))
    expect(read('5. 9. 2027', '', 'closes').at).toEqual(instant('2027-09-05T21:59:00Z'))
    expect(read('31.10.2027', '2.30', 'opens').at).toEqual(instant('2027-10-31T00:30:00Z'))
    expect(read('31.10.2027', '2.30', 'closes').at).toEqual(instant('2027-10-31T01:30:00Z'))
  })

  it.each([
    ['', '9.00', 'theDate', 'errors.required'],
    ['30.2.2027', '', 'theDate', 'errors.date'],
    ['1.2.2027', '24:61', 'theTime', 'errors.time'],
    ['28.3.2027', '2.30', 'theTime', 'errors.gap'],
  ])('says what is wrong with %j %j', (date, time, field, message) => {
    expect(read(date, time, 'opens').problems).toEqual([{ field, message }])
  })

  it('refuses what is no text', () => {
    expect(readMoment({ theDate: ['1.2.2027'], theTime: {} }, 'the', prague, 'opens').at).toBeNull()
  })
})
