import { type Request, type RequestHandler, type Response, Router } from 'express'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { changeRows, postedValues, rowOperation } from '../../../core/http/form-rows.ts'
import { type FieldProblem, type FormModel, freshForm, refusedForm, type Typed } from '../../../core/http/forms.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { editEvent } from '../actions/edit.ts'
import { hostRows, readSettingsForm, type SettingsReading } from '../forms/event.ts'
import { organiserEventHead } from '../frame.ts'
import { eventOf, onEvent } from '../guards.ts'
import { eventFields, eventLabels, eventValues, hostCount } from '../pages/fields.ts'
import { overtakenFields, satelliteLines, settingsOptions, settingsPage } from '../pages/settings.ts'
import { settingsTabs } from '../pages/tabs.ts'
import { listEventHosts, listSatellites } from '../queries.ts'
import type { EventRow } from '../types.ts'
import { loadChoices, type OrganiserChoices, type ResolvedChoices, resolveChoices } from './choices.ts'

/** What an event says of itself. */
export function settingsRoutes(services: Services): Router {
  const routes = Router()
  const organising = onEvent(services, mayOrganise)
  routes.get('/organiser/events/:event/settings', organising, show(services))
  routes.post('/organiser/events/:event/settings', organising, save(services))
  return routes
}

function show({ db }: Services): RequestHandler {
  return async (request, response) => {
    const { event } = eventOf(request)
    const choices = await loadChoices(db, userOf(request), event)
    const values = eventValues(event, await listEventHosts(db, event.id), choices)
    await draw(db, request, response, { choices, form: freshForm(actionOf(request, response), values) })
  }
}

function save({ db }: Services): RequestHandler {
  return async (request, response) => {
    const choices = await loadChoices(db, userOf(request), eventOf(request).event)
    const operation = rowOperation(request.body)
    if (operation?.group === hostRows.name) {
      const values = changeRows(postedValues(request.body), hostRows, operation)
      return draw(db, request, response, { choices, form: freshForm(actionOf(request, response), values) })
    }
    const reading = readSettingsForm(request.body, localeOf(response))
    if (!reading.ok) return refuse(db, request, response, choices, reading.typed, reading.problems)
    const { resolved, problems } = resolveChoices(choices, reading.value.choices, reading.value.input)
    if (problems.length > 0) return refuse(db, request, response, choices, reading.typed, problems)
    const { input, lockVersion } = reading.value
    await store(db, request, response, { choices, resolved, typed: reading.typed, input, lockVersion })
  }
}

type Checked = Pick<SettingsReading, 'input' | 'lockVersion'> & {
  readonly choices: OrganiserChoices
  readonly resolved: ResolvedChoices
  readonly typed: Typed
}

function actionOf(request: Request, response: Response): string {
  return urls.organiserEventPart(localeOf(response), eventOf(request).event.slug, 'settings')
}

async function store(
  db: Services['db'],
  request: Request,
  response: Response,
  { choices, resolved: { hosts, ...chosen }, typed, input, lockVersion }: Checked,
): Promise<void> {
  const edit = { event: eventOf(request).event, input: { ...input, ...chosen }, hosts, lockVersion }
  const outcome = await editEvent(db, actorOf(request), edit)
  if (outcome.kind === 'slug-taken') {
    return refuse(db, request, response, choices, typed, [{ field: 'slug', message: 'errors.taken' }])
  }
  if (outcome.kind === 'changed-meanwhile') {
    return showOvertaken(db, request, response, { choices, typed, stored: outcome.event })
  }
  flash(request, 'core.saved')
  redirect(response, urls.organiserEventPart(localeOf(response), outcome.event.slug, 'settings'))
}

async function refuse(
  db: Services['db'],
  request: Request,
  response: Response,
  choices: OrganiserChoices,
  typed: Typed,
  problems: readonly FieldProblem[],
): Promise<void> {
  const form = refusedForm(translatorOf(response), actionOf(request, response), typed, problems)
  await draw(db, request, response.status(422), { choices, form })
}

/** Nothing typed is lost: the form comes back with what stands otherwise now, and saves over it when sent again. */
async function showOvertaken(
  db: Services['db'],
  request: Request,
  response: Response,
  { choices, typed, stored }: { choices: OrganiserChoices; typed: Typed; stored: EventRow },
): Promise<void> {
  const problems = [{ field: 'overtaken', message: 'events.problem.overtaken' }]
  const refused = refusedForm(translatorOf(response), actionOf(request, response), typed, problems)
  const theirs = eventValues(stored, await listEventHosts(db, stored.id), choices)
  const form = { ...refused, values: { ...refused.values, lockVersion: String(stored.lockVersion) } }
  await draw(db, request, response.status(422), { choices, form, theirs })
}

interface Drawing {
  readonly choices: OrganiserChoices
  readonly form: FormModel
  /** The stored values, when somebody else saved them in between. */
  readonly theirs?: Readonly<Record<string, string>>
}

async function draw(
  db: Services['db'],
  request: Request,
  response: Response,
  { choices, form, theirs }: Drawing,
): Promise<void> {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const { t, locale } = context
  const { event, role } = eventOf(request)
  const labels = eventLabels(t)
  const title = t('events.settings.title')
  const mayAdd = event.parentEventId === null
  render(response, settingsPage, {
    head: organiserEventHead(context, eventOf(request), userOf(request), { title, current: 'settings' }),
    flash: takeFlash(request),
    tabs: settingsTabs(context, event.slug, role, 'event'),
    fields: eventFields(context, form, choices, event.publishedAt !== null),
    labels,
    hostCount: hostCount(form),
    ...settingsOptions(context, choices),
    satellites: satelliteLines(locale, await listSatellites(db, event.id)),
    newSatelliteHref: mayAdd ? urls.organiserNewEvent(locale, { parent: event.slug }) : undefined,
    newSeriesHref: urls.organiserPart(locale, 'series/new'),
    overtaken: theirs && overtakenFields(labels, theirs, form.values),
  })
}
