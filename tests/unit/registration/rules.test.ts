import { describe, expect, it } from '@jest/globals'
import { csvCell, toCsv } from '../../../src/core/csv.ts'
import { addMinutes, instant } from '../../../src/core/time.ts'
import { mayCancel, mayChange } from '../../../src/features/registration/permissions.ts'
import { chooseDue } from '../../../src/features/registration/actions/places.ts'
import type { Waiting } from '../../../src/features/registration/queries/locks.ts'
import { mailName, printedName } from '../../../src/features/registration/queries/names.ts'
import * as rules from '../../../src/features/registration/rules.ts'
import * as admission from '../../../src/features/registration/rules/admission.ts'
import { hasRoom, quotasOf, roomIn } from '../../../src/features/registration/rules/ledger.ts'
import { findServable } from '../../../src/features/registration/rules/servable.ts'
import { offerOf } from '../../../src/features/registration/rules/offers.ts'
import { aCategory, aLedger, aTally, openMoment as now } from '../../factories/ledger.ts'

const ledger = aLedger()
const { event } = ledger
const closesAt = instant('2026-09-01T00:00:00Z')

describe('the times of registering', () => {
  it('open and close at the very moment, the category before the event', () => {
    const opensAt = instant('2026-05-01T00:00:00Z')
    const closed = (at: Date, category = {}) => admission.closedBecause(aCategory(category), event, at)
    expect(closed(addMinutes(opensAt, -1))).toEqual({ kind: 'not-yet', opensAt })
    expect(closed(opensAt)).toBeUndefined()
    expect(closed(addMinutes(closesAt, -1))).toBeUndefined()
    expect(closed(closesAt)).toEqual({ kind: 'closed' })
    const own = { opensAt: instant('2026-06-02T00:00:00Z'), closesAt: instant('2026-09-10T00:00:00Z') }
    expect(closed(now, own)).toEqual({ kind: 'not-yet', opensAt: own.opensAt })
    expect(closed(instant('2026-09-05T00:00:00Z'), own)).toBeUndefined()
  })

  it('end with the event, its cancellation, its archiving', () => {
    const late = aCategory({ closesAt: instant('2027-01-01T00:00:00Z') })
    expect(admission.closedBecause(late, event, event.endsAt)).toEqual({ kind: 'closed' })
    expect(admission.closedBecause(late, { ...event, cancelledAt: now }, now)).toEqual({ kind: 'cancelled' })
    expect(admission.closedBecause(late, { ...event, archivedAt: now }, now)).toEqual({ kind: 'closed' })
  })
})

