import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { readForm } from '../../../core/http/forms.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise, mayView } from '../../accounts/permissions.ts'
import { listHistory } from '../../audit/queries.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listMailsOfRegistration } from '../../mail/queries.ts'
import { listQuestions } from '../../questions/queries.ts'
import { recordArrival, undoArrival } from '../../registration/actions/arrival.ts'
import { resendConfirmation } from '../../registration/actions/changes.ts'
import { approveRegistration } from '../../registration/actions/decisions.ts'
import { addNote } from '../../registration/actions/notes.ts'
import { tagRegistrations, untagRegistrations } from '../../registration/actions/tags.ts'
import { listAnswers, listSensitiveAnswers } from '../../registration/queries/answers.ts'
import { listFiles } from '../../registration/queries/files.ts'
import { listNotes } from '../../registration/queries/notes.ts'
import { findNeeds, listConsents } from '../../registration/queries/registrations.ts'
import { listSignUps } from '../../registration/queries/sign-ups.ts'
import { noteForm, tagForm } from '../forms.ts'
import * as pages from '../pages/one.ts'
import { findConnections } from '../queries/one.ts'
import { back, headOf, onePath, pathOf, registrationOf, theRegistration } from './loading.ts'
import { noticeOf } from '../pages/notice.ts'
import { contextOf } from './reading.ts'

/** One registration: all that is known of it, notes and tags, and what is done about it at once. */
export function oneRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const viewing = onEvent(services, mayView)
  const organising = onEvent(services, mayOrganise)
  const theOne = theRegistration(services)

  routes.get(onePath, viewing, theOne, show)
  routes.post(`${onePath}/approve`, organising, theOne, approve)
  routes.post(`${onePath}/resend`, organising, theOne, resend)
  routes.post(`${onePath}/arrival`, organising, theOne, arrive)
  routes.post(`${onePath}/arrival/undo`, organising, theOne, unarrive)
  routes.post(`${onePath}/notes`, organising, theOne, note)
  routes.post(`${onePath}/tags`, organising, theOne, tag)
  routes.post(`${onePath}/tags/remove`, organising, theOne, untag)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const data = await readOne(request)
    const model = pages.oneModel(contextOf(response), data)
    const head = headOf(request, response, model.name, true)
    render(response, pages.onePage, { ...model, head, notice: noticeOf(contextOf(response), takeFlash(request)) })
  }

  async function readOne(request: Request): Promise<pages.OneData> {
    const [access, registration] = [eventOf(request), registrationOf(request)]
    const { id } = registration
    const isOrganiser = mayOrganise(access.role)
    return {
      access,
      registration,
      connections: await findConnections(db, id),
      questions: await listQuestions(db, access.event.id, { archived: true }),
      answers: await listAnswers(db, id),
      sensitive: isOrganiser
        ? { answers: await listSensitiveAnswers(db, id), needs: await findNeeds(db, id) }
        : undefined,
      files: await listFiles(db, id),
      signUps: await listSignUps(db, id),
      consents: await listConsents(db, id),
      history: await listHistory(db, { kind: 'registration', id }),
      mails: await listMailsOfRegistration(db, id),
      notes: await listNotes(db, id),
    }
  }

  async function approve(request: Request, response: Response): Promise<void> {
    const about = { registration: registrationOf(request) }
    const { kind } = await approveRegistration(db, actorOf(request), about)
    back(request, response, `roster.flash.${kind}`)
  }

  async function arrive(request: Request, response: Response): Promise<void> {
    const { kind } = await recordArrival(db, actorOf(request), { registration: registrationOf(request) })
    back(request, response, `roster.flash.${kind}`)
  }

  async function unarrive(request: Request, response: Response): Promise<void> {
    const { kind } = await undoArrival(db, actorOf(request), { registration: registrationOf(request) })
    back(request, response, `roster.flash.${kind}`)
  }

  async function resend(request: Request, response: Response): Promise<void> {
    const input = { registration: registrationOf(request), event: eventOf(request).event }
    await resendConfirmation(db, actorOf(request), input)
    back(request, response, 'roster.flash.resent')
  }

  async function note(request: Request, response: Response): Promise<void> {
    const reading = readForm(noteForm, request.body)
    if (!reading.ok) return backTo(request, response, 'notes', 'roster.flash.noteEmpty')
    await addNote(db, actorOf(request), { registration: registrationOf(request), body: reading.value.note })
    backTo(request, response, 'timeline', 'roster.flash.noted')
  }

  async function tag(request: Request, response: Response): Promise<void> {
    const reading = readForm(tagForm, request.body)
    if (!reading.ok) return backTo(request, response, 'tags', 'roster.flash.tagWrong')
    const { id, eventId } = registrationOf(request)
    const tagging = { eventId, registrationIds: [id], tag: reading.value.tag }
    const tagged = await tagRegistrations(db, actorOf(request), tagging)
    backTo(request, response, 'tags', tagged.length > 0 ? 'core.saved' : 'roster.flash.tagSame')
  }

  async function untag(request: Request, response: Response): Promise<void> {
    const reading = readForm(tagForm, request.body)
    const { id, eventId } = registrationOf(request)
    if (reading.ok)
      await untagRegistrations(db, actorOf(request), { eventId, registrationIds: [id], tag: reading.value.tag })
    backTo(request, response, 'tags', 'core.saved')
  }

  /** Back to where on the page it was done. */
  function backTo(request: Request, response: Response, place: string, message: string): void {
    flash(request, message)
    redirect(response, `${pathOf(request, response)}#${place}`)
  }
}
