import { type Request, type RequestHandler, type Response, Router } from 'express'
import { countryOptions } from '../../../core/countries.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { changeRows, postedValues, readRows, rowOperation } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { currencies } from '../../../core/money.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { saveProject } from '../actions.ts'
import { documentRows, organisationChoice, partnerRows, type ProjectReading, readProjectForm } from '../forms.ts'
import { ownProject, projectOf } from '../guards.ts'
import {
  organiserProject,
  projectFormPage,
  projectLabels,
  projectLines,
  projectListPage,
  projectValues,
} from '../pages.ts'
import { listProgrammes, listProjectsOf } from '../queries.ts'
import { type ProgrammeRow, projectStates } from '../types.ts'
import { organisationRoutes } from './organisations.ts'
import { programmeRoutes } from './programmes.ts'

/** The organiser's projects; organisations and programmes have files of their own. */
export function directoryRoutes(services: Services): Router {
  const routes = Router()
  const mine = ownProject(services)
  routes.get('/organiser/projects', signedIn, list(services))
  routes.get('/organiser/projects/new', signedIn, offer(services))
  routes.post('/organiser/projects/new', signedIn, create(services))
  routes.get('/organiser/projects/:project', mine, edit(services))
  routes.post('/organiser/projects/:project', mine, save(services))
  routes.use(organisationRoutes(services), programmeRoutes(services))
  return routes
}

function list({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [locale, t] = [localeOf(response), translatorOf(response)]
    const mine = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const projects = await listProjectsOf(
      db,
      mine.map(organisation => organisation.id),
    )
    const title = t('directory.projects.title')
    render(response, projectListPage, {
      head: organiserHead({ t, locale }, userOf(request), { title, current: 'projects' }),
      flash: takeFlash(request),
      newHref: urls.organiserPart(locale, 'projects/new'),
      programmesHref: urls.organiserPart(locale, 'programmes'),
      projects: projectLines(locale, projects),
    })
  }
}

const newPath = (response: Response) => urls.organiserPart(localeOf(response), 'projects/new')

function offer(services: Services): RequestHandler {
  return async (request, response) => {
    const form = freshForm(newPath(response), { currency: 'EUR', state: 'running' })
    await showForm(services, request, response, form)
  }
}

function create(services: Services): RequestHandler {
  return async (request, response) => {
    if (await answeredRows(services, request, response, newPath(response))) return
    const reading = readProjectForm(request.body)
    const mine = await listOrganisationsOf(services.db, userOf(request), mayOrganise)
    const choice = organisationChoice.safeParse(request.body)
    const organisation = mine.find(one => choice.success && one.slug === choice.data.organisation)
    const programme = reading.ok ? await programmeFor(services, reading.value) : undefined
    const problems: FieldProblem[] = organisation ? [] : [{ field: 'organisation', message: 'errors.choose' }]
    if (!reading.ok) problems.push(...reading.problems)
    else if (programme?.problem) problems.push(programme.problem)
    if (!reading.ok || !organisation || problems.length > 0) {
      const form = refusedForm(translatorOf(response), newPath(response), reading.typed, problems)
      return showForm(services, request, response.status(422), form)
    }
    await store(services, request, response, reading.value, { programme, organisationId: organisation.id })
  }
}

function edit(services: Services): RequestHandler {
  return async (request, response) => {
    const details = projectOf(request)
    const action = organiserProject(localeOf(response), details.project.slug)
    await showForm(services, request, response, freshForm(action, projectValues(details)))
  }
}

function save(services: Services): RequestHandler {
  return async (request, response) => {
    const { project } = projectOf(request)
    const action = organiserProject(localeOf(response), project.slug)
    if (await answeredRows(services, request, response, action)) return
    const reading = readProjectForm(request.body)
    const programme = reading.ok ? await programmeFor(services, reading.value) : undefined
    if (!reading.ok || programme?.problem) {
      const problems = reading.ok ? [programme?.problem].filter(one => one !== undefined) : reading.problems
      const form = refusedForm(translatorOf(response), action, reading.typed, problems)
      return showForm(services, request, response.status(422), form)
    }
    await store(services, request, response, reading.value, { programme, organisationId: project.organisationId })
  }
}

interface ProgrammeChoice {
  readonly programme: ProgrammeRow | undefined
  readonly problem: FieldProblem | undefined
}

/** The programme that was chosen by its slug; one that is not offered is a problem of the field. */
async function programmeFor({ db }: Services, { programme: slug }: ProjectReading): Promise<ProgrammeChoice> {
  if (slug === '') return { programme: undefined, problem: undefined }
  const programme = (await listProgrammes(db)).find(one => one.slug === slug)
  return { programme, problem: programme ? undefined : { field: 'programme', message: 'errors.unknownChoice' } }
}

async function store(
  { db }: Services,
  request: Request,
  response: Response,
  { programme: _slug, ...written }: ProjectReading,
  about: { programme: ProgrammeChoice | undefined; organisationId: number },
): Promise<void> {
  const input = { ...written, programmeId: about.programme?.programme?.id ?? null }
  const isNew = request.params['project'] === undefined
  const project = await saveProject(db, actorOf(request), {
    ...(isNew ? {} : { project: projectOf(request).project }),
    organisationId: about.organisationId,
    input,
  })
  flash(request, 'core.saved')
  redirect(response, organiserProject(localeOf(response), project.slug))
}

/** A row button was pressed: the form comes back with the row added, moved or removed, and nothing is saved. */
async function answeredRows(
  services: Services,
  request: Request,
  response: Response,
  action: string,
): Promise<boolean> {
  const operation = rowOperation(request.body)
  const group = [partnerRows, documentRows].find(one => one.name === operation?.group)
  if (operation === undefined || group === undefined) return false
  const values = changeRows(postedValues(request.body), group, operation)
  await showForm(services, request, response, freshForm(action, values))
  return true
}

async function showForm({ db }: Services, request: Request, response: Response, form: FormModel): Promise<void> {
  const [locale, t] = [localeOf(response), translatorOf(response)]
  const project = request.params['project'] === undefined ? undefined : projectOf(request).project
  const heading = project ? (project.acronym ?? readText(project.name, locale)) : t('directory.project.new')
  const mine = project ? [] : await listOrganisationsOf(db, userOf(request), mayOrganise)
  const organisations = mine.map(one => ({ value: one.slug, label: readText(one.name, locale) }))
  const single = organisations.length === 1 ? { organisation: organisations[0]?.value ?? '' } : {}
  render(response, projectFormPage, {
    head: organiserHead({ t, locale }, userOf(request), { title: heading, current: 'projects' }),
    flash: takeFlash(request),
    heading,
    form: { ...form, values: { ...single, ...form.values } },
    labels: projectLabels(t, form),
    partnerCount: Math.max(1, readRows(form.values, partnerRows).length),
    documentCount: Math.max(1, readRows(form.values, documentRows).length),
    programmes: (await listProgrammes(db)).map(one => ({ value: one.slug, label: readText(one.name, locale) })),
    countries: countryOptions(locale),
    states: projectStates.map(state => ({ value: state, label: t(`directory.state.${state}`) })),
    currencies: currencies.map(currency => ({ value: currency, label: currency })),
    organisations,
    publicHref: project && urls.project(locale, project.slug),
  })
}
