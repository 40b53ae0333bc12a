import { setImmediate } from 'node:timers/promises'
import { TextDecoder } from 'node:util'
import type { ScheduleDocument } from '../types.ts'
import type { ScheduleReading, ScheduleRefusal } from '../types/refusals.ts'
import { readC3vocJson, recogniseJson } from './c3voc-json.ts'
import { documentOf } from './document.ts'
import { openFrabXml } from './frab-xml.ts'
import type { RawSchedule } from './raw.ts'
import { encodingOf, recogniseRoot, sniff } from './recognise.ts'
import { OtherRoot, stopOf } from './xml-tree.ts'

const megabyte = 1024 * 1024
/** Bytes of a document. */
export const largestSchedule = 10 * megabyte
/** Sessions of a document; as many people, rooms and tracks. */
export const mostSessions = 5_000
/** Where people and links hang on sessions, there are more of them. */
const mostAppearances = 10 * mostSessions

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/** Who gives up reading says why. */
class Refused extends Error {
  readonly refusal: ScheduleRefusal

  constructor(refusal: ScheduleRefusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

/**
 * Reads a programme somebody gave: frab XML or c3voc JSON, decided by its content. XML is read as it comes, so that
 * neither a large file nor a malicious one is ever held whole, and the process answers others meanwhile. Nothing is
 * fetched, no entity is followed.
 * @param source the file's bytes, whole or as a stream
 */
export async function readSchedule(source: Uint8Array | Chunks): Promise<ScheduleReading> {
  try {
    return { kind: 'read', document: await read(pieces(source)) }
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal }
    const refusal = xmlRefusal(error)
    if (refusal) return { kind: 'refused', refusal }
    throw error
  }
}

async function read(chunks: AsyncGenerator<Buffer>): Promise<ScheduleDocument> {
  const first = await chunks.next()
  if (first.done || first.value.length === 0) throw new Refused({ reason: 'empty' })
  const kind = sniff(first.value)
  if (kind !== 'xml' && kind !== 'json') throw new Refused({ reason: 'other-format', found: kind })
  const decoder = new TextDecoder(encodingOf(first.value))
  const raw =
    kind === 'xml' ? await readXml(first.value, chunks, decoder) : await readJson(first.value, chunks, decoder)
  if (raw.sessions.length === 0) throw new Refused({ reason: 'no-sessions' })
  const largest = Math.max(raw.sessions.length, raw.people.length, raw.tracks.length)
  if (largest > mostSessions) throw new Refused({ reason: 'too-many', limit: mostSessions })
  if (appearancesIn(raw) > mostAppearances) throw new Refused({ reason: 'too-many', limit: mostSessions })
  return documentOf(raw, kind === 'xml' ? 'frab-xml' : 'c3voc-json')
}

/** People and links of all sessions together. */
function appearancesIn({ sessions }: RawSchedule): number {
  return sessions.reduce((sum, { people, links, attachments }) => {
    return sum + people.length + links.length + attachments.length
  }, 0)
}

async function readXml(first: Buffer, rest: AsyncIterable<Buffer>, decoder: TextDecoder): Promise<RawSchedule> {
  const xml = openFrabXml()
  xml.write(decoder.decode(first, { stream: true }))
  for await (const chunk of rest) {
    xml.write(decoder.decode(chunk, { stream: true }))
    await setImmediate()
  }
  xml.write(decoder.decode())
  return xml.end()
}

async function readJson(first: Buffer, rest: AsyncIterable<Buffer>, decoder: TextDecoder): Promise<RawSchedule> {
  const chunks = [first]
  for await (const chunk of rest) chunks.push(chunk)
  const content = parsed(decoder.decode(Buffer.concat(chunks)))
  const raw = readC3vocJson(content)
  if (!raw) throw new Refused({ reason: 'other-format', found: recogniseJson(content) })
  return raw
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const detail = error instanceof Error ? error.message : ''
    const position = /position (\d+)/.exec(detail)?.[1]
    const end = position === undefined ? text.length : Number(position)
    const line = text.slice(0, end).split('\n').length
    throw new Refused({
      reason: 'broken-json',
      line,
      detail: detail.replace(/ (in JSON )?at position.*$/s, '').slice(0, 120),
    })
  }
}

/** The bytes in pieces of at most 64 kB (the first 16 kB at least), refused as soon as they are too many. */
async function* pieces(source: Uint8Array | Chunks): AsyncGenerator<Buffer> {
  const refuse = (size: number): never => {
    const limit = largestSchedule / megabyte
    throw new Refused({ reason: 'too-big', megabytes: Math.ceil(size / megabyte), limit })
  }
  let size = 0
  let waiting = Buffer.alloc(0)
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    size += chunk.length
    if (size > largestSchedule) refuse(size)
    waiting = Buffer.concat([waiting, chunk])
    for (; waiting.length > pieceLength; waiting = waiting.subarray(pieceLength)) yield waiting.subarray(0, pieceLength)
  }
  yield waiting
}
const pieceLength = 64 * 1024

function xmlRefusal(error: unknown): ScheduleRefusal | undefined {
  if (error instanceof OtherRoot) return { reason: 'other-format', found: recogniseRoot(error.message) }
  const problem = stopOf(error)
  if (!problem) return undefined
  const { line } = problem
  if (problem.kind === 'doctype') return { reason: 'doctype', line }
  const detail = problem.kind === 'too-deep' ? 'elements are nested too deep' : problem.message.slice(0, 120)
  return { reason: 'broken-xml', line, detail }
}
