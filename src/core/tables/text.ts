import type { TableEncoding } from './types.ts'

interface Decoded {
  readonly text: string
  readonly encoding: Exclude<TableEncoding, 'xlsx'>
}

/**
 * Reads bytes as text: by the byte order mark, else UTF-16 when every other byte is nothing, else strict UTF-8, else
 * Windows-1250 (what Czech Excel saves as “CSV”) when what comes out looks Central European. undefined: no text.
 */
export function decodeText(content: Uint8Array): Decoded | undefined {
  const decoded = decode(content)
  return decoded !== undefined && isPlainText(decoded.text) ? decoded : undefined
}

function decode(content: Uint8Array): Decoded | undefined {
  const wide = wideEncoding(content)
  if (wide !== undefined) return decodeAs(wide, content, 'utf-16')
  const utf8 = decodeAs('utf-8', content, 'utf-8')
  if (utf8 !== undefined) return utf8
  const czech = decodeAs('windows-1250', content, 'windows-1250')
  return czech !== undefined && looksCentralEuropean(czech.text) ? czech : undefined
}

function decodeAs(label: string, content: Uint8Array, encoding: Decoded['encoding']): Decoded | undefined {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(content), encoding }
  } catch {
    return undefined
  }
}

/** UTF-16 by its mark, or because the letters of a table are mostly ASCII: every other byte is then zero. */
function wideEncoding(content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (content[0] === 0xff && content[1] === 0xfe) return 'utf-16le'
  if (content[0] === 0xfe && content[1] === 0xff) return 'utf-16be'
  const sample = content.subarray(0, 1_000)
  const zeros = [0, 0]
  for (let at = 0; at < sample.length; at += 1) if (sample[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const half = sample.length / 2
  const [even = 0, odd = 0] = zeros
  if (half < 4) return undefined
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le'
  return even > half * 0.6 && odd < half * 0.1 ? 'utf-16be' : undefined
}

/** Letters and marks that Central European writing uses; Windows-1250 has a meaning for almost every byte. */
const centralEuropean =
  /[áäąćčďéěęëíîĺľłńňóôöőŕřśšťúůüűýźžżâăçđşţßÁÄĄĆČĎÉĚĘËÍÎĹĽŁŃŇÓÔÖŐŔŘŚŠŤÚŮÜŰÝŹŽŻÂĂÇĐŞŢ„“”‚‘’–—…§°€«»×÷±µ·•\u00a0©®]/gu

function looksCentralEuropean(text: string): boolean {
  const foreign = text.match(/[^\u0000-\u007f]/gu)?.length ?? 0
  const known = text.match(centralEuropean)?.length ?? 0
  return known >= foreign * 0.8
}

/** No control characters but those of lines, tabs and the end of a file on old systems; no other format's first words. */
function isPlainText(text: string): boolean {
  if (/[\u0000-\u0008\u000e-\u0019\u001b-\u001f\u007f-\u009f]/.test(text.replace(/\u0085/g, ''))) return false
  return !/^\s*(?:<[!?a-z]|%PDF-|\{\\rtf|PK\u0003\u0004)/i.test(text.slice(0, 200))
}
