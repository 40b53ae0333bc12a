import { setTimeout as sleep } from 'node:timers/promises'
import { only, rows } from '../../src/core/database.ts'
import type { Experiment } from '../experiment.ts'
import type { Entrance } from '../support/entrance.ts'
import type { Stage } from '../support/stage.ts'

/** Registration opens at a certain second; some are too early, and everybody comes within ten seconds. */
async function run(stage: Stage): Promise<void> {
  const [users, seats, withinMs] = stage.isShort ? [100, 20, 2_000] : [2_000, 300, 10_000]
  const opensAt = new Date(Math.ceil((Date.now() + 4_000) / 1_000) * 1_000)
  const entrance = await stage.open({ capacity: seats, hasWaitingList: false, opensAt })
  await judgePage(stage, entrance)
  const tooEarly = await stage.crowd(entrance, 'nedockavy', Math.ceil(users / 20), { tries: 1 })
  stage.expect(
    tooEarly.every(({ outcome }) => outcome === 'full'),
    'somebody too early was not told so',
  )
  stage.fault('form sent before the opening', tooEarly.length)
  await sleep(Math.max(0, opensAt.getTime() - Date.now()))
  const attempts = await stage.crowd(entrance, 'vcas', users, { withinMs, tries: 6 })
  const placed = attempts.filter(({ outcome }) => outcome === 'place').length
  const told = attempts.filter(({ outcome }) => outcome === 'place' || outcome === 'full').length
  stage.expect(placed === seats && told === users, `${placed} of ${seats} places, ${told} of ${users} people were told`)
  stage.note(
    `p95 of an answer ${Math.round(stage.history.p95())} ms, ${users} people in ${withinMs / 1_000} s, load and servers on one machine`,
  )
  const [early] = await rows<{ early: number }>(
    stage.db,
    'select count(*)::int as early from registrations where event_id = ? and created_at < ?',
    [entrance.event.id, opensAt],
  )
  stage.expect(only([early]) !== undefined && early?.early === 0, `${early?.early} registrations before the opening`)
}

/** Until then the page is the same bytes for everybody, and whoever has it is told that it has not changed. */
async function judgePage(stage: Stage, { path }: Entrance): Promise<void> {
  const pages = await Promise.all(stage.servers.map(server => stage.ask(server, { path })))
  const distinct = new Set(pages.map(page => page?.body))
  stage.expect(distinct.size === 1, 'the servers show different pages before the opening')
  stage.expect(
    pages.every(page => page?.headers['set-cookie'] === undefined),
    'the page before the opening sets a cookie',
  )
  stage.step(pages.length)
}

const openingMinute: Experiment = {
  id: 'e32',
  title: 'registration opens at 9.00.00 for 300 places, 2,000 people in 10 s',
  holds: 'exactly 300 places given, nobody before the hour, everybody told',
  run,
}
export default openingMinute
