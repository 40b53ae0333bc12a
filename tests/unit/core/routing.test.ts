import { describe, expect, it } from '@jest/globals'
import express, { Router, type RequestHandler } from 'express'
import supertest from 'supertest'
import { passQuickly } from '../../../src/core/http/routing.ts'

/** An application of nested routers; `entered` counts how often one of them was looked into. */
function anApplication(prepare: (router: Router) => void) {
  const entered: string[] = []
  const answer =
    (name: string): RequestHandler =>
    (request, response) =>
      void response.json({ name, params: request.params, base: request.baseUrl })
  const router = (name: string, fill: (routes: Router) => void) => {
    const routes = Router()
    fill(routes)
    const { handle } = { handle: routes }
    return Object.assign(
      ((request, response, next) => {
        entered.push(name)
        handle(request, response, next)
      }) as RequestHandler,
      { stack: routes.stack },
    )
  }
  const pages = Router()
  pages.use(
    router('events', routes => {
      routes.get('/events/:event', answer('event'))
      routes.post('/events/:event', answer('posted'))
      routes.get('/events/:event/agenda.pdf', answer('document'))
      routes.get('/events/:event.ics', answer('feed'))
      routes.use(Router().get('/events/:event/sessions/:session', answer('session')))
    }),
  )
  pages.use(router('home', routes => routes.get('/', answer('home'))))
  pages.use(router('any', routes => routes.get(/^\/x\d+$/, answer('pattern'))))
  pages.use(router('mounted', routes => routes.use('/deep', Router().get('/inner', answer('inner')))))
  pages.use(
    '/below',
    router('below', routes => routes.get('/inner', answer('below'))),
  )
  pages.use(
    router('middleware', routes => {
      routes.use((_request, response, next) => {
        response.set('X-Seen', 'yes')
        next()
      })
      routes.get('/last', answer('last'))
    }),
  )
  prepare(pages)
  const app = express()
  app.use('/cs', pages)
  return { app, entered }
}

const paths = ['/', '', '/events/x', '/Events/X/', '/events/%C5%99', '/events/x.ics', '/events/x/agenda.pdf']
const others = ['/events/x/agendaXpdf', '/events/x/sessions/y', '/events//y', '/events/a/b/c', '/x12', '/deep/inner']
const last = ['/below/inner', '/inner', '/last', '/nothing', '/events/%zz', '/events/x?y=/z', '/%65vents/x']

describe('routers that are passed by', () => {
  it('answer as if every one had been looked into', async () => {
    const [plain, quick] = [anApplication(() => undefined), anApplication(passQuickly)]
    for (const path of [...paths, ...others, ...last]) {
      for (const method of ['get', 'post', 'head'] as const) {
        const [one, other] = [
          await supertest(plain.app)[method](`/cs${path}`),
          await supertest(quick.app)[method](`/cs${path}`),
        ]
        const told = ({ status, body, headers }: typeof one) => [path, method, status, body, headers['x-seen']]
        expect(told(other)).toEqual(told(one))
      }
    }
    expect(quick.entered.length).toBeLessThan(plain.entered.length)
  })

  it('are those alone of which it is certain', async () => {
    const { app, entered } = anApplication(passQuickly)
    await supertest(app).get('/cs/nothing')
    expect(entered).toEqual(['any', 'mounted', 'middleware'])
  })
})
