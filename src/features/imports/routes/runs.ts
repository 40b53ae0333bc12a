import { type Request, type Response, Router } from 'express'
import { csvType, toCsv } from '../../../core/csv.ts'
import { disposition } from '../../../core/http/caching.ts'
import { takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload, uploaded, uploadProblems } from '../../../core/http/uploads.ts'
import { redirect } from '../../../core/http/urls.ts'
import { toXlsx, xlsxType } from '../../../core/spreadsheet.ts'
import { largestTable, readPasted, readTable, tableErrors, type TableReading } from '../../../core/tables.ts'
import type { Services } from '../../../services.ts'
import { userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { startImport } from '../actions/runs.ts'
import { pastedForm } from '../forms.ts'
import * as pages from '../pages/runs.ts'
import { templateHeader } from '../pages/template.ts'
import { findImportSetup, listImportRuns } from '../queries.ts'

/** Characters of a pasted table, in bytes. */
const longestPasted = 2 * 1024 * 1024

/** Giving a table for an event, and the tables given before. */
export function importRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const files = upload([{ name: 'file', maxBytes: largestTable }], { maxTextBytes: longestPasted })

  routes.get('/organiser/events/:event/imports', organising, offer)
  routes.post('/organiser/events/:event/imports', organising, files, start)
  routes.get('/organiser/events/:event/imports/template.csv', organising, templateCsv)
  routes.get('/organiser/events/:event/imports/template.xlsx', organising, templateXlsx)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    const action = pages.importsHref(contextOf(response), eventOf(request).event)
    await renderStart(request, response, freshForm(action))
  }

  async function start(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const form = readForm(pastedForm, request.body)
    const problems: FieldProblem[] = [...(form.ok ? [] : form.problems), ...uploadProblems(request)]
    const reading = problems.length > 0 ? undefined : await readGiven(request, form.typed.values['pasted'] ?? '')
    if (reading?.kind === 'refused') problems.push(problemAt(request, tableErrors[reading.reason]))
    if (reading?.kind === 'nothing') problems.push({ field: 'file', message: 'imports.problems.nothing' })
    if (reading?.kind === 'table') {
      const actor = { kind: 'user', userId: userOf(request).id } as const
      const fileName = uploaded(request, 'file')?.name ?? ''
      const outcome = await startImport(db, actor, { event, fileName, table: reading })
      if (outcome.kind === 'started') {
        return redirect(response, pages.importsHref(contextOf(response), event, outcome.run.reference))
      }
      problems.push({ field: 'file', message: 'imports.problems.unfinished' })
    }
    const action = pages.importsHref(contextOf(response), event)
    await renderStart(request, response.status(422), refusedForm(translatorOf(response), action, form.typed, problems))
  }

  async function renderStart(request: Request, response: Response, form: FormModel): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const frame = { title: context.t('imports.start.title'), current: 'registrations' } as const
    render(response, pages.importStartPage, {
      ...pages.importStart(context, event, await listImportRuns(db, event.id)),
      head: organiserEventHead(context, eventOf(request), userOf(request), frame),
      flash: takeFlash(request),
      form,
    })
  }

  async function templateCsv(request: Request, response: Response): Promise<void> {
    const header = templateHeader(contextOf(response), await findImportSetup(db, eventOf(request).event))
    sendTemplate(request, response, { type: csvType, ending: 'csv', bytes: toCsv(header, []) })
  }

  async function templateXlsx(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const header = templateHeader(context, await findImportSetup(db, eventOf(request).event))
    const bytes = await toXlsx(context.t('imports.template.sheet'), header, [])
    sendTemplate(request, response, { type: xlsxType, ending: 'xlsx', bytes })
  }
}

const contextOf = (response: Response) => ({ t: translatorOf(response), locale: localeOf(response) })

/** The table that was given: a file wins over what was pasted. */
async function readGiven(request: Request, pasted: string): Promise<TableReading | { readonly kind: 'nothing' }> {
  const file = uploaded(request, 'file')
  if (file !== undefined) return readTable(file)
  return pasted.trim() === '' ? { kind: 'nothing' } : readPasted(pasted)
}

function problemAt(request: Request, message: string): FieldProblem {
  return { field: uploaded(request, 'file') === undefined ? 'pasted' : 'file', message }
}

interface Template {
  readonly type: string
  readonly ending: 'csv' | 'xlsx'
  readonly bytes: string | Buffer
}

function sendTemplate(request: Request, response: Response, { type, ending, bytes }: Template): void {
  const { event } = eventOf(request)
  const name = `${translatorOf(response)('imports.template.file')}-${event.slug}.${ending}`
  response.set({ 'Content-Type': type, 'Content-Disposition': disposition('attachment', name) })
  response.set('Cache-Control', 'private, no-store')
  response.send(Buffer.from(bytes))
}
