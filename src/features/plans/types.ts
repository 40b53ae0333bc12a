import type { RegistrationRow } from '../registration/types.ts'

/** Whose plan it is. */
export type Planner = Pick<RegistrationRow, 'id' | 'personVersion'>

/** What makes a session part of somebody's plan, the strongest first: they speak there, signed up for it, starred it. */
export const planReasons = ['speaks', 'signed-up', 'starred'] as const
export type PlanReason = (typeof planReasons)[number]

/** A session of somebody's plan. */
export interface PlannedSession {
  /** Reference of the session. */
  readonly session: string
  readonly reason: PlanReason
}

/** Who has a place and has to be told of a change. */
export type ToldPlanner = Pick<RegistrationRow, 'id' | 'reference' | 'email' | 'locale' | 'givenName' | 'familyName'>
