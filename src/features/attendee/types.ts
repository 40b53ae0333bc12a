import type { EventRow } from '../events/types.ts'
import type { DelegationRow, RegistrationInEvent } from '../registration/types.ts'

/** A registration in the hands of its owner. */
export interface Own {
  readonly event: EventRow
  readonly registration: RegistrationInEvent
  /** The link itself, for the addresses of its pages. */
  readonly token: string
}

/** Who registered a whole delegation, as its people see it. */
export type OwnDelegation = Pick<DelegationRow, 'organisation' | 'contactName' | 'waitsTogether'>
