/** Measures the built application: npm run bench [-- <scenario>… --quick]. See bench/README.md. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { startApp } from '../tests/journeys/support/server.ts'
import type { Measurement, Scenario } from './scenario.ts'

const folder = join(import.meta.dirname, 'scenarios')
const results = join(import.meta.dirname, 'results')

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const known = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .map(name => basename(name, '.ts'))
  const unknown = positionals.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; there are ${known.join(', ') || 'none yet'}`)
  for (const name of positionals.length > 0 ? positionals : known) {
    const { default: scenario } = (await import(join(folder, `${name}.ts`))) as { default: Scenario }
    console.log(`\n${name}: ${scenario.description}`)
    const measurements = await runScenario(scenario, values.quick)
    console.table(measurements.map(readable))
    write(name, measurements)
    if (measurements.some(({ failures }) => failures > 0)) process.exitCode = 1
  }
}

async function runScenario(scenario: Scenario, quick: boolean): Promise<readonly Measurement[]> {
  const app = await startApp({ ...scenario.environment })
  try {
    return await scenario.run({ url: app.url, dataDir: app.dataDir, quick })
  } finally {
    await app.stop()
  }
}

function readable({ perSecond, p50, p95, p99, ...rest }: Measurement) {
  const ms = (value: number) => Number(value.toFixed(1))
  return { ...rest, 'per second': Math.round(perSecond), 'p50 ms': ms(p50), 'p95 ms': ms(p95), 'p99 ms': ms(p99) }
}

function write(scenario: string, measurements: readonly Measurement[]): void {
  const at = new Date().toISOString()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model, gigabytes, node: process.version }
  mkdirSync(results, { recursive: true })
  const file = join(results, `${scenario}-${at.replaceAll(':', '')}.json`)
  writeFileSync(file, `${JSON.stringify({ scenario, at, machine, measurements }, null, 2)}\n`)
}

await main()
