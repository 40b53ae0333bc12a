import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import type { DelegationRow } from '../../registration/types.ts'
import { resendDelegationLink } from '../actions.ts'
import * as pages from '../pages/organiser.ts'
import { findDelegationOfEvent, findUnfinished, listDelegations, listPeople } from '../queries.ts'

const delegations = slot<DelegationRow>('delegation')

/** The delegations of an event for its organisers. */
export function delegationDeskRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const viewing = onEvent(services, mayView)
  const organising = onEvent(services, mayOrganise)
  const theOne = loading(delegations, request =>
    findDelegationOfEvent(db, eventOf(request).event.id, param(request, 'delegation')),
  )

  routes.get('/organiser/events/:event/delegations', viewing, list)
  routes.get('/organiser/events/:event/delegations/:delegation', viewing, theOne, show)
  routes.post('/organiser/events/:event/delegations/:delegation/resend', organising, theOne, resend)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const model = pages.delegationList(context, event, await listDelegations(db, event.id))
    render(response, pages.delegationListPage, {
      ...model,
      head: headOf(request, response, context.t('delegations.organiser.title')),
    })
  }

  async function show(request: Request, response: Response): Promise<void> {
    const [access, delegation] = [eventOf(request), delegations.get(request)]
    const people = await listPeople(db, delegation.id)
    const unfinished = await findUnfinished(db, access.event.id, people)
    const model = pages.oneDelegation(contextOf(response), { access, delegation, people, unfinished })
    render(response, pages.oneDelegationPage, {
      ...model,
      head: headOf(request, response, model.organisation),
      flash: takeFlash(request),
    })
  }

  async function resend(request: Request, response: Response): Promise<void> {
    const [{ event }, delegation] = [eventOf(request), delegations.get(request)]
    await resendDelegationLink(db, actorOf(request), { delegation, event })
    flash(request, 'delegations.organiser.resent')
    redirect(response, urls.organiserEventPart(localeOf(response), event.slug, `delegations/${delegation.reference}`))
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}
