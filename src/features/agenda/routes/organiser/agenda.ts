import { type Request, type Response, Router } from 'express'
import type { Services } from '../../../../services.ts'
import { mayOrganise } from '../../../accounts/permissions.ts'
import { onEvent } from '../../../events/guards.ts'
import { showing } from './showing.ts'

/** The editor of a day. */
export function editorRoutes(services: Services): Router {
  const routes = Router()
  const organisers = onEvent(services, mayOrganise)
  const show = showing(services)

  routes.get('/organiser/events/:event/agenda', organisers, showEditor)
  return routes

  async function showEditor(request: Request, response: Response): Promise<void> {
    await show(request, response)
  }
}
