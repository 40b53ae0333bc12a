import { timingSafeEqual } from 'node:crypto'
import { type Request, Router } from 'express'
import type { Services } from '../../services.ts'
import { createLookout, type Watch } from '../lookout.ts'
import { metricsType, type Reading, writeMetrics } from '../metrics.ts'
import { countedTogether } from '../metrics/together.ts'
import { anyone, guard } from './guards.ts'

/**
 * `/health/live`: the process answers, so its event loop turns. `/health/ready`: somebody may be sent here (503 when
 * not, with the reason); `degraded` says that it serves, but that somebody should look. `/metrics`: what Prometheus
 * reads. Nothing of it is a secret but the numbers, so those are for this machine or for who has the token.
 * @param watches what besides the process and the database is to be watched
 */
export function healthRoutes(services: Services, watches: readonly Watch[]): Router {
  const lookout = createLookout(services, watches)
  const health = Router()

  health.get('/health/live', anyone, (_request, response) => void response.json({ status: 'live' }))
  health.get('/health/ready', anyone, async (_request, response) => {
    response.set('Cache-Control', 'no-store')
    const obstacle = await lookout.obstacle()
    if (obstacle !== undefined) return void response.status(503).json({ status: 'unavailable', because: obstacle })
    const { troubles } = await lookout.look()
    response.json(troubles.length === 0 ? { status: 'ready' } : { status: 'degraded', because: troubles })
  })

  const readers = guard('readers of metrics', (request, response, next) => {
    if (mayRead(request, services.config.metricsToken)) return next()
    response.status(404).type('text').send('Only for this machine, or with the token of METRICS_TOKEN.')
  })
  health.get('/metrics', readers, async (_request, response) => {
    const [{ parts, silent }, { readings }] = await Promise.all([countedTogether(), lookout.look()])
    const text = await writeMetrics(parts, [...readings, silence(silent)])
    response.set({ 'Content-Type': metricsType, 'Cache-Control': 'no-store' }).send(text)
  })
  return health
}

function silence(value: number): Reading {
  return { name: 'silent_processes', help: 'Web processes that did not tell their numbers in time', value }
}

const loopback = /^(?:::ffff:)?127\.|^::1$/
const loopbackName = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i
/** Whatever came through a proxy came from elsewhere. */
const signsOfProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via']

/** From this very machine, asked by its own name and without a proxy; or with the token. */
function mayRead(request: Request, token: string | undefined): boolean {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ')
  if (given !== undefined) return /^bearer$/i.test(scheme ?? '') && token !== undefined && isSame(given, token)
  const isHere = loopback.test(request.socket.remoteAddress ?? '') && loopbackName.test(request.headers.host ?? '')
  return isHere && signsOfProxies.every(name => request.headers[name] === undefined)
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}
