import { type Request, type Response, Router } from 'express'
import { csvType, toCsv } from '../../../core/csv.ts'
import { disposition } from '../../../core/http/caching.ts'
import { takeFlash } from '../../../core/http/flash.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { urls } from '../../../core/http/urls.ts'
import { toXlsx, xlsxType } from '../../../core/spreadsheet.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayEnter, mayOrganise, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { recordExport } from '../actions/exports.ts'
import { exportTable } from '../pages/export.ts'
import * as pages from '../pages/list.ts'
import { needsPage } from '../pages/one.ts'
import { listRegistrations, mostExported, sortColumns } from '../queries/list.ts'
import { listCategories } from '../queries/offers.ts'
import { countByStatus, countNeeds } from '../queries/registrations.ts'
import { type CategoryWithQuota, registrationStatuses } from '../types.ts'

/** The table of registrations, what is taken away from it, and the counts for the kitchen. */
export function registrationListRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()

  routes.get('/organiser/events/:event/registrations', onEvent(services, mayEnter), list)
  routes.get('/organiser/events/:event/registrations.csv', onEvent(services, mayView), exportCsv)
  routes.get('/organiser/events/:event/registrations.xlsx', onEvent(services, mayView), exportXlsx)
  routes.get('/organiser/events/:event/registrations/needs', onEvent(services, mayOrganise), needs)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const access = eventOf(request)
    const context = contextOf(response)
    const categories = await listCategories(db, access.event.id)
    const query = queryOf(request, categories)
    const asked = pageRequest(queryText(request, 'page'))
    const scope = mayView(access.role) ? 'everything' : 'withoutAddress'
    const found = await listRegistrations(db, access.event.id, filterOf(query), { ...asked, scope })
    const counts = await countByStatus(db, access.event.id)
    const link = (page: number) => pages.listHref(context, access.event, query, { page })
    const data = { access, query, categories, counts, lines: found.lines, pager: pager(asked, found.total, link) }
    const head = headOf(request, response, context.t('registration.list.title'))
    render(response, pages.registrationListPage, {
      ...pages.registrationList(context, data),
      head,
      flash: takeFlash(request),
    })
  }

  async function exportCsv(request: Request, response: Response): Promise<void> {
    const { header, rows } = await tableFor(request, response, 'csv')
    sendFile(request, response, { type: csvType, ending: 'csv', bytes: toCsv(header, rows) })
  }

  async function exportXlsx(request: Request, response: Response): Promise<void> {
    const { header, rows } = await tableFor(request, response, 'xlsx')
    const bytes = await toXlsx(translatorOf(response)('registration.list.title'), header, rows)
    sendFile(request, response, { type: xlsxType, ending: 'xlsx', bytes })
  }

  async function needs(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { t, locale } = contextOf(response)
    const { dietary, access } = await countNeeds(db, event.id)
    const lines = dietary.flatMap(({ choice, count }) =>
      choice === '' ? [] : [{ label: t(`registration.dietary.${choice}`), count }],
    )
    const backHref = urls.organiserEventPart(locale, event.slug, 'registrations')
    const head = headOf(request, response, t('registration.needs.title'))
    render(response, needsPage, { head, dietary: lines, access, backHref })
  }

  /** Exactly what the table shows under the same address, all pages of it; audited before it leaves. */
  async function tableFor(request: Request, response: Response, format: 'csv' | 'xlsx') {
    const { event } = eventOf(request)
    const query = queryOf(request, await listCategories(db, event.id))
    const whole = { scope: 'everything', size: mostExported, offset: 0 } as const
    const { lines } = await listRegistrations(db, event.id, filterOf(query), whole)
    await recordExport(db, actorOf(request), { event, format, rows: lines.length })
    return exportTable(contextOf(response), event, lines)
  }

  function sendFile(
    request: Request,
    response: Response,
    { type, ending, bytes }: { type: string; ending: string; bytes: string | Buffer },
  ): void {
    const name = `${eventOf(request).event.slug}-${translatorOf(response)('registration.export.fileName')}.${ending}`
    response.set({ 'Content-Type': type, 'Content-Disposition': disposition('attachment', name) })
    response.set('Cache-Control', 'private, no-store').send(bytes)
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations', wide: true } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** What the address asks for; what it does not know is ignored. */
function queryOf(request: Request, categories: readonly CategoryWithQuota[]): pages.ListQuery {
  const text = (name: string) => queryText(request, name)
  const sort = sortColumns.find(column => column === text('sort')) ?? 'changed'
  const directions = ['ascending', 'descending'] as const
  return {
    search: text('q'),
    status: registrationStatuses.find(status => status === text('status')),
    category: categories.find(({ reference }) => reference === text('category')),
    sort,
    direction: directions.find(direction => direction === text('direction')) ?? pages.defaultDirection(sort),
  }
}

function filterOf({ search, status, category, sort, direction }: pages.ListQuery) {
  return { search, status, categoryId: category?.id, sort, direction }
}
