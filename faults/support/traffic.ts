import { setTimeout as sleep } from 'node:timers/promises'
import type { Balancer } from './balancer.ts'
import type { Entrance } from './entrance.ts'
import { answers } from './history.ts'
import type { Stage } from './stage.ts'
import { registerSomebody } from './users.ts'

/** Who goes in and out while something is done to the servers. */
export interface Traffic {
  readonly prefix: string
  readonly people: number
  /** Times that a form is sent. Beyond 1, being asked to wait (503) is an answer; else nothing but what was asked for is. */
  readonly tries: number
}

/**
 * People who read a page and register, again and again, until `work` is done.
 * @returns what was answered otherwise than it should be
 */
export async function trafficWhile(
  stage: Stage,
  balancer: Balancer,
  entrance: Entrance,
  { prefix, people, tries }: Traffic,
  work: () => Promise<void>,
): Promise<string[]> {
  const lost: string[] = []
  let isOver = false
  const scene = { nodes: [balancer], host: stage.host, history: stage.history, since: stage.since }
  const isFine = (status: number | undefined) => status === 200 || (status === 503 && tries > 1)
  const person = async (who: string) => {
    for (let n = 0; !isOver; n++) {
      const page = await stage.ask(balancer, { path: entrance.path })
      if (!isFine(page?.status)) lost.push(`GET ${page?.status ?? 'cut off'}`)
      const { outcome, status } = await registerSomebody(scene, entrance, `${who}-${n}`, { tries })
      if (!answers.has(outcome)) lost.push(`POST ${outcome} ${status ?? 'cut off'}`)
      stage.step(2)
      await sleep(100)
    }
  }
  const crowd = Array.from({ length: people }, (_, n) => person(`${prefix}-${n}`))
  await work().finally(() => {
    isOver = true
  })
  await Promise.all(crowd)
  return lost
}

/** Waits until the balancer sends people to a server that was started. */
export async function untilIn(balancer: Balancer, server: Stage['servers'][number]): Promise<void> {
  for (const end = performance.now() + 60_000; !balancer.isIn(server); await sleep(50))
    if (performance.now() > end) throw new Error(`the balancer never took ${server.name}`)
}
