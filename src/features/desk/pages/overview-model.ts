import { dateIn, dateOf, type Instant } from '../../../core/time.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventWhen, type FrameContext, type OrganiserEventPage } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import type { EventPlaces } from '../../registration/queries/event-places.ts'
import type { RegistrationOffer } from '../../registration/types/offers.ts'
import type { OverviewFacts, PlacesFacts } from '../queries/facts.ts'
import { type Chart, drawChart } from '../rules/chart.ts'
import { waitingFor } from '../rules/waiting.ts'
import type { DayOfPlaces } from '../types.ts'
import { activityLines } from './activity.ts'
import { capacityLines, wholePlaces } from './capacities.ts'
import { chartModel } from './chart.ts'
import {
  chartlessText,
  type DoorModel,
  doorFacts,
  type OverviewModel,
  registrationState,
  todoLines,
} from './overview.ts'

/** The overview out of its facts, besides what the request alone knows. */
export function overviewModel(
  context: FrameContext,
  { event, role }: EventAccess,
  facts: OverviewFacts,
  at: Instant,
): Omit<OverviewModel, 'head' | 'flash'> {
  const { own, attention } = facts
  const offer = own.offer.event
  const chart = chartOf(event, own, facts.days, at)
  const waiting = waitingFor({ ...facts, ...attention, event, at, categories: own.categories.length })
  return {
    ...registrationState(context, event, offer, at),
    todo: mayOrganise(role) ? todoLines(context, event, waiting, at) : undefined,
    chart: chart && chartModel(context, chart, { isLive: isLive(event, offer) }),
    capacities: capacityLines(context, { ...facts, event, people: attention, mayView: true }),
    activity: activityLines(context, event.timeZone, at, facts.doings),
    chartless: chartlessText(context, event, offer),
  }
}

/** What the side navigation says beside its entries. */
export function navigationNotes(
  { t }: FrameContext,
  { unreleased, attention }: OverviewFacts,
): Partial<Record<OrganiserEventPage, string>> {
  const { confirmed, failedMails } = attention
  return {
    ...(confirmed > 0 && { registrations: String(confirmed) }),
    ...(unreleased > 0 && { agenda: t('desk.notes.changes', { count: unreleased }) }),
    ...(failedMails > 0 && { mails: t('desk.notes.failures', { count: failedMails }) }),
  }
}

/** What door staff see. */
export function doorModel(context: FrameContext, event: EventRow, facts: PlacesFacts): Omit<DoorModel, 'head'> {
  return {
    facts: doorFacts(context, event, eventWhen(context, event)),
    capacities: capacityLines(context, { ...facts, event, people: undefined, mayView: false }),
  }
}

function isLive(event: EventRow, offer: RegistrationOffer): boolean {
  return event.publishedAt !== null && ['open', 'waiting-list', 'full'].includes(offer.kind)
}

function chartOf(event: EventRow, own: EventPlaces, days: readonly DayOfPlaces[], at: Instant): Chart | undefined {
  const closings = own.categories.flatMap(({ closesAt }) => (closesAt ? [dateIn(closesAt, event.timeZone)] : []))
  return drawChart({
    days,
    today: dateIn(at, event.timeZone),
    closesOn: closings.toSorted().at(-1),
    eventOn: dateOf(event.startsLocal),
    capacity: wholePlaces(own).capacity,
  })
}
