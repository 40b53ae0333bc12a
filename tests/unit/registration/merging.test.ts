import { describe, expect, it } from '@jest/globals'
import { instant } from '../../../src/core/time.ts'
import { isLinkExpired } from '../../../src/features/registration/rules/links.ts'
import { signUpStandsBetter, standsBetter } from '../../../src/features/registration/rules/merging.ts'
import type { RegistrationStatus } from '../../../src/features/registration/types.ts'
import type { SignUpStatus } from '../../../src/features/registration/types/places.ts'

const one = (status: RegistrationStatus, placeHeld = false, queueNumber: number | null = null) => ({
  status,
  placeHeld,
  queueNumber,
})

describe('which of two registrations stands better', () => {
  it('is the one with a place, then on offer, kept, waiting, asked for', () => {
    const order = [
      one('confirmed', true),
      one('offered', true),
      one('applied', true),
      one('waiting', false, 7),
      one('applied'),
      one('unconfirmed'),
    ]
    for (const [better, left] of order.entries())
      for (const [worse, right] of order.entries()) expect(standsBetter(left, right)).toBe(better < worse)
  })

  it('of two who wait is who came first', () => {
    expect(standsBetter(one('waiting', false, 3), one('waiting', false, 4))).toBe(true)
    expect(standsBetter(one('waiting', false, 4), one('waiting', false, 3))).toBe(false)
  })

  it('goes for sign-ups alike', () => {
    const order: SignUpStatus[] = ['confirmed', 'offered', 'waiting', 'wished', 'cancelled']
    const two = (status: SignUpStatus, queueNumber: number | null = null) => ({ status, queueNumber })
    for (const [better, left] of order.entries())
      for (const [worse, right] of order.entries())
        if (left !== 'waiting' || right !== 'waiting')
          expect(signUpStandsBetter(two(left), two(right))).toBe(better < worse)
    expect(signUpStandsBetter(two('waiting', 1), two('waiting', 2))).toBe(true)
  })
})

describe('a private link', () => {
  it('lives for thirty days after the event', () => {
    const event = { endsAt: instant('2027-09-17T10:00:00Z') }
    expect(isLinkExpired(event, instant('2027-10-17T10:00:00Z'))).toBe(false)
    expect(isLinkExpired(event, instant('2027-10-17T10:00:01Z'))).toBe(true)
  })
})
