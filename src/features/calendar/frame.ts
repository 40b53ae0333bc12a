import { type CalendarWays, feedWays } from '../../core/http/calendar-ways.ts'
import { urls } from '../../core/http/urls.ts'
import { returnAddress } from '../../core/tokens.ts'
import type { Services } from '../../services.ts'
import type { RegistrationRow } from '../registration/types.ts'

/** The ways into a calendar for the personal feed of a registration; its address is as secret as the private page. */
export function personalWays(baseUrl: string, calendarToken: string, name: string): CalendarWays {
  return feedWays(baseUrl, urls.calendarMine(calendarToken), name)
}

/**
 * ORGANIZER of every entry about a registration that goes out by mail, and From of its calendar messages, the same for
 * ever: calendars take a change only from who sent the entry. Where nobody reads answers it is the address of all mails.
 */
export function organizerAddress(
  { config, tokens }: Pick<Services, 'config' | 'tokens'>,
  { reference }: Pick<RegistrationRow, 'reference'>,
): string {
  const { inboundDomain, mailFrom } = config
  if (inboundDomain !== undefined) return returnAddress(tokens, 'answer', reference, inboundDomain)
  return /<([^<>]+)>/.exec(mailFrom)?.[1] ?? mailFrom
}
