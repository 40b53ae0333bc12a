import type { RegistrationStatus } from '../registration/types.ts'

/** Where a delegation stands as a whole. */
export interface DelegationCounts {
  readonly people: number
  readonly confirmed: number
  readonly waiting: number
}

/** How many of some people are registered, have a place, and wait. */
export function countPeople(people: readonly { readonly status: RegistrationStatus }[]): DelegationCounts {
  const having = (...statuses: readonly RegistrationStatus[]) =>
    people.filter(({ status }) => statuses.includes(status)).length
  return {
    people: people.length - having('cancelled', 'declined'),
    confirmed: having('confirmed', 'offered'),
    waiting: having('waiting'),
  }
}

/** Whether the contact may still add somebody: the delegation is not as large as the event takes. */
export function hasRoomForOne(people: readonly { readonly status: RegistrationStatus }[], largest: number): boolean {
  return countPeople(people).people < largest
}
