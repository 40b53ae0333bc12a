import { type Request, type Response, Router } from 'express'
import { readForm } from '../../../core/http/forms.ts'
import type { Services } from '../../../services.ts'
import { chooseInvitations, sendAgain } from '../../calendar/actions/invitation-settings.ts'
import { invitationsForm } from '../forms.ts'
import { onRegistrationToken, ownOf } from '../guards.ts'
import { actorOf, back } from './head.ts'

/** What goes into the calendar of a registered person by mail. */
export function attendeeCalendarRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.post('/r/:token/invitations', owner, choose)
  routes.post('/r/:token/invitations/again', owner, again)
  return routes

  async function choose(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    const reading = readForm(invitationsForm, request.body)
    if (!reading.ok) return back(request, response)
    const { registration, event } = own
    await chooseInvitations(db, actorOf(own), { registration, event, mode: reading.value.mode })
    back(request, response, 'invitations')
  }

  async function again(request: Request, response: Response): Promise<void> {
    const { registration } = ownOf(request)
    const outcome = await sendAgain(db, { registration, by: 'person' })
    back(request, response, outcome === 'asked' ? 'invitationsSent' : 'invitationsNotSent')
  }
}
