import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { mailNav } from '../../announcements/frame.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { retryMail } from '../../mail/actions.ts'
import { findMailOfEvent, listMailsOfEvent } from '../../mail/queries.ts'
import { findDeadAddress } from '../../mail/queries/circumstances.ts'
import { isLost } from '../../mail/rules/outbox.ts'
import { type MailRow, mailStates } from '../../mail/types.ts'
import { liftAndRetry, mendAddress } from '../actions.ts'
import { addressForm } from '../forms.ts'
import { activityLines } from '../pages/activity.ts'
import * as pages from '../pages/mails.ts'
import { findRegistrationOfMail } from '../queries/mails.ts'
import { listMailActivity } from '../queries/overview.ts'

const mails = slot<MailRow>('mail')

/** The mails of an event: what was sent, what failed and why, and sending it again. */
export function mailRoutes(services: Services): Router {
  const { db } = services
  const viewers = onEvent(services, mayView)
  const organisers = onEvent(services, mayOrganise)
  const mail = loading(mails, request => findMailOfEvent(db, eventOf(request).event.id, param(request, 'mail')))

  const routes = Router()
  routes.get('/organiser/events/:event/mails', viewers, list)
  routes.get('/organiser/events/:event/mails/:mail', viewers, mail, show)
  routes.post('/organiser/events/:event/mails/:mail/retry', organisers, mail, retry)
  routes.post('/organiser/events/:event/mails/:mail/lift', organisers, mail, lift)
  routes.post('/organiser/events/:event/mails/:mail/address', organisers, mail, mend)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const asked = pageRequest(queryText(request, 'page'))
    const state = mailStates.find(known => known === queryText(request, 'state'))
    const found = await listMailsOfEvent(db, event.id, { ...asked, state })
    const link = (page: number) => urls.organiserEventPart(context.locale, event.slug, 'mails', { state, page })
    render(response, pages.mailListPage, {
      head: headOf(request, response, context.t('desk.mails.title')),
      nav: mailNav(context, eventOf(request), 'mails'),
      flash: flashed(request, response),
      filters: pages.mailFilters(context, event, state),
      mails: pages.mailLines(context, event, found.mails),
      isFiltered: state !== undefined,
      pager: pager(asked, found.total, link),
    })
  }

  async function show(request: Request, response: Response): Promise<void> {
    await showMail(request, response, undefined)
  }

  async function retry(request: Request, response: Response): Promise<void> {
    const outcome = await retryMail(db, actorOf(request), { mail: mails.get(request) })
    flash(request, outcome.kind === 'queued' ? 'desk.mail.retried' : 'desk.mail.notFailed')
    redirect(response, hereOf(request, response))
  }

  async function lift(request: Request, response: Response): Promise<void> {
    const [actor, row] = [actorOf(request), mails.get(request)]
    const outcome = isLost(row) ? await liftAndRetry(db, actor, row) : { kind: 'not-failed' }
    flash(request, outcome.kind === 'queued' ? 'desk.mail.retried' : 'desk.mail.notFailed')
    redirect(response, hereOf(request, response))
  }

  async function mend(request: Request, response: Response): Promise<void> {
    const reading = readForm(addressForm, request.body)
    const refuse = (problems: readonly FieldProblem[]) => {
      const form = refusedForm(translatorOf(response), `${hereOf(request, response)}/address`, reading.typed, problems)
      return showMail(request, response.status(422), form)
    }
    if (!reading.ok) return refuse(reading.problems)
    const about = { event: eventOf(request).event, mail: mails.get(request), address: reading.value.email }
    const outcome = await mendAddress(db, actorOf(request), about)
    if (outcome.kind === 'refused') return refuse([{ field: 'email', message: outcome.message }])
    flash(request, 'desk.mail.mended')
    redirect(response, hereOf(request, response))
  }

  async function showMail(request: Request, response: Response, typed: FormModel | undefined): Promise<void> {
    const { event, role } = eventOf(request)
    const context = contextOf(response)
    const row = mails.get(request)
    const registration = await findRegistrationOfMail(db, row)
    const history = await listMailActivity(db, row.id)
    const here = hereOf(request, response)
    const mayMend = mayOrganise(role) && isLost(row)
    const suppressed = isLost(row) ? await findDeadAddress(db, row.toAddress) : undefined
    const title = row.subject ?? pages.kindText(context, row.kind)
    render(response, pages.mailPage, {
      head: headOf(request, response, title),
      flash: flashed(request, response),
      title,
      lang: row.locale,
      state: pages.mailState(context, pages.stateOfMail(row)),
      facts: pages.mailFacts(context, event, row, registration),
      paragraphs: pages.mailText(row),
      history: activityLines(context, event.timeZone, now(), history),
      retryAction: mayMend && suppressed === undefined ? `${here}/retry` : undefined,
      suppression: suppressed && { reason: suppressed, liftAction: mayMend ? `${here}/lift` : undefined },
      address:
        mayMend && registration ? (typed ?? freshForm(`${here}/address`, { email: registration.email })) : undefined,
      backHref: urls.organiserEventPart(context.locale, event.slug, 'mails'),
    })
  }

  function headOf(request: Request, response: Response, title: string) {
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), { title, current: 'mails' })
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}

function hereOf(request: Request, response: Response): string {
  return pages.mailHref(localeOf(response), eventOf(request).event, mails.get(request))
}

function flashed(request: Request, response: Response): string | undefined {
  const left = takeFlash(request)
  return left === undefined ? undefined : translatorOf(response)(left)
}
