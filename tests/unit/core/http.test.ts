import { describe, expect, it } from '@jest/globals'
import express from 'express'
import supertest from 'supertest'
import { z } from 'zod'
import {
  checkbox,
  email,
  line,
  localDate,
  localisedFields,
  oneOf,
  optionalUrl,
  optionalWholeNumber,
  readForm,
  refusedForm,
  requiredCheckbox,
} from '../../../src/core/http/forms.ts'
import { errorHandler, methodsFor, nothingFound } from '../../../src/core/http/errors.ts'
import { jsonForScript } from '../../../src/core/http/pages.ts'
import { pager, pageRequest } from '../../../src/core/http/pagination.ts'
import { refuseCrossSite, refuseForeignHosts, refuseOtherTypes } from '../../../src/core/http/security.ts'
import { isOwnPath, withQuery } from '../../../src/core/http/urls.ts'
import { createLog } from '../../../src/core/log.ts'
import { safeHtml } from '../../../src/core/markdown.ts'
import { translator } from '../../../src/core/messages.ts'
import { createTokens, digest, newReference } from '../../../src/core/tokens.ts'
import { growth } from '../../support/growth.ts'

describe('links of ours', () => {
  const tokens = createTokens('a secret that is long enough for a test')

  it('open only what they were made for', () => {
    const token = tokens.issue('registration', 'K7PM4QRS', 0)
    expect(tokens.referenceOf(token)).toBe('K7PM4QRS')
    expect(tokens.isGenuine(token, 'registration', 'K7PM4QRS', 0)).toBe(true)
    expect(tokens.isGenuine(token, 'calendar', 'K7PM4QRS', 0)).toBe(false)
    expect(tokens.isGenuine(token, 'registration', 'K7PM4QRT', 0)).toBe(false)
    expect(tokens.isGenuine(token, 'registration', 'K7PM4QRS', 1)).toBe(false)
    expect(createTokens('another secret altogether, as long').isGenuine(token, 'registration', 'K7PM4QRS', 0)).toBe(
      false,
    )
  })

  it.each(['', 'x', 'K7PM4QRS', 'A'.repeat(300), '../../etc/passwd', 'K7PM4QRS\u0000'])('are nothing in %j', text => {
    expect(tokens.referenceOf(text)).toBeUndefined()
  })

  it('are named by references that do not repeat and are easy to read aloud', () => {
    const references = Array.from({ length: 2_000 }, () => newReference())
    expect(new Set(references).size).toBe(2_000)
    for (const reference of references) expect(reference).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/)
  })

  it('fingerprint parts, not their concatenation', () => {
    expect(digest('ab', 'c')).not.toBe(digest('a', 'bc'))
  })
})

describe('a redirect', () => {
  it.each(['/cs/', '/cs/events/a?day=2023-09-13', '/a#b'])('may go to %s', path => expect(isOwnPath(path)).toBe(true))

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\u0009/evil.example',
    '/ /evil',
    '/\n/evil.example',
    '',
    'cs/',
    '/a\\b',
  ])('never to %j', path => expect(isOwnPath(path)).toBe(false))

  it('keeps only the parameters that have a value', () => {
    expect(withQuery('/cs/', { q: 'č&=', where: '', page: undefined, n: 2 })).toBe('/cs/?q=%C4%8D%26%3D&n=2')
  })
})

describe('an unsafe request', () => {
  const app = express()
  app.use(refuseCrossSite(() => 'https://pozvanka.example.org'))
  app.post('/', (_request, response) => void response.send('done'))
  app.get('/', (_request, response) => void response.send('shown'))
  app.use(errorHandler(createLog('silent')))

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://pozvanka.example.org' }, 403],
    [{ origin: 'https://pozvanka.example.org' }, 200],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example.org' }, 403],
    [{ origin: 'https://evil.example.org', host: 'evil.example.org' }, 403],
    [{ cookie: 'sid=s%3Aabc' }, 403],
    [{ cookie: 'a=b; __Host-sid=s%3Aabc' }, 403],
    [{ cookie: 'besides=1' }, 200],
    [{}, 200],
  ])('with %j is answered %i', async (headers, status) => {
    const answer = await supertest(app).post('/').set(headers)
    expect(answer.status).toBe(status)
  })

  it('to a path that other programs post to passes, and only that one', async () => {
    const open = express()
    open.use(
      refuseCrossSite(
        () => 'https://pozvanka.example.org',
        path => path.startsWith('/open/'),
      ),
    )
    open.post('/*path', (_request, response) => void response.send('done'))
    open.use(errorHandler(createLog('silent')))
    const cross = { 'sec-fetch-site': 'cross-site' }
    expect((await supertest(open).post('/open/x').set(cross)).status).toBe(200)
    expect((await supertest(open).post('/other').set(cross)).status).toBe(403)
  })

  it('does not concern safe ones', async () => {
    expect((await supertest(app).get('/').set('sec-fetch-site', 'cross-site')).status).toBe(200)
  })
})

