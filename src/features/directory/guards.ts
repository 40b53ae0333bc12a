import type { Request, RequestHandler } from 'express'
import { Forbidden, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import type { Services } from '../../services.ts'
import { userOf, whenSignedIn } from '../accounts/guards.ts'
import { mayOrganise, mayOwn } from '../accounts/permissions.ts'
import { listOrganisationsOf } from '../accounts/queries.ts'
import { findOrganisationOf, findProject } from './queries.ts'
import type { OrganisationRow, ProjectDetails } from './types.ts'

const projects = slot<ProjectDetails>('project')
const organisations = slot<OrganisationRow>('organisation')
const ownerships = slot<boolean>('ownership of an organisation')

/** Lets in who organises for the organisation that keeps the project; to everybody else there is none. */
export function ownProject({ db }: Services): RequestHandler {
  const check: RequestHandler = async (request, _response, next) => {
    const mine = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const details = await findProject(db, param(request, 'project'))
    if (details === undefined || !mine.some(one => one.id === details.project.organisationId)) throw new NotFound()
    projects.set(request, details)
    next()
  }
  return guard('ownProject', whenSignedIn(check))
}

/** The project `ownProject` let in for. */
export function projectOf(request: Request): ProjectDetails {
  return projects.get(request)
}

/** Lets in who organises for the organisation; to everybody else there is none. */
export function ownOrganisation({ db }: Services): RequestHandler {
  const check: RequestHandler = async (request, _response, next) => {
    const mine = await listOrganisationsOf(db, userOf(request), mayOrganise)
    const ids = mine.map(organisation => organisation.id)
    const organisation = await findOrganisationOf(db, ids, param(request, 'organisation'))
    if (organisation === undefined) throw new NotFound()
    organisations.set(request, organisation)
    const role = mine.find(({ id }) => id === organisation.id)?.role
    ownerships.set(request, role !== undefined && mayOwn(role))
    next()
  }
  return guard('ownOrganisation', whenSignedIn(check))
}

/** Whether the reader owns the organisation `ownOrganisation` let in for: who is in its team is the owners' business. */
export function ownsOrganisation(request: Request): boolean {
  return ownerships.get(request)
}

/** The organisation `ownOrganisation` let in for. */
export function ownOrganisationOf(request: Request): OrganisationRow {
  return organisations.get(request)
}

/** Programmes belong to nobody's organisation: only administrators write them. */
export const administrator: RequestHandler = guard(
  'administrator',
  whenSignedIn((request, _response, next) => {
    if (!userOf(request).isAdministrator) throw new Forbidden()
    next()
  }),
)
