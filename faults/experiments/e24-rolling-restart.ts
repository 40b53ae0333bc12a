import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import type { Entrance } from '../support/entrance.ts'
import { answers } from '../support/history.ts'
import type { Server, Stage } from '../support/stage.ts'
import { registerSomebody } from '../support/users.ts'

/** Every process is replaced in turn while people read and register; then the same with kill -9. */
async function run(stage: Stage): Promise<void> {
  const rounds = stage.isShort ? 1 : 4
  const entrance = await stage.open({ capacity: null })
  const balancer = await startBalancer(stage.servers, stage.host)
  try {
    const lost = await loadWhile(stage, balancer, entrance, 'vymena', async () => {
      for (let round = 0; round < rounds; round++) {
        for (const server of stage.servers) await replace(stage, balancer, server)
        await stage.worker.stop()
        stage.fault('SIGTERM to the worker')
        await stage.worker.start()
      }
    })
    stage.expect(lost.length === 0, `${lost.length} requests failed: ${lost.slice(0, 5).join(', ')}`)
    stage.note(`${balancer.passedOn()} requests met a closed door and went to the other server`)
    const spilt = await loadWhile(stage, balancer, entrance, 'zabito', () => killInTurn(stage, balancer))
    stage.control('requests lost when the servers are killed instead', spilt.length > 0)
  } finally {
    await balancer.close()
  }
  stage.expect(await stage.mailsGone(240_000), 'mails are left over')
  // Killed in the control, a request may have been cut: no sender was, so no mail goes twice.
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

/** As a deployment does it: SIGTERM, wait for the end, start the new one, wait until the balancer has it. */
async function replace(stage: Stage, balancer: Balancer, server: Server): Promise<void> {
  const began = performance.now()
  const code = await server.stop()
  const took = performance.now() - began
  stage.fault('SIGTERM to a server')
  stage.expect(code === 0, `${server.name} ended with ${code}`)
  stage.expect(took < 20_000, `${server.name} took ${Math.round(took)} ms to end`)
  await server.start()
  await untilIn(balancer, server)
}

async function killInTurn({ servers, fault, isShort }: Stage, balancer: Balancer): Promise<void> {
  for (let round = 0; round < (isShort ? 1 : 3); round++) {
    for (const server of servers) {
      server.kill('SIGKILL')
      fault('kill -9 (control)')
      await sleep(500)
      await untilIn(balancer, server)
    }
  }
}

async function untilIn(balancer: Balancer, server: Server): Promise<void> {
  for (const end = performance.now() + 60_000; !balancer.isIn(server); await sleep(50))
    if (performance.now() > end) throw new Error(`the balancer never took ${server.name} back`)
}

/**
 * Six people who read a page and register, again and again, each request once, until `work` is done.
 * @returns what was answered otherwise than it should be
 */
async function loadWhile(
  stage: Stage,
  balancer: Balancer,
  entrance: Entrance,
  prefix: string,
  work: () => Promise<void>,
): Promise<string[]> {
  const lost: string[] = []
  let isOver = false
  const scene = { nodes: [balancer], host: stage.host, history: stage.history, since: stage.since }
  const person = async (who: string) => {
    for (let n = 0; !isOver; n++) {
      const page = await stage.ask(balancer, { path: entrance.path })
      if (page?.status !== 200) lost.push(`GET ${page?.status ?? 'cut off'}`)
      const { outcome, status } = await registerSomebody(scene, entrance, `${who}-${n}`, { tries: 1 })
      if (!answers.has(outcome)) lost.push(`POST ${status ?? 'cut off'}`)
      stage.step(2)
      await sleep(100)
    }
  }
  const people = Array.from({ length: 6 }, (_, n) => person(`${prefix}-${n}`))
  await work().finally(() => {
    isOver = true
  })
  await Promise.all(people)
  return lost
}

const rollingRestart: Experiment = {
  id: 'e24',
  title: 'every process replaced under load (SIGTERM)',
  holds: 'no request fails; every process ends within 20 s; every mail goes once',
  run,
}
export default rollingRestart
