import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectRoot } from '../../src/core/root.ts'

/** The build with the fault points (`node bin/build.mjs --faults`). */
export const faultBuild = join(projectRoot, 'dist-faults')

/** How to start a process of the product. */
export interface ProcessPlan {
  /** Names its log and its fault file; one of a kind within a stage. */
  readonly name: string
  /** `src/server.js`, `src/worker.js`; in `build`. */
  readonly script: string
  /** All of its environment besides PATH and FAULT_FILE. */
  readonly env: Readonly<Record<string, string>>
  /** Folder of the build; usual: the one with the fault points. */
  readonly build?: string | undefined
  /** A command before node: `['faketime', '-f', '+10m']`. */
  readonly wrapper?: readonly string[] | undefined
  /** What it prints once it works. */
  readonly says: RegExp
  /** Where its log and its fault file are. */
  readonly folder: string
}

/** A process of the product under a supervisor. */
export interface AppProcess {
  readonly name: string
  /** Of the process that runs at the moment. */
  readonly pid: () => number | undefined
  /** All it said since the stage began, over all its lives. */
  readonly output: () => string
  /** Times it ended otherwise than by `stop` or `end`. */
  readonly deaths: () => number
  readonly isRunning: () => boolean
  /** Milliseconds for which it has worked since its last start; 0: it does not yet, or no more. */
  readonly works: () => number
  /** Starts it and waits until it works. */
  start(): Promise<void>
  /** Sends a signal; the supervisor starts it again unless told otherwise (`supervise(false)`). */
  kill(signal?: NodeJS.Signals): void
  /** Whether what dies is started again; it is, usually. */
  supervise(isOn: boolean): void
  /** Arms one fault point: `booking.written`, `booking.written:3`, `booking.written:1:pause:5000` (ms); '' disarms. */
  arm(point: string): void
  /** Waits for its next end: the exit code, or the signal's name. */
  ended(): Promise<number | string | null>
  /** Ends it for good with SIGTERM: the exit code, or the signal's name. */
  stop(): Promise<number | string | null>
}

/** The pause of the supervisor before it starts a process again: systemd's and Docker's are of this order. */
const restartAfterMs = 200
const patienceMs = 180_000

/** A process of the product that is not started yet. */
export function planProcess({
  name,
  script,
  env,
  build = faultBuild,
  wrapper = [],
  says,
  folder,
}: ProcessPlan): AppProcess {
  const faultFile = join(folder, `${name}.fault`)
  const logFile = join(folder, `${name}.log`)
  let child: ChildProcess | undefined
  let [output, life, deaths, isSupervised, isStopping] = ['', '', 0, true, false]
  let worksSince: number | undefined
  let ending: Promise<number | string | null> = Promise.resolve(0)
  let restarting: Promise<void> = Promise.resolve()

  function launch(): void {
    const [command, ...before] = [...wrapper, process.execPath]
    const all = { PATH: process.env['PATH'] ?? '', FAULT_FILE: faultFile, ...env }
    const started = spawn(command, [...before, '--enable-source-maps', join(build, script)], {
      cwd: folder,
      env: all,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    life = ''
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        life += text
        if (worksSince === undefined && says.test(life)) worksSince = performance.now()
        appendFileSync(logFile, text)
      })
    }
    ending = new Promise(done => started.once('close', (code, signal) => done(code ?? signal)))
    void ending.then(() => {
      child = undefined
      worksSince = undefined
      if (isStopping) return
      deaths++
      if (isSupervised) restarting = sleep(restartAfterMs).then(() => (isStopping ? undefined : start()))
      // A process that cannot start is the experiment's to notice: it waits for health.
      restarting.catch(() => undefined)
    })
  }

  async function start(): Promise<void> {
    isStopping = false
    if (child === undefined) launch()
    for (const end = performance.now() + patienceMs; !says.test(life); await sleep(10)) {
      if (child === undefined) throw new Error(`${name} ended before it worked:\n${life}`)
      if (performance.now() > end) throw new Error(`${name} does not work after ${patienceMs / 1_000} s:\n${life}`)
    }
  }

  return {
    name,
    pid: () => child?.pid,
    output: () => output,
    deaths: () => deaths,
    isRunning: () => child !== undefined,
    works: () => (worksSince === undefined ? 0 : performance.now() - worksSince),
    start,
    kill: (signal = 'SIGKILL') => void child?.kill(signal),
    supervise: isOn => void (isSupervised = isOn),
    arm: point => (point === '' ? rmSync(faultFile, { force: true }) : writeFileSync(faultFile, point)),
    ended: () => ending,
    async stop() {
      isStopping = true
      child?.kill('SIGTERM')
      return ending
    },
  }
}
