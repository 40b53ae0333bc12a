import { type Request, type Response, Router } from 'express'
import { Forbidden } from '../../../core/errors.ts'
import { flash } from '../../../core/http/flash.ts'
import { changeRows, postedValues, rowOperation } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listVenuesOf } from '../../venues/queries.ts'
import { createSeveral, type PlaceInput, planSeveral } from '../actions/several.ts'
import { placeRows, readPlaces, type TypedPlace } from '../forms/several.ts'
import { plannedLines, severalModel, severalPage, severalValues } from '../pages/several.ts'
import type { PlannedPlace } from '../types.ts'

type Venues = Awaited<ReturnType<typeof listVenuesOf>>

/** The same event in several places: one form, a check, and all of them at once. */
export function severalRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  routes.get('/organiser/events/:event/several', organisers, offer)
  routes.post('/organiser/events/:event/several', organisers, send)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    show(request, response, await venuesOf(request), freshForm(pathOf(request, response)))
  }

  async function send(request: Request, response: Response): Promise<void> {
    const venues = await venuesOf(request)
    const operation = rowOperation(request.body)
    if (operation?.group === placeRows.name) {
      const values = changeRows(postedValues(request.body), placeRows, operation)
      return show(request, response, venues, freshForm(pathOf(request, response), values))
    }
    const reading = readPlaces(request.body)
    if (!reading.ok) return refuse(request, response, venues, reading.typed, reading.problems)
    const { places, problems } = withVenues(reading.value, venues)
    if (problems.length > 0) return refuse(request, response, venues, reading.typed, problems)
    if (reading.typed.values['deed'] === 'create') return create(request, response, venues, reading.typed, places)
    await check(request, response, venues, reading.typed, places)
  }

  async function check(
    request: Request,
    response: Response,
    venues: Venues,
    typed: Typed,
    places: readonly PlaceInput[],
  ): Promise<void> {
    const plan = await planSeveral(db, { from: eventOf(request).event, places })
    if (plan.kind === 'taken') return refuse(request, response, venues, typed, takenProblems(plan.numbers))
    show(request, response, venues, freshForm(pathOf(request, response), { ...typed.values }), plan.places)
  }

  async function create(
    request: Request,
    response: Response,
    venues: Venues,
    typed: Typed,
    places: readonly PlaceInput[],
  ): Promise<void> {
    const outcome = await createSeveral(db, actorOf(request), { from: eventOf(request).event, places })
    if (outcome.kind === 'taken') return refuse(request, response, venues, typed, takenProblems(outcome.numbers))
    flash(request, outcome.skippedTimes === 0 ? 'desk.several.done' : 'desk.several.doneWithSkippedTimes')
    redirect(response, urls.organiserEvents(localeOf(response)))
  }

  /** The venues to choose from. The copies belong to the organisation: only who organises for it may make them. */
  async function venuesOf(request: Request): Promise<Venues> {
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = organisations.map(({ id }) => id)
    if (!ids.includes(eventOf(request).event.organisationId)) throw new Forbidden()
    return listVenuesOf(db, ids)
  }

  function pathOf(request: Request, response: Response): string {
    return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'several')
  }

  function refuse(
    request: Request,
    response: Response,
    venues: Venues,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): void {
    const form = refusedForm(translatorOf(response), pathOf(request, response), typed, problems)
    show(request, response.status(422), venues, form)
  }

  function show(
    request: Request,
    response: Response,
    venues: Venues,
    form: FormModel,
    plan?: readonly PlannedPlace[],
  ): void {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const access = eventOf(request)
    const filled = { ...form, values: severalValues(form.values, access.event) }
    const title = context.t('desk.several.title')
    render(response, severalPage, {
      head: organiserEventHead(context, access, userOf(request), { title, current: 'overview' }),
      ...severalModel(context, access.event, filled, venues),
      plan: plan && plannedLines(context, plan, slug => urls.event(context.locale, slug)),
      backHref: urls.organiserEvent(context.locale, access.event.slug),
    })
  }
}

/** Looks the venues up among those the organiser may use (law 5). */
function withVenues(typed: readonly TypedPlace[], venues: Venues) {
  const problems: FieldProblem[] = []
  const places = typed.map((place, number): PlaceInput => {
    const venue = venues.find(({ reference }) => reference === place.venue)
    if (place.venue !== '' && !venue) problems.push({ field: `place.${number}.venue`, message: 'errors.unknownChoice' })
    return { ...place, venue }
  })
  return { places, problems }
}

function takenProblems(numbers: readonly number[]): FieldProblem[] {
  return numbers.map(number => ({ field: `place.${number}.slug`, message: 'errors.taken' }))
}
