import cluster, { type Worker } from 'node:cluster'
import { countedHere, type Counted } from '../metrics.ts'

/** What all processes of an application counted. */
export interface CountedTogether {
  /** Empty: this process is the only one. */
  readonly parts: readonly Counted[]
  /** Processes that did not answer in time: their event loop is busy. */
  readonly silent: number
}

/** Milliseconds that a process has for its answer. */
const patience = 1_000

/** Of a web process, or of the first one, to the other. */
interface Message {
  readonly metrics: 'of-all' | 'of-you' | 'mine' | 'all'
  readonly id: number
  readonly part?: Counted
  readonly together?: CountedTogether
}

const waiting = new Map<number, (answer: Message) => void>()
let lastId = 0

/**
 * In any process that serves: what it and its sisters counted. Web processes share one port, so whichever is asked
 * answers for all.
 */
export async function countedTogether(): Promise<CountedTogether> {
  if (!cluster.isWorker) return { parts: [], silent: 0 }
  const answer = await ask(message => process.send?.(message), 'of-all', patience * 2)
  return answer?.together ?? { parts: [await countedHere()], silent: 1 }
}

/** In a web process: tells the first one what was counted here, whenever it asks. */
export function tellMetrics(): void {
  process.on('message', (message: unknown) => {
    if (!isMessage(message)) return
    if (message.metrics === 'of-you')
      void countedHere().then(part => process.send?.({ metrics: 'mine', id: message.id, part }))
    else waiting.get(message.id)?.(message)
  })
}

/** In the first process: asks all web processes when one of them wants to know. */
export function gatherMetrics(): void {
  cluster.on('message', (worker, message: unknown) => {
    if (!isMessage(message)) return
    if (message.metrics === 'of-all')
      void gather().then(together => tell(worker, { metrics: 'all', id: message.id, together }))
    else waiting.get(message.id)?.(message)
  })
}

async function gather(): Promise<CountedTogether> {
  const workers = Object.values(cluster.workers ?? {}).filter(worker => worker?.isConnected() === true)
  const answers = await Promise.all(
    workers.map(worker => ask(message => worker !== undefined && tell(worker, message), 'of-you', patience)),
  )
  const parts = answers.flatMap(answer => (answer?.part === undefined ? [] : [answer.part]))
  return { parts: [await countedHere(), ...parts], silent: workers.length - parts.length }
}

function tell(worker: Worker, message: Message): void {
  // One that died meanwhile needs no answer.
  if (worker.isConnected()) worker.send(message, error => void error)
}

/** Undefined when there is no answer in time. */
function ask(
  send: (message: Message) => unknown,
  metrics: Message['metrics'],
  within: number,
): Promise<Message | undefined> {
  const id = ++lastId
  return new Promise<Message | undefined>(resolve => {
    const timer = setTimeout(() => resolve(undefined), within)
    waiting.set(id, answer => {
      clearTimeout(timer)
      resolve(answer)
    })
    send({ metrics, id })
  }).finally(() => waiting.delete(id))
}

function isMessage(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'metrics' in message && 'id' in message
}
