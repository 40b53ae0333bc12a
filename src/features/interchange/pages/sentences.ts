import type { Locale } from '../../../core/localised-text.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Translate } from '../../../core/messages.ts'
import { dateOf, formatDay, formatLocalTime, type LocalDateTime, timeOf } from '../../../core/time.ts'
import type { FieldDifference, ImportPlan, PlannedAddition, PlannedChange, PlannedRemoval } from '../types.ts'
import type { Anomaly } from '../types/anomalies.ts'
import type { OtherFormat, ScheduleRefusal } from '../types/refusals.ts'

/** Whose words: the page's, or those of the command line. */
export interface Speech {
  readonly t: Translate
  readonly locale: Locale
}

/** An anomaly as a sentence, with the first few places: `3 sessions have no room: Opening, Lunch, …`. */
export function anomalySentence({ kind, count, examples }: Anomaly, { t }: Pick<Speech, 't'>): string {
  const sentence = t(`interchange.anomalies.${kind}`, { count })
  if (examples.length === 0) return sentence
  return `${sentence}: ${examples.join('; ')}${count > examples.length ? ' …' : ''}`
}

/** Why a document was not read, and what to do about it. */
export function refusalSentence(refusal: ScheduleRefusal, { t }: Pick<Speech, 't'>): string {
  switch (refusal.reason) {
    case 'empty':
      return t('errors.schedule.empty')
    case 'no-sessions':
      return t('errors.schedule.noSessions')
    case 'too-big':
      return t('errors.schedule.tooBig', { limit: refusal.limit })
    case 'too-many':
      return t('errors.schedule.tooMany', { limit: refusal.limit })
    case 'doctype':
      return t('errors.schedule.doctype', { line: refusal.line })
    case 'broken-xml':
      return t('errors.schedule.brokenXml', { line: refusal.line, detail: refusal.detail })
    case 'broken-json':
      return t('errors.schedule.brokenJson', { line: refusal.line, detail: refusal.detail })
    case 'other-format': {
      const advice = t(`errors.schedule.advice.${adviceFor(refusal.found)}`)
      return t('errors.schedule.otherFormat', { found: t(`errors.schedule.found.${refusal.found}`), advice })
    }
  }
}

function adviceFor(found: OtherFormat): 'table' | 'unpack' | 'export' {
  if (found === 'csv' || found === 'xlsx' || found === 'docx' || found === 'odf') return 'table'
  return found === 'zip' || found === 'gzip' ? 'unpack' : 'export'
}

/** `New: Opening (Sat 31 January 9:30, Janson)`. */
export function additionSentence({ title, startsLocal, room }: PlannedAddition, speech: Speech): string {
  const { t } = speech
  if (startsLocal === null) return t('interchange.plan.added', { title })
  const when = momentText(startsLocal, speech)
  if (room === null) return t('interchange.plan.addedAt', { title, when })
  return t('interchange.plan.addedIn', { title, when, room })
}

/** `Changed: Opening – room A → B, abstract differs`. */
export function changeSentence({ title, differences }: PlannedChange, kind: 'changed' | 'conflict', speech: Speech) {
  const what = differences.map(difference => differenceText(difference, speech)).join(', ')
  return speech.t(`interchange.plan.${kind}`, { title, what })
}

/** `Cancelled: Opening (Sat 31 January 9:30)`. */
export function removalSentence({ title, startsLocal }: PlannedRemoval, speech: Speech): string {
  const words = { title: readText(title, speech.locale) }
  if (startsLocal === null) return speech.t('interchange.plan.removed', words)
  return speech.t('interchange.plan.removedAt', { ...words, when: momentText(startsLocal, speech) })
}

/** One field of a session: `room A → B`. */
export function differenceText({ field, before, after }: FieldDifference, speech: Speech): string {
  const { t } = speech
  const words = { field: t(`interchange.fields.${field}`) }
  const [from, to] = [shownValue(field, before, speech), shownValue(field, after, speech)]
  if (from !== null && to !== null) return t('interchange.plan.fromTo', { ...words, before: from, after: to })
  if (to !== null) return t('interchange.plan.set', { ...words, after: to })
  if (from !== null) return t('interchange.plan.cleared', { ...words, before: from })
  return t('interchange.plan.otherwise', words)
}

function shownValue(field: FieldDifference['field'], value: string | null, speech: Speech): string | null {
  if (value === null || field !== 'time') return value
  return momentText(value, speech)
}

function momentText(local: LocalDateTime, { locale }: Speech): string {
  return `${formatDay(dateOf(local), locale)} ${formatLocalTime(timeOf(local), locale)}`
}

/** What a document holds and what becomes of the rest: short lines for the top and the foot of a plan. */
export function countSentences({ counts, rooms, tracks, people }: ImportPlan, { t }: Pick<Speech, 't'>): string[] {
  const names = (list: readonly string[]) => {
    const shown = list.slice(0, mostNames).join(', ')
    return list.length > mostNames
      ? `${shown} ${t('interchange.plan.more', { count: list.length - mostNames })}`
      : shown
  }
  const line = (list: readonly string[], key: 'rooms' | 'tracks' | 'people' | 'peopleChanged' | 'shared') =>
    list.length === 0 ? [] : [t(`interchange.plan.${key}`, { count: list.length, names: names(list) })]
  const counted = (['same', 'untouched', 'keptHere'] as const).flatMap(key =>
    counts[key] === 0 ? [] : [t(`interchange.plan.${key}`, { count: counts[key] })],
  )
  return [
    ...line(rooms.added, 'rooms'),
    ...line(rooms.shared, 'shared'),
    ...line(tracks.added, 'tracks'),
    ...line(people.added, 'people'),
    ...line(people.changed, 'peopleChanged'),
    ...counted,
  ]
}
const mostNames = 12

/** Lines of one kind, with a heading. */
export interface PlanLines {
  readonly title: string
  readonly lines: readonly string[]
}

/** A whole plan in sentences, for where there is no page: what is new, what changes, what goes, what was odd. */
export function planLines(plan: ImportPlan, speech: Speech): PlanLines[] {
  const { t } = speech
  if (plan.isEmpty) {
    const nothing = { title: t('interchange.plan.nothing'), lines: countSentences(plan, speech) }
    return [nothing, ...anomalyLines(plan, speech)]
  }
  const groups = [
    { title: t('interchange.plan.groups.added'), lines: plan.added.map(one => additionSentence(one, speech)) },
    {
      title: t('interchange.plan.groups.changed'),
      lines: plan.changed.map(one => changeSentence(one, 'changed', speech)),
    },
    {
      title: t('interchange.plan.groups.conflicts'),
      lines: plan.conflicts.map(one => changeSentence(one, 'conflict', speech)),
    },
    { title: t('interchange.plan.groups.removed'), lines: plan.removed.map(one => removalSentence(one, speech)) },
    { title: t('interchange.plan.groups.rest'), lines: countSentences(plan, speech) },
    ...anomalyLines(plan, speech),
  ]
  return groups.filter(({ lines }) => lines.length > 0)
}

function anomalyLines({ anomalies }: ImportPlan, speech: Speech): PlanLines[] {
  if (anomalies.length === 0) return []
  return [
    { title: speech.t('interchange.plan.groups.anomalies'), lines: anomalies.map(one => anomalySentence(one, speech)) },
  ]
}
