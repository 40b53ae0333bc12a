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

/** The same code as a picture for a mail, error correction Q: mails get printed and folded. */
export async function qrPng(text: string): Promise<Buffer> {
  return qrcode.toBuffer(text, { errorCorrectionLevel: 'Q', margin: quietZone, scale: 8 })
}
