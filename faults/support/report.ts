import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../src/core/root.ts'

/** What became of one experiment. */
export interface Result {
  readonly id: string
  readonly title: string
  readonly holds: string
  readonly steps: number
  readonly faults: string
  readonly violations: readonly string[]
  readonly controls: readonly string[]
  readonly notes: readonly string[]
  readonly recoveryMs: number | undefined
  readonly seconds: number
  readonly skipped: string | undefined
}

const lost = ({ skipped, violations }: Result) =>
  skipped !== undefined ? 'skipped' : violations.length === 0 ? 'nothing' : `${violations.length} BROKEN`
const recovery = ({ recoveryMs }: Result) => (recoveryMs === undefined ? '–' : `${(recoveryMs / 1_000).toFixed(1)} s`)

/** The table on the terminal, and a sentence. */
export function printReport(results: readonly Result[]): void {
  console.log('')
  console.table(
    results.map(one => ({
      experiment: `${one.id.toUpperCase()} ${one.title}`,
      steps: one.steps,
      faults: one.faults,
      lost: lost(one),
      'time to recover': recovery(one),
    })),
  )
  const skipped = results.filter(one => one.skipped !== undefined)
  const broken = results.filter(({ violations }) => violations.length > 0)
  const steps = results.reduce((sum, one) => sum + one.steps, 0)
  console.log(`${results.length - skipped.length} experiments, ${steps} steps, ${broken.length} with something broken.`)
  for (const { id, skipped: reason } of skipped) console.log(`SKIPPED ${id}: ${reason}`)
}

const file = join(projectRoot, 'docs/faults.md')
const [begin, end] = ['<!-- table: npm run faults -- --write -->', '<!-- end of table -->']

/** Puts the table into docs/faults.md, between its markers. */
export function writeReport(results: readonly Result[]): void {
  const text = readFileSync(file, 'utf8')
  const [before, after] = [text.indexOf(begin), text.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${file} has no place for the table`)
  const head =
    '| experiment | steps | faults injected | lost | time to recover | control |\n| --- | ---: | --- | --- | ---: | --- |'
  const lines = results.map(one => {
    const cells = [`${one.id.toUpperCase()} ${one.title}`, one.steps, one.faults || '–', lost(one), recovery(one)]
    return `| ${[...cells, one.controls.join('; ') || '–'].join(' | ')} |`
  })
  const machine = `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, Node ${process.version}`
  const table = `${begin}\n\n${machine}\n\n${[head, ...lines].join('\n')}\n\n${end}`
  writeFileSync(file, text.slice(0, before) + table + text.slice(after + end.length))
}
