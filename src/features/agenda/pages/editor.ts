import type { FieldError } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { dateOf, formatDay, formatDayAndMonth, formatWeekday } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { isHard } from '../rules/clashes.ts'
import { dayFinder } from '../rules/days.ts'
import { speakerName } from '../rules/names.ts'
import type { Clash } from '../types/clashes.ts'
import type { Draft, DraftSession } from '../types.ts'
import type { EditorGrid } from './editor-grid.ts'
import type { ToolForms, UndoModel } from './editor-tools.ts'
import {
  editorDays,
  editorHref,
  editorPath,
  type EditorView,
  gridSteps,
  roomsOnPage,
  sessionsOfDay,
} from './editor-view.ts'
import type { PoolItem } from './pool.ts'
import { clashNote, spanText } from './sentences.ts'

export { editorDays, editorPath } from './editor-view.ts'

/** How a session stands out: refused by the rules, against advice, or not seen so by the public. */
export type SessionMark = 'clash' | 'doubt' | 'unreleased'

export interface EditorLine {
  readonly reference: string
  /** `reference:version`: the value of the box that chooses it. */
  readonly tick: string
  readonly span: string
  readonly title: string
  readonly lang: Locale | undefined
  readonly href: string
  readonly room: string
  readonly speakers: string
  readonly mark: SessionMark | undefined
  readonly moveHref: string
  readonly removeHref: string
}

interface ClashLine {
  readonly text: string
  readonly href: string
}

type Choice = { readonly href: string; readonly label: string; readonly current: boolean }

export interface EditorModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly isEmpty: boolean
  readonly releaseNumber: number | undefined
  readonly changes: number
  readonly links: Readonly<
    Record<
      'newSession' | 'release' | 'speakers' | 'tracks' | 'settings' | 'start' | 'import' | 'outlets' | 'feedback',
      string
    >
  >
  readonly undo: UndoModel
  /** Why the last edit was not made, when it was sent without a script. */
  readonly refused: readonly string[]
  readonly errors: readonly FieldError[]
  readonly clashes: { readonly hard: readonly ClashLine[]; readonly soft: readonly ClashLine[] }
  readonly days: readonly (Choice & { readonly date: string; readonly clashes: number })[]
  readonly steps: readonly Choice[]
  readonly roomPages: readonly Choice[]
  readonly day: string
  readonly grid: EditorGrid
  readonly lines: readonly EditorLine[]
  /** Leads to the list of a long day, where it is not drawn unasked. */
  readonly listHref: string | undefined
  readonly pool: readonly PoolItem[]
  readonly tools: ToolForms
  readonly removed: readonly {
    readonly title: string
    readonly span: string
    readonly action: string
    readonly version: number
  }[]
  readonly hasRooms: boolean
  /** What the script of the editor goes by: JSON without anything that HTML would read as its own. */
  readonly dataHtml: string
}

export const editorPage = page<EditorModel>('agenda/organiser/editor')

/** What the editor of one day is drawn from. */
export interface EditorSource {
  readonly event: EventRow
  readonly draft: Draft
  readonly view: EditorView
  readonly clashes: readonly Clash[]
  /** References of sessions the public does not see as they are. */
  readonly unreleased: ReadonlySet<string>
}

/** Tabs to the days of the programme, with how much does not fit on each. */
export function editorTabs(locale: Locale, { event, draft, view, clashes }: EditorSource): EditorModel['days'] {
  const dayOf = dayFinder(draft.sessions)
  const counts = new Map<string, number>()
  for (const { session } of clashes.filter(isHard)) counts.set(dayOf(session), (counts.get(dayOf(session)) ?? 0) + 1)
  return editorDays(draft).map(one => ({
    href: editorHref(locale, event, { ...view, day: one }),
    label: `${formatWeekday(one, locale)} ${formatDayAndMonth(one, locale)}`,
    current: one === view.day,
    date: one,
    clashes: counts.get(one) ?? 0,
  }))
}

