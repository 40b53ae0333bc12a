import { type Request, type Response, Router } from 'express'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { type ChangeSignUpsOutcome, changeSignUps } from '../../registration/actions/sign-ups.ts'
import { partDays } from '../../registration/frame.ts'
import { printedName } from '../../registration/queries/names.ts'
import { findOffer } from '../../registration/queries/offers.ts'
import { listSignUps } from '../../registration/queries/sign-ups.ts'
import { readParts } from '../../registration/rules/form-parts.ts'
import type { PartOffer } from '../../registration/types/offers.ts'
import { partsForm } from '../forms.ts'
import { withoutDeadlines } from '../pages/edit.ts'
import { fieldLabels } from '../pages/fields.ts'
import { partsPage } from '../pages/parts.ts'
import { partProblem } from '../rules/part-problems.ts'
import { back, headOf, onePath, pathOf, registrationOf, theRegistration } from './loading.ts'
import { contextOf } from './reading.ts'

/** The parts of the event that somebody takes part in; deadlines do not bind an organiser, places and clashes do. */
export function partsRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const theOne = theRegistration(services)

  routes.get(`${onePath}/parts`, organising, theOne, show)
  routes.post(`${onePath}/parts`, organising, theOne, save)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const held = (await listSignUps(db, registrationOf(request).id)).flatMap(({ partReference }) => partReference ?? [])
    const form = freshForm(pathOf(request, response, '/parts'), {}, { parts: held })
    await renderParts(request, response, form, await findParts(request))
  }

  async function save(request: Request, response: Response): Promise<void> {
    const registration = registrationOf(request)
    const offers = await findParts(request)
    const reading = readForm(partsForm, request.body, ['parts'])
    const { parts, problem } = readParts(offers, reading.typed.lists['parts'] ?? [], registration)
    if (problem)
      return refuse(request, response.status(422), reading.typed.lists, partProblem(problem, localeOf(response)))
    const outcome = await changeSignUps(db, actorOf(request), {
      registration,
      partIds: parts.map(({ part }) => part.id),
    })
    if (outcome.kind === 'saved') return back(request, response, 'core.saved')
    if (outcome.kind === 'not-active') return back(request, response, 'roster.flash.not-active')
    await refuse(request, response.status(409), reading.typed.lists, refusalOf(response, offers, outcome))
  }

  async function findParts(request: Request): Promise<readonly PartOffer[]> {
    return withoutDeadlines(await findOffer(db, eventOf(request).event)).parts
  }

  async function refuse(
    request: Request,
    response: Response,
    lists: FormModel['lists'],
    problem: FieldProblem,
  ): Promise<void> {
    const action = pathOf(request, response, '/parts')
    const form = refusedForm(translatorOf(response), action, { values: {}, lists }, [problem])
    await renderParts(request, response, form, await findParts(request))
  }

  async function renderParts(
    request: Request,
    response: Response,
    form: FormModel,
    offers: readonly PartOffer[],
  ): Promise<void> {
    const context = contextOf(response)
    const registration = registrationOf(request)
    const heldIds = new Set((await listSignUps(db, registration.id)).flatMap(({ partId }) => partId ?? []))
    const days = partDays(context, eventOf(request).event, offers, { categories: [], heldIds })
    const backLabel = printedName(registration)
    const title = context.t('roster.one.partsTitle', { name: backLabel })
    const head = headOf(request, response, title)
    const labels = fieldLabels(context)
    render(response, partsPage, { head, title, form, days, labels, backHref: pathOf(request, response), backLabel })
  }
}

type Refusal = Exclude<ChangeSignUpsOutcome, { kind: 'saved' | 'not-active' }>

function refusalOf(response: Response, offers: readonly PartOffer[], outcome: Refusal): FieldProblem {
  const locale = localeOf(response)
  const title = (id: number) => readText(offers.find(({ part }) => part.id === id)?.part.title, locale)
  switch (outcome.kind) {
    case 'clash': {
      const [part, other] = outcome.partIds
      return { field: 'parts', message: 'errors.partsClash', values: { part: title(part), other: title(other) } }
    }
    case 'part-full':
      return { field: 'parts', message: 'errors.partFull', values: { part: title(outcome.partId) } }
    case 'part-closed':
      return { field: 'parts', message: 'errors.partClosed', values: { part: title(outcome.partId) } }
    case 'option-full':
      return { field: 'parts', message: 'errors.unknownChoice' }
  }
}
