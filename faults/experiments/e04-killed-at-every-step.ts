import type { Experiment } from '../experiment.ts'
import { controlHalfBooking } from '../support/controls.ts'
import type { Stage } from '../support/stage.ts'

/** Every step of the way from the lock to the answer, in order. */
const points = [
  'booking.locked',
  'booking.inserted',
  'booking.audited',
  'booking.mailed',
  'booking.written',
  'booking.committed',
  'booking.answering',
] as const

/** A server is killed between any two steps of a booking, alone and in the middle of a batch. */
async function run(stage: Stage): Promise<void> {
  const [users, passings] = stage.isShort ? [12, [1]] : [60, [1, 2]]
  const some = ['booking.locked', 'booking.mailed', 'booking.written', 'booking.committed', 'booking.answering']
  for (const point of stage.isShort ? some : points) {
    for (const passing of passings) await killAt(stage, `${point}:${passing}`, users)
  }
  await stage.recovered()
  stage.expect(await stage.mailsGone(), 'mails are left over')
  await controlHalfBooking(stage)
  for (const broken of await stage.broken({ mostCopies: 1 })) stage.violation(broken)
}

async function killAt(stage: Stage, point: string, users: number): Promise<void> {
  const [server] = stage.servers
  if (server === undefined) throw new Error('nobody serves')
  const entrance = await stage.open({ capacity: Math.floor(users / 2) })
  const deaths = server.deaths()
  server.arm(point)
  const name = point.replace(/\W/g, '-')
  // One comes first and begins the batch alone; the others meet the second.
  const alone = stage.register(entrance, `${name}-prvni`, { first: server })
  await stage.crowd(entrance, name, users, { withinMs: 50, first: server })
  await alone
  stage.expect(server.deaths() > deaths, `${server.name} never came to ${point}`)
  stage.fault('kill -9 at a step of the booking')
  // The supervisor starts it again; the next point needs it.
  await stage.recovered()
  const outcomes = [...stage.history.final()].filter(([, outcome]) => outcome === 'unknown')
  stage.expect(outcomes.length === 0, `${point}: ${outcomes.length} people never learnt where they stand`)
}

const killedAtEveryStep: Experiment = {
  id: 'e04',
  title: 'kill -9 of a server at every step of the booking',
  holds: 'registration, mail, log and counters: all or nothing (I1–I6, I11)',
  isShort: true,
  run,
}
export default killedAtEveryStep
