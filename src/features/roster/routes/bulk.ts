import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { type FieldProblem, freshForm, type FormModel, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { newReference } from '../../../core/tokens.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { startBulkRun } from '../actions/bulk.ts'
import { bulkForms, deedForm } from '../forms.ts'
import { bulkAsk, bulkAskPage, bulkRun, bulkRunPage } from '../pages/bulk.ts'
import { partHref } from '../pages/query.ts'
import { type Chosen, countOutcomes, findBulkRun, findConcerned } from '../queries/bulk.ts'
import { findFacts } from '../queries/facts.ts'
import { parseSelection } from '../rules/selection.ts'
import { type BulkDeed, bulkDeeds, type BulkDetails, type BulkRunRow } from '../types.ts'
import { headOf } from './loading.ts'
import { contextOf, listOf } from './reading.ts'

const runs = slot<BulkRunRow>('run')
/** Seconds between two looks at a run. */
const again = 2

/** What is done to many at once: a question with the exact count first, then a run that a job works through. */
export function bulkRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/registrations/bulk'
  const organising = onEvent(services, mayOrganise)
  const theRun = loading(runs, request => findBulkRun(db, eventOf(request).event.id, param(request, 'run')))

  routes.get(base, organising, ask)
  routes.post(base, organising, start)
  routes.get(`${base}/:run`, organising, theRun, watch)
  return routes

  async function ask(request: Request, response: Response): Promise<void> {
    const deed = bulkDeeds.find(known => known === request.query['deed'])
    if (deed === undefined) throw new NotFound()
    await renderAsk(request, response, {
      deed,
      chosen: chosenOf(request.query),
      form: freshForm(pathOf(request, response)),
    })
  }

  async function start(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const named = readForm(deedForm, request.body)
    if (!named.ok) throw new NotFound()
    const { deed } = named.value
    const chosen = chosenOf(request.body)
    const reading = readForm(bulkForms[deed], request.body)
    if (!reading.ok)
      return refuse(request, response, { deed, chosen, problems: reading.problems, typed: reading.typed })
    const { expected, run, ...details } = reading.value
    const input = { event, chosen, deed, details: detailsOf(details), expected, reference: run }
    const outcome = await startBulkRun(db, actorOf(request), input)
    if (outcome.kind === 'started') return redirect(response, pathOf(request, response, `/${run}`))
    const problems = [
      { field: 'expected', message: 'errors.countChanged', values: { before: expected, now: outcome.count } },
    ]
    await refuse(request, response, { deed, chosen, problems, typed: reading.typed })
  }

  async function watch(request: Request, response: Response): Promise<void> {
    const run = runs.get(request)
    const context = contextOf(response)
    const data = { event: eventOf(request).event, run, outcomes: await countOutcomes(db, run.id) }
    const model = bulkRun(context, data)
    // Without a script the page looks again by itself, and only while there is something to see.
    if (model.isRunning) response.set('Refresh', String(again))
    render(response, bulkRunPage, { ...model, head: headOf(request, response, model.title) })
  }

  function pathOf(request: Request, response: Response, part = ''): string {
    return partHref(contextOf(response).locale, eventOf(request).event, `/bulk${part}`)
  }

  interface Asked {
    readonly deed: BulkDeed
    readonly chosen: Chosen
    readonly form: FormModel
  }

  async function refuse(
    request: Request,
    response: Response,
    { deed, chosen, problems, typed }: Omit<Asked, 'form'> & { problems: readonly FieldProblem[]; typed: FormTyped },
  ): Promise<void> {
    const form = refusedForm(translatorOf(response), pathOf(request, response), typed, problems)
    await renderAsk(request, response.status(422), { deed, chosen, form })
  }

  async function renderAsk(request: Request, response: Response, asked: Asked): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const { deed, chosen } = asked
    const found = await findConcerned(db, event, { chosen, deed })
    const { tags } = await findFacts(db, event.id)
    const model = bulkAsk(context, { event, ...asked, ...found, run: newReference(10), tags })
    render(response, bulkAskPage, { ...model, head: headOf(request, response, model.question) })
  }
}

type FormTyped = Parameters<typeof refusedForm>[2]

/** Those who were ticked, or all that the query of the table holds. */
function chosenOf(sent: unknown): Chosen {
  const fields: Readonly<Record<string, unknown>> = typeof sent === 'object' && sent !== null ? { ...sent } : {}
  if (fields['scope'] !== 'all') return { scope: 'ticked', references: listOf(fields['registration']).slice(0, 500) }
  const query = typeof fields['query'] === 'string' ? fields['query'].slice(0, 4_000) : ''
  return { scope: 'all', selection: parseSelection(query) }
}

function detailsOf(details: BulkDetails): BulkDetails {
  return Object.fromEntries(Object.entries(details).filter(([, value]) => value !== '' && value !== undefined))
}
