import { describe, expect, it } from '@jest/globals'
import readXlsxFile from 'read-excel-file/node'
import { streamXlsx } from '../../../src/core/sheet-stream.ts'

async function workbook(header: string[], chunks: string[][][]): Promise<unknown[][]> {
  const stream = streamXlsx('Registrace: [2027]', header)
  const pieces: Buffer[] = []
  for (const rows of chunks) pieces.push(await stream.rows(rows))
  pieces.push(await stream.end())
  const [sheet] = await readXlsxFile(Buffer.concat(pieces))
  return sheet?.data ?? []
}

describe('a workbook written in pieces', () => {
  it('comes back row by row, all of it text', async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => [`=${i}`, `řádek ${i}`, i % 2 ? '' : '<&">'])
    const data = await workbook(['A', 'B', 'C'], [rows.slice(0, 1), rows.slice(1, 3_000), [], rows.slice(3_000)])
    expect(data).toHaveLength(5_001)
    expect(data[0]).toEqual(['A', 'B', 'C'])
    expect(data[4_001]).toEqual(['=4000', 'řádek 4000', '<&">'])
    expect(data[2]).toEqual(['=1', 'řádek 1', null])
  })

  it('is whole without a row, with many columns, and without what XML cannot hold', async () => {
    expect(await workbook(['Jen hlavička'], [])).toEqual([['Jen hlavička']])
    const wide = Array.from({ length: 60 }, (_, i) => `s${i}`)
    expect((await workbook(wide, [[wide]]))[1]).toEqual(wide)
    expect((await workbook(['x'], [[['a\u0001\ufffeb']]]))[1]).toEqual(['ab'])
    const [, long] = await workbook(['x'], [[['x'.repeat(40_000)]]])
    expect(String(long?.[0])).toHaveLength(32_767)
  })
})
