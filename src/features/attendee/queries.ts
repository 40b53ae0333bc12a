import type { Database } from '../../core/database.ts'
import { listHistory } from '../audit/queries.ts'
import { listMailsOfRegistration } from '../mail/queries.ts'
import { findNeeds, listConsents } from '../registration/queries/registrations.ts'
import type { Own } from './types.ts'

/**
 * Everything the system holds about one person's registration, for them to take away (GDPR Art. 15 and 20). JSON,
 * `format` and `version` name its shape; instants are ISO 8601 in UTC, countries ISO 3166-1, languages BCP 47:
 *
 * - `registration`: the answers, where it stands and since when; `event`: what it is for
 * - `needs`: diet and access; `consents`: with the words that were shown, when given and withdrawn
 * - `mails`: what was sent to whom and when; `history`: what happened, by what kind of person, which fields changed
 */
export async function findMyData(db: Database, { event, registration }: Own): Promise<object> {
  const { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale } = registration
  const { reference, status, position, createdAt, appliedAt, confirmedAt, waitlistedAt } = registration
  const { promotedAt, declinedAt, cancelledAt } = registration
  const person = { titleBefore, givenName, familyName, titleAfter, email, organisation, country, locale }
  const times = { createdAt, appliedAt, confirmedAt, waitlistedAt, promotedAt, declinedAt, cancelledAt }
  const consents = await listConsents(db, registration.id)
  const mails = await listMailsOfRegistration(db, registration.id)
  const history = await listHistory(db, { kind: 'registration', id: registration.id })
  return {
    format: 'pozvanka.registration',
    version: 1,
    event: { slug: event.slug, title: event.title, startsAt: event.startsAt, endsAt: event.endsAt },
    registration: {
      reference,
      status,
      ...(position > 0 && { position }),
      category: registration.categoryName,
      ...person,
      ...times,
    },
    needs: await findNeeds(db, registration.id),
    consents: consents.map(({ purpose, textShown, locale: language, givenAt, withdrawnAt }) => {
      return { purpose, textShown, locale: language, givenAt, withdrawnAt }
    }),
    mails: mails.map(mail => ({
      kind: mail.kind,
      subject: mail.subject,
      to: mail.toAddress,
      createdAt: mail.createdAt,
      sentAt: mail.sentAt,
    })),
    history: history.map(({ at, actorKind, action, details }) => ({
      at,
      by: actorKind,
      action,
      fields: details['fields'] ?? [],
    })),
  }
}
