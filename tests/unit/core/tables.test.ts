import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import writeXlsxFile from 'write-excel-file/node'
import { longestCell, readPasted, readTable, type Table } from '../../../src/core/tables.ts'
import { unzip, zipStored } from '../../../src/core/tables/zip.ts'

const read = (content: Buffer, name = 'people.csv') => readTable({ name, content })

async function table(content: Buffer): Promise<Table> {
  const reading = await read(content)
  if (reading.kind !== 'table') throw new Error(reading.reason)
  return reading
}

async function reason(content: Buffer): Promise<string> {
  const reading = await read(content)
  return reading.kind === 'refused' ? reading.reason : `a table in ${reading.encoding}`
}

/** Windows-1250 by its table; the letters that Czech, Slovak, German and Polish names need. */
const windows1250: Readonly<Record<string, number>> = {
  Š: 138,
  Ť: 141,
  Ž: 142,
  š: 154,
  ť: 157,
  ž: 158,
  á: 225,
  ä: 228,
  č: 232,
  é: 233,
  ě: 236,
  í: 237,
  ď: 239,
  ň: 242,
  ó: 243,
  ô: 244,
  ö: 246,
  ř: 248,
  ů: 249,
  ú: 250,
  ü: 252,
  ý: 253,
  Č: 200,
  Ř: 216,
  É: 201,
  Ě: 204,
  Ď: 207,
  Ň: 210,
  Ú: 218,
  Ů: 217,
  Ý: 221,
  ł: 179,
  ß: 223,
  '„': 132,
  '“': 147,
  '–': 150,
}
const inWindows1250 = (text: string) =>
  Buffer.from([...text].map(letter => windows1250[letter] ?? letter.charCodeAt(0)))

const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le')
  return isBig ? bytes.swap16() : bytes
}

const czech = 'Jméno;Příjmení;Organizace\r\nŽofie;Šťastná;„Kraj“ – úřad\r\nÚrsula;Ďuričová;\r\n'
const czechRows = [
  ['Žofie', 'Šťastná', '„Kraj“ – úřad'],
  ['Úrsula', 'Ďuričová', ''],
]

