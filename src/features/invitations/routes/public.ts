import { type Request, type Response, Router } from 'express'
import { Busy } from '../../../core/errors.ts'
import { type FormModel, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { upload } from '../../../core/http/uploads.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { now } from '../../../core/time.ts'
import { createThrottle } from '../../../core/throttle.ts'
import type { Services } from '../../../services.ts'
import { findPublicity } from '../../directory/queries.ts'
import { publicEventHead } from '../../events/frame.ts'
import { listQuestions } from '../../questions/queries.ts'
import { fieldName, largestFile } from '../../questions/rules/kinds.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { findVenue } from '../../venues/queries.ts'
import { acceptInvitation, declineInvitation, reopenInvitation } from '../actions/answer.ts'
import { markOpened } from '../actions/follow-up.ts'
import { answerForm } from '../forms/answer.ts'
import { onInvitationToken, ownInvitationOf } from '../guards.ts'
import type { Again } from '../pages/accept.ts'
import * as pages from '../pages/answer.ts'
import { type InvitationView, looksLikePerson, viewOf } from '../rules/states.ts'
import { readAccept, refusalProblem } from './accept-reading.ts'

/** The page of the invited: the question, the form of a yes, the button of a no. */
export function invitationRoutes(services: Services): Router {
  const { db, tokens, log, config } = services
  // Whoever holds a link can send files with it, so not without end.
  const posts = createThrottle(db, { name: 'invitation', attempts: 60, seconds: 3_600, isOff: !config.rateLimits })
  const invited = onInvitationToken(services)
  const routes = Router()

  routes.get('/invitations/:token', invited, show)
  routes.post('/invitations/:token', invited, upload(fileFields), answer)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const own = ownInvitationOf(request)
    await renderPage(request, response)
    if (own.invitation.openedAt !== null || !isPerson(request)) return
    // After the answer, and never in its way: a log is no reason to keep anybody waiting or to fail.
    await markOpened(db, own.invitation).catch((error: unknown) => log.warn({ err: error }, 'opening not logged'))
  }

  async function answer(request: Request, response: Response): Promise<void> {
    const reading = readForm(answerForm, request.body)
    const chosen = reading.ok ? reading.value.answer : 'yes'
    if (chosen === 'yes') return accept(request, response)
    const { invitation, event } = ownInvitationOf(request)
    const deed = chosen === 'no' ? declineInvitation : reopenInvitation
    await deed(db, { invitation, event })
    back(request, response)
  }

  async function accept(request: Request, response: Response): Promise<void> {
    const { invitation, event, token } = ownInvitationOf(request)
    const view = viewOf(invitation, event, now())
    if (view !== 'open' && view !== 'no') return back(request, response)
    const ground = await groundOf(request)
    const reading = await readAccept(services, request, response, { invitation, event, ...ground })
    const action = urls.invitation(localeOf(response), token)
    const again = { newlyAsked: reading.newlyAsked, files: reading.files.kept }
    const t = translatorOf(response)
    if (reading.kind === 'refused') {
      const form = refusedForm(t, action, reading.typed, reading.problems)
      return renderPage(request, response.status(422), form, again)
    }
    const outcome = await acceptInvitation(db, { invitation, event, request: reading.request })
    if (outcome.kind === 'not-asked' || ('reference' in outcome && outcome.reference)) return back(request, response)
    const problem = refusalProblem(outcome, { ...ground, request: reading.request }, localeOf(response))
    await renderPage(request, response.status(409), refusedForm(t, action, reading.typed, [problem]), again)
  }

  function back(request: Request, response: Response): void {
    redirect(response, urls.invitation(localeOf(response), ownInvitationOf(request).token))
  }

  async function fileFields(request: Request) {
    const { event, token } = ownInvitationOf(request)
    if (!(await posts.take(token))) throw new Busy('too many files with one invitation', 60)
    const files = (await listQuestions(db, event.id)).filter(({ kind }) => kind === 'file')
    return files.map(question => ({ name: fieldName(question), maxBytes: largestFile }))
  }

  async function groundOf(request: Request) {
    const { event, invitation } = ownInvitationOf(request)
    const opened = invitation.categoryId === null ? [] : [invitation.categoryId]
    return { offer: await findOffer(db, event, { opened }), questions: await listQuestions(db, event.id) }
  }

  async function renderPage(request: Request, response: Response, form?: FormModel, again?: Again): Promise<void> {
    const context = { t: translatorOf(response), locale: localeOf(response) }
    const own = ownInvitationOf(request)
    const { event } = own
    const view = viewOf(own.invitation, event, now())
    const matter = { ...own, ...(await groundOf(request)), view, registrationToken: registrationToken(request) }
    const venue = event.venueId === null ? undefined : await findVenue(db, event.venueId)
    const model = pages.answerModel(context, { ...matter, venue }, form, again)
    const publicity = await findPublicity(db, event.projectId, context.locale)
    const head = publicEventHead(context, event, { title: model.title, isPrivate: true, publicity })
    if (isGone(view)) response.status(410)
    render(response, pages.answerPage, { ...model, head })
  }

  /** The link to the registration, for as long as it is still that of the invited: somebody else may have taken over. */
  function registrationToken(request: Request): string | undefined {
    const { registrationReference, registrationTokenVersion, registrationEmail, email } =
      ownInvitationOf(request).invitation
    if (registrationReference === null || registrationTokenVersion === null) return undefined
    if (registrationEmail?.toLowerCase() !== email.toLowerCase()) return undefined
    return tokens.issue('registration', registrationReference, registrationTokenVersion)
  }
}

function isPerson(request: Request): boolean {
  const purpose = `${request.get('sec-purpose') ?? ''} ${request.get('purpose') ?? ''}`
  return looksLikePerson({ method: request.method, userAgent: request.get('user-agent') ?? '', purpose })
}

function isGone(view: InvitationView): boolean {
  return view === 'withdrawn' || view === 'over'
}
