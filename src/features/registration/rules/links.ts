import type { Instant } from '../../../core/time.ts'

/** Days after the end of the event for which private links live (SEC-32). */
export const linkDays = 30

/** Whether a private link into the registration of an event is past its time. */
export function isLinkExpired(event: { readonly endsAt: Instant }, now: Instant): boolean {
  return now.getTime() > event.endsAt.getTime() + linkDays * 86_400_000
}