describe('text in any usual encoding', () => {
  it.each([
    ['UTF-8', Buffer.from(czech), 'utf-8'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${czech}`), 'utf-8'],
    ['Windows-1250 as Czech Excel saves it', inWindows1250(czech), 'windows-1250'],
    ['UTF-16LE with a mark', utf16(`\ufeff${czech}`, false), 'utf-16'],
    ['UTF-16BE with a mark', utf16(`\ufeff${czech}`, true), 'utf-16'],
    ['UTF-16LE without a mark', utf16(czech, false), 'utf-16'],
    ['UTF-16BE without a mark', utf16(czech, true), 'utf-16'],
  ])('%s', async (_name, content, encoding) => {
    expect(await table(content)).toEqual({
      kind: 'table',
      header: ['Jméno', 'Příjmení', 'Organizace'],
      rows: czechRows,
      lines: [2, 3],
      encoding,
    })
  })

  it('does not take bytes for Czech that are not', async () => {
    expect(await reason(Buffer.from([...Buffer.from('a;b\n'), 0xa1, 0xa2, 0xa3, 0xaf, 0xd0, 0xc3, 0xf0]))).toBe(
      'not-a-table',
    )
  })
})

describe('separated text', () => {
  it.each([
    ['semicolons', 'a;b\n1,5;2\n'],
    ['commas', 'a,b\n"1,5",2\n'],
    ['tabs', 'a\tb\n1,5\t2\n'],
    ['what Excel says in the first line', 'sep=;\r\na;b\r\n1,5;2\r\n'],
    ['no line end', 'a;b\n1,5;2'],
    ['old line ends', 'a;b\r1,5;2\r'],
  ])('%s', async (_name, text) => {
    expect(await table(Buffer.from(text))).toMatchObject({ header: ['a', 'b'], rows: [['1,5', '2']] })
  })

  it('keeps line ends, separators and quotes in quotes', async () => {
    const text = 'jméno;poznámka\n"Jan";"první\r\ndruhá; ""třetí"""\n'
    expect((await table(Buffer.from(text))).rows).toEqual([['Jan', 'první\ndruhá; "třetí"']])
  })

  it('makes ragged rows even and drops what is empty', async () => {
    const text = 'a;b;;\n\n1\n;;\n 1 ; 2 ;;\n1;2;3\n   \n'
    expect(await table(Buffer.from(text))).toMatchObject({
      header: ['a', 'b', ''],
      rows: [
        ['1', '', ''],
        ['1', '2', ''],
        ['1', '2', '3'],
      ],
      lines: [3, 5, 6],
    })
  })

  it('reads what is pasted from a spreadsheet, and a plain list of addresses', () => {
    expect(readPasted('E-mail\tJméno\njan@example.org\tJan')).toMatchObject({ rows: [['jan@example.org', 'Jan']] })
    expect(readPasted('E-mail\njan@example.org\nala@example.org')).toMatchObject({
      header: ['E-mail'],
      rows: [['jan@example.org'], ['ala@example.org']],
    })
  })

  it('leaves formulas the texts they are', async () => {
    const text = `a,b\n"=cmd|' /C calc'!A0",+420 475 657 111\n`
    expect((await table(Buffer.from(text))).rows).toEqual([["=cmd|' /C calc'!A0", '+420 475 657 111']])
  })

  it('cuts a cell of ten megabytes right after the longest allowed', async () => {
    const { rows } = await table(Buffer.from(`a;b\n${'x'.repeat(10_000_000)};2\n1;2\n`))
    expect(rows[0]?.[0]?.length).toBe(longestCell + 1)
    expect(rows[1]).toEqual(['1', '2'])
  })
})

describe('what is no table', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex')
  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a header alone', Buffer.from('a;b\n;\n'), 'empty'],
    ['only line ends', Buffer.from('\n\r\n\n'), 'empty'],
    ['a picture named .csv', png, 'not-a-table'],
    ['a text with NUL', Buffer.from('a;b\n1;\u00002\n'), 'not-a-table'],
    ['a page', Buffer.from('<!DOCTYPE html><table><tr><td>1</td></tr></table>'), 'not-a-table'],
    ['a PDF', Buffer.from('%PDF-1.7\n1;2\n3;4\n'), 'not-a-table'],
    ['a quote never closed', Buffer.from('a;b\n"1;2\n3;4\n'), 'not-a-table'],
    ['another archive', zipStored(new Map([['content.xml', Buffer.from('<a/>')]])), 'not-a-table'],
    ['an archive cut short', Buffer.from('PK\u0003\u0004rest'), 'not-a-table'],
    ['too many bytes', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'too-big'],
    ['too many rows', Buffer.from(`a\n${'1\n'.repeat(5_001)}`), 'too-many-rows'],
    ['too many columns', Buffer.from(`${'a;'.repeat(100)}b\n${'1;'.repeat(100)}2\n`), 'too-many-columns'],
    ['millions of columns', Buffer.from(`${'a;'.repeat(3_000_000)}b\n1;2\n`), 'too-many-columns'],
    ['millions of empty cells', Buffer.from(`a;b\n${';'.repeat(3_000_000)}\n`), 'too-many-columns'],
  ])('%s', async (_name, content, expected) => {
    expect(await reason(content)).toBe(expected)
  })

  it('knows a workbook under a password from an old one', async () => {
    const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)])
    expect(await reason(Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]))).toBe('encrypted')
    expect(await reason(Buffer.concat([ole, Buffer.from('Workbook', 'utf16le')]))).toBe('not-a-table')
  })

  it('takes as many rows and columns as it says', async () => {
    expect((await table(Buffer.from(`a\n${'1\n'.repeat(5_000)}`))).rows).toHaveLength(5_000)
    expect((await table(Buffer.from(`${'a;'.repeat(99)}b\n${'1;'.repeat(99)}2\n`))).header).toHaveLength(100)
  })
})

/** A workbook with one sheet, by hand; `cells` is what stands in `sheetData`. */
function workbook(cells: string, more: readonly (readonly [string, string])[] = []): Buffer {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipStored(
    new Map(
      [
        [
          'xl/workbook.xml',
          `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>`,
        ] as const,
        [
          'xl/_rels/workbook.xml.rels',
          `<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
        ] as const,
        ['xl/worksheets/sheet1.xml', `<worksheet xmlns="${main}"><sheetData>${cells}</sheetData></worksheet>`] as const,
        ...more,
      ].map(([name, text]) => [name, Buffer.from(text)] as const),
    ),
  )
}
const text = (address: string, value: string) => `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`

