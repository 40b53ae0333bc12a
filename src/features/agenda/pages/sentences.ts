import { readText } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatLocalTime,
  formatLocalTimeRange,
  type LocalDateTime,
  timeOf,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { AgendaChange, Clash } from '../types.ts'

type Span = { readonly startsLocal: LocalDateTime; readonly endsLocal: LocalDateTime }

/** `13.30–15.00`: when a session is, on the clocks of the event. */
export function spanText({ startsLocal, endsLocal }: Span, { locale }: Pick<FrameContext, 'locale'>): string {
  return formatLocalTimeRange(timeOf(startsLocal), timeOf(endsLocal), locale)
}

/** A difference between two releases as a sentence. */
export function changeSentence(change: AgendaChange, { t, locale }: FrameContext): string {
  if (change.kind === 'rooms' || change.kind === 'tracks') return t(`agenda.change.${change.kind}`)
  if (change.kind === 'speaker') return t('agenda.change.speaker', { name: readText(change.name, locale) })
  const title = readText(change.title, locale)
  switch (change.kind) {
    case 'moved':
      return t('agenda.change.moved', { title, ...moveWords(change.from, change.to, locale) })
    case 'longer':
    case 'shorter': {
      const end = (span: Span) => formatLocalTime(timeOf(span.endsLocal), locale)
      return t(`agenda.change.${change.kind}`, { title, from: end(change.from), to: end(change.to) })
    }
    case 'room':
      return roomSentence(change, title, { t, locale })
    case 'renamed':
      return t('agenda.change.renamed', { title, before: readText(change.before, locale) })
    case 'speakers': {
      const names = (list: typeof change.added) => list.map(name => readText(name, locale)).join(', ')
      const [added, removed] = [names(change.added), names(change.removed)]
      const parts = [
        added === '' ? '' : t('agenda.change.added', { names: added }),
        removed === '' ? '' : t('agenda.change.removed', { names: removed }),
      ]
      return t('agenda.change.speakers', { title, what: parts.filter(part => part !== '').join('; ') })
    }
    default:
      return t(`agenda.change.${change.kind}`, { title })
  }
}

function moveWords(from: Span, to: Span, locale: FrameContext['locale']): { from: string; to: string } {
  const sameDay = dateOf(from.startsLocal) === dateOf(to.startsLocal)
  const words = (span: Span) => {
    const time = formatLocalTime(timeOf(span.startsLocal), locale)
    return sameDay ? time : `${formatDay(dateOf(span.startsLocal), locale)} ${time}`
  }
  return { from: words(from), to: words(to) }
}

function roomSentence(
  { from, to }: Extract<AgendaChange, { kind: 'room' }>,
  title: string,
  { t, locale }: FrameContext,
): string {
  if (to === null) return t('agenda.change.noRoom', { title, from: readText(from, locale) })
  if (from === null) return t('agenda.change.firstRoom', { title, to: readText(to, locale) })
  return t('agenda.change.room', { title, from: readText(from, locale), to: readText(to, locale) })
}

/** Key and values of what a clash says, seen from `session`: who or what, when, and what is there already. */
export function clashMessage(clash: Clash, { locale }: Pick<FrameContext, 'locale'>) {
  if (clash.kind === 'outside' || clash.kind === 'capacity') return undefined
  const values = {
    time: formatLocalTime(timeOf(clash.other.startsLocal), locale),
    title: readText(clash.other.title, locale),
    span: spanText(clash.other, { locale }),
  }
  return clash.kind === 'room'
    ? { message: 'agenda.clash.room', values: { ...values, room: readText(clash.room, locale) } }
    : { message: 'agenda.clash.speaker', values: { ...values, speaker: readText(clash.speaker, locale) } }
}

/** What does not fit in the draft, as a note for the organisers. */
export function clashNote(clash: Clash, context: FrameContext): string {
  const { t, locale } = context
  const title = readText(clash.session.title, locale)
  const day = formatDay(dateOf(clash.session.startsLocal), locale)
  if (clash.kind === 'outside') return t('agenda.clashNote.outside', { title, day })
  if (clash.kind === 'capacity') {
    const { places, holds } = clash
    return t('agenda.clashNote.capacity', { title, room: readText(clash.room, locale), places, holds })
  }
  const other = readText(clash.other.title, locale)
  const spans = { day, span: spanText(clash.session, context), otherSpan: spanText(clash.other, context) }
  return clash.kind === 'room'
    ? t('agenda.clashNote.room', { title, other, ...spans, room: readText(clash.room, locale) })
    : t('agenda.clashNote.speaker', { title, other, ...spans, speaker: readText(clash.speaker, locale) })
}
