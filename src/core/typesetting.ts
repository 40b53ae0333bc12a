import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { Busy } from './errors.ts'
import { drawnPicture } from './pictures.ts'
import { projectRoot } from './root.ts'

/** What a document is set from: a template below `views/` without the ending, and what it says. */
export interface Setting {
  readonly template: string
  /** Reaches the template as JSON and is never evaluated: hostile texts stay texts. Must give the same JSON each time. */
  readonly data: object
  /** The same set tighter, step by step: taken where it needs fewer pages. Tried with short documents alone. */
  readonly tighter?: readonly Setting[]
}

/** Templates may read what lies below `views/`, and nothing else. */
const workspace = join(projectRoot, 'views')
const fonts = join(projectRoot, 'assets/fonts')
/** Below the workspace, but only in the compiler's memory. */
const innerDocument = join(workspace, 'inner.pdf')

let compiler: NodeCompiler | undefined

/** One compiler a process: fonts are read once, and what documents have in common is set once. */
function theCompiler(): NodeCompiler {
  compiler ??= NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: [fonts] }] })
  return compiler
}

/**
 * A document as a tagged PDF (PDF/UA-1, ISO 14289): titled, in its language, readable aloud and by search engines. The
 * same setting gives the same bytes; what was set lately is kept. A programme of 900 sessions takes half a second, during
 * which the process does nothing else; that it is kept makes it rare.
 * @throws Busy when too many wait
 */
export async function setDocument(setting: Setting): Promise<Buffer> {
  return kept('pdf', setting, async () => tagged(fewestPages(setting)))
}

/**
 * A document of small pages imposed on large ones by another template, which is told the number of `pages` and places
 * those of `inner.pdf`. For the printer alone: pictures of pages carry no tags, so the small document has to be on offer
 * as well.
 * @throws Busy when too many wait
 */
export async function setImposed(inner: Setting, template: string): Promise<Buffer> {
  return kept('imposed', { template, data: inner }, async () => {
    const small = compiled(inner)
    theCompiler().mapShadow(innerDocument, tagged(small))
    try {
      const large = compiled({ template, data: { pages: small.numOfPages } })
      return theCompiler().pdf(large, { pdfTags: false })
    } finally {
      theCompiler().unmapShadow(innerDocument)
    }
  })
}

/**
 * A page as a PNG picture, one point a pixel.
 * @throws Busy when too many wait
 */
export async function setPicture(setting: Setting): Promise<Buffer> {
  return kept('png', setting, async () => drawnPicture(theCompiler().plainSvg(compiled(setting))))
}

/** Longer documents are not worth setting again for a page. */
const fewPages = 6

/** The easiest on the eye of those that need the fewest pages. */
function fewestPages(setting: Setting): NodeTypstDocument {
  const eased = compiled(setting)
  if (eased.numOfPages === 1 || eased.numOfPages > fewPages) return eased
  const others = (setting.tighter ?? []).map(compiled)
  const fewest = Math.min(eased.numOfPages, ...others.map(({ numOfPages }) => numOfPages))
  return [eased, ...others].find(({ numOfPages }) => numOfPages === fewest) ?? eased
}

function tagged(document: NodeTypstDocument): Buffer {
  return theCompiler().pdf(document, { pdfStandard: 'ua-1' })
}

function compiled({ template, data }: Setting): NodeTypstDocument {
  const inputs = { data: JSON.stringify(data) }
  const outcome = theCompiler().compile({ mainFilePath: join(workspace, `${template}.typ`), inputs })
  const document = outcome.result
  if (document === null) {
    const faults = outcome.takeDiagnostics()
    const told = faults === null ? 'nothing came out' : JSON.stringify(faults.shortDiagnostics)
    throw new Error(`views/${template}.typ cannot be set: ${told}`)
  }
  // What the last documents did not use is forgotten; faces and what documents share stay.
  theCompiler().evictCache(3)
  return document
}

/** Bytes of finished documents and pictures that a process keeps. */
const mostKept = 48 * 1024 * 1024
const mostWaiting = 40
const finished = new Map<string, Buffer>()
const underWay = new Map<string, Promise<Buffer>>()
let size = 0
let last: Promise<unknown> = Promise.resolve()

/** What was made of this setting before, else makes it: once, however many ask, and one after the other. */
async function kept(form: string, { template, data }: Setting, make: () => Promise<Buffer>): Promise<Buffer> {
  const key = `${form} ${createHash('sha256')
    .update(JSON.stringify([template, data]))
    .digest('base64url')}`
  const known = finished.get(key)
  if (known !== undefined) {
    // A map keeps the order of insertion: the one used last goes last.
    finished.delete(key)
    finished.set(key, known)
    return known
  }
  const begun = underWay.get(key)
  if (begun !== undefined) return begun
  if (underWay.size >= mostWaiting) throw new Busy('too many documents to set')
  const making = inTurn(make)
  underWay.set(key, making)
  try {
    const made = await making
    keep(key, made)
    return made
  } finally {
    underWay.delete(key)
  }
}

function inTurn(make: () => Promise<Buffer>): Promise<Buffer> {
  // Others get a turn of the event loop between two documents.
  const mine = last.then(async () => nextTurn()).then(make)
  last = mine.catch(() => undefined)
  return mine
}

function keep(key: string, made: Buffer): void {
  if (made.length > mostKept / 4) return
  finished.set(key, made)
  size += made.length
  for (const [oldest, bytes] of finished) {
    if (size <= mostKept) return
    finished.delete(oldest)
    size -= bytes.length
  }
}
