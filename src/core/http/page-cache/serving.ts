import type { IncomingMessage, ServerResponse } from 'node:http'
import { httpDateSeconds } from '../../time.ts'
import { type Answer, type Coding, preferredCoding, tagFor } from './answers.ts'

/**
 * Sends a kept answer: 304 to who has it already, the headers alone to HEAD, else the body in the reader's coding as
 * soon as there is one.
 * @returns the coding the reader wants, which may not be there yet
 */
export function serve(request: IncomingMessage, response: ServerResponse, answer: Answer): Coding {
  const wanted = answer.isCompressible ? preferredCoding(request.headers['accept-encoding']) : 'identity'
  const known = heldTag(request, answer)
  if (known !== undefined) {
    send(response, 304, [...validators(answer, known === '' ? undefined : known), ...answer.headers])
    response.end()
    return wanted
  }
  const coding = answer.bodies.has(wanted) ? wanted : 'identity'
  const body = answer.bodies.get(coding) ?? answer.body
  const headers = [...validators(answer, answer.etag && tagFor(answer.etag, coding)), ...answer.headers]
  headers.push('Content-Type', answer.type, 'Content-Length', String(body.length))
  if (coding !== 'identity') headers.push('Content-Encoding', coding)
  send(response, 200, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
  return wanted
}

/** What belongs to this request alone (its name) was set on the response; everything else comes with the answer. */
function send(response: ServerResponse, status: number, headers: string[]): void {
  for (const name of response.getHeaderNames()) if (name !== 'x-request-id') response.removeHeader(name)
  const name = response.getHeader('X-Request-Id')
  response.removeHeader('X-Request-Id')
  // Without headers of its own the response takes the list as it is.
  response.writeHead(status, name === undefined ? headers : ['X-Request-Id', String(name), ...headers])
}

function validators({ cacheControl, isCompressible }: Answer, etag: string | undefined): string[] {
  const headers = ['Cache-Control', cacheControl]
  if (etag !== undefined) headers.push('ETag', etag)
  if (isCompressible) headers.push('Vary', 'Accept-Encoding')
  return headers
}

/**
 * The tag under which the reader holds the answer already, in whatever coding (RFC 9110 §13.1.2, §13.1.3): empty when
 * they know its date alone, undefined when they have to be sent it.
 */
function heldTag({ headers }: IncomingMessage, { etag, lastModified }: Answer): string | undefined {
  // Somebody pressed “reload”: they want to see it come.
  if (headers['cache-control']?.includes('no-cache')) return undefined
  const known = headers['if-none-match']
  if (known === undefined) {
    const since = httpDateSeconds(headers['if-modified-since'])
    return lastModified !== undefined && since !== undefined && since >= lastModified ? (etag ?? '') : undefined
  }
  if (etag === undefined) return undefined
  if (known.trim() === '*') return etag
  const codings: readonly Coding[] = ['identity', 'br', 'gzip']
  const held = new Set(known.split(',').map(tag => tag.trim().replace(/^W\//, '')))
  return codings.map(coding => tagFor(etag, coding)).find(tag => held.has(tag.replace(/^W\//, '')))
}
