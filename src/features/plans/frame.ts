import { listNames, readText } from '../../core/localised-text.ts'
import { toldSentence } from '../contributions/frame.ts'
import type { FrameContext } from '../events/frame.ts'
import type { PlanChange } from './rules/touched.ts'

/** A change of a session, said to those who plan with it; the session itself is named beside it. */
export function planSentence(change: PlanChange, context: FrameContext): string {
  const { t, locale } = context
  if (change.kind === 'renamed') return t('plans.change.renamed', { before: readText(change.before, locale) })
  if (change.kind !== 'speakers') return toldSentence(change, context)
  const names = (list: typeof change.added) =>
    listNames(
      list.map(name => readText(name, locale)),
      locale,
    )
  const [added, removed] = [names(change.added), names(change.removed)]
  if (removed === '') return t('plans.change.added', { names: added })
  return added === '' ? t('plans.change.removed', { names: removed }) : t('plans.change.replaced', { added, removed })
}
