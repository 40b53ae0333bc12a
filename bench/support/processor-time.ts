import { readdirSync, readFileSync } from 'node:fs'

/** The processes of an application: its own with all their children, of which some are PostgreSQL's. */
export interface Processes {
  readonly server: number
  /** Undefined: no database of its own. */
  readonly database: number | undefined
}

/** Seconds of processor time, user and system, since the processes began. */
export interface ProcessorTime {
  readonly server: number
  readonly database: number
}

/** Linux counts in hundredths of a second, whatever the kernel's own clock. */
const ticksPerSecond = 100

interface Stat {
  readonly pid: number
  readonly parent: number
  /** Of itself and of its children that ended. */
  readonly ticks: number
}

/** What an application used so far, children that ended with their parents; undefined where there is no /proc. */
export function processorTime({ server, database }: Processes): ProcessorTime | undefined {
  const stats = readStats()
  if (stats.length === 0) return undefined
  const ofDatabase = database === undefined ? new Set<number>() : family(stats, database)
  const ofServer = family(stats, server)
  const sum = (chosen: (stat: Stat) => boolean) =>
    stats.filter(chosen).reduce((total, { ticks }) => total + ticks, 0) / ticksPerSecond
  return {
    server: sum(({ pid }) => ofServer.has(pid) && !ofDatabase.has(pid)),
    database: sum(({ pid }) => ofDatabase.has(pid)),
  }
}

function readStats(): Stat[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => readStat(Number(name)))
  } catch {
    return []
  }
}

function readStat(pid: number): Stat[] {
  try {
    // The name of the program stands in brackets and may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const ticks = [11, 12, 13, 14].reduce((total, index) => total + (fields[index] ?? 0), 0)
    return [{ pid, parent: fields[1] ?? 0, ticks }]
  } catch {
    // It ended meanwhile.
    return []
  }
}

function family(stats: readonly Stat[], root: number): Set<number> {
  const found = new Set([root])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const { pid, parent } of stats) if (found.has(parent)) found.add(pid)
  }
  return found
}

/** Resident memory of the server's own processes without PostgreSQL's, in megabytes; undefined without /proc. */
export function residentMegabytes({ server, database }: Processes): number | undefined {
  const stats = readStats()
  const ofDatabase = database === undefined ? new Set<number>() : family(stats, database)
  const own = [...family(stats, server)].filter(pid => !ofDatabase.has(pid))
  const kilobytes = own.map(pid => {
    try {
      return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    } catch {
      return 0
    }
  })
  const total = kilobytes.reduce((sum, value) => sum + value, 0)
  return total === 0 ? undefined : total / 1_024
}