/** Links to the same day, finer or coarser. */
export function editorSteps({ t, locale }: FrameContext, { event, view }: EditorSource): EditorModel['steps'] {
  return gridSteps.map(step => ({
    href: editorHref(locale, event, { ...view, step }),
    label: t('editor.minutes', { n: step }),
    current: step === view.step,
  }))
}

/** The heading of the day that is edited. */
export function dayTitle(locale: Locale, { view }: EditorSource): string {
  return view.day === '' ? '' : formatDay(view.day, locale)
}

/** What does not fit, each with the session to mend: first what is refused elsewhere, the shown day before the others. */
export function clashNotes(
  context: FrameContext,
  { event, draft, view, clashes }: EditorSource,
): EditorModel['clashes'] {
  const dayOf = dayFinder(draft.sessions)
  const sorted = clashes.toSorted(
    (a, b) => Number(dayOf(b.session) === view.day) - Number(dayOf(a.session) === view.day),
  )
  const line = (clash: Clash) => {
    const { reference } = clash.session
    const part = reference === '' ? '' : `sessions/${reference}`
    return { text: clashNote(clash, context), href: editorPath(context.locale, event, part) }
  }
  return { hard: sorted.filter(isHard).map(line), soft: sorted.filter(clash => !isHard(clash)).map(line) }
}

/** A longer list is drawn when it is asked for. */
const mostLines = 150

/** Where the list of a long day is; undefined when it stands here. */
export function listHref(locale: Locale, { event, draft, view }: EditorSource): string | undefined {
  if (view.hasList || sessionsOfDay(draft, view.day).length <= mostLines) return undefined
  return `${editorHref(locale, event, { ...view, hasList: true })}#ed-lines`
}

/** The sessions of the day as a list: what phones and screen readers use, and where everything can be done. */
export function editorLines(locale: Locale, source: EditorSource): EditorLine[] {
  const { event, draft, view } = source
  if (listHref(locale, source) !== undefined) return []
  const markOf = marks(source)
  const rooms = new Map(draft.rooms.map(room => [room.reference, readText(room.name, locale)]))
  const names = new Map(draft.speakers.map(speaker => [speaker.reference, speakerName(speaker, locale)]))
  return sessionsOfDay(draft, view.day).map(session => {
    const { text, lang } = textWithLanguage(session.title, locale)
    const href = editorPath(locale, event, `sessions/${session.reference}`)
    return {
      reference: session.reference,
      tick: `${session.reference}:${session.lockVersion}`,
      title: text,
      lang,
      href,
      moveHref: `${href}/move`,
      removeHref: `${href}/remove`,
      span: spanText(session, { locale }),
      room: rooms.get(session.room ?? '') ?? '',
      speakers: session.speakers.map(({ reference }) => names.get(reference) ?? '').join(', '),
      mark: markOf(session),
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

/** How each session of the programme stands out, worst first. */
export function marks({
  clashes,
  unreleased,
}: EditorSource): (session: Pick<DraftSession, 'reference'>) => SessionMark | undefined {
  const found = new Map<string, SessionMark>([...unreleased].map(reference => [reference, 'unreleased']))
  for (const clash of [...clashes.filter(one => !isHard(one)), ...clashes.filter(isHard)]) {
    const mark = isHard(clash) ? 'clash' : 'doubt'
    found.set(clash.session.reference, mark)
    if ('other' in clash) found.set(clash.other.reference, mark)
  }
  return ({ reference }) => found.get(reference)
}

/** Links to further rooms, where there are more than a page holds. */
export function roomPages({ t, locale }: FrameContext, { event, draft, view }: EditorSource): EditorModel['roomPages'] {
  const pages = Math.ceil(draft.rooms.length / roomsOnPage)
  if (pages < 2) return []
  return Array.from({ length: pages }, (_, index) => ({
    href: editorHref(locale, event, { ...view, rooms: index + 1 }),
    label: t('editor.roomPage', {
      from: index * roomsOnPage + 1,
      to: Math.min((index + 1) * roomsOnPage, draft.rooms.length),
    }),
    current: index + 1 === view.rooms,
  }))
}
