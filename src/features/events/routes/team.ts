import { type Request, type RequestHandler, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { grantEventRole, revokeEventRole } from '../../accounts/actions/team.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOwn } from '../../accounts/permissions.ts'
import { listEventTeam } from '../../accounts/queries.ts'
import { roles, type TeamMember } from '../../accounts/types.ts'
import { teamForm } from '../forms/parts.ts'
import { organiserEventHead } from '../frame.ts'
import { eventOf, onEvent } from '../guards.ts'
import { confirmPage } from '../pages/status.ts'
import { settingsTabs } from '../pages/tabs.ts'
import { teamLines, teamPage } from '../pages/team.ts'

const members = slot<TeamMember>('team member')

/** Who works on one event besides the people of its organisation. */
export function teamRoutes(services: Services): Router {
  const routes = Router()
  const owning = onEvent(services, mayOwn)
  const member = loading(members, async request => {
    const team = await listEventTeam(services.db, eventOf(request).event.id)
    return team.find(one => one.reference === param(request, 'member'))
  })
  const base = '/organiser/events/:event/settings/team'
  routes.get(base, owning, list(services))
  routes.post(base, owning, grant(services))
  routes.get(`${base}/:member/remove`, owning, member, confirmRemoval)
  routes.post(`${base}/:member/remove`, owning, member, remove(services))
  return routes
}

const teamPath = (request: Request, response: Response) =>
  urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'settings/team')

function list(services: Services): RequestHandler {
  return (request, response) =>
    draw(services, request, response, freshForm(teamPath(request, response), { role: 'door_staff' }))
}

function grant(services: Services): RequestHandler {
  return async (request, response) => {
    const reading = readForm(teamForm, request.body)
    if (!reading.ok) {
      const path = teamPath(request, response)
      const form = refusedForm(translatorOf(response), path, reading.typed, reading.problems)
      return draw(services, request, response.status(422), form)
    }
    const { email, name, role } = reading.value
    const invitee = { email, name, locale: localeOf(response) }
    await grantEventRole(services.db, actorOf(request), { event: eventOf(request).event, invitee, role })
    flash(request, 'core.saved')
    redirect(response, teamPath(request, response))
  }
}

const confirmRemoval: RequestHandler = (request, response) => {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { name, reference } = members.get(request)
  const question = context.t('events.team.removeQuestion', { name })
  render(response, confirmPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title: question, current: 'team' }),
    question,
    consequences: [context.t('events.team.removeConsequence')],
    action: `${teamPath(request, response)}/${reference}/remove`,
    submit: context.t('events.team.remove'),
    back: { href: teamPath(request, response), label: context.t('core.back') },
  })
}

function remove({ db }: Services): RequestHandler {
  return async (request, response) => {
    const about = { eventId: eventOf(request).event.id, userId: members.get(request).id }
    await revokeEventRole(db, actorOf(request), about)
    flash(request, 'core.saved')
    redirect(response, teamPath(request, response))
  }
}

async function draw({ db }: Services, request: Request, response: Response, form: FormModel): Promise<void> {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { t, locale } = context
  const { event, role } = eventOf(request)
  const title = t('events.tab.team')
  render(response, teamPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'team' }),
    flash: takeFlash(request),
    tabs: settingsTabs(context, event.slug, role, 'team'),
    members: teamLines(locale, event, await listEventTeam(db, event.id)),
    form,
    roles: roles.map(value => ({ value, label: t(`events.role.${value}`), hint: t(`events.roleHint.${value}`) })),
  })
}
