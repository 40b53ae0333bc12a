import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatLocalTime, type LocalDateTime, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ScheduleImportRow } from '../tables.ts'
import { everyOne } from '../rules/seen.ts'
import type { ImportPlan, PlannedChange } from '../types.ts'
import { agendaHref, type CountWord, importHref, nameOf, sourceName } from './runs.ts'
import { anomalySentence, countSentences, differenceText } from './sentences.ts'

/** A session and what becomes of it. */
interface PlanLine {
  readonly title: string
  readonly detail: string
}

interface Choice {
  readonly value: string
  readonly label: string
  readonly hint: string
}

/** Sessions to which the same happens; `more`: how many there are besides those listed. */
interface PlanGroup {
  readonly id: 'removed' | 'conflicts' | 'changed' | 'added'
  readonly title: string
  readonly lines: readonly PlanLine[]
  readonly more: number
}

export interface ImportPlanModel {
  readonly head: Head
  /** The plan is not the one that was confirmed. */
  readonly hasChanged: boolean
  readonly about: string
  readonly holds: string
  /** Step 2 of 2, or 3 of 3 where columns were mapped. */
  readonly step: string
  readonly counts: readonly CountWord[]
  /** Nothing to do: the programme is as the document says. */
  readonly isEmpty: boolean
  readonly form: FormModel
  readonly seen: string
  readonly submit: string
  /** Sessions that may stay as they are here; `value` is their reference. */
  readonly conflicts: readonly Choice[]
  readonly removals: readonly Choice[]
  readonly groups: readonly PlanGroup[]
  readonly notes: readonly string[]
  readonly anomalies: readonly string[]
  readonly backHref: string
  readonly backLabel: string
  readonly removeHref: string
  readonly agendaHref: string
}

/** The dry run: what an import would do, and the button that does it. */
export const importPlanPage = page<ImportPlanModel>('interchange/plan')

const linesShown = 200
/** Sessions that are chosen one by one. */
const mostChoices = 60

/** What the page of the plan says. `seen` stands for the plan: confirmed with it, exactly this happens. */
export function importPlan(
  context: FrameContext,
  event: EventRow,
  { run, plan, form, seen }: { run: ScheduleImportRow; plan: ImportPlan; form: FormModel; seen: string },
): Omit<ImportPlanModel, 'head' | 'hasChanged'> {
  const { t } = context
  const { sessions, rooms, tracks, people } = plan.counts
  const isTable = run.source === 'table'
  return {
    about: `${nameOf(context, run)} · ${sourceName(context, run.source)}`,
    holds: t('interchange.plan.document', { sessions, rooms, tracks, people }),
    step: t('interchange.step', isTable ? { n: 3, of: 3 } : { n: 2, of: 2 }),
    counts: planCounts(context, plan),
    isEmpty: plan.isEmpty,
    form,
    seen,
    submit: t('interchange.check.confirm', { n: plan.added.length + plan.changed.length + plan.conflicts.length }),
    conflicts: choicesOf(context, 'keep', disputedLines(context, plan)),
    removals: choicesOf(context, 'stay', missingLines(context, plan)),
    groups: planGroups(context, plan),
    notes: countSentences(plan, context),
    anomalies: plan.anomalies.map(anomaly => anomalySentence(anomaly, context)),
    backHref: importHref(context, event, isTable ? run.reference : ''),
    backLabel: isTable ? t('interchange.mapping.title') : t('interchange.start.title'),
    removeHref: importHref(context, event, `${run.reference}/remove`),
    agendaHref: agendaHref(context, event),
  }
}

function planCounts({ t }: FrameContext, { added, changed, conflicts, removed, counts }: ImportPlan): CountWord[] {
  const numbers = { added: added.length, changed: changed.length, conflicts: conflicts.length, removed: removed.length }
  const keys = ['added', 'changed', 'conflicts', 'removed'] as const
  const planned = keys
    .filter(key => numbers[key] > 0)
    .map(key => ({ label: t(`interchange.check.counts.${key}`), count: numbers[key] }))
  const same = counts.same > 0 || planned.length === 0
  return same ? [...planned, { label: t('interchange.check.counts.same'), count: counts.same }] : planned
}

type ReferredLine = PlanLine & { readonly reference: string }

const disputedLines = (context: FrameContext, { conflicts }: ImportPlan): ReferredLine[] =>
  conflicts.map(one => ({ reference: one.reference, title: one.title, detail: detailOf(context, one) }))

const missingLines = (context: FrameContext, { removed }: ImportPlan): ReferredLine[] =>
  removed.map(({ reference, title, startsLocal }) => ({
    reference,
    title: readText(title, context.locale),
    detail: startsLocal === null ? '' : momentOf(context, startsLocal),
  }))

/** One choice a session; of very many, one for all of them. */
function choicesOf({ t }: FrameContext, kind: 'keep' | 'stay', lines: readonly ReferredLine[]): Choice[] {
  if (lines.length > mostChoices) {
    return [{ value: everyOne, label: t(`interchange.check.${kind}All`, { n: lines.length }), hint: '' }]
  }
  return lines.map(({ reference, title, detail }) => ({
    value: reference,
    label: t(`interchange.check.${kind}`, { title }),
    hint: detail,
  }))
}

/** What goes away first, what is new last; what can be chosen one by one is not listed again. */
function planGroups(context: FrameContext, plan: ImportPlan): PlanGroup[] {
  const many = (lines: readonly PlanLine[]) => (lines.length > mostChoices ? lines : [])
  const changed = plan.changed.map(change => ({ title: change.title, detail: detailOf(context, change) }))
  const added = plan.added.map(({ title, startsLocal, room }) => ({
    title,
    detail: [startsLocal === null ? context.t('interchange.check.noTime') : momentOf(context, startsLocal), room ?? '']
      .filter(text => text !== '')
      .join(', '),
  }))
  const groups = [
    groupOf(context, 'removed', many(missingLines(context, plan))),
    groupOf(context, 'conflicts', many(disputedLines(context, plan))),
    groupOf(context, 'changed', changed),
    groupOf(context, 'added', added),
  ]
  return groups.filter(({ lines }) => lines.length > 0)
}

function groupOf({ t }: FrameContext, id: PlanGroup['id'], lines: readonly PlanLine[]): PlanGroup {
  const shown = lines.slice(0, linesShown)
  return { id, title: t(`interchange.check.groups.${id}`), lines: shown, more: lines.length - shown.length }
}

const detailOf = (context: FrameContext, { differences }: PlannedChange) =>
  differences.map(difference => differenceText(difference, context)).join('; ')

const momentOf = ({ locale }: FrameContext, local: LocalDateTime) =>
  `${formatDay(dateOf(local), locale)} ${formatLocalTime(timeOf(local), locale)}`
