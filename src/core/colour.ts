/** A colour by lightness (0–1), chroma and hue (degrees): CSS `oklch()`. */
export interface Oklch {
  readonly l: number
  readonly c: number
  readonly h: number
}

type Triple = readonly [number, number, number]

/**
 * The colour as `#rrggbb`, for mails, pictures and documents that know no `oklch()`. What sRGB cannot show loses chroma
 * and keeps lightness and hue, so that contrast stays as designed.
 */
export function hexOf({ l, c, h }: Oklch): string {
  let least = 0
  let most = c
  if (!isShown(linearOf({ l, c, h }))) {
    for (let step = 0; step < 20; step++) {
      const middle = (least + most) / 2
      if (isShown(linearOf({ l, c: middle, h }))) least = middle
      else most = middle
    }
    most = least
  }
  const bytes = linearOf({ l, c: most, h }).map(channel => Math.round(255 * gammaOf(Math.min(1, Math.max(0, channel)))))
  return `#${bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Linear sRGB of an Oklab colour (Björn Ottosson's matrices, CSS Color 4 §10). */
function linearOf({ l, c, h }: Oklch): Triple {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function isShown(channels: Triple): boolean {
  return channels.every(channel => channel >= -0.0005 && channel <= 1.0005)
}

function gammaOf(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
}

/** The contrast of two colours in `#rrggbb`, 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
