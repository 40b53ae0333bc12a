import type { RegistrationStatus } from '../../registration/types.ts'
import type { Selection } from '../../roster/rules/selection.ts'
import type { AnnouncementInEvent, AnnouncementState } from '../types.ts'

/** Where an announcement is in its life. */
export function stateOf({
  skippedAt,
  queuedAt,
  stoppedAt,
  plannedFor,
  open,
}: Pick<AnnouncementInEvent, 'skippedAt' | 'queuedAt' | 'stoppedAt' | 'plannedFor' | 'open'>): AnnouncementState {
  if (skippedAt !== null) return 'skipped'
  if (queuedAt === null) return plannedFor === null ? 'draft' : 'planned'
  if (open === 0) return 'done'
  return stoppedAt === null ? 'running' : 'stopped'
}

/** Nothing has gone yet: it may still be written anew. */
export function isEditable(announcement: Parameters<typeof stateOf>[0]): boolean {
  const state = stateOf(announcement)
  return state === 'draft' || state === 'planned'
}

const usualReaders: readonly RegistrationStatus[] = ['confirmed', 'offered', 'waiting', 'applied']

/**
 * Where those stand whom an announcement may reach. Who was declined or gave up their place is written to only when the
 * selection names it; an address that was never confirmed may be somebody else's.
 */
export function readersOf({ statuses }: Pick<Selection, 'statuses'>): RegistrationStatus[] {
  return (statuses.length === 0 ? usualReaders : statuses).filter(status => status !== 'unconfirmed')
}

/** The mails a minute that are offered. */
export const paces = [60, 300, 600, 1_800] as const
export const usualPace = 600

/** Minutes after the first mail at which the one at this place goes: as many in each minute as the pace allows. */
export function minuteOf(index: number, perMinute: number): number {
  return Math.floor(index / perMinute)
}
