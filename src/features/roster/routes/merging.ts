import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { NotFound } from '../../../core/errors.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, oneOf, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { listQuestions } from '../../questions/queries.ts'
import { mergeRegistrations } from '../../registration/actions/merge.ts'
import { listAnswers } from '../../registration/queries/answers.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import { listSignUpsOf } from '../../registration/queries/sign-ups.ts'
import type { RegistrationInEvent } from '../../registration/types.ts'
import * as pages from '../pages/merging.ts'
import { listDuplicates } from '../queries/duplicates.ts'

type Pair = readonly [RegistrationInEvent, RegistrationInEvent]
const pairs = slot<Pair>('pair of registrations')

/** Those who are probably registered twice; mounted before the routes of one registration. */
export function mergingRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/registrations/duplicates'
  const organising = onEvent(services, mayOrganise)
  const thePair = loading(pairs, findPair)

  routes.get(base, organising, list)
  routes.get(`${base}/:registration/:other`, organising, thePair, compare)
  routes.post(`${base}/:registration/:other`, organising, thePair, merge)
  return routes

  async function findPair(request: Request): Promise<Pair | undefined> {
    const { id } = eventOf(request).event
    const one = await findRegistrationOfEvent(db, id, param(request, 'registration'))
    const other = await findRegistrationOfEvent(db, id, param(request, 'other'))
    if (!one || !other || one.id === other.id) throw new NotFound()
    return [one, other]
  }

  async function list(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const context = contextOf(response)
    const model = pages.duplicateList(context, event, await listDuplicates(db, event.id))
    const head = headOf(request, response, context.t('merging.list.title'))
    render(response, pages.duplicateListPage, { ...model, head, flash: takeFlash(request) })
  }

  async function compare(request: Request, response: Response): Promise<void> {
    await renderPair(request, response, freshForm(pathOf(request, response)))
  }

  async function merge(request: Request, response: Response): Promise<void> {
    const pair = pairs.get(request)
    const references = pair.map(({ reference }) => reference)
    const reading = readForm(z.object({ keep: oneOf(references) }), request.body)
    if (!reading.ok) {
      const form = refusedForm(translatorOf(response), pathOf(request, response), reading.typed, reading.problems)
      return renderPair(request, response.status(422), form)
    }
    const [keep, drop] = reading.value.keep === pair[0].reference ? pair : [pair[1], pair[0]]
    const outcome = await mergeRegistrations(db, actorOf(request), { keep, drop })
    const done = outcome.kind === 'merged' && outcome.improved ? 'improved' : outcome.kind
    flash(request, `merging.flash.${done}`)
    const { slug } = eventOf(request).event
    redirect(response, urls.organiserEventPart(localeOf(response), slug, 'registrations/duplicates'))
  }

  async function renderPair(request: Request, response: Response, form: FormModel): Promise<void> {
    const { event } = eventOf(request)
    const [one, other] = pairs.get(request)
    const signUps = await listSignUpsOf(db, [one.id, other.id])
    const sideOf = async (registration: RegistrationInEvent): Promise<pages.Compared> => ({
      registration,
      answers: await listAnswers(db, registration.id),
      signUps: signUps.get(registration.id) ?? [],
    })
    const questions = await listQuestions(db, event.id)
    const sides = [await sideOf(one), await sideOf(other)] as const
    const model = pages.comparison(contextOf(response), event, sides, questions, form)
    render(response, pages.comparisonPage, { ...model, head: headOf(request, response, model.name) })
  }

  function pathOf(request: Request, response: Response): string {
    const [one, other] = pairs.get(request)
    return pages.duplicatesPath(contextOf(response), eventOf(request).event, `/${one.reference}/${other.reference}`)
  }

  function headOf(request: Request, response: Response, title: string) {
    const frame = { title, current: 'registrations' } as const
    return organiserEventHead(contextOf(response), eventOf(request), userOf(request), frame)
  }
}

function contextOf(response: Response) {
  return { t: translatorOf(response), locale: localeOf(response) }
}
