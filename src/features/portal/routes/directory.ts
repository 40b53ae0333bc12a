import { type RequestHandler, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { madeOf } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { param, queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import {
  findOrganisation,
  findProject,
  findPublicity,
  listOrganisations,
  listProjects,
} from '../../directory/queries.ts'
import { organisationModel, organisationPage, organisationsModel, organisationsPage } from '../pages/organisations.ts'
import { projectModel, projectPage, projectsModel, projectsPage } from '../pages/projects.ts'

/** The public directory: projects and organisations. */
export function directoryRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/projects', anyone, projects(services))
  routes.get('/projects/:project', anyone, project(services))
  routes.get('/organisations', anyone, organisations(services))
  routes.get('/organisations/:organisation', anyone, organisation(services))
  return routes
}

function projects({ db }: Services): RequestHandler {
  return async (request, response) => {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const filter = { search: queryText(request, 'q', 100), state: queryText(request, 'state', 30) }
    madeOf(response, ['content', 'minute'])
    render(response, projectsPage, projectsModel(context, await listProjects(db, { search: filter.search }), filter))
  }
}

function project({ db }: Services): RequestHandler {
  return async (request, response) => {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    madeOf(response, ['content', 'minute'])
    const found = await findProject(db, param(request, 'project'))
    if (found === undefined) throw new NotFound()
    const publicity = await findPublicity(db, found.project.id, context.locale)
    render(response, projectPage, projectModel(context, found, publicity))
  }
}

function organisations({ db }: Services): RequestHandler {
  return async (request, response) => {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const search = queryText(request, 'q', 100)
    madeOf(response, ['content', 'minute'])
    render(response, organisationsPage, organisationsModel(context, await listOrganisations(db, { search }), search))
  }
}

function organisation({ db, config }: Services): RequestHandler {
  return async (request, response) => {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    madeOf(response, ['content', 'minute'])
    const found = await findOrganisation(db, param(request, 'organisation'))
    if (found === undefined) throw new NotFound()
    render(response, organisationPage, organisationModel(context, found, config.baseUrl))
  }
}
