import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'
import qrcode from 'qrcode'

/** A QR code as one SVG path in a square of `size` units, quiet zone of four modules included. */
export interface QrDrawing {
  readonly size: number
  readonly path: string
}

/** Modules of white around a code that readers need (ISO/IEC 18004). */
const quietZone = 4

/** Draws a text as a QR code for a screen, error correction M. Upper case, digits and `.` keep it coarse. */
export function drawQr(text: string): QrDrawing {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules
  const runs: string[] = []
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (!data[y * size + x]) continue
      const start = x
      while (x + 1 < size && data[y * size + x + 1]) x++
      const length = x - start + 1
      runs.push(`M${start + quietZone} ${y + quietZone}h${length}v1h-${length}z`)
    }
  }
  return { size: size + 2 * quietZone, path: runs.join('') }
}

/**
 * The same code as a picture for a mail, error correction Q: mails get printed and folded. A PNG of one bit a pixel and
 * eight pixels a module, so that a module is a byte of a row (ISO/IEC 15948); a painter of colours takes a hundred times
 * as long, and every confirmation has a code.
 */
export async function qrPng(text: string): Promise<Buffer> {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'Q' }).modules
  const width = size + 2 * quietZone
  const rows = Array.from({ length: width }, (_, row) => {
    const line = Buffer.alloc(1 + width, white)
    line[0] = unfiltered
    const y = row - quietZone
    if (y < 0 || y >= size) return line
    for (let x = 0; x < size; x++) if (data[y * size + x]) line[1 + quietZone + x] = black
    return line
  })
  const pixels = rows.flatMap(row => Array.from({ length: 8 }, () => row))
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, oneBit, greyscale, 0, 0, 0])
  header.writeUInt32BE(width * 8, 0)
  header.writeUInt32BE(width * 8, 4)
  const image = await promisify(deflate)(Buffer.concat(pixels))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', image), chunk('IEND', Buffer.alloc(0))])
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const [oneBit, greyscale, unfiltered] = [1, 0, 0]
const [black, white] = [0x00, 0xff]

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(content.length, 0)
  ends.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)])
}
