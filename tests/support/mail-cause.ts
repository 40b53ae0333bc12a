import { type Database, only } from '../../src/core/database.ts'
import { locales } from '../../src/core/localised-text.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import type { RegistrationRow, RegistrationStatus } from '../../src/features/registration/types.ts'
import type { Services } from '../../src/services.ts'

/** What has to happen before some mails make sense, and those mails; one after another. */
export type Cause = (services: Services) => Promise<MailToQueue[]>

/** The event of the demonstration that registration is open for. */
const slug = 'clusters-meet-regions-ukazka'

export async function theEvent(db: Database): Promise<EventRow> {
  return only(await db('events').where({ slug }))
}

/** The registration that has most to tell: with the most parts. */
export async function oneIn(
  db: Database,
  event: EventRow,
  status: RegistrationStatus,
  place = 0,
): Promise<RegistrationRow> {
  const found = await db('registrations')
    .where({ eventId: event.id, status })
    .orderByRaw('(select count(*) from sign_ups s where s.registration_id = registrations.id) desc, id')
    .offset(place)
    .first()
  if (found === undefined) throw new Error(`nobody is ${status} at ${slug}`)
  return found
}

/** The same mail in both languages. */
export function inBoth(mail: MailToQueue): MailToQueue[] {
  return locales.map(locale => ({ ...mail, locale, idempotencyKey: `catalogue:${locale}:${mail.idempotencyKey}` }))
}
