import type { Database } from '../../../core/database.ts'
import type { FieldProblem } from '../../../core/http/forms.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import type { OrganisationAccess, SignedInUser } from '../../accounts/types.ts'
import { listOrganisations, listProjectsOf } from '../../directory/queries.ts'
import { findVenue, listVenuesOf } from '../../venues/queries.ts'
import type { TypedChoices } from '../forms/event.ts'
import type { Choices } from '../pages/fields.ts'
import { listPossibleParents, listSeriesOf } from '../queries.ts'
import { daysOf } from '../rules.ts'
import type { EventRow, EventTimes, HostInput } from '../types.ts'

/** What somebody may choose for an event, and for whom they may organise. */
export interface OrganiserChoices extends Choices {
  readonly mine: readonly OrganisationAccess[]
}

/**
 * The lists an event's form offers: what belongs to the organisations somebody organises for and to the event's own,
 * and what the event has already, whoever it belongs to.
 */
export async function loadChoices(db: Database, user: SignedInUser, event?: EventRow): Promise<OrganiserChoices> {
  const mine = await listOrganisationsOf(db, user, mayOrganise)
  const ids = [...mine.map(organisation => organisation.id), ...(event ? [event.organisationId] : [])]
  const venues = await listVenuesOf(db, ids)
  const isListed = !event?.venueId || venues.some(venue => venue.id === event.venueId)
  const present = isListed ? undefined : await findVenue(db, event?.venueId ?? 0)
  const parents = await listPossibleParents(db, ids, event?.parentEventId)
  return {
    mine,
    venues: present ? [...venues, present] : venues,
    parents: parents.filter(parent => parent.id !== event?.id),
    series: await listSeriesOf(db, ids, event?.seriesId),
    projects: await listProjectsOf(db, ids, event?.projectId),
    organisations: await listOrganisations(db),
  }
}

/** The rows behind the choices of a form. */
export interface ResolvedChoices {
  readonly venueId: number | null
  readonly parentEventId: number | null
  readonly seriesId: number | null
  readonly projectId: number | null
  readonly hosts: readonly HostInput[]
}

/** Looks every choice up among those that were offered; an unknown one is a problem of its field (law 5). */
export function resolveChoices(
  choices: Choices,
  typed: Partial<TypedChoices>,
  times: EventTimes,
): { resolved: ResolvedChoices; problems: FieldProblem[] } {
  const problems: FieldProblem[] = []
  const check = <Row>(field: keyof TypedChoices, asked: string | undefined, found: Row | undefined) => {
    if (asked && found === undefined) problems.push({ field, message: 'errors.unknownChoice' })
    return found
  }
  const bySlug = <Row extends { readonly slug: string }>(
    field: 'parent' | 'series' | 'project',
    list: readonly Row[],
  ) => {
    const asked = typed[field]
    return check(
      field,
      asked,
      list.find(one => one.slug === asked),
    )
  }
  const venue = check(
    'venue',
    typed.venue,
    choices.venues.find(one => one.reference === typed.venue),
  )
  const parent = bySlug('parent', choices.parents)
  if (parent && !isWithin(times, parent)) problems.push({ field: 'parent', message: 'events.problem.outsideParent' })
  const resolved: ResolvedChoices = {
    venueId: venue?.id ?? null,
    parentEventId: parent?.id ?? null,
    seriesId: bySlug('series', choices.series)?.id ?? null,
    projectId: bySlug('project', choices.projects)?.id ?? null,
    hosts: resolveHosts(choices, typed.hosts ?? [], problems),
  }
  return { resolved, problems }
}

function resolveHosts(choices: Choices, typed: TypedChoices['hosts'], problems: FieldProblem[]): HostInput[] {
  return typed.flatMap(({ organisation: slug, role }, number) => {
    const organisation = choices.organisations.find(one => one.slug === slug)
    const isRepeated = typed.findIndex(host => host.organisation === slug) < number
    const field = `host.${number}.organisation`
    if (organisation === undefined) problems.push({ field, message: 'errors.unknownChoice' })
    else if (isRepeated) problems.push({ field, message: 'events.problem.hostTwice' })
    else return [{ organisationId: organisation.id, role }]
    return []
  })
}

function isWithin(times: EventTimes, parent: EventRow): boolean {
  const [own, whole] = [daysOf(times), daysOf(parent)]
  return own.first >= whole.first && own.last <= whole.last
}
