import { setTimeout as sleep } from 'node:timers/promises'

/** A start that cannot succeed until the operator changes something: the message is a sentence for them. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** The life of a process, from start to exit. */
export interface Lifecycle {
  /**
   * Says how to undo the step just taken; undone in reverse order when the process ends, however far it got.
   * @throws Interrupted when somebody asked to stop meanwhile, so that a start ends at its next step
   */
  onStop(undo: () => Promise<void> | void): void
  /** True from the first signal on. */
  isStopping(): boolean
}

class Interrupted extends Error {}

/** The contract allows 20 s from the signal to the exit. */
const exitWithinMs = 18_000
const stepTakesMs = 5_000

/**
 * Runs a process: `start` takes its steps, SIGTERM, SIGINT or SIGHUP undo them, and the process exits with 0. A start
 * that fails is undone too and exits with 1, as does a process that throws where nobody catches.
 */
export async function runProcess(start: (lifecycle: Lifecycle) => Promise<void>): Promise<void> {
  const undos: (() => Promise<void> | void)[] = []
  let stopping = false
  const lifecycle: Lifecycle = {
    onStop(undo) {
      undos.push(undo)
      if (stopping) throw new Interrupted()
    },
    isStopping: () => stopping,
  }
  const end = async (code: number): Promise<never> => {
    setTimeout(() => process.exit(1), exitWithinMs).unref()
    for (const undo of undos.reverse()) await Promise.resolve(undo()).catch(report)
    process.exit(code)
  }
  const stopped = new Promise<number>(resolve => {
    const stop = (code: number) => {
      stopping = true
      resolve(code)
    }
    // ^C reaches us twice, from the terminal and from npm: the second changes nothing.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop(0))
    process.on('uncaughtException', error => {
      report(error)
      stop(1)
    })
  })
  try {
    // A step that hangs must not keep a stopping process: undo what was done so far.
    await Promise.race([start(lifecycle), stopped.then(() => sleep(stepTakesMs))])
  } catch (error) {
    if (!(error instanceof Interrupted)) report(error)
    await end(error instanceof Interrupted ? 0 : 1)
  }
  await end(await stopped)
}

/** To standard error, also when the log is silent: it is the last thing this process says. */
function report(error: unknown): void {
  const text = error instanceof CannotStart ? error.message : error instanceof Error ? error.stack : String(error)
  process.stderr.write(`${text}\n`)
}
