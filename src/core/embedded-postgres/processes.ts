import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'

/** True while the process runs. One that was killed but not yet reaped (its parent is lazy) counts as dead. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return process.platform !== 'linux' || (statFields(pid)?.[0] ?? 'Z') !== 'Z'
}

/**
 * When the process was started, in clock ticks since the machine was: together with the pid it names a process for
 * good, as pids come round again. `'0'` where the system does not tell (not Linux) or nobody has this pid.
 */
export function startTime(pid: number): string {
  return statFields(pid)?.[19] ?? '0'
}

/** The fields of /proc/<pid>/stat after the name of the command (proc_pid_stat(5), from field 3 on). */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may itself hold brackets and spaces.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

/**
 * Live processes that work in this folder: a PostgreSQL server and its backends stand in their data folder.
 * `undefined` where the system does not tell.
 */
export function processesIn(folder: string): number[] | undefined {
  if (process.platform !== 'linux') return undefined
  const real = realpathSync(folder)
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => worksIn(pid, real) && isAlive(pid))
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return false
  }
}

/** Sends a signal; a process that is gone already is what the caller wanted anyway. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone
  }
}
