import { type Request, type RequestHandler, type Response, Router } from 'express'
import { countryOptions } from '../../../core/countries.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { saveOrganisation } from '../actions.ts'
import { organisationForm } from '../forms.ts'
import { administrator, ownOrganisation, ownOrganisationOf, ownsOrganisation } from '../guards.ts'
import { organisationFormPage, organisationLines, organisationListPage, organisationValues } from '../pages.ts'
import { listOrganisationsById } from '../queries.ts'
import { organisationKinds } from '../types.ts'

/** The organiser's organisations; only administrators add one, because whoever owns it must be decided too. */
export function organisationRoutes(services: Services): Router {
  const routes = Router()
  const mine = ownOrganisation(services)
  routes.get('/organiser/organisations', signedIn, list(services))
  routes.get('/organiser/organisations/new', administrator, offer)
  routes.post('/organiser/organisations/new', administrator, create(services))
  routes.get('/organiser/organisations/:organisation', mine, edit)
  routes.post('/organiser/organisations/:organisation', mine, save(services))
  return routes
}

const addressOf = (response: Response, part: string) => urls.organiserPart(localeOf(response), `organisations/${part}`)

function list({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [locale, t, user] = [localeOf(response), translatorOf(response), userOf(request)]
    const mine = await listOrganisationsOf(db, user, mayOrganise)
    const found = await listOrganisationsById(
      db,
      mine.map(one => one.id),
    )
    const title = t('directory.organisations.title')
    render(response, organisationListPage, {
      head: organiserHead({ t, locale }, user, { title, current: 'organisations' }),
      flash: takeFlash(request),
      newHref: user.isAdministrator ? addressOf(response, 'new') : undefined,
      organisations: organisationLines(locale, found),
    })
  }
}

const offer: RequestHandler = (request, response) =>
  showForm(request, response, freshForm(addressOf(response, 'new'), { country: 'CZ', kind: 'other' }))

function create({ db }: Services): RequestHandler {
  return async (request, response) => {
    const reading = readForm(organisationForm, request.body)
    if (!reading.ok) return refuse(request, response, addressOf(response, 'new'), reading)
    const organisation = await saveOrganisation(db, actorOf(request), { input: reading.value })
    flash(request, 'core.saved')
    redirect(response, addressOf(response, organisation.slug))
  }
}

const edit: RequestHandler = (request, response) => {
  const organisation = ownOrganisationOf(request)
  showForm(request, response, freshForm(addressOf(response, organisation.slug), organisationValues(organisation)))
}

function save({ db }: Services): RequestHandler {
  return async (request, response) => {
    const organisation = ownOrganisationOf(request)
    const action = addressOf(response, organisation.slug)
    const reading = readForm(organisationForm, request.body)
    if (!reading.ok) return refuse(request, response, action, reading)
    await saveOrganisation(db, actorOf(request), { organisation, input: reading.value })
    flash(request, 'core.saved')
    redirect(response, action)
  }
}

type Refused = Extract<ReturnType<typeof readForm<typeof organisationForm>>, { ok: false }>

function refuse(request: Request, response: Response, action: string, { typed, problems }: Refused): void {
  showForm(request, response.status(422), refusedForm(translatorOf(response), action, typed, problems))
}

function showForm(request: Request, response: Response, form: FormModel): void {
  const [locale, t] = [localeOf(response), translatorOf(response)]
  const organisation = request.params['organisation'] === undefined ? undefined : ownOrganisationOf(request)
  const heading = organisation ? readText(organisation.name, locale) : t('directory.organisation.new')
  const ownersPart = (part: string) =>
    organisation && ownsOrganisation(request) ? addressOf(response, `${organisation.slug}/${part}`) : undefined
  render(response, organisationFormPage, {
    head: organiserHead({ t, locale }, userOf(request), { title: heading, current: 'organisations' }),
    flash: takeFlash(request),
    heading,
    form,
    kinds: organisationKinds.map(kind => ({ value: kind, label: t(`directory.kind.${kind}`) })),
    countries: countryOptions(locale),
    publicHref: organisation && urls.organisation(locale, organisation.slug),
    teamHref: ownersPart('team'),
    mailServerHref: ownersPart('mail-server'),
  })
}
