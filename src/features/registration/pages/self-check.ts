import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDateTime, now } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { SetupNav } from '../frame.ts'
import type { Disagreement } from '../queries/offers.ts'

export interface SelfCheckModel {
  readonly head: Head
  readonly nav: SetupNav
  /** When it was checked: this very moment. */
  readonly checked: string
  /** What does not agree, in sentences; empty: everything does. */
  readonly problems: readonly { readonly what: string; readonly how: string }[]
  readonly againHref: string
  readonly backHref: string
}

export const selfCheckPage = page<SelfCheckModel>('registration/organiser/self-check')

/** What the check found, in words for people. */
export function selfCheck(
  context: FrameContext,
  event: EventRow,
  found: readonly Disagreement[],
): Omit<SelfCheckModel, 'head' | 'nav'> {
  const { locale } = context
  const part = (name: string) => urls.organiserEventPart(locale, event.slug, name)
  return {
    checked: formatDateTime(now(), event.timeZone, locale),
    problems: found.map(one => ({ what: whatOf(context, one), how: howOf(context, one) })),
    againHref: part('self-check'),
    backHref: part('registrations'),
  }
}

function whatOf({ t, locale }: FrameContext, { kind, name, reference, scope }: Disagreement): string {
  if (kind !== 'quota') return t(`capacity.check.what.${kind}`, { reference })
  const own = readText(name, locale)
  if (own !== '') return own
  return scope === null || scope === 'own' || scope === 'shared' ? reference : t(`capacity.quotas.scopes.${scope}`)
}

function howOf({ t }: FrameContext, { kind, ...numbers }: Disagreement): string {
  const { counted, rows, waitingCounted, waitingRows } = numbers
  if (kind !== 'quota') return t(`capacity.check.how.${kind}`, { counted, rows })
  const taken = counted === rows ? [] : [t('capacity.check.how.taken', { counted, rows })]
  const waiting =
    waitingCounted === waitingRows
      ? []
      : [t('capacity.check.how.waiting', { counted: waitingCounted, rows: waitingRows })]
  const both = [...taken, ...waiting]
  return both.length === 0 ? t('capacity.check.how.over', { counted }) : both.join(' ')
}
