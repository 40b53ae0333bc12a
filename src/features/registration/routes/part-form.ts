import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { flash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { instant } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { addPart, editPart, type PartInput, type PartSource } from '../actions/parts.ts'
import { localisedOf } from '../forms/moments.ts'
import { partForm, type PartFormValue, partLists, readPart } from '../forms/parts.ts'
import * as pages from '../pages/part.ts'
import { isOrphan, newPartHref, partHref } from '../pages/parts.ts'
import { listCategories } from '../queries/offers.ts'
import { findSessionTimes, listPartSources } from '../queries/parts.ts'
import type { PartTimes } from '../rules/part-times.ts'
import type { CategoryWithQuota } from '../types/places.ts'
import { partOf, partsBase, thePart } from './parts.ts'
import { belowTaken, contextOf, headOf, refusal, savedMessage } from './setup.ts'

/** Adding and changing one part of an event. */
export function partFormRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  const one = thePart(services)

  routes.get(`${partsBase}/new`, organising, newOne)
  routes.post(`${partsBase}/new`, organising, create)
  routes.get(`${partsBase}/:part`, organising, one, edit)
  routes.post(`${partsBase}/:part`, organising, one, save)
  return routes

  async function newOne(request: Request, response: Response): Promise<void> {
    const source = await sourceOf(request)
    const action = actionOf(request, response)
    await renderForm(request, response, freshForm(action, pages.newPartValues(source)), source)
  }

  async function create(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const source = await sourceOf(request)
    const reading = await read(request, { asksTimes: source === undefined })
    if (!reading.ok)
      return renderForm(request, response, refusal(response, actionOf(request, response), reading), source)
    const input = { ...reading.input, ...(source && { times: await timesOf(event.id, source) }) }
    const outcome = await addPart(db, actorOf(request), { event, input, source: columnsOf(source), isForm: true })
    backToList(request, response, outcome.kind === 'added' ? 'core.saved' : 'capacity.flash.partAlreadyThere')
  }

  async function edit(request: Request, response: Response): Promise<void> {
    const { event } = eventOf(request)
    const part = partOf(request)
    if (part === undefined) throw new NotFound()
    const categories = pages.chosenCategories(part, await listCategories(db, event.id))
    const form = freshForm(actionOf(request, response), pages.partValues(part, event), { categories })
    await renderForm(request, response, form)
  }

  async function save(request: Request, response: Response): Promise<void> {
    const part = partOf(request)
    if (part === undefined) throw new NotFound()
    if (part.cancelledAt !== null) return backToList(request, response, 'capacity.flash.partIsCancelled')
    const asksTimes = part.sessionReference === null && part.satelliteEventId === null
    const reading = await read(request, { asksTimes })
    const action = actionOf(request, response)
    if (!reading.ok) return renderForm(request, response, refusal(response, action, reading))
    const outcome = await editPart(db, actorOf(request), { part, input: reading.input })
    if (outcome.kind === 'saved') return backToList(request, response, savedMessage(outcome.promoted))
    await renderForm(request, response, refusal(response, action, belowTaken(reading.typed, outcome.taken)))
  }

  async function read(request: Request, { asksTimes }: { asksTimes: boolean }) {
    const { event } = eventOf(request)
    const reading = readForm(partForm, request.body, partLists)
    if (!reading.ok) return reading
    const { times, closesAt, problems } = readPart(reading.value, event.timeZone, { asksTimes })
    const categories = await listCategories(db, event.id)
    const unknown = reading.value.categories.some(name => !categories.some(({ reference }) => reference === name))
    const all = unknown ? [...problems, { field: 'categories', message: 'errors.unknownChoice' }] : problems
    if (all.length > 0) return { ok: false, typed: reading.typed, problems: all } as const
    const input = inputOf(reading.value, { times, closesAt, categories, isHybrid: event.mode === 'hybrid' })
    return { ok: true, typed: reading.typed, input } as const
  }

  /** What the address says a new part is made from; what is a part already, or of another event, is not found. */
  async function sourceOf(request: Request): Promise<pages.NewPartSource | undefined> {
    const [reference, slug] = [queryText(request, 'session'), queryText(request, 'satellite')]
    if (reference === '' && slug === '') return undefined
    const sources = await listPartSources(db, eventOf(request).event.id)
    const session = sources.sessions.find(one => one.reference === reference)
    if (session) return { kind: 'session', session }
    const satellite = sources.satellites.find(one => one.slug === slug)
    if (satellite) return { kind: 'satellite', satellite }
    throw new NotFound()
  }

  async function timesOf(eventId: number, source: pages.NewPartSource): Promise<PartTimes | null> {
    if (source.kind === 'satellite') return source.satellite.hasTimes ? source.satellite : null
    const { startsLocal, endsLocal, startsAt, endsAt } = await findSessionTimes(db, eventId, source.session)
    return { startsLocal, endsLocal, startsAt: instant(startsAt), endsAt: instant(endsAt) }
  }

  function actionOf(request: Request, response: Response): string {
    const { event } = eventOf(request)
    const part = partOf(request)
    const locale = localeOf(response)
    if (part) return partHref({ locale }, event, part.reference)
    const [session, satellite] = [queryText(request, 'session'), queryText(request, 'satellite')]
    return newPartHref({ locale }, event, { session, satellite })
  }

  function backToList(request: Request, response: Response, message: string): void {
    flash(request, message)
    redirect(response, partHref(contextOf(response), eventOf(request).event))
  }

  async function renderForm(
    request: Request,
    response: Response,
    form: FormModel,
    source?: pages.NewPartSource,
  ): Promise<void> {
    const context = contextOf(response)
    const { event } = eventOf(request)
    const part = partOf(request)
    const title = part ? readText(part.title, context.locale) : context.t('capacity.parts.newTitle')
    const categories = await listCategories(db, event.id)
    render(response, pages.partFormPage, {
      head: headOf(request, response, title),
      title,
      form,
      isOrphan: part !== undefined && isOrphan(part, await listPartSources(db, event.id)),
      ...pages.partFormParts(context, { event, categories, part, source }),
    })
  }
}

function columnsOf(source: pages.NewPartSource | undefined): PartSource {
  if (source === undefined) return {}
  if (source.kind === 'satellite') return { satelliteEventId: source.satellite.id }
  return { sessionReference: source.session.reference }
}

interface Read extends Pick<PartInput, 'times' | 'closesAt'> {
  readonly categories: readonly CategoryWithQuota[]
  readonly isHybrid: boolean
}

function inputOf(value: PartFormValue, { times, closesAt, categories, isHybrid }: Read): PartInput {
  return {
    kind: value.kind,
    title: localisedOf(value, 'title'),
    description: localisedOf(value, 'description'),
    placeNote: localisedOf(value, 'placeNote'),
    times,
    attendance: isHybrid ? value.attendance : 'any',
    capacity: value.capacity ?? null,
    hasWaitingList: value.hasWaitingList,
    closesAt,
    categoryIds: categories.filter(({ reference }) => value.categories.includes(reference)).map(({ id }) => id),
  }
}
