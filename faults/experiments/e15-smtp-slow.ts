import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'
import { keepAsking, p95Since } from '../support/watching.ts'

/** Every word of the mail server takes its time. The jobs run inside the servers, where they could be in the way. */
async function run(stage: Stage): Promise<void> {
  const [users, delay] = stage.isShort ? [20, 150] : [60, 1_000]
  const entrance = await stage.open({ capacity: users * 3 })
  await stage.crowd(entrance, 'predtim', users, { withinMs: 2_000 })
  stage.expect(await stage.mailsGone(), 'mails are left over before anything is slow')
  const before = p95Since(stage, 0)

  stage.toMail.delay(delay)
  stage.fault(`each command of SMTP takes ${(delay * 2) / 1_000} s longer`)
  const [from, began] = [stage.since(), performance.now()]
  const health = keepAsking(stage)
  const crowd = await stage.crowd(entrance, 'mezitim', users, { withinMs: 5_000 })
  const gone = await stage.mailsGone()
  const bad = await health.stop()
  stage.expect(gone, 'the queue does not drain')
  stage.expect(bad.length === 0, `not ready although only mail was slow: ${bad[0]}`)
  const others = crowd.filter(({ outcome }) => outcome !== 'place')
  stage.expect(others.length === 0, `${others.length} of ${users} were not registered: ${others[0]?.outcome}`)
  const seconds = (performance.now() - began) / 1_000
  stage.note(
    `${users} mails in ${seconds.toFixed(0)} s; p95 of a registration ${p95Since(stage, from)} ms (before: ${before} ms)`,
  )
  await stage.toMail.heal()
  await stage.recovered()
  stage.expect(await stage.mailsGone(), 'mails are left over')
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

const smtpSlow: Experiment = {
  id: 'e15',
  title: 'mail server slow, jobs in the servers',
  holds: 'the queue drains, one copy each (I7); the web does not notice',
  stage: { hasWorker: false, env: { JOBS: 'inline' } },
  run,
}
export default smtpSlow
