import { readText } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatLocalTime, formatLocalTimeRange, timeOf } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { AgendaChange, Span } from '../types.ts'
import type { Clash } from '../types/clashes.ts'

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

/** Key and values of what a clash says at a field of a form, seen from its session; the soft ones are only notes. */
export function clashMessage(clash: Clash, { locale }: Pick<FrameContext, 'locale'>) {
  if (clash.kind !== 'room' && clash.kind !== 'speaker') return undefined
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
  const span = spanText(clash.session, context)
  switch (clash.kind) {
    case 'room':
      return t('agenda.clashNote.room', { ...pair(clash, context), room: readText(clash.room, locale) })
    case 'speaker':
      return t('agenda.clashNote.speaker', { ...pair(clash, context), speaker: readText(clash.speaker, locale) })
    case 'transfer': {
      const { minutes, needed } = clash
      const speaker = readText(clash.speaker, locale)
      return t('agenda.clashNote.transfer', { ...pair(clash, context), speaker, minutes, needed })
    }
    case 'unavailable':
      return t('agenda.clashNote.unavailable', { title, day, span, speaker: readText(clash.speaker, locale) })
    case 'capacity':
    case 'sign-ups': {
      const { places, holds } = clash
      return t(`agenda.clashNote.${clash.kind}`, { title, room: readText(clash.room, locale), places, holds })
    }
    case 'hours':
      return t('agenda.clashNote.hours', { title, day, span, hours: hoursText(clash, context) })
    case 'satellite':
      return t('agenda.clashNote.satellite', { title, day, span, satellite: readText(clash.satellite, locale) })
    case 'outside':
    case 'satellite-event':
      return t(`agenda.clashNote.${clash.kind}`, { title, day })
  }
}

function pair({ session, other }: Extract<Clash, { other: unknown }>, context: FrameContext) {
  return {
    title: readText(session.title, context.locale),
    day: formatDay(dateOf(session.startsLocal), context.locale),
    span: spanText(session, context),
    other: readText(other.title, context.locale),
    otherSpan: spanText(other, context),
  }
}

/** `9.00–18.00`, `od 9.00`, `do 18.00` */
function hoursText({ opens, closes }: Extract<Clash, { kind: 'hours' }>, { t, locale }: FrameContext): string {
  if (opens !== null && closes !== null) return formatLocalTimeRange(opens, closes, locale)
  if (opens !== null) return t('agenda.clashNote.opens', { time: formatLocalTime(opens, locale) })
  return t('agenda.clashNote.closes', { time: closes === null ? '' : formatLocalTime(closes, locale) })
}
