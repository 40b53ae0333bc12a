import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { csvType } from '../../../core/csv.ts'
import { NotFound } from '../../../core/errors.ts'
import { disposition } from '../../../core/http/caching.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { readForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { translator } from '../../../core/messages.ts'
import { xlsxType } from '../../../core/spreadsheet.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayView } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { startExport } from '../actions/exports.ts'
import { exportForm } from '../forms.ts'
import { exportLine, exportModel, exportPage, exportsPage } from '../pages/exports.ts'
import { partHref } from '../pages/query.ts'
import { findChunk, findExport, listExports, sizeOfExport } from '../queries/exports.ts'
import type { ExportRunRow } from '../types.ts'
import { headOf } from './loading.ts'
import { noticeOf } from '../pages/notice.ts'
import { contextOf } from './reading.ts'

const exports = slot<ExportRunRow>('export')
/** Seconds between two looks at a file that is being written. */
const again = 2

/** Files of exactly what the table shows: asked for, made by a job, downloaded by those who may see the table. */
export function exportRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/registrations/exports'
  const viewing = onEvent(services, mayView)
  const theExport = loading(exports, request => findExport(db, eventOf(request).event.id, param(request, 'export')))

  routes.get(base, viewing, list)
  routes.post(base, viewing, start)
  routes.get(`${base}/:export`, viewing, theExport, watch)
  routes.get(`${base}/:export/file`, viewing, theExport, download)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const lines = (await listExports(db, event.id)).map(run => exportLine(context, event, run))
    const head = headOf(request, response, context.t('roster.exports.title'))
    const tableHref = partHref(context.locale, event, '')
    render(response, exportsPage, { head, lines, tableHref, notice: noticeOf(contextOf(response), takeFlash(request)) })
  }

  async function start(request: Request, response: Response): Promise<void> {
    const reading = readForm(exportForm, request.body)
    if (!reading.ok) throw new NotFound()
    const { event } = eventOf(request)
    const { locale } = contextOf(response)
    const outcome = await startExport(db, actorOf(request), { event, locale, ...reading.value })
    if (outcome.kind === 'busy') {
      flash(request, 'roster.flash.exportBusy')
      return redirect(response, partHref(locale, event, '/exports'))
    }
    redirect(response, partHref(locale, event, `/exports/${outcome.reference}`))
  }

  function watch(request: Request, response: Response): void {
    const model = exportModel(contextOf(response), eventOf(request).event, exports.get(request))
    if (model.line.isRunning) response.set('Refresh', String(again))
    render(response, exportPage, { ...model, head: headOf(request, response, model.line.title) })
  }

  /** One piece after the other: the file is never whole in memory. */
  async function download(request: Request, response: Response): Promise<void> {
    const run = exports.get(request)
    if (run.finishedAt === null) throw new NotFound()
    const name = `${eventOf(request).event.slug}-${translator(run.locale)('roster.export.fileName')}.${run.format}`
    response.set({
      'Content-Type': run.format === 'csv' ? csvType : xlsxType,
      'Content-Disposition': disposition('attachment', name),
      'Content-Length': String(await sizeOfExport(db, run.id)),
      'Cache-Control': 'private, no-store',
    })
    if (request.method === 'HEAD') return void response.end()
    await pipeline(pieces(run.id), response).catch((error: unknown) => {
      // Who went away before the end needs no answer.
      if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error
    })
  }

  async function* pieces(id: number): AsyncGenerator<Buffer> {
    for (let position = 0; ; position += 1) {
      const piece = await findChunk(db, id, position)
      if (piece === undefined) return
      yield piece
    }
  }
}
