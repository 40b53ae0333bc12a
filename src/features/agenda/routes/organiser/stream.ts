import { type Request, type Response, Router } from 'express'
import type { Services } from '../../../../services.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../../events/guards.ts'

/** Keeps proxies and our own server from taking silence for the end. */
const beatMs = 20_000
/** After this the browser asks again, and whether it still may is judged again. */
const livesMs = 5 * 60_000

/** What happens to the programme of an event while it is edited: server-sent events (WHATWG HTML §9.2). */
export function editorStreamRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/organiser/events/:event/agenda/stream', onEvent(services, mayOrganise), stream)
  return routes

  function stream(request: Request, response: Response): void {
    const { event } = eventOf(request)
    response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    const opening = 'retry: 1000\nevent: ready\ndata:\n\n'
    // Whoever does not ask for a stream (a person who opens the address) is not kept waiting for one.
    if (!request.get('accept')?.includes('text/event-stream')) return void response.end(opening)
    response.flushHeaders()
    // Nothing may be written behind the end: to a reader who takes nothing off the line that would end the process.
    const finish = () => {
      stop()
      response.end()
    }
    const stop = () => {
      hear()
      clearInterval(beat)
      clearTimeout(life)
    }
    const hear = services.notifications.subscribe(
      'agenda',
      ({ eventId, editId, missed }) => {
        if (eventId !== event.id && missed !== true) return
        response.write(`event: changed\ndata: ${typeof editId === 'number' ? editId : ''}\n\n`)
      },
      // Later, for a process that ends says so before this is set up.
      () => setImmediate(finish),
    )
    const beat = setInterval(() => response.write(':\n\n'), beatMs)
    const life = setTimeout(finish, livesMs)
    response.on('close', stop)
    response.write(opening)
  }
}
