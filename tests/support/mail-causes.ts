import { system } from '../../src/core/actor.ts'
import { inTransaction, only, rows } from '../../src/core/database.ts'
import { now } from '../../src/core/time.ts'
import { issuePasswordReset } from '../../src/features/accounts/actions/passwords.ts'
import { cancelEvent } from '../../src/features/events/actions/phases.ts'
import type { MailToQueue } from '../../src/features/mail/types.ts'
import { mailAbout } from '../../src/features/registration/actions/facts.ts'
import type { RegistrationMailKind, RegistrationStatus } from '../../src/features/registration/types.ts'
import type { Services } from '../../src/services.ts'
import { type Cause, inBoth, oneIn, theEvent } from './mail-cause.ts'
import { laterCauses } from './later-mail-causes.ts'

type Told = readonly [RegistrationMailKind, RegistrationStatus, Record<string, unknown>?]

const told: readonly Told[] = [
  ['registration-confirmed', 'confirmed'],
  ['registration-promoted', 'confirmed'],
  ['registration-exists', 'confirmed'],
  ['registration-link', 'confirmed'],
  ['registration-replaced', 'confirmed', { to: 'new' }],
  ['registration-message', 'confirmed', { subject: 'Parkování', text: 'Dobrý den,\n\nparkujte prosím za halou.' }],
  ['event-reinstated', 'confirmed'],
  ['event-moved', 'confirmed'],
  ['registration-waiting', 'waiting', { position: 2 }],
  ['registration-applied', 'applied'],
  ['registration-offered', 'offered'],
  ['registration-declined', 'declined', { reason: 'Přednost mají členové klastrů.' }],
  ['registration-cancelled', 'cancelled'],
  ['registration-offer-expired', 'cancelled'],
]

async function aboutRegistrations({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  const mails: MailToQueue[] = []
  for (const [kind, status, payload = {}] of told) {
    mails.push(...inBoth(mailAbout(kind, await oneIn(db, event, status), event, { payload })))
  }
  const confirmed = await oneIn(db, event, 'confirmed')
  const parts = await rows<{ reference: string }>(
    db,
    'select p.reference from sign_ups s join parts p on p.id = s.part_id where s.registration_id = ?',
    [confirmed.id],
  )
  const promoted = parts.slice(0, 1).map(({ reference }) => reference)
  mails.push(...inBoth(mailAbout('registration-parts', confirmed, event, { payload: { promoted } })))
  return mails
}

async function addressToConfirm({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  const { id } = await oneIn(db, event, 'applied')
  const change = { appliedAt: null, addressAskedAt: now(), placeHeld: false }
  const asked = only(await db('registrations').where({ id }).update(change, '*'))
  return inBoth(mailAbout('registration-address', asked, event))
}

async function toSpeakers({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  // Of those whose session a release has moved, that there is something to tell.
  const [speaker] = await rows<{ reference: string; release: number }>(
    db,
    `select p.reference, r.number as release from agenda_releases r, jsonb_array_elements(r.changes) c
       join agenda_sessions s on s.reference = c->>'session'
       join session_speakers k on k.session_id = s.id join speakers p on p.id = k.speaker_id
     where r.event_id = ? and r.number > 1 and p.declined_at is null and p.confirmed_at is null
     order by p.id limit 1`,
    [event.id],
  )
  if (speaker === undefined) throw new Error('no session of anybody has moved')
  const { reference, release } = speaker
  return (['speaker-invited', 'speaker-reminded', 'session-changed'] as const).flatMap(kind =>
    inBoth({
      kind,
      idempotencyKey: `${kind}:${reference}`,
      to: { name: 'Jana Nováková', address: 'jana.novakova@example.org' },
      locale: 'cs',
      organisationId: event.organisationId,
      eventId: event.id,
      payload: { speaker: reference, ...(kind === 'session-changed' && { release }) },
    }),
  )
}

async function toInvited({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  const [invitation] = await db('invitations').where({ eventId: event.id, answer: null }).orderBy('id')
  if (invitation === undefined) throw new Error('nobody is invited')
  return (['invitation', 'invitation-reminder'] as const).flatMap(kind =>
    inBoth({
      kind,
      idempotencyKey: `${kind}:${invitation.reference}`,
      to: { name: 'Jana Nováková', address: invitation.email },
      locale: 'cs',
      organisationId: event.organisationId,
      eventId: event.id,
      isBulk: true,
      payload: { invitation: invitation.reference },
    }),
  )
}

async function toContact({ db }: Services): Promise<MailToQueue[]> {
  const delegation = only(await db('delegations').orderBy('id').limit(1))
  const event = only(await db('events').where({ id: delegation.eventId }))
  return inBoth({
    kind: 'delegation-registered',
    idempotencyKey: `delegation:${delegation.reference}`,
    to: { name: delegation.contactName, address: delegation.contactEmail },
    locale: 'cs',
    organisationId: event.organisationId,
    eventId: event.id,
    payload: { delegation: delegation.reference },
  })
}

async function aboutAccounts({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  const user = only(await db('users').orderBy('id').limit(1))
  const reset = await inTransaction(db, trx => issuePasswordReset(trx, user.id, 60))
  const payload = {
    reset: reset.reference,
    organisationId: event.organisationId,
    eventId: event.id,
    inviterId: user.id,
  }
  return (['password-reset', 'account-invitation'] as const).flatMap(kind =>
    inBoth({
      kind,
      idempotencyKey: `${kind}:${reset.reference}`,
      to: { name: user.name, address: user.email },
      locale: 'cs',
      payload,
    }),
  )
}

/** Last: what is called off has no other mails. */
async function calledOff({ db }: Services): Promise<MailToQueue[]> {
  const event = await theEvent(db)
  const registration = await oneIn(db, event, 'confirmed')
  await cancelEvent(db, system, { event, note: { cs: 'Sál vyhořel.', en: 'The hall burned down.' } })
  return inBoth(mailAbout('event-cancelled', registration, event))
}

export const mailCauses: readonly Cause[] = [
  aboutRegistrations,
  addressToConfirm,
  toSpeakers,
  toInvited,
  toContact,
  aboutAccounts,
  ...laterCauses,
  calledOff,
]
