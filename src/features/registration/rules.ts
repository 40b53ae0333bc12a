import type { Locale } from '../../core/localised-text.ts'
import type { Instant } from '../../core/time.ts'
import type { GivenConsent } from './types.ts'

/** Hours within which an address must be confirmed where the organiser asks for it. */
export const hoursToConfirm = 24

/** Minutes within which the same form sent again is a double click, not a second wish. */
export const doubleSubmissionMinutes = 15

/** Whether two submissions are one that was sent twice. */
export function isDoubleSubmission(
  first: { readonly submissionDigest: string; readonly createdAt: Instant },
  second: { readonly submissionDigest: string },
  now: Instant,
): boolean {
  const age = now.getTime() - first.createdAt.getTime()
  return first.submissionDigest === second.submissionDigest && age <= doubleSubmissionMinutes * 60_000
}

/** What somebody agrees to by sending the form, in the very words of the page. */
export function consentsOf(t: (key: string) => string, locale: Locale, newsletter: boolean): GivenConsent[] {
  const participation: GivenConsent = {
    purpose: 'participation',
    textShown: t('registration.consents.participation'),
    locale,
  }
  const textShown = t('registration.consents.newsletter')
  return newsletter ? [participation, { purpose: 'newsletter', textShown, locale }] : [participation]
}
