import { readXml, type XmlHandlers } from '../xml.ts'
import { BlockBuilder } from './blocks.ts'
import { type Block, type RefusedTable, refused } from './types.ts'
import { unzip } from './zip.ts'

/** The part of an archive that holds the text: of Office Open XML (ECMA-376), and of OpenDocument (ISO/IEC 26300). */
const parts = { docx: 'word/document.xml', odt: 'content.xml' } as const

/**
 * The lines and tables of a document of Word (DOCX) or LibreOffice (ODT), without pictures, notes and what was struck
 * out under tracked changes. undefined: an archive, but of neither. Nothing in it is followed or calculated.
 */
export async function readDocument(content: Buffer): Promise<Block[] | RefusedTable | undefined> {
  const unzipped = await unzip(content, name => name === parts.docx || name === parts.odt)
  if (unzipped.kind === 'broken') return refused('not-a-table')
  if (unzipped.kind !== 'files') return refused(unzipped.kind)
  const docx = unzipped.files.get(parts.docx)
  if (docx !== undefined) return read(docx, wordHandlers)
  const odt = unzipped.files.get(parts.odt)
  return odt === undefined ? undefined : read(odt, openDocumentHandlers)
}

function read(xml: Buffer, handlersFor: (builder: BlockBuilder) => XmlHandlers): Block[] | RefusedTable {
  const builder = new BlockBuilder()
  const problem = readXml(xml.toString('utf8'), handlersFor(builder))
  return problem === undefined ? builder.end() : refused('not-a-table')
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

function attribute(attributes: Readonly<Record<string, string>>, local: string): string | undefined {
  return Object.entries(attributes).find(([name]) => localName(name) === local)?.[1]
}

/** Elements of WordprocessingML whose text is not part of the document as it reads now. */
const unread = new Set(['Fallback', 'tabs', 'del', 'moveFrom', 'instrText', 'footnote', 'endnote', 'pict'])

function wordHandlers(builder: BlockBuilder): XmlHandlers {
  let skipped = 0
  let isText = false
  // The properties of a cell, which say how far it spans, come after it was opened.
  let isBare = false
  const open: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    tbl: () => builder.openTable(),
    tr: () => builder.openRow(),
    tc: () => {
      builder.openCell()
      isBare = true
    },
    gridSpan: attributes => {
      if (isBare) builder.widenCell(Number(attribute(attributes, 'val')))
    },
    // What is merged downwards says so in each row; only the first has the text.
    vMerge: attributes => {
      if (isBare && attribute(attributes, 'val') !== 'restart') builder.repeatAbove()
    },
    p: () => {
      isBare = false
    },
    t: () => {
      isText = true
    },
    tab: () => builder.tab(),
    br: () => builder.breakLine(),
    cr: () => builder.breakLine(),
    noBreakHyphen: () => builder.text('-'),
  }
  const close: Readonly<Record<string, () => void>> = {
    tbl: () => builder.closeTable(),
    tr: () => builder.closeRow(),
    tc: () => builder.closeCell(),
    p: () => builder.breakLine(),
    t: () => {
      isText = false
    },
  }
  return {
    open(name, attributes) {
      const local = localName(name)
      if (skipped > 0 || unread.has(local)) skipped += 1
      else open[local]?.(attributes)
    },
    close(name) {
      if (skipped > 0) skipped -= 1
      else close[localName(name)]?.()
    },
    text(text) {
      if (isText && skipped === 0) builder.text(text)
    },
  }
}

/** Elements of OpenDocument that are no text of the body. */
const apart = new Set(['tracked-changes', 'note', 'annotation', 'forms', 'sequence-decls', 'font-face-decls', 'styles'])

function openDocumentHandlers(builder: BlockBuilder): XmlHandlers {
  let skipped = 0
  let paragraphs = 0
  const open: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    table: () => builder.openTable(),
    'table-row': () => builder.openRow(),
    'table-cell': attributes => {
      const spanned = (direction: string) => Number(attribute(attributes, `number-${direction}-spanned`) ?? 1)
      builder.openCell(spanned('columns'), spanned('rows'))
    },
    p: () => {
      paragraphs += 1
    },
    h: () => {
      paragraphs += 1
    },
    tab: () => builder.tab(),
    s: () => builder.text(' '),
    'line-break': () => builder.breakLine(),
  }
  const endParagraph = () => {
    paragraphs -= 1
    builder.breakLine()
  }
  const close: Readonly<Record<string, () => void>> = {
    table: () => builder.closeTable(),
    'table-row': () => builder.closeRow(),
    'table-cell': () => builder.closeCell(),
    p: endParagraph,
    h: endParagraph,
  }
  return {
    open(name, attributes) {
      const local = localName(name)
      if (skipped > 0 || apart.has(local)) skipped += 1
      else open[local]?.(attributes)
    },
    close(name) {
      if (skipped > 0) skipped -= 1
      else close[localName(name)]?.()
    },
    text(text) {
      if (paragraphs > 0 && skipped === 0) builder.text(text)
    },
  }
}
