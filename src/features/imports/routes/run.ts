import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { confirmImport, rehearseImport } from '../actions/carry-out.ts'
import { discardImport, mapColumns } from '../actions/runs.ts'
import { confirmForm, mappingForm } from '../forms.ts'
import { importCheck, importCheckPage } from '../pages/check.ts'
import { importMapping, importMappingPage, mappingValues } from '../pages/mapping.ts'
import { importRemovePage, importResult, importResultPage, importsHref } from '../pages/runs.ts'
import { findEarlierImport, findImportRun, findImportSetup } from '../queries.ts'
import { mappingProblems } from '../rules/headings.ts'
import type { ImportReport, ImportRunRow } from '../types.ts'

const runs = slot<ImportRunRow>('import run')

/** One table: what its columns mean, what would happen, and making it happen. */
export function importRunRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const run = loading(runs, request => findImportRun(db, eventOf(request).event.id, param(request, 'import')))

  routes.get('/organiser/events/:event/imports/:import', organising, run, show)
  routes.post('/organiser/events/:event/imports/:import', organising, run, map)
  routes.get('/organiser/events/:event/imports/:import/check', organising, run, check)
  routes.post('/organiser/events/:event/imports/:import/confirm', organising, run, confirm)
  routes.get('/organiser/events/:event/imports/:import/remove', organising, run, askRemoval)
  routes.post('/organiser/events/:event/imports/:import/remove', organising, run, remove)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    if (run.finishedAt === null) {
      return renderMapping(request, response, freshForm(hrefOf(request, response), mappingValues(run.mapping)))
    }
    const context = contextOf(response)
    render(response, importResultPage, {
      ...importResult(context, eventOf(request).event, run),
      head: headOf(request, response, context.t('imports.result.title')),
      flash: takeFlash(request),
    })
  }

  async function map(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    if (run.finishedAt !== null) return redirect(response, hrefOf(request, response))
    const setup = await findImportSetup(db, eventOf(request).event)
    const reading = readForm(mappingForm(run.header.length, setup), request.body)
    const problems = reading.ok ? mappingProblems(reading.value, setup) : reading.problems
    if (!reading.ok || problems.length > 0) {
      const form = refusedForm(translatorOf(response), hrefOf(request, response), reading.typed, problems)
      return renderMapping(request, response.status(422), form)
    }
    await mapColumns(db, { run, mapping: reading.value })
    redirect(response, hrefOf(request, response, 'check'))
  }

  async function check(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    const { event } = eventOf(request)
    const setup = await findImportSetup(db, event)
    // The event may have changed since the columns were mapped.
    const isReady = run.finishedAt === null && mappingProblems(run.mapping, setup).length === 0
    if (!isReady) return redirect(response, hrefOf(request, response))
    const report = await rehearseImport(db, actorOf(request), { event, run, locale: localeOf(response) })
    await renderCheck(request, response, report, { hasChanged: false, writes: false })
  }

  async function confirm(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    const { event } = eventOf(request)
    const reading = readForm(confirmForm, request.body)
    const { seen, mails: writes } = reading.ok ? reading.value : { seen: '', mails: false }
    const outcome = await confirmImport(db, actorOf(request), { event, run, seen, writes, locale: localeOf(response) })
    if (outcome.kind === 'changed') {
      return renderCheck(request, response.status(409), outcome.report, { hasChanged: true, writes })
    }
    if (outcome.kind === 'gone') return redirect(response, importsHref(contextOf(response), event))
    redirect(response, hrefOf(request, response))
  }

  function askRemoval(request: Request, response: Response): void {
    const { t } = contextOf(response)
    const run = runs.get(request)
    if (run.finishedAt !== null) return redirect(response, hrefOf(request, response))
    render(response, importRemovePage, {
      head: headOf(request, response, t('imports.remove.question')),
      question: t('imports.remove.question'),
      consequences: [t('imports.remove.nobody'), t('imports.remove.again')],
      action: hrefOf(request, response, 'remove'),
      submit: t('imports.remove.submit'),
      back: { href: hrefOf(request, response), label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await discardImport(db, actorOf(request), { run: runs.get(request) })
    flash(request, 'imports.flash.removed')
    redirect(response, importsHref(contextOf(response), eventOf(request).event))
  }

  async function renderMapping(request: Request, response: Response, form: FormModel): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const run = runs.get(request)
    const [setup, earlier] = [await findImportSetup(db, event), await findEarlierImport(db, run)]
    render(response, importMappingPage, {
      ...importMapping(context, event, { run, setup, earlier }),
      head: headOf(request, response, context.t('imports.mapping.title')),
      flash: takeFlash(request),
      form,
    })
  }

  async function renderCheck(
    request: Request,
    response: Response,
    report: ImportReport,
    { hasChanged, writes }: { hasChanged: boolean; writes: boolean },
  ): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const setup = await findImportSetup(db, event)
    render(response, importCheckPage, {
      ...importCheck(context, event, { run: runs.get(request), setup, report, writes }),
      head: headOf(request, response, context.t('imports.check.title')),
      hasChanged,
    })
  }
}

const contextOf = (response: Response) => ({ t: translatorOf(response), locale: localeOf(response) })

function hrefOf(request: Request, response: Response, part = ''): string {
  const { reference } = runs.get(request)
  const below = part === '' ? reference : `${reference}/${part}`
  return importsHref(contextOf(response), eventOf(request).event, below)
}

function headOf(request: Request, response: Response, title: string) {
  const frame = { title, current: 'registrations', wide: true } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}
