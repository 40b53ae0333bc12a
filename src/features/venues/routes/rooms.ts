import { type Request, type RequestHandler, type Response, Router } from 'express'
import { countryOptions } from '../../../core/countries.ts'
import { flash, takeFlash } from '../../../core/http/flash.ts'
import { type FormModel, freshForm, readForm, refusedForm } from '../../../core/http/forms.ts'
import { loading, param, slot } from '../../../core/http/loaders.ts'
import { localeOf, translatorOf } from '../../../core/http/locale.ts'
import { render } from '../../../core/http/pages.ts'
import { redirect, urls } from '../../../core/http/urls.ts'
import { readText } from '../../../core/localised-text.ts'
import type { Services } from '../../../services.ts'
import { actorOf } from '../../accounts/guards.ts'
import { addRoom, editRoom, removeRoom } from '../actions.ts'
import { roomForm } from '../forms.ts'
import { ownVenue, venueOf } from '../guards.ts'
import { removeRoomPage, roomFormPage, roomHref, roomLines, roomValues, venueFormPage, venueValues } from '../pages.ts'
import { findRoom, listRooms } from '../queries.ts'
import type { RoomRow } from '../types.ts'
import { venueHead } from './head.ts'

const rooms = slot<RoomRow>('room')

/** The rooms of one venue. */
export function roomRoutes(services: Services): Router {
  const routes = Router()
  const mine = ownVenue(services)
  const room = loading(rooms, request => findRoom(services.db, venueOf(request).id, param(request, 'room')))
  routes.post('/organiser/venues/:venue/rooms', mine, create(services))
  routes.get('/organiser/venues/:venue/rooms/:room', mine, room, edit)
  routes.post('/organiser/venues/:venue/rooms/:room', mine, room, save(services))
  routes.get('/organiser/venues/:venue/rooms/:room/remove', mine, room, confirmRemoval)
  routes.post('/organiser/venues/:venue/rooms/:room/remove', mine, room, remove(services))
  return routes
}

function create(services: Services): RequestHandler {
  return async (request, response) => {
    const venue = venueOf(request)
    const action = urls.organiserVenue(localeOf(response), venue.reference)
    const reading = readForm(roomForm, request.body)
    if (!reading.ok) {
      const newRoom = refusedForm(translatorOf(response), `${action}/rooms`, reading.typed, reading.problems)
      const form = freshForm(action, venueValues(venue))
      return showVenue(services, request, response.status(422), { form, newRoom })
    }
    await addRoom(services.db, actorOf(request), { venue, room: reading.value })
    flash(request, 'core.saved')
    redirect(response, action)
  }
}

const edit: RequestHandler = (request, response) => {
  const room = rooms.get(request)
  const action = roomHref(localeOf(response), venueOf(request), room)
  showRoom(request, response, freshForm(action, roomValues(room)))
}

function save({ db }: Services): RequestHandler {
  return async (request, response) => {
    const [venue, room, t] = [venueOf(request), rooms.get(request), translatorOf(response)]
    const action = roomHref(localeOf(response), venue, room)
    const reading = readForm(roomForm, request.body)
    if (!reading.ok) {
      return showRoom(request, response.status(422), refusedForm(t, action, reading.typed, reading.problems))
    }
    const outcome = await editRoom(db, actorOf(request), { venue, room, changes: reading.value })
    if (outcome.kind === 'overlapping-sessions') {
      const problems = [{ field: 'holdsSeveral', message: 'errors.overlappingSessions' }]
      return showRoom(request, response.status(422), refusedForm(t, action, reading.typed, problems))
    }
    flash(request, 'core.saved')
    redirect(response, urls.organiserVenue(localeOf(response), venue.reference))
  }
}

const confirmRemoval: RequestHandler = (request, response) => showRemoval(request, response, false)

function remove({ db }: Services): RequestHandler {
  return async (request, response) => {
    const venue = venueOf(request)
    const outcome = await removeRoom(db, actorOf(request), { venue, room: rooms.get(request) })
    if (outcome.kind === 'in-agenda') return showRemoval(request, response.status(422), true)
    redirect(response, urls.organiserVenue(localeOf(response), venue.reference))
  }
}

/** The page of a venue: its form, its rooms, and the form of a new room. */
export async function showVenue(
  { db }: Services,
  request: Request,
  response: Response,
  { form, newRoom }: { form: FormModel; newRoom?: FormModel },
): Promise<void> {
  const locale = localeOf(response)
  const venue = venueOf(request)
  const heading = readText(venue.name, locale)
  render(response, venueFormPage, {
    head: venueHead(request, response, heading),
    flash: takeFlash(request),
    heading,
    form,
    countries: countryOptions(locale),
    organisations: [],
    rooms: roomLines(locale, venue, await listRooms(db, venue.id)),
    newRoom: newRoom ?? freshForm(`${urls.organiserVenue(locale, venue.reference)}/rooms`),
  })
}

function showRoom(request: Request, response: Response, form: FormModel): void {
  const locale = localeOf(response)
  const [venue, room] = [venueOf(request), rooms.get(request)]
  render(response, roomFormPage, {
    head: venueHead(request, response, readText(room.name, locale)),
    room: readText(room.name, locale),
    venue: readText(venue.name, locale),
    venueHref: urls.organiserVenue(locale, venue.reference),
    form,
    removeHref: `${roomHref(locale, venue, room)}/remove`,
  })
}

function showRemoval(request: Request, response: Response, isRefused: boolean): void {
  const locale = localeOf(response)
  const [venue, room] = [venueOf(request), rooms.get(request)]
  const name = readText(room.name, locale)
  render(response, removeRoomPage, {
    head: venueHead(request, response, translatorOf(response)('venues.removeRoom.title', { room: name })),
    room: name,
    venue: readText(venue.name, locale),
    action: `${roomHref(locale, venue, room)}/remove`,
    backHref: roomHref(locale, venue, room),
    isRefused,
  })
}
