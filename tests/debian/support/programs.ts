import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Run {
  readonly input?: string
  readonly home?: string
}

/** What a program wrote. */
interface Written {
  readonly out: string
  readonly complaint: string
}

/**
 * Runs a program of the system and gives what it writes. It sees no settings of ours: home is a folder of the test.
 * @throws Error with what it complained about when it ends with another code than 0
 */
export async function run(
  program: string,
  options: readonly string[],
  { input = '', home }: Run = {},
): Promise<Written> {
  const child = spawn(program, options, {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC', HOME: home ?? '/nonexistent' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const collected = { out: '', complaint: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (collected.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (collected.complaint += text))
  child.stdin.end(input)
  const code = await new Promise<number | null>((done, fail) => child.once('error', fail).once('close', done))
  if (code !== 0) throw new Error(`${program} ${options.join(' ')} ended with ${code}:\n${collected.complaint}`)
  return collected
}

/** Debian's own Python, whatever else comes first in the path; gives what the script beside this file answers. */
export async function askPython<Answer>(script: string, question: unknown): Promise<Answer> {
  const input = JSON.stringify(question)
  const { out } = await run('/usr/bin/python3', [join(import.meta.dirname, script)], { input })
  return JSON.parse(out) as Answer
}

/** A folder that is gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'pozvanka-debian-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
