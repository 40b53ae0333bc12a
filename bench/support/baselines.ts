import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Processes } from './processor-time.ts'

/** An answer that a baseline sends from memory: the same bytes as the application, and the headers that describe them. */
export interface KeptAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A bare Express in a process of its own: what any application on this machine could reach at best. */
export interface Baseline {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  readonly processes: Processes
  /** `POST` here parses the registration form, validates it and answers 303, without a database. */
  readonly registration: string
  /** `GET` here answers 204. */
  readonly nothing: string
  /** From now on this path answers these bytes. */
  keep(path: string, answer: KeptAnswer): Promise<void>
  stop(): void
}

/** What the parent tells the process; bodies travel as base64. */
export interface Keep {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Starts it and waits until it listens. */
export async function startBaseline(): Promise<Baseline> {
  const child = fork(join(import.meta.dirname, 'baseline.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const { port } = (await heard(child)) as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    processes: { server: child.pid ?? 0, database: undefined },
    registration: '/registration',
    nothing: '/nothing',
    async keep(path, { headers, body }) {
      const keep: Keep = { path, headers, body: body.toString('base64') }
      child.send(keep)
      await heard(child)
    },
    stop: () => void child.kill('SIGKILL'),
  }
}

function heard(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const failed = (code: number | null) => reject(new Error(`the baseline ended with ${code}`))
    child.once('exit', failed)
    child.once('message', message => {
      child.off('exit', failed)
      resolve(message)
    })
  })
}
