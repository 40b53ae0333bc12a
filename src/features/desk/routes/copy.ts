import { type Request, type Response, Router } from 'express'
import { flash } from '../../../core/http/flash.ts'
import { type FieldProblem, type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { queryText } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { dateIn, now, timeZone } from '../../../core/time.ts'
import type { Services } from '../../../services.ts'
import { organiserHead } from '../../accounts/frame.ts'
import { actorOf, signedIn, userOf } from '../../accounts/guards.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { listOrganisationsOf } from '../../accounts/queries.ts'
import { type CopyEventOutcome, copyEvent } from '../actions.ts'
import { copyForm } from '../forms.ts'
import { copyPage, copyValues, eventOptions, originalStart } from '../pages/copy.ts'
import { type EventToCopy, listEventsToCopy } from '../queries/my-events.ts'

/** Where “this year” is decided for the proposed address of a copy. */
const home = timeZone('Europe/Prague')

/** Making an event out of another one. Only whoever organises for the organisation may: the copy belongs to it. */
export function copyRoutes({ db }: Services): Router {
  const routes = Router()
  routes.get('/organiser/events/copy', signedIn, offer)
  routes.post('/organiser/events/copy', signedIn, copy)
  return routes

  async function offer(request: Request, response: Response): Promise<void> {
    const events = await eventsOf(request)
    const chosen = events.find(event => event.slug === queryText(request, 'from'))
    const values = chosen ? copyValues(chosen, dateIn(now(), home)) : { withSatellites: 'yes' }
    show(request, response, events, freshForm(actionOf(response), values))
  }

  async function copy(request: Request, response: Response): Promise<void> {
    const events = await eventsOf(request)
    const reading = readForm(copyForm, request.body)
    const from = events.find(event => reading.ok && event.slug === reading.value.from)
    const refuse = (problems: readonly FieldProblem[]) => {
      const form = refusedForm(translatorOf(response), actionOf(response), reading.typed, problems)
      show(request, response.status(422), events, form)
    }
    if (!reading.ok) return refuse(reading.problems)
    if (!from) return refuse([{ field: 'from', message: 'errors.unknownChoice' }])
    const outcome = await copyEvent(db, actorOf(request), { ...reading.value, from })
    if (outcome.kind === 'slug-taken') return refuse([{ field: 'slug', message: 'errors.taken' }])
    flash(request, resultText(outcome))
    redirect(response, urls.organiserEvent(localeOf(response), outcome.event.slug))
  }

  async function eventsOf(request: Request): Promise<EventToCopy[]> {
    const organisations = await listOrganisationsOf(db, userOf(request), mayOrganise)
    return listEventsToCopy(
      db,
      organisations.map(organisation => organisation.id),
    )
  }
}

function resultText({ skippedTimes }: Extract<CopyEventOutcome, { kind: 'copied' }>): string {
  return skippedTimes === 0 ? 'desk.copy.done' : 'desk.copy.doneWithSkippedTimes'
}

function actionOf(response: Response): string {
  return `${urls.organiserEvents(localeOf(response))}/copy`
}

function show(request: Request, response: Response, events: readonly EventToCopy[], form: FormModel): void {
  const context = { t: translatorOf(response), locale: localeOf(response) }
  const title = context.t('desk.copy.title')
  render(response, copyPage, {
    head: organiserHead(context, userOf(request), { title, current: 'events' }),
    form,
    events: eventOptions(context, events),
    originalStart: originalStart(
      context,
      events.find(event => event.slug === form.values['from']),
    ),
    backHref: urls.organiserEvents(context.locale),
    newHref: urls.organiserNewEvent(context.locale),
  })
}
