import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, freshForm, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { type Locale } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listQuestions } from '../../questions/queries.ts'
import { chosenOptionIds, givenAnswers } from '../../questions/rules/answers.ts'
import { listFieldsOf } from '../../questions/rules/kinds.ts'
import type { Question } from '../../questions/types.ts'
import { type AddedByHand, registerByHand } from '../../registration/actions/register.ts'
import { findOffer, listCategories } from '../../registration/queries/offers.ts'
import { readParts } from '../../registration/rules/form-parts.ts'
import { usualAttendance } from '../../registration/rules/ledger.ts'
import { refusalAtField, refusalNames } from '../../registration/rules/refusals.ts'
import type { EventOffer, Refusal } from '../../registration/types/offers.ts'
import type { RegisterRequest } from '../../registration/types.ts'
import { addForm } from '../forms.ts'
import { adding, categoryIn, type EditMatter, editPage, withoutDeadlines } from '../pages/edit.ts'
import { partHref } from '../pages/query.ts'
import { readForThem } from '../rules/organiser-answers.ts'
import { partProblem } from '../rules/part-problems.ts'
import { headOf } from './loading.ts'
import { contextOf } from './reading.ts'

/** What the form for somebody new stands on. */
interface Ground {
  readonly offer: EventOffer
  readonly questions: readonly Question[]
}

/** Adding somebody who wrote or rang; mounted before the routes of one registration. */
export function addingRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)

  routes.get('/organiser/events/:event/registrations/new', organising, newOne)
  routes.post('/organiser/events/:event/registrations/new', organising, add)
  return routes

  async function newOne(request: Request, response: Response): Promise<void> {
    const locale = localeOf(response)
    const form = freshForm(pathOf(request, response), { country: 'CZ', locale, attendance: 'on_site' })
    await renderForm(request, response, { form, newlyAsked: [], ...(await findGround(request)) })
  }

  async function add(request: Request, response: Response): Promise<void> {
    const ground = await findGround(request)
    const reading = readWish(request, response, ground)
    const problems = [...reading.problems]
    if (reading.wish && problems.length === 0 && reading.newlyAsked.length === 0) {
      const outcome = await registerByHand(db, actorOf(request), reading.wish)
      if ('reference' in outcome && outcome.reference) return finish(request, response, outcome, outcome.reference)
      problems.push(refusalOf(ground, outcome, reading.wish, localeOf(response)))
    }
    const { typed, newlyAsked } = reading
    const form = refusedForm(translatorOf(response), pathOf(request, response), typed, problems)
    await renderForm(request, response.status(422), { form, newlyAsked, ...ground })
  }

  /** Hidden categories are open to an organiser; neither deadlines nor approval bind. */
  async function findGround(request: Request): Promise<Ground> {
    const { event } = eventOf(request)
    const categories = await listCategories(db, event.id)
    const offer = await findOffer(db, event, { opened: categories.map(({ id }) => id) })
    return { offer: withoutDeadlines(offer), questions: await listQuestions(db, event.id) }
  }

  function finish(request: Request, response: Response, { kind }: AddedByHand, reference: string): void {
    flash(request, kind === 'already-registered' ? 'roster.flash.alreadyRegistered' : 'roster.flash.added')
    redirect(response, partHref(localeOf(response), eventOf(request).event, `/${reference}`))
  }

  function pathOf(request: Request, response: Response): string {
    return partHref(localeOf(response), eventOf(request).event, '/new')
  }

  async function renderForm(
    request: Request,
    response: Response,
    matter: Pick<EditMatter, 'form' | 'newlyAsked'> & Ground,
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const title = context.t('roster.one.newTitle')
    const category = categoryIn(matter.offer, matter.form.values['category'])
    const model = adding(context, { ...matter, event, categoryId: category?.id })
    const head = headOf(request, response, title)
    const back = { backHref: partHref(context.locale, event, ''), backLabel: context.t('roster.list.title') }
    render(response, editPage, { ...model, ...back, head, title })
  }
}

interface Reading {
  readonly typed: Typed
  readonly problems: readonly FieldProblem[]
  readonly newlyAsked: readonly Question[]
  readonly wish: RegisterRequest | undefined
}

function readWish(request: Request, response: Response, { offer, questions }: Ground): Reading {
  const { event } = eventOf(request)
  const reading = readForm(addForm, request.body, ['parts', ...listFieldsOf(questions)])
  const { typed } = reading
  const category = categoryIn(offer, typed.values['category'])
  const {
    answers,
    problems: wrong,
    newlyAsked,
  } = readForThem(questions, typed, { categoryId: category?.id, former: new Map() })
  const problems: FieldProblem[] = [...(reading.ok ? [] : reading.problems), ...wrong]
  if (category === undefined) problems.push({ field: 'category', message: 'errors.choose' })
  if (!reading.ok || category === undefined) return { typed, problems, newlyAsked, wish: undefined }
  const { category: _, dietary, access, attendance: chosen, ...person } = reading.value
  const attendance = event.mode === 'hybrid' ? (chosen ?? 'on_site') : usualAttendance(event.mode)
  const who = { categoryId: category.id, attendance }
  const { parts, problem } = readParts(offer.parts, typed.lists['parts'] ?? [], who)
  if (problem) problems.push(partProblem(problem, localeOf(response)))
  const counted = new Set(offer.options.map(({ optionId }) => optionId))
  const wish = {
    ...person,
    ...who,
    eventId: event.id,
    needs: { dietary, access },
    consents: [],
    answers: givenAnswers(questions, answers),
    optionIds: chosenOptionIds(questions, answers).filter(id => counted.has(id)),
    partIds: parts.map(({ part }) => part.id),
  }
  return { typed, problems, newlyAsked, wish }
}

/** What the engine said no to, at the field it is about. */
function refusalOf(
  { offer, questions }: Ground,
  outcome: AddedByHand,
  wish: RegisterRequest,
  locale: Locale,
): FieldProblem {
  return refusalAtField(asRefusal(outcome), refusalNames(offer, questions, locale), offer, wish.attendance ?? 'on_site')
}

function asRefusal(outcome: AddedByHand): Refusal {
  switch (outcome.kind) {
    case 'already-registered':
    case 'place':
    case 'approval':
    case 'waiting':
      return { kind: 'full' }
    default:
      return outcome
  }
}
