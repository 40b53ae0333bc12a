import { describe, expect, it } from '@jest/globals'
import sharp from 'sharp'
import { squarePhotograph } from '../../../src/core/pictures.ts'
import { aPhotograph } from '../../factories/contributions.ts'

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 20, b: 20, alpha: 0.5 } } })

async function drawn(content: Buffer) {
  const outcome = await squarePhotograph(content)
  if (outcome.kind !== 'picture') throw new Error(outcome.kind)
  return outcome.picture
}

describe('a photograph', () => {
  it('is drawn anew as a square without anything that was said beside the picture', async () => {
    const sent = await aPhotograph(1600, 900)
    expect((await sharp(sent).metadata()).exif).toBeDefined()
    const picture = await drawn(sent)
    expect([picture.contentType, picture.width, picture.height]).toEqual(['image/webp', 640, 640])
    const { exif, icc, xmp, iptc, orientation, format } = await sharp(picture.content).metadata()
    expect([exif, icc, xmp, iptc, orientation, format]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'webp',
    ])
    expect(picture.content.includes('fotograf')).toBe(false)
  })

  it('stands upright, whatever its metadata said of its side', async () => {
    const half = await sharp({ create: { width: 400, height: 200, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer()
    const sent = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#000000' } })
      .composite([{ input: half, top: 0, left: 0 }])
      .withExif({ IFD0: { Orientation: '6' } })
      .jpeg()
      .toBuffer()
    const { content } = await drawn(await sharp(sent).withMetadata({ orientation: 6 }).jpeg().toBuffer())
    const left = await sharp(content).extract({ left: 40, top: 200, width: 1, height: 1 }).raw().toBuffer()
    const right = await sharp(content).extract({ left: 360, top: 200, width: 1, height: 1 }).raw().toBuffer()
    // White was above; turned by a quarter it is on the right.
    expect([left[0] ?? 255, right[0] ?? 0].map(value => value > 128)).toEqual([false, true])
  })

  it('is taken as PNG and WebP too, never made larger, and loses what shines through', async () => {
    const small = await drawn(await blank(300, 250).png().toBuffer())
    expect([small.width, small.height]).toEqual([250, 250])
    expect((await sharp(small.content).metadata()).hasAlpha).toBe(false)
    expect((await drawn(await blank(300, 300).webp().toBuffer())).width).toBe(300)
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>')],
    [
      'a page that begins like one',
      Buffer.concat([Buffer.from('ffd8ff', 'hex'), Buffer.from('<script>alert(1)</script>')]),
    ],
    ['a PNG of nothing', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a PDF', Buffer.from('%PDF-1.7')],
  ])('is not %s', async (_, content) => {
    expect(await squarePhotograph(content)).toEqual({ kind: 'not-a-picture' })
  })

  it('is not one that was cut off', async () => {
    const whole = await aPhotograph(1200, 1200)
    expect(await squarePhotograph(whole.subarray(0, Math.floor(whole.length / 3)))).toEqual({ kind: 'not-a-picture' })
  })

  it('is refused when it is too small, or claims to fill the memory', async () => {
    expect(await squarePhotograph(await blank(150, 900).png().toBuffer())).toEqual({ kind: 'too-small' })
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bomb.length).toBeLessThan(2_000_000)
    expect(await squarePhotograph(bomb)).toEqual({ kind: 'too-many-pixels' })
  })
})
