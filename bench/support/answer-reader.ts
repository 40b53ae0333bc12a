/** An answer whose last byte has come. */
export interface WholeAnswer {
  readonly status: number
  readonly head: string
  readonly bytes: number
  /** The server closes the connection after it. */
  readonly isLast: boolean
}

const headEnd = Buffer.from('\r\n\r\n')
const bodilessStatuses = new Set([204, 304])

/**
 * Reads HTTP/1.1 answers from the chunks of a connection; bodies are counted and let go.
 * @param isBodiless whether the answer that comes has no body, because HEAD was asked
 */
export function createAnswerReader(isBodiless: () => boolean, hear: (answer: WholeAnswer) => void) {
  let rest: Buffer | undefined
  let head: { status: number; text: string; isChunked: boolean; isLast: boolean } | undefined
  let missing = 0
  let bytes = 0

  /** Takes the head; false while its end has not come. */
  function takeHead(data: Buffer): number {
    const end = data.indexOf(headEnd)
    if (end < 0) return -1
    const text = data.toString('latin1', 0, end + 2)
    const status = Number(text.slice(9, 12))
    const isEmpty = isBodiless() || bodilessStatuses.has(status)
    const isChunked = !isEmpty && /\r\ntransfer-encoding: *chunked/i.test(text)
    missing = isEmpty || isChunked ? 0 : Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0)
    head = { status, text, isChunked, isLast: /\r\nconnection: *close/i.test(text) }
    bytes += end + 4
    return end + 4
  }

  /** Takes chunks of the body; returns how far it came, and sets `missing` to -1 where more must come. */
  function takeChunks(data: Buffer, from: number): number {
    for (let at = from; ; ) {
      const lineEnd = data.indexOf('\r\n', at)
      const size = lineEnd < 0 ? 0 : Number.parseInt(data.toString('latin1', at, lineEnd), 16)
      const next = lineEnd + 2 + size + 2
      if (lineEnd < 0 || next > data.length) {
        missing = -1
        return at
      }
      bytes += next - at
      at = next
      if (size === 0) {
        missing = 0
        return at
      }
    }
  }

  return (chunk: Buffer): void => {
    let data = rest === undefined ? chunk : Buffer.concat([rest, chunk])
    rest = undefined
    while (data.length > 0) {
      let at = 0
      if (head === undefined) at = takeHead(data)
      if (head === undefined) {
        rest = data
        return
      }
      if (head.isChunked) at = takeChunks(data, at)
      else {
        const taken = Math.min(missing, data.length - at)
        missing -= taken
        bytes += taken
        at += taken
      }
      data = data.subarray(at)
      if (missing !== 0) {
        if (head.isChunked) rest = data
        return
      }
      const { status, text, isLast } = head
      const whole = { status, head: text, bytes, isLast }
      head = undefined
      bytes = 0
      hear(whole)
    }
  }
}
