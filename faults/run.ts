/**
 * Plays the experiments: npm run faults [-- e01 e06] [--short] [--keep] [--write]
 * Ends with 1 when an invariant was broken, a control broke nothing, or an experiment could not be played.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Experiment } from './experiment.ts'
import { startFaultDatabase } from './support/database.ts'
import { setStage, type Stage } from './support/stage.ts'
import { printReport, type Result, writeReport } from './support/report.ts'

const folder = join(import.meta.dirname, 'experiments')

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      short: { type: 'boolean', default: false },
      /** The logs stay in the temporary folder. */
      keep: { type: 'boolean', default: false },
      /** The table goes into docs/faults.md. */
      write: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const chosen = choose(await load(), positionals, values.short)
  const base = mkdtempSync(join(tmpdir(), 'pozvanka-faults-'))
  // As root the account of the database server must be able to enter.
  chmodSync(base, 0o755)
  const results: Result[] = []
  const database = await startFaultDatabase(base)
  try {
    for (const experiment of chosen) {
      console.log(`\n${experiment.id} ${experiment.title}`)
      results.push(await play(experiment, { folder: base, database, isShort: values.short }))
    }
  } finally {
    await database.stop()
    if (values.keep) console.log(`\nThe logs are in ${base}.`)
    else rmSync(base, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  printReport(results)
  save(results)
  if (values.write) writeReport(results)
  if (results.some(({ violations }) => violations.length > 0)) process.exitCode = 1
}

async function load(): Promise<Experiment[]> {
  const names = readdirSync(folder).filter(name => /^e\d\d-[a-z-]+\.ts$/.test(name))
  const modules = await Promise.all(names.sort().map(name => import(join(folder, name))))
  return modules.map(module => (module as { default: Experiment }).default)
}

function choose(all: readonly Experiment[], wanted: readonly string[], isShort: boolean): readonly Experiment[] {
  const unknown = wanted.filter(id => !all.some(one => one.id === id))
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(', ')}; there are ${all.map(one => one.id).join(', ')}`)
  if (wanted.length > 0) return all.filter(({ id }) => wanted.includes(id))
  return isShort ? all.filter(one => one.isShort === true) : all
}

async function play(experiment: Experiment, ground: Parameters<typeof setStage>[1]): Promise<Result> {
  const { id, title, holds } = experiment
  const missing = experiment.missing?.()
  const nothing = { id, title, holds, steps: 0, faults: '', violations: [], controls: [], notes: [] }
  if (missing !== undefined) {
    console.log(`  SKIPPED: ${missing}`)
    return { ...nothing, skipped: missing, recoveryMs: undefined, seconds: 0 }
  }
  const began = performance.now()
  let stage: Stage | undefined
  const broken: string[] = []
  try {
    stage = await setStage(id, ground, experiment.stage)
    await experiment.run(stage)
    broken.push(...(await stage.broken()))
  } catch (error) {
    broken.push(`could not be played: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
  await stage?.close().catch((error: unknown) => broken.push(`could not be ended: ${String(error)}`))
  const found = stage?.found
  const result = {
    ...nothing,
    steps: found?.steps ?? 0,
    faults: [...(found?.faults ?? [])].map(([what, count]) => `${count} × ${what}`).join(', '),
    violations: [...new Set([...(found?.violations ?? []), ...broken])],
    controls: found?.controls ?? [],
    notes: found?.notes ?? [],
    recoveryMs: found?.recoveryMs,
    seconds: (performance.now() - began) / 1_000,
    skipped: undefined,
  }
  tell(result)
  return result
}

function tell({ steps, faults, violations, controls, notes, seconds }: Result): void {
  console.log(`  ${steps} steps, ${faults === '' ? 'no faults' : faults}, ${seconds.toFixed(1)} s`)
  for (const line of [...notes, ...controls.map(control => `control: ${control}`)]) console.log(`  ${line}`)
  for (const violation of violations.slice(0, 20)) console.log(`  BROKEN: ${violation}`)
  if (violations.length > 20) console.log(`  and ${violations.length - 20} more`)
}

function save(results: readonly Result[]): void {
  const at = new Date().toISOString()
  const results_ = join(import.meta.dirname, 'results')
  mkdirSync(results_, { recursive: true })
  writeFileSync(join(results_, `${at.replaceAll(':', '')}.json`), `${JSON.stringify({ at, results }, null, 2)}\n`)
}

await main()
