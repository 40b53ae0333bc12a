import type { RegistrationStatus } from '../../registration/types.ts'
import type { BulkDeed } from '../types.ts'

const active: readonly RegistrationStatus[] = ['confirmed', 'offered', 'waiting', 'applied', 'unconfirmed']
const everybody: readonly RegistrationStatus[] = [...active, 'declined', 'cancelled']

/**
 * Whom a deed concerns, by where they stand. A message goes to nobody whose address was never confirmed: it may be
 * somebody else's.
 */
export const concerned: Readonly<Record<BulkDeed, readonly RegistrationStatus[]>> = {
  approve: ['applied'],
  decline: ['applied'],
  cancel: active,
  mail: everybody.filter(status => status !== 'unconfirmed'),
  tag: everybody,
  untag: everybody,
}

/** How many of some people a deed concerns. */
export function countConcerned(deed: BulkDeed, counts: Readonly<Record<RegistrationStatus, number>>): number {
  return concerned[deed].reduce((sum, status) => sum + counts[status], 0)
}
