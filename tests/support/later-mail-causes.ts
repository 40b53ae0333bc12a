import { only, rows } from '../../src/core/database.ts'
import { locales } from '../../src/core/localised-text.ts'
import { newReference } from '../../src/core/tokens.ts'
import { addMinutes, now } from '../../src/core/time.ts'
import type { EventRow } from '../../src/features/events/types.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import type { RegistrationRow } from '../../src/features/registration/types.ts'
import { type Cause, inBoth, oneIn, theEvent } from './mail-cause.ts'

/** A mail about a registration that other features than registration cause. */
function about(kind: string, registration: RegistrationRow, event: EventRow, more: Partial<MailToQueue>): MailToQueue {
  return {
    kind,
    idempotencyKey: `catalogue:${registration.locale}:${kind}:${registration.reference}`,
    to: { name: `${registration.givenName} ${registration.familyName}`, address: registration.email },
    locale: registration.locale,
    organisationId: event.organisationId,
    eventId: event.id,
    registrationId: registration.id,
    ...more,
  }
}

/** One person in each language, because messages about one entry follow one another. */
const toCalendars: Cause = async ({ db }) => {
  const event = await theEvent(db)
  const mails: MailToQueue[] = []
  for (const [place, locale] of locales.entries()) {
    for (const [kind, status] of [
      ['calendar-request', 'confirmed'],
      ['calendar-cancel', 'cancelled'],
    ] as const) {
      const registration = { ...(await oneIn(db, event, status, place)), locale }
      const uid = registration.calendarUid
      const row = { registrationId: registration.id, calendarUid: uid }
      await db('calendarInvitations').insert(row).onConflict('registrationId').ignore()
      mails.push(about(kind, registration, event, { calendarUid: uid, payload: { uid } }))
    }
  }
  return mails
}

const askedToRelease: Cause = async ({ db }) => {
  const event = await theEvent(db)
  const registration = await oneIn(db, event, 'confirmed')
  await db('calendarInvitations')
    .insert({
      registrationId: registration.id,
      calendarUid: registration.calendarUid,
      answer: 'DECLINED',
      answeredAt: now(),
    })
    .onConflict('registrationId')
    .merge(['answer', 'answeredAt'])
  return inBoth(about('registration-release-asked', registration, event, {}))
}

const planChanged: Cause = async ({ db }) => {
  const event = await theEvent(db)
  const registration = await oneIn(db, event, 'confirmed')
  const touched = await rows<{ session: string; release: number }>(
    db,
    `select c->>'session' as session, number as release from agenda_releases, jsonb_array_elements(changes) c
     where event_id = ? and number > 1 order by number desc limit 4`,
    [event.id],
  )
  const starred = touched.map(({ session }) => ({
    registrationId: registration.id,
    personVersion: registration.personVersion,
    sessionReference: session,
  }))
  await db('starredSessions').insert(starred).onConflict().ignore()
  return inBoth(about('plan-changed', registration, event, { payload: { release: touched[0]?.release ?? 0 } }))
}

const announced: Cause = async ({ db }) => {
  const event = await theEvent(db)
  const registration = await oneIn(db, event, 'confirmed')
  const announcement = only(
    await db('announcements').insert(
      {
        eventId: event.id,
        reference: newReference(),
        segment: '',
        createdAt: now(),
        subject: { cs: 'Co s sebou: {event}', en: 'What to bring: {event}' },
        body: {
          cs: 'Dobrý den,\n\nna místě budete potřebovat jen vstupenku. Program máte tady: {agenda_link}\n\nTěšíme se na vás.',
          en: 'Hello,\n\nall you need is your ticket. The agenda is here: {agenda_link}\n\nWe look forward to seeing you.',
        },
        queuedAt: now(),
        expiresAt: addMinutes(now(), 24 * 60),
      },
      '*',
    ),
  )
  const { id: announcementId } = announcement
  return inBoth(
    about('announcement', registration, event, { isBulk: true, announcementId, payload: { announcementId } }),
  )
}

const tested: Cause = async ({ db }) => {
  const event = await theEvent(db)
  const { reference } = await oneIn(db, event, 'confirmed')
  const user = only(await db('users').orderBy('id').limit(1))
  return inBoth({
    kind: 'mail-test',
    idempotencyKey: `mail-test:${reference}`,
    to: { name: user.name, address: user.email },
    locale: 'cs',
    organisationId: event.organisationId,
    eventId: event.id,
    payload: { kind: 'registration-confirmed', registration: reference },
  })
}

/** Mails of the features that stand after registration. */
export const laterCauses: readonly Cause[] = [toCalendars, askedToRelease, planChanged, announced, tested]
