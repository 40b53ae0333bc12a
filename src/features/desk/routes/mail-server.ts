import { type Request, type Response, Router } from 'express'
import { Busy, NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { createThrottle } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, onOrganisation, organisationOf, userOf } from '../../accounts/guards.ts'
import { mayOwn } from '../../accounts/permissions.ts'
import { removeMailServer, saveMailServer, testMailServer } from '../../mail/actions/servers.ts'
import { findMailServer } from '../../mail/queries/circumstances.ts'
import { mailServerForm } from '../forms.ts'
import * as pages from '../pages/mail-server.ts'

/** The mail server of an organisation's own: set up, tried with a mail to oneself, removed. For its owners. */
export function mailServerRoutes(services: Services): Router {
  const { db, config } = services
  const owner = onOrganisation(services, mayOwn)
  // Each test connects to wherever somebody says.
  const tests = createThrottle(db, { name: 'mail-test', attempts: 20, seconds: 3_600, isOff: !config.rateLimits })
  const routes = Router()
  routes.get('/organiser/organisations/:organisation/mail-server', owner, show)
  routes.post('/organiser/organisations/:organisation/mail-server', owner, save)
  routes.post('/organiser/organisations/:organisation/mail-server/test', owner, test)
  routes.post('/organiser/organisations/:organisation/mail-server/remove', owner, remove)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    await draw(request, response, {})
  }

  async function save(request: Request, response: Response): Promise<void> {
    const reading = readForm(mailServerForm, request.body)
    const refuse = (problems: Parameters<typeof refusedForm>[3]) => {
      const form = refusedForm(translatorOf(response), hereOf(request, response), reading.typed, problems)
      return draw(request, response.status(422), { form })
    }
    if (!reading.ok) return refuse(reading.problems)
    const { id } = organisationOf(request)
    const outcome = await saveMailServer(services, actorOf(request), { organisationId: id, input: reading.value })
    if (outcome.kind === 'password-needed')
      return refuse([{ field: 'password', message: 'desk.mailServer.passwordNeeded' }])
    if (outcome.kind === 'changed-meanwhile')
      return draw(request, response.status(409), { problem: translatorOf(response)('desk.mailServer.changed') })
    flash(request, 'desk.mailServer.saved')
    redirect(response, hereOf(request, response))
  }

  async function test(request: Request, response: Response): Promise<void> {
    const organisation = organisationOf(request)
    const server = await findMailServer(db, organisation.id)
    if (server === undefined) throw new NotFound()
    if (!(await tests.take(String(organisation.id)))) throw new Busy('too many tests of one mail server', 600)
    const { email: address, name } = userOf(request)
    const context = contextOf(response)
    const drawn = pages.testMail(context, server, readText(organisation.name, context.locale))
    const mail = { ...drawn, to: { name, address } }
    const result = await testMailServer(services, actorOf(request), { server, mail })
    const said = pages.testOutcome(context, result, address)
    await draw(request, response, result.kind === 'accepted' ? { good: said } : { problem: said })
  }

  async function remove(request: Request, response: Response): Promise<void> {
    await removeMailServer(db, actorOf(request), organisationOf(request).id)
    flash(request, 'desk.mailServer.removed')
    redirect(response, hereOf(request, response))
  }

  async function draw(
    request: Request,
    response: Response,
    { form, problem, good }: { form?: FormModel; problem?: string; good?: string },
  ): Promise<void> {
    const [context, organisation] = [contextOf(response), organisationOf(request)]
    const server = await findMailServer(db, organisation.id)
    const here = hereOf(request, response)
    const name = readText(organisation.name, context.locale)
    const title = context.t('desk.mailServer.titleOf', { organisation: name })
    const left = takeFlash(request)
    render(response, pages.mailServerPage, {
      head: organiserHead(context, userOf(request), { title, current: 'organisations' }),
      flash: good ?? (left === undefined ? undefined : context.t(left)),
      problem,
      organisation: name,
      isDemonstration: services.mailer === null,
      form: form ?? freshForm(here, pages.serverValues(server)),
      securities: pages.securityChoices(context),
      passwordHint: context.t(server?.passwordSealed ? 'desk.mailServer.passwordKept' : 'desk.mailServer.passwordHint'),
      test: server && { action: `${here}/test`, address: userOf(request).email, last: pages.lastTest(context, server) },
      removeAction: server && `${here}/remove`,
      backHref: urls.organiserPart(context.locale, `organisations/${organisation.slug}`),
    })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function hereOf(request: Request, response: Response): string {
  return pages.mailServerPath(localeOf(response), organisationOf(request))
}
