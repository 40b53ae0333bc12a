import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import {
  dateIn,
  dateOf,
  daysBetween,
  formatDayAndMonth,
  formatLocalTime,
  formatLongDate,
  type Instant,
  timeOf,
} from '../../../core/time.ts'
import { isHard } from '../../agenda/rules/clashes.ts'
import type { Clash } from '../../agenda/types/clashes.ts'
import type { EventWhen, FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationOffer } from '../../registration/types/offers.ts'
import type { Waiting } from '../types.ts'
import type { ActivityLine } from './activity.ts'
import type { CapacityLine } from './capacities.ts'
import type { ChartModel } from './chart.ts'
import type { StateModel } from './my-events.ts'

/** One thing that waits for the organiser, with the deed that ends it. */
export interface TodoLine {
  readonly state: StateModel
  readonly text: string
  readonly action: { readonly href: string; readonly label: string; readonly isFirst: boolean }
}

export interface OverviewModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly state: StateModel
  /** `do 5. září, ještě 14 dní` */
  readonly stateNote: string
  /** undefined for those who only look or only stand at the door. */
  readonly todo: readonly TodoLine[] | undefined
  /** undefined before the first registration. */
  readonly chart: ChartModel | undefined
  readonly capacities: readonly CapacityLine[]
  readonly activity: readonly ActivityLine[]
  /** What to say instead of the chart before the first registration. */
  readonly chartless: string
}

export const overviewPage = page<OverviewModel>('desk/organiser/overview')

/** What door staff see of an event: when, where and how many. */
export interface DoorModel {
  readonly head: Head
  readonly facts: readonly { readonly label: string; readonly value: string }[]
  readonly capacities: readonly CapacityLine[]
}

export const doorPage = page<DoorModel>('desk/organiser/door')

type StateWords = Pick<OverviewModel, 'state' | 'stateNote'>

/** Where registration stands, in a word and a half sentence. */
export function registrationState(
  context: FrameContext,
  event: EventRow,
  offer: RegistrationOffer,
  at: Instant,
): StateWords {
  const { t, locale } = context
  const says = (kind: StateModel['kind'], label: string, stateNote = ''): StateWords => ({
    state: { kind, label },
    stateNote,
  })
  if (event.publishedAt === null) return says('warn', t('desk.state.draft'), t('desk.state.draftNote'))
  const until = (closesAt: Instant | undefined) => (closesAt ? untilText(context, event, closesAt, at) : '')
  switch (offer.kind) {
    case 'none':
      return says('off', t('desk.state.none'))
    case 'not-yet': {
      const day = formatDayAndMonth(dateIn(offer.opensAt, event.timeZone), locale)
      return says('off', t('desk.state.notYet'), t('desk.state.opens', { day }))
    }
    case 'open':
      return says('good', t('desk.state.open'), until(offer.closesAt))
    case 'waiting-list':
      return says('warn', t('desk.state.waitingList'), until(offer.closesAt))
    case 'full':
      return says('bad', t('desk.state.full'))
    case 'closed':
      return says('off', t('desk.state.closed'))
    case 'cancelled':
      return says('bad', t('desk.state.cancelled'))
    case 'over':
      return says('off', t('desk.state.over'))
  }
}

function untilText({ t, locale }: FrameContext, event: EventRow, closesAt: Instant, at: Instant): string {
  const day = dateIn(closesAt, event.timeZone)
  const count = daysBetween(dateIn(at, event.timeZone), day)
  return t('desk.state.until', { day: formatDayAndMonth(day, locale), count })
}

/** What waits as lines with a button each; the first button is the primary one. */
export function todoLines(
  context: FrameContext,
  event: EventRow,
  waiting: readonly Waiting[],
  at: Instant,
): TodoLine[] {
  return waiting.map((item, index) => {
    const { state, text, href } = todoLine(context, event, item, at)
    const label = context.t(`desk.todo.${item.kind}.action`)
    return { state, text, action: { href, label, isFirst: index === 0 } }
  })
}

