import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ContentVersions } from '../content-versions.ts'
import type { Log } from '../log.ts'
import { counter } from '../metrics.ts'
import { type Answer, encode, isCurrent, keptAnswer, type Stamp } from './page-cache/answers.ts'
import { capture } from './page-cache/capture.ts'
import { createMemory, createNotes, type Memory } from './page-cache/memory.ts'
import { serve } from './page-cache/serving.ts'
import { createStamps, minuteNow } from './page-cache/stamps.ts'
import { noteRequest } from './requests.ts'

interface Ground {
  readonly versions: ContentVersions
  readonly log: Log
}

/** What the keeping may cost. */
export interface Limits {
  /** Bytes for answers at our own addresses. */
  readonly plain: number
  /** Bytes for answers at addresses that anybody can make up as many of as they like. */
  readonly odd: number
  /** Milliseconds to wait for the versions: a silent database must not take the page of the error with it. */
  readonly patience: number
}

const usual: Limits = { plain: 48 * 1024 * 1024, odd: 16 * 1024 * 1024, patience: 2_000 }

/** Longer addresses are not kept. */
const longestAddress = 2_000

/** Somebody who waits for an answer. */
interface Reader {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly address: string
  /** Of the stamp that was made after they asked. */
  readonly tick: number
}

const asked = counter(
  'kept_answers_total',
  'Requests for what may be kept in memory: answered from it, drawn anew, or passed to the application.',
  ['outcome'],
)

/**
 * Stands before the application and keeps in memory what it answers to everybody alike: pages, feeds, files. What is
 * kept is sent only when the versions of the content, read after the reader asked, say that it is what the application
 * would answer; so nobody gets anything older than their request. Several who want the same wait for one drawing. Who
 * carries a cookie or credentials, or wants a part, always gets to the application, and everybody does when the
 * versions cannot be read.
 */
export function keepingPages(ground: Ground, application: RequestListener, limits: Limits = usual): RequestListener {
  const plain = createMemory(limits.plain)
  const odd = createMemory(limits.odd)
  /** Addresses that anybody can make up are kept from the second time on. */
  const askedOnce = createNotes(5_000)
  /** The minute in which an address had an answer that is not kept: its readers need not wait for each other. */
  const notKept = createNotes(5_000)
  const drawings = new Map<string, Promise<Answer | undefined>>()
  const withStamp = createStamps(ground.versions, limits.patience)

  return (request, response) => {
    if (!mayBeKept(request)) return void application(request, response)
    noteRequest(ground.log, request, response)
    const address = `${request.headers.host?.toLowerCase()} ${request.url}`
    if (notKept.get(address) === minuteNow()) return pass(request, response)
    const timeless = memoryFor(request).get(address)
    if (timeless?.madeOf.length === 0) return send(request, response, address, timeless)
    withStamp(stamp => {
      const reader = { request, response, address, tick: stamp?.tick ?? 0 }
      safely(reader, () => answer(reader, stamp))
    })
  }

  /** A reader whose answer goes wrong must not take those along who wait beside them. */
  function safely({ request, response }: Reader, work: () => void): void {
    try {
      work()
    } catch (error) {
      ground.log.error({ err: error, path: request.url }, 'a kept answer could not be sent')
      response.destroy()
    }
  }

  /** @param stamp made after the reader asked, or after the drawing that they waited for in vain */
  function answer(reader: Reader, stamp: Stamp | undefined): void {
    const { request, response, address, tick } = reader
    if (stamp === undefined) return pass(request, response)
    const known = memoryFor(request).get(address)
    if (known && isNewEnough(known, stamp, tick)) return send(request, response, address, known)
    const drawing = drawings.get(address)
    if (drawing === undefined) return draw(reader, stamp)
    void drawing.then(drawn => {
      if (drawn === undefined) return pass(request, response)
      // It may be too large for the memory, and still be what this reader wants.
      if (isNewEnough(drawn, stamp, tick)) return safely(reader, () => send(request, response, address, drawn))
      withStamp(later => safely(reader, () => answer(reader, later)))
    })
  }

  /** Lets the application draw the answer, for all who wait for it. */
  function draw({ request, response, address }: Reader, stamp: Stamp): void {
    let end: (drawn: Answer | undefined) => void = () => undefined
    drawings.set(address, new Promise(resolve => (end = resolve)))
    capture(request, response, held => {
      drawings.delete(address)
      const drawn = held && keptAnswer(held, stamp)
      if (drawn) keep(request, address, drawn)
      else if (response.statusCode < 500) notKept.set(address, stamp.minute)
      asked.inc({ outcome: drawn ? 'drawn' : 'passed' })
      if (drawn && !response.destroyed) serve(request, response, drawn)
      end(drawn)
    })
    application(request, response)
  }

  function keep(request: IncomingMessage, address: string, drawn: Answer): void {
    const memory = memoryFor(request)
    if (memory === plain || askedOnce.get(address) !== undefined) memory.keep(address, drawn)
    else askedOnce.set(address, 1)
  }

  function send(request: IncomingMessage, response: ServerResponse, address: string, known: Answer): void {
    if (response.destroyed) return
    asked.inc({ outcome: 'kept' })
    // Where the figures about requests look for the pattern of the route, as Express would have left it.
    if (known.route !== 'none') Object.assign(request, { route: { path: known.route } })
    const wanted = serve(request, response, known)
    if (known.bodies.has(wanted)) return
    encode(known, wanted).then(
      hasGrown => hasGrown && memoryFor(request).weigh(address, known),
      (error: unknown) => ground.log.warn({ err: error }, 'an answer could not be compressed'),
    )
  }

  function pass(request: IncomingMessage, response: ServerResponse): void {
    asked.inc({ outcome: 'passed' })
    application(request, response)
  }

  function memoryFor(request: IncomingMessage): Memory {
    return isPlain(request.url ?? '') ? plain : odd
  }
}

/** Either it was drawn after this reader asked, or nothing it is made of changed between its drawing and then. */
function isNewEnough(known: Answer, stamp: Stamp, tick: number): boolean {
  return known.stamp.tick >= tick || isCurrent(known, stamp)
}

/**
 * Nothing but the address and the name of the site may decide what the answer is. Health and figures are about this
 * moment, and must come when nothing else does.
 */
function mayBeKept({ method, url = '', headers }: IncomingMessage): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    url.startsWith('/') &&
    url.length <= longestAddress &&
    !/^\/(?:health|metrics)\b/.test(url) &&
    headers.host !== undefined &&
    headers.cookie === undefined &&
    headers.authorization === undefined &&
    headers.range === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined
  )
}

/**
 * An address as we write them: how many there are is decided by the content. Others (queries, capitals, escapes, doubled
 * slashes) lead to the same pages in as many ways as somebody cares to try.
 */
function isPlain(url: string): boolean {
  return /^(?:\/[a-z0-9_~-][a-z0-9._~-]*)*\/?$/.test(url)
}
