import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../../core/http/forms.ts'
import { loading, param, slot } from '../../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../../core/http/locale.ts'
import { render } from '../../../../core/http/pages.ts'
import { redirect } from '../../../../core/http/urls.ts'
import { readText } from '../../../../core/localised-text.ts'
import type { Services } from '../../../../services.ts'
import { changeOrganisationRole, grantOrganisationRole, revokeOrganisationRole } from '../../actions/team.ts'
import { inviteForm, roleForm } from '../../forms.ts'
import { organiserHead } from '../../frame.ts'
import { actorOf, onOrganisation, organisationOf, userOf } from '../../guards.ts'
import * as pages from '../../pages.ts'
import { mayOwn } from '../../permissions.ts'
import { listOrganisationTeam } from '../../queries.ts'
import type { RoleChangeOutcome, TeamMember } from '../../types.ts'

const memberSlot = slot<TeamMember>('member')

/** The team of an organisation: who may do what at all its events. */
export function teamRoutes(services: Services): Router {
  const { db } = services
  const owner = onOrganisation(services, mayOwn)
  const theMember = loading(memberSlot, async request => {
    const team = await listOrganisationTeam(db, organisationOf(request).id)
    return team.find(member => member.reference === param(request, 'user'))
  })

  const routes = Router()
  routes.get('/organiser/organisations/:organisation/team', owner, show)
  routes.post('/organiser/organisations/:organisation/team', owner, invite)
  routes.post('/organiser/organisations/:organisation/team/:user', owner, theMember, changeRole)
  routes.get('/organiser/organisations/:organisation/team/:user/remove', owner, theMember, confirmRemoval)
  routes.post('/organiser/organisations/:organisation/team/:user/remove', owner, theMember, remove)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    await draw(request, response, {})
  }

  async function invite(request: Request, response: Response): Promise<void> {
    const reading = readForm(inviteForm, request.body)
    const action = pages.teamPath(contextOf(response), organisationOf(request))
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), action, reading.typed, reading.problems)
      return draw(request, response.status(422), { form })
    }
    const { role, ...invitee } = reading.value
    const organisationId = organisationOf(request).id
    const team = await listOrganisationTeam(db, organisationId)
    if (team.some(member => member.email.toLowerCase() === invitee.email.toLowerCase())) {
      const problems = [{ field: 'email', message: 'errors.alreadyMember' }]
      return draw(request, response.status(422), {
        form: refusedForm(translatorOf(response), action, reading.typed, problems),
      })
    }
    const outcome = await grantOrganisationRole(db, actorOf(request), { organisationId, invitee, role })
    flash(request, outcome.kind === 'invited' ? 'accounts.team.invited' : 'accounts.team.added')
    redirect(response, action)
  }

  async function changeRole(request: Request, response: Response): Promise<void> {
    const reading = readForm(roleForm, request.body)
    if (!reading.ok) return draw(request, response.status(422), { problem: translatorOf(response)('errors.choose') })
    const change = { organisationId: organisationOf(request).id, userId: memberSlot.get(request).id }
    const outcome = await changeOrganisationRole(db, actorOf(request), { ...change, role: reading.value.role })
    await finish(request, response, outcome)
  }

  function confirmRemoval(request: Request, response: Response): void {
    const context = contextOf(response)
    const organisation = organisationOf(request)
    const { name, reference } = memberSlot.get(request)
    const path = pages.teamPath(context, organisation)
    render(response, pages.removeMemberPage, {
      head: headOf(request, response, context.t('accounts.team.removeTitle', { name })),
      name,
      organisation: readText(organisation.name, context.locale),
      action: `${path}/${reference}/remove`,
      backHref: path,
    })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    const who = { organisationId: organisationOf(request).id, userId: memberSlot.get(request).id }
    await finish(request, response, await revokeOrganisationRole(db, actorOf(request), who))
  }

  async function finish(request: Request, response: Response, outcome: RoleChangeOutcome): Promise<void> {
    if (outcome.kind === 'last-owner') {
      return draw(request, response.status(422), { problem: translatorOf(response)('accounts.team.lastOwner') })
    }
    flash(request, 'core.saved')
    redirect(response, pages.teamPath(contextOf(response), organisationOf(request)))
  }

  function contextOf(response: Response) {
    return { t: translatorOf(response), locale: localeOf(response) }
  }

  function headOf(request: Request, response: Response, title: string) {
    return organiserHead(contextOf(response), userOf(request), { title, current: 'organisations' })
  }

  async function draw(
    request: Request,
    response: Response,
    { form, problem }: { form?: FormModel; problem?: string },
  ): Promise<void> {
    const context = contextOf(response)
    const organisation = organisationOf(request)
    const name = readText(organisation.name, context.locale)
    const flashed = takeFlash(request)
    render(response, pages.teamPage, {
      head: headOf(request, response, context.t('accounts.team.titleOf', { organisation: name })),
      flash: flashed === undefined ? undefined : context.t(flashed),
      problem,
      organisation: name,
      members: pages.teamLines(context, organisation, await listOrganisationTeam(db, organisation.id)),
      roles: pages.roleChoices(context),
      languages: pages.languageChoices(context),
      invite: form ?? freshForm(pages.teamPath(context, organisation), { role: 'organiser', locale: context.locale }),
    })
  }
}
