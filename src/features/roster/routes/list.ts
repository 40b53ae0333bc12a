import { type Request, type Response, Router } from 'express'
import { takeFlash } from '../../../core/http/flash.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayEnter, mayOrganise, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listQuestions } from '../../questions/queries.ts'
import { countNeeds } from '../../registration/queries/registrations.ts'
import * as pages from '../pages/list.ts'
import { needsPage } from '../pages/needs.ts'
import { countDuplicates } from '../queries/duplicates.ts'
import { completeLines, findFacts } from '../queries/facts.ts'
import type { SearchScope } from '../queries/conditions.ts'
import type { EventRow } from '../../events/types.ts'
import { findMatching, listRoster, totalOf, usualPatience } from '../queries/list.ts'
import { countTallied } from '../queries/tallies.ts'
import { listCountedOptions } from '../queries/options.ts'
import { knownColumns, questionsForColumns } from '../rules/cells.ts'
import { type Cursor, readCursor } from '../rules/cursor.ts'
import { readSelection, type Selection, selectionAtTheDoor } from '../rules/selection.ts'
import type { ListData } from '../pages/table.ts'
import { noticeOf } from '../pages/notice.ts'
import { contextOf, selectionOf } from './reading.ts'

/** Registrations of an event up to which its table looks for pairs that are perhaps one person. */
const mostCompared = 5_000

/** The table of registrations, and the counts for the kitchen. */
export function rosterListRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()

  routes.get('/organiser/events/:event/registrations', onEvent(services, mayEnter), list)
  routes.get('/organiser/events/:event/registrations/needs', onEvent(services, mayOrganise), needs)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const data = await readList(request, response)
    const context = contextOf(response)
    const head = headOf(request, response, context.t('roster.list.title'))
    render(response, pages.rosterListPage, {
      ...pages.rosterList(context, data),
      head,
      notice: noticeOf(contextOf(response), takeFlash(request)),
    })
  }

  /** All that the page shows, in a number of queries that does not depend on how many registrations there are. */
  async function readList(request: Request, response: Response): Promise<ListData> {
    const access = eventOf(request)
    const { event } = access
    const isWhole = mayView(access.role)
    const asked = selectionOf(request)
    const selection = isWhole ? asked : selectionAtTheDoor(asked)
    const scope = isWhole ? 'everything' : 'withoutAddress'
    const cursor = readCursor(queryText(request, 'after'), queryText(request, 'before'))
    const [{ page, matching }, all, facts, every, options] = await Promise.all([
      readPage(event, selection, scope, cursor),
      countTallied(db, event.id, readSelection({})),
      findFacts(db, event.id),
      listQuestions(db, event.id, { archived: true }),
      listCountedOptions(db, event.id),
    ])
    const questions = questionsForColumns(every)
    const columns = knownColumns(contextOf(response), selection.columns, { questions, parts: facts.parts })
    const lines = await completeLines(db, page.lines, columns)
    const shown = { ...selection, columns: columns.map(({ column }) => column) }
    const counts = { all, total: totalOf(all), found: matching.count, isMore: matching.isMore }
    const hasDuplicates = mayOrganise(access.role) && (await mayHoldDuplicates(event.id, counts.total))
    return {
      access,
      event,
      selection: shown,
      facts,
      parts: facts.parts,
      questions,
      options,
      page,
      lines,
      columns,
      counts,
      hasDuplicates,
    }
  }

  async function readPage(event: EventRow, selection: Selection, scope: SearchScope, cursor: Cursor | undefined) {
    const matching = await findMatching(db, event, selection, scope)
    return {
      matching,
      page: await listRoster(db, event, selection, { scope, matching, cursor, patience: usualPatience }),
    }
  }

  /** Comparing everybody with everybody is too much for each look at a large table: there the page may well be empty. */
  async function mayHoldDuplicates(eventId: number, total: number): Promise<boolean> {
    return total > mostCompared || (await countDuplicates(db, eventId)) > 0
  }

  async function needs(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { t, locale } = contextOf(response)
    const { dietary, access } = await countNeeds(db, event.id)
    const lines = dietary.flatMap(({ choice, count }) =>
      choice === '' ? [] : [{ label: t(`registration.dietary.${choice}`), count }],
    )
    const backHref = urls.organiserEventPart(locale, event.slug, 'registrations')
    const head = headOf(request, response, t('roster.needs.title'))
    render(response, needsPage, { head, dietary: lines, access, backHref })
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations', wide: true } as const
    const context = { t: translatorOf(response), locale: localeOf(response) }
    return organiserEventHead(context, eventOf(request), userOf(request), frame)
  }
}
