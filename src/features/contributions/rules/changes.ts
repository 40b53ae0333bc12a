import type { AgendaChange } from '../../agenda/types.ts'

/** A change that people who speak in the session have to know of. */
export type ToldChange =
  | Extract<AgendaChange, { kind: 'moved' | 'longer' | 'shorter' }>
  | Extract<AgendaChange, { kind: 'room' }>
  | (Extract<AgendaChange, { kind: 'new' | 'cancelled' | 'reinstated' | 'text' }> & {
      readonly kind: 'cancelled' | 'reinstated'
    })

const told: readonly AgendaChange['kind'][] = ['moved', 'longer', 'shorter', 'room', 'cancelled', 'reinstated']

/** Whether a change of a session is one its speakers are written to about: when, where, whether. */
export function isTold(change: AgendaChange): change is ToldChange {
  return told.includes(change.kind)
}

/** What changed for each session that is named by its reference. */
export function changesOf(changes: readonly AgendaChange[], session: string): ToldChange[] {
  return changes.filter(isTold).filter(change => change.session === session)
}

/** The sessions whose speakers a release concerns. */
export function concernedSessions(changes: readonly AgendaChange[]): string[] {
  return [...new Set(changes.filter(isTold).map(change => change.session))]
}
