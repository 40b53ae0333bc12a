import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { type Head, render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { digest } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { daysOf } from '../../events/rules.ts'
import { importSchedule } from '../actions/import.ts'
import { discardSchedule, mapSchedule } from '../actions/runs.ts'
import { confirmForm, confirmLists, mappingForm } from '../forms.ts'
import { importMapping, importMappingPage, mappingValues } from '../pages/mapping.ts'
import { importPlan, importPlanPage } from '../pages/plan.ts'
import { importHref, importRemovePage, importResult, importResultPage } from '../pages/runs.ts'
import { findImportMatter } from '../queries/matter.ts'
import { findScheduleImport } from '../queries/runs.ts'
import { planImport } from '../rules/plan.ts'
import { keptOf, planText } from '../rules/seen.ts'
import { mappingProblems } from '../rules/table-columns.ts'
import { documentOf } from '../rules/table-document.ts'
import type { ScheduleImportRow } from '../tables.ts'
import type { ImportPlan } from '../types.ts'
import type { StoredTable } from '../types/table.ts'

const runs = slot<ScheduleImportRow>('schedule import')

/** One programme somebody gave: what its columns mean, what would happen, and making it happen. */
export function scheduleImportRunRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const run = loading(runs, request => findScheduleImport(db, eventOf(request).event.id, param(request, 'schedule')))

  routes.get('/organiser/events/:event/agenda/import/:schedule', organising, run, show)
  routes.post('/organiser/events/:event/agenda/import/:schedule', organising, run, map)
  routes.get('/organiser/events/:event/agenda/import/:schedule/check', organising, run, check)
  routes.post('/organiser/events/:event/agenda/import/:schedule/confirm', organising, run, confirm)
  routes.get('/organiser/events/:event/agenda/import/:schedule/remove', organising, run, askRemoval)
  routes.post('/organiser/events/:event/agenda/import/:schedule/remove', organising, run, remove)
  return routes

  function show(request: Request, response: Response): void {
    const run = runs.get(request)
    if (run.confirmedAt !== null) return renderResult(request, response)
    const table = tableOf(run)
    if (table === undefined) return redirect(response, hrefOf(request, response, 'check'))
    renderMapping(request, response, table, freshForm(hrefOf(request, response), mappingValues(table)))
  }

  async function map(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    const table = tableOf(run)
    if (run.confirmedAt !== null || table === undefined) return redirect(response, hrefOf(request, response))
    const reading = readForm(mappingForm(table.header.length), request.body)
    const problems = reading.ok ? mappingProblems(reading.value) : reading.problems
    if (!reading.ok || problems.length > 0) {
      const form = refusedForm(translatorOf(response), hrefOf(request, response), reading.typed, problems)
      return renderMapping(request, response.status(422), table, form)
    }
    const stored = { ...table, ...reading.value }
    const days = daysOf(eventOf(request).event)
    await mapSchedule(db, { run, table: stored, document: documentOf(table, stored, { days, title: run.fileName }) })
    redirect(response, hrefOf(request, response, 'check'))
  }

  async function check(request: Request, response: Response): Promise<void> {
    if (runs.get(request).confirmedAt !== null) return redirect(response, hrefOf(request, response))
    renderPlan(request, response, await planOf(request), false)
  }

  async function confirm(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    const reading = readForm(confirmForm, request.body, confirmLists)
    const { seen, ...choices } = reading.ok ? reading.value : { seen: '', keep: [], stay: [] }
    // What is shown names sessions by reference; a plan that is another one by now is caught below.
    const keep = keptOf(await planOf(request), choices)
    const { document, fileName } = run
    const isAsShown = (plan: ImportPlan) => seenOf(plan) === seen
    const importing = { event: eventOf(request).event, document, fileName, run, keep, isAsShown }
    const outcome = await importSchedule(db, actorOf(request), importing)
    if (outcome.kind === 'changed-meanwhile') return renderPlan(request, response.status(409), outcome.plan, true)
    redirect(response, hrefOf(request, response))
  }

  async function planOf(request: Request): Promise<ImportPlan> {
    const { eventId, document } = runs.get(request)
    const { draft, base } = await findImportMatter(db, eventId, document)
    return planImport(draft, document, { base })
  }

  function askRemoval(request: Request, response: Response): void {
    const { t } = contextOf(response)
    if (runs.get(request).confirmedAt !== null) return redirect(response, hrefOf(request, response))
    render(response, importRemovePage, {
      head: headOf(request, response, t('interchange.remove.question')),
      question: t('interchange.remove.question'),
      consequences: [t('interchange.remove.nothing'), t('interchange.remove.again')],
      action: hrefOf(request, response, 'remove'),
      submit: t('interchange.remove.submit'),
      back: { href: hrefOf(request, response), label: t('core.back') },
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await discardSchedule(db, actorOf(request), { run: runs.get(request) })
    flash(request, 'interchange.flash.removed')
    redirect(response, importHref(contextOf(response), eventOf(request).event))
  }
}

const contextOf = (response: Response) => ({ t: translatorOf(response), locale: localeOf(response) })

/** The table of an import that came from one and was not carried out. */
function tableOf({ mapping }: ScheduleImportRow): StoredTable | undefined {
  return mapping.lines === undefined ? undefined : mapping
}

const seenOf = (plan: ImportPlan) => digest(planText(plan))

function hrefOf(request: Request, response: Response, part = ''): string {
  const { reference } = runs.get(request)
  const below = part === '' ? reference : `${reference}/${part}`
  return importHref(contextOf(response), eventOf(request).event, below)
}

function headOf(request: Request, response: Response, title: string, wide = false): Head {
  const frame = { title, current: 'agenda', wide } as const
  return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
}

function renderMapping(request: Request, response: Response, table: StoredTable, form: FormModel): void {
  const context = contextOf(response)
  render(response, importMappingPage, {
    ...importMapping(context, eventOf(request).event, { run: runs.get(request), table }),
    head: headOf(request, response, context.t('interchange.mapping.title'), true),
    flash: takeFlash(request),
    form,
  })
}

function renderPlan(request: Request, response: Response, plan: ImportPlan, hasChanged: boolean): void {
  const context = contextOf(response)
  const form = freshForm(hrefOf(request, response, 'confirm'))
  const about = { run: runs.get(request), plan, form, seen: seenOf(plan) }
  render(response, importPlanPage, {
    ...importPlan(context, eventOf(request).event, about),
    head: headOf(request, response, context.t('interchange.check.title')),
    hasChanged,
  })
}

function renderResult(request: Request, response: Response): void {
  const context = contextOf(response)
  render(response, importResultPage, {
    ...importResult(context, eventOf(request).event, runs.get(request)),
    head: headOf(request, response, context.t('interchange.result.title')),
    flash: takeFlash(request),
  })
}
