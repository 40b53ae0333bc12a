import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** A worker is killed while it sends; another one lives. */
async function run(stage: Stage): Promise<void> {
  const users = stage.isShort ? 10 : 40
  const entrance = await stage.open({ capacity: users * 2 })
  stage.worker.supervise(false)
  stage.mail.next(...Array.from({ length: 3 }, () => ({ kind: 'hang' }) as const))
  await stage.crowd(entrance, 'visi', users)
  // Every connection of the first worker hangs in the middle of a mail.
  for (let waited = 0; stage.mail.received.length < 3 && waited < 200; waited++) await sleep(100)
  stage.expect(stage.mail.received.length === 3, 'the first worker sends nothing')
  stage.mail.forget()

  const other = stage.process({ name: 'worker1', script: 'src/worker.js', says: /runs the jobs/ })
  await other.start()
  stage.worker.kill('SIGKILL')
  stage.fault('worker killed in the middle of DATA')
  const killed = performance.now()
  while ((await openMails(stage)) > 0 && performance.now() - killed < 180_000) await sleep(500)
  const took = stage.recovery(performance.now() - killed)
  stage.expect(took < 180_000, 'nobody took the mails of the dead worker over')
  stage.note(
    `the other worker had sent the last of them after ${(took / 1_000).toFixed(0)} s (lease 30 s; four hours is the queue's own)`,
  )

  other.supervise(true)
  await killedAt(stage, other, 'mail.sent')
  await killedAt(stage, other, 'mail.sending')
  for (const broken of await stage.broken({ mostCopies: 2 })) stage.violation(broken)
}

/** The next mail kills its sender: after the mail server has taken it and before that is written, or just before. */
async function killedAt(stage: Stage, worker: Stage['worker'], point: string): Promise<void> {
  const deaths = worker.deaths()
  worker.arm(point)
  stage.fault(`kill -9 at ${point}`)
  const entrance = await stage.open({ capacity: 5 })
  await stage.crowd(entrance, point.replace('.', '-'), 5)
  for (const end = performance.now() + 120_000; (await openMails(stage)) > 0 && performance.now() < end; )
    await sleep(500)
  stage.expect(worker.deaths() === deaths + 1, `nobody came to ${point}`)
}

async function openMails({ db }: Stage): Promise<number> {
  const sql =
    'select count(*)::int as left from mails where sent_at is null and failed_at is null and dropped_at is null'
  return (await rows<{ left: number }>(db, sql))[0]?.left ?? 0
}

const senderKilled: Experiment = {
  id: 'e19',
  title: 'a worker killed while it sends, another lives',
  holds: 'taken over when the lease of 30 s is over, at most two copies with one Message-ID',
  run,
}
export default senderKilled
