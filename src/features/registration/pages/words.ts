import { type Locale, readText, listNames } from '../../../core/localised-text.ts'
import { formatShortDateTime } from '../../../core/time.ts'
import type { ActivityRow } from '../../audit/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { CategoryRow, RegistrationStatus } from '../types.ts'
import type { StateWord } from './public.ts'

/** Where a registration stands, as a shape and a word: `Čeká, 2.` */
export function statusWord({ t }: FrameContext, status: RegistrationStatus, position: number): StateWord {
  switch (status) {
    case 'confirmed':
      return { kind: 'good', label: t('registration.status.confirmed') }
    case 'waiting':
      return { kind: 'warn', label: t('registration.status.waiting', { position }) }
    case 'applied':
      return { kind: 'warn', label: t('registration.status.applied') }
    case 'declined':
      return { kind: 'off', label: t('registration.status.declined') }
    case 'cancelled':
      return { kind: 'off', label: t('registration.status.cancelled') }
  }
}

/** One line of what happened, for people. */
export interface HistoryLine {
  readonly when: string
  readonly datetime: string
  readonly what: string
  readonly who: string
}

/** What happened to a registration, in sentences; newest first. */
export function historyOf(context: FrameContext, event: EventRow, entries: readonly ActivityRow[]): HistoryLine[] {
  return entries.map(entry => ({
    when: formatShortDateTime(entry.at, event.timeZone, context.locale),
    datetime: entry.at.toISOString(),
    what: sentence(context, entry),
    who: entry.actorName ?? context.t(`registration.actor.${entry.actorKind}`),
  }))
}

const facts = [
  'promoted',
  'declined',
  'consent-withdrawn',
  'calendar-renewed',
  'mail-resent',
  'link-requested',
  'cancelled',
] as const

function sentence(context: FrameContext, { action, details }: ActivityRow): string {
  const { t } = context
  const position = typeof details['position'] === 'number' ? details['position'] : 0
  if (action === 'registration.created' || action === 'registration.approved') {
    const kinds = ['place', 'waiting', 'approval'] as const
    const kind = kinds.find(known => known === details['kind']) ?? 'place'
    if (action === 'registration.approved') return t('registration.history.approved')
    return t(`registration.history.created.${kind}`, { position })
  }
  if (action === 'registration.changed') {
    return t('registration.history.changed', { fields: changedFields(context, details['fields']) })
  }
  const fact = facts.find(known => action === `registration.${known}`)
  return fact === undefined ? action : t(`registration.history.${fact}`)
}

const changeable = [
  'titleBefore',
  'givenName',
  'familyName',
  'titleAfter',
  'organisation',
  'country',
  'locale',
  'email',
  'needs',
] as const

function changedFields({ t, locale }: FrameContext, fields: unknown): string {
  const named = changeable.filter(field => Array.isArray(fields) && fields.includes(field))
  const words = named.map(field => lowerFirst(t(`registration.fields.${field}`), locale))
  return listNames(words, locale)
}

function lowerFirst(text: string, locale: Locale): string {
  return text.charAt(0).toLocaleLowerCase(locale) + text.slice(1)
}

/** The categories as options of a field. */
export function categoryOptions(
  locale: Locale,
  categories: readonly Pick<CategoryRow, 'reference' | 'name'>[],
): { value: string; label: string }[] {
  return categories.map(({ reference, name }) => ({ value: reference, label: readText(name, locale) }))
}
