import type { Aim, Comparison, CpuPerRequest, Measurement, Spread } from './measurements.ts'
import type { Machine, Result } from './results.ts'

/** The measurements as a table that reads well in a terminal and in Markdown. */
export function renderTable(measurements: readonly Measurement[]): string {
  const columns = [
    'what',
    'median (least–most)',
    'compared with',
    'aim',
    'p50 / p99 ms',
    'CPU ms: server + database (generator)',
    'wrong',
  ]
  const rows = [columns, ...measurements.flatMap(linesOf)]
  const widths = columns.map((_, index) => Math.max(...rows.map(row => (row[index] ?? '').length)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, index) => (row[index] ?? '').padEnd(width)).join(' | ')} |`
  const rule = `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...rest] = rows
  const notes = measurements.flatMap(({ name, note }) => (note === undefined ? [] : [`- ${name}: ${note}`]))
  return [line(head), rule, ...rest.map(line), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}

/** All results one under the other, for docs/performance.md. */
export function renderResults(results: readonly Result[]): string {
  return results
    .map(({ scenario, description, at, commit, machine, measurements }) =>
      [
        `### ${scenario}`,
        '',
        description,
        '',
        renderTable(measurements),
        '',
        `${at.slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${renderMachine(machine)}.`,
      ].join('\n'),
    )
    .join('\n\n')
}

/** The machine in one line. */
export function renderMachine({ cores, processor, gigabytes, node, system, loadBefore }: Machine): string {
  return `${cores} cores of ${processor}, ${gigabytes} GB, ${system}, Node ${node}, load ${loadBefore} before`
}

/** A measurement with several comparisons takes a line for each. */
function linesOf(measurement: Measurement): string[][] {
  const { name, unit, value, aim, comparisons, latency, cpu, failures } = measurement
  const [first, ...others] = comparisons
  const aims = [aim && tellAim(aim, value), first?.aim && tellAim(first.aim, first.ratio)].filter(Boolean)
  const firstLine = [
    name,
    `${tellSpread(value)} ${unit}`,
    first ? tellComparison(first) : '',
    aims.join('; '),
    latency ? `${tellNumber(latency.p50)} / ${tellNumber(latency.p99)}` : '',
    cpu ? tellCpu(cpu) : '',
    String(failures),
  ]
  const more = others.map(other => ['', '', tellComparison(other), other.aim ? tellAim(other.aim, other.ratio) : ''])
  return [firstLine, ...more]
}

const tellComparison = ({ name, ratio }: Comparison) => `${tellSpread(ratio)} × ${name}`

function tellCpu({ server, database, generator }: CpuPerRequest): string {
  return `${tellNumber(server)} + ${tellNumber(database)} (${tellNumber(generator)})`
}

function tellAim(aim: Aim, { median }: Spread): string {
  const [sign, limit, isMet] =
    'atLeast' in aim ? ['≥', aim.atLeast, median >= aim.atLeast] : ['≤', aim.atMost, median <= aim.atMost]
  return `${sign} ${tellNumber(limit)}: ${isMet ? 'yes' : 'MISSED'}`
}

function tellSpread({ median, least, most }: Spread): string {
  if (least === most) return tellNumber(median)
  return `${tellNumber(median)} (${tellNumber(least)}–${tellNumber(most)})`
}

/** Three significant figures, thousands apart. */
export function tellNumber(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: value >= 1_000 ? 4 : 3 }).format(value)
}
