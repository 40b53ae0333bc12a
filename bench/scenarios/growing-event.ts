import { type Bench, interleave, type Scenario } from '../scenario.ts'
import type { App } from '../support/app.ts'
import { growEvent } from '../../tests/factories/growth.ts'
import type { Sample } from '../support/load.ts'
import {
  answerTime,
  compare,
  figure,
  type Measurement,
  medianMs,
  perSecond,
  throughput,
} from '../support/measurements.ts'
import { brokenPromises, createRushEvent, limitsOn, type RushEvent, registering } from '../support/rush.ts'

const sizesOf = (quick: boolean) => (quick ? ([0, 300, 1_000] as const) : ([0, 10_000, 100_000] as const))

async function createGrown(app: App, size: number): Promise<RushEvent> {
  const event = await createRushEvent(app.db, `po-${size}`, { capacity: 10_000_000 })
  if (size > 0) await growEvent(app.db, `po-${size}`, size, { allConfirmed: true })
  return event
}

function register(bench: Bench, app: App, event: RushEvent, connections: number) {
  const targets = [registering(event.path, event.category)]
  const until = connections === 1 ? { requests: bench.quick ? 10 : 150 } : { seconds: bench.seconds }
  return () => bench.load({ url: app.url, of: app, connections, targets, ...until })
}

async function run(bench: Bench): Promise<readonly Measurement[]> {
  const app = await bench.startApp({ environment: limitsOn })
  const sizes = sizesOf(bench.quick)
  const events = new Map<number, RushEvent>()
  for (const size of sizes) events.set(size, await createGrown(app, size))
  const works = [...events].flatMap(([size, event]) => [
    [`alone/${size}`, register(bench, app, event, 1)] as const,
    [`rush/${size}`, register(bench, app, event, 64)] as const,
  ])
  const samples = await interleave(bench, Object.fromEntries(works))
  const at = (what: 'alone' | 'rush', size: number): readonly Sample[] => samples[`${what}/${size}`] ?? []
  const name = (size: number) => `${size.toLocaleString('en')} there already`
  const alone = sizes.map(size => {
    const comparison = compare(name(0), medianMs(at('alone', size)), medianMs(at('alone', 0)), { atMost: 1.2 })
    return answerTime(`one after another, ${name(size)}`, at('alone', size), {
      comparisons: size === 0 ? [] : [comparison],
    })
  })
  const rush = sizes.map(size => {
    // What one registration costs: time of the rush by registrations, so the other way round than the throughput.
    const comparison = compare(`${name(0)}, time for each`, perSecond(at('rush', 0)), perSecond(at('rush', size)), {
      atMost: 1.2,
    })
    return throughput(`64 at once, ${name(size)}`, at('rush', size), {
      unit: 'per minute',
      comparisons: size === 0 ? [] : [comparison],
    })
  })
  const broken = await Promise.all([...events.values()].map(event => brokenPromises(app.db, event)))
  const failures = broken.reduce((sum, one) => sum + one, 0)
  return [...alone, ...rush, figure('broken promises', 'count', [failures], { failures })]
}

const growingEvent: Scenario = {
  description: 'What a registration costs at an event that has 0, 10,000 and 100,000 of them.',
  run,
}
export default growingEvent
