import { readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { ColumnFacts } from '../rules/cells.ts'
import { type Column, plainColumns } from '../rules/columns.ts'
import type { Selection } from '../rules/selection.ts'
import type { Choice } from './filters.ts'

/** Columns of one sort that may be shown. */
export interface ColumnGroup {
  readonly legend: string
  readonly choices: readonly Choice[]
}

/** Every column that the event has, ticked where it is shown. */
export function columnGroups(
  { t, locale }: FrameContext,
  { columns }: Selection,
  { questions, parts }: ColumnFacts,
): ColumnGroup[] {
  const choice = (value: Column, label: string): Choice => ({ value, label, chosen: columns.includes(value) })
  const plain = plainColumns
    .filter(column => column !== 'parts' || parts.length > 0)
    .map(column => choice(column, t(`roster.columns.${column}`)))
  const groups = [
    { legend: t('roster.list.columnsOfRegistration'), choices: plain },
    {
      legend: t('roster.list.columnsOfParts'),
      choices: parts.map(({ reference, title }) => choice(`p.${reference}`, readText(title, locale))),
    },
    {
      legend: t('roster.list.columnsOfQuestions'),
      choices: questions.map(({ reference, label }) => choice(`q.${reference}`, readText(label, locale))),
    },
  ]
  return groups.filter(({ choices }) => choices.length > 0)
}