describe('places', () => {
  const place = (quotas: Parameters<typeof aTally>[0][], hasWaitingList = true, settings = {}) => {
    const tallies = quotas.map((quota, index) => aTally({ id: index + 1, ...quota }))
    return admission.decidePlace(aLedger({ quotas: tallies, settings }), tallies, { hasWaitingList }, now)
  }

  it('are given while each quota has one, then comes the queue, then nothing', () => {
    expect(place([{}])).toBe('place')
    expect(place([{ taken: 39 }])).toBe('place')
    expect(place([{ taken: 40 }])).toBe('waiting')
    expect(place([{ taken: 40 }], false)).toBe('full')
    expect(place([{}, { scope: 'event', categoryId: null, taken: 40 }])).toBe('waiting')
    expect(place([{ capacity: null, taken: 5_000 }])).toBe('place')
    expect(place([{ capacity: 0, taken: 0 }])).toBe('waiting')
  })

  it('are left to those who wait as soon as the list is frozen', () => {
    expect(place([{ taken: 39, waiting: 1 }], true, { waitingFrozenAt: now })).toBe('waiting')
    expect(place([{ taken: 39, waiting: 1 }], true, { waitingFrozenAt: addMinutes(now, 1) })).toBe('place')
    expect(place([{ taken: 39 }], true, { waitingFrozenAt: now })).toBe('place')
  })

  it('are drawn from its own quota, the shared ones, the whole event and the way of coming', () => {
    const shared = aTally({ id: 2, scope: 'shared', categoryId: null })
    const whole = aTally({ id: 3, scope: 'event', categoryId: null })
    const online = aTally({ id: 4, scope: 'online', categoryId: null })
    const other = aTally({ id: 5, categoryId: 2 })
    const workshop = aTally({ id: 6, categoryId: null, partId: 7 })
    const members = [
      { quotaId: 2, categoryId: 1, partId: null, optionId: null },
      { quotaId: 2, categoryId: null, partId: 7, optionId: null },
    ]
    const all = aLedger({ quotas: [aTally(), shared, whole, online, other, workshop], members })
    const ids = (item: Parameters<typeof quotasOf>[1]) => quotasOf(all, item).map(({ id }) => id)
    expect(ids({ categoryId: 1, attendance: 'on_site' })).toEqual([1, 2, 3])
    expect(ids({ categoryId: 1, attendance: 'online' })).toEqual([1, 2, 3, 4])
    expect(ids({ categoryId: 2, attendance: 'on_site' })).toEqual([3, 5])
    expect(ids({ partId: 7 })).toEqual([2, 6])
    expect(ids({ optionId: 7 })).toEqual([])
  })

  it('are counted in all quotas at once', () => {
    const quotas = [aTally({ taken: 38 }), aTally({ capacity: null }), aTally({ taken: 30 })]
    expect([hasRoom(quotas, 2), hasRoom(quotas, 3), roomIn(quotas), roomIn([])]).toEqual([true, false, 2, undefined])
  })
})

describe('promotion', () => {
  const waits = (id: number, categoryId: number, unitId: number | null = null): Waiting => ({
    kind: 'registration',
    id,
    registrationId: id,
    queueNumber: id,
    unitId,
    item: { categoryId, attendance: 'on_site' },
  })
  const due = (places: readonly [number, number], waiting: readonly Waiting[]) => {
    const quotas = places.map((free, index) =>
      aTally({ id: index + 1, categoryId: index + 1, capacity: 10, taken: 10 - free, waiting: 9 }),
    )
    const units = new Map<number, Waiting[]>()
    for (const one of waiting) if (one.unitId) units.set(one.unitId, [...(units.get(one.unitId) ?? []), one])
    const of = aLedger({ quotas, categories: [aCategory(), aCategory({ id: 2 })] })
    return chooseDue(of, waiting, units).map(({ id }) => id)
  }

  it('is strictly in order; who wants what is not there is passed over', () => {
    expect(due([2, 0], [waits(1, 1), waits(2, 2), waits(3, 1), waits(4, 1)])).toEqual([1, 3])
    expect(due([1, 1], [waits(1, 1), waits(2, 1), waits(3, 2)])).toEqual([1, 3])
    expect(due([0, 0], [waits(1, 1)])).toEqual([])
  })

  it('takes a delegation that waits together as one, or not yet', () => {
    const unit = [waits(1, 1, 8), waits(3, 1, 8), waits(4, 1, 8)]
    expect(due([3, 0], [unit[0] ?? waits(0, 1), waits(2, 1), ...unit.slice(1)])).toEqual([1, 3, 4])
    expect(due([2, 0], [unit[0] ?? waits(0, 1), waits(2, 1), ...unit.slice(1)])).toEqual([2])
  })

  it('looks only at what somebody waits for and there is room for', () => {
    const whole = aTally({ id: 9, scope: 'event', categoryId: null, capacity: 100, taken: 99 })
    const own = (id: number, taken: number, waiting: number) => aTally({ id, categoryId: id, taken, waiting })
    const categories = [1, 2, 3].map(id => aCategory({ id }))
    const found = (taken: number) => {
      const quotas = [own(1, 40, 5), own(2, 39, 3), own(3, 10, 0), { ...whole, taken }]
      return findServable(aLedger({ quotas, categories })).mains.map(({ categoryId }) => categoryId)
    }
    expect(found(99)).toEqual([2, 2])
    expect(found(100)).toEqual([])
  })

  it('stops with the event, its cancellation and a frozen list', () => {
    expect(admission.promotes(ledger, now)).toBe(true)
    expect(admission.promotes(ledger, event.endsAt)).toBe(false)
    expect(admission.promotes(aLedger({ event: { cancelledAt: now } }), now)).toBe(false)
    expect(admission.promotes(aLedger({ settings: { waitingFrozenAt: now } }), now)).toBe(false)
  })
})

