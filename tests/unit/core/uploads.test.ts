import { describe, expect, it } from '@jest/globals'
import express, { type Request, type RequestHandler } from 'express'
import supertest from 'supertest'
import { errorHandler } from '../../../src/core/http/errors.ts'
import { queryText } from '../../../src/core/http/loaders.ts'
import { refuseOtherTypes } from '../../../src/core/http/security.ts'
import { upload, uploaded, uploadProblems } from '../../../src/core/http/uploads.ts'
import { createLog } from '../../../src/core/log.ts'

const tell: RequestHandler = (request, response) => {
  const files = ['file', 'other'].flatMap(name => uploaded(request, name) ?? [])
  response.json({
    body: request.body,
    files: files.map(file => ({ ...file, content: file.content.toString('base64') })),
    problems: uploadProblems(request),
  })
}

function application() {
  const app = express()
  app.use(refuseOtherTypes(() => app.router))
  app.use(express.urlencoded({ extended: false }))
  const fields = [
    { name: 'file', maxBytes: 1_000 },
    { name: 'other', maxBytes: 10 },
  ]
  app.post('/files', upload(fields, { maxTextBytes: 100 }), tell)
  const asked = async (request: Request) => [{ name: queryText(request, 'field'), maxBytes: 1_000 }]
  app.post('/asked', upload(asked), tell)
  app.post('/plain', tell)
  app.use(errorHandler(createLog('silent')))
  return app
}

const post = (path: string) => supertest(application()).post(path)

describe('a form with files', () => {
  it('gives the file whole and the fields as from an ordinary form', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128])
    const { body } = await post('/files')
      .field('name', 'Žofie')
      .field('part', ['a', 'b'])
      .attach('file', bytes, { filename: 'složka\\žáci\u200b.csv', contentType: 'TEXT/CSV' })
    expect(body).toEqual({
      body: { name: 'Žofie', part: ['a', 'b'] },
      files: [{ name: 'žáci.csv', contentType: 'text/csv', content: bytes.toString('base64') }],
      problems: [],
    })
  })

  it('says which file is too big, and keeps the others and what was typed', async () => {
    const { body } = await post('/files')
      .field('name', 'Žofie')
      .attach('file', Buffer.alloc(1_001), 'a.csv')
      .attach('other', Buffer.from('1234567890'), 'b.csv')
    expect(body.body).toEqual({ name: 'Žofie' })
    expect(body.files.map((file: { name: string }) => file.name)).toEqual(['b.csv'])
    expect(body.problems).toEqual([{ field: 'file', message: 'errors.fileTooBig', values: { max: 0 } }])
  })

  it('takes no file as none', async () => {
    const edge = 'edge'
    const text = `--${edge}\r\nContent-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--${edge}--\r\n`
    const { body } = await post('/files').set('content-type', `multipart/form-data; boundary=${edge}`).send(text)
    expect(body).toEqual({ body: {}, files: [], problems: [] })
  })

  it('asks the request which files there may be', async () => {
    const { body } = await post('/asked?field=other').attach('other', Buffer.from('1'), 'b.csv')
    expect(body.files).toHaveLength(1)
  })

  it('still takes an ordinary form', async () => {
    expect((await post('/files').type('form').send({ name: 'Jan' })).body.body).toEqual({ name: 'Jan' })
  })

  it.each([
    ['is far too big', 413, (r: supertest.Test) => r.attach('file', Buffer.alloc(8_000), 'a.csv')],
    ['has a text that is too long', 413, (r: supertest.Test) => r.field('name', 'x'.repeat(101))],
    ['brings files nobody asked for', 400, (r: supertest.Test) => r.attach('nobody', Buffer.from('1'), 'a.csv')],
    ['has names that make objects', 413, (r: supertest.Test) => r.field('a[b]', '1')],
    [
      'is broken',
      400,
      (r: supertest.Test) => r.set('content-type', 'multipart/form-data; boundary=x').send('--x\r\nno'),
    ],
    ['has no boundary', 400, (r: supertest.Test) => r.set('content-type', 'multipart/form-data').send('x')],
  ])('is refused when it %s', async (_name, status, send) => {
    expect((await send(post('/files'))).status).toBe(status)
  })

  it('is refused where no files are taken', async () => {
    expect((await post('/plain').attach('file', Buffer.from('1'), 'a.csv')).status).toBe(415)
  })
})
