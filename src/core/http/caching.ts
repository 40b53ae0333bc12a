import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Request, Response } from 'express'
import type { ContentKind } from '../content-versions.ts'
import type { Instant } from '../time.ts'

/** What an answer is made of besides its address: kinds of content, and the `minute` in which it was asked for. */
export type Ingredient = ContentKind | 'minute'

const ingredients = new WeakMap<ServerResponse, readonly Ingredient[]>()

/**
 * Says what an answer is made of, before it is sent: it is kept in memory (`page-cache.ts`), for everybody who asks for
 * its address, until one of these changes. A public answer without this mark is taken to be made of everything; one
 * that is not public is kept only with it. Made of nothing: for as long as the process lives.
 */
export function madeOf(response: ServerResponse, kinds: readonly Ingredient[]): void {
  ingredients.set(response, kinds)
}

/** What `madeOf` said of an answer. */
export function madeOfWhat(response: ServerResponse): readonly Ingredient[] | undefined {
  return ingredients.get(response)
}

export interface Representation {
  readonly bytes: string | Buffer
  readonly type: string
  readonly lastModified?: Instant
  /** The whole header, for instance `public, max-age=300`. */
  readonly cacheControl: string
  readonly disposition?: string
}

/**
 * Answers a GET or HEAD with a strong ETag made of the bytes, or with 304 when the reader has them already
 * (RFC 9110 §13). The 304 repeats the validators and Cache-Control.
 */
export function answerBytes(request: Request, response: Response, representation: Representation): void {
  const bytes = Buffer.from(representation.bytes)
  response.set('ETag', `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`)
  response.set('Cache-Control', representation.cacheControl)
  if (representation.lastModified) response.set('Last-Modified', representation.lastModified.toUTCString())
  if (request.fresh) return void response.status(304).end()
  response.set('Content-Type', representation.type)
  if (representation.disposition) response.set('Content-Disposition', representation.disposition)
  response.set('Content-Length', String(bytes.length))
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** `attachment` or `inline` with a name that old and new clients understand (RFC 6266, RFC 8187). */
export function disposition(kind: 'attachment' | 'inline', fileName: string): string {
  const ascii = fileName
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/["\\/]/g, '')
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(fileName)}`
}

/**
 * Hands over a file that somebody uploaded: to be saved, never shown or run, whatever is in it (SEC-56), and kept by no
 * cache.
 */
export function sendUntrusted(
  response: Response,
  { name, type, bytes }: { name: string; type: string; bytes: Buffer },
) {
  response.set('Content-Security-Policy', "sandbox; default-src 'none'")
  response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'private, no-store' })
  response.set({ 'Content-Type': type, 'Content-Disposition': disposition('attachment', name) })
  response.set('Content-Length', String(bytes.length))
  response.end(response.req.method === 'HEAD' ? undefined : bytes)
}
