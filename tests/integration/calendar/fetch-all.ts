// The application in a process of its own, with the time zone of its environment, asked for many paths:
// `fetch-all.ts <connection as JSON> <file with the paths as JSON>`; prints a digest of each answer.
import { readFileSync } from 'node:fs'
import supertest from 'supertest'
import { createApp } from '../../../src/app.ts'
import { loadConfig } from '../../../src/config.ts'
import { createLog } from '../../../src/core/log.ts'
import { instant, useClock } from '../../../src/core/time.ts'
import { digest } from '../../../src/core/tokens.ts'
import { closeServices, createServices } from '../../../src/services.ts'

const [, , connection = '{}', file = ''] = process.argv
const config = loadConfig({
  NODE_ENV: 'test',
  DEMO: 'off',
  JOBS: 'off',
  RATE_LIMITS: 'off',
  DATA_DIR: '/tmp',
  BASE_URL: 'https://pozvanka.example',
})
const services = createServices(config, JSON.parse(connection), createLog('silent'))
useClock(() => instant('2026-11-01T03:30:00Z'))
const app = createApp(services)
const digests: Record<string, string> = {}
for (const path of JSON.parse(readFileSync(file, 'utf8'))) {
  const answer = await supertest(app).get(path).buffer(true)
  digests[path] = `${answer.status} ${digest(answer.text ?? '')}`
}
console.log(JSON.stringify({ hour: new Date(0).getHours(), digests }))
await closeServices(services)
