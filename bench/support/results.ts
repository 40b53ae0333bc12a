import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Measurement } from './measurements.ts'

/** Where it was measured; figures compare only with figures of the same machine. */
export interface Machine {
  readonly cores: number
  readonly processor: string
  readonly gigabytes: number
  readonly node: string
  readonly system: string
  /** Processes that wanted a core in the minute before: the bench is not alone when it is near the number of cores. */
  readonly loadBefore: number
}

/** What a scenario found, as it is kept in bench/results/. */
export interface Result {
  readonly scenario: string
  readonly description: string
  /** When it began, ISO 8601. */
  readonly at: string
  /** The commit that was measured, with a `+` when the working tree differed from it. */
  readonly commit: string
  readonly quick: boolean
  /** How long the scenario took. */
  readonly seconds: number
  readonly machine: Machine
  readonly measurements: readonly Measurement[]
}

const folder = join(import.meta.dirname, '../results')

/** Keeps a result in a file of its own. */
export function keepResult(result: Result): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${result.scenario}-${result.at.replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
}

/** The newest kept result of a scenario that was no `--quick` one; undefined when there is none in today's form. */
export function latestResult(scenario: string): Result | undefined {
  const stamp = /-\d{4}-\d{2}-\d{2}T[\d.]+Z\.json$/
  return listFiles()
    .filter(name => stamp.test(name) && name.replace(stamp, '') === scenario)
    .toSorted()
    .toReversed()
    .map(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Partial<Result>)
    .find((result): result is Result => result.quick === false && result.measurements !== undefined)
}

function listFiles(): string[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder)
}

/** The machine as it is before the first load. */
export function describeMachine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    gigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(1)),
  }
}

/** Which source was measured; `unknown` outside a clone. */
export function describeCommit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const changed = git('status', '--porcelain', '--', 'src', 'migrations', 'bench').trim() !== ''
    return `${git('rev-parse', '--short', 'HEAD').trim()}${changed ? '+' : ''}`
  } catch {
    return 'unknown'
  }
}
