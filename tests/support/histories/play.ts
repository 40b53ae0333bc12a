import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Address } from '../../../bin/support/scratch-server.ts'
import { connect } from '../../../src/core/database.ts'
import { passMinute } from '../../../src/features/registration/actions/clock.ts'
import { findViolations } from './checks.ts'
import type { Part } from './player.ts'
import { buildStage } from './stage.ts'
import type { Note } from './steps.ts'

export interface History {
  readonly seed: number
  readonly steps: number
  readonly answers: Readonly<Record<string, number>>
  readonly violations: readonly string[]
}

interface Plan {
  readonly seed: number
  readonly steps: number
  readonly processes?: number
  readonly lanes?: number
  readonly withoutLock?: boolean
}

/** Plays one history on a database: some processes at once, then the clock once, then the invariants. */
export async function playHistory(
  connection: Address,
  { seed, steps, processes = 2, lanes = 4, withoutLock = false }: Plan,
): Promise<History> {
  const db = connect(connection)
  try {
    const stage = await buildStage(db, seed)
    const parts = Array.from({ length: processes }, (_, index): Part => {
      const name = `p${index}`
      return {
        connection,
        stage,
        seed: seed * 10 + index,
        name,
        steps: Math.ceil(steps / processes),
        lanes,
        withoutLock,
      }
    })
    const notes = (await Promise.all(parts.map(playPart))).flat()
    if (!withoutLock) await passMinute(db)
    return { seed, steps, answers: countAnswers(notes), violations: await findViolations(db, stage.eventId, notes) }
  } finally {
    await db.destroy()
  }
}

function playPart(part: Part): Promise<Note[]> {
  const script = join(import.meta.dirname, 'player.ts')
  const player = spawn(process.execPath, ['--import', 'tsx', script], { stdio: ['pipe', 'pipe', 'pipe'] })
  player.stdin.end(JSON.stringify(part))
  let [out, complaints] = ['', '']
  player.stdout.on('data', (text: Buffer) => (out += text.toString()))
  player.stderr.on('data', (text: Buffer) => (complaints += text.toString()))
  return new Promise((resolve, reject) => {
    player.on('error', reject)
    player.on('exit', code => {
      if (code === 0) resolve(JSON.parse(out) as Note[])
      // Without the lock a constraint may be the first to notice.
      else if (part.withoutLock) resolve([{ step: 'process', answer: 'failed' }])
      else reject(new Error(`${part.name} of ${part.seed} failed: ${complaints}`))
    })
  })
}

function countAnswers(notes: readonly Note[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { step, answer } of notes) counts[`${step}:${answer}`] = (counts[`${step}:${answer}`] ?? 0) + 1
  return counts
}
