import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { pager, pageRequest } from '../../../core/http/pagination.ts'
import { redirect } from '../../../core/http/urls.ts'
import { isLocale, type Locale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import { planAnnouncement, sendAnnouncement, type SendOutcome } from '../actions/send.ts'
import { plannedAt, sendForm } from '../forms.ts'
import { writeAnnouncement } from '../mails.ts'
import { logModel } from '../pages/log.ts'
import * as pages from '../pages/one.ts'
import { sendModel } from '../pages/sending.ts'
import { announcementsHref } from '../pages/shared.ts'
import { listLog, logStates } from '../queries/announcements.ts'
import { type Audience, findAudience } from '../queries/audience.ts'
import { isEditable, stateOf, usualPace } from '../rules/states.ts'
import { languageFor } from '../rules/words.ts'
import { announcementOf, contextOf, framed, segmentFacts, theAnnouncement } from './reading.ts'

/** Seconds between two looks at one that is being sent. */
const again = 5

/** One announcement: whom it reaches and how it reads, agreeing to send it, and how far it is. */
export function announcementRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const path = '/organiser/events/:event/announcements/:announcement'
  const viewing = onEvent(services, mayView)
  const theOne = theAnnouncement(services)

  routes.get(path, viewing, theOne, show)
  routes.get(`${path}/preview`, viewing, theOne, preview)
  routes.post(`${path}/send`, onEvent(services, mayOrganise), theOne, send)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    await draw(request, response, undefined)
  }

  async function send(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const read = readForm(sendForm, request.body)
    const refuse = (problems: readonly FieldProblem[]) =>
      draw(
        request,
        response.status(422),
        refusedForm(translatorOf(response), sendHref(request, response), read.typed, problems),
      )
    if (!read.ok) return refuse(read.problems)
    const { lockVersion, expected, perMinute, expires, when } = read.value
    const agreement = {
      event,
      announcement: announcementOf(request),
      version: lockVersion,
      expected,
      perMinute: Number(perMinute),
      expiresAt: expires ? event.startsAt : null,
    }
    const planned = when === 'now' ? undefined : plannedAt(read.value, event.timeZone)
    if (planned?.kind === 'problem') return refuse([planned.problem])
    const outcome = planned
      ? await planAnnouncement(db, actorOf(request), { ...agreement, plannedFor: planned.at })
      : await sendAnnouncement(db, actorOf(request), agreement)
    const problem = problemIn(outcome, expected)
    if (problem) return refuse([problem])
    flash(request, `announcements.flash.${outcome.kind}`)
    redirect(response, hrefOf(request, response))
  }

  async function preview(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const words = announcementOf(request)
    const locale = languageIn(request, response)
    const { people } = await findAudience(db, event, words.segment)
    const reader = people.find(person => languageFor(words, person.locale) === locale) ?? people[0]
    const registration = reader && (await findRegistrationOfEvent(db, event.id, reader.reference))
    if (registration === undefined) throw new NotFound()
    const { html } = await writeAnnouncement(services, { words, event, registration, locale })
    response.set({ 'Content-Security-Policy': previewPolicy, 'Cache-Control': 'no-store' })
    response.type('html').send(html)
  }

  async function draw(request: Request, response: Response, typed: FormModel | undefined): Promise<void> {
    const context = contextOf(response)
    const access = eventOf(request)
    const announcement = announcementOf(request)
    const isOpen = isEditable(announcement)
    const audience = isOpen ? await findAudience(db, access.event, announcement.segment) : undefined
    const facts = await segmentFacts(services, access.event)
    const data = { access, announcement, facts, audience, language: languageIn(request, response) }
    const model = pages.announcementModel(context, data)
    if (stateOf(announcement) === 'running') response.set('Refresh', String(again))
    response.set('Content-Security-Policy', `${response.get('Content-Security-Policy')};frame-src 'self'`)
    render(response, pages.announcementPage, {
      ...framed(request, response, model.title),
      ...model,
      preview: isOpen && audience !== undefined && audience.count > 0 ? model.preview : undefined,
      notice: noticeOf(request, response),
      send: sendOf(request, response, audience, typed),
      log: announcement.queuedAt === null ? undefined : await logOf(request, response),
    })
  }

  function sendOf(request: Request, response: Response, audience: Audience | undefined, typed: FormModel | undefined) {
    const access = eventOf(request)
    if (audience === undefined || audience.count === 0 || !mayOrganise(access.role)) return undefined
    const announcement = announcementOf(request)
    const usual = { when: 'now', perMinute: String(usualPace), expires: 'yes' }
    const form = typed ?? freshForm(sendHref(request, response), usual)
    return sendModel(contextOf(response), { event: access.event, announcement }, form, audience.count)
  }

  async function logOf(request: Request, response: Response) {
    const context = contextOf(response)
    const [access, announcement] = [eventOf(request), announcementOf(request)]
    const asked = pageRequest(queryText(request, 'page'))
    const state = logStates.find(known => known === queryText(request, 'state'))
    const { lines, total } = await listLog(db, announcement.id, { ...asked, state })
    const link = (page: number) =>
      announcementsHref(context.locale, access.event, `/${announcement.reference}`, { state, page })
    return logModel(context, { event: access.event, announcement }, { lines, state, pager: pager(asked, total, link) })
  }
}

/** As in the demo inbox: nothing runs, nothing is fetched; checkers of accessibility may look inside. */
const previewPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox',
].join(';')

function problemIn(outcome: SendOutcome, expected: number): FieldProblem | undefined {
  switch (outcome.kind) {
    case 'changed':
      return { field: 'expected', message: 'errors.countChanged', values: { before: expected, now: outcome.count } }
    case 'changed-meanwhile':
      return { field: 'expected', message: 'errors.announcementChanged' }
    case 'unwritten':
      return { field: 'expected', message: 'errors.announcementEmpty' }
    default:
      return undefined
  }
}

function hrefOf(request: Request, response: Response): string {
  return announcementsHref(contextOf(response).locale, eventOf(request).event, `/${announcementOf(request).reference}`)
}

function sendHref(request: Request, response: Response): string {
  return `${hrefOf(request, response)}/send`
}

/** The language of the preview: that asked for, as far as it is written. */
function languageIn(request: Request, response: Response): Locale {
  const asked = queryText(request, 'language')
  return languageFor(announcementOf(request), isLocale(asked) ? asked : contextOf(response).locale)
}

const inVain = ['announcements.flash.gone', 'announcements.flash.not-running', 'announcements.flash.not-stopped']

function noticeOf(request: Request, response: Response): pages.AnnouncementModel['notice'] {
  const key = takeFlash(request)
  return key === undefined
    ? undefined
    : { kind: inVain.includes(key) ? 'warn' : 'good', text: translatorOf(response)(key) }
}
