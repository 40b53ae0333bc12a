import type { Actor } from '../../core/actor.ts'
import { type Database, inTransaction, type Transaction } from '../../core/database.ts'
import { Conflict } from '../../core/errors.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import { dateOf, daysBetween, type LocalDate } from '../../core/time.ts'
import { copyAgenda } from '../agenda/actions/copy.ts'
import { findDraft } from '../agenda/queries.ts'
import { copyEventRow, type EventPlace } from '../events/actions/create.ts'
import { findEventBySlug, listSatellites } from '../events/queries.ts'
import type { EventRow } from '../events/types.ts'
import { retryMail } from '../mail/actions.ts'
import { liftSuppression } from '../mail/actions/bounces.ts'
import { isLost } from '../mail/rules/outbox.ts'
import type { MailRow } from '../mail/types.ts'
import { changeRegistration } from '../registration/actions/changes.ts'
import { copyRegistrationSetup } from '../registration/actions/copy.ts'
import { findRegistrationOfMail } from './queries/mails.ts'
import { isSkippedByClocks, satelliteSlug, satelliteStart } from './rules/copies.ts'

/** What an organiser says of a copy. */
export interface CopyEventInput {
  readonly from: EventRow
  readonly slug: string
  readonly title: LocalisedText
  /** First day of the copy; everything moves by as many days and keeps its times on the wall. */
  readonly startsOn: LocalDate
  /** Whether the satellite events come along; cancelled ones never do. */
  readonly withSatellites: boolean
  /** Where the copy is, when that is elsewhere. */
  readonly place?: EventPlace | undefined
  readonly isDemonstration?: boolean | undefined
}

export type CopyEventOutcome =
  | {
      readonly kind: 'copied'
      readonly event: EventRow
      readonly satellites: readonly EventRow[]
      /** How many times of the agenda and the events the clocks of the new days skip; they stand at the next one. */
      readonly skippedTimes: number
    }
  | { readonly kind: 'slug-taken' }

/**
 * Makes a draft event out of another in one transaction: words, hosts, links, venue, the draft agenda with its speakers,
 * the form, categories and parts with their places and, if wished, the satellites with all of that. Registrations, releases and
 * publication stay behind.
 * @throws Conflict when somebody takes the address in the same moment
 */
export async function copyEvent(
  db: Database | Transaction,
  actor: Actor,
  input: CopyEventInput,
): Promise<CopyEventOutcome> {
  return inTransaction(db, async trx => {
    if (await findEventBySlug(trx, input.slug)) return { kind: 'slug-taken' }
    const { from, slug, title, startsOn, place, isDemonstration } = input
    const event = await copyEventRow(trx, actor, { from, slug, title, startsOn, place, isDemonstration })
    if (event.slug !== slug) throw new Conflict(`the address ${slug} was taken meanwhile`)
    const pairs = input.withSatellites ? await copySatelliteRows(trx, actor, event, input) : []
    const satellites = new Map(pairs.map(pair => [pair.from.id, pair.to.id]))
    let skippedTimes = 0
    for (const pair of [{ from, to: event }, ...pairs]) {
      const sessions = await copyAgenda(trx, actor, { ...pair, satellites })
      await copyRegistrationSetup(trx, actor, { ...pair, satellites, sessions })
      skippedTimes += await countSkippedTimes(trx, pair)
    }
    return { kind: 'copied', event, satellites: pairs.map(pair => pair.to), skippedTimes }
  })
}

interface Pair {
  readonly from: EventRow
  readonly to: EventRow
}

async function copySatelliteRows(
  trx: Transaction,
  actor: Actor,
  parent: EventRow,
  { from, startsOn, isDemonstration }: CopyEventInput,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (const satellite of await listSatellites(trx, from.id)) {
    if (satellite.cancelledAt !== null) continue
    const to = await copyEventRow(trx, actor, {
      from: satellite,
      slug: satelliteSlug(satellite.slug, { from: from.slug, to: parent.slug, startsOn }),
      startsOn: satelliteStart(satellite, from, startsOn),
      parentEventId: parent.id,
      isDemonstration,
    })
    pairs.push({ from: satellite, to })
  }
  return pairs
}

async function countSkippedTimes(trx: Transaction, { from, to }: Pair): Promise<number> {
  const days = daysBetween(dateOf(from.startsLocal), dateOf(to.startsLocal))
  const { sessions } = await findDraft(trx, from.id)
  const standing = sessions.filter(session => !session.isCancelled)
  const spans = from.hasTimes ? [from, ...standing] : standing
  const times = spans.flatMap(({ startsLocal, endsLocal }) => [startsLocal, endsLocal])
  return times.filter(time => isSkippedByClocks(time, to.timeZone, days)).length
}

export type MendAddressOutcome =
  | { readonly kind: 'mended' }
  /** Why not, as a locale key for the field. */
  | { readonly kind: 'refused'; readonly message: string }

/**
 * Corrects the address of the person a mail did not reach; their private link goes to the new one at once. The old mail
 * is not sent again: the link in it died with the wrong address.
 */
export async function mendAddress(
  db: Database,
  actor: Actor,
  { event, mail, address }: { event: EventRow; mail: MailRow; address: string },
): Promise<MendAddressOutcome> {
  const registration = await findRegistrationOfMail(db, mail)
  if (registration === undefined || !isLost(mail)) return { kind: 'refused', message: 'errors.invalid' }
  const { titleBefore, givenName, familyName, titleAfter, organisation, country, locale, email } = registration
  if (email === address) return { kind: 'refused', message: 'desk.mail.sameAddress' }
  const details = { titleBefore, givenName, familyName, titleAfter, organisation, country, locale, email: address }
  const outcome = await changeRegistration(db, actor, { registration, event, details })
  if (outcome.kind === 'not-active') return { kind: 'refused', message: 'desk.mail.notActive' }
  return outcome.kind === 'saved' ? { kind: 'mended' } : { kind: 'refused', message: 'desk.mail.addressTaken' }
}

/** Lets mail to the address of a mail go again, and sends this one once more. */
export async function liftAndRetry(
  db: Database,
  actor: Actor,
  mail: MailRow,
): Promise<{ readonly kind: 'queued' } | { readonly kind: 'not-failed' }> {
  return inTransaction(db, async trx => {
    await liftSuppression(trx, actor, { mail })
    return retryMail(trx, actor, { mail })
  })
}
