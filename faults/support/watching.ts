import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from './stage.ts'
import type { Node } from './users.ts'

/** What `/health/ready` of a server says; undefined: no answer within three seconds. */
export async function saysReady(
  stage: Stage,
  server: Node,
): Promise<{ status: string; because: string[] } | undefined> {
  const answer = await stage.ask(server, { path: '/health/ready', timeoutMs: 3_000 })
  if (answer === undefined) return undefined
  const { status, because = [] } = JSON.parse(answer.body) as { status: string; because?: string | string[] }
  return { status, because: [because].flat() }
}

/** One number of `/metrics`, added up over its labels; undefined: no answer, or no such number. */
export async function readMetric(server: Node, name: string): Promise<number | undefined> {
  const text = await fetch(`http://127.0.0.1:${server.port}/metrics`, { signal: AbortSignal.timeout(5_000) }).then(
    answer => answer.text(),
    () => '',
  )
  const values = [...text.matchAll(new RegExp(`^pozvanka_${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))].map(found =>
    Number(found[1]),
  )
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

/** Asks every server again and again whether it is ready, until told to stop; gives back those that were not. */
export function keepAsking(stage: Stage, everyMs = 500): { stop(): Promise<string[]> } {
  const bad: string[] = []
  let isOver = false
  const asking = (async () => {
    for (; !isOver; await sleep(everyMs))
      for (const { name, live, ready } of await stage.health())
        if (live !== 200 || ready !== 200) bad.push(`${name}: live ${live ?? 'silent'}, ready ${ready ?? 'silent'}`)
  })()
  return {
    async stop() {
      isOver = true
      await asking
      return bad
    },
  }
}

/** The 95th percentile of the answers since a moment of the stage, in milliseconds. */
export function p95Since(stage: Stage, from: number): number {
  const times = stage.history.attempts.filter(one => one.asked >= from).map(one => one.answered - one.asked)
  times.sort((a, b) => a - b)
  return Math.round(times[Math.floor(times.length * 0.95)] ?? 0)
}