describe('parts', () => {
  it('clash when they overlap, not when one begins as another ends', () => {
    const part = (id: number, from: number, to: number) => ({
      id,
      startsAt: addMinutes(now, from),
      endsAt: addMinutes(now, to),
    })
    expect(admission.clashesAmong([part(1, 0, 60), part(2, 60, 90)])).toBeUndefined()
    expect(admission.clashesAmong([part(1, 0, 60), part(2, 90, 120), part(3, 59, 70)])).toEqual([1, 3])
    expect(admission.clashesAmong([part(1, 0, 60), { id: 2, startsAt: null, endsAt: null }])).toBeUndefined()
  })

  it('close by their own deadline, else the organiser’s, else when they begin', () => {
    const part = { closesAt: null, startsAt: addMinutes(now, 60), cancelledAt: null }
    const settings = { partsCloseAt: null }
    expect(admission.isPartOpen(part, settings, now)).toBe(true)
    expect(admission.isPartOpen(part, settings, addMinutes(now, 60))).toBe(false)
    expect(admission.isPartOpen(part, { partsCloseAt: now }, now)).toBe(false)
    expect(admission.isPartOpen({ ...part, closesAt: addMinutes(now, 5) }, { partsCloseAt: now }, now)).toBe(true)
    expect(admission.isPartOpen({ ...part, cancelledAt: now }, settings, now)).toBe(false)
  })
})

describe('cancelling and changing', () => {
  it('are possible until the end, changing only while the event takes place', () => {
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
  const offer = (
    quotas: Parameters<typeof aTally>[0][],
    at = now,
    category = {},
    more: Parameters<typeof aLedger>[0] = {},
  ) => {
    const tallies = quotas.map((quota, index) => aTally({ id: index + 1, categoryId: index + 1, ...quota }))
    const own = tallies.filter(({ scope }) => scope === 'own')
    const categories = own.map(({ id }) => aCategory({ id, ...category }))
    return offerOf(aLedger({ quotas: tallies, categories, ...more }), at, []).event
  }

  it('is the best that a category has', () => {
    expect(offer([])).toEqual({ kind: 'none' })
    expect(offer([{}, { taken: 40 }])).toEqual({ kind: 'open', closesAt, left: 30, capacity: 40 })
    expect(offer([{}, { capacity: null }])).toEqual({ kind: 'open', closesAt })
    expect(offer([{ taken: 40, waiting: 3 }])).toEqual({ kind: 'waiting-list', closesAt, waiting: 3 })
    expect(offer([{ taken: 40 }], now, { hasWaitingList: false })).toEqual({ kind: 'full' })
    expect(offer([{}], closesAt)).toEqual({ kind: 'closed' })
    expect(offer([{}], event.endsAt)).toEqual({ kind: 'over' })
    const opensAt = instant('2026-05-01T00:00:00Z')
    expect(offer([{}], addMinutes(opensAt, -5))).toEqual({ kind: 'not-yet', opensAt })
  })

  it('never promises more than the whole event holds, and hides what a code opens', () => {
    const whole = { scope: 'event', categoryId: null, capacity: 50, taken: 45 } as const
    expect(offer([{}, { taken: 30 }, whole])).toEqual({ kind: 'open', closesAt, left: 5, capacity: 50 })
    const secret = aLedger({ categories: [aCategory(), aCategory({ id: 2, isHidden: true })] })
    expect(offerOf(secret, now, []).categories.map(({ category }) => category.id)).toEqual([1])
    expect(offerOf(secret, now, [2]).categories.map(({ category }) => category.id)).toEqual([1, 2])
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
