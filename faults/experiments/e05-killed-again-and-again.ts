import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** One process after the other is killed, a second apart, while people register. */
async function run(stage: Stage): Promise<void> {
  const [seconds, users] = stage.isShort ? [10, 100] : [120, 1_200]
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  let isOver = false
  const killing = async () => {
    const victims = [...stage.servers, stage.worker]
    for (let next = 0; !isOver; await sleep(1_000)) {
      const order = victims.map((_, n) => victims[(next + n) % victims.length])
      // One that has not worked for a second is left alone: on a busy machine nobody would ever be served.
      const victim = order.find(one => one !== undefined && one.works() > 1_000)
      if (victim === undefined) continue
      next = victims.indexOf(victim) + 1
      victim.kill('SIGKILL')
      stage.fault(`kill -9 ${victim === stage.worker ? 'worker' : 'server'}`)
    }
  }
  const killed = killing()
  await stage.crowd(entrance, 'vytrvaly', users, { withinMs: seconds * 1_000, tries: 300 })
  isOver = true
  await killed
  await stage.recovered()
  const final = [...stage.history.final().values()]
  const finished = final.filter(outcome => outcome !== 'unknown').length
  stage.expect(finished / final.length > 0.95, `only ${finished} of ${final.length} people finished`)
  stage.note(`${finished} of ${final.length} people finished, in ${stage.history.attempts.length} attempts`)
  stage.expect(await stage.mailsGone(), 'mails are left over')
  // A worker killed after the mail server took a mail sends that one again, under the same Message-ID.
  for (const broken of await stage.broken({ mostCopies: 2 })) stage.violation(broken)
}

const killedAgainAndAgain: Experiment = {
  id: 'e05',
  title: 'kill -9 of servers and worker every second',
  holds: 'more than 95 % of people finish after a retry; nothing is lost (I1–I7)',
  run,
}
export default killedAgainAndAgain
