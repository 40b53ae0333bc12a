import { crc32, inflateSync } from 'node:zlib'
import { describe, expect, it } from '@jest/globals'
import qrcode from 'qrcode'
import { drawQr, qrPng } from '../../../src/core/qr.ts'

const code = 'EVS1.K7MQ2XPD.0123456789ABCDEFGHJKMNPQRSTVWXYZ'

interface Chunk {
  readonly type: string
  readonly content: Buffer
  readonly isSound: boolean
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    const isSound = crc32(named) === png.readUInt32BE(at + 8 + length)
    chunks.push({ type: named.toString('latin1', 0, 4), content: named.subarray(4), isSound })
    at += length + 12
  }
  return chunks
}

describe('the picture of a code', () => {
  it('is a PNG of one bit a pixel with the modules of the code and four modules of white around', async () => {
    const png = await qrPng(code)
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
    const chunks = chunksOf(png)
    expect(chunks.map(({ type, isSound }) => [type, isSound])).toEqual([
      ['IHDR', true],
      ['IDAT', true],
      ['IEND', true],
    ])
    const { size, data } = qrcode.create(code, { errorCorrectionLevel: 'Q' }).modules
    const width = size + 8
    const header = chunks[0]?.content
    expect([header?.readUInt32BE(0), header?.readUInt32BE(4), header?.subarray(8).toString('hex')]).toEqual([
      width * 8,
      width * 8,
      '0100000000',
    ])
    const pixels = inflateSync(chunks[1]?.content ?? Buffer.alloc(0))
    expect(pixels).toHaveLength(width * 8 * (width + 1))
    const isDark = (x: number, y: number) => pixels[(y * 8 + 3) * (width + 1) + 1 + x] === 0
    const drawn = Array.from({ length: size * size }, (_, i) => isDark((i % size) + 4, Math.floor(i / size) + 4))
    expect(drawn).toEqual(Array.from(data, Boolean))
    const margin = Array.from({ length: width }, (_, i) => isDark(i, 3) || isDark(3, i) || isDark(i, width - 4))
    expect(margin).not.toContain(true)
  })

  it('is small enough to be in every mail', async () => {
    expect((await qrPng(code)).length).toBeLessThan(1_500)
  })
})

describe('the drawing of a code', () => {
  it('covers each dark module once', () => {
    const { size, path } = drawQr(code)
    const { data } = qrcode.create(code, { errorCorrectionLevel: 'M' }).modules
    const covered = [...path.matchAll(/h(\d+)v/g)].reduce((sum, [, length]) => sum + Number(length), 0)
    expect(covered).toBe(data.reduce((sum, module) => sum + module, 0))
    expect(size * size).toBe((Math.sqrt(data.length) + 8) ** 2)
  })
})