describe('a foreign host name', () => {
  const guarded = (allowLoopback: boolean) => {
    const app = express()
    app.use(refuseForeignHosts(() => 'https://pozvanka.example.org', allowLoopback))
    app.get('/', (_request, response) => void response.send('shown'))
    return app
  }

  it.each([
    ['pozvanka.example.org', false, 200],
    ['evil.example.org', false, 421],
    ['127.0.0.1:3000', false, 421],
    ['127.0.0.1:3000', true, 200],
    ['localhost', true, 200],
    ['Pozvanka.Example.ORG', false, 200],
    ['localhost.evil.example', true, 421],
  ])('%s (loopback %s) gets %i', async (host, allowLoopback, status) => {
    expect((await supertest(guarded(allowLoopback)).get('/').set('host', host)).status).toBe(status)
  })
})

describe('the methods of a path', () => {
  it('are found in nested routers', () => {
    const inner = express.Router()
    inner.get('/things/:thing', (_request, response) => void response.end())
    inner.post('/things/:thing', (_request, response) => void response.end())
    const app = express()
    app.use('/cs', express.Router().use(inner))
    expect([...methodsFor(app.router, '/cs/things/a')].sort()).toEqual(['get', 'post'])
    expect([...methodsFor(app.router, '/cs/others')]).toEqual([])
  })
})

describe('what is posted', () => {
  const app = express()
  app.locals['baseUrl'] = 'https://pozvanka.example.org'
  app.use(refuseOtherTypes(() => app.router))
  app.post('/cs/things', (_request, response) => void response.send('done'))
  app.get('/cs/others', (_request, response) => void response.send('shown'))
  app.use(nothingFound(() => app.router))
  app.use(errorHandler(createLog('silent')))
  const post = (path: string, type: string, body: string) =>
    supertest(app).post(path).set('content-type', type).send(body)

  it.each([
    ['application/x-www-form-urlencoded', 'a=b', 200],
    ['application/x-www-form-urlencoded; charset=utf-8', 'a=b', 200],
    ['application/json', '{"a":"b"}', 415],
    ['text/plain', 'a=b', 415],
    ['multipart/form-data; boundary=x', '--x--', 415],
  ])('as %s %j is answered %i', async (type, body, status) => {
    expect((await post('/cs/things', type, body)).status).toBe(status)
  })

  it('may be nothing, and is a wrong method before it is a wrong type', async () => {
    expect((await supertest(app).post('/cs/things')).status).toBe(200)
    expect((await post('/cs/others', 'application/json', '{}')).status).toBe(405)
  })

  it.each(['/cs/%', '/cs/%C0%80', '/%zz'])('to %s makes no sense', async path => {
    expect((await supertest(app).get(path)).status).toBe(400)
  })
})

