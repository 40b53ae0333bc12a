import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import { feedbackState } from '../../../src/features/feedback/rules.ts'

const at = (time: string) => instant(`2026-10-24T${time}:00Z`)
const session = {
  kind: 'talk',
  isCancelled: false,
  startsAt: at('09:00'),
  feedbackOpensAt: at('08:00'),
  feedbackClosesAt: at('18:00'),
}

describe('feedback on a session', () => {
  it.each([
    ['before the window', '07:59', 'later'],
    ['before it begins', '08:59', 'later'],
    ['from its beginning', '09:00', 'open'],
    ['until the window ends', '17:59', 'open'],
    ['at the end of the window', '18:00', 'closed'],
  ])('%s (%s): %s', (_, time, kind) => {
    expect(feedbackState(session, at(time)).kind).toBe(kind)
  })

  it('says from when: the later of window and beginning', () => {
    expect(feedbackState(session, at('07:00'))).toEqual({ kind: 'later', from: at('09:00') })
    const late = { ...session, feedbackOpensAt: at('12:00') }
    expect(feedbackState(late, at('10:00'))).toEqual({ kind: 'later', from: at('12:00') })
  })

  it.each([
    ['is not asked for', { feedbackOpensAt: null, feedbackClosesAt: null }],
    ['is not asked for breaks', { kind: 'break' }],
    ['is not asked for what is cancelled', { isCancelled: true }],
    ['is not promised for what begins after the window', { startsAt: at('18:00') }],
  ])('%s', (_, change) => {
    for (const time of ['07:00', '10:00', '20:00'])
      expect(feedbackState({ ...session, ...change }, at(time))).toEqual({ kind: 'closed' })
  })

  it('stays open where the window has no end', () => {
    expect(feedbackState({ ...session, feedbackClosesAt: null }, instant('2030-01-01T00:00:00Z')).kind).toBe('open')
  })
})