function todoLine(context: FrameContext, event: EventRow, item: Waiting, at: Instant) {
  const { t, locale } = context
  const part = (path: string, query = {}) => urls.organiserEventPart(locale, event.slug, path, query)
  const isLanguage = item.kind === 'publicity' && item.warning === 'title-in-one-language'
  const word = isLanguage ? t('desk.todo.publicity.language') : t(`desk.todo.${item.kind}.word`)
  const says = (kind: StateModel['kind'], text: string, href: string) => ({
    state: { kind, label: word },
    text,
    href,
  })
  switch (item.kind) {
    case 'clash':
      return says(isHard(item.clash) ? 'bad' : 'warn', clashText(context, item.clash, item.more), part('agenda'))
    case 'mails':
      return says('bad', t('desk.todo.mails.text', { count: item.count }), part('mails', { state: 'failed' }))
    case 'applications':
      return says('warn', applicationsText(context, event, item, at), part('registrations', { status: 'applied' }))
    case 'offers': {
      const shown = item.onlyOfParts ? {} : { status: 'offered' }
      return says('warn', t('desk.todo.offers.text', { count: item.count }), part('registrations', shown))
    }
    case 'duplicates':
      return says('warn', t('desk.todo.duplicates.text', { count: item.count }), part('registrations/duplicates'))
    case 'publish':
      return says('warn', publishText(context, item.blockers), part('settings/status'))
    case 'no-categories':
      return says('warn', t('desk.todo.no-categories.text'), part('categories'))
    case 'publicity':
      return says('warn', t(`desk.todo.publicity.${item.warning}`), publicityHref(context, event, item.warning))
    case 'unreleased':
      return says('warn', t('desk.todo.unreleased.text', { count: item.count }), part('agenda/release'))
    case 'never-released':
      return says('warn', t('desk.todo.never-released.text'), part('agenda/release'))
  }
}

/** The title is the event's own; the rest is written at its project. */
function publicityHref({ locale }: FrameContext, event: EventRow, warning: string): string {
  return warning === 'title-in-one-language'
    ? urls.organiserEventPart(locale, event.slug, 'settings')
    : urls.organiserPart(locale, 'projects')
}

function publishText({ t }: FrameContext, blockers: Extract<Waiting, { kind: 'publish' }>['blockers']): string {
  if (blockers.length === 0) return t('desk.todo.publish.ready')
  return t('desk.todo.publish.missing', { what: blockers.map(blocker => t(`desk.todo.publish.${blocker}`)).join(', ') })
}

function applicationsText(
  { t }: FrameContext,
  event: EventRow,
  { count, oldestAt }: { count: number; oldestAt: Instant | null },
  at: Instant,
): string {
  const zone = event.timeZone
  const days = oldestAt === null ? 0 : daysBetween(dateIn(oldestAt, zone), dateIn(at, zone))
  return t(days > 0 ? 'desk.todo.applications.text' : 'desk.todo.applications.fresh', { count, days })
}

function clashText({ t, locale }: FrameContext, clash: Clash, more: number): string {
  const { startsLocal, title } = clash.session
  const values = {
    session: readText(title, locale),
    day: formatDayAndMonth(dateOf(startsLocal), locale),
    time: formatLocalTime(timeOf(startsLocal), locale),
    who: 'speaker' in clash ? readText(clash.speaker, locale) : '',
    room: 'room' in clash ? readText(clash.room, locale) : '',
    satellite: 'satellite' in clash ? readText(clash.satellite, locale) : '',
    places: 'places' in clash ? clash.places : 0,
    holds: 'holds' in clash ? clash.holds : 0,
    minutes: 'minutes' in clash ? clash.minutes : 0,
  }
  const said = t(`desk.todo.clash.${clash.kind}`, values)
  return more === 0 ? said : `${said} ${t('desk.todo.clash.more', { count: more })}`
}

/** What stands where the chart will be. */
export function chartlessText({ t }: FrameContext, event: EventRow, { kind }: RegistrationOffer): string {
  if (event.publishedAt === null) return t('desk.chart.emptyDraft')
  return kind === 'open' || kind === 'not-yet' ? t('desk.chart.empty') : t('desk.chart.nobody')
}

/** When and where an event is, for those at its door. */
export function doorFacts({ t, locale }: FrameContext, event: EventRow, when: EventWhen): DoorModel['facts'] {
  const start = formatLongDate(dateOf(event.startsLocal), locale)
  const time = formatLocalTime(timeOf(event.startsLocal), locale)
  const facts = [
    { label: t('desk.door.dates'), value: when.dates },
    { label: t('desk.door.starts'), value: event.hasTimes ? `${start}, ${time}` : '' },
    { label: t('desk.door.place'), value: when.place },
  ]
  return facts.filter(fact => fact.value !== '')
}
