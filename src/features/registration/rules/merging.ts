import type { RegistrationRow } from '../types.ts'
import type { SignUpRow } from '../types/places.ts'

type Standing = Pick<RegistrationRow, 'status' | 'placeHeld' | 'queueNumber'>

/** How much a registration is worth to the person: a place, a place on offer, a place kept, a rank, a wish. */
function worth({ status, placeHeld }: Standing): number {
  if (status === 'confirmed') return 6
  if (status === 'offered') return 5
  if (placeHeld) return 4
  return { waiting: 3, applied: 2, unconfirmed: 1, declined: 0, cancelled: 0 }[status]
}

/** Whether one of two registrations stands better than the other; of two who wait, who came first. */
export function standsBetter(one: Standing, other: Standing): boolean {
  if (one.status === 'waiting' && other.status === 'waiting')
    return (one.queueNumber ?? Number.MAX_SAFE_INTEGER) < (other.queueNumber ?? Number.MAX_SAFE_INTEGER)
  return worth(one) > worth(other)
}

const signUpWorth: Record<SignUpRow['status'], number> = {
  confirmed: 4,
  offered: 3,
  waiting: 2,
  wished: 1,
  cancelled: 0,
}

/** As `standsBetter`, for two sign-ups for the same thing. */
export function signUpStandsBetter(
  one: Pick<SignUpRow, 'status' | 'queueNumber'>,
  other: Pick<SignUpRow, 'status' | 'queueNumber'>,
): boolean {
  if (one.status === 'waiting' && other.status === 'waiting')
    return (one.queueNumber ?? Number.MAX_SAFE_INTEGER) < (other.queueNumber ?? Number.MAX_SAFE_INTEGER)
  return signUpWorth[one.status] > signUpWorth[other.status]
}
