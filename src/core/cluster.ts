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
  /** The port, once all listen. Rejects with what a process said when it could not start. */
  readonly listening: Promise<number>
  /** Tells each to finish its requests and exit, and waits for them. */
  stop(): Promise<void>
}

/** True in a process that `startWebProcesses` forked. */
export const isWebProcess = cluster.isWorker

/** Forks processes that serve, and a new one for each that dies. */
export function startWebProcesses(count: number, connection: Connection, log: Log): WebProcesses {
  let stopping = false
  const fork = () => introduce(cluster.fork(), { connection })
  const first = Array.from({ length: count }, () => listens(fork()))
  const listening = Promise.all(first).then(ports => {
    cluster.on('exit', (worker, code, signal) => {
      if (stopping) return
      log.error({ process: worker.process.pid, code, signal }, 'a web process died; starting another')
      // One that dies at once must not keep the machine busy.
      void sleep(500).then(() => (stopping ? undefined : fork()))
    })
    return ports[0] ?? 0
  })
  return {
    listening,
    async stop() {
      stopping = true
      await Promise.all(living().map(finish))
    },
  }
}

function introduce(worker: Worker, introduction: Introduction): Worker {
  // It asks when it listens to messages; one sent earlier may be lost.
  worker.on('message', message => {
    if (message === 'introduce yourself') worker.send(introduction)
  })
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

/** In a web process: asks the first process for what it needs. */
export function introduction(): Promise<Introduction> {
  return new Promise(resolve => {
    const hear = (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('connection' in message)) return
      process.off('message', hear)
      resolve(message as Introduction)
    }
    process.on('message', hear)
    process.send?.('introduce yourself')
  })
}

/** In a web process: lets the first process say why there is no server, and waits until it has heard. */
export async function reportCannotStart(error: unknown): Promise<void> {
  const cannotStart = error instanceof Error ? error.message : String(error)
  await new Promise(resolve => process.send?.({ cannotStart }, undefined, undefined, resolve))
}
