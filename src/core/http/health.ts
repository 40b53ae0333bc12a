import { Router } from 'express'
import type { Database } from '../database.ts'
import { anyone } from './guards.ts'

interface Health {
  readonly db: Database
  readonly draining: boolean
}

/**
 * `/health/live`: the process answers. `/health/ready`: the database answers too, and the process is not stopping; a
 * load balancer asks here before it sends anybody.
 */
export function healthRoutes(services: Health): Router {
  const health = Router()
  health.get('/health/live', anyone, (_request, response) => void response.json({ status: 'live' }))
  health.get('/health/ready', anyone, async (_request, response) => {
    const answers = () =>
      services.db.raw('select 1').then(
        () => true,
        () => false,
      )
    const isReady = !services.draining && (await answers())
    response.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'unavailable' })
  })
  return health
}
