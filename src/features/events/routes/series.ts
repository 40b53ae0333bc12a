import { type Request, type RequestHandler, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { param } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { slugCandidates, slugFrom } from '../../../core/slugs.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import type { OrganisationAccess } from '../../accounts/types.ts'
import { saveSeries } from '../actions/series.ts'
import { seriesForm } from '../forms/parts.ts'
import { seriesFormPage, seriesValues } from '../pages/series.ts'
import { findSeries } from '../queries.ts'
import type { SeriesInput, SeriesRow } from '../types.ts'

/** Series: events held again and again under one name. */
export function seriesRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/organiser/series/new', signedIn, offer(services))
  routes.post('/organiser/series/new', signedIn, create(services))
  routes.get('/organiser/series/:series', signedIn, edit(services))
  routes.post('/organiser/series/:series', signedIn, save(services))
  return routes
}

const addressOf = (response: Response, slug: string) => urls.organiserPart(localeOf(response), `series/${slug}`)

function offer(services: Services): RequestHandler {
  return async (request, response) => {
    const mine = await organisationsOf(services, request)
    draw(request, response, { mine, form: freshForm(addressOf(response, 'new')) })
  }
}

function create(services: Services): RequestHandler {
  return async (request, response) => {
    const mine = await organisationsOf(services, request)
    const reading = readForm(seriesForm, request.body)
    const chosen = mine.find(one => one.slug === reading.typed.values['organisation'])
    if (!reading.ok || chosen === undefined) {
      const missing: FieldProblem[] = chosen ? [] : [{ field: 'organisation', message: 'errors.choose' }]
      const problems = [...missing, ...(reading.ok ? [] : reading.problems)]
      return draw(request, response.status(422), { mine, form: refused(response, 'new', reading.typed, problems) })
    }
    const series = await createUnderFreeSlug(services, request, chosen, reading.value)
    flash(request, 'core.saved')
    redirect(response, addressOf(response, series.slug))
  }
}

async function createUnderFreeSlug(
  { db }: Services,
  request: Request,
  { id: organisationId }: OrganisationAccess,
  words: Omit<SeriesInput, 'slug'>,
): Promise<SeriesRow> {
  for (const slug of slugCandidates(slugFrom(readText(words.name, 'cs')) || 'series')) {
    const outcome = await saveSeries(db, actorOf(request), { organisationId, input: { ...words, slug } })
    if (outcome.kind === 'saved') return outcome.series
  }
  throw new Error('no free address for a series')
}

function edit(services: Services): RequestHandler {
  return async (request, response) => {
    const series = await ownSeries(services, request)
    draw(request, response, { series, form: freshForm(addressOf(response, series.slug), seriesValues(series)) })
  }
}

function save(services: Services): RequestHandler {
  return async (request, response) => {
    const series = await ownSeries(services, request)
    const reading = readForm(seriesForm, request.body)
    if (!reading.ok) {
      const form = refused(response, series.slug, reading.typed, reading.problems)
      return draw(request, response.status(422), { series, form })
    }
    const input = { ...reading.value, slug: series.slug }
    await saveSeries(services.db, actorOf(request), { series, organisationId: series.organisationId, input })
    flash(request, 'core.saved')
    redirect(response, addressOf(response, series.slug))
  }
}

function organisationsOf({ db }: Services, request: Request): Promise<OrganisationAccess[]> {
  return listOrganisationsOf(db, userOf(request), mayOrganise)
}

/** The series of the address among those of the organisations somebody organises for. */
async function ownSeries(services: Services, request: Request): Promise<SeriesRow> {
  const series = await findSeries(services.db, param(request, 'series'))
  const mine = await organisationsOf(services, request)
  if (series === undefined || !mine.some(one => one.id === series.organisationId)) throw new NotFound()
  return series
}

function refused(response: Response, slug: string, typed: Typed, problems: readonly FieldProblem[]): FormModel {
  return refusedForm(translatorOf(response), addressOf(response, slug), typed, problems)
}

interface Drawing {
  readonly form: FormModel
  readonly series?: SeriesRow
  readonly mine?: readonly OrganisationAccess[]
}

function draw(request: Request, response: Response, { form, series, mine = [] }: Drawing): void {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const heading = series ? readText(series.name, context.locale) : context.t('events.series.new')
  const organisations = mine.map(one => ({ value: one.slug, label: readText(one.name, context.locale) }))
  const single = organisations.length === 1 ? { organisation: organisations[0]?.value ?? '' } : {}
  render(response, seriesFormPage, {
    head: organiserHead(context, userOf(request), { title: heading, current: 'events' }),
    heading,
    flash: takeFlash(request),
    form: { ...form, values: { ...single, ...form.values } },
    organisations,
    publicHref: series && urls.series(context.locale, series.slug),
  })
}
