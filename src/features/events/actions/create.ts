import type { Actor } from '../../../core/actor.ts'
import { type Database, inTransaction, only, type Transaction, violatedConstraint } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../../core/slugs.ts'
import { dateOf, daysBetween, type Instant, type LocalDate, type TimeZone } from '../../../core/time.ts'
import { newReference } from '../../../core/tokens.ts'
import { recordAudit } from '../../audit/actions.ts'
import { findVenue } from '../../venues/queries.ts'
import { listEventHosts, listEventLinks } from '../queries.ts'
import { shiftInstant, shiftTimes } from '../rules.ts'
import type { CreateEventOutcome, EventInput, EventRow, HostInput, NewEventInput } from '../types.ts'
import { writeHosts } from './hosts.ts'
import '../tables.ts'

/** Makes a draft event of an organisation; without hosts the organisation itself is the host. */
export async function createEvent(
  db: Database,
  actor: Actor,
  { organisationId, input, hosts }: { organisationId: number; input: NewEventInput; hosts?: readonly HostInput[] },
): Promise<CreateEventOutcome> {
  try {
    return await inTransaction(db, async trx => {
      const written = await withPlaceOfVenue(trx, input)
      const event = only(await trx('events').insert({ ...written, organisationId }, '*'))
      await writeHosts(trx, event.id, hosts ?? [{ organisationId, role: 'host' }])
      await recordAudit(trx, actor, 'event.created', aboutEvent(event))
      return { kind: 'created', event }
    })
  } catch (error) {
    if (violatedConstraint(error) === 'event_slug_is_unique') return { kind: 'slug-taken' }
    throw error
  }
}

/** The city and country of the venue, where the organiser left those of the event empty. */
export async function withPlaceOfVenue<Input extends Partial<EventInput>>(
  trx: Transaction,
  input: Input,
): Promise<Input> {
  const isNamed = (input.city?.cs ?? '') !== '' || (input.city?.en ?? '') !== ''
  if (!input.venueId || (isNamed && input.country)) return input
  const venue = await findVenue(trx, input.venueId)
  if (venue === undefined) return input
  return {
    ...input,
    city: isNamed ? input.city : { cs: venue.city, en: venue.city },
    country: input.country || venue.country,
  }
}

/** What the audit log says an entry of an event is about. */
export function aboutEvent(event: EventRow) {
  return { eventId: event.id, organisationId: event.organisationId, subject: { kind: 'event', id: event.id } }
}

/** What a copy takes from whoever copies. */
export interface EventCopy {
  readonly from: EventRow
  /** First day of the copy: everything moves by as many days, wall times stay. */
  readonly startsOn: LocalDate
  /** Without one it is made out of the title. */
  readonly slug?: string | undefined
  readonly title?: LocalisedText | undefined
  readonly edition?: number | null | undefined
  /** The copied parent, for the copy of a satellite. */
  readonly parentEventId?: number | null | undefined
  /** Where the copy is, when that is not where the original was; wall times stay, in its zone. */
  readonly place?: EventPlace | undefined
  readonly isDemonstration?: boolean | undefined
}

/** Where a copy of an event is held. */
export type EventPlace = Pick<EventRow, 'city' | 'country' | 'venueId' | 'timeZone'>

/**
 * Makes a draft that repeats an event: words, hosts, documents and links, venue, project and series are taken;
 * publication, cancellation, press release, photographs and registrations are not. Agenda and categories are copied by
 * their own features in the same transaction.
 */
export async function copyEventRow(trx: Transaction, actor: Actor, copy: EventCopy): Promise<EventRow> {
  const { from, place } = copy
  const timeZone = place?.timeZone ?? from.timeZone
  const row = {
    ...copiedWords(from),
    // What is said of the way to one house is wrong at another.
    ...(place && { ...place, venueNote: place.venueId === from.venueId ? from.venueNote : {} }),
    ...shiftTimes({ ...from, timeZone }, copy.startsOn),
    ...shiftedRegistration(from, copy.startsOn, timeZone),
    title: copy.title ?? from.title,
    edition: copy.edition ?? null,
    parentEventId: copy.parentEventId ?? null,
    isDemonstration: copy.isDemonstration ?? from.isDemonstration,
  }
  const event = await insertWithFreeSlug(trx, copy.slug ?? defaultSlug(row.title), row)
  await writeHosts(trx, event.id, await listEventHosts(trx, from.id))
  await copyLinks(trx, from.id, event.id)
  await recordAudit(trx, actor, 'event.copied', { ...aboutEvent(event), details: { fromEventId: from.id } })
  return event
}

function defaultSlug(title: LocalisedText): string {
  return slugFrom(title.cs || title.en || '') || 'event'
}

async function insertWithFreeSlug(trx: Transaction, slug: string, row: NewEventRow): Promise<EventRow> {
  for (const candidate of slugCandidates(slug)) {
    const [event] = await trx('events')
      .insert({ ...row, slug: candidate }, '*')
      .onConflict('slug')
      .ignore()
    if (event !== undefined) return event
  }
  throw new Error(`no free address for ${slug}`)
}

type NewEventRow = Omit<NewEventInput, 'slug'> & { readonly organisationId: number }

function copiedWords(from: EventRow) {
  const { organisationId, seriesId, projectId, venueId, subtitle, kindOfInvitation, summary, description, venueNote } =
    from
  const { hue, mode, city, country } = from
  const words = { subtitle, kindOfInvitation, summary, description, venueNote }
  return { organisationId, seriesId, projectId, venueId, ...words, hue, mode, city, country }
}

function shiftedRegistration(from: EventRow, startsOn: LocalDate, zone: TimeZone) {
  const days = daysBetween(dateOf(from.startsLocal), startsOn)
  const shifted = (at: Instant | null) => at && shiftInstant(at, from.timeZone, days, zone)
  return {
    registrationOpensAt: shifted(from.registrationOpensAt),
    registrationClosesAt: shifted(from.registrationClosesAt),
  }
}

async function copyLinks(trx: Transaction, fromEventId: number, eventId: number): Promise<void> {
  const links = (await listEventLinks(trx, fromEventId)).filter(
    link => link.kind === 'document' || link.kind === 'link',
  )
  if (links.length === 0) return
  await trx('eventLinks').insert(
    links.map(({ kind, title, url }, index) => ({
      kind,
      title,
      url,
      eventId,
      position: index + 1,
      reference: newReference(),
    })),
  )
}
