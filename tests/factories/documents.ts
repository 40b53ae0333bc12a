import { zipStored } from '../../src/core/tables/zip.ts'

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** A cell: its paragraphs, how many columns it takes, and whether it goes on from the cell above or begins such a cell. */
export interface Cell {
  readonly text: string
  readonly columns?: number
  readonly merge?: 'restart' | 'continue'
}
export type DocumentPart = string | readonly (readonly (string | Cell)[])[]

const paragraph = (text: string) =>
  `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="900"/></w:tabs></w:pPr>${text
    .split('\t')
    .map(piece => `<w:r><w:t xml:space="preserve">${escaped(piece)}</w:t></w:r>`)
    .join('<w:r><w:tab/></w:r>')}</w:p>`

function wordCell(cell: string | Cell): string {
  const { text, columns, merge } = typeof cell === 'string' ? ({ text: cell } satisfies Cell as Cell) : cell
  const span = columns === undefined ? '' : `<w:gridSpan w:val="${columns}"/>`
  const down = merge === undefined ? '' : merge === 'restart' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>'
  return `<w:tc><w:tcPr>${span}${down}</w:tcPr>${text.split('\n').map(paragraph).join('')}</w:tc>`
}

/** A document of Word with paragraphs and tables (ECMA-376). `before` stands in front of the root element. */
export function docx(parts: readonly DocumentPart[], before = ''): Buffer {
  const body = parts.map(part =>
    typeof part === 'string'
      ? paragraph(part)
      : `<w:tbl>${part.map(row => `<w:tr>${row.map(wordCell).join('')}</w:tr>`).join('')}</w:tbl>`,
  )
  const xml = `<?xml version="1.0" encoding="UTF-8"?>${before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`
  return zipStored(new Map([['word/document.xml', Buffer.from(xml)]]))
}

/** A document of LibreOffice with paragraphs and tables (ISO/IEC 26300). */
export function odt(parts: readonly (string | readonly (readonly string[])[])[]): Buffer {
  const text = (one: string) => `<text:p>${escaped(one).replaceAll('\t', '<text:tab/>')}</text:p>`
  const body = parts.map(part =>
    typeof part === 'string'
      ? text(part)
      : `<table:table>${part
          .map(
            row =>
              `<table:table-row>${row.map(cell => `<table:table-cell>${cell.split('\n').map(text).join('')}</table:table-cell>`).join('')}</table:table-row>`,
          )
          .join('')}</table:table>`,
  )
  const xml = `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>${body.join('')}</office:text></office:body></office:document-content>`
  return zipStored(new Map([['content.xml', Buffer.from(xml)]]))
}
