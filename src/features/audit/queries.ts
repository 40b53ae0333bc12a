import type { Database } from '../../core/database.ts'
import './tables.ts'
import type { ActivityRow, AuditSubject } from './types.ts'

/** The latest that happened at an event, newest first. One query. */
export async function listActivity(db: Database, eventId: number, limit: number): Promise<ActivityRow[]> {
  return activity(db).where('auditEntries.eventId', eventId).limit(limit)
}

/** Everything that happened to one thing, newest first. One query. */
export async function listHistory(db: Database, { kind, id }: AuditSubject): Promise<ActivityRow[]> {
  return activity(db).where('auditEntries.subjectKind', kind).where('auditEntries.subjectId', id)
}

function activity(db: Database) {
  return db('auditEntries')
    .leftJoin('users', 'users.id', 'auditEntries.actorUserId')
    .orderBy('auditEntries.id', 'desc')
    .select<ActivityRow[]>(
      'auditEntries.at',
      'auditEntries.actorKind',
      'auditEntries.action',
      'auditEntries.subjectKind',
      'auditEntries.subjectId',
      'auditEntries.details',
      { actorName: 'users.name' },
    )
}
