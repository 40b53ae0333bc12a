import type { Target } from './load.ts'

/** How many characters a number of a request has, so that Content-Length is always the same. */
const numberWidth = 8

/** The bytes of the n-th request, as text of one byte a character. */
export type RequestWriter = (number: number) => string

/** Prepares a request once, for it is sent thousands of times with another number in it. */
export function requestWriter(host: string, { method, path, headers = {}, form }: Target): RequestWriter {
  const body = form === undefined ? '' : new URLSearchParams(form).toString().replaceAll('%7Bn%7D', '{n}')
  const length = body.replaceAll('{n}', ' '.repeat(numberWidth)).length
  const posted = {
    // What a browser says of a form of our own page.
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': String(length),
  }
  const all = { Host: host, 'Accept-Encoding': 'gzip, br', ...(form && posted), ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const text = `${method ?? (form ? 'POST' : 'GET')} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
  const pieces = text.split(/(\{n\}|\{address\})/)
  if (pieces.length === 1) return () => text
  return number => pieces.map(piece => filled(piece, number)).join('')
}

function filled(piece: string, number: number): string {
  if (piece === '{n}') return number.toString(36).padStart(numberWidth, '0')
  // Three bytes of a private network: 16 million visitors.
  if (piece === '{address}') return `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
  return piece
}
