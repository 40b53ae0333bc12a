import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/** An operator's transaction keeps the places of one event locked. */
async function run(stage: Stage): Promise<void> {
  const [seconds, users] = stage.isShort ? [6, 20] : [60, 100]
  const [held, free] = [await stage.open({ capacity: 10 }), await stage.open({ capacity: users })]
  const operator = await stage.db.transaction()
  await operator.raw('select from quotas where event_id = ? for update', [held.event.id])
  stage.fault(`lock held for ${seconds} s`)
  const began = performance.now()
  const refused = await stage.crowd(held, 'ceka', users, { tries: 1 })
  const elsewhere = await stage.crowd(free, 'jinde', users, { tries: 1 })
  const busy = refused.filter(({ outcome, retryAfter }) => outcome === 'busy' && retryAfter !== undefined).length
  stage.expect(busy === users, `${users - busy} of ${users} were not asked to come back in a moment`)
  const placed = elsewhere.filter(({ outcome }) => outcome === 'place').length
  stage.expect(placed === users, `the event beside it took ${placed} of ${users}`)
  const [row] = await stage.db('registrations').where({ eventId: held.event.id }).count({ count: '*' })
  stage.expect(Number(row?.['count']) === 0, 'something was half done')
  await sleep(Math.max(0, seconds * 1_000 - (performance.now() - began)))
  await operator.rollback()
  const released = performance.now()
  await stage.crowd(held, 'ceka', users)
  await stage.recovered(released)
}

const lockHeld: Experiment = {
  id: 'e12',
  title: 'an operator holds the lock of an event',
  holds: '503 with Retry-After after 3 s; other events go on; nothing is half done',
  isShort: true,
  run,
}
export default lockHeld
