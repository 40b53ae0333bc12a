import { randomUUID } from 'node:crypto'
import { type Actor, visitor } from '../../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../../core/database.ts'
import { enqueue } from '../../../core/jobs.ts'
import { now } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import type { EventRow } from '../../events/types.ts'
import { queueMails } from '../../mail/actions.ts'
import { lockRegistration } from '../queries/locks.ts'
import { standingsChanged } from '../jobs.ts'
import { isActive } from '../permissions.ts'
import type { ConsentPurpose, Needs, PersonalDetails, RegistrationMailKind, RegistrationRow } from '../types.ts'
import { sendDelegationLinks } from './delegation-links.ts'
import { auditRegistration, mailAbout } from './facts.ts'

type EventId = Pick<EventRow, 'id' | 'organisationId'>

export type ChangeOutcome =
  | { readonly kind: 'saved'; readonly changed: readonly string[] }
  | { readonly kind: 'not-active' }
  | { readonly kind: 'address-taken' }

interface Changes {
  readonly registration: RegistrationRow
  readonly event: EventId
  /** Only an organiser changes the address; links sent to the old one stop working. */
  readonly details: PersonalDetails & { readonly email?: string }
  readonly needs?: Needs
}

/** Changes the answers of a registration. The log keeps which fields changed, never what stood in them. */
export async function changeRegistration(
  db: Database | Transaction,
  actor: Actor,
  { registration, event, details, needs }: Changes,
): Promise<ChangeOutcome> {
  try {
    return await inTransaction(db, async trx => {
      const before = await lockRegistration(trx, registration.id)
      if (!isActive(before.status)) return { kind: 'not-active' }
      const changed = [...changedFields(before, details), ...(await saveNeeds(trx, before.id, needs))]
      const isMoved = changed.includes('email')
      await trx('registrations')
        .where({ id: before.id })
        .update({
          ...details,
          contentUpdatedAt: now(),
          tokenVersion: before.tokenVersion + (isMoved ? 1 : 0),
          // Another address is another calendar: what the former one has is taken out of it.
          ...(isMoved && { calendarUid: randomUUID() }),
          calendarTokenVersion: before.calendarTokenVersion + (isMoved ? 1 : 0),
        })
      if (changed.length > 0) await auditRegistration(trx, actor, 'changed', before, { fields: changed })
      if (isMoved) {
        const key = newReference()
        await queueMails(trx, [mailAbout('registration-link', { ...before, ...details }, event, { key })])
        await enqueue(trx, standingsChanged, { registrationIds: [before.id] })
      }
      return { kind: 'saved', changed }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'one_active_registration_per_address') return { kind: 'address-taken' }
    throw error
  }
}

function changedFields(before: RegistrationRow, details: PersonalDetails & { readonly email?: string }): string[] {
  const old: Readonly<Record<string, unknown>> = { ...before }
  return Object.entries(details).flatMap(([field, value]) => (old[field] === value ? [] : [field]))
}

async function saveNeeds(trx: Transaction, registrationId: number, needs: Needs | undefined): Promise<string[]> {
  if (needs === undefined) return []
  const before = await trx('registrationNeeds').where({ registrationId }).first()
  if ((before?.dietary ?? '') === needs.dietary && (before?.access ?? '') === needs.access) return []
  if (needs.dietary === '' && needs.access === '') await trx('registrationNeeds').where({ registrationId }).delete()
  else
    await trx('registrationNeeds')
      .insert({ registrationId, ...needs })
      .onConflict('registrationId')
      .merge()
  return ['needs']
}

/** Takes back a consent; when it was given and when withdrawn stays on record. False when there was none. */
export async function withdrawConsent(
  db: Database,
  actor: Actor,
  { registration, purpose }: { registration: RegistrationRow; purpose: ConsentPurpose },
): Promise<boolean> {
  return inTransaction(db, async trx => {
    const withdrawn = await trx('consents')
      .where({ registrationId: registration.id, purpose })
      .whereNull('withdrawnAt')
      .update({ withdrawnAt: now() })
    if (withdrawn > 0) await auditRegistration(trx, actor, 'consent-withdrawn', registration, { purpose })
    return withdrawn > 0
  })
}

/** Makes a new address for the personal calendar; the old one stops working at once. */
export async function rotateCalendarToken(
  db: Database,
  actor: Actor,
  { registration }: { registration: RegistrationRow },
): Promise<void> {
  await inTransaction(db, async trx => {
    await trx('registrations').where({ id: registration.id }).increment('calendarTokenVersion', 1)
    await auditRegistration(trx, actor, 'calendar-renewed', registration)
  })
}

const mailOfStatus: Record<RegistrationRow['status'], RegistrationMailKind> = {
  confirmed: 'registration-confirmed',
  offered: 'registration-offered',
  waiting: 'registration-waiting',
  unconfirmed: 'registration-address',
  applied: 'registration-applied',
  declined: 'registration-declined',
  cancelled: 'registration-cancelled',
}

/** Sends again the mail that fits how the registration, and its event, stand now. */
export async function resendConfirmation(
  db: Database,
  actor: Actor,
  { registration, event }: { registration: RegistrationRow; event: EventId & Pick<EventRow, 'cancelledAt'> },
): Promise<void> {
  const isOff = event.cancelledAt !== null && isActive(registration.status)
  const kind = isOff ? 'event-cancelled' : mailOfStatus[registration.status]
  await inTransaction(db, async trx => {
    await queueMails(trx, [mailAbout(kind, registration, event, { key: newReference() })])
    await auditRegistration(trx, actor, 'mail-resent', registration)
  })
}

/**
 * Sends the private link to an address, if it is registered for the event, and those of the delegations whose contact it
 * is; the caller answers the same in any case and limits how often (SEC-20, SEC-35).
 */
export async function requestLinks(db: Database, { email, event }: { email: string; event: EventId }): Promise<void> {
  await inTransaction(db, async trx => {
    await sendDelegationLinks(trx, { email, event })
    const [registration] = await trx('registrations')
      .where({ eventId: event.id })
      .whereRaw('lower(email) = lower(?)', [email])
      .whereNull('cancelledAt')
      .whereNull('declinedAt')
    if (registration === undefined) return
    await queueMails(trx, [mailAbout('registration-link', registration, event, { key: newReference() })])
    await auditRegistration(trx, visitor, 'link-requested', registration)
  })
}

/**
 * Tells everybody who holds, awaits or asked for a place that the event was called off, or takes place after all.
 * @param occasion which time this was: told again for the same one, nobody gets a second mail
 */
export async function announceToAll(
  db: Database,
  kind: 'event-cancelled' | 'event-reinstated',
  { event, occasion }: { event: EventId; occasion: string },
): Promise<void> {
  await inTransaction(db, async trx => {
    const concerned = await trx('registrations')
      .where({ eventId: event.id })
      .whereNull('cancelledAt')
      .whereNull('declinedAt')
      .orderBy('id')
    for (let from = 0; from < concerned.length; from += 500) {
      const mails = concerned.slice(from, from + 500).map(row => mailAbout(kind, row, event, { key: occasion }))
      await queueMails(trx, mails)
    }
  })
}
