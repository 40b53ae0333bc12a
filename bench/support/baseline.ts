/** The process behind `startBaseline`: Express as its guide shows it, with nothing that a page would need besides. */
import type { AddressInfo } from 'node:net'
import express from 'express'
import { registerForm } from '../../src/features/registration/forms/public.ts'
import type { Keep } from './baselines.ts'

const kept = new Map<string, { headers: Record<string, string>; body: Buffer }>()

const app = express()
app.disable('x-powered-by')
// It would hash each body anew; who compares with us shall not be slowed down by it.
app.disable('etag')

app.get('/nothing', (_request, response) => {
  response.status(204).end()
})

app.post(
  '/registration',
  express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 300 }),
  (request, response) => {
    const reading = registerForm.safeParse(request.body)
    if (reading.success) response.redirect(303, '/done?state=place')
    else response.status(422).end()
  },
)

app.use((request, response, next) => {
  const answer = kept.get(request.url)
  if (answer === undefined) return next()
  response.set(answer.headers).send(answer.body)
})

process.on('message', message => {
  const { path, headers, body } = message as Keep
  kept.set(path, { headers, body: Buffer.from(body, 'base64') })
  process.send?.('kept')
})

const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
