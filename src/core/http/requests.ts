import { randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { type Log, withoutSecrets } from '../log.ts'

/** Gives every request a name that its error page and its log line share, and logs how it ended. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    const requestId = randomUUID()
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    response.on('finish', () => {
      const milliseconds = Math.round(performance.now() - started)
      const path = withoutSecrets(request.originalUrl)
      log.info({ requestId, method: request.method, path, status: response.statusCode, milliseconds }, 'request')
    })
    next()
  }
}
