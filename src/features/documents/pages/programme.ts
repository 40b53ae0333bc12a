import type { Setting } from '../../../core/typesetting.ts'
import { readText } from '../../../core/localised-text.ts'
import { formatDay, formatLocalTime, instant, timeOf } from '../../../core/time.ts'
import type { OutlineSession } from '../../agenda/types.ts'
import type { DocumentMatter } from '../queries.ts'
import { pagesOfDay, type SheetPage } from '../rules/sheet.ts'
import type { Layout, Paper, PaperDay, PaperPage } from '../types.ts'
import { type ItemPrinter, itemPrinter, sessionsByDay } from './items.ts'
import { paperOf, type PaperContext } from './paper.ts'
import { speakersOfPaper } from './speakers.ts'

/** The programme as a list: a line for each session, day after day; set tighter where that saves a page. */
export function programmeList(context: PaperContext, matter: DocumentMatter): Setting {
  const data = { ...paperOf(context, matter), days: daysOf(context, matter) }
  const eased = (ease: number): Setting => ({ template: 'documents/list', data: { ...data, ease } })
  return { ...eased(1), tighter: [eased(0.75), eased(0.5)] }
}

/** The programme as a booklet of A5: cover, days, speakers, room for notes. */
export function programmeBooklet(context: PaperContext, matter: DocumentMatter): Setting {
  const days = daysOf(context, matter)
  const speakers = speakersOfPaper(context, matter)
  return { template: 'documents/booklet', data: { ...paperOf(context, matter), days, people: speakers } }
}

/** The programme as one page a day, rooms across and times down. */
export function programmeSheet(context: PaperContext, matter: DocumentMatter): Setting {
  const paper = paperOf(context, matter)
  const printer = itemPrinter(context, matter)
  const pages = [...sessionsByDay(matter)].flatMap(([day, sessions]) => {
    return pagesOf(context, matter, printer, { title: formatDay(day, context.locale), sessions })
  })
  return { template: 'documents/sheet', data: { ...paper, pages } satisfies Paper & { pages: readonly PaperPage[] } }
}

/** What the layout is set from; `folded` is imposed from the booklet. */
export function programmeSetting(context: PaperContext, matter: DocumentMatter, layout: Layout): Setting {
  if (layout === 'list') return programmeList(context, matter)
  return layout === 'sheet' ? programmeSheet(context, matter) : programmeBooklet(context, matter)
}

function daysOf(context: PaperContext, matter: DocumentMatter): PaperDay[] {
  const printer = itemPrinter(context, matter)
  return [...sessionsByDay(matter)].map(([day, sessions]) => {
    return { title: formatDay(day, context.locale), items: sessions.map(session => printer.print(session)) }
  })
}

function pagesOf(
  context: PaperContext,
  matter: DocumentMatter,
  printer: ItemPrinter,
  { title, sessions }: { title: string; sessions: readonly OutlineSession[] },
): PaperPage[] {
  const minutes = (at: string) => Math.round(instant(at).getTime() / 60_000)
  const placed = sessions.map(session => ({
    key: session.reference,
    start: minutes(session.startsAt),
    end: Math.max(minutes(session.endsAt), minutes(session.startsAt) + 1),
    room: session.room,
    isBreak: session.kind === 'break',
  }))
  const rooms = matter.release.content.rooms.map(({ reference }) => reference)
  const pages = pagesOfDay(placed, rooms)
  const byKey = new Map(sessions.map(session => [session.reference, session]))
  const labels = new Map(
    sessions.map(session => [minutes(session.startsAt), formatLocalTime(timeOf(session.startsLocal), context.locale)]),
  )
  return pages.map((one, index) => {
    const part = pages.length > 1 ? context.t('documents.part', { part: index + 1, of: pages.length }) : ''
    return {
      title: part === '' ? title : `${title} · ${part}`,
      rooms: one.columns.map(column => roomOf(context, matter, column)),
      times: timesOf(one, labels),
      cells: one.cells.flatMap(({ key, ...cell }) => {
        const session = byKey.get(key)
        return session ? [{ ...cell, item: printer.print(session) }] : []
      }),
    }
  })
}

/** The rows; only those at which something begins are labelled, and the last time begins no row. */
function timesOf({ times, cells }: SheetPage, labels: ReadonlyMap<number, string>): PaperPage['times'] {
  const begun = new Set(cells.map(cell => cell.row))
  return times.slice(0, -1).map((time, index) => {
    const label = begun.has(index + 1) ? (labels.get(time) ?? '') : ''
    return { label, minutes: (times[index + 1] ?? time) - time }
  })
}

function roomOf(
  { t, locale }: PaperContext,
  { release }: DocumentMatter,
  { room, isFirst }: SheetPage['columns'][number],
): { name: string; note: string } {
  const found = release.content.rooms.find(({ reference }) => reference === room)
  if (!isFirst) return { name: '', note: '' }
  if (!found) return { name: t('agenda.noRoom'), note: '' }
  return { name: readText(found.name, locale), note: readText(found.note, locale) }
}
