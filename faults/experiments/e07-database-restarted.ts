import { setTimeout as sleep } from 'node:timers/promises'
import { formOf } from '../../tests/factories/registration.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** A planned restart of PostgreSQL while people register. */
async function run(stage: Stage): Promise<void> {
  const users = stage.isShort ? 60 : 300
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  const crowd = stage.crowd(entrance, 'planovany', users, { withinMs: 4_000, tries: 15 })
  await sleep(1_000)
  stage.database.kill('SIGINT')
  stage.fault('pg_ctl restart -m fast')
  const kept = await whatIsKept(stage, entrance)
  await stage.database.isBack()
  const back = performance.now()
  await crowd
  await stage.recovered(back)
  stage.expect(kept, 'what somebody had typed was not in the answer of 503')
  judgeAnswers(stage)
}

/** While there is no database, a form is answered with 503 and can be sent again from the very page. */
async function whatIsKept(stage: Stage, { path, category }: Awaited<ReturnType<Stage['open']>>): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const [server] = stage.servers
    const form = formOf(category, `pri-vypadku-${attempt}`, { organisation: 'Spolek „Úžlabí“' })
    const answer = server && (await stage.ask(server, { method: 'POST', path, form }))
    if (answer?.status === 503)
      return answer.body.includes('Spolek „Úžlabí“') && answer.headers['retry-after'] !== undefined
    await sleep(25)
  }
  return false
}

function judgeAnswers({ history, expect, note }: Stage): void {
  const wrong = history.attempts.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
  expect(wrong.length === 0, `${wrong.length} answers were neither a page nor 503: ${wrong[0]?.status ?? 'none'}`)
  const silent = history.attempts.filter(({ outcome, retryAfter }) => outcome === 'busy' && retryAfter === undefined)
  expect(silent.length === 0, `${silent.length} answers of 503 have no Retry-After`)
  note(`answers: ${JSON.stringify(history.counts())}`)
}

const databaseRestarted: Experiment = {
  id: 'e07',
  title: 'planned restart of PostgreSQL under load',
  holds: '503 with Retry-After, nothing else; what was typed is kept',
  run,
}
export default databaseRestarted
