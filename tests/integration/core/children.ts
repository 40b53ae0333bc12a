import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../../src/core/root.ts'

/** A real process of ours, and what it said. */
export interface Child {
  readonly process: ChildProcess
  readonly output: () => string
  /** Waits until it has said something; throws with everything it said when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  /** Sends a signal and waits for the end: the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string | null>
  ended(): Promise<number | string | null>
}

const children = new Set<ChildProcess>()

/**
 * Starts a file as a process of its own, with nothing in its environment but what is given. What `buildOnce` built
 * (`dist/src/server.js`) starts in half the time of its source.
 */
export function startChild(file: string, args: readonly string[], env: Record<string, string> = {}): Child {
  const loader = file.endsWith('.ts') ? ['--import', 'tsx'] : []
  const child = spawn(process.execPath, [...loader, join(projectRoot, file), ...args], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let text = ''
  const collect = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exit = once(child, 'close').then(([code, signal]) => {
    children.delete(child)
    return (code ?? signal) as number | string | null
  })
  return {
    process: child,
    output: () => text,
    says: pattern =>
      saying(
        child,
        () => pattern.exec(text),
        () => text,
      ),
    end(signal) {
      child.kill(signal)
      return exit
    },
    ended: () => exit,
  }
}

async function saying(
  child: ChildProcess,
  look: () => RegExpExecArray | null,
  text: () => string,
): Promise<RegExpExecArray> {
  for (;;) {
    const found = look()
    if (found !== null) return found
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended early:\n${text()}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

/** Kills what a failed test left running. */
export function killChildren(): void {
  for (const child of children) child.kill('SIGKILL')
}
