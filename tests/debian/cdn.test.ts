import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createPeople, type People } from '../factories/accounts.ts'
import { createPublished, editEventTo } from '../factories/events.ts'
import { createCategory, createRegistration, formOf, linkOf } from '../factories/registration.ts'
import { createTestDatabase, dropTestDatabase } from '../support/database.ts'
import { databaseUrl } from '../support/database-url.ts'
import { type Application, eventually, startApplication } from './support/applications.ts'
import { type Proxy, startNginx } from './support/nginx.ts'

const page = '/cs/events/verejna-akce'
const organisers = '/cs/organiser/events'
/** nginx counts whole seconds: what is kept for one is asked for again after two at the latest. */
const untilAskedAgain = 2_100

describe('nginx as deploy/nginx.conf has it, in front of two applications', () => {
  let address: Awaited<ReturnType<typeof createTestDatabase>>
  let applications: Application[]
  let nginx: Proxy
  let people: People
  let link: string
  let form: Readonly<Record<string, string>>
  beforeAll(async () => {
    address = await createTestDatabase()
    const environment = { DATABASE_URL: databaseUrl(address), TRUST_PROXY: '1', RATE_LIMITS: 'on' }
    applications = [await startApplication(environment), await startApplication(environment)]
    nginx = await startNginx(applications.map(({ url }) => url))
    for (const { services } of applications) services.config.baseUrl = nginx.url
    people = await createPeople(db())
    const { id } = await createPublished(db(), { organisation: people.organisation, slug: 'verejna-akce' })
    const category = await createCategory(db(), { id })
    const { registration } = await createRegistration(db(), category, 'jana')
    link = linkOf(first().services, registration)
    form = formOf(category, 'petr')
  })
  afterAll(async () => {
    await nginx?.stop()
    for (const application of applications ?? []) await application.stop()
    await dropTestDatabase(address)
  })
  const first = () => {
    const [application] = applications
    if (application === undefined) throw new Error('no application')
    return application
  }
  const db = () => first().services.db
  const reached = (path: string) =>
    applications.flatMap(({ requests }) => requests).filter(request => request === `GET ${path}`).length

  it('shows a public page to a crowd out of one drawing, and whoever has it gets 304', async () => {
    const crowd = await Promise.all(Array.from({ length: 200 }, () => get(nginx, page)))
    expect(new Set(crowd.map(({ status, text }) => `${status} ${text.length}`)).size).toBe(1)
    // One, and perhaps another when the second has passed before all have come.
    expect(reached(page)).toBeLessThanOrEqual(4)
    await sleep(untilAskedAgain)
    const again = await get(nginx, page)
    expect([again.cache, again.text]).toEqual(['REVALIDATED', crowd[0]?.text])
    const known = await get(nginx, page, { 'If-None-Match': again.etag })
    expect([known.status, known.text]).toEqual([304, ''])
  })

  it('shows what changed, two seconds later at the latest', async () => {
    const [event] = await db()('events').where({ slug: 'verejna-akce' })
    if (event === undefined) throw new Error('no event')
    await get(nginx, page)
    await editEventTo(db(), event, { title: { cs: 'Jmenuje se to jinak', en: 'Another name' } })
    await sleep(untilAskedAgain)
    expect((await get(nginx, page)).text).toContain('Jmenuje se to jinak')
  })

  it('keeps nothing of somebody who is known, and nothing private', async () => {
    const cookie = await signIn(nginx, people)
    for (let round = 0; round < 2; round += 1) {
      const own = await get(nginx, organisers, { Cookie: cookie })
      expect([own.status, own.cache, own.control]).toEqual([200, 'BYPASS', 'private, no-store'])
      const mine = await get(nginx, link)
      expect([mine.status, mine.cache]).toEqual([200, 'MISS'])
    }
    const stranger = await get(nginx, organisers)
    expect([stranger.status, stranger.text.includes(people.owner.email)]).toEqual([303, false])
  })

  it('would keep private pages without the lines that forbid it, and show those of organisers to strangers', async () => {
    // The control. That the cookie of a session goes out with each page is what nginx itself is careful about.
    const careless = await startNginx([first().url], text =>
      text
        .replace(/ *proxy_(cache_bypass|no_cache) .*\n/g, '')
        .replace('proxy_ignore_headers', 'proxy_ignore_headers Set-Cookie Vary'),
    )
    const cookie = await signIn(careless, people)
    await get(careless, organisers, { Cookie: cookie })
    await get(careless, link)
    const [stranger, kept] = [await get(careless, organisers), await get(careless, link)]
    await careless.stop()
    expect([stranger.status, stranger.cache, kept.cache]).toEqual([200, 'HIT', 'HIT'])
  })

  it('passes a registration on, and shows no numbers of the application', async () => {
    const body = new URLSearchParams(form)
    const headers = { 'Sec-Fetch-Site': 'same-origin', 'X-Forwarded-For': '203.0.113.9' }
    const answer = await fetch(`${nginx.url}${page}/registration`, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${page}/registration/done?state=place`])
    expect((await get(nginx, '/metrics')).status).toBe(404)
  })

  it('goes on with one application, and shows public pages without any', async () => {
    await get(nginx, page)
    await get(nginx, link)
    const [one, two] = applications
    await one?.stop()
    const still = await Promise.all(Array.from({ length: 40 }, (_, index) => get(nginx, `${page}?n=${index}`)))
    expect(still.filter(({ status }) => status !== 200)).toEqual([])
    await two?.stop()
    applications = []
    await sleep(untilAskedAgain)
    const stale = await get(nginx, page)
    expect([stale.status, stale.cache, stale.text.includes('Jmenuje se to jinak')]).toEqual([200, 'STALE', true])
    for (const path of [link, organisers, '/cs/events/jina']) expect((await get(nginx, path)).status).toBe(502)
  })
})

interface Answer {
  readonly status: number
  readonly cache: string | null
  readonly control: string | null
  readonly etag: string
  readonly text: string
}

async function get({ url }: Proxy, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await fetch(`${url}${path}`, { headers, redirect: 'manual' })
  const of = (name: string) => answer.headers.get(name)
  const text = await answer.text()
  return { status: answer.status, cache: of('x-cache'), control: of('cache-control'), etag: of('etag') ?? '', text }
}

async function signIn({ url }: Proxy, { owner }: People): Promise<string> {
  const body = new URLSearchParams({ email: owner.email, password: owner.password })
  const headers = { 'Sec-Fetch-Site': 'same-origin' }
  const answer = await fetch(`${url}/cs/sign-in`, { method: 'POST', body, headers, redirect: 'manual' })
  const cookies = answer.headers.getSetCookie().map(cookie => cookie.split(';')[0])
  return eventually(
    async () => cookies.join('; '),
    cookie => cookie.includes('sid='),
  )
}
