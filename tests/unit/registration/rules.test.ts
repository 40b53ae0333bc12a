import { describe, expect, it } from '@jest/globals'
import { csvCell, toCsv } from '../../../src/core/csv.ts'
import { addMinutes, instant } from '../../../src/core/time.ts'
import { mailName, printedName } from '../../../src/features/registration/queries/names.ts'
import { mayCancel, mayChange } from '../../../src/features/registration/permissions.ts'
import * as rules from '../../../src/features/registration/rules.ts'
import type { CategoryRow, CategoryWindow, EventWindow } from '../../../src/features/registration/types.ts'

const now = instant('2026-06-01T10:00:00Z')
const event: EventWindow = {
  registrationOpensAt: instant('2026-05-01T00:00:00Z'),
  registrationClosesAt: instant('2026-09-01T00:00:00Z'),
  endsAt: instant('2026-09-15T12:00:00Z'),
  cancelledAt: null,
  archivedAt: null,
}
const category: CategoryWindow = { opensAt: null, closesAt: null, needsApproval: false, hasWaitingList: true }
const quota = { capacity: 40, taken: 10, waiting: 0 }
const decide = (
  changes: { category?: Partial<CategoryWindow>; quota?: Partial<typeof quota>; event?: Partial<EventWindow> },
  at = now,
) =>
  rules.decideAdmission(
    { ...category, ...changes.category },
    { ...quota, ...changes.quota },
    { ...event, ...changes.event },
    at,
  )

describe('decideAdmission', () => {
  it('gives a place while there is one, then a rank in the queue, then nothing', () => {
    expect(decide({})).toEqual({ kind: 'place' })
    expect(decide({ quota: { taken: 39 } })).toEqual({ kind: 'place' })
    expect(decide({ quota: { taken: 40 } })).toEqual({ kind: 'waiting', position: 1 })
    expect(decide({ quota: { taken: 40, waiting: 7 } })).toEqual({ kind: 'waiting', position: 8 })
    expect(decide({ quota: { taken: 40 }, category: { hasWaitingList: false } })).toEqual({ kind: 'full' })
  })

  it('lets nobody pass somebody who waits', () => {
    expect(decide({ quota: { taken: 39, waiting: 1 } })).toEqual({ kind: 'waiting', position: 2 })
  })

  it('knows no limit where there is none', () => {
    const unlimited = { capacity: null, taken: 5_000, waiting: 0 }
    expect(rules.decideAdmission(category, unlimited, event, now)).toEqual({ kind: 'place' })
  })

  it('opens and closes at the very moment, the category before the event', () => {
    const opensAt = instant('2026-05-01T00:00:00Z')
    expect(decide({}, addMinutes(opensAt, -1))).toEqual({ kind: 'not-yet', opensAt })
    expect(decide({}, opensAt)).toEqual({ kind: 'place' })
    expect(decide({}, addMinutes(instant('2026-09-01T00:00:00Z'), -1))).toEqual({ kind: 'place' })
    expect(decide({}, instant('2026-09-01T00:00:00Z'))).toEqual({ kind: 'closed' })
    const own = { opensAt: instant('2026-06-02T00:00:00Z'), closesAt: instant('2026-09-10T00:00:00Z') }
    expect(decide({ category: own })).toEqual({ kind: 'not-yet', opensAt: own.opensAt })
    expect(decide({ category: own }, instant('2026-09-05T00:00:00Z'))).toEqual({ kind: 'place' })
  })

  it('ends with the event, its cancellation, its archiving', () => {
    const late = { closesAt: instant('2027-01-01T00:00:00Z') }
    expect(decide({ category: late }, event.endsAt)).toEqual({ kind: 'closed' })
    expect(decide({ event: { cancelledAt: now } })).toEqual({ kind: 'cancelled' })
    expect(decide({ event: { archivedAt: now } })).toEqual({ kind: 'closed' })
  })

  it('asks for approval before it counts', () => {
    expect(decide({ category: { needsApproval: true }, quota: { taken: 40 } })).toEqual({ kind: 'approval' })
  })
})

