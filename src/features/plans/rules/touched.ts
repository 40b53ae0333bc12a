import { type Instant, type LocalDateTime, toLocal } from '../../../core/time.ts'
import type { AgendaChange } from '../../agenda/types.ts'
import { isTold, type ToldChange } from '../../contributions/rules/changes.ts'
import type { EventRow } from '../../events/types.ts'
import { type PlannedSession, planReasons, type PlanReason } from '../types.ts'

/** A change that somebody who means to come has to know of: as a speaker does, and what the session is and with whom. */
export type PlanChange = ToldChange | Extract<AgendaChange, { readonly kind: 'renamed' | 'speakers' }>

/** Whether a change matters to those who plan with the session: when, where, whether, what and who; not its other words. */
export function isPlanChange(change: AgendaChange): change is PlanChange {
  return isTold(change) || change.kind === 'renamed' || change.kind === 'speakers'
}

/** References of the sessions whose guests a release concerns. */
export function concernedSessions(changes: readonly AgendaChange[]): string[] {
  return [...new Set(changes.filter(isPlanChange).map(({ session }) => session))]
}

/** Why each session is in a plan; where there are several reasons, the strongest. */
export function reasonsOf(planned: readonly PlannedSession[]): ReadonlyMap<string, PlanReason> {
  const found = new Map<string, PlanReason>()
  for (const reason of planReasons.toReversed())
    for (const one of planned) if (one.reason === reason) found.set(one.session, reason)
  return found
}

/** What one person is told: sessions of theirs that changed, grouped by why they are theirs, in the order of the release. */
export function newsFor(
  changes: readonly AgendaChange[],
  planned: readonly PlannedSession[],
): readonly { readonly reason: PlanReason; readonly session: string; readonly changes: readonly PlanChange[] }[] {
  const reasons = reasonsOf(planned)
  const told = changes.filter(isPlanChange)
  const sessions = concernedSessions(changes).filter(session => reasons.has(session))
  return planReasons.flatMap(reason =>
    sessions
      .filter(session => reasons.get(session) === reason)
      .map(session => ({ reason, session, changes: told.filter(change => change.session === session) })),
  )
}

/** Whether anybody still goes to the event. */
export function isToCome(
  { cancelledAt, archivedAt, endsAt }: Pick<EventRow, 'cancelledAt' | 'archivedAt' | 'endsAt'>,
  at: Instant,
): boolean {
  return cancelledAt === null && archivedAt === null && at < endsAt
}

/** Whether a session is not over by the clocks of its event: of one that is, nobody has to be told. */
export function isAhead(
  session: { readonly endsLocal: LocalDateTime } | undefined,
  { timeZone }: Pick<EventRow, 'timeZone'>,
  at: Instant,
): boolean {
  return session !== undefined && session.endsLocal > toLocal(at, timeZone)
}
