import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Versions } from '../../content-versions.ts'
import type { Ingredient } from '../caching.ts'

/** How the body of an answer goes over the wire (RFC 9110 §8.4). */
export type Coding = 'identity' | 'br' | 'gzip'

/** A whole answer of status 200 as the application gave it, before it is kept. */
export interface DrawnAnswer {
  /** Names and values in turn, without those that belong to one request or one coding. */
  readonly headers: readonly string[]
  readonly body: Buffer
  readonly etag: string | undefined
  /** Seconds since 1970, of Last-Modified. */
  readonly lastModified: number | undefined
  readonly cacheControl: string
  readonly type: string
  readonly madeOf: readonly Ingredient[]
  /** The pattern of the route that drew it, for the figures about requests. */
  readonly route: string
}

/** What the content was at a moment: an answer that is drawn from then on is as new as this, or newer. */
export interface Stamp {
  /** Reading the versions began at this tick; what is drawn from then on is new enough for all who asked before. */
  readonly tick: number
  readonly versions: Versions
  /** Minutes since 1970. */
  readonly minute: number
}

/** An answer that is kept, in every coding that somebody asked for. */
export interface Answer extends DrawnAnswer {
  readonly stamp: Stamp
  readonly bodies: Map<Coding, Buffer>
  readonly isCompressible: boolean
  readonly pending: Set<Coding>
}

/** Shorter bodies gain nothing. */
const leastBytes = 1_024

/** Caches in front of us may show what they have for an hour when we cannot answer at all (RFC 5861 §4). */
const whenWeAreDown = 'stale-if-error=3600'

/** What a kept answer takes besides its bodies: headers, key, places in maps. */
const overhead = 2_048

const compress: Readonly<Record<Exclude<Coding, 'identity'>, (body: Buffer) => Promise<Buffer>>> = {
  // Both take about as long as the drawing of a page, and that only once for each content.
  br: body => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: body => promisify(gzip)(body, { level: 6 }),
}

/** An answer as it is kept. */
export function keptAnswer(drawn: DrawnAnswer, stamp: Stamp): Answer {
  // What is for one person may hold their secrets: how well it compresses would tell of them (BREACH).
  const isPublic = /\bpublic\b/.test(drawn.cacheControl)
  const isText = /^(?:text\/|image\/svg|application\/(?:json|javascript|xml|[\w.-]+\+(?:xml|json)))/.test(drawn.type)
  const isCompressible = isPublic && isText && drawn.body.length >= leastBytes
  const bodies = new Map<Coding, Buffer>([['identity', drawn.body]])
  const cacheControl = isPublic ? `${drawn.cacheControl}, ${whenWeAreDown}` : drawn.cacheControl
  return { ...drawn, cacheControl, stamp, isCompressible, bodies, pending: new Set<Coding>() }
}

/** Bytes of memory that an answer takes. */
export function weightOf({ bodies }: Answer): number {
  return [...bodies.values()].reduce((sum, body) => sum + body.length, overhead)
}

/** Whether nothing that an answer is made of changed between its own stamp and a later one. */
export function isCurrent({ madeOf, stamp }: Answer, { versions, minute }: Stamp): boolean {
  return madeOf.every(one => (one === 'minute' ? stamp.minute === minute : stamp.versions[one] === versions[one]))
}

/**
 * Puts a body into a coding, in a thread of its own; until it is there the body goes out as it is.
 * @returns whether the answer has grown
 */
export async function encode(answer: Answer, coding: Coding): Promise<boolean> {
  if (coding === 'identity' || !answer.isCompressible || answer.bodies.has(coding) || answer.pending.has(coding)) {
    return false
  }
  answer.pending.add(coding)
  answer.bodies.set(coding, await compress[coding](answer.body))
  answer.pending.delete(coding)
  return true
}

/**
 * The coding a reader likes best among ours (RFC 9110 §12.5.3), `br` before `gzip`. What cannot be read is passed over;
 * a reader who refuses everything gets the bytes as they are.
 */
export function preferredCoding(accepted: string | undefined): Coding {
  if (accepted === undefined) return 'identity'
  const wanted = new Set<string>()
  for (const part of accepted.slice(0, 200).toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map(text => text.trim())
    if (!parameters.some(parameter => /^q=0(?:\.0{0,3})?$/.test(parameter))) wanted.add(name)
  }
  if (wanted.has('br')) return 'br'
  return wanted.has('gzip') || wanted.has('x-gzip') ? 'gzip' : 'identity'
}

/** Bytes that differ have tags that differ (RFC 9110 §8.8.3.3). */
export function tagFor(etag: string, coding: Coding): string {
  return coding === 'identity' ? etag : etag.replace(/"$/, `-${coding}"`)
}
