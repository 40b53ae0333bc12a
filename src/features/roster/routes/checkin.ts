import { type Request, type Response, Router } from 'express'
import { queryText } from '../../../core/http/loaders.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect } from '../../../core/http/urls.ts'
import type { Services } from '../../../services.ts'
import { actorOf, userOf } from '../../accounts/guards.ts'
import { mayCheckIn, mayView } from '../../accounts/permissions.ts'
import { organiserEventHead } from '../../events/frame.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { recordArrival, undoArrival } from '../../registration/actions/arrival.ts'
import { findRegistrationOfEvent } from '../../registration/queries/registrations.ts'
import { arrivals, checkinHref, checkinModel, checkinPage, type DoorPlace } from '../pages/checkin.ts'
import { countArrivals } from '../queries/arrivals.ts'
import { findMatching, listRoster, usualPatience } from '../queries/list.ts'
import { readCursor } from '../rules/cursor.ts'
import { readSelection, type Selection } from '../rules/selection.ts'
import { registrationOf, theRegistration } from './loading.ts'
import { contextOf, listOf } from './reading.ts'

/** The door: who comes, and a button beside each. Works without scripts, and shows nothing to reach people by. */
export function checkinRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()
  const base = '/organiser/events/:event/checkin'
  const atTheDoor = onEvent(services, mayCheckIn)
  const theOne = theRegistration(services)

  routes.get(base, atTheDoor, list)
  routes.post(`${base}/:registration`, atTheDoor, theOne, record)
  routes.post(`${base}/:registration/undo`, atTheDoor, theOne, undo)
  return routes

  async function list(request: Request, response: Response): Promise<void> {
    const access = eventOf(request)
    const { event } = access
    const place = placeIn(request.query)
    const scope = mayView(access.role) ? 'everything' : 'withoutAddress'
    const cursor = readCursor(place.after, place.before)
    const just = queryText(request, 'just')
    const selection = selectionOf(place)
    const matching = await findMatching(db, event, selection, scope)
    const data = {
      event,
      place,
      counts: await countArrivals(db, event.id),
      page: await listRoster(db, event, selection, { scope, matching, cursor, patience: usualPatience }),
      just: just === '' ? undefined : await findRegistrationOfEvent(db, event.id, just),
    }
    const context = contextOf(response)
    const frame = { title: context.t('roster.checkin.title'), current: 'checkin' } as const
    const head = organiserEventHead(context, access, userOf(request), frame)
    render(response, checkinPage, { ...checkinModel(context, data), head })
  }

  async function record(request: Request, response: Response): Promise<void> {
    await recordArrival(db, actorOf(request), { registration: registrationOf(request) })
    back(request, response)
  }

  async function undo(request: Request, response: Response): Promise<void> {
    await undoArrival(db, actorOf(request), { registration: registrationOf(request) })
    back(request, response)
  }

  /** Back to the list, which says of whom something was recorded. */
  function back(request: Request, response: Response): void {
    const { show, after, before } = placeIn(request.body)
    const kept = { show: show === 'all' ? '' : show, after, before, just: registrationOf(request).reference }
    redirect(response, checkinHref(contextOf(response), eventOf(request).event, kept))
  }
}

function placeIn(sent: unknown): DoorPlace {
  const fields: Readonly<Record<string, unknown>> = typeof sent === 'object' && sent !== null ? { ...sent } : {}
  const text = (name: string) => (listOf(fields[name])[0] ?? '').slice(0, 200)
  return {
    search: text('q').trim(),
    show: arrivals.find(value => value === text('show')) ?? 'all',
    after: text('after'),
    before: text('before'),
  }
}

/** Whoever is looked for by name is found wherever they stand; the list itself is of those with a place. */
function selectionOf({ search, show }: DoorPlace): Selection {
  const everybody = readSelection({ q: [search], sort: ['name'] })
  const arrived = show === 'all' ? undefined : show
  return { ...everybody, statuses: search === '' || arrived !== undefined ? ['confirmed'] : [], arrived }
}
