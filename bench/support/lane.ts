import { connect, type Socket } from 'node:net'
import { createAnswerReader } from './answer-reader.ts'

/** What came back for one request. */
export interface Answer {
  /** Undefined: none came; `error` says why. */
  readonly status: number | undefined
  readonly head: string
  /** Of head and body, as they came. */
  readonly bytes: number
  readonly error?: string
}

/** A connection that is kept alive and carries one request at a time; a closed one is opened again by the next. */
export class Lane {
  /** When the request that is under way was sent (`performance.now()`); undefined: free. */
  since: number | undefined
  readonly #host: string
  readonly #port: number
  #socket: Socket | undefined
  #hear: ((answer: Answer) => void) | undefined
  #isBodiless = false

  constructor(url: URL) {
    this.#host = url.hostname
    this.#port = Number(url.port)
  }

  /** @param isBodiless the answer to HEAD has no body, whatever length it tells */
  ask(request: string, isBodiless: boolean, hear: (answer: Answer) => void): void {
    this.since = performance.now()
    this.#hear = hear
    this.#isBodiless = isBodiless
    const send = () => void this.#socket?.write(request, 'latin1')
    if (this.#socket !== undefined) send()
    else void this.open().then(send, () => undefined)
  }

  /** Opens the connection before the clock runs. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
      this.#socket = socket
      const reader = createAnswerReader(
        () => this.#isBodiless,
        ({ isLast, ...answer }) => {
          if (isLast) this.#forget(socket)
          this.#answer(answer)
        },
      )
      socket.on('data', reader)
      socket.once('connect', resolve)
      socket.once('error', error => {
        this.fail('code' in error ? String(error.code) : error.message)
        reject(error)
      })
      socket.once('close', () => this.fail('closed', socket))
    })
  }

  /** Gives up what is under way. */
  fail(error: string, socket = this.#socket): void {
    if (socket === undefined || socket !== this.#socket) return
    this.#forget(socket)
    this.#answer({ status: undefined, head: '', bytes: 0, error })
  }

  close(): void {
    if (this.#socket !== undefined) this.#forget(this.#socket)
  }

  #forget(socket: Socket): void {
    this.#socket = undefined
    socket.destroy()
  }

  #answer(answer: Answer): void {
    const hear = this.#hear
    this.#hear = undefined
    hear?.(answer)
  }
}
