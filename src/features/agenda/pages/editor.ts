import { type Head, page } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { readText, textWithLanguage, type Locale } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatDayAndMonth, formatWeekday, type LocalDate } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { daysOf } from '../rules/times.ts'
import type { Clash, Draft, DraftSession } from '../types.ts'
import type { EditorGrid } from './editor-grid.ts'
import { clashNote, spanText } from './sentences.ts'

export interface EditorLine {
  readonly span: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly room: string
  readonly speakers: string
  readonly state: 'clash' | 'unreleased' | undefined
  readonly moveHref: string
  readonly removeHref: string
}

export interface EditorModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly isEmpty: boolean
  readonly releaseNumber: number | undefined
  readonly changes: number
  readonly links: Readonly<Record<'newSession' | 'release' | 'speakers' | 'tracks', string>>
  readonly clashes: readonly { readonly text: string; readonly href: string }[]
  readonly days: readonly { readonly href: string; readonly label: string; readonly current: boolean }[]
  readonly day: string
  readonly lines: readonly EditorLine[]
  /** undefined: the day has more rooms or rows than the grid can draw. */
  readonly grid: EditorGrid | undefined
  readonly removed: readonly {
    readonly title: string
    readonly span: string
    readonly action: string
    readonly version: number
  }[]
  readonly hasRooms: boolean
}

export const editorPage = page<EditorModel>('agenda/organiser/editor')

/** What the editor of one day is drawn from. */
export interface EditorSource {
  readonly event: EventRow
  readonly draft: Draft
  readonly day: LocalDate
  readonly clashes: readonly Clash[]
  /** References of sessions the public does not see as they are. */
  readonly unreleased: ReadonlySet<string>
}

/** The address of a page of the agenda editor. */
export function editorPath(locale: Locale, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'agenda' : `agenda/${part}`)
}

/** The days with a session beside those of the event: nothing is hidden when the dates of the event change. */
export function editorDays(draft: Draft): LocalDate[] {
  const used = draft.sessions.filter(session => !session.isCancelled).map(session => dateOf(session.startsLocal))
  return [...new Set([...daysOf(draft), ...used])].sort()
}

/** Tabs to the days of the programme. */
export function editorTabs(locale: Locale, { event, draft, day }: EditorSource): EditorModel['days'] {
  return editorDays(draft).map(one => ({
    href: urls.organiserEventPart(locale, event.slug, 'agenda', { day: one }),
    label: `${formatWeekday(one, locale)} ${formatDayAndMonth(one, locale)}`,
    current: one === day,
  }))
}

/** The heading of the day that is edited. */
export function dayTitle(locale: Locale, { day }: EditorSource): string {
  return day === '' ? '' : formatDay(day, locale)
}

/** What does not fit, each with the session to mend. */
export function clashNotes(context: FrameContext, { event, clashes }: EditorSource): EditorModel['clashes'] {
  return clashes.map(clash => ({
    text: clashNote(clash, context),
    href: editorPath(context.locale, event, `sessions/${clash.session.reference}`),
  }))
}

/** The sessions of the day as a list: what phones and screen readers use, and where everything can be done. */
export function editorLines(locale: Locale, source: EditorSource): EditorLine[] {
  const { event, draft } = source
  return sessionsOf(source).map(session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    const href = editorPath(locale, event, `sessions/${session.reference}`)
    const room = draft.rooms.find(one => one.reference === session.room)
    const names = session.speakers.map(({ reference }) => draft.speakers.find(one => one.reference === reference))
    return {
      title: text,
      lang,
      href,
      moveHref: `${href}/move`,
      removeHref: `${href}/remove`,
      span: spanText(session, { locale }),
      room: room ? readText(room.name, locale) : '',
      speakers: names.map(speaker => readText(speaker?.name, locale)).join(', '),
      state: stateOf(session, source),
    }
  })
}

/** Sessions taken off after a release, which can come back. */
export function removedLines(locale: Locale, { event, draft }: EditorSource): EditorModel['removed'] {
  return draft.sessions
    .filter(session => session.isCancelled)
    .map(session => ({
      title: readText(session.title, locale),
      span: `${formatDay(dateOf(session.startsLocal), locale)} ${spanText(session, { locale })}`,
      action: editorPath(locale, event, `sessions/${session.reference}/reinstate`),
      version: session.lockVersion,
    }))
}

/** The sessions of the day that is edited, in the order of their start. */
export function sessionsOf({ draft, day }: EditorSource): DraftSession[] {
  return draft.sessions.filter(session => !session.isCancelled && dateOf(session.startsLocal) === day)
}

/** Whether a session stands out: it clashes, or the public does not see it so. */
export function stateOf({ reference }: DraftSession, { clashes, unreleased }: EditorSource): EditorLine['state'] {
  const isIn = (clash: Clash) =>
    clash.session.reference === reference || ('other' in clash && clash.other.reference === reference)
  if (clashes.some(isIn)) return 'clash'
  return unreleased.has(reference) ? 'unreleased' : undefined
}
