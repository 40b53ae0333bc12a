import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from '../experiment.ts'
import type { Stage } from '../support/stage.ts'

/**
 * A booking and another transaction lock the same two rows in opposite order. The booking has the places when it is held
 * up; the other one takes the category, to which the new registration must refer, and then wants the places.
 */
async function run(stage: Stage): Promise<void> {
  const rounds = stage.isShort ? 2 : 10
  for (let round = 0; round < rounds; round++) {
    const entrance = await stage.open({ capacity: 3 })
    const server = stage.servers[round % stage.servers.length]
    if (server === undefined) throw new Error('nobody serves')
    server.arm('booking.locked:1:pause:2500')
    const registering = stage.register(entrance, `proti-${round}`, { first: server, tries: 1 })
    await sleep(700)
    const other = await stage.db.transaction()
    // Who waits longest looks first: the booking is to notice, and to be broken off.
    await other.raw(`set local deadlock_timeout = '20s'; set local lock_timeout = 0`)
    await other.raw('select from categories where id = ? for update', [entrance.category.id])
    // Waits for the booking, and the booking for this.
    const opposing = other.raw('select from quotas where event_id = ? for update', [entrance.event.id])
    const ended = await opposing.then(
      () => 'won',
      () => 'lost',
    )
    await other.rollback()
    const { outcome } = await registering
    stage.fault('deadlock')
    stage.expect(ended === 'won', 'it was not the booking that was broken off')
    stage.expect(outcome === 'place', `a booking in a deadlock was answered with ${outcome}`)
    await stage.crowd(entrance, `potom-${round}`, 5)
  }
}

const deadlock: Experiment = {
  id: 'e13',
  title: 'deadlock of a booking with another transaction',
  holds: 'the booking is tried again by itself (I1)',
  run,
}
export default deadlock
