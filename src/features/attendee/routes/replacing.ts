import { type Request, type Response, Router } from 'express'
import {
  type FieldProblem,
  type FormModel,
  freshForm,
  readForm,
  refusedForm,
  type Typed,
} from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { createThrottle } from '../../../core/throttle.ts'
import { now } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { type ReplaceOutcome, replacePerson } from '../../registration/actions/replace.ts'
import { mayChange } from '../../registration/permissions.ts'
import { replaceForm } from '../forms.ts'
import { formerEventOf, onFormerToken, onRegistrationToken, ownOf } from '../guards.ts'
import { replacedPage } from '../pages/asks.ts'
import { myReplace, myReplacePage } from '../pages/edit.ts'
import { mayReplace } from '../rules.ts'
import type { Own } from '../types.ts'
import { actorOf, back, contextOf, headOf } from './head.ts'

/** Handing one's own place to a colleague. */
export function attendeeReplaceRoutes(services: Services): Router {
  const { db, config } = services
  // It writes to an address somebody else chose.
  const handovers = createThrottle(db, { name: 'handover', attempts: 5, seconds: 86_400, isOff: !config.rateLimits })
  const routes = Router()
  const owner = onRegistrationToken(services)

  routes.get('/r/:token/replace', owner, ask)
  routes.post('/r/:token/replace', owner, replace)
  routes.get('/r/:token/replaced', onFormerToken(services), tell)
  return routes

  async function ask(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayHandOver(own)) return back(request, response)
    const { organisation, country, locale } = own.registration
    const form = freshForm(urls.mineReplace(localeOf(response), own.token), { organisation, country, locale })
    await renderForm(request, response, form)
  }

  async function replace(request: Request, response: Response): Promise<void> {
    const own = ownOf(request)
    if (!mayHandOver(own)) return back(request, response)
    const { event, registration, token } = own
    const reading = readForm(replaceForm, request.body)
    if (!reading.ok) return refuse(request, response.status(422), reading.typed, reading.problems)
    const isAllowed = await handovers.take(registration.reference)
    if (!isAllowed) return refuse(request, response.status(422), reading.typed, [tooOften])
    const person = reading.value
    const version = registration.personVersion
    const outcome = await replacePerson(db, actorOf(own), { registration, event, person, version })
    if (outcome.kind === 'replaced') return redirect(response, urls.mineReplaced(localeOf(response), token))
    const problem = problemOf(outcome)
    if (problem === undefined) return back(request, response)
    await refuse(request, response.status(422), reading.typed, [problem])
  }

  /** The former person's link is dead already; this page alone says so kindly. */
  async function tell(request: Request, response: Response): Promise<void> {
    const event = formerEventOf(request)
    const { t, locale } = contextOf(response)
    const title = t('attendee.replace.doneTitle')
    render(response, replacedPage, {
      head: await headOf(services, response, event, title),
      title,
      text: t('attendee.replace.doneText'),
      eventHref: urls.event(locale, event.slug),
    })
  }

  async function refuse(
    request: Request,
    response: Response,
    typed: Typed,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const action = urls.mineReplace(localeOf(response), ownOf(request).token)
    await renderForm(request, response, refusedForm(translatorOf(response), action, typed, problems))
  }

  async function renderForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const own = ownOf(request)
    const context = contextOf(response)
    const head = await headOf(services, response, own.event, context.t('attendee.replace.title'))
    render(response, myReplacePage, { ...myReplace(context, own), form, head })
  }
}

function mayHandOver({ event, registration }: Own): boolean {
  return mayChange(registration.status, event, now()) && mayReplace(registration)
}

const tooOften: FieldProblem = { field: 'email', message: 'errors.tooOften' }

function problemOf(outcome: Exclude<ReplaceOutcome, { kind: 'replaced' }>): FieldProblem | undefined {
  switch (outcome.kind) {
    case 'address-taken':
      return { field: 'email', message: 'errors.registeredAddress' }
    case 'organisation-full':
      return { field: 'organisation', message: 'errors.organisationFull', values: { most: outcome.most } }
    default:
      return undefined
  }
}
