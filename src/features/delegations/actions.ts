import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, type Transaction, violatedConstraint } from '../../core/database.ts'
import { addMinutes, now } from '../../core/time.ts'
import { digest, newReference } from '../../core/tokens.ts'
import { recordAudit } from '../audit/actions.ts'
import type { EventRow } from '../events/types.ts'
import { queueMail } from '../mail/actions.ts'
import { delegationMail } from '../registration/actions/delegation-links.ts'
import { cancelRegistration } from '../registration/actions/decisions.ts'
import {
  type DelegationOutcome,
  joinDelegation,
  type NewDelegation,
  registerDelegation,
} from '../registration/actions/register.ts'
import { mayCancel } from '../registration/permissions.ts'
import { lockLedger } from '../registration/queries/ledger.ts'
import { findSettings } from '../registration/queries/settings.ts'
import { doubleSubmissionMinutes } from '../registration/rules.ts'
import type { DelegationRow, RegisterRequest } from '../registration/types.ts'
import type { Refusal } from '../registration/types/offers.ts'
import { findSameDelegation, listPeople } from './queries.ts'
import { hasRoomForOne } from './rules.ts'

type EventId = Pick<EventRow, 'id' | 'organisationId'>

/** What a contact wishes. */
export interface DelegationWish {
  readonly event: EventId
  readonly delegation: Omit<NewDelegation, 'eventId' | 'submissionDigest'>
  readonly requests: readonly RegisterRequest[]
}

/** What the contact is told: nothing of who was registered before. */
export type AnnounceOutcome =
  | { readonly kind: 'registered' }
  | { readonly kind: 'refused'; readonly index: number; readonly refusal: Refusal }

/**
 * Registers a delegation, everybody or nobody, and sends its contact the link. The same form sent again within a quarter
 * of an hour is the same delegation.
 * @throws Busy when the lock cannot be had in time
 */
export async function announceDelegation(
  db: Database,
  actor: Actor,
  { event, delegation, requests }: DelegationWish,
): Promise<AnnounceOutcome> {
  const wish: NewDelegation = {
    ...delegation,
    eventId: event.id,
    submissionDigest: digestOf(delegation, requests),
  }
  return onceMore(() =>
    inTransaction(db, async trx => {
      // The lock makes the second of two equal forms see the first.
      await lockLedger(trx, event.id)
      const earliest = addMinutes(now(), -doubleSubmissionMinutes)
      if (await findSameDelegation(trx, wish, earliest)) return { kind: 'registered' }
      const outcome = await registerDelegation(trx, actor, { delegation: wish, requests })
      if (outcome.kind === 'refused') return outcome
      await recordDelegation(trx, actor, outcome.delegation)
      await queueMail(trx, delegationMail(outcome.delegation, event))
      return { kind: 'registered' }
    }),
  )
}

function digestOf(delegation: DelegationWish['delegation'], requests: readonly RegisterRequest[]): string {
  const { contactName, contactEmail, organisation, locale, waitsTogether } = delegation
  const people = requests.flatMap(one => {
    const { categoryId, attendance = '', titleBefore, givenName, familyName, email, country } = one
    return [`${categoryId}`, attendance, titleBefore, givenName, familyName, email.toLowerCase(), country]
  })
  return digest(contactName, contactEmail.toLowerCase(), organisation, locale, String(waitsTogether), ...people)
}

async function recordDelegation(trx: Transaction, actor: Actor, { id, eventId }: DelegationRow): Promise<void> {
  await recordAudit(trx, actor, 'delegation.registered', { eventId, subject: { kind: 'delegation', id } })
}

/** Somebody of them was given another's address between our look and our insert: look again, and find it. */
async function onceMore<Outcome>(attempt: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await attempt()
  } catch (error) {
    if (violatedConstraint(error) !== 'one_active_registration_per_address') throw error
    return attempt()
  }
}

export type AddOutcome =
  | { readonly kind: 'added' }
  /** The delegation is as large as the event takes. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Adds a person to a delegation by the rules of the public form; how many it may have is exact. */
export async function addPerson(
  db: Database,
  actor: Actor,
  { delegation, request }: { delegation: DelegationRow; request: RegisterRequest },
): Promise<AddOutcome> {
  return onceMore(() =>
    inTransaction(db, async trx => {
      await lockLedger(trx, delegation.eventId)
      const { largestDelegation } = await findSettings(trx, delegation.eventId)
      if (!hasRoomForOne(await listPeople(trx, delegation.id), largestDelegation)) return { kind: 'too-large' }
      const outcome: DelegationOutcome = await joinDelegation(trx, actor, { delegation, requests: [request] })
      return outcome.kind === 'refused' ? { kind: 'refused', refusal: outcome.refusal } : { kind: 'added' }
    }),
  )
}

/** Gives up all registrations of a delegation together; each place goes to those who wait. Returns how many. */
export async function cancelDelegation(
  db: Database,
  actor: Actor,
  { delegation, event }: { delegation: DelegationRow; event: Pick<EventRow, 'endsAt'> },
): Promise<number> {
  return inTransaction(db, async trx => {
    await lockLedger(trx, delegation.eventId)
    let cancelled = 0
    // The last first: nobody of the same delegation is promoted only to be cancelled next.
    for (const person of (await listPeople(trx, delegation.id)).toReversed()) {
      if (!mayCancel(person.status, event, now())) continue
      const registration = { id: person.id, eventId: delegation.eventId }
      const { kind } = await cancelRegistration(trx, actor, { registration, reason: 'contact' })
      if (kind === 'cancelled') cancelled += 1
    }
    return cancelled
  })
}

/** Sends the contact the link again, at an organiser's wish. */
export async function resendDelegationLink(
  db: Database,
  actor: Actor,
  { delegation, event }: { delegation: DelegationRow; event: EventId },
): Promise<void> {
  await inTransaction(db, async trx => {
    await queueMail(trx, delegationMail(delegation, event, newReference()))
    const subject = { kind: 'delegation', id: delegation.id }
    await recordAudit(trx, actor, 'delegation.link-resent', { eventId: delegation.eventId, subject })
  })
}
