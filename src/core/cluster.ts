import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './database.ts'
import { CannotStart } from './lifecycle.ts'
import type { Log } from './log.ts'

/** What the first process tells a web process; secrets do not travel in the environment. */
interface Introduction {
  readonly connection: Connection
}

/** Web processes that share one port. */
export interface WebProcesses {
  readonly port: number
  /** Tells each to finish its requests and exit, and waits for them. */
  stop(): Promise<void>
}

/** True in a process that `startWebProcesses` forked. */
export const isWebProcess = cluster.isWorker

/**
 * Forks processes that serve, and a new one for each that dies.
 * @throws CannotStart with what a process said when it could not start
 */
export async function startWebProcesses(count: number, connection: Connection, log: Log): Promise<WebProcesses> {
  let stopping = false
  const fork = () => introduce(cluster.fork(), { connection })
  const stop = async () => {
    stopping = true
    await Promise.all(living().map(finish))
  }
  try {
    const ports = await Promise.all(Array.from({ length: count }, () => listens(fork())))
    cluster.on('exit', (worker, code, signal) => {
      if (stopping) return
      log.error({ process: worker.process.pid, code, signal }, 'a web process died; starting another')
      // One that dies at once must not keep the machine busy.
      void sleep(500).then(() => (stopping ? undefined : fork()))
    })
    return { port: ports[0] ?? 0, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function introduce(worker: Worker, introduction: Introduction): Worker {
  worker.once('online', () => worker.send(introduction))
  return worker
}

function listens(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    let reason = 'a web process ended before it listened'
    worker.on('message', (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'cannotStart' in message) {
        reason = String(message.cannotStart)
      }
    })
    worker.once('listening', address => resolve(address.port))
    worker.once('exit', () => reject(new CannotStart(reason)))
  })
}

function living(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter(worker => worker !== undefined)
}

async function finish(worker: Worker): Promise<void> {
  if (worker.isDead()) return
  const ended = new Promise(resolve => worker.once('exit', resolve))
  worker.process.kill('SIGTERM')
  await ended
}

/** In a web process: waits for what the first process has to tell. */
export function introduction(): Promise<Introduction> {
  return new Promise(resolve => process.once('message', (message: Introduction) => resolve(message)))
}

/** In a web process: lets the first process say why there is no server. */
export function reportCannotStart(error: unknown): void {
  process.send?.({ cannotStart: error instanceof Error ? error.message : String(error) })
}
