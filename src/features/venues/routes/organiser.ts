import { type Request, type RequestHandler, type Response, Router } from 'express'
import { countryOptions } from '../../../core/countries.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { addVenue, editVenue } from '../actions.ts'
import { organisationChoice, venueForm } from '../forms.ts'
import { ownVenue, venueOf } from '../guards.ts'
import { venueFormPage, venueList, venueListPage, venueValues } from '../pages.ts'
import { listVenuesOf } from '../queries.ts'
import { venueHead } from './head.ts'
import { roomRoutes, showVenue } from './rooms.ts'

/** The organiser's venues; the rooms of one are in `rooms.ts`. */
export function venueRoutes(services: Services): Router {
  const routes = Router()
  const mine = ownVenue(services)
  routes.get('/organiser/venues', signedIn, list(services))
  routes.get('/organiser/venues/new', signedIn, offer(services))
  routes.post('/organiser/venues/new', signedIn, create(services))
  routes.get('/organiser/venues/:venue', mine, edit(services))
  routes.post('/organiser/venues/:venue', mine, save(services))
  routes.use(roomRoutes(services))
  return routes
}

function list({ db }: Services): RequestHandler {
  return async (request, response) => {
    const locale = localeOf(response)
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = organisations.map(organisation => organisation.id)
    render(response, venueListPage, {
      head: venueHead(request, response, translatorOf(response)('venues.list.title')),
      flash: takeFlash(request),
      newHref: `${urls.organiserVenues(locale)}/new`,
      venues: venueList(locale, await listVenuesOf(db, ids)),
    })
  }
}

function offer(services: Services): RequestHandler {
  return async (request, response) => {
    const form = freshForm(`${urls.organiserVenues(localeOf(response))}/new`, { country: 'CZ' })
    await showNew(services, request, response, form)
  }
}

function create(services: Services): RequestHandler {
  return async (request, response) => {
    const organisations = await listOrganisationsOf(services.db, userOf(request), mayOrganise)
    const reading = readForm(venueForm, request.body)
    const choice = readForm(organisationChoice, request.body)
    const organisation = organisations.find(one => choice.ok && one.slug === choice.value.organisation)
    if (!reading.ok || !organisation) {
      const unknown = organisation ? [] : [{ field: 'organisation', message: 'errors.choose' }]
      const problems = [...unknown, ...(reading.ok ? [] : reading.problems)]
      const action = `${urls.organiserVenues(localeOf(response))}/new`
      const form = refusedForm(translatorOf(response), action, reading.typed, problems)
      return showNew(services, request, response.status(422), form)
    }
    const about = { organisationId: organisation.id, venue: reading.value }
    const venue = await addVenue(services.db, actorOf(request), about)
    flash(request, 'core.saved')
    redirect(response, urls.organiserVenue(localeOf(response), venue.reference))
  }
}

function edit(services: Services): RequestHandler {
  return async (request, response) => {
    const venue = venueOf(request)
    const action = urls.organiserVenue(localeOf(response), venue.reference)
    await showVenue(services, request, response, { form: freshForm(action, venueValues(venue)) })
  }
}

function save(services: Services): RequestHandler {
  return async (request, response) => {
    const venue = venueOf(request)
    const action = urls.organiserVenue(localeOf(response), venue.reference)
    const reading = readForm(venueForm, request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return showVenue(services, request, response.status(422), { form })
    }
    await editVenue(services.db, actorOf(request), { venue, changes: reading.value })
    flash(request, 'core.saved')
    redirect(response, action)
  }
}

/** The empty form, or the refused one; the organisation is chosen already where there is only one. */
async function showNew({ db }: Services, request: Request, response: Response, form: FormModel): Promise<void> {
  const locale = localeOf(response)
  const heading = translatorOf(response)('venues.form.new')
  const mine = await listOrganisationsOf(db, userOf(request), mayOrganise)
  const organisations = mine.map(one => ({ value: one.slug, label: readText(one.name, locale) }))
  const single = organisations.length === 1 ? organisations[0]?.value : undefined
  const values = single === undefined ? form.values : { organisation: single, ...form.values }
  render(response, venueFormPage, {
    head: venueHead(request, response, heading),
    flash: undefined,
    heading,
    form: { ...form, values },
    countries: countryOptions(locale),
    organisations,
    rooms: undefined,
    newRoom: undefined,
  })
}
