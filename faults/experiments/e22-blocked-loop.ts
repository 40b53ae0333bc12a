import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import type { Server, Stage } from '../support/stage.ts'

/** A balancer gives a node up when it says nothing for that long, and looks that often. */
const patience = 1_000
const interval = 250

/** The event loop of one server stands still for five seconds, in the middle of a rush behind a balancer. */
async function run(stage: Stage): Promise<void> {
  const users = stage.isShort ? 80 : 300
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  const balancer = balance(stage)
  const [blocked] = stage.servers
  if (blocked === undefined) throw new Error('there is no server')
  blocked.arm('booking.answering:5:block:5000')
  stage.fault('event loop blocked for 5 s')
  const made = await Promise.all(
    Array.from({ length: users }, async (_, n) => {
      await sleep((8_000 * n) / users)
      return stage.register(entrance, `ceka-${n}`, { tries: 1, first: balancer.next() })
    }),
  )
  await balancer.stop()
  const lost = made.filter(({ outcome }) => outcome !== 'place' && outcome !== 'waiting' && outcome !== 'full')
  stage.expect(lost.length === 0, `${lost.length} requests were lost: ${lost[0]?.outcome}`)
  const away = balancer.absences.filter(({ name }) => name === blocked.name)
  stage.expect(away.length > 0, 'health did not tell that the server stood still')
  stage.expect(
    balancer.absences.every(({ name }) => name === blocked.name),
    'the other server was given up, too',
  )
  const waited = made.filter(one => one.answered - one.asked > 2_000).length
  stage.note(
    `out of the balancer for ${away.map(({ ms }) => `${(ms / 1_000).toFixed(1)} s`).join(', ')}; ${waited} of ${users} had been sent there before, and waited`,
  )
  stage.recovery(Math.max(...away.map(({ ms }) => ms)))
  await stage.recovered()
}

interface Balancer {
  /** A server that was well when it was asked last. */
  next(): Server
  readonly absences: { name: string; ms: number }[]
  stop(): Promise<void>
}

/** What any load balancer does: asks /health/ready of each server, and sends nobody to who does not answer. */
function balance(stage: Stage): Balancer {
  const absentSince = new Map<string, number>()
  const absences: Balancer['absences'] = []
  let [turn, isOver] = [0, false]
  const look = async (server: Server) => {
    while (!isOver) {
      const asked = performance.now()
      const answer = await stage.ask(server, { path: '/health/ready', timeoutMs: patience })
      const since = absentSince.get(server.name)
      if (answer?.status !== 200) absentSince.set(server.name, since ?? asked)
      else if (since !== undefined) {
        absences.push({ name: server.name, ms: performance.now() - since })
        absentSince.delete(server.name)
      }
      await sleep(interval)
    }
  }
  const looking = stage.servers.map(look)
  return {
    absences,
    next() {
      const well = stage.servers.filter(({ name }) => !absentSince.has(name))
      const chosen = well[turn++ % Math.max(1, well.length)] ?? stage.servers[0]
      if (chosen === undefined) throw new Error('there is no server')
      return chosen
    },
    async stop() {
      isOver = true
      await Promise.all(looking)
    },
  }
}

const blockedLoop: Experiment = {
  id: 'e22',
  title: 'the event loop of one server stands still for 5 s',
  holds: 'health tells at once, the balancer goes round it, no request is lost',
  run,
}
export default blockedLoop