describe('workbooks', () => {
  it('gives texts, numbers, dates and truths as texts', async () => {
    const content = await writeXlsxFile([
      [{ value: 'Jméno' }, { value: 'Den' }, { value: 'Telefon' }, { value: 'Ano' }, { value: 'Prázdno' }],
      [
        { value: 'Žofie =1+1', type: String },
        { value: new Date('2027-09-13T00:00:00Z'), type: Date, format: 'd. m. yyyy' },
        { value: 420475657111, type: Number },
        { value: true, type: Boolean },
        null,
      ],
      [null, { value: new Date('2027-09-13T08:30:00Z'), type: Date, format: 'yyyy-mm-dd hh:mm' }, { value: 1.5 }, null],
    ]).toBuffer()
    expect(await table(content)).toEqual({
      kind: 'table',
      header: ['Jméno', 'Den', 'Telefon', 'Ano', 'Prázdno'],
      rows: [
        ['Žofie =1+1', '2027-09-13', '420475657111', 'true', ''],
        ['', '2027-09-13 08:30', '1.5', '', ''],
      ],
      lines: [2, 3],
      encoding: 'xlsx',
    })
  })

  it('gives the saved value of a formula, never the formula', async () => {
    const sheet = `<row r="1">${text('A1', 'E-mail')}${text('B1', 'Součet')}</row>
      <row r="2"><c r="A2" t="str"><f>cmd|' /C calc'!A0</f><v>jan@example.org</v></c><c r="B2"><f>1+1</f><v>2</v></c></row>
      <row r="3">${text('A3', '=cmd|&#39;/C calc&#39;!A0')}<c r="B3"><f>1/0</f></c></row>`
    expect((await table(workbook(sheet))).rows).toEqual([
      ['jan@example.org', '2'],
      ["=cmd|'/C calc'!A0", ''],
    ])
  })

  it('survives cells that only carry a format far from the data', async () => {
    const sheet = `<row r="1">${text('A1', 'a')}<c r="XFD1" s="0"/></row><row r="2">${text('A2', '1')}</row>
      <row r="1048576" ht="15"/>`
    expect((await table(workbook(sheet))).rows).toEqual([['1']])
  })

  it.each([
    ['a cell in the last column', `<row r="1">${text('A1', 'a')}${text('XFD1', 'b')}</row>`, 'too-many-columns'],
    ['a cell in the last row', `<row r="1048576">${text('A1048576', 'b')}</row>`, 'too-many-rows'],
    ['a row that counts in powers', `<row spans=">" r="1e9">${text('A2', 'b')}</row>`, 'not-a-table'],
    ['an address in entities', `<row r="&#49;e9">${text('A2', 'b')}</row>`, 'not-a-table'],
    ['an endless column name', `<row r="1">${text('ABCDEFGHIJKLMNOP1', 'b')}</row>`, 'not-a-table'],
    ['no XML', '<row r="1"><c r="A1"', 'not-a-table'],
  ])('refuses %s', async (_name, sheet, expected) => {
    expect(await reason(workbook(sheet))).toBe(expected)
  })

  it('cleans what PostgreSQL could not keep', async () => {
    const sheet = `<row r="1">${text('A1', 'a')}</row><row r="2">${text('A2', 'x_x0000_y_xD800_z')}</row>`
    expect((await table(workbook(sheet))).rows).toEqual([['xyz']])
  })

  it('refuses one long text that half a million cells name', async () => {
    const strings = `<sst><si><t>${'x'.repeat(9_000)}</t></si></sst>`
    const row = (number: number) =>
      `<row r="${number}">${[...'ABCDEFGHIJ'].map(letter => `<c r="${letter}${number}" t="s"><v>0</v></c>`).join('')}</row>`
    const sheet = Array.from({ length: 1_000 }, (_, index) => row(index + 1)).join('')
    expect(await reason(workbook(sheet, [['xl/sharedStrings.xml', strings]]))).toBe('too-big')
  })
})

/** An archive whose only file claims a size that it may not have. */
function archive(packed: Buffer, claimed: number, count = 1): Buffer {
  const name = Buffer.from('xl/workbook.xml')
  const header = Buffer.alloc(26)
  header.writeUInt16LE(20, 0)
  header.writeUInt16LE(8, 4)
  header.writeUInt32LE(packed.length, 14)
  header.writeUInt32LE(claimed, 18)
  header.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), header, name, packed])
  const central = Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), header, Buffer.alloc(14), name])
  const end = Buffer.alloc(18)
  end.writeUInt16LE(count, 4)
  end.writeUInt16LE(count, 6)
  end.writeUInt32LE(central.length * count, 8)
  end.writeUInt32LE(local.length, 12)
  return Buffer.concat([local, ...Array.from({ length: count }, () => central), Buffer.from('PK\u0005\u0006'), end])
}

describe('archives that would fill the memory', () => {
  const bomb = deflateRawSync(Buffer.alloc(20 * 1024 * 1024))

  it.each([
    ['one that says how much it grows', archive(bomb, 20 * 1024 * 1024), 'too-big'],
    ['one that claims to be over the limit', archive(bomb, 101 * 1024 * 1024), 'too-big'],
    ['one of many files', archive(bomb, 10, 300), 'too-big'],
    ['one that lies about its size', archive(bomb, 100), 'not-a-table'],
    ['one that names the same file twice', archive(deflateRawSync(Buffer.from('<a/>')), 4, 2), 'not-a-table'],
  ])('%s', async (_name, content, expected) => {
    expect(await reason(content)).toBe(expected)
  })

  it('tells an encrypted entry', async () => {
    const content = archive(deflateRawSync(Buffer.from('<a/>')), 4)
    content.writeUInt16LE(1, content.lastIndexOf('PK\u0001\u0002') + 8)
    expect(await reason(content)).toBe('encrypted')
  })

  it('unpacks what it packed', async () => {
    const files = new Map([['a', Buffer.from('1')]])
    expect(await unzip(zipStored(files), () => true)).toEqual({ kind: 'files', files })
  })
})
