import { inflateSync } from 'node:zlib'

/** What a test asks of a PDF: enough for those that our typesetter writes (objects in the open, streams deflated). */
export interface ReadPdf {
  readonly pages: readonly string[]
  readonly isTagged: boolean
  readonly title: string
  readonly language: string
  /** The address of every link. */
  readonly links: readonly string[]
}

type Objects = ReadonlyMap<number, string>

/** Reads the words of a PDF as a reader would copy them, page by page. */
export function readPdf(bytes: Buffer): ReadPdf {
  const whole = bytes.toString('latin1')
  const objects: Objects = new Map(
    [...whole.matchAll(/(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, number, body = '']) => [Number(number), body]),
  )
  const pages = [...objects.values()].filter(body => /\/Type \/Page\b(?!s)/.test(body))
  return {
    pages: pages.map(page => textOf(page, objects)),
    isTagged: /\/MarkInfo <<\s*\/Marked true/.test(whole) && whole.includes('/StructTreeRoot'),
    title: titleOf(objects.get(Number(/\/Info (\d+) 0 R/.exec(whole)?.[1])) ?? ''),
    language: /\/Lang \((.*?)\)/.exec(whole)?.[1] ?? '',
    links: [...whole.matchAll(/\/URI \((.*?)\)/g)].map(([, link = '']) => link),
  }
}

function titleOf(properties: string): string {
  const [, literal, hex] = /\/Title (?:\(((?:\\.|[^\\)])*)\)|<FEFF([0-9A-F]+)>)/s.exec(properties) ?? []
  return hex === undefined ? unescaped(literal ?? '') : utf16(hex)
}

function utf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le')
}

function streamOf(body: string): string {
  const start = body.indexOf('stream\n') + 'stream\n'.length
  const raw = Buffer.from(body.slice(start, body.lastIndexOf('\nendstream')), 'latin1')
  return (body.slice(0, start).includes('/FlateDecode') ? inflateSync(raw) : raw).toString('latin1')
}

function textOf(page: string, objects: Objects): string {
  const fonts = new Map(
    [...page.matchAll(/\/(f\d+) (\d+) 0 R/g)].map(([, name = '', number]) => [
      name,
      lettersOf(Number(number), objects),
    ]),
  )
  const content = streamOf(objects.get(Number(/\/Contents (\d+)/.exec(page)?.[1])) ?? '')
  let letters: ReadonlyMap<number, string> = new Map()
  let said = ''
  for (const { glyphs, word } of tokensOf(content)) {
    if (glyphs !== undefined) said += read(unescaped(glyphs), letters)
    else if (word === 'ET') said += '\n'
    else letters = fonts.get(word.slice(1)) ?? letters
  }
  return said.replace(/\u00a0/g, ' ').replaceAll('\u2060', '')
}

/** Strings and words of a content stream; a string may hold pairs of parentheses (ISO 32000-1, 7.3.4.2). */
function tokensOf(content: string): { readonly glyphs: string | undefined; readonly word: string }[] {
  const tokens: { glyphs: string | undefined; word: string }[] = []
  for (let at = 0; at < content.length; ) {
    if (content[at] !== '(') {
      const [word] = /^[^\s(]+|^\s+/.exec(content.slice(at, at + 200)) ?? [' ']
      tokens.push({ glyphs: undefined, word })
      at += word.length
      continue
    }
    const start = at + 1
    for (let depth = 0; at < content.length; at++) {
      if (content[at] === '\\') at++
      else if (content[at] === '(') depth++
      else if (content[at] === ')' && --depth === 0) break
    }
    tokens.push({ glyphs: content.slice(start, at), word: '' })
    at++
  }
  return tokens
}

function read(glyphs: string, letters: ReadonlyMap<number, string>): string {
  return Array.from({ length: glyphs.length / 2 }, (_, index) => {
    return letters.get(256 * glyphs.charCodeAt(2 * index) + glyphs.charCodeAt(2 * index + 1)) ?? '�'
  }).join('')
}

function lettersOf(font: number, objects: Objects): ReadonlyMap<number, string> {
  const map = Number(/\/ToUnicode (\d+)/.exec(objects.get(font) ?? '')?.[1])
  const pairs = streamOf(objects.get(map) ?? '').matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)
  return new Map([...pairs].map(([, glyph = '', letter = '']) => [Number.parseInt(glyph, 16), utf16(letter)]))
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function unescaped(literal: string): string {
  return literal.replace(/\\([0-7]{1,3}|.)/gs, (_, code: string) => {
    return /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code)
  })
}
