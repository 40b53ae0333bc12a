import type { Request, Response } from 'express'
import { takeFlash } from '../../../core/http/flash.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import type { Head } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { type FrameContext, organiserEventHead } from '../../events/frame.ts'
import { eventOf } from '../../events/guards.ts'
import type { EventRow } from '../../events/types.ts'
import { listQuestions } from '../../questions/queries.ts'
import { findFacts } from '../../roster/queries/facts.ts'
import { listCountedOptions } from '../../roster/queries/options.ts'
import { questionsForColumns } from '../../roster/rules/cells.ts'
import {
  filterQuery,
  parametersOf,
  parseSelection,
  readSelection,
  type Selection,
} from '../../roster/rules/selection.ts'
import { type MailNav, mailNav } from '../frame.ts'
import type { SegmentFacts } from '../pages/shared.ts'
import { findAnnouncement } from '../queries/announcements.ts'
import type { AnnouncementInEvent } from '../types.ts'

const announcements = slot<AnnouncementInEvent>('announcement')

/** Finds the announcement of the path at the event of the path; put it after the guard. */
export function theAnnouncement({ db }: Services) {
  return loading(announcements, request =>
    findAnnouncement(db, eventOf(request).event.id, param(request, 'announcement')),
  )
}

/** The announcement that was found. */
export function announcementOf(request: Request): AnnouncementInEvent {
  return announcements.get(request)
}

/** The language of an answer and its texts. */
export function contextOf(response: Response): FrameContext {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The head and the tabs of a page about announcements. */
export function framed(request: Request, response: Response, title: string): { head: Head; nav: MailNav } {
  const context = contextOf(response)
  const access = eventOf(request)
  return {
    head: organiserEventHead(context, access, userOf(request), { title, current: 'mails' }),
    nav: mailNav(context, access, 'announcements'),
  }
}

/** What the filters of an event are made of. Three queries. */
export async function segmentFacts({ db }: Services, event: EventRow): Promise<SegmentFacts> {
  const [facts, questions, options] = await Promise.all([
    findFacts(db, event.id),
    listQuestions(db, event.id, { archived: true }),
    listCountedOptions(db, event.id),
  ])
  return { event, facts, questions: questionsForColumns(questions), options }
}

/** The selection that an address or a form names. */
export function selectionIn(sent: unknown): Selection {
  return readSelection(parametersOf(typeof sent === 'object' && sent !== null ? { ...sent } : {}))
}

/** The same as it is kept: filters only, in one canonical form. */
export function segmentIn(sent: unknown): string {
  return filterQuery(selectionIn(sent))
}

/** Whom a new announcement is for: whom the table shows, else those with a place. */
export function firstSelection(query: Request['query'], usual: string): Selection {
  return segmentIn(query) === '' ? parseSelection(usual) : selectionIn(query)
}

/** The sentence left for this page. */
export function flashed(request: Request, response: Response): string | undefined {
  const left = takeFlash(request)
  return left === undefined ? undefined : translatorOf(response)(left)
}
