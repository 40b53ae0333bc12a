import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import { decideInvitation, mayRefresh, methodFor } from '../../../src/features/calendar/rules/invitations.ts'
import { registrationStatuses } from '../../../src/features/registration/types.ts'

type EventFacts = Parameters<typeof methodFor>[0]

const at = instant('2027-06-01T08:00:00Z')
const event: EventFacts = {
  publishedAt: at,
  cancelledAt: null,
  endsAt: instant('2027-09-17T10:00:00Z'),
  calendarSequence: 2,
}
const registration = { status: 'confirmed', calendarUid: 'a', calendarSequence: 1 } as const
const untold = { calendarUid: 'a', mode: 'on', toldMethod: null, toldSequence: null } as const
const told = { ...untold, toldMethod: 'REQUEST', toldSequence: 3 } as const
const off = { ...event, cancelledAt: at }

describe('what a calendar should have been told', () => {
  it('follows from the status', () => {
    const methods = registrationStatuses.map(status => [status, methodFor(event, { status }, at)])
    expect(Object.fromEntries(methods)).toEqual({
      confirmed: 'REQUEST',
      offered: 'REQUEST',
      waiting: 'REQUEST',
      applied: undefined,
      unconfirmed: undefined,
      declined: 'CANCEL',
      cancelled: 'CANCEL',
    })
  })

  it('is nothing about a draft, and nothing after the end', () => {
    expect(methodFor({ ...event, publishedAt: null }, registration, at)).toBeUndefined()
    expect(methodFor(event, registration, event.endsAt)).toBeUndefined()
    expect(methodFor(off, registration, at)).toBe('CANCEL')
  })
})

describe('what is done about an invitation', () => {
  const decide = (
    one: Parameters<typeof decideInvitation>[0],
    what: Partial<typeof registration> | object = {},
    of = event,
  ) => decideInvitation(one, of, { ...registration, ...what }, at)

  it('is told once, and again only with a higher SEQUENCE', () => {
    expect(decide(untold).message).toBe('request')
    expect(decide(told).message).toBe('none')
    expect(decide({ ...told, toldSequence: 2 }).message).toBe('update')
    expect(decide({ ...told, toldSequence: 4 }).message).toBe('none')
  })

  it('is withdrawn from those alone who were told (CANCEL after PUBLISH only: none)', () => {
    expect(decide(told, { status: 'cancelled' }).message).toBe('cancel')
    expect(decide(told, {}, off).message).toBe('cancel')
    expect(decide(untold, { status: 'cancelled' }).message).toBe('none')
    expect(decide({ ...told, toldMethod: 'CANCEL' }, {}, off).message).toBe('none')
    expect(decide({ ...told, toldMethod: 'CANCEL', toldSequence: 2 }).message).toBe('request')
  })

  it('is nothing for who wants none', () => {
    for (const mode of ['off', 'attachment'] as const) {
      expect(decide({ ...untold, mode })).toEqual({ former: 'none', message: 'none' })
      expect(decide({ ...told, mode }, { status: 'cancelled' })).toEqual({ former: 'none', message: 'none' })
    }
  })

  it('begins anew with another person, whatever the former one chose', () => {
    expect(decide(told, { calendarUid: 'b' })).toEqual({ former: 'cancel', message: 'request' })
    expect(decide({ ...told, mode: 'off' }, { calendarUid: 'b' })).toEqual({ former: 'forget', message: 'request' })
    expect(decide(untold, { calendarUid: 'b', status: 'cancelled' })).toEqual({ former: 'forget', message: 'none' })
  })
})

describe('sending the same again', () => {
  const toldAt = instant('2027-06-01T07:55:00Z')

  it('waits a day after a calendar asked, ten minutes for a person', () => {
    expect(mayRefresh({ refreshedAt: null, toldAt }, 'calendar', at)).toBe(true)
    expect(mayRefresh({ refreshedAt: toldAt, toldAt }, 'calendar', at)).toBe(false)
    expect(mayRefresh({ refreshedAt: null, toldAt }, 'person', at)).toBe(false)
    expect(mayRefresh({ refreshedAt: null, toldAt: null }, 'person', at)).toBe(true)
    expect(mayRefresh({ refreshedAt: null, toldAt }, 'person', instant('2027-06-01T08:05:00Z'))).toBe(true)
  })
})
