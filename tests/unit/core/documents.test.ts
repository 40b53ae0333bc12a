import { describe, expect, it } from '@jest/globals'
import { readBlocks, readMarkupBlocks, readTextBlocks } from '../../../src/core/tables.ts'
import { zipStored } from '../../../src/core/tables/zip.ts'
import { readXml } from '../../../src/core/xml.ts'
import { docx, odt } from '../../factories/documents.ts'

const given = (content: Buffer | string) => ({ name: 'program', content: Buffer.from(content) })

function heard(xml: string) {
  const said: string[] = []
  const problem = readXml(xml, {
    open: (name, attributes) =>
      said.push(
        `<${name}${Object.entries(attributes)
          .map(([key, value]) => ` ${key}=${value}`)
          .join('')}>`,
      ),
    close: name => said.push(`</${name}>`),
    text: text => said.push(text),
  })
  return problem ?? said.join('')
}

describe('XML', () => {
  it('is told as it comes, with CDATA and the five entities', () => {
    expect(heard('<a x="1 &lt; 2">č&amp;<b/><![CDATA[<c>]]></a>')).toBe('<a x=1 < 2>č&<b></b><c></a>')
    expect(heard(`<a>${'ž'.repeat(200_000)}</a>`)).toHaveLength(200_007)
  })

  it('that is broken is refused with its line', () => {
    expect(heard('<a>\n<b></a>')).toMatchObject({ kind: 'malformed', line: 2 })
    expect(heard('<a>')).toMatchObject({ kind: 'malformed' })
    expect(heard('<a>&unknown;</a>')).toMatchObject({ kind: 'malformed' })
  })

  it('may define nothing and not nest without end', () => {
    expect(heard('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>')).toEqual({
      kind: 'doctype',
      line: 2,
    })
    expect(heard('<a>'.repeat(300))).toMatchObject({ kind: 'too-deep' })
  })
})

describe('blocks of a document', () => {
  it('are lines and tables in their order, with cells that span', async () => {
    const word = docx([
      'Nadpis',
      [
        ['a', { text: 'b\nc', columns: 2 }],
        [{ text: 'd', merge: 'restart' }, 'e', 'f'],
        [{ text: '', merge: 'continue' }, 'g', 'h'],
      ],
      'tab\tulátor',
    ])
    expect(await readBlocks(given(word))).toEqual({
      kind: 'blocks',
      blocks: [
        { kind: 'line', text: 'Nadpis' },
        {
          kind: 'table',
          rows: [
            ['a', 'b\nc', ''],
            ['d', 'e', 'f'],
            ['d', 'g', 'h'],
          ],
        },
        { kind: 'line', text: 'tab\tulátor' },
      ],
    })
    expect(await readBlocks(given(odt(['x', [['1', '2\n3']]])))).toEqual({
      kind: 'blocks',
      blocks: [
        { kind: 'line', text: 'x' },
        { kind: 'table', rows: [['1', '2\n3']] },
      ],
    })
  })

  it('of HTML are what people see of it', () => {
    const html = `<style>p{}</style><p>Dobrý&nbsp;den<script>x</script><table><tr><th rowspan=2>9.00<td>A
      B<tr><td><table><tr><td>v<td>n</table></table>`
    expect(readMarkupBlocks(html)).toEqual({
      kind: 'blocks',
      blocks: [
        { kind: 'line', text: 'Dobrý den' },
        {
          kind: 'table',
          rows: [
            ['9.00', 'A B'],
            ['9.00', 'v n'],
          ],
        },
      ],
    })
  })

  it('of text are for the reader to cut, in any encoding', async () => {
    expect(await readBlocks(given(Buffer.from('8.30;\u0160koln\u00ed', 'latin1')))).toMatchObject({ kind: 'text' })
    expect(await readBlocks(given('9.00;Zahájení'))).toEqual({ kind: 'text', text: '9.00;Zahájení' })
    expect(readTextBlocks('a;b\nc;d')).toMatchObject({
      blocks: [
        {
          rows: [
            ['a', 'b'],
            ['c', 'd'],
          ],
        },
      ],
    })
  })

  it('are refused where they are none, or too many', async () => {
    const refusal = async (content: Buffer | string) => {
      const reading = await readBlocks(given(content))
      return reading.kind === 'refused' ? reading.reason : reading.kind
    }
    expect(await refusal('')).toBe('empty')
    expect(await refusal(Buffer.alloc(11 * 1024 * 1024, 65))).toBe('too-big')
    expect(await refusal('\u0000\u0001\u0002\u0003')).toBe('not-a-table')
    expect(await refusal(zipStored(new Map([['word/document.xml', Buffer.from('<a>')]])))).toBe('not-a-table')
    expect(await refusal(zipStored(new Map([['word/document.xml', Buffer.from('<!DOCTYPE a><a/>')]])))).toBe(
      'not-a-table',
    )
    expect(await refusal(docx(Array.from({ length: 5_100 }, (_, index) => `řádek ${index}`)))).toBe('too-many-rows')
    expect(await refusal(`<table>${'<tr><td>1</td></tr>'.repeat(25_000)}</table>`)).toBe('too-many-rows')
    expect(await refusal(`<table><tr>${'<td>1</td>'.repeat(300)}</tr></table>`)).toBe('too-many-columns')
  })
})
