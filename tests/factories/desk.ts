import { system } from '../../src/core/actor.ts'
import { type Database, only } from '../../src/core/database.ts'
import { instant, timeZone } from '../../src/core/time.ts'
import { newReference } from '../../src/core/tokens.ts'
import { createEvent } from '../../src/features/events/actions/create.ts'
import type { EventRow, NewEventInput } from '../../src/features/events/types.ts'
import { addCategory, type CategoryInput } from '../../src/features/registration/actions/categories.ts'
import type { CategoryRow } from '../../src/features/registration/types/places.ts'
import type { RegistrationRow } from '../../src/features/registration/types.ts'

/** An event on 13 September 2027, 9.00–16.00 in Prague, registration until the 5th; published unless said otherwise. */
export async function createDeskEvent(
  db: Database,
  organisationId: number,
  { isDraft = false, ...input }: Partial<NewEventInput> & { slug: string; isDraft?: boolean },
): Promise<EventRow> {
  const words = { title: { cs: 'Konference klastrů', en: 'Conference of Clusters' }, city: { cs: 'Ústí nad Labem' } }
  const times = {
    timeZone: timeZone('Europe/Prague'),
    startsLocal: '2027-09-13T09:00:00',
    endsLocal: '2027-09-13T16:00:00',
    startsAt: instant('2027-09-13T07:00:00Z'),
    endsAt: instant('2027-09-13T14:00:00Z'),
    hasTimes: true,
    registrationClosesAt: instant('2027-09-05T21:59:00Z'),
  }
  const outcome = await createEvent(db, system, {
    organisationId,
    input: { country: 'CZ', ...words, ...times, ...input },
  })
  if (outcome.kind !== 'created') throw new Error(`the address ${input.slug} is taken`)
  if (isDraft) return outcome.event
  const publishedAt = instant('2027-07-01T08:00:00Z')
  return only(await db('events').where({ id: outcome.event.id }).update({ publishedAt }, '*'))
}

/** A category of an event, open to everybody, with as many places as said. */
export async function createDeskCategory(
  db: Database,
  event: EventRow,
  input: Partial<CategoryInput> = {},
): Promise<CategoryRow> {
  const name = { cs: 'Klastr', en: 'Cluster' }
  const defaults = { description: {}, opensAt: null, closesAt: null, needsApproval: false, hasWaitingList: true }
  return addCategory(db, system, { event, input: { name, capacity: null, ...defaults, ...input } })
}

/** Confirmed registrations, one a day from 20 July 2027, with their counter. */
export async function createRegistrations(db: Database, category: CategoryRow, count: number): Promise<void> {
  await db.raw(
    `insert into registrations (event_id, category_id, reference, submission_digest, given_name, family_name, email,
       organisation, country, locale, created_at, confirmed_at, place_held)
     select :event, :category, 'R' || :category || '-' || n, 'digest', 'Jana', 'Nováková ' || n,
       'jana' || n || '@example.org', 'Univerzita', 'CZ', 'cs', at, at, true
     from generate_series(1, :count) as n, lateral (select timestamptz '2027-07-20 10:00+02' + (n % 30) * interval '1 day' as at) as times`,
    { event: category.eventId, category: category.id, count },
  )
  await db('quotas').where({ categoryId: category.id }).update({ taken: count })
}

/** One registration, confirmed unless other facts are given. */
export async function createRegistration(
  db: Database,
  category: CategoryRow,
  facts: Partial<RegistrationRow> = {},
): Promise<RegistrationRow> {
  const at = instant('2027-08-01T08:00:00Z')
  const isSettled = facts.appliedAt !== undefined || facts.waitlistedAt !== undefined
  const person = { givenName: 'Petr', familyName: 'Svoboda', email: 'petr@example.org', organisation: 'Klastr KLIN' }
  return only(
    await db('registrations').insert(
      {
        ...person,
        eventId: category.eventId,
        categoryId: category.id,
        reference: newReference(),
        submissionDigest: 'digest',
        country: 'CZ',
        locale: 'cs',
        createdAt: at,
        ...(!isSettled && { confirmedAt: at, placeHeld: true }),
        ...facts,
      },
      '*',
    ),
  )
}

/** A mail of an event that the server refused for good. */
export async function createFailedMail(
  db: Database,
  event: EventRow,
  { registration, text }: { registration?: RegistrationRow; text?: string } = {},
): Promise<{ id: number; reference: string }> {
  const reference = newReference()
  const content = {
    preheader: '',
    html: '<p></p>',
    text: text ?? 'Máte místo.',
    fromName: null,
    replyTo: null,
    attachments: [],
  }
  const at = instant('2027-08-01T08:05:00Z')
  return only(
    await db('mails')
      .insert({
        reference,
        idempotencyKey: reference,
        messageId: `<${reference}@example.org>`,
        kind: 'registration-confirmed',
        locale: 'cs',
        toName: 'Petr Svoboda',
        toAddress: registration?.email ?? 'petr@example.org',
        organisationId: event.organisationId,
        eventId: event.id,
        registrationId: registration?.id ?? null,
        subject: 'Máte místo: Konference klastrů',
        content,
        payload: {},
        createdAt: at,
        tryingSince: at,
        nextTryAt: at,
        attempts: 1,
        failedAt: at,
        smtpResponse: '550 5.1.1 No such user here',
      })
      .returning(['id', 'reference']),
  )
}
