import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** What happens at a fault point that is armed; times in milliseconds. */
interface Armed {
  readonly name: string
  /** The passing that meets it: 1 is the first. */
  passing: number
  readonly deed: 'kill' | 'pause' | 'block' | 'throw'
  readonly milliseconds: number
}

const file = process.env['FAULT_FILE']
let waiting: Armed | undefined

/**
 * A place where an experiment of `npm run faults` may end or hold up this process. The build that people run has neither
 * these calls nor this file: `bin/support/fault-points.mjs` takes them out, so every call is a line of its own.
 *
 * The file named by FAULT_FILE arms one point: `booking.written`, `booking.written:3` (the third passing),
 * `booking.written:1:pause:5000` (block = with the event loop, throw). What was armed is removed when it is met, before
 * it happens: a process that is started again does not meet it again.
 */
export async function faultPoint(name: string): Promise<void> {
  if (file === undefined) return
  if (existsSync(file)) arm(file)
  if (waiting?.name !== name || --waiting.passing > 0) return
  const { deed, milliseconds } = waiting
  waiting = undefined
  if (deed === 'kill') {
    process.kill(process.pid, 'SIGKILL')
    // The signal comes when it comes; nothing of ours happens meanwhile.
    await new Promise(() => undefined)
  }
  if (deed === 'throw') throw new Error(`fault point ${name}`)
  if (deed === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
  else await sleep(milliseconds)
}

function arm(path: string): void {
  const [name = '', passing = '1', deed = 'kill', milliseconds = '0'] = readFileSync(path, 'utf8').trim().split(':')
  rmSync(path, { force: true })
  if (name === '') return void (waiting = undefined)
  waiting = { name, passing: Number(passing), deed: deed as Armed['deed'], milliseconds: Number(milliseconds) }
}
