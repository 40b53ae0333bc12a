import { system } from '../../src/core/actor.ts'
import type { Transaction } from '../../src/core/database.ts'
import { atMoment, type Instant, localDateTime, type TimeZone, timeZone, toInstant } from '../../src/core/time.ts'
import { createEvent } from '../../src/features/events/actions/create.ts'
import { saveEventLink } from '../../src/features/events/actions/links.ts'
import { archiveEvent, publishEvent } from '../../src/features/events/actions/phases.ts'
import { saveSeries } from '../../src/features/events/actions/series.ts'
import { decideTimes } from '../../src/features/events/rules.ts'
import type { EventRow, EventTimes, PublicationWarning } from '../../src/features/events/types.ts'
import { addCategory } from '../../src/features/registration/actions/categories.ts'
import { events } from '../content/events.ts'
import { series } from '../content/events/series.ts'
import type { EventContent } from '../content/types.ts'
import type { Ground } from './directory.ts'
import { Named } from './named.ts'

/** What the documents do not say of a project (number, how long to keep evidence) must not stop the demonstration. */
const unknownOfProjects: readonly PublicationWarning[] = ['project-without-number', 'project-without-evidence-date']

/** Loads the series and the events of the documents as drafts with links and categories. */
export async function loadEvents(trx: Transaction, ground: Ground): Promise<Named<EventRow>> {
  const seriesIds = new Named<number>('series')
  for (const { organisation, plannedEditions, ...rest } of series) {
    const input = { ...rest, plannedEditions: plannedEditions ?? null }
    const organisationId = ground.organisations.of(organisation)
    const saved = await saveSeries(trx, system, { organisationId, input })
    if (saved.kind !== 'saved') throw new Error(`the series ${rest.slug} is there already`)
    seriesIds.set(rest.slug, saved.series.id)
  }
  const loaded = new Named<EventRow>('event')
  for (const content of events) {
    loaded.set(content.slug, await loadEvent(trx, content, { ground, seriesIds, loaded }))
  }
  return loaded
}

interface Known {
  readonly ground: Ground
  readonly seriesIds: Named<number>
  readonly loaded: Named<EventRow>
}

async function loadEvent(trx: Transaction, content: EventContent, { ground, seriesIds, loaded }: Known) {
  const idOf = (named: Named<number>, name: string | undefined) => (name === undefined ? null : named.of(name))
  const zone = timeZone(content.timeZone)
  const { slug, title, kindOfInvitation, summary, description, hue, country, registrationUntil } = content
  const input = {
    slug,
    title,
    kindOfInvitation,
    summary,
    description,
    hue,
    country,
    ...timesOf(content, zone),
    subtitle: content.subtitle ?? {},
    venueNote: content.venueNote ?? {},
    pressRelease: content.pressRelease ?? {},
    city: content.city ?? {},
    venueId: content.venue === undefined ? null : ground.venues.of(content.venue).venue.id,
    seriesId: idOf(seriesIds, content.series),
    edition: content.edition ?? null,
    parentEventId: content.parent === undefined ? null : loaded.of(content.parent).id,
    projectId: idOf(ground.projects, content.project),
    registrationClosesAt: registrationUntil === undefined ? null : wall(registrationUntil, '23:59', zone),
  }
  const hosts = content.hosts.map(host => ({ ...host, organisationId: ground.organisations.of(host.organisation) }))
  const organisationId = ground.organisations.of(content.organisation)
  const outcome = await createEvent(trx, system, {
    organisationId,
    input,
    hosts: hosts.map(({ organisationId: id, role }) => ({ organisationId: id, role })),
  })
  if (outcome.kind !== 'created') throw new Error(`the event ${slug} is there already`)
  await loadLists(trx, outcome.event, content)
  return outcome.event
}

async function loadLists(trx: Transaction, event: EventRow, { links = [], categories = [] }: EventContent) {
  for (const input of links) await saveEventLink(trx, system, { event, input })
  for (const { name, description = {}, capacity, needsApproval = false } of categories) {
    const rules = { needsApproval, hasWaitingList: true, opensAt: null, closesAt: null }
    await addCategory(trx, system, { event, input: { name, description, capacity, ...rules } })
  }
}

function timesOf({ slug, startDate, endDate, startTime, endTime }: EventContent, zone: TimeZone): EventTimes {
  const typed = { timeZone: zone, startDate, endDate: endDate ?? startDate, startTime, endTime }
  const decision = decideTimes(typed)
  if (decision.kind !== 'times') throw new Error(`${slug}: times that are not`)
  return decision.times
}

/** The instant of a time on the wall that clocks run through once. */
export function wall(date: string, time: string, zone: TimeZone): Instant {
  const meaning = toInstant(localDateTime(date, time), zone, 'earlier')
  if (meaning.kind !== 'instant') throw new Error(`${date} ${time} is no time in ${zone}`)
  return meaning.instant
}

/** Shows the events to the world on the days of the content, and puts those that are over into the archive. */
export async function publishEvents(trx: Transaction, loaded: Named<EventRow>): Promise<void> {
  for (const { slug, publishedOn, archivedOn, timeZone: zone } of events) {
    const event = loaded.of(slug)
    await publishAt(trx, event, wall(publishedOn, '09:00', timeZone(zone)))
    if (archivedOn === undefined) continue
    await atMoment(wall(archivedOn, '16:00', timeZone(zone)), async () => {
      const outcome = await archiveEvent(trx, system, { event })
      if (outcome.kind !== 'done') throw new Error(`${slug} cannot be archived: ${outcome.phase}`)
    })
  }
}

/** Publishes a draft as of a moment. */
export async function publishAt(trx: Transaction, event: EventRow, moment: Instant): Promise<void> {
  const outcome = await atMoment(moment, () => publishEvent(trx, system, { event, accepting: unknownOfProjects }))
  if (outcome.kind !== 'published') throw new Error(`${event.slug} is not published: ${JSON.stringify(outcome)}`)
}
