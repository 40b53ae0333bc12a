import { type Request, type Response, Router } from 'express'
import { NotFound } from '../../../core/errors.ts'
import { answerBytes, disposition, madeOf, sendUntrusted } from '../../../core/http/caching.ts'
import { anyone } from '../../../core/http/guards.ts'
import { param } from '../../../core/http/loaders.ts'
import type { Services } from '../../../services.ts'
import { onPublicEvent, publicEventOf } from '../../events/guards.ts'
import { findPublicPhotograph, findPublishedFile } from '../queries/materials.ts'

/** What of the files everybody may have: published materials. */
export function materialRoutes(services: Services): Router {
  const { db } = services
  const routes = Router()

  routes.get('/events/:event/sessions/:session/materials/:material', onPublicEvent(services), download)
  return routes

  async function download(request: Request, response: Response): Promise<void> {
    const event = publicEventOf(request)
    const file = await findPublishedFile(db, event.id, param(request, 'session'), param(request, 'material'))
    if (file === undefined) throw new NotFound()
    response.set('X-Robots-Tag', 'noindex')
    sendUntrusted(response, { name: file.fileName, type: file.contentType, bytes: await services.files.read(file) })
  }
}

/** Photographs of speakers, which have no language in their address. */
export function photographRootRoutes(services: Services): Router {
  const routes = Router()
  routes.get('/photographs/:photograph.webp', anyone, show)
  return routes

  async function show(request: Request, response: Response): Promise<void> {
    const file = await findPublicPhotograph(services.db, param(request, 'photograph'))
    if (file === undefined) throw new NotFound()
    // Kept for readers elsewhere by nobody, but by us: a consent that is taken back is a change of the content.
    madeOf(response, ['content'])
    answerBytes(request, response, {
      bytes: await services.files.read(file),
      type: file.contentType,
      // Another photograph has another address. Only the reader's own browser keeps it: a consent can be taken back.
      cacheControl: 'private, max-age=604800, immutable',
      disposition: disposition('inline', file.fileName),
    })
  }
}
