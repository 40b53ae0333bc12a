import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import { isSensible, joiningOf, mayReplace, reasonWord } from '../../../src/features/attendee/rules.ts'
import { registrationMailKinds, registrationStatuses } from '../../../src/features/registration/types.ts'

const now = instant('2027-09-15T06:00:00Z')
const event = { mode: 'hybrid', cancelledAt: null, endsAt: instant('2027-09-17T10:00:00Z') } as const
const guest = { status: 'confirmed', attendance: 'online' } as const
const settings = { joinUrl: 'https://meet.example.org/x', joinFrom: now }

describe('the link of the meeting', () => {
  it.each([
    ['open from the very moment', event, guest, settings, 'open'],
    ['later before it', event, guest, { ...settings, joinFrom: instant('2027-09-15T06:00:01Z') }, 'later'],
    ['open at once without a time', event, guest, { ...settings, joinFrom: null }, 'open'],
    ['later while there is no link', event, guest, { ...settings, joinUrl: '' }, 'later'],
    [
      'for everybody at an online event',
      { ...event, mode: 'online' },
      { ...guest, attendance: 'on_site' },
      settings,
      'open',
    ],
    ['not for those on site', event, { ...guest, attendance: 'on_site' }, settings, 'none'],
    ['not at an event on site', { ...event, mode: 'on_site' }, guest, settings, 'none'],
    ['not for those who wait', event, { ...guest, status: 'waiting' }, settings, 'none'],
    ['not for those who were offered a place', event, { ...guest, status: 'offered' }, settings, 'none'],
    ['not when it is off', { ...event, cancelledAt: now }, guest, settings, 'none'],
    ['not when it is over', { ...event, endsAt: now }, guest, settings, 'none'],
  ] as const)('is %s', (_name, at, registration, rules, kind) => {
    expect(joiningOf(at, registration, rules, now).kind).toBe(kind)
  })
})

describe('handing over', () => {
  it('is for those who have, were offered or await a place, not for what is about the person', () => {
    const may = registrationStatuses.filter(status => mayReplace({ status, appliedAt: null }))
    expect(may).toEqual(['confirmed', 'offered', 'waiting'])
    expect(mayReplace({ status: 'confirmed', appliedAt: now })).toBe(false)
  })
})

describe('a mail that waited', () => {
  it('is sent only while it is true', () => {
    const states = (kind: (typeof registrationMailKinds)[number]) =>
      registrationStatuses.filter(status => isSensible(kind, status, false))
    expect(states('registration-offered')).toEqual(['offered'])
    expect(states('registration-address')).toEqual(['unconfirmed'])
    expect(states('registration-promoted')).toEqual(['confirmed'])
    expect(states('event-reinstated')).not.toContain('unconfirmed')
  })

  it('tells of no place while the event is called off', () => {
    const said = registrationMailKinds.filter(kind =>
      registrationStatuses.some(status => isSensible(kind, status, true)),
    )
    expect(said).toEqual([
      'registration-cancelled',
      'registration-link',
      'registration-declined',
      'registration-message',
      'event-cancelled',
    ])
  })
})

it('reasons are words that messages can choose by', () => {
  expect([reasonWord('offer-expired'), reasonWord(null)]).toEqual(['offer_expired', 'self'])
})
