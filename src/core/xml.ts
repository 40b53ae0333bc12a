import { SaxesParser } from 'saxes'

/** Who is told of what stands in an XML text, in its order. */
export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  close(name: string): void
  /** Characters between tags, CDATA included; may come in pieces. */
  text(text: string): void
}

/** Why an XML text was not read to its end; lines and columns count from 1. */
export type XmlProblem =
  | { readonly kind: 'malformed'; readonly line: number; readonly column: number; readonly message: string }
  /** A document type: it could define entities, and nothing we read has one. */
  | { readonly kind: 'doctype'; readonly line: number }
  | { readonly kind: 'too-deep'; readonly line: number }

const deepest = 200
/** Characters given to the parser at once. */
const piece = 64 * 1024

/** Thrown by a stream that cannot go on. */
export class XmlStopped extends Error {
  readonly problem: XmlProblem
  constructor(problem: XmlProblem) {
    super(problem.kind)
    this.problem = problem
  }
}

/**
 * Reads XML 1.0 as it comes, as a stream of tags: nothing is kept, fetched or expanded. A document type is refused before
 * anything in it counts, so there are no entities but the five of XML. Both functions throw XmlStopped.
 */
export function openXml(handlers: XmlHandlers): { write(piece: string): void; end(): void } {
  const parser = new SaxesParser({ xmlns: false, position: true })
  let depth = 0
  parser.on('error', error => {
    const message = error.message.replace(/^\d+:\d+:\s*/, '')
    throw new XmlStopped({ kind: 'malformed', line: parser.line, column: parser.column, message })
  })
  parser.on('doctype', () => {
    throw new XmlStopped({ kind: 'doctype', line: parser.line })
  })
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1
    if (depth > deepest) throw new XmlStopped({ kind: 'too-deep', line: parser.line })
    handlers.open(name, attributes)
  })
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handlers.close(name)
  })
  parser.on('text', said => handlers.text(said))
  parser.on('cdata', said => handlers.text(said))
  return { write: text => void parser.write(text), end: () => void parser.close() }
}

/** As `openXml`, for a text that is here. Returns what was wrong; undefined when all of it was read. */
export function readXml(text: string, handlers: XmlHandlers): XmlProblem | undefined {
  const stream = openXml(handlers)
  try {
    for (let at = 0; at < text.length; at += piece) stream.write(text.slice(at, at + piece))
    stream.end()
    return undefined
  } catch (error) {
    if (error instanceof XmlStopped) return error.problem
    throw error
  }
}
