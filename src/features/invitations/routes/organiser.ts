import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { remind, resendInvitation, withdrawInvitation } from '../actions/follow-up.ts'
import * as lists from '../pages/list.ts'
import * as ones from '../pages/one.ts'
import { confirmPage } from '../pages/code.ts'
import { countInvitations, countToRemind, findInvitation, listInvitations } from '../queries/invitations.ts'
import { type InvitationInEvent, invitationGroups } from '../types.ts'

const invitations = slot<InvitationInEvent>('invitation')

/** Who was invited and what they answered; mounted after `inviteRoutes`. */
export function invitationDeskRoutes(services: Services): Router {
  const { db, tokens, config } = services
  const routes = Router()
  const viewing = onEvent(services, mayView)
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/invitations'
  const theOne = loading(invitations, request =>
    findInvitation(db, eventOf(request).event.id, param(request, 'invitation')),
  )

  routes.get(base, viewing, list)
  routes.get(`${base}/remind`, organising, askToRemind)
  routes.post(`${base}/remind`, organising, sendReminders)
  routes.get(`${base}/:invitation`, viewing, theOne, show)
  routes.post(`${base}/:invitation/resend`, organising, theOne, resend)
  routes.get(`${base}/:invitation/withdraw`, organising, theOne, confirmWithdrawing)
  routes.post(`${base}/:invitation/withdraw`, organising, theOne, withdraw)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const context = contextOf(response)
    const access = eventOf(request)
    const { event } = access
    const group = invitationGroups.find(known => known === queryText(request, 'group')) ?? 'all'
    const filter = { group, search: queryText(request, 'q') }
    const asked = pageRequest(queryText(request, 'page'))
    const counts = await countInvitations(db, event.id)
    const toRemind = await countToRemind(db, event.id)
    const { lines, total } = await listInvitations(db, event.id, filter, asked)
    const paging = pager(asked, total, number => lists.invitationListHref(context, event, filter, number))
    const model = lists.invitationList(context, { access, filter, counts, toRemind, lines, pager: paging })
    const head = headOf(request, response, context.t('invitations.title'))
    render(response, lists.invitationListPage, { ...model, head, flash: takeFlash(request) })
  }

  async function askToRemind(request: Request, response: Response): Promise<void> {
    renderReminder(request, response, await countToRemind(db, eventOf(request).event.id), false)
  }

  async function sendReminders(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const expected = expectedCount(request.body)
    const outcome = await remind(db, actorOf(request), { event, expected })
    if (outcome.kind === 'count-changed') return renderReminder(request, response.status(409), outcome.count, true)
    flash(request, outcome.kind === 'reminded' ? 'invitations.flash.reminded' : 'invitations.flash.closed')
    redirect(response, lists.invitationsHref(contextOf(response), event))
  }

  function renderReminder(request: Request, response: Response, count: number, hasChanged: boolean): void {
    const context = contextOf(response)
    const backHref = lists.invitationsHref(context, eventOf(request).event)
    const head = headOf(request, response, context.t('invitations.remind.question', { count }))
    render(response, ones.remindPage, { head, count, hasChanged, action: `${backHref}/remind`, backHref })
  }

  function show(request: Request, response: Response): void {
    const invitation = invitations.get(request)
    const { reference, tokenVersion } = invitation
    const model = ones.invitationModel(contextOf(response), {
      access: eventOf(request),
      invitation,
      token: tokens.issue('invitation', reference, tokenVersion),
      baseUrl: config.baseUrl,
    })
    const head = headOf(request, response, model.name)
    render(response, ones.invitationPage, { ...model, head, flash: takeFlash(request) })
  }

  async function resend(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const { kind } = await resendInvitation(db, actorOf(request), { event, invitation: invitations.get(request) })
    back(request, response, `invitations.flash.${kind}`)
  }

  function confirmWithdrawing(request: Request, response: Response): void {
    const model = ones.withdrawQuestion(contextOf(response), eventOf(request).event, invitations.get(request))
    render(response, confirmPage, { ...model, head: headOf(request, response, model.question) })
  }

  async function withdraw(request: Request, response: Response): Promise<void> {
    const { kind } = await withdrawInvitation(db, actorOf(request), { invitation: invitations.get(request) })
    back(request, response, `invitations.flash.${kind}`)
  }

  function back(request: Request, response: Response, message: string): void {
    flash(request, message)
    const { reference } = invitations.get(request)
    redirect(response, lists.invitationsHref(contextOf(response), eventOf(request).event, reference))
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

/** The number the organiser was shown; −1, which nothing equals, when none came along. */
function expectedCount(body: unknown): number {
  const typed: unknown = body !== null && typeof body === 'object' && 'expected' in body ? body.expected : undefined
  return typeof typed === 'string' && /^\d{1,6}$/.test(typed) ? Number(typed) : -1
}
