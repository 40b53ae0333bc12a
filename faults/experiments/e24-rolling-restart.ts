import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import { type Balancer, startBalancer } from '../support/balancer.ts'
import type { Server, Stage } from '../support/stage.ts'
import { trafficWhile, untilIn } from '../support/traffic.ts'

/** Each request once: whoever is asked to wait, or cut off, is lost. */
const people = { people: 6, tries: 1 }

/** Every process is replaced in turn while people read and register; then the same with kill -9. */
async function run(stage: Stage): Promise<void> {
  const rounds = stage.isShort ? 1 : 4
  const entrance = await stage.open({ capacity: null })
  const balancer = await startBalancer(stage.servers, stage.host)
  try {
    const lost = await trafficWhile(stage, balancer, entrance, { ...people, prefix: 'vymena' }, async () => {
      for (let round = 0; round < rounds; round++) {
        for (const server of stage.servers) await replace(stage, balancer, server)
        await stage.worker.stop()
        stage.fault('SIGTERM to the worker')
        await stage.worker.start()
      }
    })
    stage.expect(lost.length === 0, `${lost.length} requests failed: ${lost.slice(0, 5).join(', ')}`)
    stage.note(`${balancer.passedOn()} requests met a closed door and went to the other server`)
    const killed = { ...people, prefix: 'zabito' }
    const spilt = await trafficWhile(stage, balancer, entrance, killed, () => killInTurn(stage, balancer))
    stage.control('requests lost when the servers are killed instead', spilt.length > 0)
  } finally {
    await balancer.close()
  }
  stage.expect(await stage.mailsGone(), 'mails are left over')
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

const rollingRestart: Experiment = {
  id: 'e24',
  title: 'every process replaced under load (SIGTERM)',
  holds: 'no request fails; every process ends within 20 s; every mail goes once',
  run,
}
export default rollingRestart
