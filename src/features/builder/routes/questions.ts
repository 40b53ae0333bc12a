import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash } from '../../../core/http/flash.ts'
import { changeRows, postedValues, rowOperation } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { loading, param, queryText, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { findQuestion, findUsage, listQuestions } from '../../questions/queries.ts'
import { type Question, questionKinds } from '../../questions/types.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import { addToForm, changeOnForm } from '../actions.ts'
import { type DraftReading, type FormSurroundings, optionRows, readQuestionForm } from '../forms.ts'
import { consequencesPage, consequenceWords, postedFields } from '../pages/consequences.ts'
import { formHref, labelOf } from '../pages/list.ts'
import { kindChoicePage, kindGroupsOf, questionFormModel, questionFormPage, questionValues } from '../pages/question.ts'
import { countRegistrations, listOptionCapacities } from '../queries.ts'
import { consequencesOf } from '../rules/consequences.ts'
import type { QuestionDraft } from '../types.ts'
import { contextOf, formHead } from './head.ts'
import { problemOf, type SaveRefusal } from './refusals.ts'

const questions = slot<Question>('question')

/** One question of the form: choosing its kind, adding it, changing it. */
export function questionRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const base = '/organiser/events/:event/form'
  const theOne = loading(questions, request => findQuestion(db, eventOf(request).event.id, param(request, 'question')))

  routes.get(`${base}/new`, organising, newOne)
  routes.post(`${base}/new`, organising, create)
  routes.get(`${base}/:question`, organising, theOne, edit)
  routes.post(`${base}/:question`, organising, theOne, save)
  return routes

  async function newOne(request: Request, response: Response): Promise<void> {
    if (queryText(request, 'kind') !== '')
      return showForm(request, response, freshForm(actionOf(request, response), { 'option.0.waits': '' }))
    const context = contextOf(response)
    const { event } = eventOf(request)
    render(response, kindChoicePage, {
      head: formHead(request, response, context.t('builder.kinds.title')),
      groups: kindGroupsOf(context, event),
      backHref: formHref(context, event),
    })
  }

  async function create(request: Request, response: Response): Promise<void> {
    if (await changedRows(request, response)) return
    const surroundings = await surroundingsOf(request)
    const reading = readQuestionForm(request.body, surroundings)
    if (!reading.ok) return refuse(request, response, reading)
    const { event } = eventOf(request)
    const { kind } = surroundings
    const outcome = await addToForm(db, actorOf(request), { event, kind, draft: reading.draft })
    if (outcome.kind === 'added') return backToList(request, response, outcome.question)
    await refuseSaving(request, response, reading, outcome)
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const question = questions.get(request)
    const categories = await listCategories(db, question.eventId)
    const { values, lists } = questionValues(question, categories, await listOptionCapacities(db, question.eventId))
    await showForm(request, response, freshForm(actionOf(request, response), values, lists))
  }

  async function save(request: Request, response: Response): Promise<void> {
    if (await changedRows(request, response)) return
    const question = questions.get(request)
    const reading = readQuestionForm(request.body, await surroundingsOf(request))
    if (!reading.ok) return refuse(request, response, reading)
    if (await askedFirst(request, response, reading.draft)) return
    const outcome = await changeOnForm(db, actorOf(request), { question, draft: reading.draft })
    if (outcome.kind === 'saved') return backToList(request, response, question)
    await refuseSaving(request, response, reading, outcome)
  }

  /** Says what a change does to answers given already; true when it waits to be confirmed. */
  async function askedFirst(request: Request, response: Response, draft: QuestionDraft): Promise<boolean> {
    const [context, question] = [contextOf(response), questions.get(request)]
    if (postedValues(request.body)['confirmed'] === 'yes') return false
    const capacities = await listOptionCapacities(db, question.eventId)
    const registrations = await countRegistrations(db, question.eventId)
    const standing = { ...(await findUsage(db, question)), capacities, registrations }
    const consequences = consequencesOf(question, draft, standing, context.locale)
    if (consequences.length === 0) return false
    const title = context.t('builder.confirm.title', { question: labelOf(context, question) })
    render(response, consequencesPage, {
      head: formHead(request, response, title),
      question: title,
      consequences: consequences.map(consequence => consequenceWords(context, consequence)),
      action: actionOf(request, response),
      submit: context.t('builder.confirm.submit'),
      danger: false,
      fields: [...postedFields(request.body), { name: 'confirmed', value: 'yes' }],
      back: { href: actionOf(request, response), label: context.t('builder.confirm.back') },
    })
    return true
  }

  /** A row button was pressed: the form comes back with its rows changed, and nothing is saved. */
  async function changedRows(request: Request, response: Response): Promise<boolean> {
    const operation = rowOperation(request.body)
    if (operation?.group !== optionRows.name) return false
    const { typed } = readQuestionForm(request.body, await surroundingsOf(request))
    const values = changeRows(postedValues(request.body), optionRows, operation)
    await showForm(request, response, freshForm(actionOf(request, response), values, typed.lists))
    return true
  }

  async function surroundingsOf(request: Request): Promise<FormSurroundings> {
    const { event } = eventOf(request)
    const question = questions.find(request)
    const wanted = question?.kind ?? queryText(request, 'kind')
    const kind = questionKinds.find(known => known === wanted)
    if (kind === undefined || (question !== undefined && question.archivedAt !== null)) throw new NotFound()
    const [all, categories] = [await listQuestions(db, event.id), await listCategories(db, event.id)]
    return { kind, questions: all, question, categories }
  }

  function actionOf(request: Request, response: Response): string {
    const question = questions.find(request)
    const part = question?.reference ?? `new?kind=${encodeURIComponent(queryText(request, 'kind'))}`
    return formHref(contextOf(response), eventOf(request).event, part)
  }

  function backToList(request: Request, response: Response, { reference }: Question): void {
    flash(request, 'core.saved')
    redirect(response, `${formHref(contextOf(response), eventOf(request).event)}#question-${reference}`)
  }

  async function refuse(
    request: Request,
    response: Response,
    { typed, problems }: { readonly typed: Typed; readonly problems: readonly FieldProblem[] },
  ): Promise<void> {
    const form = refusedForm(translatorOf(response), actionOf(request, response), typed, problems)
    await showForm(request, response.status(422), form)
  }

  async function refuseSaving(
    request: Request,
    response: Response,
    { typed }: DraftReading,
    refusal: SaveRefusal,
  ): Promise<void> {
    await refuse(request, response, { typed, problems: [problemOf(refusal, localeOf(response))] })
  }

  async function showForm(request: Request, response: Response, form: FormModel): Promise<void> {
    const question = questions.find(request)
    const model = questionFormModel(contextOf(response), eventOf(request).event, await surroundingsOf(request), form)
    const answers = question === undefined ? 0 : (await findUsage(db, question)).answers
    render(response, questionFormPage, { head: formHead(request, response, model.title), ...model, answers })
  }
}
