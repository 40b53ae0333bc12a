import { readText } from '../../core/localised-text.ts'
import { dateOf, formatDayAndMonth, formatLocalTimeRange, timeOf } from '../../core/time.ts'
import type { Span } from '../agenda/types.ts'
import type { FrameContext } from '../events/frame.ts'
import type { ToldChange } from './rules/changes.ts'

/** A change of a session, said to those who count on it; the session itself is named beside it. */
export function toldSentence(change: ToldChange, context: FrameContext): string {
  const { t, locale } = context
  switch (change.kind) {
    case 'moved':
      return t('contributions.change.moved', {
        from: shortSpan(change.from, context),
        to: shortSpan(change.to, context),
      })
    case 'longer':
    case 'shorter':
      return t(`contributions.change.${change.kind}`, { to: shortSpan(change.to, context) })
    case 'room': {
      const [from, to] = [readText(change.from, locale), readText(change.to, locale)]
      if (to === '') return t('contributions.change.noRoom', { from })
      return from === '' ? t('contributions.change.firstRoom', { to }) : t('contributions.change.room', { from, to })
    }
    default:
      return t(`contributions.change.${change.kind}`)
  }
}

/** `13. září 9.00–10.00`: when a session is, inside a sentence. */
function shortSpan({ startsLocal, endsLocal }: Span, { locale }: Pick<FrameContext, 'locale'>): string {
  const times = formatLocalTimeRange(timeOf(startsLocal), timeOf(endsLocal), locale)
  return `${formatDayAndMonth(dateOf(startsLocal), locale)} ${times}`
}
