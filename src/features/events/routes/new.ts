import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Actor } from '../../../core/actor.ts'
import type { Database } from '../../../core/database.ts'
import { Forbidden } from '../../../core/errors.ts'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import { slugCandidates } from '../../../core/slugs.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { createEvent } from '../actions/create.ts'
import { type NewEventReading, readNewEventForm } from '../forms/event.ts'
import { eventFields, eventLabels } from '../pages/fields.ts'
import { newEventPage } from '../pages/settings.ts'
import { daysOf } from '../rules.ts'
import type { CreateEventOutcome, NewEventInput } from '../types.ts'
import { loadChoices, type OrganiserChoices, resolveChoices } from './choices.ts'

/** A new event out of nothing, or as a satellite of another (`?parent=`). */
export function newEventRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/organiser/events/new', signedIn, offer(services))
  routes.post('/organiser/events/new', signedIn, create(services))
  return routes
}

function offer({ db }: Services): RequestHandler {
  return async (request, response) => {
    const choices = await loadMine(db, request)
    const values = firstValues(choices, queryText(request, 'parent'))
    draw(request, response, choices, freshForm(urls.organiserNewEvent(localeOf(response)), values))
  }
}

/** A satellite begins on the first day of its parent, in its zone and place. */
function firstValues(choices: OrganiserChoices, parentSlug: string): Record<string, string> {
  const single = choices.mine.length === 1 ? { organisation: choices.mine[0]?.slug ?? '' } : {}
  const common = { timeZone: 'Europe/Prague', mode: 'on_site', country: 'CZ', ...single }
  const parent = choices.parents.find(one => one.slug === parentSlug)
  if (parent === undefined) return common
  const { first } = daysOf(parent)
  return {
    ...common,
    parent: parent.slug,
    organisation: choices.mine.find(one => one.id === parent.organisationId)?.slug ?? '',
    timeZone: parent.timeZone,
    mode: parent.mode,
    startDate: first,
    endDate: first,
    daysOnly: parent.hasTimes ? '' : 'yes',
    venue: choices.venues.find(one => one.id === parent.venueId)?.reference ?? '',
    'city.cs': parent.city.cs ?? '',
    'city.en': parent.city.en ?? '',
    country: parent.country ?? '',
  }
}

function create({ db }: Services): RequestHandler {
  return async (request, response) => {
    const choices = await loadMine(db, request)
    const reading = readNewEventForm(request.body, localeOf(response))
    if (!reading.ok) return refuse(request, response, choices, reading.typed, reading.problems)
    const checked = checkChoices(choices, reading.value)
    if ('problems' in checked) return refuse(request, response, choices, reading.typed, checked.problems)
    const outcome = await createUnderFreeSlug(db, actorOf(request), checked, reading.value.isSlugDerived)
    if (outcome.kind === 'slug-taken') {
      return refuse(request, response, choices, reading.typed, [{ field: 'slug', message: 'errors.taken' }])
    }
    flash(request, 'core.saved')
    redirect(response, urls.organiserEventPart(localeOf(response), outcome.event.slug, 'settings'))
  }
}

interface CheckedEvent {
  readonly organisationId: number
  readonly input: NewEventInput
}

function checkChoices(
  choices: OrganiserChoices,
  reading: NewEventReading,
): CheckedEvent | { readonly problems: FieldProblem[] } {
  const organisation = choices.mine.find(one => one.slug === reading.organisation)
  const { resolved, problems } = resolveChoices(choices, reading.choices, reading.input)
  if (organisation === undefined) problems.push({ field: 'organisation', message: 'errors.choose' })
  if (organisation === undefined || problems.length > 0) return { problems }
  const { venueId, parentEventId } = resolved
  return { organisationId: organisation.id, input: { ...reading.input, venueId, parentEventId } }
}

/** An address that was typed is taken or free; one made out of the title is counted on until it is free. */
async function createUnderFreeSlug(
  db: Database,
  actor: Actor,
  { organisationId, input }: CheckedEvent,
  isSlugDerived: boolean,
): Promise<CreateEventOutcome> {
  for (const slug of isSlugDerived ? slugCandidates(input.slug) : [input.slug]) {
    const outcome = await createEvent(db, actor, { organisationId, input: { ...input, slug } })
    if (outcome.kind === 'created') return outcome
  }
  return { kind: 'slug-taken' }
}

/** Whoever organises for nobody may make no event. */
async function loadMine(db: Database, request: Request): Promise<OrganiserChoices> {
  const choices = await loadChoices(db, userOf(request))
  if (choices.mine.length === 0) throw new Forbidden('organises for no organisation')
  return choices
}

function refuse(
  request: Request,
  response: Response,
  choices: OrganiserChoices,
  typed: Parameters<typeof refusedForm>[2],
  problems: readonly FieldProblem[],
): void {
  const action = urls.organiserNewEvent(localeOf(response))
  draw(request, response.status(422), choices, refusedForm(translatorOf(response), action, typed, problems))
}

function draw(request: Request, response: Response, choices: OrganiserChoices, form: FormModel): void {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const parent = choices.parents.find(one => one.slug === form.values['parent'])
  const title = context.t(parent ? 'events.new.satelliteTitle' : 'events.new.title')
  render(response, newEventPage, {
    head: organiserHead(context, userOf(request), { title, current: 'events' }),
    fields: eventFields(context, form, choices, false),
    labels: eventLabels(context.t),
    organisations: choices.mine.map(one => ({ value: one.slug, label: readText(one.name, context.locale) })),
    parent: parent && readText(parent.title, context.locale),
  })
}
