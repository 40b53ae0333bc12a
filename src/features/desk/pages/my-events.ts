import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { type EventWhen, eventWhen, type FrameContext } from '../../events/frame.ts'
import type { MyEvent } from '../types.ts'

/** A state as the partial `state` draws it: a shape and a word. */
export interface StateModel {
  readonly kind: 'good' | 'warn' | 'bad' | 'off'
  readonly label: string
}

/** One event of mine. */
export interface MyEventLine {
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly when: EventWhen
  /** `doprovodná akce: Clusters meet Regions` */
  readonly parent: string | undefined
  readonly state: StateModel
  /** `146 z 180`, `146`, or nothing where nobody can register. */
  readonly places: string
  readonly bar: { readonly taken: number; readonly capacity: number } | undefined
  readonly waiting: string
  readonly role: string
}

/** Upcoming, drafts or past ones; a group without events is not drawn. */
export interface MyEventGroup {
  readonly key: 'upcoming' | 'drafts' | 'past'
  readonly title: string
  readonly lines: readonly MyEventLine[]
}

export interface MyEventsModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly search: string
  readonly searchAction: string
  readonly clearHref: string
  readonly newHref: string
  readonly copyHref: string
  readonly mayCreate: boolean
  readonly groups: readonly MyEventGroup[]
  readonly pastPager: Pager
}

export const myEventsPage = page<MyEventsModel>('desk/organiser/events')

/** The groups of the list: to come, drafts, over; those without events are left out. */
export function myEventGroups(
  context: FrameContext,
  current: readonly MyEvent[],
  past: readonly MyEvent[],
): MyEventGroup[] {
  const { t } = context
  const lines = (events: readonly MyEvent[]) => events.map(event => myEventLine(context, event))
  const groups: MyEventGroup[] = [
    {
      key: 'upcoming',
      title: t('desk.events.upcoming'),
      lines: lines(current.filter(event => event.phase !== 'draft')),
    },
    { key: 'drafts', title: t('desk.events.drafts'), lines: lines(current.filter(event => event.phase === 'draft')) },
    { key: 'past', title: t('desk.events.past'), lines: lines(past) },
  ]
  return groups.filter(group => group.lines.length > 0)
}

function myEventLine(context: FrameContext, event: MyEvent): MyEventLine {
  const { t, locale } = context
  const { text: title, lang } = textWithLanguage(event.title, locale)
  const { taken, capacity } = event
  const venue = event.venueCity && event.venueCountry ? { city: event.venueCity, country: event.venueCountry } : null
  const hasPlaces = event.categories > 0
  return {
    title,
    lang,
    href: urls.organiserEvent(locale, event.slug),
    when: eventWhen(context, event, venue),
    parent: event.parentTitle
      ? t('desk.events.satelliteOf', { title: readText(event.parentTitle, locale) })
      : undefined,
    state: phaseState(context, event),
    places: hasPlaces ? placesText(context, taken, capacity) : '',
    bar: hasPlaces && capacity !== null ? { taken, capacity } : undefined,
    waiting: event.waiting > 0 ? t('desk.places.waiting', { count: event.waiting }) : '',
    role: t(`accounts.roles.${event.role}`),
  }
}

/** `146 z 180`; without a limit only the number. */
export function placesText({ t }: FrameContext, taken: number, capacity: number | null): string {
  return capacity === null ? t('desk.places.taken', { taken }) : t('desk.places.takenOf', { taken, capacity })
}

const kinds = { draft: 'warn', published: 'good', cancelled: 'bad', archived: 'off' } as const

function phaseState({ t }: FrameContext, event: MyEvent): StateModel {
  return { kind: kinds[event.phase], label: t(`desk.phases.${event.phase}`) }
}
