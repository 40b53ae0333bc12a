import { visitor } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import { announceDelegation, type AnnounceOutcome } from '../../src/features/delegations/actions.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import type { CategoryRow } from '../../src/features/registration/types/places.ts'
import type { DelegationRow } from '../../src/features/registration/types.ts'
import type { Services } from '../../src/services.ts'
import { aRequest } from './registration.ts'

/** The fields of the public form of a delegation as a browser sends them, with a row for each of these. */
export function delegationFormOf(
  category: Pick<CategoryRow, 'reference'>,
  people: readonly string[],
  more: Record<string, string> = {},
): Record<string, string> {
  const rows = people.flatMap((who, number) => [
    [`person.${number}.titleBefore`, ''],
    [`person.${number}.givenName`, 'Petr'],
    [`person.${number}.familyName`, `Dvořák ${who}`],
    [`person.${number}.email`, `${who}@example.org`],
  ])
  return {
    contactName: 'Marie Králová',
    contactEmail: 'kontakt@example.org',
    organisation: 'Klastr nanotechnologií',
    country: 'CZ',
    locale: 'cs',
    category: category.reference,
    waits: 'each',
    participation: 'yes',
    website: '',
    ...Object.fromEntries(rows),
    ...more,
  }
}

/** Registers a delegation through the product's own action. */
export async function createDelegation(
  db: Database,
  event: Pick<EventRow, 'id' | 'organisationId'>,
  category: Pick<CategoryRow, 'id' | 'eventId'>,
  people: readonly string[],
  { waitsTogether = false, contactEmail = 'kontakt@example.org' } = {},
): Promise<{ outcome: AnnounceOutcome; delegation: DelegationRow }> {
  const organisation = 'Klastr nanotechnologií'
  const outcome = await announceDelegation(db, visitor, {
    event,
    delegation: { contactName: 'Marie Králová', contactEmail, organisation, locale: 'cs', waitsTogether },
    requests: people.map(who => aRequest(category, who, { organisation })),
  })
  const delegation = only(await db('delegations').where({ eventId: event.id }).orderBy('id', 'desc').limit(1))
  return { outcome, delegation }
}

/** The link of a delegation, as the mail of its contact carries it. */
export function delegationLinkOf(
  { tokens }: Services,
  { reference, tokenVersion }: DelegationRow,
  locale: 'cs' | 'en' = 'cs',
): string {
  return `/${locale}/delegations/${tokens.issue('delegation', reference, tokenVersion)}`
}
