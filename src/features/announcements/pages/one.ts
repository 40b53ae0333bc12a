import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, locales } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventAccess, EventRow } from '../../events/types.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { printedName } from '../../registration/queries/names.ts'
import type { MailNav } from '../frame.ts'
import type { Audience } from '../queries/audience.ts'
import { stateOf } from '../rules/states.ts'
import type { AnnouncementInEvent, AnnouncementState } from '../types.ts'
import { aboutOf } from './list.ts'
import type { LogModel } from './log.ts'
import type { SendModel } from './sending.ts'
import {
  announcementsHref,
  momentWords,
  type SegmentFacts,
  segmentWords,
  stateWord,
  type StateWord,
  titleOf,
} from './shared.ts'

/** Whom it goes to: the count, who they are, and who is left out. */
export interface AudienceModel {
  readonly count: string
  readonly segment: readonly string[]
  readonly people: readonly string[]
  readonly others: string | undefined
  readonly leftOut: readonly string[]
  readonly listHref: string
}

/** Something that is done with one press. */
interface Deed {
  readonly action: string
  readonly label: string
  readonly isFirst: boolean
}

export interface AnnouncementModel {
  readonly head: Head
  readonly nav: MailNav
  readonly notice: { readonly kind: 'good' | 'warn'; readonly text: string } | undefined
  readonly title: string
  readonly state: StateWord
  readonly about: string
  /** When it goes, or went. */
  readonly when: string
  readonly progress: { readonly done: number; readonly total: number; readonly isRunning: boolean } | undefined
  readonly deeds: readonly Deed[]
  readonly links: readonly { readonly href: string; readonly label: string }[]
  /** undefined: it has gone. */
  readonly audience: AudienceModel | undefined
  readonly preview: PreviewModel | undefined
  /** What agreeing sends; undefined: nothing to agree to. */
  readonly send: SendModel | undefined
  /** undefined: nothing has gone yet. */
  readonly log: LogModel | undefined
  readonly backHref: string
}

export interface PreviewModel {
  readonly href: string
  readonly title: string
  readonly languages: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
}

export const announcementPage = page<AnnouncementModel>('announcements/organiser/one')

export interface AnnouncementData {
  readonly access: EventAccess
  readonly announcement: AnnouncementInEvent
  readonly facts: SegmentFacts
  readonly audience: Audience | undefined
  readonly language: Locale
}

type Without = 'head' | 'nav' | 'notice' | 'send' | 'log'

/** One announcement without its head, form and log. */
export function announcementModel(context: FrameContext, data: AnnouncementData): Omit<AnnouncementModel, Without> {
  const { locale } = context
  const { access, announcement } = data
  const { event } = access
  const state = stateOf(announcement)
  const { recipients, open } = announcement
  return {
    title: titleOf(context, event, announcement),
    state: stateWord(context, announcement),
    about: aboutOf(context, announcement),
    when: whenWords(context, event, announcement, state),
    progress:
      announcement.queuedAt === null
        ? undefined
        : { done: recipients - open, total: recipients, isRunning: state === 'running' },
    deeds: deedsOf(context, data, state),
    links: linksOf(context, data, state),
    audience: data.audience && audienceModel(context, data, data.audience),
    preview: previewModel(context, data),
    backHref: announcementsHref(locale, event),
  }
}

function whenWords(
  context: FrameContext,
  event: EventRow,
  { plannedFor, queuedAt }: AnnouncementInEvent,
  state: AnnouncementState,
): string {
  const { t } = context
  if (queuedAt !== null) return t('announcements.wentAt', { when: momentWords(context, queuedAt, event.timeZone) })
  if (state === 'skipped' || plannedFor === null) return ''
  return t('announcements.goesAt', { when: momentWords(context, plannedFor, event.timeZone) })
}

function deedsOf(
  { t, locale }: FrameContext,
  { access, announcement }: AnnouncementData,
  state: AnnouncementState,
): Deed[] {
  if (!mayOrganise(access.role)) return []
  const deed = (name: 'stop' | 'resume' | 'unplan' | 'copy', isFirst: boolean): Deed => ({
    action: announcementsHref(locale, access.event, `/${announcement.reference}/${name}`),
    label: t(`announcements.deeds.${name}`),
    isFirst,
  })
  const first = { running: 'stop', stopped: 'resume', planned: 'unplan' } as const
  const main = state === 'running' || state === 'stopped' || state === 'planned' ? [deed(first[state], true)] : []
  return [...main, deed('copy', false)]
}

function linksOf(
  { t, locale }: FrameContext,
  { access, announcement }: AnnouncementData,
  state: AnnouncementState,
): AnnouncementModel['links'] {
  if (!mayOrganise(access.role) || (state !== 'draft' && state !== 'planned')) return []
  return (['edit', 'remove'] as const).map(part => ({
    href: announcementsHref(locale, access.event, `/${announcement.reference}/${part}`),
    label: t(`announcements.deeds.${part}`),
  }))
}

function audienceModel(context: FrameContext, data: AnnouncementData, audience: Audience): AudienceModel {
  const { t, locale } = context
  const { access, announcement, facts } = data
  const { count, people, leftOut, optedOut, suppressed, languages } = audience
  const path = urls.organiserEventPart(locale, access.event.slug, 'registrations')
  const others = count - people.length
  const states = leftOut.map(({ status, count: n }) =>
    t('roster.bulk.stateCount', { state: t(`roster.statuses.${status}`), n }),
  )
  return {
    count: t('announcements.audience.count', { count, ...languages }),
    segment: segmentWords(context, facts, announcement.segment),
    people: people.map(person => [printedName(person), person.organisation].filter(part => part !== '').join(', ')),
    others: others > 0 ? t('roster.bulk.others', { count: others }) : undefined,
    leftOut: [
      ...(states.length > 0 ? [t('announcements.audience.leftOut', { states: states.join(', ') })] : []),
      ...(optedOut > 0 ? [t('announcements.audience.optedOut', { count: optedOut })] : []),
      ...(suppressed > 0 ? [t('announcements.audience.suppressed', { count: suppressed })] : []),
    ],
    listHref: announcement.segment === '' ? path : `${path}?${announcement.segment}`,
  }
}

function previewModel({ t, locale }: FrameContext, data: AnnouncementData): PreviewModel | undefined {
  const { access, announcement, language } = data
  const written = locales.filter(one => (announcement.subject[one] ?? '') !== '')
  if (written.length === 0) return undefined
  const at = `/${announcement.reference}`
  return {
    href: announcementsHref(locale, access.event, `${at}/preview`, { language }),
    title: t('announcements.preview.title'),
    languages: written.map(one => ({
      href: `${announcementsHref(locale, access.event, at, { language: one })}#preview`,
      label: t(`core.languageName.${one}`),
      current: one === language,
    })),
  }
}
