import type { APIResponse } from '@playwright/test'
import { kindOf } from './support/crawl.ts'
import { expect, test } from './support/journey.ts'

// Of each kind of page so many: the others are drawn by the same code.
const mostOfKind = 4

test('the front page chooses the language without a cookie', async ({ request }) => {
  const answer = await request.get('/', { headers: { 'accept-language': 'en' }, maxRedirects: 0 })
  expect(answer.status()).toBe(302)
  expect(answer.headers()['location']).toBe('/en/')
  expect(answer.headers()['set-cookie']).toBeUndefined()
})

test('public pages set no cookie, load nothing from elsewhere, and are not sent twice', async ({ request, app }) => {
  test.setTimeout(180_000)
  const counts = new Map<string, number>()
  const known = new Set(['/cs/', '/en/'])
  const queue = [...known]
  const faults: string[] = []
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const answer = await request.get(path, { maxRedirects: 0 })
    faults.push(...(await faultsOf(path, answer)))
    const again = await request.get(path, { headers: { 'if-none-match': answer.headers()['etag'] ?? '' } })
    if (again.status() !== 304) faults.push(`${path}: ${again.status()} when asked again`)
    if (!answer.headers()['content-type']?.startsWith('text/html')) continue
    for (const next of linksOf(await answer.text(), new URL(path, app.url))) {
      const kind = `${next.pathname.slice(0, 4)} ${kindOf(next.href)}`
      const count = counts.get(kind) ?? 0
      if (known.has(next.pathname + next.search) || count >= mostOfKind) continue
      counts.set(kind, count + 1)
      known.add(next.pathname + next.search)
      queue.push(next.pathname + next.search)
    }
  }
  expect(faults).toEqual([])
  expect(known.size).toBeGreaterThan(100)
})

async function faultsOf(path: string, answer: APIResponse): Promise<string[]> {
  const faults: string[] = []
  const headers = answer.headers()
  if (answer.status() !== 200) faults.push(`${path}: ${answer.status()}`)
  if (headers['set-cookie'] !== undefined) faults.push(`${path}: sets a cookie`)
  if (headers['etag'] === undefined) faults.push(`${path}: has no ETag`)
  if (headers['content-type']?.startsWith('text/html')) {
    const parts = (await answer.text()).matchAll(/<(?:script|img|iframe|source|video|audio)\b[^>]*\bsrc="([^"]*)"/g)
    const sheets = (await answer.text()).matchAll(
      /<link\b[^>]*\brel="(?:stylesheet|icon|preload)"[^>]*\bhref="([^"]*)"/g,
    )
    for (const [, address] of [...parts, ...sheets]) {
      if (!/^\/(?!\/)/.test(address ?? '')) faults.push(`${path}: loads ${address}`)
    }
  }
  return faults
}

/** Where the page leads on this host that is for everybody. */
function linksOf(html: string, base: URL): URL[] {
  return [...html.matchAll(/<(?:a|link)\b[^>]*\bhref="([^"#]+)/g)]
    .map(([, href]) => new URL((href ?? '').replaceAll('&amp;', '&'), base))
    .filter(({ origin, pathname }) => origin === base.origin && !/\/(organiser|sign-in|demo|r)\b/.test(pathname))
}

test('style sheets, scripts and pictures name no other host', async ({ request }) => {
  for (const path of ['/css/tokens.css', '/css/site.css', '/js/enhance.js', '/images/icon.svg']) {
    const answer = await request.get(path)
    expect(answer.status(), path).toBe(200)
    const named = (await answer.text()).match(/https?:\/\/(?!www\.w3\.org\/)[^\s"')]+/g)
    expect(named, path).toBeNull()
  }
})
