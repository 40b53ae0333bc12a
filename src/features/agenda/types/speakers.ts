import type { Locale, LocalisedText } from '../../../core/localised-text.ts'
import type { Instant } from '../../../core/time.ts'
import type { Availability, NamedLink } from '../types.ts'

/** A speaker as the database has one; much of it is the organisers' and their own alone. */
export interface SpeakerRow {
  readonly id: number
  readonly eventId: number
  readonly reference: string
  readonly name: LocalisedText
  /** What the speaker list is ordered by: a family name, or the name of an institution. */
  readonly sortName: string
  readonly affiliation: LocalisedText
  readonly biography: LocalisedText
  /** An institution: several of its people may speak at once, so it never clashes with itself. */
  readonly isCollective: boolean
  readonly titleBefore: string
  readonly titleAfter: string
  readonly links: readonly NamedLink[]
  /** Never public. */
  readonly email: string | null
  readonly locale: Locale
  readonly photographId: number | null
  readonly availability: readonly Availability[]
  readonly technicalNeeds: string
  readonly invitedAt: Instant | null
  readonly remindedAt: Instant | null
  readonly confirmedAt: Instant | null
  readonly declinedAt: Instant | null
  readonly declineReason: string
  readonly consentedAt: Instant | null
  readonly consentSource: 'speaker' | 'organiser' | null
  readonly isPublic: boolean
  /** Raising it revokes the private links given so far. */
  readonly tokenVersion: number
  readonly lockVersion: number
  readonly importKey: string | null
  readonly createdAt: Instant
  readonly updatedAt: Instant
}
