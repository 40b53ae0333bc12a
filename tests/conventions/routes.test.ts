import { describe, expect, it } from '@jest/globals'
import express, { Router, type RequestHandler } from 'express'
import { anyone, guard } from '../../src/core/http/guards.ts'
import { useWorld } from '../support/world.ts'
import { guardProblems, routesOf } from './route-table.ts'

const world = useWorld()

describe('every route', () => {
  it('begins with one guard, and those of organisers are not open to anyone', () => {
    expect(guardProblems(routesOf(world.app.router))).toEqual([])
  })

  it('is found: the application has some', () => {
    const paths = routesOf(world.app.router).map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['/', '/health/ready']))
  })
})

describe('planted routes', () => {
  const answer: RequestHandler = (_request, response) => void response.end()
  const signedIn = guard('signed in', (_request, _response, next) => next())

  function problemsOf(plant: (router: Router) => void): string[] {
    const app = express()
    const pages = Router()
    plant(pages)
    app.use('/cs', pages)
    return guardProblems(routesOf(app.router))
  }

  it('without a guard are found, however deep', () => {
    const nested = Router()
    nested.get('/deep', answer)
    const found = problemsOf(pages => pages.get('/open', answer).use('/inner', nested))
    expect(found).toEqual(['get /cs/open does not begin with a guard', 'get /cs/deep does not begin with a guard'])
  })

  it('with two guards are found', () => {
    const found = problemsOf(pages => pages.post('/twice', signedIn, anyone, answer))
    expect(found).toEqual(['post /cs/twice has more than one guard'])
  })

  it('of organisers open to anyone are found, also where the router is mounted below', () => {
    const below = Router()
    below.get('/venues', anyone, answer)
    const found = problemsOf(pages => pages.get('/organiser/events', anyone, answer).use('/organiser', below))
    expect(found).toEqual(['get /cs/organiser/events is open to anyone', 'get /cs/organiser/venues is open to anyone'])
  })

  it('that are guarded pass', () => {
    const found = problemsOf(pages => pages.get('/events', anyone, answer).get('/organiser/events', signedIn, answer))
    expect(found).toEqual([])
  })
})
