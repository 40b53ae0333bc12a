import { type Request, type Response, Router } from 'express'
import { sendUntrusted } from '../../../core/http/caching.ts'
import { NotFound } from '../../../core/errors.ts'
import { param } from '../../../core/http/loaders.ts'
import type { Services } from '../../../services.ts'
import { mayOrganise } from '../../accounts/permissions.ts'
import { eventOf, onEvent } from '../../events/guards.ts'
import { findFileOfEvent } from '../queries/files.ts'

/** Files that came with registrations, for organisers of their event alone. */
export function registrationFileRoutes(services: Services): Router {
  const routes = Router()

  routes.get('/organiser/events/:event/files/:file', onEvent(services, mayOrganise), download)
  return routes

  async function download(request: Request, response: Response): Promise<void> {
    const file = await findFileOfEvent(services.db, eventOf(request).event.id, param(request, 'file'))
    if (file === undefined) throw new NotFound()
    response.set('X-Robots-Tag', 'noindex')
    sendUntrusted(response, { name: file.fileName, type: file.contentType, bytes: await services.files.read(file) })
  }
}
