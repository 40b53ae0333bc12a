import { system } from '../../src/core/actor.ts'
import type { Database } from '../../src/core/database.ts'
import { type LocalDate, timeZone } from '../../src/core/time.ts'
import { createEvent } from '../../src/features/events/actions/create.ts'
import { editEvent } from '../../src/features/events/actions/edit.ts'
import { publishEvent } from '../../src/features/events/actions/phases.ts'
import { findEvent } from '../../src/features/events/queries.ts'
import { decideTimes } from '../../src/features/events/rules.ts'
import type { EventInput, EventRow, EventTimes, HostInput, NewEventInput } from '../../src/features/events/types.ts'

/** What a test says of the event it needs; everything else is the Burgas conference. */
export interface TestEvent extends Partial<Omit<NewEventInput, keyof EventTimes>> {
  readonly organisation: { readonly id: number }
  readonly startDate?: LocalDate
  readonly endDate?: LocalDate
  readonly startTime?: string
  readonly endTime?: string
  readonly zone?: string
  readonly hosts?: readonly HostInput[]
}

/** The times of an event on these days; breaks where the wall shows no such time. */
export function someTimes({
  startDate = '2027-09-15',
  endDate = '2027-09-17',
  startTime = '09:00',
  endTime = '13:00',
  zone = 'Europe/Sofia',
}: Partial<TestEvent> = {}): EventTimes {
  const decision = decideTimes({ timeZone: timeZone(zone), startDate, endDate, startTime, endTime })
  if (decision.kind !== 'times') throw new Error(`the test's times are no times: ${decision.kind}`)
  return decision.times
}

/** Makes a draft event by the product's own action. */
export async function createDraft(db: Database, event: TestEvent): Promise<EventRow> {
  const { organisation, hosts, startDate, endDate, startTime, endTime, zone, ...rest } = event
  const typed = { startDate, endDate, startTime, endTime, zone }
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined))
  const input: NewEventInput = {
    slug: 'clusters-meet-regions',
    title: { cs: 'Clusters meet Regions Burgas', en: 'Clusters meet Regions Burgas' },
    city: { cs: 'Burgas', en: 'Burgas' },
    country: 'BG',
    hue: 220,
    ...someTimes(given),
    ...rest,
  }
  const outcome = await createEvent(db, system, { organisationId: organisation.id, input, ...(hosts && { hosts }) })
  if (outcome.kind !== 'created') throw new Error(`${input.slug} is taken`)
  return outcome.event
}

/** Makes an event and publishes it, whatever a funder may still miss. */
export async function createPublished(db: Database, event: TestEvent): Promise<EventRow> {
  const draft = await createDraft(db, event)
  const outcome = await publishEvent(db, system, {
    event: draft,
    accepting: [
      'title-in-one-language',
      'project-without-programme',
      'project-without-statement',
      'project-without-number',
      'project-without-evidence-date',
    ],
  })
  if (outcome.kind !== 'published') throw new Error(`${draft.slug} cannot be published: ${outcome.kind}`)
  return outcome.event
}

/** The event edited as an organiser does, with everything else as it is at present. */
export async function editEventTo(db: Database, { id }: { id: number }, changes: Partial<EventInput>): Promise<void> {
  const present = await findEvent(db, id)
  if (!present) throw new Error('no such event')
  const { lockVersion, slug, title, subtitle, kindOfInvitation, summary, description, venueNote, pressRelease } =
    present
  const { hue, mode, city, country, venueId, seriesId, edition, parentEventId, projectId, timeZone } = present
  const { registrationOpensAt, registrationClosesAt, startsLocal, endsLocal, startsAt, endsAt, hasTimes } = present
  const words = { slug, title, subtitle, kindOfInvitation, summary, description, venueNote, pressRelease }
  const place = { hue, mode, city, country, venueId, seriesId, edition, parentEventId, projectId }
  const times = { registrationOpensAt, registrationClosesAt, startsLocal, endsLocal, startsAt, endsAt, hasTimes }
  const input = { ...words, ...place, ...times, timeZone, ...changes }
  const outcome = await editEvent(db, system, { event: present, input, lockVersion })
  if (outcome.kind !== 'saved') throw new Error(`not saved: ${outcome.kind}`)
}
