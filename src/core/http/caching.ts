import { createHash } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Instant } from '../time.ts'

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
