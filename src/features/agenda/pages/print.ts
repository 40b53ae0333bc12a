import { type Head, page, type PublicityStrip } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import { type Locale, listNames, readText, textWithLanguage } from '../../../core/localised-text.ts'
import { formatDay, formatZone, type LocalDate } from '../../../core/time.ts'
import { eventWhen, type FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import { mostSessions } from '../rules/folding.ts'
import type { OutlinedAgenda } from '../types.ts'
import { type Asked, chosen } from './choice.ts'
import { releaseLine } from './programme.ts'
import { type ItemSource, type ProgrammeSlot, slotsOf } from './programme-items.ts'
import type { Link } from './programme-links.ts'

/** The programme for paper: the whole of it, or one day of one that fills a book. */
export interface PrintModel {
  readonly head: Head
  readonly hosts: string
  readonly title: { readonly text: string; readonly lang: Locale | undefined }
  readonly when: string
  readonly place: string
  readonly zone: string
  readonly release: string
  readonly days: readonly { readonly title: string; readonly slots: readonly ProgrammeSlot[] }[]
  /** The sheets of a large programme: its days, in parts where a day is too long; empty when one page has it all. */
  readonly sheets: readonly Link[]
  readonly publicity: readonly PublicityStrip[]
  readonly agendaHref: string
  /** The same as documents (PDF). */
  readonly downloads: readonly { readonly href: string; readonly label: string }[]
}

export const printPage = page<PrintModel>('agenda/print')

/** Every day of the programme, as the sheet shows it; of a large one the asked day, a stretch of it at a time. */
export function printModel(
  context: FrameContext,
  source: ItemSource,
  release: OutlinedAgenda,
  asked: Asked,
): Omit<PrintModel, 'head' | 'hosts' | 'publicity'> {
  const { t, locale } = context
  const { event } = source
  const { number, date } = releaseLine(context, event, release)
  const when = eventWhen(context, event)
  const sheets = sheetsOf(context, source, asked)
  return {
    title: textWithLanguage(event.title, locale),
    when: when.dates,
    place: when.place,
    zone: formatZone(event.startsAt, event.timeZone, locale),
    release: t('agenda.programme.release', { number, date }),
    ...sheets,
    agendaHref: urls.agenda(locale, event.slug),
    downloads: downloadsOf(context, event, sheets.sheets.length > 0 ? [] : ['sheet']),
  }
}

/** A day on a page is for programmes that fit on one. */
function downloadsOf({ t, locale }: FrameContext, { slug }: EventRow, onePage: readonly 'sheet'[]) {
  const document = (layout: 'list' | 'sheet' | 'booklet' | 'folded') => {
    return { href: urls.agendaDocument(locale, slug, { layout }), label: t(`documents.links.${layout}`) }
  }
  const speakers = { href: urls.speakersDocument(locale, slug), label: t('documents.links.speakers') }
  return [...(['list', ...onePage, 'booklet', 'folded'] as const).map(document), speakers]
}

interface Sheet {
  readonly day: LocalDate
  readonly part: number
  readonly parts: number
}

function sheetsOf(context: FrameContext, source: ItemSource, asked: Asked): Pick<PrintModel, 'days' | 'sheets'> {
  const { event, content } = source
  const { days, dayOf, day, page } = chosen(event, content, asked)
  const active = content.sessions.filter(session => !session.isCancelled)
  const ofDay = (one: LocalDate) => active.filter(session => dayOf(session) === one)
  const printed = (one: LocalDate, index: number, sessions: typeof active) => ({
    title: formatDay(one, context.locale),
    slots: slotsOf(context, source, sessions, { day: one, prefix: `d${index + 1}-` }),
  })
  if (active.length <= mostSessions) {
    return { days: days.map((one, index) => printed(one, index, ofDay(one))), sheets: [] }
  }
  const sheets = days.flatMap(one => {
    const parts = Math.max(1, Math.ceil(ofDay(one).length / mostSessions))
    return Array.from({ length: parts }, (_, index): Sheet => ({ day: one, part: index + 1, parts }))
  })
  const current = sheets.find(sheet => sheet.day === day && sheet.part === page) ?? sheets.find(one => one.day === day)
  const today = ofDay(day)
  const size = Math.ceil(today.length / (current?.parts ?? 1))
  const from = ((current?.part ?? 1) - 1) * size
  return {
    days: [printed(day, 0, today.slice(from, from + size))],
    sheets: sheets.map(sheet => sheetLink(context, event, sheet, sheet === current)),
  }
}

function sheetLink({ t, locale }: FrameContext, event: EventRow, { day, part, parts }: Sheet, current: boolean): Link {
  const label = formatDay(day, locale)
  return {
    href: urls.agendaPrint(locale, event.slug, { day, rooms: part === 1 ? undefined : part }),
    label: parts === 1 ? label : t('agenda.print.part', { day: label, part, parts }),
    current,
  }
}

/** Names in a row, for the line of hosts. */
export function hostNames(
  locale: Locale,
  hosts: readonly { readonly name: EventRow['title']; readonly role: string }[],
): string {
  const inviting = hosts.filter(host => host.role === 'host' || host.role === 'co_organiser')
  return listNames(
    inviting.map(host => readText(host.name, locale)),
    locale,
  )
}
