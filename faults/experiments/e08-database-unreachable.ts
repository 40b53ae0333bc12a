import type { Experiment } from '../experiment.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../support/stage.ts'

/** Nothing comes back from the database, and no connection breaks: the cable is out. */
async function run(stage: Stage): Promise<void> {
  const [seconds, users] = stage.isShort ? [8, 40] : [30, 200]
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  await stage.crowd(entrance, 'predtim', 20)
  stage.toDatabase.blackhole()
  stage.fault(`no answer from PostgreSQL for ${seconds} s`)
  const crowd = stage.crowd(entrance, 'kabel', users, { withinMs: seconds * 500, tries: 25 })
  await sleep(2_000)
  await judgeHealth(stage)
  await sleep(seconds * 1_000 - 2_000)
  await stage.toDatabase.heal()
  const healed = performance.now()
  await crowd
  await stage.recovered(healed)
  const unknown = stage.history.attempts.filter(({ outcome }) => outcome === 'unknown')
  stage.expect(unknown.length === 0, `${unknown.length} requests got no answer within 40 s`)
  const longest = Math.max(...stage.history.attempts.map(({ asked, answered }) => answered - asked))
  stage.note(
    `longest wait for an answer ${(longest / 1_000).toFixed(1)} s; answers: ${JSON.stringify(stage.history.counts())}`,
  )
  stage.expect(longest < seconds * 1_000 || seconds < 20, 'requests waited until the database came back')
}

/** The servers live, say that they are not ready, and say it in time. */
async function judgeHealth(stage: Stage): Promise<void> {
  for (const { name, live, ready } of await stage.health())
    stage.expect(
      live === 200 && ready === 503,
      `${name} without a database: live ${live}, ready ${ready ?? 'no answer'}`,
    )
}

const databaseUnreachable: Experiment = {
  id: 'e08',
  title: 'PostgreSQL does not answer for 30 s',
  holds: 'requests end in time, the pool recovers, nobody is registered twice (I4)',
  run,
}
export default databaseUnreachable
