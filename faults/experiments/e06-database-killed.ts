import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import { controlLostPlace } from '../support/controls.ts'
import type { Stage } from '../support/stage.ts'

/** PostgreSQL is killed as by a power cut, several times, while people register. */
async function run(stage: Stage): Promise<void> {
  const [rounds, users] = stage.isShort ? [1, 60] : [3, 300]
  for (let round = 0; round < rounds; round++) {
    const entrance = await stage.open({ capacity: Math.floor(users / 2) })
    const crowd = stage.crowd(entrance, `proud${round}`, users, { withinMs: 4_000, tries: 15 })
    await sleep(1_500)
    stage.database.kill('SIGKILL')
    stage.fault('kill -9 PostgreSQL')
    await stage.database.isBack()
    const back = performance.now()
    await crowd
    const took = await stage.recovered(back)
    stage.expect(took < 10_000, `the servers needed ${Math.round(took)} ms after PostgreSQL was back`)
  }
  stage.expect(
    stage.servers.every(server => server.deaths() === 0),
    'a server died with its database',
  )
  const left = [...stage.history.final().values()].filter(outcome => outcome === 'unknown').length
  stage.expect(left === 0, `${left} people never learnt where they stand`)
  stage.expect(await stage.mailsGone(), 'mails are left over')
  // What was being sent when its database died is sent again, under the same Message-ID.
  for (const broken of await stage.broken({ mostCopies: 2 })) stage.violation(broken)
  await controlLostPlace(stage)
  const counts = stage.history.counts()
  stage.note(`answers: ${JSON.stringify(counts)}`)
}

const databaseKilled: Experiment = {
  id: 'e06',
  title: 'kill -9 of PostgreSQL under load',
  holds: 'no confirmed registration is lost (I3); the servers go on within 10 s, without a restart',
  run,
}
export default databaseKilled