describe('a form', () => {
  const schema = z.object({
    name: line(5),
    email: email(),
    kind: oneOf(['a', 'b']),
    day: localDate(),
    places: optionalWholeNumber(1, 40),
    web: optionalUrl(),
    news: checkbox(),
    consent: requiredCheckbox('errors.consent'),
    ...localisedFields('title', () => line(10)),
  })
  const good = {
    name: ' Jan\u00a0 ',
    email: ' jan@example.org ',
    kind: 'a',
    day: '13. 9. 2026',
    places: '',
    web: 'https://example.org',
    consent: 'yes',
    'title.cs': 'Cs',
    'title.en': 'En',
    role: 'owner',
  }

  it('gives cleaned values and ignores what it does not know', () => {
    const reading = readForm(schema, good)
    expect(reading.ok && reading.value).toEqual({
      name: 'Jan',
      email: 'jan@example.org',
      kind: 'a',
      day: '2026-09-13',
      places: undefined,
      web: 'https://example.org',
      news: false,
      consent: true,
      'title.cs': 'Cs',
      'title.en': 'En',
    })
  })

  it('names every field that is wrong and keeps what was typed', () => {
    const typed = {
      ...good,
      name: 'x'.repeat(10_000),
      email: 'jan.example.org',
      kind: 'c',
      day: '31. 2. 2026',
      places: '41',
      web: 'javascript:alert(1)',
      consent: undefined,
      'title.cs': ' ',
    }
    const reading = readForm(schema, typed)
    if (reading.ok) throw new Error('the form was accepted')
    const form = refusedForm(translator('cs'), '/here', reading.typed, reading.problems)
    expect(Object.keys(form.errors).sort()).toEqual([
      'consent',
      'day',
      'email',
      'kind',
      'name',
      'places',
      'title.cs',
      'web',
    ])
    expect(form.values['name']).toBe('x'.repeat(10_000))
    expect(form.values['email']).toBe('jan.example.org')
    expect(form.summary.map(error => error.href)).toContain('#title.cs')
    expect(form.errors['name']).toContain('5')
  })

  it.each([undefined, null, 'text', [], [1], { name: ['a', 'b'], email: { a: 1 } }])('survives %j', body => {
    expect(readForm(schema, body).ok).toBe(false)
  })

  it.each(['a@b.cz', 'jan.novak+akce@sub.example.org', 'žofie@příklad.example'])('takes the address %s', address =>
    expect(readForm(z.object({ email: email() }), { email: address }).ok).toBe(true),
  )

  it.each([
    'jan',
    'jan@example',
    'jan@@example.org',
    'a b@example.org',
    'jan@example..org',
    'a@b.cz, c@d.cz',
    'Jan <jan@example.org>',
    `${'a'.repeat(250)}@example.org`,
    'jan@exa\nmple.org',
  ])('refuses the address %j', address =>
    expect(readForm(z.object({ email: email() }), { email: address }).ok).toBe(false),
  )

  it.each([(size: number) => 'a@'.repeat(size), (size: number) => `a@${'a.'.repeat(size)}`])(
    'does not take the square of a long hostile address',
    address => {
      const form = z.object({ email: email() })
      expect(growth(size => void readForm(form, { email: address(size) }), 120)).toBeLessThan(24)
    },
  )
})

describe('rich text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '[click](data:text/html;base64,PHNjcmlwdD4=)',
    '<a href="//evil.example">x</a>',
    '<svg/onload=alert(1)>',
    '`<iframe src=//evil.example>`',
    '![x](https://evil.example/pixel.png)',
  ])('makes %j inert', source => {
    // What is left as text between tags is only text; what counts is the tags.
    for (const tag of safeHtml(source).match(/<[^>]*>/g) ?? []) expect(tag).toMatch(/^<\/?(?:p|code|br ?\/?)>$/)
  })

  it('keeps what organisers need', () => {
    expect(safeHtml('# Proč\n\n- **jedna**\n- [dva](https://example.org)')).toBe(
      '<h3>Proč</h3>\n<ul>\n<li><strong>jedna</strong></li>\n<li><a href="https://example.org" rel="noopener nofollow">dva</a></li>\n</ul>\n',
    )
  })

  it('cannot end a script element with data', () => {
    const value = { name: '</script><script>alert(1)</script>\u2028&' }
    expect(jsonForScript(value)).not.toMatch(/[<>&\u2028]/)
    expect(JSON.parse(jsonForScript(value))).toEqual(value)
  })
})

describe('a long list', () => {
  const link = (page: number) => `?page=${page}`

  it.each([
    ['', 1],
    ['2', 2],
    ['0', 1],
    ['-3', 1],
    ['1e9', 1],
    ['9999', 1_000],
    ['drop table', 1],
  ])('reads page %j as %i', (typed, number) => expect(pageRequest(typed).number).toBe(number))

  it('knows what stands before and after', () => {
    expect(pager(pageRequest('2', 50), 120, link)).toEqual({
      from: 51,
      to: 100,
      total: 120,
      previous: '?page=1',
      next: '?page=3',
    })
    expect(pager(pageRequest('1', 50), 0, link)).toEqual({
      from: 0,
      to: 0,
      total: 0,
      previous: undefined,
      next: undefined,
    })
  })
})
