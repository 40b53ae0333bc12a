import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'
import { printable, sheetName } from './spreadsheet.ts'

/** An Excel workbook that is written row by row: memory does not grow with it. */
export interface SheetStream {
  /** Takes rows; gives the bytes of the file that are ready by now. */
  rows(rows: readonly (readonly string[])[]): Promise<Buffer>
  /** No more rows; gives the rest of the file. */
  end(): Promise<Buffer>
}

/** A file in the archive: what its entry in the central directory says. */
interface Entry {
  readonly name: string
  readonly at: number
  readonly flags: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

/**
 * A workbook with one sheet and a bold first row that stays when one scrolls (ECMA-376, SpreadsheetML). Every cell is a
 * string and stays one: no formula, no date guessed (SEC-59). The archive is a plain ZIP (PKWARE 4.5, no ZIP64: up to
 * 4 GB); the sheet comes last, its sizes behind it.
 */
export function streamXlsx(sheet: string, header: readonly string[]): SheetStream {
  const zip = createZip()
  const start = smallFiles(sheet).map(([name, text]) => zip.stored(name, Buffer.from(text)))
  const body = zip.streamed('xl/worksheets/sheet1.xml')
  const opening = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${header.map(columnOf).join('')}</cols><sheetData>${rowXml(header, 1, ' s="1"')}`
  let next = 2
  let pending: Buffer[] | undefined = [...start, body.head]
  const begun = async (xml: string) => {
    const before = pending ?? []
    const text = pending === undefined ? xml : opening + xml
    pending = undefined
    return Buffer.concat([...before, await body.write(Buffer.from(text))])
  }
  return {
    rows: rows => begun(rows.map(row => rowXml(row, next++, '')).join('')),
    async end() {
      const last = await begun('</sheetData></worksheet>')
      return Buffer.concat([last, await body.end(), zip.directory()])
    },
  }
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const documents = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function smallFiles(sheet: string): [string, string][] {
  const override = (part: string, type: string) => `<Override PartName="${part}" ContentType="${types}.${type}+xml"/>`
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${documents}/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `${declaration}<Relationships xmlns="${packages}/relationships">${inner}</Relationships>`
  return [
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('/xl/workbook.xml', 'sheet.main')}${override('/xl/worksheets/sheet1.xml', 'worksheet')}${override('/xl/styles.xml', 'styles')}</Types>`,
    ],
    ['_rels/.rels', relations(relation(1, 'officeDocument', 'xl/workbook.xml'))],
    [
      'xl/workbook.xml',
      `${declaration}<workbook xmlns="${main}" xmlns:r="${documents}"><sheets><sheet name="${escaped(sheetName(sheet))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations(relation(1, 'worksheet', 'worksheets/sheet1.xml') + relation(2, 'styles', 'styles.xml')),
    ],
    [
      'xl/styles.xml',
      `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1" numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
  ]
}

function columnOf(title: string, index: number): string {
  const width = Math.min(48, Math.max(14, title.length + 2))
  return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
}

function rowXml(row: readonly string[], number: number, style: string): string {
  const cells = row.map((value, index) => {
    const place = `${columnName(index)}${number}`
    return value === ''
      ? ''
      : `<c r="${place}" t="inlineStr"${style}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
  })
  return `<row r="${number}">${cells.join('')}</row>`
}

/** 0 → A, 25 → Z, 26 → AA. */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Excel holds 32,767 characters in a cell. */
const longestCell = 32_767

function escaped(text: string): string {
  return printable(text)
    .slice(0, longestCell)
    .replace(/[&<>"]/g, character => entities[character] ?? '')
}

/** A ZIP archive in the making: counts its bytes, and knows what the central directory must say. */
function createZip() {
  const entries: Entry[] = []
  let written = 0
  const counted = (bytes: Buffer) => {
    written += bytes.length
    return bytes
  }
  return {
    /** A small file as it is. */
    stored(name: string, content: Buffer): Buffer {
      const entry = {
        name,
        at: written,
        flags: utf8,
        crc: crc32(content),
        packed: content.length,
        size: content.length,
      }
      entries.push(entry)
      return counted(Buffer.concat([localHeader(entry), content]))
    },
    /** A large file, packed as it comes. */
    streamed(name: string) {
      const at = written
      const sizeless = { name, at, flags: utf8 | sizesBehind, crc: 0, packed: 0, size: 0 }
      const head = counted(localHeader(sizeless))
      const deflate = createDeflateRaw()
      const ready: Buffer[] = []
      let [crc, size, packed] = [0, 0, 0]
      deflate.on('data', (bytes: Buffer) => void ready.push(bytes))
      const taken = () => {
        const bytes = counted(Buffer.concat(ready.splice(0)))
        packed += bytes.length
        return bytes
      }
      return {
        head,
        async write(content: Buffer): Promise<Buffer> {
          crc = crc32(content, crc)
          size += content.length
          await new Promise<void>((done, fail) => deflate.write(content, error => (error ? fail(error) : done())))
          return taken()
        },
        async end(): Promise<Buffer> {
          deflate.end()
          await once(deflate, 'end')
          const rest = taken()
          entries.push({ ...sizeless, crc, packed, size })
          return Buffer.concat([rest, counted(descriptor({ crc, packed, size }))])
        },
      }
    },
    /** What ends the archive. */
    directory(): Buffer {
      const central = Buffer.concat(entries.map(centralHeader))
      return Buffer.concat([central, endOfArchive(entries.length, central.length, written)])
    },
  }
}

const deflated = 8
const sizesBehind = 0x0008
const utf8 = 0x0800
/** 1 January 1980: the file says nothing about when it was made. */
const noDate = 0x0021

function fields(entry: Entry): Buffer {
  const method = entry.flags & sizesBehind ? deflated : 0
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(entry.flags, 2)
  bytes.writeUInt16LE(method, 4)
  bytes.writeUInt16LE(noDate, 8)
  bytes.writeUInt32LE(entry.crc, 10)
  bytes.writeUInt32LE(entry.packed, 14)
  bytes.writeUInt32LE(entry.size, 18)
  bytes.writeUInt16LE(Buffer.byteLength(entry.name), 22)
  return bytes
}

function localHeader(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields(entry), Buffer.from(entry.name)])
}

function centralHeader(entry: Entry): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(entry.at, 10)
  const start = Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1')
  return Buffer.concat([start, fields(entry), rest, Buffer.from(entry.name)])
}

function descriptor({ crc, packed, size }: Pick<Entry, 'crc' | 'packed' | 'size'>): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.write('PK\u0007\u0008', 'latin1')
  bytes.writeUInt32LE(crc, 4)
  bytes.writeUInt32LE(packed, 8)
  bytes.writeUInt32LE(size, 12)
  return bytes
}

function endOfArchive(count: number, size: number, at: number): Buffer {
  const bytes = Buffer.alloc(22)
  bytes.write('PK\u0005\u0006', 'latin1')
  bytes.writeUInt16LE(count, 8)
  bytes.writeUInt16LE(count, 10)
  bytes.writeUInt32LE(size, 12)
  bytes.writeUInt32LE(at, 16)
  return bytes
}
