import { takingTurns } from './turns.ts'

/** A picture that was made anew from what somebody sent. */
export interface Picture {
  readonly content: Buffer
  readonly contentType: 'image/webp'
  readonly width: number
  readonly height: number
}

/** Why a picture was not taken. */
export type PictureRefusal = 'not-a-picture' | 'too-small' | 'too-many-pixels'
export type PictureOutcome = { readonly kind: 'picture'; readonly picture: Picture } | { readonly kind: PictureRefusal }

/** Pixels of the longest edge that a photograph of a person keeps. */
const photographEdge = 640
const smallestEdge = 200
/** A telephone takes 50 million pixels; what claims more is made to fill the memory. */
const mostPixels = 60_000_000

/** The first bytes of the formats that are taken; everything else (SVG, PDF, TIFF…) never reaches a decoder. */
const beginnings = [
  (content: Buffer) => content.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  (content: Buffer) => content.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  (content: Buffer) => content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP',
]

/**
 * A photograph of a person out of what somebody sent as PNG, JPEG or WebP: drawn anew, so that neither metadata (place,
 * camera) nor anything hidden in the file survives (SEC-56), turned upright, cut to a square around what draws the eye,
 * at most 640 pixels wide.
 * @throws Busy when too many wait
 */
export async function squarePhotograph(content: Buffer): Promise<PictureOutcome> {
  if (!beginnings.some(isOne => isOne(content))) return { kind: 'not-a-picture' }
  return inTurn(() => draw(content))
}

/** The library, loaded when the first picture comes. Pictures come one by one: one thread and no memory of the last are enough. */
async function painter() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

async function draw(content: Buffer): Promise<PictureOutcome> {
  const sharp = await painter()
  try {
    const { width, height } = await sharp(content, { limitInputPixels: false }).metadata()
    if (width * height > mostPixels) return { kind: 'too-many-pixels' }
    const edge = Math.min(photographEdge, width, height)
    if (edge < smallestEdge) return { kind: 'too-small' }
    const { data, info } = await sharp(content, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize(edge, edge, { fit: 'cover', position: sharp.strategy.attention })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 82, effort: 4 })
      .timeout({ seconds: 20 })
      .toBuffer({ resolveWithObject: true })
    return {
      kind: 'picture',
      picture: { content: data, contentType: 'image/webp', width: info.width, height: info.height },
    }
  } catch {
    // Whatever the decoder could not make sense of: cut off, damaged, or no picture behind its first bytes.
    return { kind: 'not-a-picture' }
  }
}

/** Decoding takes hundreds of megabytes at worst: one at a time, the others wait. */
const inTurn = takingTurns({ atOnce: 1, most: 20, what: 'pictures to draw' })

/**
 * A drawing of our own (SVG, its letters as paths) as a PNG of a palette, one unit a pixel.
 * @throws Busy when too many wait
 */
export async function drawnPicture(svg: string): Promise<Buffer> {
  return inTurn(async () => {
    const sharp = await painter()
    return sharp(Buffer.from(svg), { density: 72 })
      .png({ palette: true, colours: 128, effort: 4, compressionLevel: 9 })
      .toBuffer()
  })
}
