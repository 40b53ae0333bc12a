import { describe, expect, it } from '@jest/globals'
import { usualSettings } from '../../../src/features/registration/queries/settings.ts'
import { inTime, isOfferedTo } from '../../../src/features/registration/rules/form-parts.ts'
import { withPlacesKept } from '../../../src/features/registration/rules/opened.ts'
import { refusalAtField } from '../../../src/features/registration/rules/refusals.ts'
import type {
  Admission,
  CategoryOffer,
  EventOffer,
  PartOffer,
} from '../../../src/features/registration/types/offers.ts'

const category = (id: number, admission: Admission, needsApproval = false): CategoryOffer => ({
  category: {
    id,
    eventId: 1,
    reference: `C${id}`,
    name: {},
    description: {},
    position: id,
    opensAt: null,
    closesAt: null,
    needsApproval,
    approvalHoldsPlace: false,
    hasWaitingList: true,
    isHidden: false,
    mostPerOrganisation: null,
    createdAt: new Date(0),
  },
  capacity: 5,
  taken: 5,
  waiting: 0,
  left: 0,
  closesAt: undefined,
  admission,
})

const offer = (categories: CategoryOffer[], event: EventOffer['event']): EventOffer => {
  return { event, categories, parts: [], options: [], attendances: {}, settings: usualSettings(1) }
}

describe('a code that keeps places', () => {
  it('opens its category alone, and the event with it', () => {
    const full = offer([category(1, { kind: 'full' }), category(2, { kind: 'waiting', position: 3 })], { kind: 'full' })
    const seen = withPlacesKept(full, { categoryIds: [1], placesKept: 2 })
    expect(seen.event.kind).toBe('open')
    expect(seen.categories.map(({ admission, left }) => [admission.kind, left])).toEqual([
      ['place', 2],
      ['waiting', 0],
    ])
  })

  it('leads to the decision where one is made, opens nothing that is closed, and needs a place to keep', () => {
    const full = offer([category(1, { kind: 'waiting', position: 1 }, true)], { kind: 'waiting-list', waiting: 0 })
    const [first] = withPlacesKept(full, { categoryIds: [1], placesKept: 1 }).categories
    expect(first?.admission.kind).toBe('approval')
    const closed = offer([category(1, { kind: 'closed' })], { kind: 'closed' })
    expect(withPlacesKept(closed, { categoryIds: [1], placesKept: 1 })).toEqual(closed)
    expect(withPlacesKept(full, { categoryIds: [1], placesKept: 0 })).toBe(full)
  })
})

describe('a refusal at its field', () => {
  const names = { part: () => 'Dílna', option: () => ({ field: 'q.OBED', label: 'Ryba' }) }
  const places = { capacity: 1, taken: 1, waiting: 0, left: 0, admission: 'waiting' as const }
  const at = (refusal: Parameters<typeof refusalAtField>[0], attendances: EventOffer['attendances'] = {}) =>
    refusalAtField(refusal, names, { attendances }, 'online')

  it.each([
    [{ kind: 'full' } as const, 'category'],
    [{ kind: 'closed' } as const, 'category'],
    [{ kind: 'code-unknown' } as const, 'code'],
    [{ kind: 'code-used-up' } as const, 'code'],
    [{ kind: 'organisation-full', most: 2 } as const, 'organisation'],
    [{ kind: 'part-full', partId: 1 } as const, 'parts'],
    [{ kind: 'option-full', optionId: 1 } as const, 'q.OBED'],
  ])('%j stands at %s', (refusal, field) => {
    expect(at(refusal).field).toBe(field)
  })

  it('of what was removed in the same moment does not name it', () => {
    const gone = { part: () => '', option: () => ({ field: 'category', label: '' }) }
    const message = (refusal: Parameters<typeof refusalAtField>[0]) =>
      refusalAtField(refusal, gone, { attendances: {} }, 'online').message
    expect(message({ kind: 'part-full', partId: 1 })).toBe('errors.partUnknown')
    expect(message({ kind: 'option-full', optionId: 1 })).toBe('errors.formChanged')
  })

  it('is a matter of the way of coming where that is what is full', () => {
    expect(at({ kind: 'full' }, { online: places }).field).toBe('attendance')
    expect(at({ kind: 'full' }, { on_site: places }).field).toBe('category')
    expect(at({ kind: 'organisation-full', most: 2 }).values).toEqual({ most: 2 })
  })
})

describe('parts in the form', () => {
  const part = (id: number, startsAt: string | null, categoryIds: number[] = []): PartOffer => ({
    part: {
      id,
      eventId: 1,
      reference: `P${id}`,
      kind: 'workshop',
      position: -id,
      title: {},
      description: {},
      placeNote: {},
      startsLocal: null,
      endsLocal: null,
      startsAt: startsAt === null ? null : new Date(startsAt),
      endsAt: null,
      satelliteEventId: null,
      sessionReference: null,
      attendance: 'any',
      hasWaitingList: true,
      closesAt: null,
      cancelledAt: null,
      calendarUid: '',
      calendarSequence: 0,
      contentUpdatedAt: new Date(0),
      createdAt: new Date(0),
    },
    categoryIds,
    capacity: 1,
    taken: 0,
    waiting: 0,
    left: 1,
    admission: 'place',
  })

  it('come in the order in which they happen, those without a time last', () => {
    const parts = [part(1, null), part(2, '2027-09-16T09:00:00Z'), part(3, '2027-09-15T09:00:00Z'), part(4, null)]
    expect(inTime(parts).map(offered => offered.part.id)).toEqual([3, 2, 4, 1])
  })

  it('are offered to their categories, and to all while none is chosen', () => {
    expect([undefined, 1, 2].map(id => isOfferedTo(part(1, null, [1]), id))).toEqual([true, true, false])
    expect(isOfferedTo(part(1, null), 2)).toBe(true)
  })
})
