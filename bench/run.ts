/** Measures the built application: npm run bench [-- <scenario>… --quick --write --hour]. See bench/README.md. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Scenario } from './scenario.ts'
import { type App, startApp } from './support/app.ts'
import { type Baseline, startBaseline } from './support/baselines.ts'
import { type Generator, startGenerator } from './support/load.ts'
import { describeCommit, describeMachine, keepResult, latestResult, type Result } from './support/results.ts'
import { renderMachine, renderResults, renderTable } from './support/table.ts'

const page = join(import.meta.dirname, '../docs/performance.md')
const markers = ['<!-- bench: latest results -->', '<!-- bench: end -->'] as const

/** What was started and is not stopped yet. */
const running = new Set<App | Baseline>()

interface Options {
  readonly quick: boolean
  readonly hour: boolean
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      hour: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const known = listScenarios()
  const unknown = positionals.filter(name => !known.has(name))
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; there are ${[...known.keys()].join(', ')}`)
  const machine = describeMachine()
  console.log(renderMachine(machine))
  if (machine.loadBefore > machine.cores / 2)
    console.log('The machine is busy with something else: expect wide spreads.')
  const generator = startGenerator()
  try {
    for (const name of positionals.length > 0 ? positionals : known.keys()) {
      const { default: scenario } = (await import(known.get(name) ?? '')) as { default: Scenario }
      // One that breaks down fails the run, but the others are measured all the same.
      const isRight = await measureOne({ name, scenario }, generator, values).catch((error: unknown) => {
        console.error(error)
        return false
      })
      if (!isRight) process.exitCode = 1
    }
  } finally {
    generator.stop()
  }
  if (values.write) writeResults([...known.keys()])
}

/** Names and files; what calculates with the results of others comes last. */
function listScenarios(): Map<string, string> {
  const folder = join(import.meta.dirname, 'scenarios')
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name))
  const calculation = join(import.meta.dirname, 'opening-minute.ts')
  if (existsSync(calculation)) files.push(calculation)
  return new Map(files.map(file => [basename(file, '.ts'), file]))
}

/** Measures, keeps and shows; false when an answer was wrong or a check did not hold. */
async function measureOne(
  which: { readonly name: string; readonly scenario: Scenario },
  generator: Generator,
  options: Options,
): Promise<boolean> {
  const result = await measure(which, generator, options)
  keepResult(result)
  console.log(`\n${renderTable(result.measurements)}\n(${Math.round(result.seconds)} s)`)
  return result.measurements.every(({ failures }) => failures === 0)
}

async function measure(
  { name, scenario }: { readonly name: string; readonly scenario: Scenario },
  generator: Generator,
  { quick, hour }: Options,
): Promise<Result> {
  console.log(`\n## ${name}\n${scenario.description}`)
  const machine = describeMachine()
  const at = new Date().toISOString()
  const began = performance.now()
  const keep = <Started extends App | Baseline>(one: Started): Started => {
    running.add(one)
    return one
  }
  const bench: Bench = {
    quick,
    rounds: quick ? 1 : 3,
    seconds: quick ? 0.3 : 2,
    minutes: hour ? 60 : quick ? 0.1 : 2,
    startApp: async options => keep(await startApp(options)),
    startBaseline: async () => keep(await startBaseline()),
    load: load => generator.load(load),
    say: text => console.log(`  ${text}`),
  }
  try {
    const measurements = await scenario.run(bench)
    const seconds = (performance.now() - began) / 1_000
    const { description } = scenario
    return { scenario: name, description, at, commit: describeCommit(), quick, seconds, machine, measurements }
  } finally {
    await stopAll()
  }
}

/** Ends what a scenario left running, each whatever becomes of the others. */
async function stopAll(): Promise<void> {
  const stopped = await Promise.allSettled([...running].map(async one => one.stop()))
  running.clear()
  for (const one of stopped) if (one.status === 'rejected') throw one.reason
}

/** Puts the newest result of every scenario between the markers of docs/performance.md. */
function writeResults(names: readonly string[]): void {
  const results = names.flatMap(name => latestResult(name) ?? [])
  const text = readFileSync(page, 'utf8')
  const [before, rest] = text.split(`${markers[0]}\n`)
  const after = rest?.split(markers[1])[1]
  if (before === undefined || after === undefined) throw new Error(`${page} has lost its markers`)
  writeFileSync(page, `${before}${markers[0]}\n\n${renderResults(results)}\n\n${markers[1]}${after}`)
  console.log(`\nwritten to docs/performance.md: ${results.map(({ scenario }) => scenario).join(', ')}`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)))
}
await main()
