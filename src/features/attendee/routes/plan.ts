import { type Request, type Response, Router } from 'express'
import { readForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { findLatestOutline } from '../../agenda/queries.ts'
import { mostStars, starSessions, unstarSession } from '../../plans/actions.ts'
import { listStars } from '../../plans/queries.ts'
import { mayChange } from '../../registration/permissions.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { listSignUps } from '../../registration/queries/sign-ups.ts'
import { planForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import { planModel, planPage } from '../pages/plan.ts'
import { openParts } from '../pages/parts.ts'
import { contextOf, headOf } from './head.ts'

/** My agenda: the released programme with the stars of one person, also without a script. */
export function attendeePlanRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token/agenda', owner, show)
  routes.post('/r/:token/agenda', owner, star)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const context = contextOf(response)
    const offer = await findOffer(db, own.event)
    const model = planModel(context, {
      own,
      offer,
      release: await findLatestOutline(db, own.event.id),
      stars: await listStars(db, own.registration),
      signUps: await listSignUps(db, own.registration.id),
      isChangeable: mayChange(own.registration.status, own.event, now()) && openParts(own, offer).length > 0,
      day: queryText(request, 'day'),
      isMine: queryText(request, 'show') === 'mine',
    })
    render(response, planPage, {
      ...model,
      head: await headOf(services, response, own.event, context.t('attendee.plan.title')),
    })
  }

  async function star(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const reading = readForm(planForm, request.body)
    if (!reading.ok) return redirect(response, urls.minePlan(localeOf(response), own.token))
    const { session, deed, kept, day, show: shown } = reading.value
    const release = await findLatestOutline(db, own.event.id)
    const known = new Set(release?.content.sessions.map(({ reference }) => reference))
    const wanted = [session, ...kept].filter(reference => known.has(reference)).slice(0, mostStars)
    if (deed === 'unstar') await unstarSession(db, own.registration, session)
    else await starSessions(db, own.registration, wanted)
    const query = { day: day || undefined, show: shown || undefined }
    const anchor = known.has(session) ? `#s-${session}` : ''
    redirect(response, urls.minePlan(localeOf(response), own.token, query) + anchor)
  }
}
