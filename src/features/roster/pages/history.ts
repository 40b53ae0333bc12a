import { type Locale, listNames, readText } from '../../../core/localised-text.ts'
import type { ActivityRow } from '../../audit/types.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { Question } from '../../questions/types.ts'
import type { Connections } from '../queries/one.ts'

/** What the sentences name besides. */
export interface HistoryFacts extends Pick<Connections, 'categories' | 'parts'> {
  /** Those whose names the reader may see. */
  readonly questions: readonly Question[]
}

/** Facts that are one sentence, whatever they hold. */
const plainFacts = [
  'consent-withdrawn',
  'calendar-accepted',
  'calendar-chosen',
  'calendar-declined',
  'calendar-renewed',
  'calendar-tentative',
  'mail-resent',
  'link-requested',
  'address-confirmed',
  'address-expired',
  'offered',
  'offer-accepted',
  'offer-declined',
  'offer-expired',
  'part-offered',
  'part-offer-accepted',
  'part-offer-declined',
  'part-offer-expired',
  'merged',
  'replaced',
  'tagged',
  'untagged',
  'messaged',
  'arrived',
  'arrival-undone',
  'exported',
] as const

/** Facts that have a reason, which stands behind the sentence. */
const reasonedFacts = ['promoted', 'declined', 'cancelled', 'part-promoted', 'moved'] as const

/** Facts that the page shows otherwise: a note stands there itself. */
const shownOtherwise = ['registration.noted']

/** Whether an entry of the log belongs on the page. */
export function isTold({ action }: ActivityRow): boolean {
  return !shownOtherwise.includes(action)
}

/** An entry of the log as a sentence. */
export function sentence(context: FrameContext, entry: ActivityRow, facts: HistoryFacts): string {
  const { t } = context
  const { action, details } = entry
  const fact = action.replace(/^registration\./, '')
  const plain = plainFacts.find(known => known === fact)
  if (plain) return withParts(context, facts, t(`roster.history.${plain}`), details)
  const reasoned = reasonedFacts.find(known => known === fact)
  if (reasoned) {
    const said = t(`roster.history.${reasoned}`, { position: numberOf(details['to']) })
    return withReason(context, withParts(context, facts, said, details), details)
  }
  switch (fact) {
    case 'created':
      return t(`roster.history.created.${createdAs(details['kind'])}`, { position: numberOf(details['position']) })
    case 'approved':
      return t('roster.history.approved', { outcome: details['kind'] === 'waiting' ? 'waiting' : 'place' })
    case 'changed':
      return t('roster.history.changed', { fields: changedFields(context, details['fields']) })
    case 'answers-changed':
      return t('roster.history.answersChanged', { questions: questionNames(context, facts, details['questions']) })
    case 'parts-changed':
      return changedParts(context, facts, details)
    case 'category-changed':
      return t('roster.history.categoryChanged', {
        from: categoryName(context, facts, details['from']),
        to: categoryName(context, facts, details['to']),
      })
    case 'attendance-switched':
      return t('roster.history.attendanceSwitched', { to: details['attendance'] === 'online' ? 'online' : 'on_site' })
    default:
      return t('roster.history.other', { action })
  }
}

/** A reason that people wrote stands in quotes; those the system knows are words of ours. */
function withReason({ t }: FrameContext, said: string, details: ActivityRow['details']): string {
  const { reason } = details
  if (typeof reason !== 'string' || reason === '') return said
  const known = knownReasons.find(one => one === reason)
  return known
    ? t('roster.history.because', { said, reason: t(`roster.closing.${known}`) })
    : t('roster.history.quoted', { said, reason })
}

const knownReasons = [
  'offer-expired',
  'offer-declined',
  'address-unconfirmed',
  'merged',
  'contact',
  'organiser',
  'self',
] as const

/** Which parts a fact is about stands behind it. */
function withParts(
  context: FrameContext,
  facts: HistoryFacts,
  said: string,
  { parts }: ActivityRow['details'],
): string {
  const names = partNames(context, facts, parts)
  return names === '' ? said : context.t('roster.history.because', { said, reason: names })
}

const partChanges = ['confirmed', 'waiting', 'left'] as const

function changedParts(context: FrameContext, facts: HistoryFacts, details: ActivityRow['details']): string {
  const { t } = context
  const news = partChanges.flatMap(change => {
    const parts = partNames(context, facts, details[change])
    return parts === '' ? [] : [t(`roster.history.partNews.${change}`, { parts })]
  })
  return news.length === 0 ? t('roster.history.parts-changed') : news.join('; ')
}

function partNames({ locale }: FrameContext, { parts }: HistoryFacts, references: unknown): string {
  const wanted: readonly unknown[] = Array.isArray(references) ? references : []
  const titles = parts.filter(({ reference }) => wanted.includes(reference)).map(({ title }) => readText(title, locale))
  return titles.length === 0 ? '' : listNames(titles, locale)
}

function createdAs(kind: unknown): 'place' | 'waiting' | 'approval' | 'address' {
  const kinds = ['place', 'waiting', 'approval', 'address'] as const
  return kinds.find(known => known === kind) ?? 'place'
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function categoryName({ t, locale }: FrameContext, { categories }: HistoryFacts, id: unknown): string {
  return readText(categories.find(category => category.id === id)?.name, locale) || t('core.unknown')
}

function questionNames({ t, locale }: FrameContext, { questions }: HistoryFacts, ids: unknown): string {
  const wanted: readonly unknown[] = Array.isArray(ids) ? ids : []
  const names = questions.filter(({ id }) => wanted.includes(id)).map(({ label }) => readText(label, locale))
  // Questions that the reader may not see, or that are gone, are counted but not named.
  const others = wanted.length - names.length
  return listNames(others > 0 ? [...names, t('roster.history.moreQuestions', { count: others })] : names, locale)
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
