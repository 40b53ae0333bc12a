import { Router } from 'express'
import type { Services } from '../../../services.ts'
import { linkRoutes } from './links.ts'
import { newEventRoutes } from './new.ts'
import { seriesRoutes } from './series.ts'
import { settingsRoutes } from './settings.ts'
import { statusRoutes } from './status.ts'
import { teamRoutes } from './team.ts'

/** The organiser's pages of events; mounted before anything below `/organiser/events/:event` of later features. */
export function eventRoutes(services: Services): Router {
  const routes = Router()
  routes.use(newEventRoutes(services), settingsRoutes(services), linkRoutes(services))
  routes.use(statusRoutes(services), teamRoutes(services), seriesRoutes(services))
  return routes
}
