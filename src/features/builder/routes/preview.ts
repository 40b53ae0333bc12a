import { type Request, type Response, Router } from 'express'
import { type FormModel, freshForm, readForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import type { Services } from '../../../services.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { publicEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { newlyAskedLinks, questionFields, questionLabels } from '../../questions/frame.ts'
import { listQuestions } from '../../questions/queries.ts'
import { fieldName, listFieldsOf } from '../../questions/rules/kinds.ts'
import { readAnswers } from '../../questions/rules/reading.ts'
import type { Question } from '../../questions/types.ts'
import { listCategories } from '../../registration/queries/offers.ts'
import type { CategoryRow } from '../../registration/types/places.ts'
import { z } from 'zod'
import { previewHref, previewPage, previewTabs } from '../pages/preview.ts'
import { contextOf } from './head.ts'

/** What the preview shows: the questions, the categories, and which of them somebody would have chosen. */
interface Previewed {
  readonly questions: readonly Question[]
  readonly categories: readonly CategoryRow[]
  readonly category: CategoryRow | undefined
}

/** The form as attendees see it; sending it only tries it out. */
export function previewRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  routes.get('/organiser/events/:event/form/preview', organising, show)
  routes.post('/organiser/events/:event/form/preview', organising, tryOut)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const previewed = await previewedOf(request)
    draw(request, response, previewed, freshForm(actionOf(request, response, previewed)), { newlyAsked: [] })
  }

  async function tryOut(request: Request, response: Response): Promise<void> {
    const previewed = await previewedOf(request)
    const { typed } = readForm(z.object({}), request.body, listFieldsOf(previewed.questions))
    const files = namedFiles(previewed.questions, typed)
    const reading = readAnswers(previewed.questions, typed, { categoryId: previewed.category?.id, files })
    const { t } = contextOf(response)
    const form = refusedForm(t, actionOf(request, response, previewed), typed, reading.problems)
    const isAccepted = reading.problems.length === 0 && reading.newlyAsked.length === 0
    draw(request, isAccepted ? response : response.status(422), previewed, form, { ...reading, isAccepted })
  }

  async function previewedOf(request: Request): Promise<Previewed> {
    const { event } = eventOf(request)
    const [questions, categories] = [await listQuestions(db, event.id), await listCategories(db, event.id)]
    const [first, ...others] = categories
    const wanted = categories.find(({ reference }) => reference === queryText(request, 'category'))
    return { questions, categories, category: wanted ?? (others.length === 0 ? first : undefined) }
  }
}

function actionOf(request: Request, response: Response, { category }: Previewed): string {
  return previewHref(contextOf(response).locale, eventOf(request).event, category?.reference)
}

function draw(
  request: Request,
  response: Response,
  { questions, categories, category }: Previewed,
  form: FormModel,
  { newlyAsked, isAccepted = false }: { newlyAsked: readonly Question[]; isAccepted?: boolean },
): void {
  const context = contextOf(response)
  const { event } = eventOf(request)
  const title = context.t('builder.preview.title')
  render(response, previewPage, {
    head: publicEventHead(context, event, { title, current: 'registration', isPrivate: true }),
    form,
    questions: questionFields(context, questions, { form, categoryId: category?.id }),
    labels: questionLabels(context.locale, questions),
    newlyAsked: newlyAskedLinks(context.locale, newlyAsked),
    isAccepted,
    ...previewTabs(context, event, categories, category),
  })
}

/** A preview keeps no file; that one was chosen is enough. */
function namedFiles(questions: readonly Question[], { values }: Typed): ReadonlyMap<string, string> {
  const named = questions.filter(question => question.kind === 'file' && (values[fieldName(question)] ?? '') !== '')
  return new Map(named.map(({ reference }) => [reference, reference]))
}
