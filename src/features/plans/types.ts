import type { RegistrationRow } from '../registration/types.ts'

/** Whose plan it is. */
export type Planner = Pick<RegistrationRow, 'id' | 'personVersion'>
