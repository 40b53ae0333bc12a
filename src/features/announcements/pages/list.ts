import { type Head, page } from '../../../core/http/pages.ts'
import type { Pager } from '../../../core/http/pagination.ts'
import { formatLocalTime, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { MailNav } from '../frame.ts'
import { relationOf } from '../forms.ts'
import type { RuleInEvent } from '../queries/rules.ts'
import { occasionOf } from '../rules/occasions.ts'
import { readyPresets } from '../rules/presets.ts'
import { stateOf } from '../rules/states.ts'
import type { AnnouncementInEvent } from '../types.ts'
import {
  announcementsHref,
  momentWords,
  type SegmentFacts,
  segmentWords,
  shortMoment,
  stateWord,
  type StateWord,
  titleOf,
} from './shared.ts'

/** One announcement. */
export interface AnnouncementLine {
  readonly href: string
  readonly title: string
  readonly segment: string
  readonly state: StateWord
  readonly about: string
  readonly time: string
  readonly datetime: string
  /** Of one that is being sent. */
  readonly progress: { readonly done: number; readonly total: number } | undefined
}

/** One rule, with when it goes next. */
export interface RuleLine {
  readonly href: string | undefined
  readonly title: string
  readonly when: string
  readonly segment: string
  readonly state: StateWord
  readonly next: string
  readonly switchAction: string | undefined
  readonly isOn: boolean
}

export interface AnnouncementListModel {
  readonly head: Head
  readonly nav: MailNav
  readonly notice: string | undefined
  readonly newHref: string | undefined
  readonly announcements: readonly AnnouncementLine[]
  readonly pager: Pager
  readonly rules: readonly RuleLine[]
  /** Ready rules the event does not have yet. */
  readonly offers: readonly { readonly href: string; readonly label: string; readonly text: string }[]
  readonly ownRuleHref: string | undefined
}

export const announcementListPage = page<AnnouncementListModel>('announcements/organiser/list')

export interface AnnouncementListData {
  readonly event: EventRow
  readonly facts: SegmentFacts
  readonly announcements: readonly AnnouncementInEvent[]
  readonly rules: readonly RuleInEvent[]
  readonly mayWrite: boolean
}

/** The announcements and the rules of an event. */
export function announcementList(
  context: FrameContext,
  data: AnnouncementListData,
): Omit<AnnouncementListModel, 'head' | 'nav' | 'notice' | 'pager'> {
  const { t, locale } = context
  const { event, rules, mayWrite } = data
  const offered = readyPresets.filter(preset => !rules.some(rule => rule.preset === preset))
  return {
    newHref: mayWrite ? announcementsHref(locale, event, '/new') : undefined,
    announcements: data.announcements.map(one => announcementLine(context, data, one)),
    rules: rules.map(rule => ruleLine(context, data, rule)),
    offers: mayWrite
      ? offered.map(preset => ({
          href: announcementsHref(locale, event, '/rules/new', { preset }),
          label: t(`announcements.presets.${preset}.name`),
          text: t(`announcements.presets.${preset}.about`),
        }))
      : [],
    ownRuleHref: mayWrite ? announcementsHref(locale, event, '/rules/new', { preset: 'own' }) : undefined,
  }
}

function announcementLine(
  context: FrameContext,
  { event, facts }: AnnouncementListData,
  one: AnnouncementInEvent,
): AnnouncementLine {
  const at = one.queuedAt ?? one.skippedAt ?? one.plannedFor ?? one.createdAt
  const { text, datetime } = shortMoment(context, at, event.timeZone)
  const state = stateOf(one)
  return {
    href: announcementsHref(context.locale, event, `/${one.reference}`),
    title: titleOf(context, event, one),
    segment: segmentWords(context, facts, one.segment).join('; ') || context.t('announcements.everybody'),
    state: stateWord(context, one),
    about: aboutOf(context, one),
    time: text,
    datetime,
    progress:
      state === 'running' || state === 'stopped'
        ? { done: one.recipients - one.open, total: one.recipients }
        : undefined,
  }
}

/** What came of an announcement, in a few words. */
export function aboutOf({ t }: FrameContext, one: AnnouncementInEvent): string {
  if (one.skipReason !== null) return t(`announcements.skipped.${one.skipReason}`)
  if (one.queuedAt === null) {
    return one.agreedCount === null ? '' : t('announcements.agreedFor', { count: one.agreedCount })
  }
  const { sent, open, failed, bounced, dropped, recipients } = one
  const words = [
    t('announcements.sentOf', { sent, total: recipients }),
    ...(failed + bounced > 0 ? [t('announcements.undelivered', { count: failed + bounced })] : []),
    ...(dropped > 0 ? [t('announcements.dropped', { count: dropped })] : []),
    ...(open > 0 ? [t('announcements.open', { count: open })] : []),
  ]
  return words.join(' · ')
}

function ruleLine(
  context: FrameContext,
  { event, facts, mayWrite }: AnnouncementListData,
  rule: RuleInEvent,
): RuleLine {
  const { t, locale } = context
  const isOn = rule.enabledAt !== null
  const part = `/rules/${rule.reference}`
  return {
    href: mayWrite ? announcementsHref(locale, event, part) : undefined,
    title: titleOf(context, event, rule),
    when: ruleMoment(context, rule),
    segment: segmentWords(context, facts, rule.segment).join('; ') || t('announcements.everybody'),
    state: { kind: isOn ? 'good' : 'off', label: t(`announcements.rules.${isOn ? 'on' : 'off'}`) },
    next: nextWords(context, event, rule),
    switchAction: mayWrite ? announcementsHref(locale, event, `${part}/switch`) : undefined,
    isOn,
  }
}

/** `7 dní před začátkem v 9.00` */
export function ruleMoment(
  { t, locale }: FrameContext,
  rule: Pick<RuleInEvent, 'anchor' | 'days' | 'timeOfDay'>,
): string {
  const time = formatLocalTime(rule.timeOfDay, locale)
  return t(`announcements.rules.moments.${relationOf(rule)}`, { days: Math.abs(rule.days), time })
}

/** When a rule goes next, or what became of it. */
export function nextWords(context: FrameContext, event: EventRow, rule: RuleInEvent): string {
  const { t } = context
  const { key, at } = occasionOf(rule, event)
  if (rule.lastOccasion === key) {
    if (rule.lastSkipReason !== null) {
      return t('announcements.rules.skipped', { reason: t(`announcements.skipped.${rule.lastSkipReason}`) })
    }
    if (rule.lastQueuedAt !== null) {
      return t('announcements.rules.sent', { when: shortMoment(context, rule.lastQueuedAt, event.timeZone).text })
    }
  }
  if (rule.enabledAt === null) return t('announcements.rules.resting')
  if (event.cancelledAt !== null) return t('announcements.skipped.event-cancelled')
  if (at <= now()) return t('announcements.rules.missed')
  return t('announcements.rules.next', { when: momentWords(context, at, event.timeZone) })
}
