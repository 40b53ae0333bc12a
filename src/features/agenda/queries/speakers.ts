import { type Database, firstRow, type Transaction } from '../../../core/database.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'

/** What only the organisers see of a speaker. */
export interface SpeakerDetails {
  readonly email: string | null
  /** The language they are written to in. */
  readonly locale: Locale
  readonly consentedAt: Instant | null
  readonly consentSource: 'speaker' | 'organiser' | null
  readonly technicalNeeds: string
  readonly declineReason: string
  readonly lockVersion: number
}

/** The details of a speaker of an event; undefined when somebody removed them. One query. */
export async function findSpeakerDetails(
  db: Database | Transaction,
  eventId: number,
  speakerId: number,
): Promise<SpeakerDetails | undefined> {
  return firstRow<SpeakerDetails>(
    db,
    `select email, locale, consented_at, consent_source, technical_needs, decline_reason, lock_version
     from speakers where event_id = ? and id = ?`,
    [eventId, speakerId],
  )
}
