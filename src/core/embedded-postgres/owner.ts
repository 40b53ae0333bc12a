import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart } from '../lifecycle.ts'
import { isAlive, startTime } from './processes.ts'

/** A process that uses, or is about to use, the data folder. */
interface Claim {
  readonly file: string
  readonly host: string
  readonly pid: number
  readonly startedAt: string
  readonly owns: boolean
}

/** Somebody else's application already runs on this data folder. */
export class FolderInUse extends CannotStart {
  override name = 'FolderInUse'
  readonly pid: number

  constructor(home: string, { pid, host }: { pid: number; host: string }) {
    super(
      [
        `The data folder ${home} is in use by another Pozvánka, process ${pid}${host === here ? '' : ` on ${host}`}.`,
        `Two applications must never share one: stop that process (kill ${pid}), or start this one with another DATA_DIR.`,
      ].join('\n'),
    )
    this.pid = pid
  }
}

/** What this very process owns; the files tell processes apart, not two starts in one. */
const owned = new Set<string>()
const here = hostname().replaceAll('~', '-')
/** Processes of another machine or container cannot be seen, so they show that they live by touching their file. */
const touchedEveryMs = 5_000
const foreignDeadAfterMs = 30_000

/**
 * Makes this process the owner of the folder. Every process announces itself in a file of its own, named by pid and
 * start time, and only then looks at the others; so of two that start together at least one sees the other, and a
 * file left by a killed process can be told from a live one even when its pid has come round again.
 * @returns releases the folder
 * @throws FolderInUse
 */
export async function ownFolder(home: string): Promise<() => void> {
  if (owned.has(home)) throw new FolderInUse(home, { pid: process.pid, host: here })
  const folder = join(home, 'owners')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = `${here}~${process.pid}~${startTime(process.pid)}`
  // The claim stays beside the ownership: a folder listing may miss a file that is renamed meanwhile.
  const files = [join(folder, `${name}.claims`), join(folder, `${name}.owns`)] as const
  const release = () => {
    for (const file of [...files].reverse()) rmSync(file, { force: true })
  }
  writeFileSync(files[0], '', { mode: 0o600 })
  try {
    await refuseIfTaken(home, folder, name)
    writeFileSync(files[1], '', { mode: 0o600 })
  } catch (error) {
    release()
    throw error
  }
  owned.add(home)
  const touching = setInterval(() => files.forEach(touch), touchedEveryMs).unref()
  return () => {
    clearInterval(touching)
    release()
    owned.delete(home)
  }
}

/** The live process that owns the folder, if any. */
export function ownerOf(home: string): number | undefined {
  return liveClaims(join(home, 'owners')).find(claim => claim.owns)?.pid
}

async function refuseIfTaken(home: string, folder: string, name: string): Promise<void> {
  for (;;) {
    const others = liveClaims(folder).filter(claim => !claim.file.startsWith(`${name}.`))
    // Of several that start in the same moment the first by name waits to see what the others do; they give way.
    const winner = others.find(claim => claim.owns || claim.file < name)
    if (winner !== undefined) throw new FolderInUse(home, winner)
    if (others.length === 0) return
    await sleep(20)
  }
}

function liveClaims(folder: string): Claim[] {
  return namesIn(folder).flatMap(file => {
    const claim = readClaim(file)
    if (claim !== undefined && isLive(folder, claim)) return [claim]
    rmSync(join(folder, file), { force: true })
    return []
  })
}

function readClaim(file: string): Claim | undefined {
  const [, host, pid, startedAt, state] = /^(.*)~(\d+)~(\d+)\.(claims|owns)$/.exec(file) ?? []
  if (host === undefined || pid === undefined || startedAt === undefined) return undefined
  return { file, host, pid: Number(pid), startedAt, owns: state === 'owns' }
}

function isLive(folder: string, { file, host, pid, startedAt }: Claim): boolean {
  if (host === here) return isAlive(pid) && startTime(pid) === startedAt
  try {
    return Date.now() - statSync(join(folder, file)).mtimeMs < foreignDeadAfterMs
  } catch {
    return false
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function touch(file: string): void {
  const seconds = Date.now() / 1000
  try {
    utimesSync(file, seconds, seconds)
  } catch {
    // The folder was deleted under us; the server will complain louder than we could.
  }
}
