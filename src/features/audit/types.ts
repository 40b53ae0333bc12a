import type { Instant } from '../../core/time.ts'

/** What an audit entry is about. */
export interface AuditSubject {
  /** The word for it in the glossary: `registration`, `session`, `mail`. */
  readonly kind: string
  readonly id: number
}

/** Where an entry belongs. `details` holds ids, kinds and names of fields, never what people wrote. */
export interface AuditAbout {
  readonly eventId?: number | undefined
  readonly organisationId?: number | undefined
  readonly subject?: AuditSubject | undefined
  readonly details?: Readonly<Record<string, unknown>> | undefined
}

export type ActorKind = 'user' | 'attendee' | 'visitor' | 'system'

/** One entry as the log keeps it. */
export interface AuditEntryRow {
  readonly id: number
  readonly at: Instant
  readonly actorKind: ActorKind
  readonly actorUserId: number | null
  /** `feature.fact`, in the past tense: `event.published`. */
  readonly action: string
  readonly organisationId: number | null
  readonly eventId: number | null
  readonly subjectKind: string | null
  readonly subjectId: number | null
  readonly details: Readonly<Record<string, unknown>>
}

/** One entry as a page shows it. */
export interface ActivityRow
  extends Pick<AuditEntryRow, 'at' | 'actorKind' | 'action' | 'subjectKind' | 'subjectId' | 'details'> {
  /** The name of the user who did it; null when it was nobody who signs in. */
  readonly actorName: string | null
}
