import type { Database } from '../../../core/database.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import '../tables.ts'
import type { CalendarInvitationRow } from '../types/invitations.ts'

/** What an invitation says to who it is for. */
export type OwnInvitation = Pick<CalendarInvitationRow, 'mode' | 'toldMethod' | 'toldAt' | 'refreshedAt' | 'answer'>

const usual: OwnInvitation = { mode: 'on', toldMethod: null, toldAt: null, refreshedAt: null, answer: null }

/**
 * What somebody wants in their calendar, what was sent and what came back; the usual where there is nothing, or where it
 * was about who had the place before. One query.
 */
export async function findInvitation(
  db: Database,
  { id: registrationId, calendarUid }: Pick<RegistrationRow, 'id' | 'calendarUid'>,
): Promise<OwnInvitation> {
  const found = await db('calendarInvitations')
    .where({ registrationId, calendarUid })
    .first('mode', 'toldMethod', 'toldAt', 'refreshedAt', 'answer')
  return found ?? usual
}
