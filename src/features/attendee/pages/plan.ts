import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { listNames, type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatDayAndMonth,
  formatLocalTime,
  formatWeekday,
  instant,
  isoWithOffset,
  timeOf,
} from '../../../core/time.ts'
import type { OutlinedAgenda, OutlineSession, ReleaseOutline } from '../../agenda/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import { planSentence } from '../../plans/frame.ts'
import { isPlanChange } from '../../plans/rules/touched.ts'
import { overlapsIn } from '../../plans/rules.ts'
import type { SignUpOfRegistration } from '../../registration/queries/sign-ups.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import type { Own } from '../types.ts'

/** A session of the programme as its guest plans with it. */
export interface PlanItem {
  readonly reference: string
  readonly time: string
  readonly datetime: string
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly href: string
  readonly place: string
  readonly isStarred: boolean
  readonly isCancelled: boolean
  /** What else of the plan happens at the same time. */
  readonly overlap: string | undefined
  /** What the last release changed of it, where it is planned. */
  readonly changes: string
  /** Where the session has places of its own: how one stands there, or where to sign up. */
  readonly places: { readonly state: string; readonly isHeld: boolean; readonly href: string | undefined } | undefined
}

export interface PlanModel {
  readonly head: Head
  readonly backHref: string
  readonly action: string
  readonly days: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
  readonly day: string
  readonly dayTitle: string
  readonly isMine: boolean
  readonly allHref: string
  readonly mineHref: string
  readonly stars: number
  /** The starred sessions, for the browser to tell which of its own are missing here. */
  readonly starred: string
  readonly items: readonly PlanItem[]
  readonly eventSlug: string
  readonly hasRelease: boolean
}

export const planPage = page<PlanModel>('attendee/plan')

/** What the page of a plan is drawn from. */
export interface PlanMatter {
  readonly own: Own
  readonly release: OutlinedAgenda | undefined
  readonly stars: ReadonlySet<string>
  readonly offer: EventOffer
  readonly signUps: readonly SignUpOfRegistration[]
  /** Whether parts can still be changed. */
  readonly isChangeable: boolean
  readonly day: string
  readonly isMine: boolean
}

/** The programme of a day with what somebody starred and signed up for; or only that. */
export function planModel(context: FrameContext, matter: PlanMatter): Omit<PlanModel, 'head'> {
  const { own, release, stars, isMine } = matter
  const { locale } = context
  const content = release?.content ?? { rooms: [], tracks: [], sessions: [], speakers: [] }
  // Nobody plans to go for coffee.
  const sessions = content.sessions.filter(({ kind }) => kind !== 'break')
  const planned = sessions.filter(session => isPlanned(session, matter))
  const shown = (isMine ? planned : sessions).filter(session => isMine || !session.isCancelled)
  const days = [...new Set(sessions.filter(one => !one.isCancelled).map(one => dateOf(one.startsLocal)))].sort()
  const day = days.includes(matter.day) ? matter.day : (days[0] ?? '')
  const to = (query: Record<string, string | undefined>) => urls.minePlan(locale, own.token, query)
  return {
    backHref: urls.mine(locale, own.token),
    action: to({}),
    days: days.map(one => ({
      href: to({ day: one, show: isMine ? 'mine' : undefined }),
      label: `${formatWeekday(one, locale)} ${formatDayAndMonth(one, locale)}`,
      current: one === day,
    })),
    day,
    dayTitle: day === '' ? '' : formatDay(day, locale),
    isMine,
    allHref: to({ day }),
    mineHref: to({ day, show: 'mine' }),
    stars: stars.size,
    starred: [...stars].join(' '),
    items: itemsOf(
      context,
      matter,
      content,
      planned,
      shown.filter(one => dateOf(one.startsLocal) === day),
    ),
    eventSlug: own.event.slug,
    hasRelease: release !== undefined,
  }
}

function isPlanned({ reference }: OutlineSession, { stars, signUps }: PlanMatter): boolean {
  return stars.has(reference) || signUps.some(one => one.sessionReference === reference && one.status === 'confirmed')
}

function itemsOf(
  context: FrameContext,
  matter: PlanMatter,
  content: ReleaseOutline,
  planned: readonly OutlineSession[],
  shown: readonly OutlineSession[],
): PlanItem[] {
  const { locale } = context
  const { event } = matter.own
  const overlaps = overlapsIn(planned)
  return shown.map(session => {
    const others = overlaps.get(session.reference)?.map(({ title }) => readText(title, locale))
    const room = content.rooms.find(({ reference }) => reference === session.room)
    const [start, end] = [session.startsLocal, session.endsLocal].map(local => formatLocalTime(timeOf(local), locale))
    return {
      reference: session.reference,
      time: `${start}–${end}`,
      datetime: isoWithOffset(instant(session.startsAt), event.timeZone),
      title: textWithLanguage(session.title, locale),
      href: urls.session(locale, event.slug, session.reference),
      place: [readText(room?.name, locale), readText(session.placeNote, locale)].filter(text => text !== '').join('; '),
      isStarred: matter.stars.has(session.reference),
      isCancelled: session.isCancelled,
      overlap: others && context.t('attendee.plan.overlap', { titles: listNames(others, locale) }),
      changes: planned.includes(session) ? changesOf(context, matter, session) : '',
      places: placesOf(context, matter, session),
    }
  })
}

function changesOf(context: FrameContext, { release }: PlanMatter, { reference }: OutlineSession): string {
  if (release === undefined || release.number === 1) return ''
  return release.changes
    .filter(isPlanChange)
    .filter(change => change.session === reference)
    .map(change => planSentence(change, context))
    .join(' ')
}

/** How somebody stands in a session that has places of its own. */
function placesOf({ t, locale }: FrameContext, matter: PlanMatter, session: OutlineSession): PlanItem['places'] {
  const part = matter.offer.parts.find(one => one.part.sessionReference === session.reference)
  if (!part) return undefined
  const held = matter.signUps.find(one => one.sessionReference === session.reference && one.status !== 'cancelled')
  const href = matter.isChangeable ? urls.mineParts(locale, matter.own.token) : undefined
  if (!held) return { state: t('attendee.plan.needsSignUp'), isHeld: false, href }
  const state = held.status === 'confirmed' ? 'confirmed' : held.status === 'waiting' ? 'waiting' : 'other'
  return { state: t(`attendee.plan.state.${state}`), isHeld: held.status === 'confirmed', href }
}
