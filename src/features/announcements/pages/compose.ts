import type { FormModel } from '../../../core/http/forms.ts'
import { type ConfirmModel, type Head, page } from '../../../core/http/pages.ts'
import type { FrameContext } from '../../events/frame.ts'
import { chipsOf, filtersModel, type FiltersModel } from '../../roster/frame.ts'
import { filtersOf, type Selection } from '../../roster/rules/selection.ts'
import type { MailNav } from '../frame.ts'
import { placeholdersOf } from '../rules/words.ts'
import type { SegmentFacts } from './shared.ts'

/** Whom something is for, to be chosen. */
export interface SegmentModel extends Pick<FiltersModel, 'ticks' | 'selects'> {
  /** Filters that have no field of their own here: taken over from the table, and taken back by unticking. */
  readonly more: readonly { readonly name: string; readonly value: string; readonly label: string }[]
  /** Filters below the fold that are set: it is open then. */
  readonly isOpen: boolean
}

/** A placeholder as it is typed, and what it stands for. */
export interface PlaceholderHint {
  readonly code: string
  readonly label: string
}

export interface ComposeModel {
  readonly head: Head
  readonly nav: MailNav
  readonly title: string
  readonly form: FormModel
  readonly segment: SegmentModel
  readonly placeholders: readonly PlaceholderHint[]
  readonly labels: Readonly<Record<string, string>>
  readonly submit: string
  readonly backHref: string
  readonly backLabel: string
  /** What has just been done. */
  readonly notice: string | undefined
}

export const composePage = page<ComposeModel>('announcements/organiser/compose')

/** The form of a rule: the same, and when. */
export interface RuleModel extends ComposeModel {
  readonly relations: readonly { readonly value: string; readonly label: string }[]
  readonly preset: string
  /** Of a rule that exists. */
  readonly about: { readonly next: string; readonly when: string } | undefined
  readonly switchAction: string | undefined
  readonly isOn: boolean
  readonly removeHref: string | undefined
}

export const rulePage = page<RuleModel>('announcements/organiser/rule')

export const confirmPage = page<ConfirmModel>('announcements/organiser/confirm')

const shownFirst = ['status', 'category']
const withoutField = ['q', 'code', 'note', 'since']

/** The filters of the table as the fields of a form. */
export function segmentModel(context: FrameContext, facts: SegmentFacts, selection: Selection): SegmentModel {
  const data = { ...facts, selection }
  const { ticks, selects } = filtersModel(context, data)
  const filters = filtersOf(selection)
  const labels = chipsOf(context, data).map(({ label }) => label)
  const more = filters.flatMap(({ name, value }, index) =>
    withoutField.includes(name) ? [{ name, value, label: labels[index] ?? value }] : [],
  )
  // An address that was never confirmed may be somebody else's: nothing goes there, so it is not offered.
  const offered = ticks.map(tick => ({
    ...tick,
    choices: tick.choices.filter(({ value }) => tick.name !== 'status' || value !== 'unconfirmed'),
  }))
  return { ticks: offered, selects, more, isOpen: filters.some(({ name }) => !shownFirst.includes(name)) }
}

/** The placeholders, as the page explains them. */
export function placeholderHints({ t }: FrameContext): PlaceholderHint[] {
  return placeholdersOf.body.map(name => ({ code: `{${name}}`, label: t(`announcements.placeholders.${name}`) }))
}

/** What the fields of the words are called in a summary of errors. */
export function wordLabels({ t }: FrameContext): Record<string, string> {
  const named = (['subject', 'body'] as const).flatMap(part =>
    (['cs', 'en'] as const).map(locale => [
      `${part}.${locale}`,
      t(`announcements.fields.${part}In`, { language: t(`core.languageName.${locale}`) }),
    ]),
  )
  return Object.fromEntries(named)
}
