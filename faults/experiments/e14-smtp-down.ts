import { setTimeout as sleep } from 'node:timers/promises'
import { rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'
import { keepAsking, readMetric, saysReady } from '../support/watching.ts'

/** Minutes after which the outbox tries again: the half hour is played by moving what is open towards the present. */
const passing = [1, 5, 15, 10]

/** The mail server is away for half an hour while people register. */
async function run(stage: Stage): Promise<void> {
  const users = stage.isShort ? 40 : 200
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  await stage.toMail.refuse()
  stage.toMail.reset()
  stage.fault('mail server down for half an hour')
  const health = keepAsking(stage)
  await stage.crowd(entrance, 'beze-schranky', users, { withinMs: 3_000 })
  for (const minutes of passing) {
    const tried = await tries(stage)
    await timePasses(stage, minutes)
    for (let waited = 0; (await tries(stage)) < tried + users && waited < 75; waited++) await sleep(1_000)
  }
  const tried = await tries(stage)
  stage.expect(tried >= users * 3, `${tried} tries for ${users} mails: nobody tried again`)
  await timePasses(stage, 5)
  const [bad, said] = [await health.stop(), await saysReady(stage, stage.servers[0] ?? fail())]
  stage.expect(bad.length === 0, `not ready although only mail was away: ${bad[0]}`)
  stage.expect(
    said?.status === 'degraded' && said.because.includes('mail'),
    `health does not tell: ${JSON.stringify(said)}`,
  )
  await judgeMetric(stage)
  await stage.toMail.heal()
  const healed = performance.now()
  stage.expect(await stage.mailsGone(), 'mails are left over')
  stage.recovery(performance.now() - healed)
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
  stage.note(
    `${users} people registered meanwhile, ${tried} tries in vain, ${stage.mail.received.length} mails arrived`,
  )
}

/** What /metrics tells of the outbox is what lies in it. */
async function judgeMetric(stage: Stage): Promise<void> {
  // What was read is kept for five seconds.
  await sleep(6_000)
  const told = await readMetric(stage.servers[0] ?? fail(), 'outbox_mails')
  const [found] = await rows<{ open: number }>(
    stage.db,
    `select count(*)::int as open from mails where sent_at is null and failed_at is null and dropped_at is null`,
  )
  stage.expect(told === found?.open, `/metrics tells of ${told} mails in the outbox, ${found?.open} lie there`)
}

function fail(): never {
  throw new Error('there is no server')
}

async function tries({ db }: Stage): Promise<number> {
  const [found] = await rows<{ tries: number }>(db, 'select coalesce(sum(attempts), 0)::int as tries from mails')
  return found?.tries ?? 0
}

/** So many minutes pass for every mail that is open. */
async function timePasses({ db }: Stage, minutes: number): Promise<void> {
  await db.raw(
    `update mails set next_try_at = next_try_at - ? * interval '1 minute', trying_since = trying_since - ? * interval '1 minute'
     where sent_at is null and failed_at is null and dropped_at is null and lease_until is null`,
    [minutes, minutes],
  )
}

const smtpDown: Experiment = {
  id: 'e14',
  title: 'mail server down for half an hour',
  holds: 'registrations go on; health tells; every mail arrives once (I6, I7)',
  run,
}
export default smtpDown
