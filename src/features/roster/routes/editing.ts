import { type Request, type Response, Router } from 'express'
import { type FieldProblem, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listQuestions } from '../../questions/queries.ts'
import { answersToValues, givenAnswers } from '../../questions/rules/answers.ts'
import { listFieldsOf } from '../../questions/rules/kinds.ts'
import { changeWhole } from '../../registration/actions/whole-change.ts'
import { listAllAnswers } from '../../registration/queries/answers.ts'
import { printedName } from '../../registration/queries/names.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { findOptionsToHold } from '../../registration/queries/sign-ups.ts'
import { changeProblem } from '../../registration/rules/refusals.ts'
import { changeForm } from '../forms.ts'
import { changing, type EditMatter, editPage } from '../pages/edit.ts'
import { personalValues } from '../pages/fields.ts'
import { readForThem } from '../rules/organiser-answers.ts'
import { back, headOf, onePath, pathOf, registrationOf, theRegistration } from './loading.ts'
import { contextOf } from './reading.ts'

/** What an organiser changes of somebody: who they are, and their answers to the questions of the form. */
export function editingRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const theOne = theRegistration(services)

  routes.get(`${onePath}/edit`, organising, theOne, edit)
  routes.post(`${onePath}/edit`, organising, theOne, save)
  return routes

  async function edit(request: Request, response: Response): Promise<void> {
    const registration = registrationOf(request)
    const questions = await listQuestions(db, registration.eventId)
    const { values, lists } = answersToValues(questions, await listAllAnswers(db, registration.id))
    const form = freshForm(pathOf(request, response, '/edit'), { ...personalValues(registration), ...values }, lists)
    await renderEdit(request, response, { form, questions, newlyAsked: [] })
  }

  async function save(request: Request, response: Response): Promise<void> {
    const registration = registrationOf(request)
    const { event } = eventOf(request)
    const questions = await listQuestions(db, event.id)
    const reading = readForm(changeForm, request.body, listFieldsOf(questions))
    const former = await listAllAnswers(db, registration.id)
    const {
      answers,
      problems: wrong,
      newlyAsked,
    } = readForThem(questions, reading.typed, { categoryId: registration.categoryId, former })
    const problems: FieldProblem[] = [...(reading.ok ? [] : reading.problems), ...wrong]
    if (reading.ok && problems.length === 0 && newlyAsked.length === 0) {
      const offer = await findOffer(db, event)
      const optionIds = await findOptionsToHold(db, registration.id, { offer, questions, answers })
      const change = {
        registration,
        event,
        details: reading.value,
        answers: givenAnswers(questions, answers),
        optionIds,
      }
      const outcome = await changeWhole(db, actorOf(request), change)
      if (outcome.kind === 'saved') return back(request, response, 'core.saved')
      if (outcome.kind === 'not-active') return back(request, response, 'roster.flash.not-active')
      problems.push(changeProblem(outcome, questions, localeOf(response)))
    }
    const action = pathOf(request, response, '/edit')
    const form = refusedForm(translatorOf(response), action, reading.typed, problems)
    await renderEdit(request, response.status(422), { form, questions, newlyAsked })
  }

  async function renderEdit(
    request: Request,
    response: Response,
    matter: Pick<EditMatter, 'form' | 'questions' | 'newlyAsked'>,
  ): Promise<void> {
    const context = contextOf(response)
    const registration = registrationOf(request)
    const { event } = eventOf(request)
    const offer = await findOffer(db, event)
    const backLabel = printedName(registration)
    const title = context.t('roster.one.editTitle', { name: backLabel })
    const head = headOf(request, response, title)
    const model = changing(context, { ...matter, event, offer, categoryId: registration.categoryId })
    render(response, editPage, { ...model, head, title, backHref: pathOf(request, response), backLabel })
  }
}
