import type { Request, RequestHandler } from 'express'
import { Passport } from 'passport'
import type { Actor } from '../../core/actor.ts'
import { Forbidden, NotFound } from '../../core/errors.ts'
import { guard } from '../../core/http/guards.ts'
import { param, slot } from '../../core/http/loaders.ts'
import { localeOf } from '../../core/http/locale.ts'
import { hasOutlived, sessions } from '../../core/http/sessions.ts'
import { redirect, urls } from '../../core/http/urls.ts'
import type { Services } from '../../services.ts'
import { findOrganisationOf, findSignedInUser } from './queries.ts'
import type { OrganisationAccess, Permission, SignedInUser } from './types.ts'

const passports = new WeakMap<Services, InstanceType<typeof Passport>>()

/** The passport of an application: who signs in and who is recognised must be the same one. */
export function passportOf(services: Services): InstanceType<typeof Passport> {
  const known = passports.get(services)
  if (known !== undefined) return known
  const passport = new Passport()
  // Only the id is kept, and looked up for every request: whoever is disabled is out at once (SEC-07).
  passport.serializeUser<number>((user, done) => done(null, (user as SignedInUser).id))
  passport.deserializeUser<number>((id, done) => {
    findSignedInUser(services.db, id).then(user => done(null, user ?? false), done)
  })
  passports.set(services, passport)
  return passport
}

/**
 * Finds out who is asking. Mounted where people sign in and on the organiser side only: nowhere else is there a
 * session or a cookie, and nothing that depends on one may be cached (SEC-09).
 */
export function identify(services: Services): RequestHandler[] {
  const isSecure = services.config.baseUrl.startsWith('https:')
  const session = sessions({ db: services.db, secret: services.config.sessionSecret, isSecure })
  return [neverCached, session, endOutlived, passportOf(services).session()]
}

const neverCached: RequestHandler = (_request, response, next) => {
  response.vary('Cookie')
  response.set('Cache-Control', 'private, no-store')
  next()
}

/** After twelve hours everybody signs in again, however busy (SEC-06). */
const endOutlived: RequestHandler = (request, _response, next) => {
  if (!hasOutlived(request)) return next()
  request.session.regenerate(error => next(error))
}

function findUserOf(request: Request): SignedInUser | undefined {
  return request.user as SignedInUser | undefined
}

/** Who is signed in; only behind a guard that asks for it. */
export function userOf(request: Request): SignedInUser {
  const user = findUserOf(request)
  if (user === undefined) throw new Error(`nobody is signed in for ${request.method} ${request.route?.path}`)
  return user
}

/** Whether somebody is signed in. */
export function isSignedIn(request: Request): boolean {
  return findUserOf(request) !== undefined
}

/** Who is signed in, as actions want it. */
export function actorOf(request: Request): Actor {
  return { kind: 'user', userId: userOf(request).id }
}

/** Runs a check for those who are signed in; sends everybody else to sign in, and back here afterwards. */
export function whenSignedIn(check: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (isSignedIn(request)) return check(request, response, next)
    const back = request.method === 'GET' || request.method === 'HEAD' ? request.originalUrl : undefined
    redirect(response, urls.signIn(localeOf(response), { next: back }))
  }
}

/** For whoever has an account. */
export const signedIn: RequestHandler = guard(
  'signedIn',
  whenSignedIn((_request, _response, next) => next()),
)

const organisationSlot = slot<OrganisationAccess>('organisation')

/** For those whose role at the organisation of the address allows it; to a stranger there is no such organisation. */
export function onOrganisation(services: Services, permission: Permission): RequestHandler {
  const check: RequestHandler = async (request, _response, next) => {
    const access = await findOrganisationOf(services.db, userOf(request), param(request, 'organisation'))
    if (access === undefined) throw new NotFound()
    if (!permission(access.role)) throw new Forbidden()
    organisationSlot.set(request, access)
    next()
  }
  return guard('onOrganisation', whenSignedIn(check))
}

/** The organisation that `onOrganisation` let through, with the role of who is signed in. */
export function organisationOf(request: Request): OrganisationAccess {
  return organisationSlot.get(request)
}
