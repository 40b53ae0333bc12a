import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { type Processes, processorTime } from './processor-time.ts'

/** A request of a load. `{n}` in the path or the form becomes a number of eight characters that no other request of
 * the run has; `{address}` in a header becomes an IPv4 address of its own. */
export interface Target {
  readonly method?: 'GET' | 'HEAD' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** Posted as a browser does. */
  readonly form?: Readonly<Record<string, string>>
  /** The statuses of a right answer. */
  readonly expect: readonly number[]
}

/** How hard the generator works, and until when: `seconds` or `requests`, whichever comes first. */
export interface Load {
  /** Where to: origin without a slash at the end. */
  readonly url: string
  /** Kept alive; on each, one request at a time. */
  readonly connections: number
  readonly seconds?: number
  readonly requests?: number
  /**
   * Offered requests a second whatever the answers (an open loop): a request that finds no free connection waits, and
   * its time counts from when it was due. Without it each connection asks again as soon as it is answered (a closed
   * loop), and a slow server is asked less.
   */
  readonly rate?: number
  /** Asked in turn. */
  readonly targets: readonly Target[]
  /** Answers are also counted by the first group of this expression in their head, for example `state=(\w+)`. */
  readonly countBy?: string
  /** Whose processor time is counted. */
  readonly of?: { readonly processes: Processes }
}

/** What came back. Times in milliseconds, from the first byte written to the last byte read. */
export interface Sample {
  readonly requests: number
  /** Other statuses, broken connections, answers that never ended. */
  readonly failures: number
  readonly seconds: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly longest: number
  /** Answers by status, by what `countBy` found, and by error. */
  readonly counts: Readonly<Record<string, number>>
  readonly bytes: number
  /** Seconds of processor time spent meanwhile. */
  readonly cpu: { readonly generator: number; readonly server?: number; readonly database?: number }
}

/** What the parent tells the generator. */
export type Order = Omit<Load, 'of'> & { readonly firstNumber: number }
/** What the generator tells the parent. */
export type Report = Omit<Sample, 'cpu'> & { readonly generatorCpu: number; readonly nextNumber: number }

/** A process that sends requests. */
export interface Generator {
  load(load: Load): Promise<Sample>
  stop(): void
}

/** Starts the process; one serves a whole run. */
export function startGenerator(): Generator {
  const child = fork(join(import.meta.dirname, 'generator.ts'), { execArgv: ['--import', 'tsx'] })
  let nextNumber = 0
  let last: Promise<unknown> = Promise.resolve()
  const send = async ({ of, ...load }: Load): Promise<Sample> => {
    const before = of && processorTime(of.processes)
    const { generatorCpu, nextNumber: next, ...report } = await ask(child, { ...load, firstNumber: nextNumber })
    const after = of && processorTime(of.processes)
    nextNumber = next
    const spent = before &&
      after && { server: after.server - before.server, database: after.database - before.database }
    return { ...report, cpu: { generator: generatorCpu, ...spent } }
  }
  return {
    // One load at a time: two would share the processor time of the generator, and its numbers.
    load(load) {
      const sample = last.then(() => send(load))
      last = sample.catch(() => undefined)
      return sample
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

function ask(child: ChildProcess, order: Order): Promise<Report> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`the generator ended with ${code}`))
    child.once('exit', failed)
    child.once('message', message => {
      child.off('exit', failed)
      resolve(message as Report)
    })
    child.send(order)
  })
}
