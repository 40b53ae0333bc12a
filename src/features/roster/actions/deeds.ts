import type { Actor } from '../../../core/actor.ts'
import type { Transaction } from '../../../core/database.ts'
import { queueMails } from '../../mail/actions.ts'
import * as decisions from '../../registration/actions/decisions.ts'
import { auditRegistrations, mailAbout } from '../../registration/actions/facts.ts'
import { tagRegistrations, untagRegistrations } from '../../registration/actions/tags.ts'
import type { RegistrationRow } from '../../registration/types.ts'
import { concerned } from '../rules/bulk.ts'
import type { BulkDeed, BulkRunRow } from '../types.ts'

/** A run with what its deeds need of the event. */
export type BulkRun = BulkRunRow & { readonly organisationId: number }

/** Those of some people to whom the same happened. */
interface Happened {
  readonly outcome: string
  readonly ids: readonly number[]
}

/** Whether a deed needs no lock on places, so that many are done in one statement. */
export function isDoneTogether(deed: BulkDeed): boolean {
  return deed === 'mail' || deed === 'tag' || deed === 'untag'
}

/** Does the deed of a run to one registration, with the actions of the engine, as the user who started it. */
export async function doToOne(trx: Transaction, run: BulkRun, registration: RegistrationRow): Promise<string> {
  const actor = actorOf(run)
  const { kind } = await decide(trx, actor, run, registration)
  return kind
}

function decide(trx: Transaction, actor: Actor, { deed, details }: BulkRun, registration: RegistrationRow) {
  switch (deed) {
    case 'approve':
      return decisions.approveRegistration(trx, actor, { registration })
    case 'decline':
      return decisions.declineRegistration(trx, actor, { registration, reason: details.reason })
    case 'cancel':
      return decisions.cancelRegistration(trx, actor, { registration, reason: 'organiser' })
    default:
      throw new Error(`${deed} is done to many together`)
  }
}

/** Does the deed of a run to many registrations: a number of statements that does not grow with them. */
export async function doToAll(
  trx: Transaction,
  run: BulkRun,
  people: readonly RegistrationRow[],
): Promise<readonly Happened[]> {
  if (people.length === 0) return []
  return run.deed === 'mail' ? write(trx, run, people) : label(trx, run, people)
}

async function write(trx: Transaction, run: BulkRun, people: readonly RegistrationRow[]): Promise<readonly Happened[]> {
  const { subject = '', text = '' } = run.details
  const readers = people.filter(({ status }) => concerned.mail.includes(status))
  const about = { id: run.eventId, organisationId: run.organisationId }
  const options = { key: run.reference, payload: { subject, text } }
  await queueMails(
    trx,
    readers.map(person => ({ ...mailAbout('registration-message', person, about, options), isBulk: true })),
  )
  const ids = readers.map(({ id }) => id)
  await auditRegistrations(trx, actorOf(run), 'messaged', run.eventId, ids)
  return partition(people, ids, 'mailed', 'skipped')
}

async function label(trx: Transaction, run: BulkRun, people: readonly RegistrationRow[]): Promise<readonly Happened[]> {
  const tagging = { eventId: run.eventId, registrationIds: people.map(({ id }) => id), tag: run.details.tag ?? '' }
  if (run.deed === 'tag') return partition(people, await tagRegistrations(trx, actorOf(run), tagging), 'tagged', 'same')
  return partition(people, await untagRegistrations(trx, actorOf(run), tagging), 'untagged', 'same')
}

function partition(
  people: readonly RegistrationRow[],
  ids: readonly number[],
  outcome: string,
  otherwise: string,
): Happened[] {
  const done = new Set(ids)
  const others = people.flatMap(({ id }) => (done.has(id) ? [] : [id]))
  return [
    { outcome, ids },
    { outcome: otherwise, ids: others },
  ].filter(happened => happened.ids.length > 0)
}

function actorOf({ userId }: BulkRun): Actor {
  return { kind: 'user', userId }
}
