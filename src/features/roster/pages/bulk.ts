import type { FormModel } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { printedName } from '../../registration/queries/names.ts'
import { registrationStatuses } from '../../registration/types.ts'
import type { Chosen, ConcernedPerson } from '../queries/bulk.ts'
import { totalOf } from '../queries/list.ts'
import type { StatusCounts } from '../queries/tallies.ts'
import { concerned, countConcerned } from '../rules/bulk.ts'
import { selectionQuery } from '../rules/selection.ts'
import type { BulkDeed, BulkRunRow } from '../types.ts'
import type { DeedField } from './deeds.ts'
import { partHref } from './query.ts'

/** The question before something is done to many, with the exact count and who they are. */
export interface BulkAskModel {
  readonly head: Head
  readonly question: string
  /** undefined: nobody is concerned, and there is nothing to agree to. */
  readonly form: FormModel | undefined
  readonly hidden: readonly { readonly name: string; readonly value: string }[]
  readonly people: readonly string[]
  readonly others: string | undefined
  /** Chosen, but not concerned, and why. */
  readonly leftOut: string | undefined
  readonly consequences: readonly string[]
  readonly fields: readonly DeedField[]
  readonly labels: Readonly<Record<string, string>>
  readonly suggestions: readonly string[]
  readonly submit: string
  readonly danger: boolean
  readonly backHref: string
}

export const bulkAskPage = page<BulkAskModel>('roster/bulk-ask')

export interface BulkAskData {
  readonly event: EventRow
  readonly deed: BulkDeed
  readonly chosen: Chosen
  readonly counts: StatusCounts
  readonly people: readonly ConcernedPerson[]
  readonly form: FormModel
  /** Reference of the run that agreeing starts. */
  readonly run: string
  readonly tags: readonly string[]
}

/** The question before a deed, without its head. */
export function bulkAsk(context: FrameContext, data: BulkAskData): Omit<BulkAskModel, 'head'> {
  const { t, locale } = context
  const { event, deed, chosen, counts, people, form, run, tags } = data
  const count = countConcerned(deed, counts)
  const others = count - people.length
  return {
    question: t(`roster.bulk.questions.${deed}`, { count }),
    form: count === 0 ? undefined : form,
    hidden: [
      { name: 'deed', value: deed },
      { name: 'run', value: run },
      { name: 'expected', value: String(count) },
      ...hiddenOf(chosen),
    ],
    people: people.map(person => [printedName(person), person.organisation].filter(part => part !== '').join(', ')),
    others: others > 0 ? t('roster.bulk.others', { count: others }) : undefined,
    leftOut: leftOutOf(context, deed, counts),
    consequences: [t(`roster.bulk.consequences.${deed}`)],
    fields: fieldsOf(context, deed),
    labels: labelsOf(context),
    suggestions: deed === 'tag' || deed === 'untag' ? tags : [],
    submit: t(`roster.bulk.submit.${deed}`, { count }),
    danger: deed === 'cancel' || deed === 'decline',
    backHref: chosen.scope === 'all' ? allHref(locale, event, chosen) : partHref(locale, event, ''),
  }
}

function allHref(locale: FrameContext['locale'], event: EventRow, chosen: Extract<Chosen, { scope: 'all' }>): string {
  const query = selectionQuery(chosen.selection).toString()
  return query === '' ? partHref(locale, event, '') : `${partHref(locale, event, '')}?${query}`
}

function hiddenOf(chosen: Chosen): { name: string; value: string }[] {
  if (chosen.scope === 'ticked') return chosen.references.map(value => ({ name: 'registration', value }))
  return [
    { name: 'scope', value: 'all' },
    { name: 'query', value: selectionQuery(chosen.selection).toString() },
  ]
}

function leftOutOf({ t }: FrameContext, deed: BulkDeed, counts: StatusCounts): string | undefined {
  const count = totalOf(counts) - countConcerned(deed, counts)
  if (count === 0) return undefined
  const states = registrationStatuses.filter(status => !concerned[deed].includes(status) && counts[status] > 0)
  const said = states.map(status =>
    t('roster.bulk.stateCount', { state: t(`roster.statuses.${status}`), n: counts[status] }),
  )
  return t('roster.bulk.leftOut', { count, states: said.join(', ') })
}

function fieldsOf({ t }: FrameContext, deed: BulkDeed): DeedField[] {
  const field = (name: 'subject' | 'text' | 'tag' | 'reason') => ({
    name,
    label: t(`roster.bulk.fields.${name}`),
    hint: t(`roster.bulk.hints.${name}`),
  })
  switch (deed) {
    case 'decline':
      return [{ kind: 'text', optional: true, ...field('reason') }]
    case 'mail':
      return [
        { kind: 'line', ...field('subject') },
        { kind: 'text', optional: false, ...field('text') },
      ]
    case 'tag':
    case 'untag':
      return [{ kind: 'line', ...field('tag') }]
    default:
      return []
  }
}

function labelsOf({ t }: FrameContext): Readonly<Record<string, string>> {
  const fields = ['subject', 'text', 'tag', 'reason'] as const
  return Object.fromEntries(fields.map(name => [name, t(`roster.bulk.fields.${name}`)]))
}

/** How far a run is, and how it came out. */
export interface BulkRunModel {
  readonly head: Head
  readonly title: string
  readonly started: string
  readonly total: number
  readonly done: number
  readonly progress: string
  readonly isRunning: boolean
  readonly outcomes: readonly { readonly label: string; readonly count: number }[]
  readonly backHref: string
}

export const bulkRunPage = page<BulkRunModel>('roster/bulk-run')

/** What a page about a run is made of. */
export interface BulkRunData {
  readonly event: EventRow
  readonly run: BulkRunRow
  readonly outcomes: readonly { readonly outcome: string; readonly count: number }[]
}

const knownOutcomes = [
  'confirmed',
  'waiting',
  'full',
  'not-applied',
  'declined',
  'cancelled',
  'already-cancelled',
  'over',
  'mailed',
  'skipped',
  'tagged',
  'untagged',
  'same',
  'failed',
] as const

/** How far a run is, without its head. */
export function bulkRun(context: FrameContext, { event, run, outcomes }: BulkRunData): Omit<BulkRunModel, 'head'> {
  const { t, locale } = context
  const todo = outcomes.find(({ outcome }) => outcome === 'todo')?.count ?? 0
  const done = run.total - todo
  return {
    title: t(`roster.bulk.runs.${run.deed}`, { count: run.total }),
    started: formatShortDateTime(run.createdAt, event.timeZone, locale),
    total: run.total,
    done,
    progress: t('roster.bulk.progress', { done, total: run.total }),
    isRunning: run.finishedAt === null,
    outcomes: outcomes
      .filter(({ outcome }) => outcome !== 'todo')
      .map(({ outcome, count }) => {
        const known = knownOutcomes.find(one => one === outcome) ?? 'failed'
        return { label: t(`roster.bulk.outcomes.${known}`), count }
      }),
    backHref: partHref(locale, event, ''),
  }
}
