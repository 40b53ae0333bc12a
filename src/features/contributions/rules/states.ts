import { addMinutes, type Instant } from '../../../core/time.ts'
import { hoursBetweenReminders, type Speaker, type SpeakerAnswer } from '../types.ts'

/** How somebody answered. */
export function answerOf({
  confirmedAt,
  declinedAt,
  invitedAt,
}: Pick<Speaker, 'confirmedAt' | 'declinedAt' | 'invitedAt'>): SpeakerAnswer {
  if (confirmedAt !== null) return 'confirmed'
  if (declinedAt !== null) return 'declined'
  return invitedAt === null ? 'none' : 'invited'
}

/** What of an event decides what can still be said about it. */
export interface EventFacts {
  readonly endsAt: Instant
  readonly cancelledAt: Instant | null
  readonly archivedAt: Instant | null
}

/** Whether speakers are asked, answer and change their answer: until the end of an event that is held. Drafts too. */
export function mayAnswer({ endsAt, cancelledAt, archivedAt }: EventFacts, now: Instant): boolean {
  return cancelledAt === null && archivedAt === null && now < endsAt
}

/** Days after the end in which speakers still mend their entry and hand in slides. */
const daysForSlides = 30

/**
 * Whether the entry, the photograph and the materials may still be changed. Later the link only shows, and takes back
 * the consent: that never ends.
 */
export function mayContribute({ endsAt, archivedAt }: EventFacts, now: Instant): boolean {
  return archivedAt === null && now < addMinutes(endsAt, daysForSlides * 24 * 60)
}

/** The last moment in which slides are taken. */
export function slidesUntil({ endsAt }: Pick<EventFacts, 'endsAt'>): Instant {
  return addMinutes(endsAt, daysForSlides * 24 * 60)
}

/** Who was last written to before this moment may be reminded now. */
export function lastMailBefore(now: Instant): Instant {
  return addMinutes(now, -60 * hoursBetweenReminders)
}

type Asked = Pick<Speaker, 'email' | 'invitedAt' | 'remindedAt' | 'confirmedAt' | 'declinedAt'>

/** Whether a first mail can go to a speaker. */
export function isInvitable(speaker: Asked): boolean {
  return speaker.email !== null && answerOf(speaker) === 'none'
}

/** Whether somebody was asked, said nothing, and heard nothing for a day. */
export function isRemindable(speaker: Asked, now: Instant): boolean {
  const { email, invitedAt, remindedAt } = speaker
  if (email === null || invitedAt === null || answerOf(speaker) !== 'invited') return false
  return (remindedAt ?? invitedAt) < lastMailBefore(now)
}
