import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, readText } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDateRange,
  formatDayAndMonth,
  formatWeekday,
  formatShortDateTime,
  formatTime,
  dateIn,
  type LocalDate,
  now,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Batch } from '../forms/batch.ts'
import type { BatchChange } from '../rules/batch.ts'
import type { ChangeRefusal, SessionConflict, SessionProblem } from '../types/changes.ts'
import type { Draft } from '../types.ts'
import { clashNote, spanText } from './sentences.ts'

/** A session that somebody else changed meanwhile, told. */
export interface ConflictLine {
  /** What it is like now: `„Panel“ je teď čtvrtek 14. září, 9.00–10.00, Sál A.` */
  readonly text: string
  /** `Jana Nová, 10.31`; '' when nobody knows. */
  readonly by: string
}

export interface EditConflictModel {
  readonly head: Head
  readonly lines: readonly ConflictLine[]
  /** undefined: there is nothing of mine that could stand instead. */
  readonly mine: { readonly action: string; readonly batch: string; readonly view: string } | undefined
  readonly backHref: string
}

export const conflictPage = page<EditConflictModel>('agenda/organiser/edit-conflict')

type Placed = Pick<Draft, 'rooms' | 'timeZone'>

/** Who moved it where and when. */
export function conflictLines(
  context: FrameContext,
  draft: Placed,
  conflicts: readonly SessionConflict[],
): ConflictLine[] {
  return conflicts.map(conflict => ({ text: nowText(conflict, draft, context), by: byText(conflict, draft, context) }))
}

function nowText(
  { title: known, now: state }: SessionConflict,
  { rooms }: Placed,
  { t, locale }: FrameContext,
): string {
  const title = readText(state?.title ?? known, locale)
  if (state === null) return title === '' ? t('editor.conflict.goneUnnamed') : t('editor.conflict.gone', { title })
  if (state.isCancelled) return t('editor.conflict.cancelled', { title })
  if (state.times === null) return t('editor.conflict.pooled', { title })
  const room = rooms.find(({ reference }) => reference === state.room)
  return t('editor.conflict.placed', {
    title,
    day: dayText(dateOf(state.times.startsLocal), locale),
    span: spanText(state.times, { locale }),
    room: room ? readText(room.name, locale) : t('agenda.noRoom'),
  })
}

/** `sobota 24. 10.`, in the middle of a sentence. */
export function dayText(day: LocalDate, locale: Locale): string {
  return `${formatWeekday(day, locale)} ${formatDayAndMonth(day, locale)}`
}

function byText({ by, at }: SessionConflict, { timeZone }: Placed, { t, locale }: FrameContext): string {
  if (at === null) return ''
  const isToday = dateIn(at, timeZone) === dateIn(now(), timeZone)
  const when = isToday ? formatTime(at, timeZone, locale) : formatShortDateTime(at, timeZone, locale)
  return by === null ? t('editor.conflict.at', { when }) : t('editor.conflict.by', { by, when })
}

/** The same changes over what the others did: with the versions as they are now, without what is gone. */
export function insisted(batch: Batch, conflicts: readonly SessionConflict[]): Batch | undefined {
  const known = new Map(conflicts.map(conflict => [conflict.reference, conflict]))
  const changes = batch.changes.flatMap((change): BatchChange[] => {
    if (!('lockVersion' in change)) return [change]
    const conflict = known.get(change.reference)
    if (conflict === undefined) return [change]
    return conflict.now === null || conflict.now.isCancelled ? [] : [{ ...change, lockVersion: conflict.lockVersion }]
  })
  return changes.length === 0 ? undefined : { ...batch, changes }
}

/** Why changes were refused, a sentence for each reason, none twice. */
export function refusalLines(
  context: FrameContext,
  draft: Pick<Draft, 'startsLocal' | 'endsLocal'>,
  refusals: readonly ChangeRefusal[],
): string[] {
  const lines = refusals.flatMap(({ title, problems }) => {
    const name = readText(title, context.locale)
    return problems.map(problem => problemText(problem, name, draft, context))
  })
  return [...new Set(lines)]
}

function problemText(
  problem: SessionProblem,
  title: string,
  { startsLocal, endsLocal }: Pick<Draft, 'startsLocal' | 'endsLocal'>,
  context: FrameContext,
): string {
  const { t, locale } = context
  switch (problem.kind) {
    case 'clash':
      return clashNote(problem.clash, context)
    case 'outside': {
      const dates = formatDateRange(dateOf(startsLocal), dateOf(endsLocal), locale)
      return t('editor.problem.outside', { title, dates })
    }
    default:
      return t(`editor.problem.${problem.kind}`, { title })
  }
}
