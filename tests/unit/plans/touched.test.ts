import { describe, expect, it } from '@jest/globals'
import { instant, timeZone } from '../../../src/core/time.ts'
import type { AgendaChange } from '../../../src/features/agenda/types.ts'
import { concernedSessions, isAhead, isToCome, newsFor, reasonsOf } from '../../../src/features/plans/rules/touched.ts'

const span = (start: string, end: string) => ({ startsLocal: `2026-10-24T${start}`, endsLocal: `2026-10-24T${end}` })
const title = { cs: 'Vodík' }
const changes: readonly AgendaChange[] = [
  { kind: 'new', session: 'NEW', title },
  { kind: 'moved', session: 'A', title, from: span('09:00', '10:00'), to: span('11:00', '12:00') },
  { kind: 'text', session: 'TEXT', title },
  { kind: 'room', session: 'A', title, from: null, to: { cs: 'Foyer' } },
  { kind: 'cancelled', session: 'B', title },
  { kind: 'text', session: 'B', title },
  { kind: 'renamed', session: 'C', title, before: { cs: 'Uhlí' } },
  { kind: 'speaker', name: { cs: 'Jana' } },
  { kind: 'rooms' },
]

describe('what a release changes in a plan', () => {
  it('is when, where, whether, what and who; neither news for nobody nor words inside', () => {
    expect(concernedSessions(changes)).toEqual(['A', 'B', 'C'])
    expect(concernedSessions([])).toEqual([])
  })

  it('is told by the strongest reason, once, speaking first', () => {
    const planned = [
      { session: 'A', reason: 'starred' },
      { session: 'C', reason: 'speaks' },
      { session: 'A', reason: 'signed-up' },
      { session: 'ELSE', reason: 'starred' },
      { session: 'C', reason: 'starred' },
    ] as const
    expect([...reasonsOf(planned)]).toEqual(
      expect.arrayContaining([
        ['A', 'signed-up'],
        ['C', 'speaks'],
        ['ELSE', 'starred'],
      ]),
    )
    const told = newsFor(changes, planned)
    expect(told.map(({ session, reason, changes: some }) => [session, reason, some.map(({ kind }) => kind)])).toEqual([
      ['C', 'speaks', ['renamed']],
      ['A', 'signed-up', ['moved', 'room']],
    ])
  })

  it('is nothing for whom nothing changed', () => {
    expect(newsFor(changes, [{ session: 'TEXT', reason: 'speaks' }])).toEqual([])
    expect(newsFor(changes, [])).toEqual([])
  })
})

describe('who still has to be told', () => {
  const timeZoneOfSofia = { timeZone: timeZone('Europe/Sofia') }

  it('goes by the clocks of the event', () => {
    const session = { endsLocal: '2026-10-24T10:00:00' }
    expect(isAhead(session, timeZoneOfSofia, instant('2026-10-24T06:59:00Z'))).toBe(true)
    expect(isAhead(session, timeZoneOfSofia, instant('2026-10-24T07:00:00Z'))).toBe(false)
    expect(isAhead(undefined, timeZoneOfSofia, instant('2026-10-24T06:59:00Z'))).toBe(false)
  })

  it('is nobody once the event is over, cancelled or put away', () => {
    const at = instant('2026-10-24T06:00:00Z')
    const event = { cancelledAt: null, archivedAt: null, endsAt: instant('2026-10-24T07:00:00Z') }
    expect(isToCome(event, at)).toBe(true)
    expect(isToCome({ ...event, cancelledAt: at }, at)).toBe(false)
    expect(isToCome({ ...event, archivedAt: at }, at)).toBe(false)
    expect(isToCome({ ...event, endsAt: at }, at)).toBe(false)
  })
})