describe('promotion, cancelling, changing', () => {
  it('promotes as many as there are free places and people, not after the end', () => {
    expect(rules.promotionsDue({ capacity: 40, taken: 38, waiting: 5 }, event, now)).toBe(2)
    expect(rules.promotionsDue({ capacity: 40, taken: 30, waiting: 5 }, event, now)).toBe(5)
    expect(rules.promotionsDue({ capacity: null, taken: 30, waiting: 5 }, event, now)).toBe(5)
    expect(rules.promotionsDue({ capacity: 40, taken: 40, waiting: 5 }, event, now)).toBe(0)
    expect(rules.promotionsDue({ capacity: 40, taken: 38, waiting: 5 }, event, event.endsAt)).toBe(0)
    expect(rules.promotionsDue({ capacity: 40, taken: 38, waiting: 5 }, { ...event, cancelledAt: now }, now)).toBe(0)
  })

  it('allows cancelling until the end, changing only while the event takes place', () => {
    expect(mayCancel('confirmed', event, now)).toBe(true)
    expect(mayCancel('cancelled', event, now)).toBe(false)
    expect(mayCancel('waiting', event, event.endsAt)).toBe(false)
    expect(mayChange('confirmed', event, now)).toBe(true)
    expect(mayChange('confirmed', { ...event, cancelledAt: now }, now)).toBe(false)
  })

  it('takes the same form within fifteen minutes for a double click', () => {
    const first = { submissionDigest: 'a', createdAt: now }
    expect(rules.isDoubleSubmission(first, { submissionDigest: 'a' }, addMinutes(now, 15))).toBe(true)
    expect(rules.isDoubleSubmission(first, { submissionDigest: 'a' }, addMinutes(now, 16))).toBe(false)
    expect(rules.isDoubleSubmission(first, { submissionDigest: 'b' }, now)).toBe(false)
  })
})

describe('the offer of an event', () => {
  const row: CategoryRow = {
    ...category,
    id: 1,
    eventId: 1,
    reference: 'ABCDEFGH',
    name: { cs: 'Host' },
    description: {},
    position: 1,
    createdAt: now,
  }
  const offer = (
    quotas: readonly { capacity: number | null; taken: number; waiting: number }[],
    at = now,
    more = {},
  ) => {
    const categories = quotas.map(one => rules.offerOfCategory({ ...row, ...more }, one, event, at))
    return rules.offerOfEvent(event, categories, at).event
  }
  const closesAt = instant('2026-09-01T00:00:00Z')

  it('is the best that a category has', () => {
    expect(offer([])).toEqual({ kind: 'none' })
    expect(offer([quota, { ...quota, taken: 40 }])).toEqual({ kind: 'open', closesAt, left: 30, capacity: 40 })
    expect(offer([quota, { ...quota, capacity: null }])).toEqual({ kind: 'open', closesAt })
    expect(offer([{ ...quota, taken: 40, waiting: 3 }])).toEqual({ kind: 'waiting-list', closesAt, waiting: 3 })
    expect(offer([{ ...quota, taken: 40 }], now, { hasWaitingList: false })).toEqual({ kind: 'full' })
    expect(offer([quota], closesAt)).toEqual({ kind: 'closed' })
    expect(offer([quota], event.endsAt)).toEqual({ kind: 'over' })
    const opensAt = instant('2026-05-01T00:00:00Z')
    expect(offer([quota], addMinutes(opensAt, -5))).toEqual({ kind: 'not-yet', opensAt })
  })
})

describe('names', () => {
  it('prints titles as Czech typography wants and keeps advertisements out of mails', () => {
    const jana = { titleBefore: 'Mgr.', givenName: 'Jana', familyName: 'Nováková', titleAfter: 'Ph.D.' }
    expect(printedName(jana)).toBe('Mgr. Jana Nováková, Ph.D.')
    expect(printedName({ ...jana, titleBefore: '', titleAfter: '' })).toBe('Jana Nováková')
    expect(mailName(jana)).toBe('Jana Nováková')
    for (const givenName of ['Win http://evil.cz', '[x](http://evil)', '<b>', 'evil.example', 'a@b.cz', 'www.evil']) {
      expect(mailName({ givenName, familyName: 'Nováková' })).toBe('')
    }
  })
})

describe('CSV', () => {
  it('calculates nothing in a spreadsheet', () => {
    const cells = ["=cmd|'/C calc'!A0", '+420 475 657 111', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', 'a=b', '']
    expect(cells.map(csvCell)).toEqual([...cells.slice(0, 7).map(cell => `'${cell}`), 'a=b', ''])
  })

  it('is what Czech Excel reads: BOM, semicolons, everything quoted, CRLF', () => {
    expect(toCsv(['Jméno', 'Kraj'], [['Jana "J" Nováková', 'a;b\nc']])).toBe(
      '\ufeff"Jméno";"Kraj"\r\n"Jana ""J"" Nováková";"a;b\nc"\r\n',
    )
  })
})
