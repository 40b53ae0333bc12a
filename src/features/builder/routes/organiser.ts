import { type Request, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { readForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { moveQuestion } from '../../questions/actions/move.ts'
import { reinstateQuestion } from '../../questions/actions/questions.ts'
import { findQuestion, findUsage, listQuestions, listUsage } from '../../questions/queries.ts'
import { dependentsOf, mostQuestions } from '../../questions/rules/order.ts'
import type { Question } from '../../questions/types.ts'
import { registrationSetupNav } from '../../registration/frame.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import { moveForm } from '../forms.ts'
import { consequencesPage } from '../pages/consequences.ts'
import { takeOffForm } from '../actions.ts'
import { formHref, formList, formListPage, labelOf } from '../pages/list.ts'
import { copyFormRoutes } from './copy.ts'
import { contextOf, formHead } from './head.ts'
import { previewRoutes } from './preview.ts'
import { questionRoutes } from './questions.ts'

const questions = slot<Question>('question')

/** The registration form of an event: its questions in order, taking them off and putting them back. */
export function builderRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/form'
  const theOne = loading(questions, request => findQuestion(db, eventOf(request).event.id, param(request, 'question')))

  routes.get(base, organising, list)
  routes.use(previewRoutes(services))
  routes.use(copyFormRoutes(services))
  routes.use(questionRoutes(services))
  routes.post(`${base}/:question/move`, organising, theOne, move)
  routes.get(`${base}/:question/remove`, organising, theOne, confirmRemoval)
  routes.post(`${base}/:question/remove`, organising, theOne, remove)
  routes.post(`${base}/:question/reinstate`, organising, theOne, reinstate)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    await showList(request, response, undefined)
  }

  async function move(request: Request, response: Response): Promise<void> {
    const [question, reading] = [questions.get(request), readForm(moveForm, request.body)]
    const active = await listQuestions(db, question.eventId)
    const place = active.findIndex(({ id }) => id === question.id) + 1
    if (!reading.ok || place === 0) return backToList(request, response)
    const { direction, position = place } = reading.value
    const steps = { '': position, up: place - 1, down: place + 1 }
    const outcome = await moveQuestion(db, actorOf(request), { question, position: steps[direction] })
    if (outcome.kind === 'moved') return backToList(request, response, `question-${question.reference}`)
    const context = contextOf(response)
    const other = outcome.kind === 'before-condition' ? outcome.condition : outcome.dependent
    const names = { question: labelOf(context, question), other: labelOf(context, other) }
    await showList(request, response.status(422), context.t(`builder.refusals.${outcome.kind}`, names))
  }

  async function confirmRemoval(request: Request, response: Response): Promise<void> {
    const [context, question] = [contextOf(response), questions.get(request)]
    const { event } = eventOf(request)
    const { answers } = await findUsage(db, question)
    const [dependent] = dependentsOf(await listQuestions(db, event.id), question)
    if (dependent !== undefined) return refuseNeeded(request, response, dependent)
    const deed = answers > 0 ? 'archive' : 'remove'
    const title = context.t(`builder.remove.${deed}.title`, { question: labelOf(context, question) })
    render(response, consequencesPage, {
      head: formHead(request, response, title),
      question: title,
      consequences: [context.t(`builder.remove.${deed}.consequence`, { answers })],
      action: formHref(context, event, `${question.reference}/remove`),
      submit: context.t(`builder.remove.${deed}.submit`),
      danger: true,
      fields: [],
      back: { href: formHref(context, event), label: context.t('core.back') },
    })
  }

  /** Nobody answered: the question goes. Somebody did, if only meanwhile: it is taken off the form. */
  async function remove(request: Request, response: Response): Promise<void> {
    const question = questions.get(request)
    const outcome = await takeOffForm(db, actorOf(request), { question })
    if (outcome.kind === 'needed') return refuseNeeded(request, response, outcome.dependent)
    flash(request, outcome.kind === 'removed' ? 'builder.flash.removed' : 'builder.flash.archived')
    backToList(request, response)
  }

  async function reinstate(request: Request, response: Response): Promise<void> {
    const outcome = await reinstateQuestion(db, actorOf(request), { question: questions.get(request) })
    if (outcome.kind === 'reinstated') {
      flash(request, 'builder.flash.reinstated')
      return backToList(request, response, `question-${questions.get(request).reference}`)
    }
    const refusal = contextOf(response).t(`builder.refusals.${outcome.kind}`, { max: mostQuestions })
    await showList(request, response.status(422), refusal)
  }

  async function refuseNeeded(request: Request, response: Response, dependent: Question): Promise<void> {
    const context = contextOf(response)
    const names = { question: labelOf(context, questions.get(request)), other: labelOf(context, dependent) }
    await showList(request, response.status(422), context.t('builder.refusals.needed', names))
  }

  function backToList(request: Request, response: Response, fragment = ''): void {
    const href = formHref(contextOf(response), eventOf(request).event)
    redirect(response, fragment === '' ? href : `${href}#${fragment}`)
  }

  async function showList(request: Request, response: Response, refusal: string | undefined): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const all = await listQuestions(db, event.id, { archived: true })
    const categories = await listCategories(db, event.id)
    const usage = await listUsage(db, event.id)
    render(response, formListPage, {
      head: formHead(request, response, context.t('builder.list.title')),
      nav: registrationSetupNav(context, event, 'form'),
      flash: takeFlash(request),
      refusal,
      ...formList(context, event, { questions: all, categories, usage }),
    })
  }
}
