import { type Request, type Response, Router } from 'express'
import { type FieldProblem, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listQuestions } from '../../questions/queries.ts'
import { answersToValues, chosenOptionIds, givenAnswers } from '../../questions/rules/answers.ts'
import { fieldName, listFieldsOf } from '../../questions/rules/kinds.ts'
import type { Answers, Question } from '../../questions/types.ts'
import { listAnswers, listSensitiveAnswers } from '../../registration/queries/answers.ts'
import { printedName } from '../../registration/queries/names.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { listSignUps } from '../../registration/queries/sign-ups.ts'
import type { EventOffer } from '../../registration/types/offers.ts'
import { changeWhole, type WholeChangeOutcome } from '../actions/changes.ts'
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
    const { values, lists } = answersToValues(questions, await answersOf(registration.id))
    const form = freshForm(pathOf(request, response, '/edit'), { ...personalValues(registration), ...values }, lists)
    await renderEdit(request, response, { form, questions, newlyAsked: [] })
  }

  async function save(request: Request, response: Response): Promise<void> {
    const registration = registrationOf(request)
    const { event } = eventOf(request)
    const questions = await listQuestions(db, event.id)
    const reading = readForm(changeForm, request.body, listFieldsOf(questions))
    const former = await answersOf(registration.id)
    const {
      answers,
      problems: wrong,
      newlyAsked,
    } = readForThem(questions, reading.typed, { categoryId: registration.categoryId, former })
    const problems: FieldProblem[] = [...(reading.ok ? [] : reading.problems), ...wrong]
    if (reading.ok && problems.length === 0 && newlyAsked.length === 0) {
      const optionIds = await optionsToHold(registration.id, await findOffer(db, event), questions, answers)
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
      problems.push(problemOf(response, questions, outcome))
    }
    const action = pathOf(request, response, '/edit')
    const form = refusedForm(translatorOf(response), action, reading.typed, problems)
    await renderEdit(request, response.status(422), { form, questions, newlyAsked })
  }

  async function answersOf(registrationId: number): Promise<Answers> {
    return new Map([...(await listAnswers(db, registrationId)), ...(await listSensitiveAnswers(db, registrationId))])
  }

  /** Options with counted places as the form chose them; those of questions that are not on the form stay. */
  async function optionsToHold(
    registrationId: number,
    { options }: EventOffer,
    questions: readonly Question[],
    answers: Answers,
  ): Promise<number[] | undefined> {
    if (options.length === 0) return undefined
    const counted = new Set(options.map(({ optionId }) => optionId))
    const onForm = new Set(questions.flatMap(question => question.options.map(({ id }) => id)))
    const held = (await listSignUps(db, registrationId)).flatMap(({ optionId }) => optionId ?? [])
    return [...chosenOptionIds(questions, answers).filter(id => counted.has(id)), ...held.filter(id => !onForm.has(id))]
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

function problemOf(
  response: Response,
  questions: readonly Question[],
  outcome: Exclude<WholeChangeOutcome, { kind: 'saved' | 'not-active' }>,
): FieldProblem {
  if (outcome.kind === 'address-taken') return { field: 'email', message: 'errors.registeredAddress' }
  const question = questions.find(({ options }) => options.some(({ id }) => id === outcome.optionId))
  const option = readText(question?.options.find(({ id }) => id === outcome.optionId)?.label, localeOf(response))
  return { field: question ? fieldName(question) : 'givenName', message: 'errors.optionFull', values: { option } }
}
