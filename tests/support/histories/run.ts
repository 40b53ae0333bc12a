/**
 * Plays many random histories and prints what held: npm run histories [-- --seeds 50 --steps 10000 --from 1]
 * Starts its own PostgreSQL. Ends with 1 when an invariant was broken, or when the control without the lock broke none.
 */
import { parseArgs } from 'node:util'
import { type Address, startScratchServer, withDatabase } from '../../../bin/support/scratch-server.ts'
import { migrate } from '../../../src/core/migrations.ts'
import { type History, playHistory } from './play.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    steps: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    lanes: { type: 'string', default: '4' },
  },
})
const [seeds, steps, from, lanes] = [values.seeds, values.steps, values.from, values.lanes].map(Number)

function print({ seed, answers, violations }: History): void {
  const most = Object.entries(answers).toSorted((a, b) => b[1] - a[1])
  console.log(`seed ${seed}: ${violations.length === 0 ? 'held' : violations.slice(0, 5).join('; ')}`)
  if (process.argv.includes('--verbose')) console.log(most.map(([answer, count]) => `${answer} ${count}`).join(', '))
}

const server = await startScratchServer()
const started = Date.now()
let broken = 0
try {
  await withDatabase(server.connection, async db => db.raw('create database template_migrated'))
  await migrate({ ...server.connection, database: 'template_migrated' })
  for (let seed = from ?? 1; seed < (from ?? 1) + (seeds ?? 0); seed++) {
    const history = await onFreshDatabase(`history_${seed}`, connection =>
      playHistory(connection, { seed, steps: steps ?? 0, lanes: lanes ?? 4 }),
    )
    print(history)
    broken += history.violations.length
  }
  const control = await onFreshDatabase('control', connection =>
    playHistory(connection, { seed: 102, steps: 240, lanes: 6, withoutLock: true }),
  )
  console.log(`control without the lock: ${control.violations.length} violations seen`)
  console.log(
    `${seeds} histories of ${steps} steps, ${broken} violations, ${Math.round((Date.now() - started) / 1_000)} s`,
  )
  if (broken > 0 || control.violations.length === 0) process.exitCode = 1
} finally {
  await server.remove()
}

async function onFreshDatabase(name: string, play: (connection: Address) => Promise<History>): Promise<History> {
  const admin = (sql: string) =>
    withDatabase(server.connection, async db => {
      await db.raw(sql)
    })
  await admin(`create database ${name} template template_migrated strategy file_copy`)
  try {
    return await play({ ...server.connection, database: name })
  } finally {
    await admin(`drop database ${name} with (force)`)
  }
}
