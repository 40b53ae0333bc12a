import { urls } from '../../../core/http/urls.ts'
import type { Locale } from '../../../core/localised-text.ts'
import type { LocalDate } from '../../../core/time.ts'
import type { EventRow } from '../../events/types.ts'
import { dayFinder } from '../rules/days.ts'
import { daysOf } from '../rules/times.ts'
import type { Draft, DraftSession } from '../types.ts'

/** Minutes that one step of the grid means: what a drag snaps to, and how large an hour is drawn. */
export const gridSteps = [5, 10, 15, 30, 60] as const
export type GridStep = (typeof gridSteps)[number]
const usualStep: GridStep = 15

/** More rooms fold into pages. */
export const roomsOnPage = 30

/** What of the programme the editor shows. */
export interface EditorView {
  /** '' only when the event has no day. */
  readonly day: LocalDate
  readonly step: GridStep
  /** Page of rooms, from 1. */
  readonly rooms: number
  /** The list of a day that is too long to stand below the grid unasked. */
  readonly hasList: boolean
}

/** Reads the view from the query, or from the field `view` of a form; whatever does not exist is as usual. */
export function viewOf(read: (name: string) => string, draft: Draft): EditorView {
  const days = editorDays(draft)
  const step = gridSteps.find(one => String(one) === read('grid')) ?? usualStep
  const pages = Math.max(1, Math.ceil(draft.rooms.length / roomsOnPage))
  const rooms = Number(read('rooms'))
  return {
    day: days.find(one => one === read('day')) ?? days[0] ?? '',
    step,
    rooms: Number.isInteger(rooms) && rooms >= 1 && rooms <= pages ? rooms : 1,
    hasList: read('list') !== '',
  }
}

/** The query of a view; what is usual is left out. */
export function queryOf({ day, step, rooms, hasList }: EditorView): Record<string, string | number | undefined> {
  const [grid, page] = [step === usualStep ? undefined : step, rooms === 1 ? undefined : rooms]
  return { day, grid, rooms: page, list: hasList ? 1 : undefined }
}

/** The address of the editor, showing that. */
export function editorHref(locale: Locale, event: Pick<EventRow, 'slug'>, view: EditorView): string {
  return urls.organiserEventPart(locale, event.slug, 'agenda', queryOf(view))
}

/** The address of a page of the agenda editor. */
export function editorPath(locale: Locale, event: Pick<EventRow, 'slug'>, part = ''): string {
  return urls.organiserEventPart(locale, event.slug, part === '' ? 'agenda' : `agenda/${part}`)
}

/** The days with a session beside those of the event: nothing is hidden when the dates of the event change. */
export function editorDays(draft: Draft): LocalDate[] {
  const active = draft.sessions.filter(session => !session.isCancelled)
  const dayOf = dayFinder(active)
  return [...new Set([...daysOf(draft), ...active.map(dayOf)])].sort()
}

/** The sessions of a day in the order of their start; those past midnight belong to the evening before. */
export function sessionsOfDay(draft: Draft, day: LocalDate): DraftSession[] {
  const active = draft.sessions.filter(session => !session.isCancelled)
  const dayOf = dayFinder(active)
  return active.filter(session => dayOf(session) === day)
}
